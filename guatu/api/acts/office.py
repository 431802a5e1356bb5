"""What the office does: before dispatch, and what it decides on the way."""

from datetime import date
from typing import Annotated, Any, Literal

from pydantic import Field

from guatu.accounts.models import Person
from guatu.api.acts.base import Act, Amount, Doing, FileWord, Nothing
from guatu.api.shapes.base import Given, Id, MaybeWords, Words
from guatu.api.shapes.lists import Importance
from guatu.http.errors import Malformed
from guatu.kernel.coordinates import parse_coordinates
from guatu.ledgers.actions import (
    assignments,
    deadlines,
    dispatching,
    items,
    measures,
    papers,
    reports,
    sign_offs,
)
from guatu.ledgers.actions.adding import NewMeasure
from guatu.ledgers.errors import NotNow
from guatu.ledgers.events import Event
from guatu.ledgers.models import Ledger, Phase, SignOff, StandardVersion
from guatu.ledgers.queries import visibility

Duty = Literal["lead", "responsible", "cooperating", "supervising"]
DueKind = Literal["dated", "immediate", "recurring", "long_term", "undated"]


class Edited(Given):
    """What is not named stays as it is; the deadline and its kind only before dispatch."""

    title: Annotated[str, Field(min_length=1, max_length=200)] = ""
    problem: MaybeWords = ""
    goal: MaybeWords = ""
    category: Annotated[str, Field(max_length=60)] = ""
    importance: Importance = "ordinary"
    lead_leader: Annotated[str, Field(max_length=80)] = ""
    sponsor_leader: Annotated[str, Field(max_length=80)] = ""
    due_text: Annotated[str, Field(max_length=80)] = ""
    due_kind: DueKind = "undated"
    deadline: date | None = None
    phase_id: Id | None = None
    standard_id: Id | None = None
    place: Annotated[str, Field(max_length=120)] = ""
    coordinates: Annotated[
        str, Field(max_length=60, description="纬度,经度，如 30.512345,104.123456；空为不登记")
    ] = ""


def _edit(it: Doing, body: Edited) -> object:
    values: dict[str, object] = body.model_dump(exclude_unset=True)
    if "phase_id" in values:
        phases = Phase.objects.filter(ledger=it.item.ledger_id)
        values["phase"] = _chosen(phases, values.pop("phase_id"), "phase_id")
    if "standard_id" in values:
        versions = StandardVersion.objects.filter(standard__office=it.item.ledger.office_id)
        values["standard"] = _chosen(
            versions.select_related("standard"), values.pop("standard_id"), "standard_id"
        )
    if (written := values.pop("coordinates", None)) is not None:
        where = parse_coordinates(str(written)) if str(written).strip() else (None, None)
        values["latitude"], values["longitude"] = where
    return items.edit(pk=it.pk, seen=None, values=values, **it.deed)


def _chosen(rows: Any, pk: object, field: str) -> object:
    found = rows.filter(pk=pk).first() if pk is not None else None
    if pk is not None and found is None:
        raise Malformed({field: "不能选"})
    return found


class MeasureGiven(Given):
    """The words, the day and the figure of a measure."""

    text: Words
    deadline: date | None = None
    target: Amount | None = None
    quantity_unit: Annotated[str, Field(max_length=20)] = ""

    def new(self) -> NewMeasure:
        return NewMeasure(
            text=self.text, deadline=self.deadline, target=self.target, quantity_unit=self.quantity_unit
        )


class MeasureChanged(MeasureGiven):
    """Which measure, and what it is from now on."""

    measure_id: Id


class MeasureDropped(Given):
    """It need not be done any more; its units are released from it."""

    measure_id: Id
    reason: Words


class SignOffAsked(Given):
    """To which leader."""

    leader_id: Id


def _ask_sign_off(it: Doing, body: SignOffAsked) -> object:
    leaders = Person.objects.filter(roles__office=it.item.ledger.office_id, roles__kind="leader")
    leader = leaders.filter(pk=body.leader_id).first()
    if leader is None:
        raise Malformed({"leader_id": "不是本办公室的领导"})
    return sign_offs.ask(pks=[it.pk], leader=leader, **it.deed)


