"""The scorer: gold against itself is perfect, and each kind of damage shows in its own field."""

import copy
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from bench import scores
from bench.scoring import calibration
from bench.scoring.ledgers import Ledger, Measure, Metric, find, load
from bench.scoring.likeness import (
    bare,
    begins_like,
    due_agrees,
    item_number,
    problem_likeness,
    same_quantity,
    same_unit,
)
from bench.scoring.scoring import score
from bench.scoring.tally import EXTRAS, FIELDS

GOLD: dict[str, Any] = {
    "title": "云桥县防汛工作整改方案",
    "issuer": "云桥县水利局",
    "issued_on": "2024-05-06",
    "kind": "rectification_plan",
    "contacts_present": True,
    "feedback_window": None,
    "ignore": ["三、工作要求", "各单位要高度重视"],
    "items": [
        {
            "no": "1",
            "heading_path": ["二、整改任务"],
            "problem": "堤防隐患排查不彻底",
            "measures": [
                {
                    "text_starts": "全面排查堤防隐患，建立",
                    "owners": ["县水利局", "城关镇"],
                    "lead": "县水利局",
                    "due": "2024-06-30",
                    "due_text": "6月底前",
                    "metrics": [{"name_contains": "堤防", "value": 2.3, "unit": "万米"}],
                    "metrics_optional": [5],
                    "done": False,
                },
                {
                    "text_starts": "每月通报一次排查情况",
                    "owners": [],
                    "owners_optional": ["县应急局"],
                    "lead": None,
                    "due": "recurring:monthly",
                    "due_text": "每月",
                    "metrics": [],
                    "done": None,
                },
            ],
        },
        {
            "no": "2",
            "heading_path": ["二、整改任务"],
            "problem": "抢险物资储备不足",
            "measures": [
                {
                    "text_starts": "购置排涝泵车等抢险设备",
                    "owners": ["县财政局"],
                    "lead": None,
                    "due": None,
                    "due_text": "汛期前",
                    "metrics": [{"name_contains": "泵车", "value": 6, "unit": "台"}],
                    "done": True,
                }
            ],
        },
    ],
}
Edit = Callable[[dict[str, Any]], None]


@pytest.fixture
def scored(tmp_path: Path) -> Callable[..., tuple[Ledger, Ledger]]:
    """Gold, and gold with an edit as the prediction."""

    def pair_of(edit: Edit) -> tuple[Ledger, Ledger]:
        damaged = copy.deepcopy(GOLD)
        edit(damaged)
        for name, ledger in (("gold", GOLD), ("found", damaged)):
            (tmp_path / f"{name}.json").write_text(json.dumps(ledger, ensure_ascii=False), encoding="utf-8")
        return load(tmp_path / "gold.json"), load(tmp_path / "found.json")

    return pair_of


def f1(ledgers: tuple[Ledger, Ledger], name: str) -> float:
    return score(*ledgers).tallies[name].f1


def first(found: dict[str, Any]) -> dict[str, Any]:
    measure: dict[str, Any] = found["items"][0]["measures"][0]
    return measure


def test_gold_against_itself_is_right_in_every_field(scored: Callable[..., tuple[Ledger, Ledger]]) -> None:
    sheet = score(*scored(lambda found: None))

    assert sheet.overall == 1.0
    assert {name for name in (*FIELDS, *EXTRAS) if sheet.tallies[name].f1 != 1.0} == set()
    assert sheet.notes == []


def test_an_empty_draft_scores_nothing(scored: Callable[..., tuple[Ledger, Ledger]]) -> None:
    gold, _ = scored(lambda found: None)

    sheet = score(gold, Ledger())

    assert sheet.overall == 0.0
    assert (sheet.tallies["owners"].missed, sheet.tallies["due"].missed) == (3, 2)


@pytest.mark.parametrize(
    ("edit", "field", "right", "wrong", "missed"),
    [
        (lambda found: first(found).update(owners=["县水利局"]), "owners", 2, 0, 1),
        (lambda found: first(found)["owners"].append("某研究院"), "owners", 3, 1, 0),
        (lambda found: found["items"][0]["measures"][1].update(owners=["县应急局"]), "owners", 3, 0, 0),
        (lambda found: first(found).update(due="2024-07-31"), "due", 1, 1, 1),
        (lambda found: found["items"][1]["measures"][0].update(due="2024-06-01"), "due", 2, 0, 0),
        (lambda found: first(found).update(done=True), "done", 1, 1, 1),
        (lambda found: found["items"][0]["measures"][1].update(done=True), "done", 2, 1, 0),
        (lambda found: first(found)["metrics"][0].update(value=23), "metrics", 1, 1, 1),
        (lambda found: first(found)["metrics"][0].update(value=23000, unit="米"), "metrics", 2, 0, 0),
        (
            lambda found: first(found)["metrics"].append({"name": "处", "value": 5, "unit": "处"}),
            "metrics",
            2,
            0,
            0,
        ),
        (lambda found: found.update(title="通知", issuer=None), "title/issuer/date", 1, 1, 2),
        (lambda found: found["items"][0]["measures"].pop(), "measures", 2, 0, 1),
        (lambda found: found["items"].pop(), "items", 1, 0, 1),
    ],
)
def test_damage_shows_in_its_own_field(
    scored: Callable[..., tuple[Ledger, Ledger]], edit: Edit, field: str, right: int, wrong: int, missed: int
) -> None:
    tally = score(*scored(edit)).tallies[field]

    assert (tally.right, tally.wrong, tally.missed) == (right, wrong, missed)


