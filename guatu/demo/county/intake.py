"""Documents come in: received, read by the reader, checked beside the source, entered or left on the desk."""

from collections.abc import Sequence
from datetime import timedelta
from io import BytesIO
from typing import Any

from guatu.demo.county import plans
from guatu.demo.county.closing import each
from guatu.demo.county.matters import Matter
from guatu.demo.county.plans import Plan
from guatu.demo.county.stage import Stage, Step
from guatu.ledgers.intake import accepting, editing, reading, receiving, saving
from guatu.ledgers.intake.entries import DutyCode, Entries, Entry, StandardEntry, is_sure, lack
from guatu.ledgers.models import Draft

_ALIKE = 8
"""Characters of a title by which an entry is known again."""


@each
def receive(stage: Stage, step: Step) -> None:
    """The file is taken in and read."""
    plan: Plan = step.data["plan"]
    ledger = stage.ledgers[plan.ledger]
    by = stage.staff("coordinator", step.matter, step.on)
    data = plans.content(plan, issued=step.on - timedelta(days=3), on=step.on)
    draft = receiving.receive(
        upload=BytesIO(data), name=plan.name, office=ledger.office, ledger=ledger, by=by, **step.when()
    )
    reading.read_now(draft=draft, isolated=False, **step.when())
    plan.draft = draft.pk


@each
def check(stage: Stage, step: Step) -> None:
    """The coordinator goes through the draft beside its source."""
    plan: Plan = step.data["plan"]
    draft = Draft.objects.get(pk=plan.draft)
    by = stage.staff("coordinator", step.matter, step.on)
    changes = {"enter": _as_told(stage, plan), "drop": _dropped, "some": _partly}
    saving.save(draft=draft, revision=draft.revision, change=changes[plan.then], by=by, at=step.at)
    if plan.then == "drop":  # no deed ends a draft of which nothing is entered, and a draft is no fact
        Draft.objects.filter(pk=draft.pk).update(state=Draft.State.DONE)


@each
def enter(stage: Stage, step: Step) -> None:
    """The confirmed entries become items; where the ledger asks for it they go to the leader as one list."""
    plan: Plan = step.data["plan"]
    draft = Draft.objects.get(pk=plan.draft)
    by, ledger = stage.staff("coordinator", step.matter, step.on), stage.ledgers[plan.ledger]
    confirmed = [one["id"] for one in draft.entries if one["status"] == "confirmed"]
    how: dict[str, Any] = {"draft": draft, "revision": draft.revision, "ledger": ledger, "by": by}
    if ledger.needs_sign_off:
        leader = stage.county.people["leader"]
        paper = accepting.send_for_sign_off(
            leader=leader, only=confirmed, even_past=True, **how, **step.when()
        )
        made = list(paper.items.order_by("pk"))
    else:
        made = accepting.enter(only=confirmed, **how, **step.when())
    for matter, item in zip(plan.matters, made, strict=True):
        matter.pk = item.pk


def _dropped(entries: Sequence[Entry]) -> Entries:
    """A report of what is done already: nothing of it is to be entered."""
    made = list(entries)
    for entry in entries:
        made = editing.drop(made, entry["id"])
    return made


def _partly(entries: Sequence[Entry]) -> Entries:
    """The first ones are confirmed, the others wait."""
    made = list(entries)
    for entry in entries[: len(entries) // 2]:
        if lack(entry) is None or is_sure(entry):
            made = editing.confirm(made, entry["id"])
    return made


def _as_told(stage: Stage, plan: Plan) -> editing.Change:
    """Every matter confirmed as it will be entered, in the order of the document; nothing else."""

    def change(entries: Sequence[Entry]) -> Entries:
        made, known = list(entries), []
        for matter in plan.matters:
            entry = _entry_of(made, matter)
            if entry is None:
                made = editing.add(made, title=matter.title)
                entry = made[-1]
            known.append(entry["id"])
            made = _put_right(stage, made, entry["id"], matter)
        for entry in entries:
            if entry["id"] not in known:
                made = editing.drop(made, entry["id"])
        order = {pk: place for place, pk in enumerate(known)}
        return sorted(made, key=lambda one: order.get(one["id"], len(order)))

    return change


def _entry_of(entries: Sequence[Entry], matter: Matter) -> Entry | None:
    start = matter.title.replace(" ", "")[:_ALIKE]
    for entry in entries:
        words = f"{entry['title']}{entry['problem']}".replace(" ", "")
        if entry["status"] == "unchecked" and start in words:
            return entry
    return None


def _put_right(stage: Stage, entries: Entries, pk: int, matter: Matter) -> Entries:
    """Words, units, day and standard as the matter has them."""
    made = editing.edit(
        entries,
        pk,
        title=matter.title,
        problem=matter.problem,
        goal=matter.goal,
        category=matter.category,
        lead_leader=matter.lead_leader,
        sponsor_leader=matter.sponsor_leader,
    )
    made = editing.set_kind(made, pk, matter.kind)
    made = editing.set_due(made, pk, on=matter.deadline)
    office = stage.ledgers[matter.ledger].office_id
    version = stage.standards[office, matter.standard]
    standard = StandardEntry(version=version.pk, name=version.standard.name, reason="人工选定")
    made = editing.set_standard(made, pk, standard)
    if not _found(made, pk)["measures"]:
        for text in matter.measures:
            made = editing.add_measure(made, pk, text)
    return editing.confirm(_with_units(stage, made, pk, matter), pk)


def _with_units(stage: Stage, entries: Entries, pk: int, matter: Matter) -> Entries:
    """The units of the matter, each for the whole of it; those that the reader found keep their place."""
    made, units = entries, matter.units
    for at in reversed(range(len(_found(made, pk)["duties"]))):
        duty = _found(made, pk)["duties"][at]
        if duty["measure"] is not None or duty["unit"] not in units:
            made = editing.drop_unit(made, pk, at)
    for name in units:
        duties = _found(made, pk)["duties"]
        wanted: DutyCode = "lead" if name == matter.lead else "responsible"
        place = next((n for n, one in enumerate(duties) if one["unit"] == name), None)
        if place is None:
            unit_id = stage.unit_id(name)
            made = editing.add_unit(made, pk, unit_id=unit_id, unit=name, duty=wanted)
        elif duties[place]["duty"] != wanted:
            made = editing.set_duty(made, pk, place, wanted)
    return made


def _found(entries: Entries, pk: int) -> Entry:
    return next(one for one in entries if one["id"] == pk)
