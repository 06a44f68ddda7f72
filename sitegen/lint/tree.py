"""What a template may not do wherever in the page it does it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from jinja2 import nodes

from sitegen.problems import Say

_UNSAFE_FILTERS = frozenset({"safe", "xmlattr"})


class Fault(NamedTuple):
    """What is wrong in a template, and on which line."""

    line: int
    say: Say

    @property
    def reason(self) -> str:
        """In both languages, as reasons of templates are told."""
        return f"{self.say.zh} / {self.say.en}"


def in_tree(tree: nodes.Template) -> Iterator[Fault]:
    """What needs no knowledge of the page around it: filters that trust, escaping switched off, words that are no words."""
    for one in tree.find_all((nodes.Filter, nodes.Test)):
        named = {one.name, *(a.value for a in one.args if isinstance(a, nodes.Const) and one.name in ("map", "select", "reject"))}
        for name in sorted(named & _UNSAFE_FILTERS):
            yield Fault(one.lineno, Say(f"不能用“|{name}”：会把没有转义的文字放进网页", f"'|{name}' puts text into the page unescaped"))
    for power in tree.find_all(nodes.Pow):  # of all that takes for ever, what a slip of the pen can write
        yield Fault(power.lineno, Say("模板里不能用乘方", "powers may not be used in a template"))
    for switch in tree.find_all((nodes.EvalContextModifier, nodes.ScopedEvalContextModifier)):
        if any(option.key == "autoescape" and not _is_call_block(option.value) for option in switch.options):
            yield Fault(switch.lineno, Say("不能改变自动转义", "automatic escaping may not be changed"))
    for call in tree.find_all(nodes.Call):
        is_words = isinstance(call.node, nodes.Name) and call.node.name in ("_", "gettext", "ngettext")
        for asked in call.args[: 2 if is_words and name_of(call.node) == "ngettext" else 1] if is_words else ():
            if not isinstance(asked, nodes.Const) and not name_of(asked).endswith(".zh"):
                yield Fault(call.lineno, Say("界面文字要直接写出来，不能是变量", "words of the interface have to be literal"))


def _is_call_block(value: nodes.Expr) -> bool:
    return isinstance(value, nodes.Const) and value.value is True


def name_of(node: nodes.Node) -> str:
    """``view.state.zh`` of a name or an attribute; "" of anything else."""
    if isinstance(node, nodes.Name):
        return node.name
    if isinstance(node, nodes.Getattr):
        above = name_of(node.node)
        return f"{above}.{node.attr}" if above else ""
    return ""
