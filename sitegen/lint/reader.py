"""One pass through a template that knows in which part of a page each of its pieces stands."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from jinja2 import Environment, nodes

from sitegen.lint.tree import Fault, name_of
from sitegen.problems import Say

_FORBIDDEN_TAGS = frozenset({"iframe", "object", "embed", "applet", "frame", "frameset", "base", "portal", "style"})
_ADDRESSES = frozenset({"href", "src", "srcset", "action", "poster", "data", "cite", "background", "xlink:href", "longdesc", "manifest"})
_FORBIDDEN_ATTRIBUTES = frozenset({"style", "srcdoc", "formaction", "ping"})
# what makes an address or has been checked where it was read (docs/reliability.md lists them)
_MAKERS = frozenset({"to", "asset"})
CHECKED = frozenset({"site.url", "view.url", "view.mail"})
_SCHEME = re.compile(r"\s*([a-z][a-z0-9+.-]*):", re.IGNORECASE)
_OUTSIDE = re.compile(r"\s*(https?:)?[/\\]{2}", re.IGNORECASE)
_TAG = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9:-]*)|<!--|<[!?]")
_NAME = re.compile(r"[^\s\"'<>/=]+")
_EQUALS = re.compile(r"\s*=\s*")
_NO_ICON = "data:,"  # keeps a browser from asking for one
_OPENS = frozenset({"if", "for", "block", "call", "filter", "trans"})
_MARKS = re.compile(r"(\w*_)?marks?\b")  # macros of such names write attributes, so what is in them stands inside of a tag
_LEVEL = "level"  # of a heading: <h{{ level }}>


@dataclass(slots=True)
class _Spot:
    """Where in the page a reader of the source stands: ``mode`` is text, tag, value, raw, comment or declaration."""

    mode: str = "text"
    tag: str = ""
    is_end: bool = False
    is_glued: bool = False  # right behind the name of the tag
    attribute: str = ""
    quote: str = ""
    value: str = ""
    has_begun: bool = False  # the value of the attribute
    attributes: dict[str, str] = field(default_factory=dict)

    def copy(self) -> _Spot:
        return dataclasses.replace(self, attributes=dict(self.attributes))


def _is_literal(node: nodes.Node | None) -> bool:
    """A word of the template's own, or one of two: ``" open" if is_open``."""
    if isinstance(node, nodes.CondExpr):
        return _is_literal(node.expr1) and (node.expr2 is None or _is_literal(node.expr2))
    return isinstance(node, nodes.Const) and re.fullmatch(r"[\w\s-]*", str(node.value)) is not None


