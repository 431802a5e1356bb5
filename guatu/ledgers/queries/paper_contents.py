"""What papers say of items: values under the names that `papers.layout.fields` gives to templates."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Final

from guatu.accounts.models import Person, Unit
from guatu.ledgers.cases import Case
from guatu.ledgers.checking import figure
from guatu.ledgers.errors import Incomplete, NotNow
from guatu.ledgers.models import (
    Assignment,
    CheckResult,
    CloseOut,
    ClosingReport,
    Evidence,
    EvidenceUse,
    Item,
    Measure,
    StandardCheck,
)

Fields = Mapping[str, str]
Lists = Mapping[str, Sequence[Fields]]
_SHORT: Final = 12
_ENDED: Final = (CloseOut.State.RETURNED, CloseOut.State.WITHDRAWN, CloseOut.State.LAPSED)


def chinese_day(day: date | None) -> str:
    """A day as papers write it: 2026年9月18日."""
    return f"{day.year}年{day.month}月{day.day}日" if day else ""


def left(day: date | None, on: date) -> str:
    """How far the day is, in words."""
    if day is None:
        return ""
    days = (day - on).days
    return f"逾期 {-days} 天" if days < 0 else f"还剩 {days} 天" if days else "今天到期"


def speaking(case: Case, unit: Unit | None) -> Assignment | None:
    """The row of a unit that speaks for it: that of the whole item before those of measures."""
    own = case.of_unit(unit.pk) if unit else []
    return min(own, key=lambda row: (row.measure_id is not None, row.pk), default=None)


def due(case: Case, row: Assignment | None) -> date | None:
    """The day by which the unit must be done: its own, its measure's, or the item's."""
    measure = next((one for one in case.measures if row and one.pk == row.measure_id), None)
    return (row.deadline if row else None) or (measure.deadline if measure else None) or case.item.deadline


def progress(case: Case, row: Assignment | None) -> int:
    """How far a unit is; a lead answers for the whole item."""
    leads = row is None or (row.duty == Assignment.Duty.LEAD and row.measure_id is None)
    return case.item.progress if leads or row is None else row.progress


def items(some: Sequence[Case], unit: Unit | None, on: date) -> list[Fields]:
    """The items as a letter lists them, as they are with the unit."""
    return [_item(number, case, unit, on) for number, case in enumerate(some, 1)]


def _item(number: int, case: Case, unit: Unit | None, on: date) -> Fields:
    item, row = case.item, speaking(case, unit)
    day = due(case, row)
    return {
        "序号": str(number),
        "编号": item.number,
        "事项": item.title,
        "问题": "" if item.problem == item.title else item.problem,
        "措施": "；".join(one.text.rstrip("。；") for one in case.measures),
        "牵头单位": item.lead_unit.name if item.lead_unit else "",
        "承办单位": _others(case),
        "职责": str(row.get_duty_display()) if row else "",
        "时限": chinese_day(day) or str(item.get_due_kind_display()),
        "期限情况": left(day, on),
        "进度": f"{progress(case, row)}%",
        "催办次数": str(row.times_urged if row else 0),
    }


def _others(case: Case) -> str:
    """The units beside the lead."""
    names = (row.unit.name for row in case.standing if row.unit_id != case.item.lead_unit_id)
    return "、".join(dict.fromkeys(names))


def latest(item: Item) -> CloseOut | None:
    """The close-out of which a sheet can be drawn up: the last one, on its way or approved."""
    last = CloseOut.objects.filter(item=item).select_related(*_PEOPLE).order_by("number").last()
    return None if last is None or last.state in _ENDED else last


_PEOPLE: Final = (
    "requested_by", "requested_for", "requested_unit", "reviewed_by", "reviewed_for", "verified_by",
    "verified_for", "verified_unit", "approved_by", "approved_for",
)  # fmt: skip


def close_out(case: Case) -> tuple[Fields, Lists]:
    """A close-out with what was proved, what was checked and whose keys turned."""
    item, request = case.item, latest(case.item)
    if request is None:
        raise NotNow(number=item.number, deed="出销号审批表", state="没有在办或办结的销号申请")
    fields = {
        "编号": item.number,
        "事项": item.title,
        "问题": item.problem,
        "台账": item.ledger.name,
        "牵头单位": item.lead_unit.name if item.lead_unit else "",
        "承办单位": _others(case) or "无",
        "时限": chinese_day(item.deadline) or str(item.get_due_kind_display()),
        "次数": str(request.number),
        "完成情况": request.statement,
        "销号标准": _standard(item),
        "意见": request.remark or "无",
        "内容摘要": request.content_hash[:_SHORT],
        **_keys(request),
    }
    return fields, {
        "措施": [_measure(number, one) for number, one in enumerate(case.measures, 1)],
        "佐证": _proofs(item),
        "核对": _checks(item, request),
    }


def _standard(item: Item) -> str:
    version = item.standard
    return f"{version.standard.name} 第 {version.number} 版" if version else "未定"


def _keys(one: CloseOut) -> Fields:
    """Who turned which key, on which day; what has not been done says so."""
    unit = one.requested_unit.name
    meeting = f"会议研究 {chinese_day(one.meeting_on)}，参会 {one.meeting_attendees}"
    verified = _hand(one.verified_by, one.verified_for, one.verified_on)
    if one.verified_unit and verified:
        verified = f"{one.verified_unit.name} {verified}"
    shown = one.publicity_from and one.publicity_to
    state = f"已销号（{chinese_day(one.ended_on)}）" if one.state == CloseOut.State.CLOSED else ""
    return {
        "申请": f"{unit} {_hand(one.requested_by, one.requested_for, one.requested_on)}",
        "单位审核": _hand(one.reviewed_by, one.reviewed_for, one.reviewed_on) or "未经",
        "核查": verified or (meeting if one.meeting_on else "尚未核查"),
        "审批": _hand(one.approved_by, one.approved_for, one.approved_on) or _unapproved(one),
        "公示": f"{chinese_day(one.publicity_from)}至{chinese_day(one.publicity_to)}" if shown else "无",
        "办理状态": state or f"{one.get_state_display()}，尚未办结，本表不作销号依据",
    }


def _unapproved(one: CloseOut) -> str:
    return "尚未审批" if one.state != CloseOut.State.CLOSED else "本台账不须领导审批"


def _hand(person: Person | None, principal: Person | None, day: date | None) -> str:
    if person is None:
        return ""
    whose = f"（代{principal.name}）" if principal else ""
    return f"{person.name}{whose} {chinese_day(day)}"


def _measure(number: int, one: Measure) -> Fields:
    reached = f"{figure(one.achieved)}/{figure(one.target)} {one.quantity_unit}" if one.target else ""
    return {
        "序号": str(number),
        "内容": one.text,
        "时限": chinese_day(one.deadline),
        "完成": reached.strip(),
    }


def _proofs(item: Item) -> list[Fields]:
    """Every proof of the item once, rejected ones among them."""
    uses = EvidenceUse.objects.filter(item=item).select_related("evidence__unit").order_by("pk")
    found: dict[int, Evidence] = {use.evidence_id: use.evidence for use in uses}
    return [
        {
            "序号": str(number),
            "名称": one.name,
            "单位": one.unit.name if one.unit else "",
            "日期": chinese_day(one.uploaded_on),
            "判定": str(one.get_verdict_display() or Evidence.Verdict.NONE.label),
        }
        for number, one in enumerate(found.values(), 1)
    ]


def _checks(item: Item, request: CloseOut) -> list[Fields]:
    """Every line of the standard with what was found for it."""
    results = {row.check_line_id: row for row in CheckResult.objects.filter(close_out=request)}
    lines = StandardCheck.objects.filter(version=item.standard_id).order_by("position")
    return [_check(number, line, results.get(line.pk)) for number, line in enumerate(lines, 1)]


def _check(number: int, line: StandardCheck, result: CheckResult | None) -> Fields:
    return {
        "序号": str(number),
        "内容": line.text,
        "结果": str(result.get_outcome_display()) if result else "未核对",
        "方式": "人工" if line.method == StandardCheck.Method.PERSON else "自动",
        "说明": result.note if result else "",
    }


def report_on(item: Item) -> ClosingReport | None:
    """The last report of how a leader's instruction was carried out."""
    found = ClosingReport.objects.filter(instruction__item=item).order_by("pk")
    return found.select_related("instruction__leader", "submitted_by").last()


def closing_report(case: Case) -> tuple[Fields, str]:
    """A leader's words and how they were carried out; the text of the report apart."""
    item, report = case.item, report_on(case.item)
    if report is None:
        raise Incomplete(field="kind", what="办结情况：先向领导呈报办结报告，再出办结报告公文")
    slip = report.instruction
    units = "、".join(dict.fromkeys(row.unit.name for row in case.standing)) or "无"
    fields = {
        "编号": item.number,
        "事项": item.title,
        "批示领导": slip.leader.name,
        "批示日期": chinese_day(slip.given_on),
        "批示内容": slip.words,
        "承办单位": units,
        "销号日期": chinese_day(item.closed_on) or "尚未销号",
        "呈报": f"{report.submitted_by.name} {chinese_day(report.submitted_on)}",
        "阅示": f"{chinese_day(report.read_on)}已阅" if report.read_on else "等领导阅",
        "领导意见": report.answer or "无",
    }
    return fields, report.text
