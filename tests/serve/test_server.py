"""The preview follows saves, shows faults, any day and the form, and stops when it is told."""

from __future__ import annotations

import json
import re
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from posixpath import normpath

import pytest

from tests.conftest import ROOT
from tests.press import SMALL, tree
from tests.serve.running import Running, eventually, free_port, running, started
from tests.sites import write_site

pytestmark = pytest.mark.slow
LI, ZHANG = "content/models/li-si.md", "content/models/zhang-san.md"


def test_a_save_is_shown_and_a_mistake_too_and_the_last_good_page_stays(fresh: Running) -> None:
    assert "李四的故事" in fresh.get("/models/li-si.html").text
    fresh.get("/-/count")
    fresh.save(LI, "李四的故事。", "李四的新故事。")
    assert eventually(lambda: "李四的新故事" in fresh.get("/models/li-si.html").text)
    fresh.get("/-/count")
    fresh.save(LI, "姓名: 李四", "姓名：李四")
    assert eventually(lambda: "中文冒号" in fresh.get("/models/li-si.html").text)
    overlay = fresh.get("/models/li-si.html").text
    assert "<mark>：</mark>" in overlay
    assert "/-/good/models/li-si.html" in overlay
    assert "李四的新故事" in fresh.get("/-/good/models/li-si.html").text
    fresh.save(LI, "姓名：李四", "姓名: 李四")
    assert eventually(lambda: "李四的新故事" in fresh.get("/models/li-si.html").text)


def test_an_error_of_the_rules_takes_the_place_of_the_page(fresh: Running) -> None:
    fresh.save(ZHANG, "结束: 2026-11-20, ", "结束: 2026-11-17, ")
    assert eventually(lambda: "N003" in fresh.get("/models/zhang-san.html").text)
    assert json.loads(fresh.get("/-/count").text)["errors"] >= 1


def test_a_button_mends_what_has_one_answer(fresh: Running) -> None:
    before = (fresh.site / LI).read_text("utf-8")
    fresh.save(LI, "姓名: 李四", "姓名：李四")
    assert eventually(lambda: "自动改正" in fresh.get("/models/li-si.html").text)
    token = fresh.get("/models/li-si.html").text.split('name="token" value="')[1].split('"')[0]
    answer = fresh.post("/-/fix", {"token": token, "path": LI, "code": "F022", "back": "/models/li-si.html"})
    assert (answer.status, answer.headers["location"]) == (303, "/models/li-si.html")
    assert (fresh.site / LI).read_text("utf-8") == before


def test_states_follow_the_day_that_is_asked_for_and_nothing_is_recorded(preview: Running) -> None:
    before = tree(preview.site / "content")
    assert preview.get("/models/zhang-san.html?as-of=2026-11-30").headers["location"] == "/-/day/2026-11-30/models/zhang-san.html"
    now = preview.get("/models/zhang-san.html").text
    later = preview.get("/-/day/2026-11-30/models/zhang-san.html").text
    assert "seal--on_notice" in now
    assert "seal--closed" in later
    assert "seal--closed" not in now
    assert 'value="2026-11-30"' in later
    assert preview.get("/-/day/2026-11-30/?as-of=").headers["location"] == "/"
    assert preview.get("/-/day/2026-11-30/models/zhang-san.html?as-of=2026-11-18").headers["location"] == "/models/zhang-san.html"
    assert not (preview.site / "ledger").exists()
    assert tree(preview.site / "content") == before


def test_pages_carry_the_bar_are_not_indexed_and_may_reach_only_this_server(preview: Running) -> None:
    page = preview.get("/models/li-si.html").text
    assert '<script src="/-/bar.js" defer></script></head>' in page
    assert f'href="/-/edit/{LI}"' in page
    assert 'content="noindex' in page
    assert f"connect-src 'self' ws://{preview.host}" in page
    assert "unsafe" not in page


def test_everything_that_a_page_names_is_served(preview: Running) -> None:
    for page in ("index.html", "models/zhang-san.html", "search.html"):
        text = preview.get(f"/{page}").text
        folder = page.rpartition("/")[0]
        for link in set(re.findall(r'(?:href|src)="([^"#?:]+)"', text)):
            path = link if link.startswith("/") else "/" + normpath(f"{folder}/{link}").lstrip("/")
            assert preview.get(path + ("/" if link.endswith("/") else "")).status == 200, (page, link)


def test_the_list_of_problems_names_warnings_as_well(preview: Running) -> None:
    count = json.loads(preview.get("/-/count").text)
    page = preview.get("/-/problems").text
    assert page.count('<li class="finding finding--warning">') == count["warnings"] > 0


