"""The item's page in the shapes that its templates lay out."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal

from django.urls import reverse

from guatu.kernel.pacing import Curve
from guatu.ledgers.events import Event
from guatu.ledgers.lights import months, reasons
from guatu.ledgers.lights.in_force import in_force
from guatu.ledgers.models import Assignment, Item, Measure
from guatu.ledgers.queries.item_page import ItemPage, Proof, UnitRow
from guatu.ledgers.queries.trail import NewDeadline
from guatu.rules.regimes.regime import Regime
from guatu.rules.rows import Row
from guatu.web import lamps, parts, wording
from guatu.web.parts import Due, Pace, Step, Thumb
from guatu.web.views.items.offering import Offer, row_offers
from guatu.web.views.items.thumbs import thumbs

THUMBS: Final = 8
"""Thumbnails under a measure; the rest are counted."""
_STATES: Final[Mapping[str, str]] = {
    Assignment.State.DRAFT: "wait",
    Assignment.State.AWAITING_SIGNATURE: "wait",
    Assignment.State.WORKING: "work",
    Assignment.State.REPORTED: "work",
    Assignment.State.RETURNED: "back",
}


@dataclass(frozen=True, slots=True)
class Fact:
    """A line of facts."""

    label: str
    value: str
    more: str = ""
    tone: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasureRow:
    """A measure with its figure, pace and evidence."""

    measure: Measure
    units: str
    due: str
    figure: str
    target: str
    is_done: bool
    pace: Pace | None
    """None where nobody reports on this measure by itself."""
    thumbs: Sequence[Thumb]
    more: int
    repeated: int


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitLine:
    """A unit's own row."""

    row: UnitRow
    state: parts.State
    due: Due
    pace: Pace
    light: parts.Light | None
    figure: str
    signed: str
    stuck: str
    offers: Sequence[Offer]


@dataclass(frozen=True, slots=True)
class StandardLine:
    """A line of the close-out standard with what is known of it."""

    text: str
    note: str
    state: Literal["ok", "no", "wait"]
    how: str


@dataclass(frozen=True, slots=True)
class Slip:
    """A day that was promised."""

    day: date
    words: str
    is_current: bool


def facts(page: ItemPage, coordinator: str) -> list[Fact]:
    """What the item is, in two rows of four; where it is, if that is written down."""
    item = page.item
    due = wording.due(item.deadline, on=page.day, due_kind=item.due_kind, is_done=is_over(item))
    others = _unit_names(page.rows, but=item.lead_unit_id)
    promise = str(item.first_promise or "")
    slipped = ""
    if item.slipped_days > 0:
        how = f"延期 {item.extensions} 次共" if item.extensions else "推后"
        slipped = f"，{how} {item.slipped_days} 天"
    leaders = "、".join(filter(None, [item.lead_leader, item.sponsor_leader]))
    where = str(item.coordinates or "")
    place = [Fact("地点", item.place or where, where if item.place else "")] if item.place or where else []
    return [
        Fact("牵头单位", item.lead_unit.name if item.lead_unit else "未定"),
        Fact("责任单位", others or "无"),
        Fact("牵头、包保领导", leaders or "未定"),
        Fact("督办员", coordinator or item.ledger.office.name),
        Fact("时限", str(item.deadline or due.day), due.left, due.tone),
        Fact("首次承诺", f"{promise}{slipped}" if promise else "无"),
        Fact("目标", item.goal or "见措施"),
        Fact("来文", item.directive.title if item.directive else "未关联", item.due_text),
        *place,
    ]


def _unit_names(rows: Iterable[UnitRow], *, but: int | None) -> str:
    names = list(dict.fromkeys(row.assignment.unit.name for row in rows if row.assignment.unit_id != but))
    return "、".join(names) if len(names) <= 3 else f"{'、'.join(names[:2])}等 {len(names)} 个"


def state(page: ItemPage) -> parts.State:
    """Where the item stands."""
    item = page.item
    if item.is_frozen:
        return parts.State("done", "已并入" if item.merged_into_id else "已移交")
    return wording.state(item.state, is_suspended=item.is_suspended, is_returned=item.is_returned)


def is_over(item: Item) -> bool:
    """Nothing is owed any more."""
    return item.state in (Item.State.CLOSED, Item.State.VOIDED) or item.is_frozen


def measures(page: ItemPage) -> list[MeasureRow]:
    """Each measure with its evidence."""
    return [_measure(page, one) for one in page.case.measures]


def _measure(page: ItemPage, one: Measure) -> MeasureRow:
    rows = [row for row in page.rows if row.measure is not None and row.measure.pk == one.pk]
    proofs = [proof for proof in page.proofs if one.pk in proof.measures]
    done = int(100 * min(one.achieved, one.target) / one.target) if one.target else _mean(rows)
    is_told = bool(one.target or rows)
    deadline = one.deadline or page.item.deadline
    return MeasureRow(
        measure=one,
        units=_unit_names(rows, but=None),
        due=f"时限 {wording.short_day(deadline, near=page.day)}" if deadline else "",
        figure=wording.figure(one.achieved),
        target=f"{wording.figure(one.target)} {one.quantity_unit}".strip() if one.target else "",
        is_done=done >= 100,
        pace=wording.pace(done, page.item.dispatched_on, deadline, on=page.day) if is_told else None,
        thumbs=thumbs(proofs[:THUMBS], page.item),
        more=max(0, len(proofs) - THUMBS),
        repeated=sum(proof.is_repeated for proof in proofs),
    )


