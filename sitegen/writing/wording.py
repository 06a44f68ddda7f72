"""The usual words of documents that a program begins for the office. Pure."""

from __future__ import annotations


def batch_text(honour: str, basis: str) -> str:
    """What the file of a batch notice says below its header, as far as it is the same every time."""
    head = f"根据{basis}，" if basis else ""
    what = f"“{honour}”" if honour else ""
    return (
        f"{head}现将{what}拟表彰对象予以公示，名单列于本页。\n\n"
        "对公示对象有不同意见的，请在公示期内按本页的受理方式反映。反映的情况应当具体，便于核查。"
    )
