"""A person takes a proposal, which is an edit like any other, or leaves it."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from guatu.accounts.queries import Acting
from guatu.ledgers.intake import editing, saving
from guatu.ledgers.intake.editing import Change
from guatu.ledgers.intake.entries import Entries, Entry, find
from guatu.ledgers.intake.errors import NoSuchEntry
from guatu.ledgers.models import Draft, Proposal

Field = Proposal.Field


@transaction.atomic
def take(*, draft: Draft, revision: int, proposal: int, by: Acting, at: datetime) -> Draft:
    """Put what is proposed into the entry, on the revision that somebody has seen."""
    found = _locked(draft, proposal)
    saved = saving.save(draft=draft, revision=revision, change=_change(found), by=by, at=at)
    _decide(found, Proposal.State.TAKEN, by, at)
    return saved


@transaction.atomic
def dismiss(*, draft: Draft, proposal: int, by: Acting, at: datetime) -> Draft:
    """Leave it; it is not shown again."""
    locked = saving.locked_for(draft, by)
    _decide(_locked(draft, proposal), Proposal.State.DISMISSED, by, at)
    return locked


def _locked(draft: Draft, proposal: int) -> Proposal:
    rows = Proposal.objects.select_for_update(of=("self",)).select_related("unit")
    found = rows.filter(pk=proposal, draft=draft, state=Proposal.State.OPEN).first()
    if found is None:
        raise NoSuchEntry("建议")
    return found


def _decide(found: Proposal, state: Proposal.State, by: Acting, at: datetime) -> None:
    found.state, found.decided_at, found.decided_by_id = state, at, by.person_id
    found.save(update_fields=["state", "decided_at", "decided_by"])


def _change(found: Proposal) -> Change:
    pk = found.entry
    if found.field == Field.DUE:
        return lambda entries: editing.set_due(entries, pk, on=found.day)
    if found.field == Field.PROBLEM:
        return lambda entries: editing.edit(entries, pk, problem=found.value)
    if found.field == Field.LEAD:
        return lambda entries: _lead(entries, found)
    assert found.unit is not None  # noqa: S101 - a unit is proposed as a unit
    unit = found.unit
    return lambda entries: editing.add_unit(entries, pk, unit_id=unit.pk, unit=unit.name, duty="responsible")


def _lead(entries: Sequence[Entry], found: Proposal) -> Entries:
    """In place of a name that nobody could match; else one more unit that leads, or one that is there."""
    assert found.unit is not None  # noqa: S101 - a unit is proposed as a unit
    unit, pk = found.unit, found.entry
    whole = [(at, one) for at, one in enumerate(find(entries, pk)["duties"]) if one["measure"] is None]
    for at, one in whole:
        if one["duty"] == "lead" and one["unit_id"] is None:
            return editing.assign(entries, pk, at, [(unit.pk, unit.name)])
    for at, one in whole:
        if one["unit_id"] == unit.pk:
            return editing.set_duty(entries, pk, at, "lead")
    return editing.add_unit(entries, pk, unit_id=unit.pk, unit=unit.name, duty="lead")
