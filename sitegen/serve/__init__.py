"""Preview while people write: pages made as they are asked for, a reload after each batch of saves, any date, an edit form.

Nothing of it is published: no page is written to disk, the ledger is never touched.
"""

from sitegen.serve.server import serve_site

__all__ = ["serve_site"]
