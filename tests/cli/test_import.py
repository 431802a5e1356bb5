"""`guatu import`: a table is shown for what it says, nothing is written but what was asked for."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.reading.tables.books.complaints import hotline_as_utf8_csv
from tests.reading.tables.books.inspections import environment_with_units_and_sections
from tests.reading.tables.kit import COUNTY, Book


def run(*words: str | Path) -> subprocess.CompletedProcess[str]:
    program = "from guatu.cli import main; main()"
    return subprocess.run(  # noqa: S603 - our own program
        [sys.executable, "-c", program, "import", *map(str, words)],
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture
def book(tmp_path: Path) -> Path:
    made: Book = environment_with_units_and_sections()
    path = tmp_path / made.name
    path.write_bytes(made.data())
    return path


@pytest.fixture
def units(tmp_path: Path) -> Path:
    path = tmp_path / "名录.csv"
    rows = [f"{unit.name},{'/'.join(unit.short_names)},{unit.division},部门" for unit in COUNTY.units]
    path.write_text("\n".join(["名称,简称,区划,类型", *rows]), encoding="gb18030")
    return path


def test_a_dry_run_writes_rows_and_rejects(book: Path, units: Path, tmp_path: Path) -> None:
    out = tmp_path / "结果.json"

    done = run(book, "--units", units, "--day", "2026-03-10", "--dry-run", "--json", out)

    assert (done.returncode, done.stderr) == (0, "")
    told = json.loads(out.read_text("utf-8"))
    assert told["schema"] == "guatu.table/1"
    assert [row["sheet_row"] for row in told["rows"]] == [4, 5, 9]
    assert told["rows"][0]["owners"] == ["云桥县住房和城乡建设局", "云桥县城市管理局"]
    assert [(one["sheet_row"], one["why"]) for one in told["rejects"]] == [
        (7, "bad_date"),
        (8, "unknown_unit"),
    ]
    assert "可导入 3 条" in done.stdout
    assert "第8行：单位“县渔业发展中心”不在单位名录中" in done.stdout


def test_without_a_directory_units_stay_as_written(tmp_path: Path) -> None:
    made = hotline_as_utf8_csv()
    path, out = tmp_path / made.name, tmp_path / "结果.json"
    path.write_bytes(made.data())

    assert run(path, "--day", "2026-04-01", "--dry-run", "--json", out).returncode == 0
    assert json.loads(out.read_text("utf-8"))["rows"][1]["owners"] == ["县交通局", "县公交公司"]


@pytest.mark.parametrize(
    ("words", "code", "sentence"),
    [
        (["没有.xlsx", "--dry-run"], 1, "找不到这个文件"),
        (["坏.xlsx", "--dry-run"], 1, "文件已损坏"),
        (["坏.xlsx", "--units", "没有.csv", "--dry-run"], 2, "--units"),
        (["坏.xlsx", "--day", "昨天", "--dry-run"], 2, "不是日期"),
        ([], 2, "没有给出文件"),
    ],
)
def test_what_goes_wrong_is_one_chinese_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: list[str], code: int, sentence: str
) -> None:
    (tmp_path / "坏.xlsx").write_bytes(b"PK\x03\x04" + b"x" * 300)
    monkeypatch.chdir(tmp_path)

    done = run(*words)

    assert done.returncode == code
    assert sentence in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1


def test_a_dry_run_needs_no_database(book: Path) -> None:
    program = (
        "import sys; from guatu.cli import cli;"
        f"cli.main(['import', {str(book)!r}, '--dry-run'], standalone_mode=False);"
        "sys.exit('django' in sys.modules)"
    )
    done = subprocess.run(  # noqa: S603 - our own program
        [sys.executable, "-c", program], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0
