"""Pairs are found again, however a document was put in another order, numbered anew and mended."""

from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from guatu.ledgers.revisions.assigning import assign
from guatu.ledgers.revisions.clauses import Clause, unnumbered
from guatu.ledgers.revisions.pairing import pair
from guatu.ledgers.revisions.runs import beside, inline
from tests.ledgers.revisions import gold

CLAUSES = [
    Clause(key=at, number=gold.ordinal(at), problem=one.title, body=one.measures,
           text=f"{gold.ordinal(at)}、关于{one.title}的问题\n整改措施：{one.measures}\n完成时限：{one.due}。")
    for at, one in enumerate(gold.OLDER, start=1)
]  # fmt: skip
WORDS = st.text("山水田林湖草沙云风雨雪电", min_size=1, max_size=4)


@st.composite
def mended(draw: st.DrawFn) -> list[tuple[int, Clause]]:
    """The clauses in another order, each with a number of its own and a few words more or less."""
    order = draw(st.permutations(range(len(CLAUSES))))
    made = []
    for place, at in enumerate(order):
        old = CLAUSES[at]
        cut = draw(st.integers(0, max(0, len(old.body) // 4)))
        body = old.body[cut:] + draw(st.one_of(st.just(""), WORDS))
        text = f"（{gold.ordinal(place + 1)}）关于{old.problem}的问题\n整改措施：{body}"
        made.append((old.key, Clause(key=100 + place, number=str(place + 1), problem=old.problem,
                                     body=body, text=text)))  # fmt: skip
    return made


@settings(max_examples=25, deadline=None)
@given(mended())
def test_renumbered_mended_and_put_in_another_order_each_is_still_itself(
    newer: list[tuple[int, Clause]],
) -> None:
    found = pair(CLAUSES, [one for _, one in newer])

    assert {(one.old.key, one.new.key) for one in found if one.old and one.new} == {
        (key, one.key) for key, one in newer
    }
    assert all(one.outcome in ("same", "changed") for one in found)


@settings(max_examples=20, deadline=None)
@given(st.sets(st.integers(0, len(CLAUSES) - 1)), st.sets(st.integers(0, len(CLAUSES) - 1)))
def test_what_stands_in_one_version_alone_is_gone_or_new(left_out: set[int], came: set[int]) -> None:
    old = [one for at, one in enumerate(CLAUSES) if at not in came]
    new = [one for at, one in enumerate(CLAUSES) if at not in left_out]

    found = pair(old, new)

    by_outcome = {kind: {one.new.key if one.new else one.old.key if one.old else 0 for one in found
                         if one.outcome == kind} for kind in ("same", "gone", "new")}  # fmt: skip
    assert by_outcome["same"] == {one.key for one in old} & {one.key for one in new}
    assert by_outcome["gone"] == {one.key for one in old} - {one.key for one in new}
    assert by_outcome["new"] == {one.key for one in new} - {one.key for one in old}
    assert len(found) == sum(len(those) for those in by_outcome.values())


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(st.integers(0, 6), min_size=4, max_size=4), min_size=1, max_size=5))
def test_the_assignment_has_the_greatest_sum(weights: list[list[int]]) -> None:
    edges = {
        (at, place): float(one) for at, row in enumerate(weights) for place, one in enumerate(row) if one
    }

    found = assign(edges)

    assert len(set(found.values())) == len(found)
    assert set(found.items()) <= edges.keys()
    columns = [*range(4), *(9 for _ in weights)]
    most = max(
        sum(edges.get(edge, 0) for edge in enumerate(order[: len(weights)]))
        for order in set(permutations(columns, min(len(columns), len(weights))))
    )
    assert sum(edges[edge] for edge in found.items()) == most


def test_parts_of_what_was_split_and_what_was_merged_say_of_what_they_are() -> None:
    whole = Clause(
        key=1, problem="垃圾清运不及时，道路破损无人修补", body="增加清运车辆；修补破损路面3公里。"
    )
    parts = [
        Clause(key=2, problem="垃圾清运不及时", body="增加清运车辆。"),
        Clause(key=3, problem="道路破损无人修补", body="修补破损路面3公里。"),
    ]

    split, merged = pair([whole], parts), pair(parts, [whole])

    assert sorted(one.outcome for one in split) == ["changed", "split"]
    assert [one.part_of for one in split if one.outcome == "split"] == [1]
    assert sorted(one.outcome for one in merged) == ["changed", "merged"]


def test_what_a_person_says_goes_before_all_likeness() -> None:
    old, new = CLAUSES[:2], [Clause(key=9, problem=CLAUSES[0].problem, body=CLAUSES[0].body)]

    assert [one.old.key for one in pair(old, new) if one.old and one.new] == [1]
    assert [one.old.key for one in pair(old, new, {9: 2}) if one.old and one.new] == [2]
    apart = pair(old, new, {9: None})
    assert sorted(one.outcome for one in apart) == ["gone", "gone", "new"]


@pytest.mark.parametrize(
    ("old", "new", "out", "come"),
    [
        ("2026年6月底前完成", "2026年9月底前完成", ["6"], ["9"]),
        ("更换井盖260个", "更换井盖310个", ["260"], ["310"]),
        ("由县住建局牵头", "由县供电公司牵头", ["住建局"], ["供电公司"]),
        ("统一公示收费标准", "统一公示收费标准，公布电话", [], ["，公布电话"]),
        ("2026年12月9日前完成", "2027年1月23日前完成", ["2026年12月9日"], ["2027年1月23日"]),
        ("一样", "一样", [], []),
    ],
)
def test_what_changed_is_marked_and_nothing_else(old: str, new: str, out: list[str], come: list[str]) -> None:
    found = beside(old, new)

    assert [one.text for one in found.old if one.kind == "out"] == out
    assert [one.text for one in found.new if one.kind == "in"] == come


@given(st.text(max_size=60), st.text(max_size=60))
def test_both_texts_are_shown_whole(old: str, new: str) -> None:
    found = beside(old, new)

    assert "".join(one.text for one in found.old) == old
    assert "".join(one.text for one in found.new) == new
    assert found.is_same is (old == new)
    whole = inline(old, new)
    assert "".join(one.text for one in whole if one.kind != "in") == old
    assert "".join(one.text for one in whole if one.kind != "out") == new


def test_only_the_number_of_a_line_is_left_out() -> None:
    assert unnumbered("（一）建立制度。\n2.修复18根") == "建立制度。\n修复18根"
    assert unnumbered("20处基站改造") == "20处基站改造"
    assert unnumbered("一是公布清单") == "公布清单"
    assert unnumbered("一般问题") == "一般问题"
