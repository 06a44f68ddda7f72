"""Where a site keeps what is its own and nobody's to read. Imports nothing, so that a publish with nothing to do loads nothing."""

from __future__ import annotations

STATE_FOLDER = ".sitegen"
UNFINISHED = f"{STATE_FOLDER}/changes"  # while several files are written, and where that was broken off
KEPT = f"{STATE_FOLDER}/before"  # files as they were before they were mended
REMEMBERED_HEADS = f"{STATE_FOLDER}/heads.txt"
SALT_SUFFIX = ".salt"  # of the file that a publish with evidence writes beside a record
