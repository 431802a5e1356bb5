"""Where a document holds both prose and a table: which of them is the ledger."""

from guatu.reading.draft import Draft
from guatu.reading.reader import read_here

COUNTS = (
    ("序号", "责任单位", "问题数"),
    ("1", "县水利局", "12"),
    ("2", "县应急局", "9"),
    ("3", "县住建局", "7"),
)
LEDGER = (
    ("序号", "问题", "整改措施", "责任单位"),
    ("1", "堤防管护不到位", "修复破损堤防3处。", "县水利局"),
    ("2", "防汛物资储备不足", "补充防汛物资200件。", "县应急局"),
)


def page(title: str, paragraphs: list[str], table: tuple[tuple[str, ...], ...]) -> Draft:
    rows = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in table)
    prose = "".join(f"<p>{words}</p>" for words in paragraphs)
    html = f"<html><body><h1>{title}</h1>{prose}<table>{rows}</table></body></html>"
    return read_here(html.encode(), name="paper.html")


def test_a_table_of_counts_does_not_replace_the_tasks_in_prose() -> None:
    draft = page(
        "云桥县2024年防汛工作方案",
        [
            "一、排查堤防",
            "县水利局要在2024年5月底前排查堤防险工险段12处。",
            "二、备足物资",
            "县应急局要在2024年6月底前补充防汛物资200件。",
        ],
        COUNTS,
    )

    assert [item.problem for item in draft.items] == ["排查堤防", "备足物资"]


def test_a_ledger_under_a_short_preface_is_read_by_its_rows() -> None:
    draft = page("云桥县防汛检查问题整改台账", ["现将检查发现的问题整改情况公布如下。"], LEDGER)

    assert [item.problem for item in draft.items] == ["堤防管护不到位", "防汛物资储备不足"]
    assert [m.owners for item in draft.items for m in item.measures] == [("县水利局",), ("县应急局",)]
