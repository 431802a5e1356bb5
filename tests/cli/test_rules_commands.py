"""`guatu rules`, `guatu match` and `guatu explain` in the hands of a policy officer."""

import csv
import json
from collections.abc import Sequence
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from guatu.cli import cli
from guatu.kernel.errors import Refusal
from tests.rules.made import DATA

BOOK, FIELDS = DATA / "enterprises.rules.yaml", DATA / "enterprises.fields.yaml"
KINDS = ("yes", "near", "unknown")
PRESETS = Path(__file__).parents[2] / "guatu" / "ledgers" / "data" / "regimes" / "presets.yaml"
ROWS = (
    "id,行业,注册地,从业人数,列入失信名单,营业收入[2025],营业收入[2024],研发费用[2025],资质,安全事故,人工核定\n"
    'a,C3921,990102101,30,否,30000000,10000000,900000,"[""专精特新""]",[],'
    '"[{""question"": ""研发方向符合导向"", ""answer"": true, ""day"": ""2026-01-01""}]"\n'
    'b,C3921,990101,300,否,500000000,10000000,900000,"[""专精特新""]",[],\n'
    "c,A01,990102,301,是,,,,[],,\n"
)


def run(*words: str | Path) -> Result:
    return CliRunner().invoke(cli, [str(word) for word in words], standalone_mode=False)


def said(result: Result) -> list[str]:
    return result.output.strip().splitlines()


@pytest.fixture
def rows(tmp_path: Path) -> Path:
    path = tmp_path / "rows.csv"
    path.write_text(ROWS, encoding="utf-8")
    return path


def book(tmp_path: Path, *texts: str) -> Path:
    path = tmp_path / "book.yaml"
    rules = "\n".join(f"  - {{code: r{number}, when: '{text}'}}" for number, text in enumerate(texts))
    path.write_text(f"rules:\n{rules}\n", encoding="utf-8")
    return path


def test_a_sound_book_is_told_so() -> None:
    result = run("rules", "check", BOOK, "--on", "2026-06-30")

    assert (result.return_value, said(result)) == (0, ["共 3 条规则，0 处错误，0 处留意"])


def test_every_wrong_rule_is_shown_with_its_place(tmp_path: Path) -> None:
    path = book(tmp_path, "从业人 > 3", "从业人数 > 3", "从业人数 > 3 且 营业收入[上年] ≥ 30")
    result = run("rules", "check", path, "--fields", FIELDS)

    assert result.return_value == 1
    assert said(result) == [
        "规则r0：第1字起：企业字段里没有“从业人”，是否指“从业人数”？",
        "    从业人 > 3",
        "    ^^^^^^",
        "规则r2：第23字起：“营业收入”的数值要写明单位，如 30万元",
        "    从业人数 > 3 且 营业收入[上年] ≥ 30",
        "                                      ^^",
    ]


def test_what_can_never_be_met_is_wrong_and_what_is_needless_is_worth_a_look(tmp_path: Path) -> None:
    path = book(tmp_path, "从业人数 > 3 且 从业人数 < 2", "从业人数 > 3 且 从业人数 > 2")
    result = run("rules", "check", path, "--fields", FIELDS)

    assert result.return_value == 1
    assert [line[:6] for line in said(result)] == ["错误　r0：", "留意　r1：", "共 2 条规"]


def test_examples_are_run_and_wrong_ones_told(tmp_path: Path) -> None:
    assert (run("rules", "test", BOOK).return_value, said(run("rules", "test", BOOK))[-1]) == (
        0,
        "共 13 个例子，13 个相符，0 个不符",
    )
    path = tmp_path / "book.yaml"
    path.write_text(
        "- code: a\n  when: 从业人数 > 3\n  examples:\n"
        '    - {case: 写错, day: 2026-01-01, row: {从业人数: 3}, expect: "yes"}\n',
        encoding="utf-8",
    )
    result = run("rules", "test", path, "--fields", FIELDS)
    assert result.return_value == 1
    assert said(result)[0] == "不符　a，写错（2026-01-01）：应为符合，算得不符合"


def test_regimes_of_lights_are_checked_and_tested_too() -> None:
    checked, tested = run("rules", "check", PRESETS), run("rules", "test", PRESETS)

    assert checked.return_value == 0
    assert said(checked)[-1].startswith("共 8 套亮灯规则，0 处错误")
    assert tested.return_value == 0
    assert said(tested)[-1].endswith("0 个不符")


