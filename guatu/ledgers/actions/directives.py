"""Documents that came in: entered with file and reading, put right by hand, known as newer than others."""

from datetime import date, datetime
from typing import TypedDict, Unpack

from django.db import transaction

from guatu.accounts.models import Office
from guatu.accounts.queries import Acting
from guatu.history.deeds import Deed
from guatu.history.models import StoredFile
from guatu.ledgers import acts, fitting
from guatu.ledgers.acts import act
from guatu.ledgers.errors import Incomplete, NotNow, NotYours, WrongChoice, WrongDay
from guatu.ledgers.events import Event
from guatu.ledgers.models import Directive, Item, Ledger, Meeting, NewerPassage
from guatu.ledgers.permissions import actor, role_in_office


class Told(TypedDict, total=False):
    """What a document may say of itself, and the files that came with it."""

    kind: str
    issuer: str
    reference_number: str
    issued_on: date | None
    file: StoredFile | None
    file_name: str
    reading: StoredFile | None
    """What was read from the file."""
    meeting: Meeting | None


@transaction.atomic
def receive(
    *,
    office: Office,
    title: str,
    by: Acting,
    at: datetime,
    on: date,
    ledger: Ledger | None = None,
    received_on: date | None = None,
    **told: Unpack[Told],
) -> Directive:
    """Enter a document; its file bears no mark of secrecy by now."""
    _refuse_misplaced(office, ledger)
    directive = Directive(
        office=office, ledger=ledger, title=_given(title), received_on=received_on or on, **told
    )
    deed = _deed(Event.DIRECTIVE_RECEIVED, directive, office, by=by, at=at, on=on).add(directive)
    fitting.commit([deed])
    return directive


@transaction.atomic
def change(*, directive: Directive, by: Acting, at: datetime, on: date, **values: object) -> Directive:
    """Put right what a document is called, who issued it, when and under what number."""
    directive = (
        Directive.objects.select_for_update(of=("self",)).select_related("office").get(pk=directive.pk)
    )
    deed = _deed(Event.DIRECTIVE_CHANGED, directive, directive.office, by=by, at=at, on=on)
    _given(str(values.get("title", directive.title)))
    if deed.set(directive, **values).changed:
        fitting.commit([deed])
    return directive


@transaction.atomic
def name_version(
    *, directive: Directive, replaces: Directive, by: Acting, at: datetime, on: date
) -> Directive:
    """Say of which document this is the newer version: one of its office, without a newer one of its own."""
    both = Directive.objects.select_for_update(of=("self",)).filter(pk__in=(directive.pk, replaces.pk))
    found = {one.pk: one for one in both.select_related("office").order_by("pk")}
    newer, older = found[directive.pk], found[replaces.pk]
    deed = _deed(Event.VERSION_NAMED, newer, newer.office, by=by, at=at, on=on)
    if newer.replaces_id == older.pk:
        return newer
    _refuse_version(newer, older)
    deed.set(newer, replaces=older).say(reason=named(older))
    fitting.commit([deed])
    return newer


@transaction.atomic
def unname_version(*, directive: Directive, by: Acting, at: datetime, on: date) -> Directive:
    """It is no newer version after all; refused once items have been brought up to it."""
    found = Directive.objects.select_for_update(of=("self",)).select_related("office")
    newer = found.get(pk=directive.pk)
    deed = _deed(Event.VERSION_UNNAMED, newer, newer.office, by=by, at=at, on=on)
    if newer.replaces is None:
        return newer
    if NewerPassage.objects.filter(directive=newer).exists():
        raise NotNow(number=named(newer), deed="取消新版本登记", state="已有事项按它更新")
    deed.say(reason=named(newer.replaces)).set(newer, replaces=None)
    fitting.commit([deed])
    return newer


@transaction.atomic
def restate(
    *,
    pk: int,
    directive: Directive,
    source: tuple[int, int] | None,
    reason: str,
    by: Acting,
    at: datetime,
    on: date,
) -> Item:
    """An item is also what a newer version says: where in it, and why; the first passage stays."""
    case = acts.load_one(pk)
    one = act(Event.REVISED, case, by=by, at=at, on=on)
    offices = {case.item.ledger.office_id, case.item.directive.office_id if case.item.directive else None}
    if directive.replaces_id is None or directive.office_id not in offices:
        raise WrongChoice(field="directive", label="新版来文")
    one.say(reason=acts.given(reason))
    if not NewerPassage.objects.filter(item=case.item, directive=directive).exists():
        start, end = source or (None, None)
        one.add(NewerPassage(item=case.item, directive=directive, source_start=start, source_end=end))
    return acts.commit([one])[0]


def named(directive: Directive) -> str:
    """A document as a sentence names it: 《标题》（文号）."""
    number = f"（{directive.reference_number}）" if directive.reference_number else ""
    return f"《{directive.title}》{number}"


def _refuse_version(newer: Directive, older: Directive) -> None:
    if older.office_id != newer.office_id or older.pk == newer.pk:
        raise WrongChoice(field="replaces", label="旧版来文")
    if newer.replaces_id is not None:
        raise NotNow(number=named(newer), deed="再登记旧版", state="已登记为另一份来文的新版本")
    if other := Directive.objects.filter(replaces=older).first():
        raise NotNow(number=named(older), deed="再登记新版本", state=f"已有新版本{named(other)}")
    one: Directive | None = older
    while one is not None:
        if one.pk == newer.pk:
            raise NotNow(number=named(older), deed="登记为它的旧版", state="本身是它的新版本")
        one = one.replaces


def _given(title: str) -> str:
    """What a document is called; it must be called something."""
    if not title.strip():
        raise Incomplete(field="title", what="来文标题")
    return title.strip()


def _refuse_misplaced(office: Office, ledger: Ledger | None) -> None:
    if ledger is not None and ledger.office_id != office.pk:
        raise WrongDay(field="ledger", why="台账不是本办公室的，请选本办公室的台账")


def _deed(event: Event, directive: Directive, office: Office, *, by: Acting, at: datetime, on: date) -> Deed:
    role = role_in_office(by, "coordinator", office.pk)
    if role is None:
        raise NotYours(deed=str(event.label), who=["督办员"])
    return Deed(event.value, directive, chain=office.chain, by=actor(by, role), at=at, on=on)
