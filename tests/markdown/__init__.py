"""Bodies in Markdown and pictures: what comes out, where it points, and what never comes out."""
