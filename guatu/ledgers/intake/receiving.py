"""A file comes in: it waits in a private folder, and a job is asked to read it; nothing is kept before."""

import re
from datetime import date, datetime
from typing import Final

from django.db import transaction
from django.utils.timezone import localdate

from guatu.accounts.models import Office
from guatu.accounts.queries import Acting
from guatu.history.store import Readable
from guatu.ledgers.errors import Incomplete, NotYours, WrongDay
from guatu.ledgers.events import Event
from guatu.ledgers.intake import jobs, waiting_room
from guatu.ledgers.intake.errors import AlreadyReceived, NotReady
from guatu.ledgers.intake.waiting_room import Waiting
from guatu.ledgers.models import Draft, ImportDraft, Ledger, Meeting
from guatu.ledgers.permissions import role_in_office

State = Draft.State
_NAME: Final = 200
_NOBODY_READ: Final = "一天内没有读成，文件没有保存，请重新上传"
_UNSEEN: Final = re.compile(r"[\x00-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]")


def receive(
    *,
    upload: Readable,
    name: str,
    office: Office,
    by: Acting,
    at: datetime,
    on: date,
    ledger: Ledger | None = None,
    again: bool = False,
    meeting: Meeting | None = None,
) -> Draft:
    """Take a file in (the minutes of `meeting`) and ask for its reading; twice only when that is meant.

    What is kept until it is read: the file in the private folder, and a draft that waits.
    """
    _refuse_misplaced(office, ledger, by)
    clean = file_name(name)
    waiting = waiting_room.put(upload, name=clean)
    with waiting_room.unless_kept(waiting), transaction.atomic():
        if waiting.size == 0:
            raise Incomplete(field="file", what="有内容的文件（这份是空的）")
        if not again:
            _refuse_twice(office, waiting)
        draft = Draft.objects.create(
            office=office,
            ledger=ledger,
            meeting=meeting,
            sha256=waiting.sha256,
            waiting_as=waiting.waiting_as,
            received_by_id=by.person_id,
            received_at=at,
        )
        jobs.read_draft.enqueue(draft.pk)
    return draft


def dismiss(*, draft: Draft, by: Acting) -> None:
    """Take a draft that could not be read off the desk; nothing of its document was kept."""
    if draft.office_id is None or role_in_office(by, "coordinator", draft.office_id) is None:
        raise NotYours(deed="移除未读成的来文", who=["督办员"])
    if draft.state != State.FAILED:
        raise NotReady(name=shown_name(draft), state=draft.get_state_display())
    waiting_room.remove(draft.waiting_as)
    draft.delete()


def sweep(*, older_than: datetime) -> int:
    """Take away files that wait for nothing: an upload that broke off, a reading that nobody ended."""
    stuck = Draft.objects.filter(state__in=(State.WAITING, State.READING), received_at__lt=older_than)
    stuck.update(state=State.FAILED, failure=_NOBODY_READ, waiting_as="", progress=0)
    spoken_of = set(Draft.objects.exclude(waiting_as="").values_list("waiting_as", flat=True))
    tables = ImportDraft.objects.exclude(waiting_as="")
    spoken_of |= set(tables.values_list("waiting_as", flat=True))
    return waiting_room.sweep(spoken_of=spoken_of, older_than=older_than)


def shown_name(draft: Draft) -> str:
    """What its file is called; until it has been read, only the private folder knows."""
    return draft.name or waiting_room.name_of(draft.waiting_as) or "来文"


def file_name(name: str) -> str:
    """A name without folders and without what no screen shows, not longer than is kept."""
    clean = _UNSEEN.sub("", re.split(r"[/\\]", name)[-1]).strip() or "来文"
    stem, dot, ending = clean.rpartition(".")
    return clean if len(clean) <= _NAME else f"{stem[: _NAME - len(ending) - 1]}{dot}{ending}"


def _refuse_misplaced(office: Office, ledger: Ledger | None, by: Acting) -> None:
    if role_in_office(by, "coordinator", office.pk) is None:
        raise NotYours(deed=str(Event.DIRECTIVE_RECEIVED.label), who=["督办员"])
    if ledger is not None and (ledger.office_id != office.pk or ledger.is_archived):
        raise WrongDay(field="ledger", why="请选本办公室在用的台账")


def _refuse_twice(office: Office, waiting: Waiting) -> None:
    same = Draft.objects.filter(office=office, sha256=waiting.sha256).exclude(state=State.FAILED)
    if (first := same.order_by("pk").first()) and first.received_at:
        raise AlreadyReceived(name=shown_name(first), on=localdate(first.received_at), draft=first.pk)
