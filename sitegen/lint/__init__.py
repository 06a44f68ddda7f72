"""What a template may not do, seen without rendering it: run something, load from elsewhere, or trust a text that somebody typed.

Escaping makes any text safe between tags and inside quoted values; it cannot help where a value is not quoted, where an
address begins with a scheme, or inside of a script. Those places are looked for here, in the theme and in a site's own templates.
"""

from __future__ import annotations

from jinja2 import Environment

from sitegen.lint.reader import Reader
from sitegen.lint.tree import Fault, in_tree

__all__ = ["Fault", "faults"]


def faults(source: str, environment: Environment, checked: frozenset[str] = frozenset()) -> tuple[Fault, ...]:
    """Everything in a template that could become active; ``checked`` names more values that are addresses of our own.

    Raises jinja2.TemplateSyntaxError.
    """
    tree = environment.parse(source)
    return tuple(sorted({*Reader(environment, tree, checked).read(source), *in_tree(tree)}))
