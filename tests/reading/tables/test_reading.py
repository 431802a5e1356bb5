"""What is read of a file beside its rows: its sheets, its columns with evidence, warnings, refusals."""

from collections.abc import Sequence
from io import BytesIO

import pytest
from openpyxl import Workbook

from guatu.reading.errors import DamagedFile, EmptyFile, EncryptedFile, MarkedSecret, ReadingRefusal
from guatu.reading.tables import read_table
from guatu.reading.tables.errors import NoLedger, NotATable
from guatu.reading.tables.shapes import Column, TableReading
from tests.reading.tables.books.complaints import dangers_with_hidden_columns_and_rows
from tests.reading.tables.books.inspections import inspection_with_merged_problems
from tests.reading.tables.books.oddities import ledger_with_two_tables_on_one_sheet
from tests.reading.tables.books.plans import projects_in_two_ledgers_and_contacts
from tests.reading.tables.kit import Book, Page


def read(book: Book, **more: object) -> TableReading:
    return read_table(book.data(), name=book.name, units=book.units, day=book.day, **more)  # type: ignore[arg-type]


def columns(*heads: str, rows: Sequence[Sequence[object]] = ()) -> list[Column]:
    page = Page("台账")
    page.line(*heads)
    for row in rows or [["x"] * len(heads)]:
        page.line(*row)
    return list(read(Book("台账.xlsx", [page])).sheets[0].columns)


def roles(*heads: str, rows: Sequence[Sequence[object]] = ()) -> list[str | None]:
    return [column.role for column in columns(*heads, rows=rows)]


def test_each_sheet_is_told_for_what_it_is() -> None:
    reading = read(projects_in_two_ledgers_and_contacts())

    kinds = {sheet.name: sheet.kind for sheet in reading.sheets}
    assert kinds == {
        "新开工项目": "ledger",
        "续建项目": "ledger",
        "联系人": "contacts",
        "汇总表": "summary",
        "2025年旧表": "hidden",
    }
    assert all(sheet.reason for sheet in reading.sheets)
    assert any("2025年旧表" in warning for warning in reading.warnings)


def test_two_tables_on_one_sheet_are_told_apart() -> None:
    reading = read(ledger_with_two_tables_on_one_sheet())

    assert [sheet.head for sheet in reading.sheets] == [(2, 2), (6, 6)]
    assert len({sheet.layout for sheet in reading.sheets}) == 2


def test_a_column_says_what_speaks_for_it() -> None:
    reading = read(inspection_with_merged_problems())

    lead = reading.sheets[0].columns[3]
    assert (lead.head, lead.role) == ("责任单位/牵头单位", "lead_unit")
    assert lead.confidence > 0.9
    assert "牵头单位" in lead.reasons[0]
    assert "4格像单位名称" in lead.reasons[1]
    assert lead.samples == ("县水务局", "县委组织部")


def test_hidden_columns_are_told_and_lose() -> None:
    reading = read(dangers_with_hidden_columns_and_rows())

    assert [column.is_hidden for column in reading.sheets[0].columns].count(True) == 1
    assert {owner.unit for row in reading.rows for owner in row.owners}.isdisjoint({"旧名单位"})
    assert [("隐藏列" in one, "1行" in one) for one in reading.warnings] == [(True, False), (False, True)]


def test_the_same_heads_have_the_same_layout_in_any_file() -> None:
    first, other = Page("甲"), Page("乙")
    for page, title in ((first, "2026年台账"), (other, "2027年台账")):
        page.line(title)
        page.skip(2 if page is other else 0)
        page.line("序号", "存在 问题", "责任单位：", "时限", *(("退回原因",) if page is other else ()))
        page.line(1, "路灯不亮", "县住建局", "6月底")

    layouts = {read(Book("台账.xlsx", [page])).sheets[0].layout for page in (first, other)}
    assert len(layouts) == 1


@pytest.mark.parametrize("key", ["layout", "sheet"])
def test_what_a_person_says_of_a_column_wins(key: str) -> None:
    page = Page("台账")
    page.line("序号", "名称", "具体内容", "责任单位", "时限")
    page.line(1, "道路", "路面破损", "县住建局", "6月底")
    book = Book("台账.xlsx", [page])
    guessed = read(book)
    assert guessed.rows[0].problem != "道路"
    name = guessed.sheets[0].layout if key == "layout" else "台账"

    said = read(book, mappings={name: {1: "problem", 2: "measure", 3: None}})

    assert (said.rows[0].problem, said.rows[0].measure, said.rows[0].owners) == ("道路", "路面破损", ())
    assert said.sheets[0].columns[1].reasons == ("由人指定",)


