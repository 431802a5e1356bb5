"""The summary of a period as files: a sheet for those who count, a document for those who read."""

from collections.abc import Iterator
from datetime import date
from typing import IO, Any, Final

from guatu.ledgers.cadences import label
from guatu.ledgers.models import Item, PeriodLine
from guatu.ledgers.queries import documents
from guatu.ledgers.queries.summaries import ItemChange, Standpoint, Summary, UnitChange

HEADS: Final = (
    "编号", "事项", "状态", "时限", "承办单位", "填报",
    "上期进度 %", "本期进度 %", "本期进展", "卡在哪里", "下一步",
)  # fmt: skip
_CHANGES: Final = (
    ("is_new", "新交办"),
    ("is_closed", "销号"),
    ("is_reopened", "重新打开"),
    ("is_moved", "调整时限"),
)
_WIDTHS: Final = (10, 36, 18, 22, 20, 12, 10, 10, 60, 24, 24)


def title(summary: Summary) -> str:
    """整改台账 2026年第10周进展汇总."""
    sheet = summary.sheet
    return f"{sheet.ledger.name}{label(sheet.code, sheet.period)}进展汇总"


def overview(summary: Summary) -> str:
    """What the period came to, in two sentences."""
    sheet, counts = summary.sheet, summary.sheet.counts
    period, owed = sheet.period, len(sheet.lines)
    changed = "、".join(f"{word} {n} 项" for what, word in _CHANGES if (n := summary.count(what)))
    given = f"{period.first:%Y-%m-%d} 至 {period.last:%m-%d}，应报 {owed} 条，已报 {counts['reported']} 条"
    waiting = f"，待单位审核 {counts['awaiting']} 条" if counts["awaiting"] else ""
    missing = f"，未报 {counts['missing']} 条" if counts["missing"] else ""
    return f"{given}{waiting}{missing}。{changed + '。' if changed else '没有事项改变状态。'}"


def state_words(change: ItemChange) -> str:
    """How the item's state went: 办理中→已销号, or what it is."""
    return _went(change.before, change.after, lambda one: str(Item.State(one.state).label))


def deadline_words(change: ItemChange) -> str:
    """How its deadline went."""
    return _went(change.before, change.after, lambda one: one.deadline.isoformat() if one.deadline else "—")


def _went(before: Standpoint | None, after: Standpoint, words: Any) -> str:
    if before is None or not before.is_out or words(before) == words(after):
        return str(words(after))
    return f"{words(before)} → {words(after)}"


def write_xlsx(summary: Summary, to: IO[bytes]) -> None:
    """One row for each unit of an item; numbers are numbers."""
    import xlsxwriter  # here, for most pages hand out no sheet

    options = {"strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(to, options) as workbook:
        page = workbook.add_worksheet("本期汇总")
        for place, width in enumerate(_WIDTHS):
            page.set_column(place, place, width)
        page.write(0, 0, title(summary), workbook.add_format({"bold": True, "font_size": 14}))
        page.write(1, 0, overview(summary), workbook.add_format({"font_color": "#5b6472"}))
        page.write_row(2, 0, HEADS, workbook.add_format({"bold": True, "bg_color": "#f4f2ec", "bottom": 1}))
        page.freeze_panes(3, 2)
        for number, row in enumerate(_rows(summary), start=3):
            page.write_row(number, 0, row)
        page.set_landscape()
        page.fit_to_pages(1, 0)
        page.repeat_rows(2)


def _rows(summary: Summary) -> Iterator[tuple[str | int | None, ...]]:
    for change in summary.changes:
        head = (change.item.number, change.item.title, state_words(change), deadline_words(change))
        for unit in change.units:
            yield (*head, *_unit(unit))
        if not change.units:
            yield (*head, change.item.lead_unit.name if change.item.lead_unit else "", *[None] * 6)


def _unit(unit: UnitChange) -> tuple[str | int | None, ...]:
    report, standing = unit.report, str(PeriodLine.Standing(unit.standing).label)
    words = (report.text, report.stuck, report.next_step) if report else ("", "", "")
    return (unit.assignment.unit.name, standing, unit.before, unit.after, *words)


def write_docx(summary: Summary, to: IO[bytes], *, on: date) -> None:
    """The overview, each item with what its units did, and who gave nothing."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH  # here: a web worker that writes none need not hold it

    paper = documents.begun(title(summary))
    paper.add_paragraph(f"一、总体情况。{overview(summary)}")
    paper.add_paragraph("二、进展情况。" if summary.changes else "二、进展情况。本期没有报来进展。")
    for number, change in enumerate(summary.changes, start=1):
        _item(paper, number, change)
    if summary.missing:
        paper.add_paragraph("三、未报单位。")
        for name, items in sorted(summary.missing.items()):
            paper.add_paragraph(f"{name}：{'、'.join(one.number for one in items)}", style="List Bullet")
    foot = paper.add_paragraph(f"{summary.sheet.ledger.office.name}　{on.year}年{on.month}月{on.day}日")
    foot.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    paper.save(to)


def _item(paper: Any, number: int, change: ItemChange) -> None:
    line = paper.add_paragraph()
    line.add_run(f"（{number}）{change.item.number} {change.item.title}").bold = True
    line.add_run(f"（{state_words(change)}，时限 {deadline_words(change)}）")
    for unit in change.units:
        if unit.report:
            words = _sentence(unit.report.text, unit.report.stuck, unit.report.next_step)
            paper.add_paragraph(f"{unit.assignment.unit.name}：{unit.before}% → {unit.after}%。{words}")


def _sentence(text: str, stuck: str, next_step: str) -> str:
    named = (("", text), ("卡在：", stuck), ("下一步：", next_step))
    return "".join(f"{name}{words.rstrip('。')}。" for name, words in named if words)