def matched(tmp_path: Path, rows: Path, *more: str) -> Sequence[Sequence[str]]:
    out = tmp_path / "out" / "result.csv"
    result = run("match", "--rules", BOOK, "--rows", rows, "--on", "2026-06-30", "--out", out, *more)
    assert result.exception is None, result.exception
    with out.open(encoding="utf-8") as stream:
        return list(csv.reader(stream))[1:]


def test_match_writes_who_qualifies(tmp_path: Path, rows: Path) -> None:
    assert matched(tmp_path, rows) == [
        ["rent_relief", "a", "yes", ""],
        ["research_grant", "a", "yes", ""],
        ["growth_award", "b", "yes", ""],
    ]


def test_match_writes_near_misses_with_what_failed_and_who_lacks_facts(tmp_path: Path, rows: Path) -> None:
    lines = matched(tmp_path, rows, "--near", "--unknown")

    assert ["rent_relief", "b", "near", '注册地 属于 "云桥县"'] in lines
    assert ["growth_award", "c", "unknown", ""] in lines
    summary = json.loads((tmp_path / "out" / "result.csv.summary.json").read_text(encoding="utf-8"))
    assert summary["rows"] == 3
    counts = {rule["rule"]: (rule["yes"], rule["near"], rule["unknown"]) for rule in summary["rules"]}
    told = {
        code: tuple(sum(line[0] == code and line[2] == kind for line in lines) for kind in KINDS)
        for code in counts
    }
    assert counts == told


def test_a_rule_out_of_force_has_no_rows_and_a_line_in_the_summary(tmp_path: Path, rows: Path) -> None:
    out = tmp_path / "result.csv"
    result = run("match", "--rules", BOOK, "--rows", rows, "--on", "2027-01-01", "--out", out)

    assert "当天不在有效期内：rent_relief" in result.output
    summary = json.loads((tmp_path / "result.csv.summary.json").read_text(encoding="utf-8"))
    assert summary["out_of_force"] == [{"rule": "rent_relief", "since": "2025-01-01", "until": "2026-12-31"}]


def test_parquet_in_and_out_says_the_same(tmp_path: Path, rows: Path) -> None:
    pa = pytest.importorskip("pyarrow", reason="guatu[fast] is not installed")
    pq = pytest.importorskip("pyarrow.parquet", reason="guatu[fast] is not installed")
    table = pa.table(
        {
            "id": ["a", "b", "c"],
            "staff": pa.array([30, 300, 301]),
            "city": ["990102101", "990101", "990102"],
            "dishonest": [False, False, True],
            "revenue_2025": pa.array([30_000_000, 500_000_000, None]),
        }
    )
    pq.write_table(table, tmp_path / "rows.parquet")
    out = tmp_path / "out.parquet"
    result = run(
        "match", "--rules", BOOK, "--rows", tmp_path / "rows.parquet", "--on", "2026-06-30", "--out", out
    )

    assert result.exception is None, result.exception
    assert pq.read_table(out).to_pylist() == [
        {"rule": "rent_relief", "id": "a", "verdict": "yes", "condition": None},
        {"rule": "growth_award", "id": "b", "verdict": "yes", "condition": None},
    ]


def test_a_refused_table_leaves_no_result(tmp_path: Path) -> None:
    rows, out = tmp_path / "rows.csv", tmp_path / "out.csv"
    rows.write_text("id,从业人数\na,三十\n", encoding="utf-8")
    result = run("match", "--rules", BOOK, "--rows", rows, "--out", out)

    assert isinstance(result.exception, Refusal)
    assert "第2行“staff”列" in str(result.exception)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["rows.csv"]


def test_explain_says_why_in_sentences_and_as_data(rows: Path) -> None:
    asked = ("explain", "--rules", BOOK, "--rows", rows, "--rule", "rent_relief", "--on", "2026-06-30")
    result = run(*asked, "--id", "b")

    assert said(result)[0].startswith("不符合：仅差1项")
    data = json.loads(run(*asked, "--id", "b", "--json").output)
    assert (data["verdict"], data["is_near"], len(data["conditions"])) == ("no", True, 3)


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--rule", "none", "--id", "a"), "文件中有：rent_relief、research_grant、growth_award"),
        (("--rule", "rent_relief", "--id", "z"), "没有编号为“z”的行"),
    ],
)
def test_explain_refuses_what_is_not_there(rows: Path, words: Sequence[str], told: str) -> None:
    result = run("explain", "--rules", BOOK, "--rows", rows, "--on", "2026-06-30", *words)

    assert told in str(result.exception)


def test_a_missing_file_is_refused_by_its_name(tmp_path: Path) -> None:
    for words in (("rules", "check"), ("rules", "test")):
        assert "none.yaml" in str(run(*words, tmp_path / "none.yaml").exception)
