"""`guatu demo`: our own documents without a word, or the files given, shown and written."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from guatu.cli import main
from guatu.demo.papers.building import sources
from tests.accounts.factories import make_office
from tests.scratch import Scratch

Run = Callable[..., tuple[int, str, str]]
COMMAND = [sys.executable, "-c", "from guatu.cli import main; main()", "demo", "--documents"]


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, subprocess.CompletedProcess[str]]:
    """The demonstration on a machine without LibreOffice, in an empty folder that is also its home."""
    folder = tmp_path_factory.mktemp("demo")
    (folder / "bin").mkdir()
    env = os.environ | {"PATH": str(folder / "bin"), "HOME": str(folder), "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run(COMMAND, cwd=folder, env=env, capture_output=True, text=True, check=False)  # noqa: S603 - our own command
    return folder, done


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run the command in an empty folder; gives exit code, output and complaints."""
    monkeypatch.chdir(tmp_path)

    def running(*words: str) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["guatu", "demo", *words])
        with pytest.raises(SystemExit) as exit_:
            main()
        out, err = capsys.readouterr()
        return int(exit_.value.code or 0), out, err

    return running


def plan(tasks: int) -> str:
    lines = [
        f"{n}.整治背街小巷第{n}片区。由县住建局牵头，2026年{n % 12 + 1}月底前完成。"
        for n in range(1, tasks + 1)
    ]
    return "\n".join(
        ["云桥县背街小巷整治工作方案", "一、重点任务", *lines, "云桥县人民政府办公室", "2026年1月8日"]
    )


def ledgers(folder: Path) -> list[dict[str, Any]]:
    return [json.loads(path.read_text(encoding="utf-8")) for path in sorted(folder.glob("*.json"))]


def test_every_document_but_the_one_that_needs_libreoffice_is_shown_and_written(
    shown: tuple[Path, subprocess.CompletedProcess[str]],
) -> None:
    folder, done = shown
    results = folder / "out" / "demo"
    written = {path.stem for path in results.glob("*.html")}

    assert (done.returncode, done.stderr) == (0, "")
    assert "health-plan：系统没有 LibreOffice" in done.stdout
    assert {source.stem for source in sources()} - written <= {"health-plan", "supervision-notice"}
    assert {path.stem for path in results.glob("*.xlsx")} == written
    assert {path.stem for path in results.glob("*.json")} == written
    for name in written:
        assert f"out/demo/{name}.html" in done.stdout


def test_the_total_is_what_the_files_hold(shown: tuple[Path, subprocess.CompletedProcess[str]]) -> None:
    folder, done = shown
    read = ledgers(folder / "out" / "demo")
    items = [item for ledger in read for item in ledger["items"]]
    repairs = sum(repair["count"] for ledger in read for repair in ledger["repairs"])

    total = re.search(r"读成 (\d+) 份：(\d+) 项、(\d+) 条措施，把握高的 (\d+) 项，修复 (\d+) 处", done.stdout)

    assert total
    assert [int(figure) for figure in total.groups()] == [
        len(read),
        len(items),
        sum(len(item["measures"]) for item in items),
        sum(item["confidence"] > 0.9 for item in items),
        repairs,
    ]


def test_the_page_to_open_first_is_there(shown: tuple[Path, subprocess.CompletedProcess[str]]) -> None:
    folder, done = shown
    first = re.search(r"先用浏览器打开 (\S+\.html)（", done.stdout)

    assert first
    assert "<!doctype html>" in (folder / first[1]).read_text(encoding="utf-8")


def test_nothing_is_left_outside_the_folder_of_results(
    shown: tuple[Path, subprocess.CompletedProcess[str]],
) -> None:
    folder, _ = shown

    assert sorted(path.name for path in folder.iterdir()) == ["bin", "out"]
    assert [path.name for path in (folder / "out").iterdir()] == ["demo"]


def test_files_given_are_read_instead(run: Run, tmp_path: Path) -> None:
    (tmp_path / "方案.txt").write_text(plan(3), encoding="utf-8")

    code, out, err = run("方案.txt", "--out", "结果")

    assert (code, err) == (0, "")
    assert sorted(path.name for path in (tmp_path / "结果").iterdir()) == [
        "方案.html",
        "方案.json",
        "方案.xlsx",
    ]
    assert load_workbook(tmp_path / "结果" / "方案.xlsx").sheetnames == ["台账", "修复与提示"]
    rows = [line.split() for line in out.splitlines() if "片区" in line]
    assert [row[:5] for row in rows] == [
        ["1", "整治背街小巷第1片区", "1", "县住建局", "2026-02-28"],
        ["2", "整治背街小巷第2片区", "1", "县住建局", "2026-03-31"],
        ["3", "整治背街小巷第3片区", "1", "县住建局", "2026-04-30"],
    ]
    assert "读成 1 份：3 项、3 条措施" in out


