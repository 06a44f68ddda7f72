"""The sandbox of templates, and Python for them that does not ask ten thousand times a page what one question settles.

Jinja's sandbox asks at each dot and at each call whether it is allowed. Here the answer is written into what a template compiles
to, as far as it cannot change: a name that begins with no underscore is safe on our own frozen views (and on nothing else without
being asked), macros and our own functions may be called. Everything else goes the long way, in the theme as in a site's own templates.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, MutableMapping
from datetime import date
from functools import partial
from keyword import iskeyword
from typing import Any

import jinja2
import markupsafe
from jinja2 import nodes
from jinja2.compiler import CodeGenerator, Frame, optimizeconst
from jinja2.environment import TemplateModule
from jinja2.runtime import Context, LoopContext, Macro
from jinja2.sandbox import ImmutableSandboxedEnvironment
from jinja2.utils import missing
from markupsafe import Markup

_VIEWS = ("sitegen.views.", "sitegen.records.")
_OTHERS = frozenset({date, LoopContext})
marked: Callable[[str], Markup] = partial(str.__new__, Markup)  # for a text that is escaped already; Markup(…) would look at it again
escaped: Callable[[str], str] = getattr(markupsafe, "_escape_inner", markupsafe.escape)  # without the Markup around it, if it can be had


class _Writer(CodeGenerator):
    """Jinja's compiler with short ways for dots, calls and output. In what it writes, ``it`` is the value in hand."""

    def visit_Template(self, node: nodes.Template, frame: Frame | None = None) -> None:
        self._fields: set[str] = set()
        super().visit_Template(node, frame)
        self.writeline("Macro, shown, ours = environment.macro, environment.shown, environment.ours")
        for name in sorted(self._fields):
            self.writeline(f"has_{name} = environment.having({name!r})")

    @optimizeconst
    def visit_Getattr(self, node: nodes.Getattr, frame: Frame) -> None:
        name = node.attr
        if name.startswith("_") or not name.isascii() or iskeyword(name):
            super().visit_Getattr(node, frame)
            return
        self._fields.add(name)
        self.write(f"(it.{name} if type(it := ")
        self.visit(node.node, frame)
        self.write(f") in has_{name} else environment.getattr(it, {name!r}))")

    @optimizeconst
    def visit_Call(self, node: nodes.Call, frame: Frame, forward_caller: bool = False) -> None:
        if forward_caller or node.dyn_args or node.dyn_kwargs or any(iskeyword(named.key) for named in node.kwargs):
            super().visit_Call(node, frame, forward_caller=forward_caller)
            return
        around = ", _loop_vars=_loop_vars" * bool(frame.loop_frame) + ", _block_vars=_block_vars" * bool(frame.block_frame)
        self.write("(it if type(it := ")
        self.visit(node.node, frame)
        self.write(f") is Macro or id(it) in ours else environment.long_way(context, it{around}))(")
        for argument in (*node.args, *node.kwargs):
            self.visit(argument, frame)
            self.write(", ")
        self.write(")")

    def _output_child_pre(self, node: nodes.Expr, frame: Frame, finalize: CodeGenerator._FinalizeInfo) -> None:
        if _is_escaped(frame):
            self.write("shown(")
        else:
            super()._output_child_pre(node, frame, finalize)

    def _output_child_post(self, node: nodes.Expr, frame: Frame, finalize: CodeGenerator._FinalizeInfo) -> None:
        if _is_escaped(frame):
            self.write(")")
        else:
            super()._output_child_post(node, frame, finalize)


def _is_escaped(frame: Frame) -> bool:
    return frame.eval_ctx.autoescape and not frame.eval_ctx.volatile


class _Piece(Macro):
    """A macro with a short way for a call with nothing but arguments in their order."""

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        is_plain = self._default_autoescape and not (self.caller or self.catch_kwargs or self.catch_varargs)
        self._most = self._argument_count if is_plain else -1

    def __call__(self, *args: Any, **kwargs: Any) -> str:
        lacking = self._most - len(args)
        if kwargs or lacking < 0:
            return super().__call__(*args, **kwargs)
        return marked(self._func(*args, *(missing,) * lacking))


class Sandbox(ImmutableSandboxedEnvironment):
    """``finalize`` makes of a value what is shown of it; ``ours`` are the functions that were added by ``add``, by identity."""

    code_generator_class = _Writer
    macro = _Piece

    def __init__(self, finalize: Callable[[object], object], **options: Any) -> None:
        super().__init__(autoescape=True, undefined=jinja2.StrictUndefined, finalize=finalize, **options)
        self.ours: set[int] = set()
        self._fields: dict[str, set[type]] = {}
        self.shown = partial(_shown, finalize)

    def add(self, functions: Mapping[str, Callable[..., object]]) -> None:
        """Functions of ours that templates may call."""
        self.globals |= functions
        self.ours |= {id(function) for function in functions.values()}

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """A plain dict, which is copied for each page: a chain of two takes ten times as long."""
        return {**self.globals, **(d or {})}

    def having(self, name: str) -> set[type]:
        """The kinds of views all of which have the field ``name``; they are added as they are met."""
        return self._fields.setdefault(name, set())

    def getattr(self, obj: object, attribute: str) -> object:
        kind = type(obj)
        if kind is TemplateModule and (macro := vars(obj).get(attribute)) is not None and not attribute.startswith("_"):
            return macro
        if (kind in _OTHERS or kind.__module__.startswith(_VIEWS)) and not attribute.startswith("_"):
            if hasattr(kind, attribute):
                self.having(attribute).add(kind)
            try:
                return getattr(obj, attribute)
            except AttributeError:
                pass
        return super().getattr(obj, attribute)

    def long_way(self, context: Context, called: object, **around: object) -> Callable[..., object]:
        """Something to call of which nothing is known: the sandbox decides."""
        return partial(self.call, context, called, **around)


def _shown(finalize: Callable[[object], object], value: object) -> str:
    """A value as it stands on a page: Jinja's ``escape(finalize(value))``, for joining to other text and nothing else."""
    if type(value) is Markup:
        return value
    if type(value) is not str:
        value = finalize(value)
        if type(value) is not str:
            return markupsafe.escape(value)
    return escaped(value)
