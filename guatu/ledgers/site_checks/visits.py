"""Checks without notice (不打招呼): somebody goes to a place that nobody told, and finds what is wrong.

The problems become items of a ledger; the unit sees nothing of it before they are dispatched.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from guatu.accounts.models import Office, Person, Role, Unit
from guatu.accounts.queries import Acting, working_calendar
from guatu.history.deeds import Deed
from guatu.ledgers import fitting
from guatu.ledgers.actions import adding
from guatu.ledgers.actions.adding import NewDuty, NewItem
from guatu.ledgers.acts import given
from guatu.ledgers.errors import NotNow, NotYours, WrongDay
from guatu.ledgers.events import Event
from guatu.ledgers.models import Item, Ledger, SiteCheck, SiteCheckFinding
from guatu.ledgers.noticing import SITE_CHECK, tell_checker
from guatu.ledgers.permissions import Part, actor, role_in_office
from guatu.ledgers.site_checks import drawing, results, rules
from guatu.ledgers.site_checks.deeds import hands_of
from guatu.ledgers.site_checks.errors import CheckerNotFree, VisitRefused
from guatu.ledgers.site_checks.results import NewResult
from guatu.notices import actions as notices

State, Result = SiteCheck.State, SiteCheck.Result
_DAYS = 5
"""Working days in which somebody goes, where no day is given."""
_STARTING = (Role.Kind.COORDINATOR, Role.Kind.VERIFIER)


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """Something that was found wrong; it becomes an item led by a unit, or by the one that was checked."""

    title: str
    words: str = ""
    unit_id: int | None = None


@transaction.atomic
def start(
    *,
    office: Office,
    words: str,
    by: Acting,
    at: datetime,
    on: date,
    unit: Unit | None = None,
    place: str = "",
    checker: Person | None = None,
    due_on: date | None = None,
) -> SiteCheck:
    """Somebody is to go to a unit or a place without notice; by default who says so himself."""
    if unit is None and not place.strip():
        raise VisitRefused(field="unit", why="请选被查单位，或写明地点")
    _refuse_past(due_on, on)
    check = SiteCheck(
        office=office,
        kind=SiteCheck.Kind.UNANNOUNCED,
        unit=unit,
        place=place.strip(),
        words=given(words, what="看什么", field="words"),
        ordered_by_id=by.person_id,
        ordered_on=on,
        due_on=due_on or working_calendar().add(on, _DAYS),
        code=drawing.fresh_code(),
        checker=checker,
    )
    deed = _deed(Event.VISIT_STARTED, check, *_STARTING, by=by, at=at, on=on)
    if unit is not None and unit.pk in {by.unit_id, *by.units()}:
        raise CheckerNotFree(why="不能对本单位开展不打招呼检查，请由别的单位检查")
    if checker is not None:
        _refuse_checker(check, checker, on)
    link = fitting.commit([deed.add(check)])[0]
    tell_checker(check, link, by=by, at=at)
    return check


@transaction.atomic
def plan(
    *, check: SiteCheck, checker: Person | None, due_on: date, words: str, by: Acting, at: datetime, on: date
) -> SiteCheck:
    """Somebody else goes, or on another day, or for something else; with no checker any verifier may."""
    check = _locked(check, Event.VISIT_PLANNED)
    deed = _deed(Event.VISIT_PLANNED, check, *_STARTING, by=by, at=at, on=on)
    _refuse_past(due_on, on)
    if checker is not None:
        _refuse_checker(check, checker, on)
    deed.set(check, checker=checker, due_on=due_on, words=given(words, what="看什么", field="words"))
    if changed := deed.changed.get(check):
        link = fitting.commit([deed])[0]
        if "checker" in changed:
            notices.settle(SITE_CHECK, [check.pk], at=at)
            tell_checker(check, link, by=by, at=at)
    return check


@transaction.atomic
def record(
    *,
    check: SiteCheck,
    new: NewResult,
    by: Acting,
    at: datetime,
    on: date,
    problems: Sequence[Problem] = (),
    ledger: Ledger | None = None,
) -> list[Item]:
    """What was found; each problem becomes a draft of the ledger, in the same deed or not at all."""
    check = _locked(check, Event.VISIT_RECORDED)
    deed = _deed(Event.VISIT_RECORDED, check, Role.Kind.VERIFIER, by=by, at=at, on=on)
    if check.unit_id is not None and check.unit_id in {by.unit_id, *by.units()}:
        raise CheckerNotFree(why="您是被查单位的人，不能检查本单位，请换一名核查员")
    rules.refuse_unnamed(check, hands_of(by, deed.by.principal_id))
    _refuse_unlike(new, problems)
    entered = _entered(check, problems, ledger, deed)
    results.write(deed, check, new, by=by, at=at, on=on)
    found = [one.subject for one in entered if isinstance(one.subject, Item)]
    for item in found:
        deed.add(SiteCheckFinding(check_of=check, item=item))
    deed.attach("site_check", *(photo.file for photo in new.photos))
    fitting.commit([*entered, deed])
    notices.settle(SITE_CHECK, [check.pk], at=at)
    return found


@transaction.atomic
def drop(*, check: SiteCheck, reason: str, by: Acting, at: datetime, on: date) -> SiteCheck:
    """Nobody goes."""
    check = _locked(check, Event.VISIT_DROPPED)
    deed = _deed(Event.VISIT_DROPPED, check, Role.Kind.COORDINATOR, by=by, at=at, on=on)
    words = given(reason, what="取消的理由")
    deed.set(
        check, state=State.DROPPED, finding=words, done_by_id=by.person_id,
        done_for_id=deed.by.principal_id, done_on=on,
    )  # fmt: skip
    fitting.commit([deed.say(reason=words)])
    notices.settle(SITE_CHECK, [check.pk], at=at)
    return check


def _locked(check: SiteCheck, event: Event) -> SiteCheck:
    rows = SiteCheck.objects.select_for_update(of=("self",)).select_related("office", "unit", "checker")
    check = rows.get(pk=check.pk)
    results.refuse_over(check, str(event.label))
    if check.kind != SiteCheck.Kind.UNANNOUNCED:
        raise NotNow(number="这次现场核查", deed=str(event.label), state="对销号申请的现场核查")
    return check


def _deed(event: Event, check: SiteCheck, *kinds: str, by: Acting, at: datetime, on: date) -> Deed:
    roles = [role_in_office(by, kind, check.office_id) for kind in kinds]
    role = next((one for one in roles if one), None)
    if role is None:
        raise NotYours(deed=str(event.label), who=[Part(kind).label for kind in kinds])
    return Deed(event.value, check, chain=check.office.chain, by=actor(by, role), at=at, on=on)


def _refuse_past(due_on: date | None, on: date) -> None:
    if due_on is not None and due_on < on:
        raise WrongDay(field="due_on", why="核查期限早于今天，请改为今天或之后")


def _refuse_checker(check: SiteCheck, checker: Person, on: date) -> None:
    """Named is a verifier of the office who is not of the unit."""
    held = Role.objects.in_force(on=on).filter(
        office=check.office_id, kind=Role.Kind.VERIFIER, person=checker
    )
    if not held.exists() or checker.unit_id == check.unit_id:
        raise CheckerNotFree(why=f"{checker.name}不是本办公室的核查员，或是被查单位的人，请另选")


def _refuse_unlike(new: NewResult, problems: Sequence[Problem]) -> None:
    """What differs says how; what matches has nothing to say."""
    if new.result == Result.DIFFERS and not problems:
        raise VisitRefused(field="problems", why="发现问题的，请写明每个问题，转入台账办理")
    if new.result != Result.DIFFERS and problems:
        raise VisitRefused(field="result", why="写了问题的，结果请选“有问题”")


def _entered(check: SiteCheck, problems: Sequence[Problem], ledger: Ledger | None, deed: Deed) -> list[Deed]:
    if not problems:
        return []
    if ledger is None or ledger.office_id != check.office_id:
        raise VisitRefused(field="ledger", why="请选问题转入本办公室的哪本台账")
    items = [_item(one, check) for one in problems]
    return adding.entering(ledger=ledger, items=items, who=deed.by, at=deed.at, on=deed.on)


def _item(one: Problem, check: SiteCheck) -> NewItem:
    unit = one.unit_id or check.unit_id
    return NewItem(
        title=one.title,
        kind=Item.Kind.FINDING,
        problem=one.words.strip() or one.title,
        duties=[NewDuty(unit_id=unit, duty="lead")] if unit else [],
    )