def test_a_long_ledger_is_cut_and_says_how_much_more_there_is(run: Run, tmp_path: Path) -> None:
    (tmp_path / "方案.txt").write_text(plan(20), encoding="utf-8")

    _, out, _ = run("方案.txt")

    assert "整治背街小巷第15片区" in out
    assert "整治背街小巷第16片区" not in out
    assert "还有 5 项，见审阅页" in out
    assert len(ledgers(tmp_path / "out" / "demo")[0]["items"]) == 20


def test_a_refused_file_is_named_and_the_others_are_shown(run: Run, tmp_path: Path) -> None:
    (tmp_path / "好.txt").write_text(plan(1), encoding="utf-8")
    (tmp_path / "空.txt").write_bytes(b"")

    code, out, _ = run("空.txt", "好.txt", "没有.txt")

    assert code == 1
    assert "未读 2 份" in out
    assert "文件里没有内容" in out
    assert "找不到这个文件" in out
    assert "读成 1 份：1 项、1 条措施" in out


def test_a_file_without_items_says_so(run: Run, tmp_path: Path) -> None:
    (tmp_path / "便条.txt").write_text("今天下午三点开会，请准时参加。", encoding="utf-8")

    code, out, _ = run("便条.txt")

    assert code == 0
    assert "没有读出事项" in out
    assert "先用浏览器打开" not in out


def test_when_nothing_can_be_read_there_is_no_page_to_open(run: Run) -> None:
    code, out, _ = run("没有.txt")

    assert code == 1
    assert "读成 0 份" in out
    assert "先用浏览器打开" not in out


def test_a_folder_of_results_that_cannot_be_made_is_named(run: Run, tmp_path: Path) -> None:
    (tmp_path / "out").write_text("", encoding="utf-8")

    code, out, err = run("--documents")

    assert (code, out) == (2, "")
    assert err == "--out out/demo：建不了这个目录（输出目录的上级是文件）\n"


def test_a_wrong_option_points_to_the_help_of_this_command(run: Run) -> None:
    code, _, err = run("--colour")

    assert code == 2
    assert err == "没有选项 --colour，用法见 guatu demo --help\n"


def test_the_help_speaks_chinese(run: Run) -> None:
    code, out, _ = run("--help")

    assert code == 0
    assert out.startswith("用法：guatu demo [选项] [文件…]")
    assert not {"Usage", "Options", "Show", "default"} & set(out.replace(":", " ").split())


def marker(scratch: Scratch, state: str = "filled", items: int = 300) -> Path:
    """What a fill of today leaves in the folder."""
    today = (datetime.now(UTC) + timedelta(hours=8)).date()
    database = scratch.url.rsplit("@", 1)[-1]
    path = scratch.folder / "demo.json"
    path.write_text(
        json.dumps({"state": state, "on": today.isoformat(), "items": items, "database": database}), "utf-8"
    )
    return path


def served(scratch: Scratch, *words: str) -> subprocess.CompletedProcess[str]:
    command = [*COMMAND[:-1], "--no-serve", *words]
    return subprocess.run(command, env=scratch.environment, capture_output=True, text=True, check=False)  # noqa: S603 - our own command


def test_a_county_filled_today_is_taken_as_it_is_and_the_sign_ins_are_printed(scratch: Scratch) -> None:
    path = marker(scratch)
    before = path.read_text("utf-8")

    done = served(scratch)

    assert (done.returncode, done.stderr) == (0, "")
    for word in (
        "coordinator",
        "liaison",
        "reviewer",
        "verifier",
        "leader",
        "inspector",
        "administrator",
        "Yunqiao-2026",
    ):
        assert word in done.stdout
    assert path.read_text("utf-8") == before


def test_another_county_is_not_touched(scratch: Scratch) -> None:
    make_office("县督查室")

    done = served(scratch)

    assert done.returncode == 1
    assert "已有“县督查室”的台账，不是演示数据，未作任何改动" in done.stderr
    assert "GUATU_DATA" in done.stderr
    assert not (scratch.folder / "demo.json").exists()


def test_a_day_to_come_is_refused(run: Run) -> None:
    code, _, err = run("--no-serve", "--on", "2999-01-01")

    assert code == 1
    assert err == "2999-01-01 还没有到，演示的日期应为今天或以前\n"


def test_fewer_items_than_are_told_are_refused(run: Run) -> None:
    code, _, err = run("--no-serve", "--items", "20")

    assert code == 2
    assert err.startswith("--items：“20”太少，应为 300 以上的整数")
