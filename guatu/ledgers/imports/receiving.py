"""A table comes in: it waits in the private folder, is read by a job, and is settled column by column."""

from datetime import date, datetime
from typing import Final

from django.db import transaction
from django.utils.timezone import localdate

from guatu.accounts.models import Unit
from guatu.accounts.queries import Acting, office_unit_book
from guatu.history.store import Readable
from guatu.ledgers.errors import Incomplete
from guatu.ledgers.imports import jobs, memories, planning, progress
from guatu.ledgers.imports.applying import Asked, coordinating
from guatu.ledgers.imports.errors import (
    ImportNotReady,
    ImportStale,
    NoSuchColumn,
    RowsHeldBack,
    SameTable,
)
from guatu.ledgers.intake import waiting_room
from guatu.ledgers.intake.receiving import file_name
from guatu.ledgers.models import ImportDraft, Ledger

State = ImportDraft.State
_NOBODY: Final = "一天内没有读成，文件没有保存，请重新上传"


def receive(
    *, upload: Readable, name: str, ledger: Ledger, by: Acting, at: datetime, on: date, again: bool = False
) -> ImportDraft:
    """Take a table in and ask for its reading; nothing of it is kept before it was looked at for a mark."""
    coordinating(ledger, by)
    clean = file_name(name)
    waiting = waiting_room.put(upload, name=clean)
    with waiting_room.unless_kept(waiting), transaction.atomic():
        if waiting.size == 0:
            raise Incomplete(field="file", what="有内容的表（这份是空的）")
        open_ones = ImportDraft.objects.filter(ledger=ledger, sha256=waiting.sha256).filter(
            state__in=(State.WAITING, State.READING, State.READY, State.APPLYING)
        )
        if not again and (same := open_ones.order_by("pk").first()):
            raise SameTable(name=same.name or clean, on=localdate(same.received_at), draft=same.pk)
        draft = ImportDraft.objects.create(
            ledger=ledger,
            sha256=waiting.sha256,
            waiting_as=waiting.waiting_as,
            received_by_id=by.person_id,
            received_at=at,
        )
        jobs.read_import.enqueue(draft.pk)
    return draft


@transaction.atomic
def correct_columns(
    *,
    draft: ImportDraft,
    sheet: str,
    columns: dict[int, str],
    by: Acting,
    at: datetime,
    on: date,
    forget: bool = False,
) -> ImportDraft:
    """Say what the columns of a sheet hold; an empty role is a column that is left out."""
    from guatu.ledgers.imports.roles import ROLES

    locked = _locked(draft, by)
    if unknown := {role for role in columns.values() if role} - ROLES.keys():
        raise NoSuchColumn(label=min(unknown))
    plain = {str(index): role for index, role in sorted(columns.items())}
    locked.columns = {**locked.columns, sheet: {} if forget else plain}
    return _again(locked)


@transaction.atomic
def correct_unit(
    *,
    draft: ImportDraft,
    written: str,
    unit_id: int,
    by: Acting,
    at: datetime,
    on: date,
    remember: bool = True,
) -> ImportDraft:
    """Say which unit a name of the table means, now and, for this office, later too."""
    locked = _locked(draft, by)
    book = office_unit_book(locked.ledger.office, on=on)
    if unit_id not in book.ids.values():
        raise NoSuchColumn(field="unit", label=_unit_name(unit_id))
    words = written.strip()[: memories.LONGEST]
    if not words:
        raise Incomplete(field="written", what="表里的单位叫法")
    locked.units = {**locked.units, words: unit_id}
    if remember:
        memories.keep(locked, memories.Kind.UNIT, words, unit_id, by=by, at=at)
    return _again(locked)


def _unit_name(pk: int) -> str:
    unit = Unit.objects.filter(pk=pk).first()
    return unit.name if unit else "单位"


@transaction.atomic
def ask_apply(*, draft: ImportDraft, asked: Asked, by: Acting, at: datetime, on: date) -> ImportDraft:
    """Ask for it to be brought in as it was shown; a job does it, and the page tells how far it is."""
    locked = _locked(draft, by)
    if asked.shown != locked.shown:
        raise ImportStale(name=locked.name)
    if not asked.reason.strip():
        raise Incomplete(field="reason", what="转入说明，例如“2025年旧台账转入”")
    if asked.done_as not in ("in_progress", "closed"):
        raise NoSuchColumn(field="done_as", label=asked.done_as)
    if not asked.good_only and (held := planning.load(str(locked.plan_id)).counts["rejected"]):
        raise RowsHeldBack(count=held)
    locked.asked = {
        "reason": asked.reason.strip(),
        "good_only": asked.good_only,
        "done_as": asked.done_as,
        "by": by.person_id,
    }
    locked.state, locked.failure = State.APPLYING, ""
    locked.revision += 1
    locked.save(update_fields=["asked", "state", "failure", "revision"])
    progress.forget(locked.pk)
    jobs.apply_import.enqueue(locked.pk)
    return locked


@transaction.atomic
def withdraw(*, draft: ImportDraft, by: Acting) -> ImportDraft:
    """Leave it; nothing of it came into the ledger."""
    locked = (
        ImportDraft.objects.select_for_update(of=("self",)).select_related("ledger__office").get(pk=draft.pk)
    )
    coordinating(locked.ledger, by)
    if locked.state in (State.APPLYING, State.APPLIED, State.WITHDRAWN):
        raise ImportNotReady(name=locked.name, state=str(locked.get_state_display()), deed="放弃")
    waiting_room.remove(locked.waiting_as)
    locked.state, locked.waiting_as = State.WITHDRAWN, ""
    locked.revision += 1
    locked.save(update_fields=["state", "waiting_as", "revision"])
    return locked


def sweep(*, older_than: datetime) -> None:
    """End readings that nobody ended, so that their files go."""
    stuck = ImportDraft.objects.filter(state__in=(State.WAITING, State.READING), received_at__lt=older_than)
    stuck.update(state=State.FAILED, failure=_NOBODY, waiting_as="")


def _locked(draft: ImportDraft, by: Acting) -> ImportDraft:
    locked = (
        ImportDraft.objects.select_for_update(of=("self",)).select_related("ledger__office").get(pk=draft.pk)
    )
    coordinating(locked.ledger, by)
    if locked.state != State.READY:
        raise ImportNotReady(name=locked.name, state=str(locked.get_state_display()), deed="修改")
    return locked


def _again(draft: ImportDraft) -> ImportDraft:
    """Have it read again, as it was corrected."""
    draft.state, draft.failure = State.READING, ""
    draft.revision += 1
    draft.save(update_fields=["columns", "units", "state", "failure", "revision"])
    jobs.read_import.enqueue(draft.pk)
    return draft
