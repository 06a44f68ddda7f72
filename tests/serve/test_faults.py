"""A fault of ours in the preview: one report without personal data, a plain page, and a server that goes on."""

from __future__ import annotations

import sys
from collections.abc import Iterator

import pytest

from tests.press import SMALL
from tests.serve.running import DAY, Running, eventually, running
from tests.sites import write_site
from tests.test_faults import secrets_in

pytestmark = pytest.mark.slow
LI = "content/models/li-si.md"
PRELUDE = """
import sys
from sitegen import cli
from sitegen.serve import editing, handlers, workshop

def planted(kind):
    def broken(*_, **__):
        person = "张三 110101199003070011"
        raise kind("张三 13800000000 " + person)
    return broken

def refused(*_, **__):
    raise PermissionError(13, "Permission denied", "/home/zhang/红旗.md")

real = workshop.Workshop.refresh
def refresh(self):
    if "（坏）" in (self.desk.site / "content/models/li-si.md").read_text("utf-8"):
        planted(KeyError)()
    return real(self)

handlers.findings = planted(ValueError)
editing.forms.make_form = refused
workshop.Workshop.refresh = refresh
cli.main(sys.argv[1:])
"""


@pytest.fixture(scope="module", params=["zh", "en"])
def broken(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Running, str]]:
    """A preview of which two handlers and a reading break."""
    site = write_site(tmp_path_factory.mktemp("faults") / "site", SMALL)
    script = site.parent / "broken.py"
    script.write_text(PRELUDE, "utf-8")
    with running(site, "--lang", request.param, program=(sys.executable, str(script))) as shown:
        yield shown, request.param


def reports(shown: Running) -> list[str]:
    return [file.read_text("utf-8") for file in sorted((shown.site / ".sitegen/log").glob("fault-*.txt"))]


def test_a_fault_of_a_handler_is_a_plain_page_and_one_report_without_personal_data(broken: tuple[Running, str]) -> None:
    shown, lang = broken
    before = len(reports(shown))
    for _ in range(3):
        answer = shown.get("/-/problems")
        assert answer.status == 500
        assert answer.headers["content-type"] == "text/plain; charset=utf-8"
        assert ("程序自身出错" if lang == "zh" else "A fault in the program itself") in answer.text
        assert not secrets_in(answer.text) and "Traceback" not in answer.text
    (text,) = reports(shown)[before:]
    assert "command serve" in text and "sitegen/serve/handlers.py" in text and "ValueError" in text
    assert not secrets_in(text) and DAY not in text
    said = (shown.site / "serve.log").read_text("utf-8")
    assert said.count("ValueError") == 1 and "Traceback" not in said
    assert ("预览继续运行" if lang == "zh" else "The preview goes on") in said
    assert shown.get("/models/li-si.html").status == 200


def test_what_the_system_refuses_to_a_handler_is_no_fault_and_says_why(broken: tuple[Running, str]) -> None:
    shown, lang = broken
    answer = shown.get(f"/-/edit/{LI}")
    assert answer.status == 500
    assert ("没有权限" if lang == "zh" else "permission denied") in answer.text
    assert not secrets_in(answer.text)
    assert not [text for text in reports(shown) if "PermissionError" in text]


def test_a_reading_that_breaks_is_reported_and_the_last_one_stays(broken: tuple[Running, str]) -> None:
    shown, _ = broken
    before = len(reports(shown))
    shown.save(LI, "李四的故事。", "李四的故事（坏）。")
    assert eventually(lambda: len(reports(shown)) > before)
    assert "李四的故事。" in shown.get("/models/li-si.html").text
    assert not secrets_in(reports(shown)[-1])
    shown.save(LI, "李四的故事（坏）。", "李四的新故事。")
    assert eventually(lambda: "李四的新故事" in shown.get("/models/li-si.html").text)
    assert "Traceback" not in (shown.site / "serve.log").read_text("utf-8")
