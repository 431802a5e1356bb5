"""Filling a ledger: items as drafts or handed out at once, and a leader's written words."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Annotated, Any

from django.http import HttpResponse
from ninja import File, Router, UploadedFile
from pydantic import Field

from guatu.accounts.models import Person, Unit
from guatu.accounts.queries import divisions_below
from guatu.api import keys, revisions, telling
from guatu.api.acts.base import Amount, FileWord
from guatu.api.acts.office import DueKind, Duty, MeasureGiven
from guatu.api.answers import answered
from guatu.api.operations.acts import ONCE
from guatu.api.operations.items import loaded
from guatu.api.operations.items import router as listing
from guatu.api.shapes.base import Given, Id, MaybeWords, Told, Words, answers
from guatu.api.shapes.items import ItemTold
from guatu.api.shapes.lists import Importance, Kind
from guatu.history.models import StoredFile
from guatu.http import uploads
from guatu.http.errors import Absent, Malformed
from guatu.http.requests import Request
from guatu.ledgers.actions import adding, dispatching, instructions
from guatu.ledgers.actions.adding import NewDuty, NewItem
from guatu.ledgers.models import Directive, Item, Ledger, Phase, StandardVersion
from guatu.ledgers.permissions import Part, parts_in_ledger
from guatu.ledgers.queries import visibility
from guatu.ledgers.queries.remembering import heads

router = Router(tags=["录入"])
_Title = Annotated[str, Field(min_length=1, max_length=200)]
_Name = Annotated[str, Field(max_length=80)]


class DutyGiven(Given):
    """A unit and its duty, in the whole item or in one of the measures that are given with it."""

    unit_id: Id
    duty: Duty = "responsible"
    measure: Annotated[int, Field(ge=0, lt=200)] | None = Field(None, description="第几条措施，从 0 数起")
    deadline: date | None = None
    target_share: Amount | None = None


class _Owed(Given):
    """By when, and by whom."""

    due_kind: DueKind = "undated"
    due_text: _Name = ""
    deadline: date | None = None
    measures: Annotated[list[MeasureGiven], Field(max_length=200)] = []
    duties: Annotated[list[DutyGiven], Field(max_length=400)] = []
    dispatch: bool = Field(default=False, description="录入后当即交办；不能交办则也不录入")


class ItemGiven(_Owed):
    """An item; what is empty may be filled in before dispatch."""

    title: _Title
    kind: Kind = "rectification"
    problem: MaybeWords = ""
    goal: MaybeWords = ""
    category: Annotated[str, Field(max_length=60)] = ""
    importance: Importance = "ordinary"
    lead_leader: _Name = ""
    sponsor_leader: _Name = ""
    phase_id: Id | None = None
    standard_id: Id | None = None
    directive_id: Id | None = None


class SlipGiven(_Owed):
    """A leader's written words, which become an item."""

    leader_id: Id
    given_on: date
    words: Words
    title: Annotated[str, Field(max_length=200)] = Field("", description="不填则取批示的开头")
    scan: FileWord | None = None


@listing.post(
    "/ledgers/{ledger_id}/items",
    tags=["录入"],
    response=answers(ItemTold, status=201),
    summary="录入事项",
    openapi_extra={"parameters": [ONCE]},
)
def add_item(request: Request, ledger_id: Id, body: ItemGiven) -> HttpResponse:
    """由督办员录入为草稿，或当即交办。"""
    ledger = writable(request, ledger_id)
    new, deed = new_item(ledger, body, request.clock.on), request.clock.deed()

    def enter() -> Item:
        return adding.add(ledger=ledger, items=[new], **deed)[0]

    return _entered(request, body, enter)


def new_item(ledger: Ledger, body: ItemGiven, on: date) -> NewItem:
    """The item as the action takes it; refuses what cannot be chosen in the ledger."""
    return NewItem(
        **body.model_dump(
            include={
                "title",
                "kind",
                "problem",
                "goal",
                "category",
                "importance",
                "lead_leader",
                "sponsor_leader",
            }
        ),
        phase=chosen(Phase.objects.filter(ledger=ledger), body.phase_id, "phase_id"),
        standard=chosen(_standards(ledger), body.standard_id, "standard_id"),
        directive=chosen(Directive.objects.filter(office=ledger.office), body.directive_id, "directive_id"),
        **_owed(ledger, body, on),
    )


