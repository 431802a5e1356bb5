"""`guatu read` on real files: every good one is read, every other one is named, nothing is half done."""

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import load_workbook

from guatu.cli import main

Run = Callable[..., tuple[int, str, str]]

NOTICE = """云桥县人民政府办公室关于整改便民服务问题的方案
云政办发〔2026〕12号
一、问题清单
1.便民服务窗口数量不足。由县行政审批局牵头，2026年9月底前增设窗口3个。
2.办事指南长期不更新。县数据局要在2026年6月30日前完成更新。
云桥县人民政府办公室
2026年3月28日
"""


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run the command in an empty folder; gives exit code, output and complaints."""
    monkeypatch.chdir(tmp_path)

    def running(*words: str) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["guatu", *words])
        with pytest.raises(SystemExit) as exit_:
            main()
        out, err = capsys.readouterr()
        return int(exit_.value.code or 0), out, err

    return running


def test_a_notice_is_written_in_every_format_asked_for(run: Run, tmp_path: Path) -> None:
    (tmp_path / "方案.txt").write_text(NOTICE, encoding="utf-8")

    code, out, err = run(
        "read", "方案.txt", "--to", "json", "--to", "xlsx", "--to", "html", "--to", "md", "--out", "台账"
    )

    assert (code, err) == (0, "")
    results = tmp_path / "台账"
    assert sorted(path.name for path in results.iterdir()) == [
        "方案.html",
        "方案.json",
        "方案.md",
        "方案.xlsx",
    ]
    ledger = json.loads((results / "方案.json").read_text(encoding="utf-8"))
    assert ledger["schema"] == "guatu.draft/1"
    assert ledger["document"]["source"]["name"] == "方案.txt"
    assert load_workbook(results / "方案.xlsx").sheetnames == ["台账", "修复与提示"]
    assert "<!doctype html>" in (results / "方案.html").read_text(encoding="utf-8")
    assert "读成 1 份" in out
    assert "台账/方案.json" in out


def test_files_that_cannot_be_read_do_not_stop_the_others(run: Run, tmp_path: Path) -> None:
    (tmp_path / "好.txt").write_text(NOTICE, encoding="utf-8")
    (tmp_path / "空.txt").write_bytes(b"")
    (tmp_path / "坏.docx").write_bytes(b"PK\x03\x04 truncated")
    (tmp_path / "文件夹").mkdir()

    code, out, _ = run("read", "空.txt", "坏.docx", "没有.txt", "文件夹", "好.txt", "--jobs", "2")

    assert code == 1
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["好.json"]
    assert "读成 1 份" in out
    assert "未读 4 份" in out
    lines = {line.split()[0]: line for line in out.splitlines() if line.strip()}
    assert "文件里没有内容" in lines["空.txt"]
    assert "文件已损坏" in lines["坏.docx"]
    assert "找不到这个文件" in lines["没有.txt"]
    assert "这是文件夹" in lines["文件夹"]


def test_two_files_with_one_stem_keep_their_extensions(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(NOTICE, encoding="utf-8")
    (tmp_path / "a.html").write_text(f"<html><body><p>{NOTICE}</p></body></html>", encoding="utf-8")

    code, _, _ = run("read", "a.txt", "a.html", "--out", ".")

    assert code == 0
    assert sorted(path.name for path in tmp_path.glob("*.json")) == ["a.html.json", "a.txt.json"]


def test_a_result_never_takes_the_place_of_an_input(run: Run, tmp_path: Path) -> None:
    page = f"<html><body><p>{NOTICE}</p></body></html>"
    (tmp_path / "a.html").write_text(page, encoding="utf-8")

    code, _, _ = run("read", "a.html", "--to", "html", "--out", ".")

    assert code == 0
    assert (tmp_path / "a.html").read_text(encoding="utf-8") == page
    assert (tmp_path / "a-2.html").exists()


def test_a_name_with_brackets_is_shown_as_it_is(run: Run, tmp_path: Path) -> None:
    (tmp_path / "[2026]12号.txt").write_text(NOTICE, encoding="utf-8")

    _, out, _ = run("read", "[2026]12号.txt")

    assert "[2026]12号.txt" in out


def test_a_folder_that_takes_no_results_is_named_and_leaves_nothing(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(NOTICE, encoding="utf-8")
    (tmp_path / "out" / "a.json").mkdir(parents=True)

    code, out, _ = run("read", "a.txt")

    assert code == 1
    assert "结果写不进 out/a.json（已有同名文件夹）" in out
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["a.json"]


def test_a_file_given_twice_is_read_once(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(NOTICE, encoding="utf-8")

    code, out, _ = run("read", "a.txt", "./a.txt")

    assert code == 0
    assert "读成 1 份" in out


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        (["read"], "没有给出文件"),
        (["read", "a.txt", "--colour"], "没有选项 --colour"),
        (["read", "a.txt", "--to", "pdf"], "--to：没有“pdf”这种格式，可用 json、xlsx、html、md"),
        (["read", "a.txt", "--day", "明天"], "--day：“明天”不是日期，应写作 2026-09-18"),
        (["read", "a.txt", "--jobs", "0"], "--jobs：“0”应为 1 以上的整数"),
        (["read", "a.txt", "--out"], "选项 --out 写法有误"),
        (["read", "a.txt", "--units", "没有.csv"], "--units 没有.csv：找不到这个文件"),
        (["raed"], "没有命令“raed”，可用的命令：read"),
    ],
)
def test_a_wrong_call_gets_one_chinese_line(run: Run, words: list[str], complaint: str) -> None:
    code, out, err = run(*words)

    assert (code, out) == (2, "")
    assert err.startswith(complaint)
    assert err.count("\n") == 1


def test_results_cannot_go_into_a_file(run: Run, tmp_path: Path) -> None:
    (tmp_path / "out").write_text("", encoding="utf-8")

    code, _, err = run("read", "a.txt")

    assert code == 2
    assert err == "--out out：建不了这个目录（已有同名文件）\n"


def test_a_directory_without_units_is_refused_in_one_line(run: Run, tmp_path: Path) -> None:
    (tmp_path / "名录.csv").write_text("单位名称,简称\n", encoding="utf-8")

    code, _, err = run("read", "a.txt", "--units", "名录.csv")

    assert code == 1
    assert err == "单位名录：文件里没有内容，请核对后重新上传（没有读到单位名称）\n"


@pytest.mark.parametrize("words", [["--help"], [], ["read", "--help"]])
def test_the_help_speaks_chinese(run: Run, words: list[str]) -> None:
    code, out, _ = run(*words)

    assert code == 0
    assert out.startswith("用法：guatu")
    assert not {"Usage", "Options", "Commands", "Show", "required", "default"} & set(
        out.replace(":", " ").split()
    )


def test_the_meanings_of_options_stand_in_one_column(run: Run) -> None:
    _, out, _ = run("read", "--help")

    options = [line for line in out.splitlines() if line.startswith("  --")]
    assert len(options) == 6
    assert all(line.endswith("。") for line in options)
    assert options[0] == "  --to 格式     json、xlsx、html（审阅页）或 md，可写多次；不写为 json。"
    assert options[5] == "  --help        显示本说明。"


def test_the_help_loads_no_reader_and_no_writer() -> None:
    script = (
        "import sys; sys.argv = ['guatu', 'read', '--help']\n"
        "from guatu.cli import main\n"
        "try: main()\n"
        "except SystemExit: print(*sorted(sys.modules))\n"
    )

    command = [sys.executable, "-c", script]
    out = subprocess.run(command, capture_output=True, text=True, check=True).stdout  # noqa: S603 - our own words

    loaded = {name.partition(".")[0] for name in out.splitlines()[-1].split()}
    assert "click" in loaded
    heavy = {"lxml", "docx", "rich", "xlsxwriter", "pypdfium2", "selectolax", "opencc", "python_calamine"}
    assert not loaded & (heavy | {"rapidfuzz", "chinese_calendar", "multiprocessing", "rapidocr", "numpy"})
    assert not [name for name in out.splitlines()[-1].split() if name.startswith("guatu.reading")]