def test_of_two_columns_the_surer_is_read() -> None:
    row = [[1, "路灯不亮", "县住建局", "某公司", "2026年6月", "2026年5月"]]
    assert roles("序号", "问题", "责任单位", "建设单位", "整改时限", "完成时间", rows=row) == [
        "number",
        "problem",
        "responsible_unit",
        None,
        "due",
        "completed",
    ]


def test_obstacles_of_a_project_are_no_problem_of_the_ledger() -> None:
    heads = ("项目名称", "责任单位", "形象进度", "存在问题")
    row = [["北环路", "县住建局", "60%", "用地未批"]]
    assert roles(*heads, rows=row) == ["task", "responsible_unit", "progress", "remark"]
    met = [["北环路", "用地未批", "补办手续", "县住建局", "8月"]]
    assert roles("项目名称", "存在问题", "解决措施", "责任单位", "时限", rows=met)[:3] == [
        "category",
        "problem",
        "measure",
    ]


def test_a_head_that_tells_nothing_gives_way_to_the_look_of_the_cells() -> None:
    rows = [[n, f"第{n}处路灯不亮", "县住建局、县水务局", "6月底"] for n in range(1, 5)]
    found = columns("序号", "隐患", "谁来办", "时限", rows=rows)

    assert (found[2].role, found[2].reasons[0]) == ("responsible_unit", "格内多是单位名称")
    assert found[2].confidence < 0.6


def test_phones_and_identity_numbers_enter_no_row() -> None:
    page = Page("台账")
    page.line("序号", "问题", "整改措施", "责任单位", "时限", "进展", "备注")
    page.line(
        1,
        "来电人13800000001反映积水，身份证110101199001011237",
        "联系13800000001核实",
        "县住建局 赵某 13800000001",
        "6月底 0500-1234567",
        "已电话13800000001回复",
        "13800000001",
    )
    row = read(Book("台账.xlsx", [page])).rows[0]

    assert not any(number in repr(row) for number in ("13800000001", "110101199001011237", "1234567"))


def locked() -> bytes:
    return (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le") + b"\0\0"
    )


def marked_secret() -> bytes:
    page = Page("台账")
    page.line("机密★10年")
    page.line("序号", "问题", "责任单位", "时限")
    page.line(1, "路灯不亮", "县住建局", "6月")
    return Book("x.xlsx", [page]).data()


def without_ledger() -> bytes:
    page = Page("通讯录")
    page.line("单位", "姓名", "电话")
    page.line("县住建局", "赵某", "13800000000")
    return Book("x.xlsx", [page]).data()


def blank() -> bytes:
    out = BytesIO()
    Workbook().save(out)
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "name", "refusal"),
    [
        (b"", "台账.xlsx", EmptyFile),
        (locked(), "台账.xlsx", EncryptedFile),
        (blank()[:2000], "台账.xlsx", DamagedFile),
        (marked_secret(), "台账.xlsx", MarkedSecret),
        (without_ledger(), "台账.xlsx", NoLedger),
        ("序号,名称\n1,甲\n".encode(), "台账.csv", NoLedger),
        (b"%PDF-1.7\n", "台账.pdf", NotATable),
        (without_ledger(), "秘密★台账.xlsx", MarkedSecret),
    ],
    ids=["empty", "locked", "cut", "marked", "contacts", "no ledger", "pdf", "marked name"],
)
def test_what_is_no_ledger_is_refused_by_name(data: bytes, name: str, refusal: type[ReadingRefusal]) -> None:
    with pytest.raises(refusal) as caught:
        read_table(data, name=name)
    assert str(caught.value)


def test_a_person_may_say_that_a_sheet_is_no_ledger() -> None:
    page = Page("台账")
    page.line("序号", "问题", "责任单位")
    page.line(1, "路灯不亮", "县住建局")
    with pytest.raises(NoLedger):
        read(Book("台账.xlsx", [page]), mappings={"台账": {1: None}})
