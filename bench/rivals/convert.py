"""Our corpus as front matter and Markdown for other generators: ``python -m bench.rivals.convert SITE FOLDER --form hugo``.

What they cannot work out for themselves (states as of a day, names of units, one term for each level of a region) is written
into their front matter here, outside of what is timed. Only files that differ are written, and files without a record are removed,
so that a generator with a cache sees exactly the change.
"""

from __future__ import annotations

import argparse
import json
import re
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import yaml

_FENCED = re.compile(r"\A---\n(.*?)\n---\n(.*)\Z", re.DOTALL)
_LINK = re.compile(r"\]\((?:\.\./units/|)(unit-\d+)\.md\)")
_STATES = {"upcoming": "拟公示", "on_notice": "公示中", "closed": "公示期满", "honoured": "已表彰"}
FORMS = ("hugo", "eleventy", "pelican")

Tree = dict[str, Any]


def convert(site: Path, target: Path, form: str, day: date, only: str | None = None) -> int:
    """Write the records of ``site`` as they stand on ``day``, or only one of them (``models/model-000001``); how many files changed."""
    names = {} if only else _unit_names(site)
    wanted: dict[str, str] = {}
    for file in sorted((site / "content").glob(f"{only}.md" if only else "[mu][on]*/*.md")):
        name = f"{file.parent.name}/{file.stem}"
        header, body = _read(file)
        unit = header.get("单位", "")
        if unit and unit not in names:
            names[unit] = str(_read(site / f"content/units/{unit}.md")[0]["名称"])
        wanted.update(_files(name, header, body, names, form, day))
    stale = [f for f in _standing(target, only) if f.relative_to(target).as_posix().removesuffix(".md") not in wanted]
    for file in stale:
        file.unlink()
    return len(stale) + sum(_write(target / f"{name}.md", text) for name, text in wanted.items())


def _unit_names(site: Path) -> dict[str, str]:
    return {file.stem: str(_read(file)[0]["名称"]) for file in (site / "content/units").glob("*.md")}


def _read(file: Path) -> tuple[Tree, str]:
    found = _FENCED.match(file.read_text("utf-8"))
    if found is None:
        raise ValueError(f"{file}: no header")
    return yaml.load(found[1], yaml.CBaseLoader), found[2]  # noqa: S506 - texts only, and our own files


def _standing(target: Path, only: str | None) -> Iterator[Path]:
    """The converted files of what is converted now."""
    stem = only.split("/")[1] if only else "*"
    for folder in ("models", "units"):
        if only is None or only.startswith(folder):
            yield from (target / folder).glob(f"{stem}.md")
    yield from (target / "notices").glob(f"{stem}-1.md" if only else "*.md")


def _write(file: Path, text: str) -> bool:
    if file.is_file() and file.read_text("utf-8") == text:
        return False
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, "utf-8")
    return True


def state(honour: Mapping[str, Any], day: date) -> str:
    """The state of an honour of the corpus on a day."""
    decided, notice = honour.get("表彰", {}).get("日期"), honour["公示"]
    if decided and decided <= day.isoformat():
        return "honoured"
    if day.isoformat() < notice["开始"]:
        return "upcoming"
    return "on_notice" if day.isoformat() <= notice["结束"] else "closed"


def _files(name: str, header: Tree, body: str, units: Mapping[str, str], form: str, day: date) -> Iterator[tuple[str, str]]:
    """A record and the page of its notice, by path."""
    honours = [_honour(name, one, day) for one in header.get("荣誉", ())]
    fields = _fields(name, header, honours, units, day)
    text = _LINK.sub(r"](/units/\1.html)", body)
    yield name, _document(fields, text, form)
    for honour in honours:
        shared = {"day": honour["start"], "date": honour["start"], "summary": f"公示 {honour['start']} 至 {honour['end']}"}
        notice = {
            "title": f"关于{fields['title']}拟授予“{honour['title']}”的公示",
            **shared,
            "subject": name,
            "of": fields["title"],
            **_prefixed(honour),
        }
        yield honour["notice"], _document(notice, "", form)


