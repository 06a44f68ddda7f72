"""Where a site keeps what is its own and nobody's to read. Imports nothing, so that a publish with nothing to do loads nothing."""

from __future__ import annotations

STATE_FOLDER = ".sitegen"
REMEMBERED_HEADS = f"{STATE_FOLDER}/heads.txt"
SALT_SUFFIX = ".salt"  # of the file that a publish with evidence writes beside a record