class Reader:
    """One pass through a template, branch by branch, that knows in which part of a page each expression stands."""

    def __init__(self, environment: Environment, tree: nodes.Template, checked: frozenset[str]) -> None:
        self.environment, self.checked = environment, checked | CHECKED
        self.macros = {macro.name for macro in tree.find_all(nodes.Macro)}
        self.set: Mapping[str, nodes.Node] = {
            a.target.name: a.node for a in tree.find_all(nodes.Assign) if isinstance(a.target, nodes.Name)
        }
        self.spot, self.line = _Spot(), 1
        self.found: list[Fault] = []

    def read(self, source: str) -> list[Fault]:
        inside: list[str] | None = None
        above: list[tuple[str, _Spot]] = []
        for line, kind, value in self.environment.lex(source):
            self.line = line
            if kind == "data":
                self._data(value)
            elif kind in ("variable_begin", "block_begin"):
                inside = []
            elif kind == "variable_end":
                self._expression("".join(inside or ()))
                inside = None
            elif kind == "block_end":
                self._block("".join(inside or ()).split(), above)
                inside = None
            elif inside is not None:
                inside.append(value)
        return self.found

    def _block(self, words: list[str], above: list[tuple[str, _Spot]]) -> None:
        """Branches begin where their first one began; a macro begins in text."""
        word = words[0] if words else ""
        is_set = word == "set" and "=" not in words
        if word in ("else", "elif") and above:
            self.spot = above[-1][1].copy()
        elif word in _OPENS or word == "macro" or is_set:
            above.append((word, self.spot.copy()))
            if word not in _OPENS:
                is_marks = word == "macro" and _MARKS.match(words[1]) is not None
                self.spot = _Spot("tag") if is_marks else _Spot()
        elif word.startswith("end") and above:
            opened, spot = above.pop()
            if opened not in _OPENS:
                self.spot = spot

    def _tell(self, zh: str, en: str) -> None:
        self.found.append(Fault(self.line, Say(zh, en)))

    # ---- what is written as it is ----

    def _data(self, text: str) -> None:
        at, first = 0, self.line
        while at < len(text):
            self.line = first + text.count("\n", 0, at)
            at = getattr(self, f"_in_{self.spot.mode}")(text, at)
        self.line = first + text.count("\n")

    def _in_text(self, text: str, at: int) -> int:
        found = _TAG.search(text, at)
        if found is None:
            if text.endswith(("<", "</")):
                self._tell("标签的名称要直接写出来", "the name of a tag has to be literal")
            return len(text)
        if found[0] == "<!--":
            self.spot = _Spot("comment")
        elif not found[2]:
            self.spot = _Spot("declaration")
        else:
            self.line += text.count("\n", at, found.start())
            self.spot = _Spot("tag", found[2].lower(), bool(found[1]), is_glued=True)
            if self.spot.tag in _FORBIDDEN_TAGS and not self.spot.is_end:
                self._tell(f"不能有 <{self.spot.tag}>", f"<{self.spot.tag}> may not stand here")
        return found.end()

    def _in_comment(self, text: str, at: int) -> int:
        return self._until("-->", text, at)

    def _in_declaration(self, text: str, at: int) -> int:
        return self._until(">", text, at)

    def _until(self, sign: str, text: str, at: int) -> int:
        end = text.find(sign, at)
        if end < 0:
            return len(text)
        self.spot = _Spot()
        return end + len(sign)

    def _in_raw(self, text: str, at: int) -> int:
        end = text.lower().find(f"</{self.spot.tag}", at)
        if text[at : end if end >= 0 else None].strip():
            self._tell("网页里不能直接写脚本", "a script may not be written into the page")
        if end >= 0:
            self.spot = _Spot()
        return end if end >= 0 else len(text)

    def _in_tag(self, text: str, at: int) -> int:
        spot, sign = self.spot, text[at]
        spot.is_glued = False
        if sign == ">":
            self.spot = _Spot("raw", spot.tag, attributes=spot.attributes) if spot.tag == "script" and not spot.is_end else _Spot()
            return at + 1
        found = _NAME.match(text, at)
        if found is None:
            if sign in "\"'=":
                self._tell("标签里多了引号或等号", "a stray quotation mark or equals sign in a tag")
            return at + 1
        self._attribute(found[0].lower())
        equals = _EQUALS.match(text, found.end())
        if equals is None:
            return found.end()
        if text[equals.end() : equals.end() + 1] not in ('"', "'"):
            self._tell(f"属性 {spot.attribute} 的值要加引号", f"the value of {spot.attribute} has to be quoted")
            skipped = _NAME.match(text, equals.end())
            return skipped.end() if skipped else equals.end()
        spot.mode, spot.quote, spot.value, spot.has_begun = "value", text[equals.end()], "", False
        return equals.end() + 1

    def _attribute(self, name: str) -> None:
        self.spot.attribute = name
        self.spot.attributes[name] = ""
        if name.startswith("on") or name in _FORBIDDEN_ATTRIBUTES:
            self._tell(f"不能有属性 {name}", f"the attribute {name} may not stand here")

    def _in_value(self, text: str, at: int) -> int:
        spot = self.spot
        end = text.find(spot.quote, at)
        written = text[at : end if end >= 0 else None]
        if written and not spot.has_begun and spot.attribute in _ADDRESSES:
            self._address(written)
        spot.has_begun = spot.has_begun or bool(written)
        spot.value += written
        if end < 0:
            return len(text)
        spot.attributes[spot.attribute] = spot.value
        spot.mode = "tag"
        if spot.attribute == "http-equiv" and spot.value.strip().lower() == "refresh":
            self._tell("网页不能自己跳转", "a page may not move on by itself")
        return end + 1

    def _address(self, written: str) -> None:
        scheme, is_link = _SCHEME.match(written), self.spot.tag == "a"
        if written == _NO_ICON:
            return
        if scheme and scheme[1].lower() not in (("http", "https", "mailto", "tel") if is_link else ("http", "https")):
            self._tell(f"地址不能是 {scheme[1]}:", f"an address may not begin with {scheme[1]}:")
        elif _OUTSIDE.match(written) and not is_link:
            self._tell("不能从别的网站取东西", "nothing may be loaded from another host")

    # ---- what is filled in ----

    def _expression(self, text: str) -> None:
        spot = self.spot
        if spot.mode in ("comment", "declaration"):
            self._tell("注释和声明里不能填内容", "nothing may be filled into a comment or a declaration")
        elif spot.mode == "raw":
            if spot.attributes.get("type") != "application/ld+json" or not self._is_json(self._parse(text)):
                self._tell("脚本里只能是 |json_ld 做的数据", "a script holds nothing but what |json_ld made")
        elif spot.mode == "tag":
            node = self._parse(text)
            is_heading = spot.is_glued and spot.tag == "h" and name_of(node) == _LEVEL
            is_marks = isinstance(node, nodes.Call) and _MARKS.match(name_of(node.node).rpartition(".")[2]) is not None
            if not is_heading and not is_marks and not _is_literal(node):
                self._tell("标签里的值要写在带引号的属性里", "a value inside of a tag belongs into a quoted attribute")
        elif spot.mode == "value":
            if not spot.has_begun and spot.attribute in _ADDRESSES and not self._is_address(self._parse(text)):
                self._tell(
                    f"属性 {spot.attribute} 的地址没有检查过：用 to(…) 或 asset(…)",
                    f"the address in {spot.attribute} has not been checked: use to(…) or asset(…)",
                )
            spot.has_begun = True

    def _parse(self, text: str) -> nodes.Node:
        output = self.environment.parse("{{" + text + "}}").body[0]
        return output.nodes[0] if isinstance(output, nodes.Output) else output

    def _is_json(self, node: nodes.Node) -> bool:
        if isinstance(node, nodes.Name):
            return node.name in self.set and self._is_json(self.set[node.name])
        return isinstance(node, nodes.Filter) and node.name == "json_ld"

    def _is_address(self, node: nodes.Node | None) -> bool:
        """Whether the beginning of a value is an address of our own making, or one that was checked where it was read."""
        if isinstance(node, nodes.Const | nodes.TemplateData):
            written = str(node.value if isinstance(node, nodes.Const) else node.data)
            return not _SCHEME.match(written) and not _OUTSIDE.match(written)
        if name_of(node or nodes.Node()) in self.checked:
            return True
        if isinstance(node, nodes.Name):
            return node.name in self.set and self._is_address(self.set[node.name])
        if isinstance(node, nodes.Call):
            if isinstance(node.node, nodes.Getattr):  # a method of a text
                return self._is_address(node.node.node)
            return name_of(node.node) in _MAKERS | self.macros
        if isinstance(node, nodes.CondExpr):
            return self._is_address(node.expr1) and (node.expr2 is None or self._is_address(node.expr2))
        if isinstance(node, nodes.Or):
            return self._is_address(node.left) and self._is_address(node.right)
        if isinstance(node, nodes.Concat):
            return self._is_address(node.nodes[0])
        if isinstance(node, nodes.Add):
            return self._is_address(node.left)
        return isinstance(node, nodes.Filter) and (node.name == "absolute" or self._is_address(node.node))
