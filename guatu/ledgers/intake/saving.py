"""Saving a draft: one change, one short transaction, and nothing lost to a second window."""

from collections.abc import Sequence
from datetime import datetime
from typing import cast

from django.db import transaction
from django.utils.timezone import localtime

from guatu.accounts.queries import Acting
from guatu.ledgers.errors import LedgerRefusal, NotYours
from guatu.ledgers.intake.editing import Change
from guatu.ledgers.intake.entries import Entries
from guatu.ledgers.intake.errors import DraftChanged, NotReady
from guatu.ledgers.intake.receiving import shown_name
from guatu.ledgers.models import Draft
from guatu.ledgers.permissions import role_in_office


@transaction.atomic
def save(*, draft: Draft, revision: int, change: Change, by: Acting, at: datetime) -> Draft:
    """Apply a change to the revision that somebody has seen; refused with both versions where it moved on."""
    locked = locked_for(draft, by)
    if locked.revision != revision:
        raise DraftChanged(draft=locked, who=_who(locked), yours=_tried(change, locked.entries))
    return _write(locked, change(locked.entries), by=by, at=at)


@transaction.atomic
def undo(*, draft: Draft, revision: int, by: Acting, at: datetime) -> Draft:
    """Take the last edit back; done twice, it stands again."""
    locked = locked_for(draft, by)
    if locked.revision != revision:
        raise DraftChanged(draft=locked, who=_who(locked), yours=None)
    if locked.before is None:
        return locked
    return _write(locked, locked.before, by=by, at=at)


def locked_for(draft: Draft, by: Acting) -> Draft:
    """The draft as it stands, locked, for somebody who may work on it."""
    found = Draft.objects.select_for_update(of=("self",)).select_related("directive", "saved_by")
    locked = found.get(pk=draft.pk)
    if locked.office_id is None or role_in_office(by, "coordinator", locked.office_id) is None:
        raise NotYours(deed="核对草稿", who=["督办员"])
    if locked.state != Draft.State.READY:
        raise NotReady(name=str(locked.directive or shown_name(locked)), state=locked.get_state_display())
    return locked


def _write(locked: Draft, entries: Entries, *, by: Acting, at: datetime) -> Draft:
    if entries == locked.entries:
        return locked
    locked.before, locked.entries = locked.entries, entries
    locked.revision += 1
    locked.saved_at, locked.saved_by_id = at, by.person_id
    locked.save(update_fields=["entries", "before", "revision", "saved_at", "saved_by"])
    return locked


def _tried(change: Change, entries: Sequence[object]) -> Entries | None:
    """What the change would make of the draft as it stands now; None where it fits no more."""
    try:
        return change(cast("Entries", entries))
    except LedgerRefusal:
        return None


def _who(locked: Draft) -> str:
    name = locked.saved_by.name if locked.saved_by else "别人"
    return f"{name} {localtime(locked.saved_at):%H:%M} " if locked.saved_at else name