@router.post(
    "/ledgers/{ledger_id}/slips",
    response=answers(ItemTold, status=201),
    summary="登记领导批示",
    openapi_extra={"parameters": [ONCE]},
)
def add_slip(request: Request, ledger_id: Id, body: SlipGiven) -> HttpResponse:
    """由督办员登记；批示成为一个事项。"""
    ledger, deed = writable(request, ledger_id), request.clock.deed()
    leaders = Person.objects.filter(roles__office=ledger.office, roles__kind="leader").distinct()
    leader = chosen(leaders, body.leader_id, "leader_id")
    new = NewItem(
        title=body.title.strip() or instructions_title(body.words),
        problem=body.words,
        **_owed(ledger, body, request.clock.on),
    )
    scan = kept(request, ledger_id, body.scan)

    def enter() -> Item:
        made = instructions.slip(
            ledger=ledger, leader=leader, given_on=body.given_on, words=body.words, new=new, scan=scan, **deed
        )
        return made.item

    return _entered(request, body, enter)


def instructions_title(words: str) -> str:
    """The beginning of what was written, as a title."""
    plain = " ".join(words.split())
    return plain if len(plain) <= _SHOWN else f"{plain[:_SHOWN]}…"


_SHOWN = 40


def _entered(request: Request, body: _Owed, enter: Any) -> HttpResponse:
    """Entered once, and handed out at once where that was asked: both or neither."""
    made: list[Item] = []

    def do() -> None:
        made.append(enter())
        if body.dispatch:
            dispatching.dispatch(pks=[made[0].pk], **request.clock.deed())

    again = keys.only_once(request, do)
    if again is not None:
        return again
    page = loaded(request, made[0].pk)
    response = answered(
        telling.told(page), status=201, etag=revisions.etag(request, page.item.revision, heads())
    )
    response.headers["Location"] = f"/api/v1/items/{page.item.pk}"
    return response


class LedgerFileKept(Told):
    """A file that waits for what is done in the ledger, for a day."""

    file: str
    name: str
    sha256: str


@router.post("/ledgers/{ledger_id}/files", response=answers(LedgerFileKept), summary="上传台账用的文件")
def send_ledger_file(request: Request, ledger_id: Id, file: File[UploadedFile]) -> HttpResponse:
    """批示扫描件、成批调整时限的依据文件先上传，再写上答复的 file。"""
    writable(request, ledger_id)
    deed = request.clock.deed()
    found = uploads.keep(file, at=deed["at"])
    word = uploads.word_for(found, person_id=deed["by"].person_id, item_id=-ledger_id)
    return answered({"file": word, "name": found.name, "sha256": found.sha256})


def kept(request: Request, ledger_id: int, word: str | None) -> StoredFile | None:
    """A file that was sent for the ledger before; its word bears the ledger where others bear their item."""
    if word is None:
        return None
    found = uploads.read(word, person_id=request.clock.by.person_id, item_id=-ledger_id)
    return StoredFile.objects.get(pk=found.sha256)


def writable(request: Request, pk: int) -> Ledger:
    """The ledger in which this person enters items; for everybody else there is none."""
    who = request.clock.by
    ledger = visibility.ledgers(who).filter(pk=pk).select_related("office__unit").first()
    if ledger is None or Part.COORDINATOR not in parts_in_ledger(ledger, who):
        raise Absent
    return ledger


def chosen(rows: Any, pk: int | None, field: str) -> Any:
    """The row of this key among those that may be chosen; none where none is asked."""
    found = rows.filter(pk=pk).first() if pk is not None else None
    if pk is not None and found is None:
        raise Malformed({field: "不能选"})
    return found


def _standards(ledger: Ledger) -> Any:
    usable = StandardVersion.objects.filter(standard__office=ledger.office, standard__is_retired=False)
    return usable.select_related("standard")


def _owed(ledger: Ledger, body: _Owed, on: date) -> dict[str, Any]:
    check_units(ledger, [one.unit_id for one in body.duties], on)
    if any(one.measure is not None and one.measure >= len(body.measures) for one in body.duties):
        raise Malformed({"duties": "所指的措施没有给出"})
    return {
        "due_kind": "dated" if body.deadline else body.due_kind,
        "due_text": body.due_text,
        "deadline": body.deadline,
        "measures": [one.new() for one in body.measures],
        "duties": _duties(body.duties),
    }


def _duties(given: Iterable[DutyGiven]) -> Sequence[NewDuty]:
    return [NewDuty(**one.model_dump()) for one in given]


def check_units(ledger: Ledger, pks: Sequence[int], on: date) -> None:
    """Units that the office hands items to: those of its division and below."""
    below = divisions_below([ledger.office.unit.division_id])
    known = set(
        Unit.objects.in_force(on=on).filter(pk__in=pks, division__in=below).values_list("pk", flat=True)
    )
    if strange := [pk for pk in pks if pk not in known]:
        raise Malformed({"duties": f"没有 {strange[0]} 号单位，或不能选"})