def test_an_invented_item_is_wrong_and_an_ignored_one_is_let_pass(
    scored: Callable[..., tuple[Ledger, Ledger]],
) -> None:
    def add(problem: str, text: str) -> Edit:
        measure = {"text": text, "owners": ["县委办"], "metrics": []}
        return lambda found: found["items"].append({"problem": problem, "measures": [measure]})

    invented = score(*scored(add("凭空捏造的事项", "凭空捏造的一条措施内容"))).tallies
    excused = score(*scored(add("工作要求", "各单位要高度重视，抓好落实"))).tallies

    assert (invented["items"].wrong, invented["measures"].wrong, invented["owners"].wrong) == (1, 1, 1)
    assert (excused["items"].wrong, excused["measures"].wrong, excused["owners"].wrong) == (0, 0, 0)


def test_confidence_is_judged_by_problem_owners_due_and_done(
    scored: Callable[..., tuple[Ledger, Ledger]],
) -> None:
    def edit(found: dict[str, Any]) -> None:
        found["items"][0]["confidence"] = 0.95
        found["items"][1]["confidence"] = 0.35
        found["items"][1]["measures"][0]["done"] = False

    judged = calibration.judge(*scored(edit))

    assert [(item.confidence, item.is_right) for item in judged] == [(0.95, True), (0.35, False)]
    filled = [(one.low, one.count, one.right) for one in calibration.bins(judged) if one.count]
    assert filled == [(0.3, 1, 0), (0.9, 1, 1)]


def test_an_item_that_gold_lets_pass_is_not_judged_and_shifts_no_other(
    scored: Callable[..., tuple[Ledger, Ledger]],
) -> None:
    passing = {"problem": "工作要求", "measures": [{"text": "各单位要高度重视，抓好落实"}]}

    judged = calibration.judge(*scored(lambda found: found["items"].insert(0, passing)))

    assert [item.at for item in judged] == [1, 2]


def test_two_sets_of_gold_are_scored_together(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    folders = [tmp_path / name for name in ("drafts", "demo", "kept")]
    for folder, names in zip(folders, (("plan", "notice"), ("plan",), ("notice",)), strict=True):
        folder.mkdir()
        for name in names:
            (folder / f"{name}.json").write_text(json.dumps(GOLD, ensure_ascii=False), encoding="utf-8")
    arguments = ["scores", str(folders[0]), "--gold", str(folders[1]), str(folders[2]), "--total"]
    monkeypatch.setattr("sys.argv", arguments)

    scores.main()

    printed = capsys.readouterr().out
    assert "1.0000   documents 2" in printed
    assert "above 0.9: 0 of 4 items (0%)" in printed
    assert "notice" not in printed


def test_the_same_words_in_other_writing_are_the_same() -> None:
    assert bare("工業(yè)发展，得力！") == bare("工业发展的力")
    assert begins_like("加强堤防巡查，落实责任", "一是加强堤防巡查，落实责任到人") == 1.0
    assert begins_like("加强堤防巡查，落实责任", "完成投资三千万元，同比增长") < 0.7
    assert problem_likeness("堤防隐患", "堤防隐患排查不彻底") == 1.0
    assert [item_number(text) for text in ("十二", "（十二）", "第十二", "12.", "二十")] == ["12"] * 4 + [
        "20"
    ]


def test_units_are_one_by_name_and_not_by_likeness_alone() -> None:
    assert same_unit("县水利局", "县水利局（牵头）")
    assert same_unit("水利局", "县水利局")
    assert not same_unit("县水利局", "县林业局")
    assert not same_unit("市局", "县市局分局")


@pytest.mark.parametrize(
    ("found", "due", "due_text", "agrees"),
    [
        ("2024-09-20", "2024-09-20", "9月中旬", True),
        ("2024-09-10", "2024-09-20", "9月中旬", True),
        ("2024-09-10", "2024-09-20", "9月20日", False),
        ("2024-09", "2024-09-30", "9月底", True),
        ("2024年9月30日", "2024-09-30", "9月底", True),
        ("recurring:monthly", "recurring:monthly", "每月", True),
        ("recurring:weekly", "recurring:monthly", "每月", False),
    ],
)
def test_deadlines_agree_where_the_words_are_no_more_precise(
    found: str, due: str, due_text: str, *, agrees: bool
) -> None:
    assert due_agrees(found, Measure(text="", due=due, due_text=due_text)) is agrees


def test_quantities_are_one_whatever_their_magnitude_is_written_in() -> None:
    assert same_quantity(Metric("", 3600, "万元"), Metric("", 0.36, "亿元"))
    assert same_quantity(Metric("", 12.5, "个百分点"), Metric("", 12.5, "%"))
    assert not same_quantity(Metric("", 6, "台"), Metric("", 6, "家"))
    assert not same_quantity(Metric("", None, "台"), Metric("", 6, "台"))


def test_a_prediction_is_found_with_or_without_the_extension_of_its_source(tmp_path: Path) -> None:
    (tmp_path / "report.docx.json").write_text("{}", encoding="utf-8")

    assert find(tmp_path, "report") == tmp_path / "report.docx.json"
    assert find(tmp_path, "minutes") is None

    (tmp_path / "report.json").write_text("{}", encoding="utf-8")
    assert find(tmp_path, "report") == tmp_path / "report.json"