def _mean(rows: Sequence[UnitRow]) -> int:
    return sum(row.assignment.progress for row in rows) // max(1, len(rows))


def loose_proofs(page: ItemPage) -> list[Proof]:
    """Evidence for the whole item."""
    own = {one.pk for one in page.case.measures}
    return [proof for proof in page.proofs if not proof.measures & own]


def units(page: ItemPage) -> list[UnitLine]:
    """Each unit's own row."""
    offered = dict(row_offers(page)) if page.past is None else {}
    regime = in_force(page.day).of(page.item.ledger_id)
    met = _months(page) if months.are_asked(regime) else {}
    return [
        _unit(page, row, _unit_light(page, row, regime, met), offered.get(row.assignment.pk, []))
        for row in page.rows
    ]


def _months(page: ItemPage) -> dict[int, Row]:
    """Assignment → whether its month was met, for a regime that asks."""
    rows = [(row.assignment, row.deadline) for row in page.rows]
    leading = [row.assignment.pk for row in page.rows if _leads_others(page, row)]
    return months.of_assignments(page.item, rows, page.plan, on=page.day, leading=leading)


def _unit_light(page: ItemPage, row: UnitRow, regime: Regime, met: Mapping[int, Row]) -> parts.Light | None:
    light = reasons.light_of_assignment(
        page.item,
        row.assignment,
        row.deadline,
        regime,
        on=page.day,
        curve=page.curve,
        progress=_progress(page, row),
        month=met.get(row.assignment.pk),
    )
    return lamps.lamp(light) if light else None


def _unit(page: ItemPage, row: UnitRow, light: parts.Light | None, offered: Sequence[Offer]) -> UnitLine:
    one, progress = row.assignment, _progress(page, row)
    is_done = is_over(page.item) or progress >= 100
    return UnitLine(
        row=row,
        state=parts.State(_STATES[one.state], str(one.get_state_display())),  # type: ignore[arg-type]
        due=wording.due(row.deadline, on=page.day, due_kind=page.item.due_kind, is_done=is_done),
        pace=wording.pace(
            progress, page.item.dispatched_on, row.deadline, on=page.day, curve=_curve(page, row)
        ),
        light=light,
        figure=_share(page, row),
        signed=wording.short_day(one.signed_on, near=page.day),
        stuck=one.stuck or one.next_step,
        offers=offered,
    )


def _curve(page: ItemPage, row: UnitRow) -> Curve | None:
    """The item's plan is the unit's too, unless its deadline is another."""
    return page.curve if row.deadline == page.item.deadline else None


def _leads_others(page: ItemPage, row: UnitRow) -> bool:
    """A lead answers for what the units under it do."""
    is_lead = row.assignment.duty == Assignment.Duty.LEAD and row.measure is None
    return is_lead and any(one.duty == Assignment.Duty.RESPONSIBLE for one in page.case.active)


def _progress(page: ItemPage, row: UnitRow) -> int:
    return page.item.progress if _leads_others(page, row) else row.assignment.progress


def _share(page: ItemPage, row: UnitRow) -> str:
    """Done of what is owed; for a lead what all have done, where there is one figure for it."""
    done, owed = row.assignment.achieved, row.assignment.target_share
    counted = [one for one in page.case.measures if one.target]
    if not owed and _leads_others(page, row) and len(counted) == 1:
        done, owed = counted[0].achieved, counted[0].target
    return f"{wording.figure(done)}/{wording.figure(owed)}" if owed else ""


def steps(page: ItemPage) -> list[Step]:
    """The way from 交办 to 销号, with the days on it."""
    item, ledger, request = page.item, page.item.ledger, page.close_out
    asked = page.running or (request if item.state == Item.State.CLOSED else None)
    way = [
        (Item.State.DRAFT, "交办", _day(page, item.dispatched_on)),
        (Item.State.DISPATCHED, "签收", _signed(page)),
        (Item.State.IN_PROGRESS, "办理", _worked(page)),
    ]
    lead = item.lead_unit.name if item.lead_unit else ""
    way.append((None, "申请销号", _day(page, asked.requested_on) if asked else lead))  # type: ignore[arg-type]
    if ledger.needs_lead_review:
        way.append((Item.State.LEAD_REVIEW, "单位审核", _day(page, asked.reviewed_on) if asked else "须换人"))
    way.append((Item.State.VERIFYING, "核查", _day(page, asked.verified_on) if asked else "核查员，须换人"))
    if ledger.needs_approval:
        way.append((Item.State.APPROVING_CLOSE, "领导审批", _day(page, asked.approved_on) if asked else ""))
    if ledger.publicity_days:
        until = f"到 {_day(page, asked.publicity_to)}" if asked and asked.publicity_to else ""
        way.append((Item.State.PUBLICITY, "公示", until or f"{ledger.publicity_days} 个工作日"))
    way.append((Item.State.CLOSED, "销号", _day(page, item.closed_on)))
    return _walked(item, way)


