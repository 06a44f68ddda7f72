"""What every served page gets on its way out: the preview bar, and leave for its script to reach this server."""

from __future__ import annotations

import re
from datetime import date

from sitegen.serve.findings import edit_address
from sitegen.serve.house import page as own_page
from sitegen.serve.showing import Edited

_POLICY_META = re.compile(r"""(<meta http-equiv="Content-Security-Policy" content=")([^"]*)(")""")


def with_bar(page: str, *, host: str, stamp: str, day: date, is_asked: bool, source: Edited | None, is_lan: bool, lang: str) -> str:
    """A page of the site with the bar at its end."""
    edit = "" if source is None or is_lan else edit_address(source.path)
    bar = own_page("bar.html", lang, stamp=stamp, day=day.isoformat(), is_asked=is_asked, edit=edit, is_lan=is_lan)
    page = _POLICY_META.sub(lambda m: m[1] + _opened(m[2], host) + m[3], page, count=1)
    page = page.replace("</head>", '<link rel="stylesheet" href="/-/bar.css"><script src="/-/bar.js" defer></script></head>', 1)
    before, body, after = page.rpartition("</body>")
    return before + bar + body + after


def _opened(policy: str, host: str) -> str:
    """The page's own policy, and connections to this server."""
    own = f"'self' ws://{host}"
    if "connect-src" in policy:
        return re.sub(r"connect-src (?:'self'|'none')?", f"connect-src {own}", policy, count=1)
    return f"{policy.rstrip('; ')}; connect-src {own}"