def test_the_form_saves_and_the_page_changes(fresh: Running) -> None:
    fields = fresh.form(LI)
    before = (fresh.site / LI).read_text("utf-8")
    assert fresh.post(f"/-/edit/{LI}", {**fields, "do": "save"}).status == 303
    assert (fresh.site / LI).read_text("utf-8") == before
    answer = fresh.post(f"/-/edit/{LI}", {**fields, "summary": "教算术的人。", "do": "save"})
    assert answer.status == 303
    assert (fresh.site / LI).read_text("utf-8") == before.replace("教书的人", "教算术的人")
    assert "教算术的人" in fresh.get("/models/li-si.html").text


def test_what_check_refuses_is_not_saved_and_said_beside_the_field(preview: Running) -> None:
    before = (preview.site / LI).read_bytes()
    answer = preview.post(f"/-/edit/{LI}", {**preview.form(LI), "published": "去年", "id": "Li", "do": "save"})
    assert answer.status == 422
    assert "S006" in answer.text
    assert "S013" in answer.text
    assert 'value="去年"' in answer.text
    assert (preview.site / LI).read_bytes() == before


def test_a_change_that_restarts_a_running_notice_is_said_before_it_is_saved(fresh: Running) -> None:
    before = (fresh.site / ZHANG).read_bytes()
    fields = {**fresh.form(ZHANG), "post": "村支书", "do": "save"}
    answer = fresh.post(f"/-/edit/{ZHANG}", fields)
    assert answer.status == 409
    assert "职务" in answer.text
    assert (fresh.site / ZHANG).read_bytes() == before
    assert fresh.post(f"/-/edit/{ZHANG}", {**fields, "sure": "1"}).status == 303
    assert "职务: 村支书" in (fresh.site / ZHANG).read_text("utf-8")
    assert fresh.post(f"/-/edit/{LI}", {**fresh.form(LI), "post": "教师", "do": "save"}).status == 303


def test_of_two_people_the_second_sees_both_texts_and_overwrites_nothing(fresh: Running) -> None:
    fields = fresh.form(LI)
    fresh.save(LI, "教书的人", "教物理的人")
    answer = fresh.post(f"/-/edit/{LI}", {**fields, "summary": "教数学的人。", "do": "save"})
    assert answer.status == 409
    assert "教物理的人" in answer.text
    assert "教数学的人" in answer.text
    assert "教物理的人" in (fresh.site / LI).read_text("utf-8")


def test_the_body_is_shown_as_it_will_look_without_anything_active(preview: Running) -> None:
    token = preview.form(LI)["token"]
    made = json.loads(preview.post("/-/markdown", {"token": token, "body": "## 好\n\n<script>alert(1)</script>"}).text)["html"]
    assert "<h2" in made
    assert "<script" not in made


def test_the_local_network_may_look_and_not_touch(tmp_path: Path) -> None:
    site = write_site(tmp_path / "site", SMALL)
    with running(site, "--lan") as shown:
        page = shown.get("/models/li-si.html").text
        assert "/-/edit/" not in page
        assert 'src="data:image/svg' in shown.get("/-/qr").text
        assert shown.get(f"/-/edit/{LI}").status == 403
        assert shown.post("/-/fix", {"token": ""}).status == 403
        assert shown.get("/", Host=f"192.168.1.5:{shown.port}").status == 200
        assert shown.get("/", Host=f"evil.example:{shown.port}").status == 403
    assert "任何人" in (site / "serve.log").read_text("utf-8")


def test_without_leave_only_this_machine_is_answered(preview: Running) -> None:
    assert preview.get("/-/qr").status == 404
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        probe.connect(("192.0.2.1", 9))
        own = probe.getsockname()[0]
    if own.startswith("127."):
        pytest.skip("this machine has no network")
    with pytest.raises(OSError), socket.create_connection((own, preview.port), timeout=2):
        pass


def test_a_taken_port_is_said_with_the_next_free_one(tmp_path: Path) -> None:
    site, port = write_site(tmp_path / "site", SMALL), free_port()
    with socket.socket() as other:
        other.bind(("127.0.0.1", port))
        other.listen()
        process = started(site, port)
        assert process.wait(60) == 2
    said = (site / "serve.log").read_text("utf-8")
    assert f"{port}" in said
    hint = int(said.split("--port ")[1].split()[0])
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", hint))


def test_ctrl_c_stops_at_once_also_in_the_middle_of_a_reading(tmp_path: Path) -> None:
    with running(write_site(tmp_path / "site", SMALL)) as shown:
        shown.save(LI, "李四的故事。", "李四的新故事。")
        time.sleep(0.06)
        began = time.monotonic()
        shown.process.send_signal(signal.SIGINT)
        assert shown.process.wait(10) == 0
        assert time.monotonic() - began < 3  # also on a machine with much else to do
    assert "Traceback" not in (shown.site / "serve.log").read_text("utf-8")


def test_the_command_says_what_it_offers() -> None:
    said = subprocess.run([sys.executable, "-m", "sitegen", "serve", "--help"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert "--lan" in said
