"""The edit form over HTTP: on this machine only, with the token of this run, and never over somebody else's change."""

from __future__ import annotations

import difflib
from collections.abc import Awaitable
from functools import partial
from pathlib import Path
from urllib.parse import quote

from tornado import web

from sitegen import markdown
from sitegen.problems import Problem
from sitegen.refusals import refused
from sitegen.serve import forms
from sitegen.serve.changes import Refused
from sitegen.serve.handlers import Handler
from sitegen.serve.mends import mend
from sitegen.serve.restarts import restarts
from sitegen.serve.saving import Conflict, NotAllowed, read_file, save_file, sha_of
from sitegen.serve.sheets import text_of
from sitegen.sources import MAX_FILE

_MOST_FIELDS = 5_000


class _Writing(Handler):
    """Anything that may lead to a change: not offered to other machines."""

    def prepare(self) -> Awaitable[None] | None:
        super().prepare()
        if self.is_lan:
            raise web.HTTPError(403)
        if self.request.method == "POST":
            self.check_token(self.get_body_argument("token", "", strip=False))
        return None

    async def record(self, path: str) -> bytes:
        """The bytes of a record of this site. Raises web.HTTPError."""
        showing = self.preview.workshop.showing
        known = showing.read.sources.records if showing is not None else ()
        if not any(source.path == path for source in known):
            raise web.HTTPError(404)
        try:
            return await self.preview.worker.do(partial(read_file, self.preview.desk.site, path))
        except (OSError, NotAllowed):
            raise web.HTTPError(404) from None

    async def settled(self, address: str) -> None:
        """Go on once the change can be seen."""
        await self.preview.follow()
        self.redirect(address, status=303)


class Edit(_Writing):
    """The form of one record."""

    async def get(self, path: str) -> None:
        data = await self.record(path)
        line, _, column = self.get_query_argument("at", "").partition(".")
        at = (int(line), int(column)) if line.isdecimal() and column.isdecimal() and len(line + column) < 12 else None
        notice = "saved" if self.get_query_argument("saved", "") else ""
        self._form(path, data, data, await self._known(path, data), at=at, notice=notice)

    async def post(self, path: str) -> None:
        before = await self.record(path)
        if len(self.request.body_arguments) > _MOST_FIELDS:
            raise web.HTTPError(413)
        posted = self._posted()
        action, _, what = posted.get("do", "save").partition(":")
        if sha_of(before) != posted.get("sha", ""):
            return self._conflict(path, before, posted)
        try:
            after = forms.submitted(path, before, {**posted, "drop": what if action == "drop" else ""})
        except Refused as reason:
            return self._form(path, before, before, await self._known(path, before), notice="refused", reason=str(reason), status=422)
        if len(after) > MAX_FILE:
            raise web.HTTPError(413)
        if action != "save":
            extra = (what,) if action == "add" else ()
            return self._form(path, before, after, forms.problems_of(path, after), extra=extra)
        return await self._save(path, before, after, is_sure="sure" in posted)

    def _posted(self) -> dict[str, str]:
        """The fields to the letter: tornado's own reader drops signs that a file may hold. Raises web.HTTPError."""
        try:
            return {name: values[-1].decode("utf-8") for name, values in self.request.body_arguments.items()}
        except UnicodeDecodeError:
            raise web.HTTPError(400) from None

    async def _save(self, path: str, before: bytes, after: bytes, *, is_sure: bool) -> None:
        if wrong := forms.new_errors(path, before, after):
            return self._form(path, before, after, wrong, notice="wrong", status=422)
        showing = await self.preview.worker.do(partial(self.preview.workshop.on, None))
        restarted = () if is_sure or after == before else await self.preview.worker.do(partial(restarts, showing.read, path, after))
        if restarted:
            problems = forms.problems_of(path, after)
            return self._form(path, before, after, problems, notice="restart", restarted=restarted, status=409)
        try:
            await self.preview.worker.do(partial(save_file, self.preview.desk.site, path, after, sha_of(before)))
        except Conflict as conflict:
            return self._show_conflict(path, after, conflict.now, sha_of(before))
        except NotAllowed:
            raise web.HTTPError(403) from None
        except OSError as error:
            return self._form(path, before, after, (), notice="refused", reason=refused(error, Path(path)).get(self.lang), status=507)
        return await self.settled(f"/-/edit/{quote(path)}?saved=1")

    async def _known(self, path: str, data: bytes) -> tuple[Problem, ...]:
        """All that is known to be wrong with the file, by the rules as well if they have seen it as it stands."""
        showing = self.preview.workshop.showing
        if showing is not None and any(s.path == path and s.data == data for s in showing.read.sources.records):
            showing = await self.preview.judged(None)
            return tuple(p for p in showing.problems if p.place.path == path)
        return forms.problems_of(path, data)

    def _form(
        self, path: str, before: bytes, after: bytes, problems: tuple[Problem, ...], *, extra: tuple[str, ...] = (),
        at: tuple[int, int] | None = None, notice: str = "", reason: str = "", restarted: tuple[object, ...] = (), status: int = 200,
    ) -> None:  # fmt: skip
        text = text_of(after)
        form = forms.make_form(path, text, problems, self.lang, extra=extra, at=at) if text is not None else None
        showing = self.preview.workshop.showing
        page = next((url for url, source in showing.sources.items() if source.path == path), "") if showing is not None else ""
        self.show(
            "form.html", status, path=path, form=form, sha=sha_of(before), notice=notice, reason=reason, restarted=restarted,
            is_changed=after != before, page=f"/{quote(page)}" if page else "",
        )  # fmt: skip

    def _conflict(self, path: str, now: bytes, posted: dict[str, str]) -> None:
        """What was typed, applied to the text that it was typed over as far as that is known."""
        try:
            mine = forms.typed(path, now, posted)
        except Refused:
            mine = now
        self._show_conflict(path, mine, now, posted.get("sha", ""))

    def _show_conflict(self, path: str, mine: bytes, now: bytes, sha: str) -> None:
        old, new = ((text_of(data) or "").splitlines() for data in (now, mine))
        rows = [line for line in difflib.unified_diff(old, new, lineterm="", n=2) if not line.startswith(("---", "+++"))]
        self.show("conflict.html", 409, path=path, theirs="\n".join(old), mine="\n".join(new), rows=rows, edit=f"/-/edit/{quote(path)}")


class Fix(_Writing):
    """Mends one kind of mistake in one file."""

    async def post(self) -> None:
        path, code = self.get_body_argument("path", ""), self.get_body_argument("code", "")
        showing = self.preview.workshop.showing
        if showing is None or not any(p.place.path == path and p.code == code for p in showing.problems):
            raise web.HTTPError(404)
        try:
            done = await self.preview.worker.do(partial(mend, self.preview.desk.site, showing.known, path, code))
        except (Conflict, NotAllowed, OSError):
            done = False
        if not done:
            return self.show("unmended.html", 409, path=path, code=code)
        back = self.get_body_argument("back", "/")
        return await self.settled("/" + back.lstrip("/\\"))


class Markdown(_Writing):
    """A body as it will look."""

    async def post(self) -> None:
        text = self.get_body_argument("body", "", strip=False).replace("\r\n", "\n")
        try:
            made = await self.preview.worker.do(partial(markdown.render, text))
        except markdown.TooComplex as error:
            self.set_status(422)
            self.finish({"error": error.say.get(self.lang)})
            return
        self.finish({"html": markdown.without_outside_pictures(made.html)})