def _walked(item: Item, way: list[tuple[Item.State, str, str]]) -> list[Step]:
    state = Item.State.DRAFT if item.state == Item.State.APPROVING else Item.State(item.state)
    at = next((n for n, (code, _, _) in enumerate(way) if code == state), -1)
    if state == Item.State.CLOSED:
        at = len(way)
    found = []
    for n, (_, word, note) in enumerate(way):
        where: Literal["ok", "now", "todo"] = "ok" if n < at else "now" if n == at else "todo"
        found.append(Step(word, note, where))
    return found


def _day(page: ItemPage, day: date | None) -> str:
    return wording.short_day(day, near=page.day)


def _signed(page: ItemPage) -> str:
    active = page.case.active
    days = [one.signed_on for one in active if one.signed_on]
    if not active:
        return ""
    count = f"{len(days)}/{len(active)}" if len(days) < len(active) else f"{len(active)} 份承办"
    return f"{_day(page, max(days))}，{count}" if days else f"0/{len(active)}"


def _worked(page: ItemPage) -> str:
    item = page.item
    if item.state != Item.State.IN_PROGRESS or item.dispatched_on is None:
        return f"进度 {item.progress}%" if item.dispatched_on else ""
    days = (page.day - item.dispatched_on).days
    return f"已 {days} 天，进度 {item.progress}%"


def standard(page: ItemPage) -> list[StandardLine]:
    """The close-out standard: what the machine found, what a person must judge or judged."""
    if page.past is not None:
        return [StandardLine(one.text, "", "wait", _how(one.method)) for one in page.lines]
    return [_standard_line(page, n) for n in range(len(page.findings))]


def _standard_line(page: ItemPage, n: int) -> StandardLine:
    finding = page.findings[n]
    is_settled = page.item.state == Item.State.CLOSED and finding.line.pk in page.results
    if finding.is_automatic and not is_settled:
        return StandardLine(finding.line.text, finding.note, "ok" if finding.is_met else "no", "自动")
    result = page.results.get(finding.line.pk)
    if result is None:
        return StandardLine(finding.line.text, finding.note, "wait", "人工")
    state: Literal["ok", "no"] = "ok" if result.outcome == "met" else "no"
    said = f"{result.get_outcome_display()}{f'：{result.note}' if result.note else ''}"
    return StandardLine(finding.line.text, said, state, _how(finding.line.method))


def _how(method: str) -> str:
    return "人工" if method == "person" else "自动"


def slips(page: ItemPage, given: Sequence[NewDeadline]) -> list[Slip]:
    """Every day that was promised, the first above."""
    first = page.item.first_promise
    if first is None:
        return []
    reasons = {one.pk: one.reason for one in page.extensions}
    found = [(first, "首次承诺")]
    for one in given:
        words = next((reasons[pk] for pk in one.extensions if pk in reasons), one.words)
        moved = (one.deadline - found[-1][0]).days
        label = str(Event(one.kind).label)
        found.append((one.deadline, f"{label}{f'：{words}' if words else ''}，{moved:+d} 天"))
    return [Slip(day, words, n == len(found) - 1) for n, (day, words) in enumerate(found)]


@dataclass(frozen=True, slots=True)
class Banner:
    """What stands over the page: the item stands still, went elsewhere, or came back."""

    text: str
    tone: str
    url: str = ""
    action: str = ""


def banners(page: ItemPage) -> Iterator[Banner]:
    """What must be known before all else."""
    item = page.item
    if item.merged_into is not None:
        yield _gone(f"本项已并入 {item.merged_into.number}，不再单独办理。", item.merged_into)
    if item.transferred_to is not None:
        other = item.transferred_to
        yield _gone(f"本项已移交{other.ledger.name}，新编号 {other.number}。", other)
    if item.state == Item.State.VOIDED:
        yield Banner("本项已作废，理由见经过。", "yellow")
    if item.is_suspended:
        yield Banner("本项已挂起，不计时、不催办。", "yellow")
    last = page.close_out
    if item.state == Item.State.IN_PROGRESS and last is not None and last.state in ("returned", "lapsed"):
        words = f"第 {last.number} 次销号申请{last.get_state_display()}"
        yield Banner(f"{words}：{last.remark}" if last.remark else words, "yellow")


def _gone(text: str, other: Item) -> Banner:
    return Banner(text, "yellow", reverse("web:item", args=[other.pk]), "去看")


def tags(page: ItemPage) -> list[str]:
    """What kind of item it is, in words."""
    item = page.item
    found = [str(item.get_kind_display()), item.category, item.phase.name if item.phase else ""]
    if item.importance != Item.Importance.ORDINARY:
        found.append(str(item.get_importance_display()))
    if item.is_long_term:
        found.append("长期坚持")
    if item.closed_before:
        found.append("启用前销号")
    if item.times_reopened:
        found.append(f"重新打开 {item.times_reopened} 次")
    return [one for one in found if one]