class SignOffApproved(Given):
    """The leader himself, or a coordinator with a scan of the paper."""

    remark: MaybeWords = ""
    paper: FileWord | None = None


class SignOffReturned(Given):
    """The same, with what is to be changed."""

    remark: Words
    paper: FileWord | None = None


def _sign_off(it: Doing) -> SignOff:
    found = it.item.sign_off
    if found is None:
        raise NotNow(number=it.item.number, deed="答复审签", state="没有送审")
    return found


class Assigned(Given):
    """One more unit, for the whole item or for a measure."""

    unit_id: Id
    duty: Duty = "responsible"
    measure_id: Id | None = None
    deadline: date | None = None
    target_share: Amount | None = None


def _assign(it: Doing, body: Assigned) -> object:
    return assignments.assign(
        pk=it.pk,
        unit=it.unit(body.unit_id),
        duty=body.duty,
        measure=it.measure(body.measure_id) if body.measure_id is not None else None,
        deadline=body.deadline,
        target_share=body.target_share,
        **it.deed,
    )


class Released(Given):
    """One unit fewer."""

    unit_id: Id
    reason: Words


class HandedOver(Given):
    """One unit for another."""

    giver_id: Id
    taker_id: Id
    reason: Words


class DeadlineChanged(Given):
    """The office moves the day by a paper."""

    new_deadline: date
    reason: Words
    paper: FileWord


class Reason(Given):
    """Why."""

    reason: Words


class LongTermEnded(Given):
    """A day by which it ends."""

    deadline: date
    reason: Words


class Merged(Given):
    """Into which item of the same ledger."""

    into_id: Id
    reason: Words


def _merge(it: Doing, body: Merged) -> object:
    seen = visibility.items(it.deed["by"]).filter(ledger=it.item.ledger_id, pk=body.into_id)
    into = seen.values_list("pk", flat=True).first() or 0
    return items.merge(pk=it.pk, into=into, reason=body.reason, **it.deed)


class Transferred(Given):
    """To which ledger of the same division."""

    ledger_id: Id
    reason: Words


def _transfer(it: Doing, body: Transferred) -> object:
    division = it.item.ledger.office.unit.division_id
    found = Ledger.objects.filter(office__unit__division=division, is_archived=False, pk=body.ledger_id)
    to = found.select_related("office").first()
    if to is None:
        raise Malformed({"ledger_id": "不能选"})
    return items.transfer(pk=it.pk, to=to, reason=body.reason, **it.deed)


class ItemUrged(Given):
    """What is asked; of one unit, or of all."""

    words: Words
    unit_id: Id | None = None


class ReportReturned(Given):
    """Which report says too little, and what it lacks."""

    report_id: Id
    remark: Words


class ExtensionAnswered(Given):
    """Which request, and a remark."""

    extension_id: Id
    remark: MaybeWords = ""


class ExtensionRefused(Given):
    """Which request, and why not."""

    extension_id: Id
    remark: Words


class ItemPaperIssued(Given):
    """Which kind of paper, to which unit where it is a letter, in which words."""

    kind: Literal["letter", "reminder", "dispatch_notice", "close_out_sheet", "closing_report"]
    unit_id: Id | None = None
    title: Annotated[str, Field(min_length=1, max_length=200)]
    text: Annotated[str, Field(max_length=20_000)] = ""


def _issue(it: Doing, body: ItemPaperIssued) -> object:
    unit = it.unit_here(body.unit_id) if body.unit_id is not None else None
    return papers.issue(kind=body.kind, pks=[it.pk], unit=unit, title=body.title, text=body.text, **it.deed)


