"""Damage to lines."""

import pytest

from guatu.reading.repairing.lines import mend_lines, unwrap
from guatu.reading.repairing.working import WorkingText


def mended(text: str) -> tuple[str, dict[str, int]]:
    """The text after repair and how often each kind of repair was made."""
    working = WorkingText(text)
    unwrap(working)
    mend_lines(working)
    return working.text, {repair.kind: repair.count for repair in working.repairs()}


SENTENCE = "县水利局会同各镇对全县堤防逐段开展拉网式排查，建立隐患台账，实行销号管理，确保安全度汛。"
"""44 characters."""


def test_lines_of_one_width_that_end_in_mid_sentence_are_joined() -> None:
    whole = SENTENCE * 6
    wrapped = "\n".join(whole[i : i + 30] for i in range(0, len(whole), 30))

    text, counts = mended(f"防汛工作方案\n{wrapped}\n二、工作要求")

    assert text == f"防汛工作方案\n{whole}\n二、工作要求"
    assert counts == {"hard_wraps": len(wrapped.split("\n")) - 1}


def test_short_lines_of_a_list_are_not_joined() -> None:
    text = "\n".join(["县水利局，", "县应急局，", "县财政局，", "县住建局，", "县教育局，"] * 3)

    assert mended(text) == (text, {})


def test_paragraphs_of_whole_sentences_are_not_joined() -> None:
    text = "\n".join([SENTENCE] * 12)

    assert mended(text) == (text, {})


def test_counters_at_page_ends_go_and_the_cut_sentence_joins() -> None:
    first, second, third = SENTENCE * 3 + "近期", "住建局一定要" + SENTENCE * 3 + "各", "镇要逐级压实责任。"

    text, counts = mended(f"1、{first}\n2、{second}\n3、{third}")

    assert text == first + second + third
    assert counts == {"page_marks": 3}


@pytest.mark.parametrize(
    "text",
    [
        "1、县水利局要排查堤防。\n2、各镇要备足物资。\n3、县应急局要值班备勤。",
        "一、任务\n1.清理河道\n2.加固堤防\n3.备足物资\n二、要求",
    ],
)
def test_numbered_sentences_and_entries_of_a_list_are_no_page_marks(text: str) -> None:

    assert mended(text) == (text, {})


def test_a_heading_that_lost_its_line_break_gets_it_back() -> None:
    text = "一、排查堤防\n县水利局要逐段排查。二、备足物资\n县应急局要备足物资。\n三、值班备勤\n各镇要值守。"

    assert mended(text) == (
        "一、排查堤防\n县水利局要逐段排查。\n二、备足物资\n县应急局要备足物资。\n三、值班备勤\n各镇要值守。",
        {"lost_breaks": 1},
    )


def test_a_document_on_one_line_gets_its_lines_back() -> None:
    parts = [
        "云桥县2024年防汛工作方案",
        "为切实做好防汛工作，制定本方案。" + SENTENCE * 4,
        "一、排查堤防。" + SENTENCE * 4,
        "二、备足物资。" + SENTENCE * 4,
        "三、值班备勤。" + SENTENCE * 4,
    ]

    text, counts = mended("".join(parts))

    assert text == "\n".join(parts)
    assert counts == {"lost_breaks": 4}


def test_labelled_fields_on_one_line_get_their_lines_back() -> None:
    parts = [
        "（一）堤防管护不到位",
        "整改措施：" + SENTENCE * 4,
        "责任单位：县水利局",
        "整改时限：2024年6月底前",
        "（二）物资储备不足",
        "整改措施：" + SENTENCE * 4,
        "责任单位：县应急局",
        "整改时限：2024年9月底前",
    ]

    text, _ = mended("".join(parts))

    assert text == "\n".join(parts)


@pytest.mark.parametrize(
    "text",
    [
        "一、排查堤防\n县水利局要做到一、二级堤防全覆盖。\n二、备足物资",
        "按照（一）（二）项要求，抓紧排查。\n（三）备足物资",
        "投资3.5亿元，见附件1.2。\n1.排查堤防。\n2.备足物资。",
    ],
)
def test_ordinals_inside_a_sentence_open_no_line(text: str) -> None:
    assert mended(text) == (text, {})


@pytest.mark.parametrize(
    ("found", "text"),
    [
        ("（一）关于台账\n（二关于巡查\n（三）关于物资", "（一）关于台账\n（二）关于巡查\n（三）关于物资"),
        ("(一)关于台账\n二)关于巡查\n(三)关于物资", "(一)关于台账\n(二)关于巡查\n(三)关于物资"),
        ("(一)关于台账\n)关于巡查\n(三)关于物资", "(一)关于台账\n(二)关于巡查\n(三)关于物资"),
    ],
)
def test_a_heading_that_lost_a_bracket_is_made_whole(found: str, text: str) -> None:
    assert mended(found) == (text, {"lost_brackets": 1})


def test_a_bracket_that_nothing_numbers_stays_as_it_is() -> None:
    assert mended("）关于台账") == ("）关于台账", {})


def test_an_opening_quote_that_was_lost_is_put_back() -> None:
    assert mended("针对河道清淤缓慢”问题") == ("针对“河道清淤缓慢”问题", {"lost_quotes": 1})


def test_a_frame_with_both_quotes_or_none_stays_as_it_is() -> None:
    text = "针对“河道清淤缓慢”问题\n关于巡查不力问题\n针对学习“两山”理念不深问题"

    assert mended(text) == (text, {})
