"""Where the closing of a document begins."""

from collections.abc import Callable

import pytest

from guatu.reading.drafting.closing import closing_start
from guatu.reading.outlining import read_lines
from guatu.reading.repairing import Repaired

BODY = "一、存在问题\n（一）台账不全\n县水利局要补齐台账。\n"


@pytest.mark.parametrize(
    "closing",
    [
        "欢迎广大干部群众提出意见。",
        "联系电话：8765432",
        "特此通报。",
        "附件：任务清单",
        "抄送：县委办",
        "公示期限：2024年5月6日至5月20日",
        "出席：县水利局、县财政局",
        "（此页无正文）",
    ],
)
def test_the_closing_begins_with_its_first_line(repaired: Callable[[str], Repaired], closing: str) -> None:
    lines = read_lines(repaired(BODY + closing + "\n县水利局\n2024年5月6日"))

    assert closing_start(lines, ()) == len(BODY)


def test_a_document_that_ends_with_its_matter_has_no_closing(repaired: Callable[[str], Repaired]) -> None:
    assert closing_start(read_lines(repaired(BODY)), ()) is None


def test_the_signature_closes_a_document_that_says_nothing_more(
    repaired: Callable[[str], Repaired],
) -> None:
    lines = read_lines(repaired(BODY + "云桥县水利局\n2024年5月6日"))

    assert closing_start(lines, lines[-2:]) == len(BODY)


def test_words_of_a_closing_above_numbered_lines_close_nothing(
    repaired: Callable[[str], Repaired],
) -> None:
    lines = read_lines(repaired("特此通报。\n" + BODY))

    assert closing_start(lines, ()) is None