ACTS = (
    Act(Event.EDITED, Edited, _edit, needs_revision=True),
    Act(
        Event.EDITED,
        MeasureGiven,
        lambda it, body: measures.add(pk=it.pk, new=body.new(), **it.deed),
        name="measure_added",
        summary="加措施",
        needs_revision=True,
    ),
    Act(
        Event.EDITED,
        MeasureChanged,
        lambda it, body: measures.change(measure=it.measure(body.measure_id), new=body.new(), **it.deed),
        name="measure_changed",
        summary="改措施",
        needs_revision=True,
    ),
    Act(
        Event.EDITED,
        MeasureDropped,
        lambda it, body: measures.drop(measure=it.measure(body.measure_id), reason=body.reason, **it.deed),
        name="measure_dropped",
        summary="取消措施",
        needs_revision=True,
    ),
    Act(Event.SIGN_OFF_ASKED, SignOffAsked, _ask_sign_off),
    Act(
        Event.SIGN_OFF_APPROVED,
        SignOffApproved,
        lambda it, body: sign_offs.approve(
            sign_off=_sign_off(it), remark=body.remark, paper=it.file(body.paper), **it.deed
        ),
    ),
    Act(
        Event.SIGN_OFF_RETURNED,
        SignOffReturned,
        lambda it, body: sign_offs.send_back(
            sign_off=_sign_off(it), remark=body.remark, paper=it.file(body.paper), **it.deed
        ),
    ),
    Act(Event.DISPATCHED, Nothing, lambda it, _: dispatching.dispatch(pks=[it.pk], **it.deed)),
    Act(Event.ASSIGNED, Assigned, _assign),
    Act(
        Event.RELEASED,
        Released,
        lambda it, body: assignments.release(
            pk=it.pk, unit=it.unit_here(body.unit_id), reason=body.reason, **it.deed
        ),
    ),
    Act(
        Event.HANDED_OVER,
        HandedOver,
        lambda it, body: assignments.hand_over(
            pks=[it.pk],
            giver=it.unit_here(body.giver_id, "giver_id"),
            taker=it.unit(body.taker_id, "taker_id"),
            reason=body.reason,
            **it.deed,
        ),
    ),
    Act(
        Event.REPORT_RETURNED,
        ReportReturned,
        lambda it, body: reports.send_back(report=it.report(body.report_id), remark=body.remark, **it.deed),
    ),
    Act(
        Event.URGED,
        ItemUrged,
        lambda it, body: reports.urge(
            pks=[it.pk],
            words=body.words,
            unit=it.unit_here(body.unit_id) if body.unit_id is not None else None,
            **it.deed,
        ),
    ),
    Act(
        Event.EXTENSION_APPROVED,
        ExtensionAnswered,
        lambda it, body: deadlines.approve(
            extension=it.extension(body.extension_id), remark=body.remark, **it.deed
        ),
    ),
    Act(
        Event.EXTENSION_REFUSED,
        ExtensionRefused,
        lambda it, body: deadlines.refuse(
            extension=it.extension(body.extension_id), remark=body.remark, **it.deed
        ),
    ),
    Act(
        Event.DEADLINE_CHANGED,
        DeadlineChanged,
        lambda it, body: deadlines.change(
            pk=it.pk,
            new_deadline=body.new_deadline,
            reason=body.reason,
            paper=it.file(body.paper),
            **it.deed,
        ),
        needs_revision=True,
    ),
    Act(Event.PAPER_ISSUED, ItemPaperIssued, _issue),
    Act(Event.SUSPENDED, Reason, lambda it, body: items.suspend(pk=it.pk, reason=body.reason, **it.deed)),
    Act(Event.RESUMED, Nothing, lambda it, _: items.resume(pk=it.pk, **it.deed)),
    Act(
        Event.LONG_TERM_SET,
        Reason,
        lambda it, body: items.set_long_term(pk=it.pk, reason=body.reason, **it.deed),
    ),
    Act(
        Event.LONG_TERM_ENDED,
        LongTermEnded,
        lambda it, body: items.end_long_term(pk=it.pk, deadline=body.deadline, reason=body.reason, **it.deed),
    ),
    Act(Event.MERGED, Merged, _merge),
    Act(Event.TRANSFERRED, Transferred, _transfer),
    Act(Event.VOIDED, Reason, lambda it, body: items.void(pk=it.pk, reason=body.reason, **it.deed)),
)
