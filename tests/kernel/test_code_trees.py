"""Codes under one another: who is within whom, what a name means, and tables that cannot be right."""

import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guatu.kernel.code_trees import CodeRow, CodeTree, read_tree
from guatu.kernel.errors import (
    CodeRefusal,
    CyclicCodes,
    DuplicateCode,
    MalformedTable,
    MissingParent,
    UnknownCode,
)

TABLE = """code,parent,name
CT,,文旅设施
CT1,CT,剧场
CT11,CT1,大剧场
CT12,CT1,小剧场
CT2,CT,书屋
CT21,CT2,书屋
WR,,水利设施
WR1,WR,泵站
WR2,WR,其他
CT9,CT,其他
"""


@pytest.fixture
def facilities() -> CodeTree:
    return read_tree(TABLE, "设施分类")


def test_ancestors_come_nearest_first(facilities: CodeTree) -> None:
    assert facilities.ancestors("CT12") == ("CT1", "CT")
    assert facilities.ancestors("WR") == ()


def test_descendants_at_any_depth_follow_the_code_they_stand_under(facilities: CodeTree) -> None:
    assert facilities.descendants("CT") == ("CT1", "CT11", "CT12", "CT2", "CT21", "CT9")
    assert facilities.descendants("WR2") == ()
    assert facilities.children("CT") == ("CT1", "CT2", "CT9")


def test_a_code_is_within_itself_and_those_above_and_no_other(facilities: CodeTree) -> None:
    assert facilities.is_within("CT11", "CT11")
    assert facilities.is_within("CT11", "CT")
    assert not facilities.is_within("CT", "CT11")
    assert not facilities.is_within("CT9", "WR")
    assert not facilities.is_within("CT11", "CT12")


def test_an_only_child_of_the_same_name_equals_its_parent(facilities: CodeTree) -> None:
    assert facilities.is_within("CT2", "CT21")
    assert facilities.is_within("CT21", "CT2")
    assert facilities.canonical("CT21") == "CT2"
    assert facilities.canonical("CT11") == "CT11"


def test_same_names_down_a_chain_all_mean_the_top_of_it() -> None:
    tree = read_tree(
        "code,parent,name\nT,,国际组织\n97,T,国际组织\n970,97,国际组织\n9700,970,国际组织\n", "行业"
    )

    assert {tree.canonical(row.code) for row in tree} == {"T"}
    assert tree.is_within("T", "9700")


def test_a_child_of_the_same_name_with_a_sibling_is_a_part_only() -> None:
    tree = read_tree("code,parent,name\nA,,书屋\nA1,A,书屋\nA2,A,流动书屋\n", "分类")

    assert not tree.is_within("A", "A1")


def test_a_name_gives_every_code_that_bears_it(facilities: CodeTree) -> None:
    assert facilities.named("其他") == ("WR2", "CT9")
    assert facilities.named(" 泵站 ") == ("WR1",)
    assert facilities.named("码头") == ()


def test_codes_of_one_name_that_mean_the_same_are_not_ambiguous(facilities: CodeTree) -> None:
    assert facilities.named("书屋") == ("CT2",)


def test_a_code_not_listed_is_refused_by_the_name_of_the_table(facilities: CodeTree) -> None:
    with pytest.raises(UnknownCode) as refusal:
        facilities.is_within("ZZ", "CT")

    assert str(refusal.value) == "设施分类里没有代码“ZZ”，请核对代码，或先补充代码表"
    assert "ZZ" not in facilities
    assert "CT" in facilities


def test_rows_may_come_in_any_order() -> None:
    tree = read_tree("code,parent,name\nA11,A1,丙\nA1,A,乙\nA,,甲\n", "分类")

    assert tree.ancestors("A11") == ("A1", "A")


def test_a_table_saved_by_a_spreadsheet_is_read() -> None:
    tree = read_tree('\ufeffname,code,parent,note\r\n"甲,乙", A ,,旧\r\n\r\n,,,\r\n丙,A1,A\r\n', "分类")

    assert [(row.code, row.parent, row.name) for row in tree] == [("A", None, "甲,乙"), ("A1", "A", "丙")]


@pytest.mark.parametrize(
    ("text", "family", "sentence"),
    [
        ("code,parent,name\nA,,甲\nA,,乙\n", DuplicateCode, "分类里代码“A”出现不止一次，请只保留一行"),
        ("code,parent,name\nA1,A,甲\n", MissingParent, "分类里代码“A1”的上级“A”不存在，请补上该上级或改正"),
        ("code,parent,name\nA,A,甲\n", CyclicCodes, "分类里代码A以自己为上级，请改正它的上级"),
        (
            "code,parent,name\nX,,顶\nD,B,丁\nA,B,甲\nB,C,乙\nC,A,丙\n",
            CyclicCodes,
            "分类里代码B、C、A互为上级，形成循环，请改正其中一个的上级",
        ),
        ("code,name\nA,甲\n", MalformedTable, "分类表头：缺少列 parent，请补上后重新导入"),
        ("", MalformedTable, "分类表头：缺少列 code、parent、name，请补上后重新导入"),
        ("code,parent,name\nA,,甲\n,A,乙\n", MalformedTable, "分类第3行：列 code 为空，请填写代码"),
        ('code,parent,name\nA,,"甲\n', MalformedTable, "分类第2行：不是规范的 CSV，请核对引号和逗号"),
    ],
)
def test_a_table_that_cannot_be_right_is_refused(text: str, family: type[CodeRefusal], sentence: str) -> None:
    with pytest.raises(family) as refusal:
        read_tree(text, "分类")

    assert str(refusal.value) == sentence
    assert str(pickle.loads(pickle.dumps(refusal.value))) == sentence  # noqa: S301 - our own bytes


def test_an_empty_table_is_a_tree_without_codes() -> None:
    assert len(read_tree("code,parent,name\n", "分类")) == 0


@st.composite
def forests(draw: st.DrawFn) -> CodeTree:
    """Each row hangs from an earlier one or from none."""
    parents = draw(st.lists(st.integers(-1, 30), min_size=1, max_size=30))
    rows = [
        CodeRow(
            f"N{index}",
            None if parent < 0 or index == 0 else f"N{parent % index}",
            draw(st.sampled_from("甲乙")),
        )
        for index, parent in enumerate(parents)
    ]
    return CodeTree("分类", tuple(draw(st.permutations(rows))))


@given(forests())
def test_below_and_above_say_the_same(tree: CodeTree) -> None:
    for row in tree:
        for below in tree.descendants(row.code):
            assert row.code in tree.ancestors(below)
            assert tree.is_within(below, row.code)
    assert sum(len(tree.ancestors(row.code)) for row in tree) == sum(
        len(tree.descendants(row.code)) for row in tree
    )


@given(forests())
def test_within_holds_both_ways_only_between_codes_that_mean_the_same(tree: CodeTree) -> None:
    for one in tree:
        for other in tree:
            both = tree.is_within(one.code, other.code) and tree.is_within(other.code, one.code)
            assert both == (tree.canonical(one.code) == tree.canonical(other.code))
