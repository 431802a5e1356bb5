"""Reading one document that waits, where the job worker is, or at once where there is none.

The order is what makes it safe: first the mark of secrecy, by the reader itself; then the file and what was
read are stored; last the rows are written, all of them together. Killed in between, it is done again.
"""

import json
import time
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import PurePath
from typing import Any, Final

from django.db import transaction
from django.utils.timezone import localdate

from guatu.accounts.models import Office
from guatu.accounts.queries import UnitBook, acting, office_unit_book
from guatu.history import store
from guatu.history.models import StoredFile
from guatu.kernel.errors import Refusal
from guatu.ledgers.actions import directives
from guatu.ledgers.errors import NotYours, SecrecyMark
from guatu.ledgers.events import Event
from guatu.ledgers.intake import composing, waiting_room
from guatu.ledgers.intake.composing import Background
from guatu.ledgers.intake.entries import Entries
from guatu.ledgers.intake.stages import Stage
from guatu.ledgers.models import Directive, Draft, StandardVersion
from guatu.reading import Draft as Read
from guatu.reading import ReadingRefusal, read
from guatu.reading.errors import MarkedSecret
from guatu.reading.marked import is_marked_name
from guatu.reading.writing import as_json, head
from guatu.reading.writing.marks import mends

State = Draft.State
SCHEMA: Final = "guatu.reading/1"
_FAILURE: Final = 300
_TITLE, _ISSUER, _NUMBER = 300, 120, 80
_DIED: Final = "读取这份文件时程序几次中断，请用原软件另存为 docx 或拆分后重新上传"
_LOST: Final = "暂存的文件已不在，请重新上传"


@dataclass(frozen=True, slots=True)
class _Found:
    """What was read of a document, and how long it took."""

    read: Read
    milliseconds: int


def read_now(*, draft: Draft, at: datetime, on: date, isolated: bool = True) -> Draft:
    """Read a document that waits; a mark of secrecy leaves nothing of it, else a draft says why it failed."""
    if draft.state not in (State.WAITING, State.READING) or draft.office_id is None:
        return draft
    _begin(draft)
    office = Office.objects.select_related("unit__division").get(pk=draft.office_id)
    book = office_unit_book(office, on=on)
    try:
        found = _read(draft, book, on=on, isolated=isolated)
    except MarkedSecret:
        return _refuse_marked(draft)
    except ReadingRefusal as refusal:
        return _fail(draft, str(refusal))
    _reach(draft, Stage.MATCHING)
    entries = composing.compose(found.read, Background(book, _standards(office)))
    try:
        _keep(draft, office, found, entries, at=at, on=on)
    except Refusal as refusal:
        return _fail(draft, str(refusal))
    return draft


def give_up(draft: Draft) -> None:
    """Say that the document cannot be read: whoever read it died of it."""
    if draft.state in (State.WAITING, State.READING):
        _fail(draft, _DIED)


def _read(draft: Draft, book: UnitBook, *, on: date, isolated: bool) -> _Found:
    if is_marked_name(draft.name):
        raise MarkedSecret
    path = waiting_room.path_of(draft.waiting_as)
    if not path.is_file():
        raise ReadingRefusal(why=_LOST)
    began = time.perf_counter()
    source = path if isolated else path.read_bytes()
    day = localdate(draft.received_at) if draft.received_at else on
    found = read(source, name=draft.name, units=book.directory, day=day, isolated=isolated)
    return _Found(found, round((time.perf_counter() - began) * 1000))


def _keep(draft: Draft, office: Office, found: _Found, entries: Entries, *, at: datetime, on: date) -> None:
    """Store file and reading, then enter the directive and make the draft ready, all at once."""
    with waiting_room.path_of(draft.waiting_as).open("rb") as waiting:
        file = store.put(waiting, name=draft.name, at=at)
    reading = store.put(_plain(found, entries), name=draft.name, at=at)
    with transaction.atomic():
        locked = Draft.objects.select_for_update().get(pk=draft.pk)
        if locked.state in (State.WAITING, State.READING):
            draft.directive = _directive(draft, office, found.read, file, reading, at=at, on=on)
            draft.state, draft.progress, draft.entries = State.READY, Stage.READY, entries
            draft.save(update_fields=["directive", "name", "state", "progress", "entries"])
            transaction.on_commit(lambda: _leave_waiting_room(draft))


def _directive(
    draft: Draft, office: Office, read: Read, file: StoredFile, reading: StoredFile, *, at: datetime, on: date
) -> Directive:
    by = acting(draft.received_by_id, on=on) if draft.received_by_id else None
    if by is None:
        raise NotYours(deed=str(Event.DIRECTIVE_RECEIVED.label), who=["在岗的督办员"])
    document = read.document
    return directives.receive(
        office=office,
        ledger=draft.ledger,
        meeting=draft.meeting,
        kind=Directive.Kind.MINUTES if draft.meeting_id else document.kind,
        title=(document.title or PurePath(draft.name).stem)[:_TITLE],
        issuer=(document.issuer or "")[:_ISSUER],
        reference_number=(document.number or "")[:_NUMBER],
        issued_on=document.issued_on,
        file=file,
        file_name=draft.name,
        reading=reading,
        by=by,
        at=at,
        on=on,
    )


def _plain(found: _Found, entries: Entries) -> bytes:
    """What a page shows of the source: text, paragraphs, mends; the whole draft, and the entries as read."""
    read = found.read
    plain: dict[str, Any] = {
        "schema": SCHEMA,
        "draft": as_json.as_plain(read),
        "text": read.text,
        "paragraphs": [
            {"span": list(one.span), "anchor": one.anchor, "kind": one.kind, "page": one.page}
            for one in read.paragraphs
        ],
        "mends": [{"span": list(one.span), "said": one.said} for one in mends(read)],
        "notes": list(head.notes(read)),
        "repaired": head.repaired(read),
        "milliseconds": found.milliseconds,
        "entries": entries,
    }
    return json.dumps(plain, ensure_ascii=False).encode()


def _refuse_marked(draft: Draft) -> Draft:
    """Take away all that there is of it, then say so to whoever sent it."""
    name = draft.name
    waiting_room.remove(draft.waiting_as)
    draft.delete()
    raise SecrecyMark(name=name, mark="密级")


def _fail(draft: Draft, sentence: str) -> Draft:
    """The draft says why; the file is not kept, for nobody could look whether it bears a mark."""
    waiting_as, draft.waiting_as = draft.waiting_as, ""
    draft.state, draft.progress, draft.failure = State.FAILED, Stage.QUEUED, sentence[:_FAILURE]
    draft.name = draft.name or waiting_room.name_of(waiting_as)
    draft.save(update_fields=["waiting_as", "state", "progress", "failure", "name"])
    waiting_room.remove(waiting_as)
    return draft


def _leave_waiting_room(draft: Draft) -> None:
    waiting_room.remove(draft.waiting_as)
    Draft.objects.filter(pk=draft.pk).update(waiting_as="")
    draft.waiting_as = ""


def _begin(draft: Draft) -> None:
    draft.name = waiting_room.name_of(draft.waiting_as)
    _reach(draft, Stage.READING)


def _reach(draft: Draft, stage: Stage) -> None:
    draft.state, draft.progress = State.READING, stage
    Draft.objects.filter(pk=draft.pk).update(state=State.READING, progress=stage)


def _standards(office: Office) -> list[StandardVersion]:
    """The latest version of each standard in use."""
    versions = StandardVersion.objects.filter(standard__office=office, standard__is_retired=False)
    latest = {one.standard_id: one for one in versions.select_related("standard").order_by("number")}
    return list(latest.values())
