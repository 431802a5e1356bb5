"""Reading a table that waits, where jobs run, and laying it beside the ledger.

First the mark of secrecy, by the reader itself; then the file is stored; last the draft speaks of both.
Killed in between, it is done again.
"""

from datetime import date, datetime
from pathlib import PurePath
from typing import TYPE_CHECKING, Any, Final

from django.db import transaction

from guatu.accounts.queries import UnitBook
from guatu.history import store
from guatu.kernel.errors import Refusal
from guatu.ledgers.errors import SecrecyMark
from guatu.ledgers.imports import matters, planning
from guatu.ledgers.imports.names import book_of
from guatu.ledgers.imports.planning import Plan
from guatu.ledgers.imports.progress import COMPARING, READING_ROWS
from guatu.ledgers.intake import waiting_room
from guatu.ledgers.models import ImportDraft, ImportMemory
from guatu.reading.errors import MarkedSecret, ReadingRefusal

if TYPE_CHECKING:
    from guatu.reading.tables.reading import Mappings
    from guatu.reading.tables.shapes import TableReading

State = ImportDraft.State
_FAILURE: Final = 400
_DIED: Final = "读取这份表时程序几次中断，请用原软件另存为 xlsx 或拆分后重新上传"
_LOST: Final = "暂存的文件已不在，请重新上传"


def read_now(*, draft: ImportDraft, at: datetime, on: date, isolated: bool = True) -> ImportDraft:
    """Read a table that waits, or was corrected; a mark of secrecy leaves nothing of it."""
    if draft.state not in (State.WAITING, State.READING):
        return draft
    name = draft.name or waiting_room.name_of(draft.waiting_as)
    ImportDraft.objects.filter(pk=draft.pk).update(state=State.READING, progress=READING_ROWS)
    book = book_of(draft, on=on)
    try:
        read = _read(draft, name, book, on=on, isolated=isolated)
    except MarkedSecret:
        return _refuse_marked(draft, name)
    except ReadingRefusal as refusal:
        return _fail(draft, str(refusal), name)
    ImportDraft.objects.filter(pk=draft.pk).update(progress=COMPARING)
    try:
        _keep(draft, name, _plan(draft, read, book, on=on), read.marked, at=at)
    except Refusal as refusal:
        return _fail(draft, str(refusal), name)
    draft.refresh_from_db()
    return draft


def plan_anew(draft: ImportDraft, *, on: date, at: datetime) -> None:
    """Lay what was read beside the ledger as it stands now."""
    saved = planning.load(str(draft.plan_id))
    plan = planning.plan(saved.matters, draft.ledger, on=on)
    plan.sheets, plan.rejects, plan.warnings = saved.sheets, saved.rejects, saved.warnings
    file = store.put(plan.as_bytes(), name=draft.name, at=at)
    ImportDraft.objects.filter(pk=draft.pk).update(plan=file, shown=plan.token, revision=draft.revision + 1)


def give_up(draft: ImportDraft) -> None:
    """Say that the table cannot be read: whoever read it died of it."""
    if draft.state in (State.WAITING, State.READING):
        _fail(draft, _DIED, draft.name)


def _read(draft: ImportDraft, name: str, book: UnitBook, *, on: date, isolated: bool) -> "TableReading":
    data = _bytes(draft)
    said = _mappings(draft)
    if isolated:
        from guatu.reading.pool import shared_pool

        return shared_pool().read_table(data, name=name, units=book.directory, day=on, mappings=said)
    from guatu.reading.tables.marking import read_marked

    return read_marked(data, name=name, units=book.directory, day=on, mappings=said)


def _bytes(draft: ImportDraft) -> bytes:
    if draft.file_id is not None:
        with store.open_file(draft.file_id) as file:
            return file.read()
    path = waiting_room.path_of(draft.waiting_as)
    if not draft.waiting_as or not path.is_file():
        raise ReadingRefusal(why=_LOST)
    return path.read_bytes()


def _mappings(draft: ImportDraft) -> "Mappings":
    """What the office said of such columns before, and what was said of these."""
    kept = ImportMemory.objects.filter(office=draft.ledger.office_id, kind=ImportMemory.Kind.COLUMNS)
    said: dict[str, dict[int, Any]] = {
        layout: {int(place): role or None for place, role in columns.items()}
        for layout, columns in kept.values_list("key", "value")
    }
    for sheet, columns in draft.columns.items():
        said[sheet] = {int(place): role or None for place, role in columns.items()}
    return said


def _plan(draft: ImportDraft, read: "TableReading", book: UnitBook, *, on: date) -> Plan:
    plan = planning.plan(matters.gather(read, book), draft.ledger, on=on)
    plan.sheets = [_sheet(one, draft) for one in read.sheets]
    plan.rejects = [
        {"sheet": one.sheet, "row": one.sheet_row, "why": one.why, "words": one.words, "column": one.column}
        for one in read.rejects
    ]
    plan.warnings = list(read.warnings)
    return plan


def _sheet(one: Any, draft: ImportDraft) -> dict[str, Any]:
    said = draft.columns.get(one.name, {})
    return {
        "name": one.name,
        "kind": one.kind,
        "reason": one.reason,
        "layout": one.layout,
        "head": list(one.head) if one.head else None,
        "columns": [
            {
                "index": column.index,
                "head": column.head,
                "role": column.role,
                "confidence": column.confidence,
                "reasons": list(column.reasons),
                "samples": list(column.samples),
                "is_hidden": column.is_hidden,
                "is_said": str(column.index) in said,
            }
            for column in one.columns
        ],
    }


def _keep(draft: ImportDraft, name: str, plan: Plan, marked: bytes | None, *, at: datetime) -> None:
    """Store file, plan and what is given back, then let the draft speak of them, all at once."""
    file = draft.file
    if file is None:
        with waiting_room.path_of(draft.waiting_as).open("rb") as waiting:
            file = store.put(waiting, name=name, at=at)
    kept = store.put(plan.as_bytes(), name=PurePath(name).name, at=at)
    back = None if marked is None else store.put(marked, name=PurePath(name).name, at=at)
    with transaction.atomic():
        locked = ImportDraft.objects.select_for_update(of=("self",)).get(pk=draft.pk)
        if locked.state == State.READING:
            waiting_as = locked.waiting_as
            locked.file, locked.plan, locked.shown, locked.name = file, kept, plan.token, name
            locked.marked = back
            locked.state, locked.failure, locked.waiting_as = State.READY, "", ""
            locked.revision += 1
            locked.save()
            transaction.on_commit(lambda: waiting_room.remove(waiting_as))


def _refuse_marked(draft: ImportDraft, name: str) -> ImportDraft:
    """Take away all that there is of it, then say so."""
    waiting_room.remove(draft.waiting_as)
    draft.delete()
    raise SecrecyMark(name=name, mark="密级")


def _fail(draft: ImportDraft, sentence: str, name: str) -> ImportDraft:
    """The draft says why; a file that was never read is not kept."""
    waiting_as, draft.waiting_as = draft.waiting_as, ""
    draft.state, draft.failure, draft.name = State.FAILED, sentence[:_FAILURE], name
    if draft.plan_id is not None:  # it was read before: a correction went wrong
        draft.state = State.READY
    draft.save(update_fields=["waiting_as", "state", "failure", "name"])
    waiting_room.remove(waiting_as)
    return draft