def _prefixed(honour: Tree) -> Tree:
    return {f"honour_{key}": value for key, value in honour.items()}


def _honour(name: str, honour: Mapping[str, Any], day: date) -> Tree:
    now, notice, nomination = state(honour, day), honour["公示"], honour.get("推荐", {})
    made = {
        "title": honour["称号"], "level": honour["级别"], "year": honour["年度"], "authority": honour["授予单位"],
        "state": now, "word": _STATES[now], "notice": f"notices/{name.split('/')[1]}-1",
        "by": nomination.get("方式", ""), "nominated": nomination.get("日期", ""), "votes": nomination.get("人数", ""),
        "start": notice["开始"], "end": notice["结束"], "length": notice["公示期"], "issuer": notice["公示单位"],
        "basis": notice["依据"], "audience": notice["范围"],
    }  # fmt: skip
    if now == "honoured":
        made |= {"decided": honour["表彰"]["日期"], "number": honour["表彰"]["文号"]}
    return made


def _fields(name: str, header: Tree, honours: list[Tree], units: Mapping[str, str], day: date) -> Tree:
    region = header["地区"].split("/")
    levels = ["-".join(region[: depth + 1]) for depth in range(len(region))]
    fields: Tree = {
        "title": header.get("姓名") or header["名称"], "date": header["发布"], "day": header["发布"], "summary": header["摘要"],
        "place": "".join(region[-2:]), "region": levels, "sector": [header["领域"]],
        "honour": sorted({one["title"] for one in honours}), "year": sorted({one["year"] for one in honours}),
        "unit": header.get("单位", ""), "unit_name": units.get(header.get("单位", ""), ""), "post": header.get("职务", ""),
        "criteria": [{"name": k, "text": v} for k, v in (header.get("五带头") or header.get("五个好") or {}).items()],
        "honours": honours,
        "promises": [_promise(one, day) for one in header.get("承诺", ())],
    }  # fmt: skip
    return fields | ({"kind_name": header["类型"]} if "类型" in header else {})


def _promise(promise: Mapping[str, Any], day: date) -> Tree:
    review = promise.get("评价", {})
    word = "已兑现" if review.get("结论") else "逾期" if promise["期限"] < day.isoformat() else "进行中"
    return {
        "text": promise["内容"], "due": promise["期限"], "made": promise["承诺日期"], "responsible": promise["责任人"], "word": word,
        "result": promise.get("结果", ""), "reviewed": review.get("日期", ""), "verdict": review.get("结论", ""),
    }  # fmt: skip


def _document(fields: Tree, body: str, form: str) -> str:
    """Front matter in YAML flow style, which is JSON; Pelican's is flat, so that trees stay JSON texts there."""
    if form == "pelican":
        return "".join(f"{key}: {_flat(value)}\n" for key, value in _for_pelican(fields).items()) + "\n" + body
    return "---\n" + "".join(f"{key}: {json.dumps(value, ensure_ascii=False)}\n" for key, value in fields.items()) + "---\n" + body


def _for_pelican(fields: Tree) -> Tree:
    """Pelican has one kind of list page for facets: tags."""
    tags = [f"{facet} {term}" for facet in ("region", "sector", "honour", "year") for term in fields.get(facet, ())]
    kept = {key: value for key, value in fields.items() if key not in ("region", "sector", "honour", "year")}
    return kept | ({"tags": ", ".join(tags)} if tags else {})


def _flat(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("site", type=Path)
    parser.add_argument("target", type=Path)
    parser.add_argument("--form", choices=FORMS, required=True)
    parser.add_argument("--day", type=date.fromisoformat, required=True)
    parser.add_argument("--only")
    given = parser.parse_args()
    print(convert(given.site, given.target, given.form, given.day, given.only))


if __name__ == "__main__":
    main()
