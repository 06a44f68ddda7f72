"""What machines and chat applications read of a page: structured data, and the picture beside a shared link."""
