"""The list of a meeting as files: what is reported back to it, and what is on its agenda."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import IO, Any, Final

from guatu.ledgers.models import Meeting, MeetingTopic
from guatu.ledgers.queries import documents
from guatu.ledgers.queries.meetings import Decided

HEADS: Final = (
    "编号", "议定事项", "议定于", "牵头单位", "状态", "办结时限", "时限情况",
    "最近进展", "卡在哪里", "下一步",
)  # fmt: skip
TOPIC_HEADS: Final = ("编号", "议题", "牵头单位", "办结时限", "议定意见")
_WIDTHS: Final = (10, 40, 16, 20, 12, 12, 16, 60, 24, 24)


@dataclass(frozen=True, slots=True, kw_only=True)
class Agenda:
    """What goes onto the table of a meeting."""

    meeting: Meeting
    heard: Sequence[Decided]
    topics: Sequence[MeetingTopic]

    @property
    def rows(self) -> int:
        return len(self.heard) + len(self.topics)


def title(agenda: Agenda) -> str:
    """整改工作调度会（2026年第3次）议题清单."""
    return f"{agenda.meeting.title}议题清单"


def overview(agenda: Agenda) -> str:
    """When and where, and how the matters of earlier meetings stand, in two sentences."""
    meeting, heard = agenda.meeting, agenda.heard
    day = f"{meeting.meets_on.year}年{meeting.meets_on.month}月{meeting.meets_on.day}日"
    where = "，".join(
        part for part in (f"{day} {meeting.starts}".strip(), meeting.place, meeting.chair) if part
    )
    if not heard:
        return f"{where}主持。没有以前会议议定的事项要报告。"
    closed = sum(one.stands.is_over for one in heard)
    late = sum(bool(one.late_days) and not one.stands.is_over for one in heard)
    tail = f"，其中逾期 {late} 项" if late else ""
    counts = f"已办结 {closed} 项，未办结 {len(heard) - closed} 项{tail}"
    return f"{where}主持。以前会议议定 {len(heard)} 项，{counts}。"


def write_xlsx(agenda: Agenda, to: IO[bytes]) -> None:
    """A sheet of what is reported back, and one of the topics; days are days."""
    import xlsxwriter  # here: a web worker that writes none need not hold it

    options = {"strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(to, options) as workbook:
        heard = [_heard(one) for one in agenda.heard]
        topics = [_topic(one) for one in agenda.topics]
        _sheet(workbook, "上次议定事项", agenda, HEADS, heard)
        _sheet(workbook, "本次议题", agenda, TOPIC_HEADS, topics)


def _sheet(workbook: Any, name: str, agenda: Agenda, heads: Sequence[str], rows: Sequence[Any]) -> None:
    page = workbook.add_worksheet(name)
    day = workbook.add_format({"num_format": "yyyy-mm-dd", "align": "left"})
    for place, width in zip(range(len(heads)), _WIDTHS, strict=False):
        page.set_column(place, place, width)
    page.write(0, 0, title(agenda), workbook.add_format({"bold": True, "font_size": 14}))
    page.write(1, 0, overview(agenda), workbook.add_format({"font_color": "#5b6472"}))
    page.write_row(2, 0, heads, workbook.add_format({"bold": True, "bg_color": "#f4f2ec", "bottom": 1}))
    page.freeze_panes(3, 2)
    for number, row in enumerate(rows, start=3):
        for place, value in enumerate(row):
            page.write(number, place, value, *([day] if isinstance(value, date) else []))
    page.set_landscape()
    page.fit_to_pages(1, 0)
    page.repeat_rows(2)


def _heard(one: Decided) -> tuple[str | date | None, ...]:
    item, report = one.item, one.report
    said = (report.text, report.stuck, report.next_step) if report else ("没有报过", "", "")
    lead = item.lead_unit.name if item.lead_unit else ""
    held = f"{one.meeting.year}年第{one.meeting.number}次"
    what = f"{item.title}（{one.words}）" if one.words else item.title
    return (item.number, what, held, lead, one.state_words, one.stands.deadline, one.time_words, *said)


def _topic(one: MeetingTopic) -> tuple[str | date | None, ...]:
    lead = one.item.lead_unit.name if one.item.lead_unit else ""
    return (one.item.number, one.item.title, lead, one.item.deadline, one.decision)


def write_docx(agenda: Agenda, to: IO[bytes]) -> None:
    """The same as a document: the matters one by one, then the topics."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH  # here: a web worker that writes none need not hold it

    paper = documents.begun(title(agenda))
    paper.add_paragraph(overview(agenda))
    paper.add_paragraph("一、以前会议议定事项办理情况" + ("" if agenda.heard else "：没有。"))
    for number, one in enumerate(agenda.heard, start=1):
        _told(paper, number, f"{one.item.number} {one.item.title}", _sentences(one))
    paper.add_paragraph("二、本次研究的议题" + ("" if agenda.topics else "：没有。"))
    for number, topic in enumerate(agenda.topics, start=1):
        lead = topic.item.lead_unit.name if topic.item.lead_unit else "未定牵头单位"
        said = f"议定：{topic.decision}" if topic.decision else "议定意见待会后填写。"
        _told(paper, number, f"{topic.item.number} {topic.item.title}", [f"牵头单位：{lead}。{said}"])
    foot = paper.add_paragraph(agenda.meeting.series.office.name)
    foot.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    paper.save(to)


def _told(paper: Any, number: int, head: str, sentences: Sequence[str]) -> None:
    paper.add_paragraph().add_run(f"（{number}）{head}").bold = True
    for one in sentences:
        paper.add_paragraph(one)


def _sentences(one: Decided) -> list[str]:
    return list(_said(one))


def _said(one: Decided) -> Iterator[str]:
    lead = one.item.lead_unit.name if one.item.lead_unit else "未定"
    held = f"{one.meeting.year}年第{one.meeting.number}次会议议定"
    deadline = f"，时限 {one.stands.deadline}" if one.stands.deadline else ""
    time = f"（{one.time_words}）" if one.time_words else ""
    said = f"：{one.words.rstrip('。')}" if one.words else ""
    yield f"{held}{said}。牵头单位：{lead}。状态：{one.state_words}{deadline}{time}。"
    if report := one.report:
        named = (("", report.text), ("卡在：", report.stuck), ("下一步：", report.next_step))
        words = "".join(f"{name}{text.rstrip('。')}。" for name, text in named if text)
        yield f"{report.unit.name} {report.reported_on} 报：{words}"
    elif not one.stands.is_over:
        yield "没有报过进展。"
