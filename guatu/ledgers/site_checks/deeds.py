"""Checks of requests: ordered, planned, done, dropped; each is an event of the item."""

from datetime import date, datetime

from django.db import transaction

from guatu.accounts.models import Person
from guatu.accounts.queries import Acting
from guatu.history.deeds import Deed
from guatu.ledgers import acts, fitting
from guatu.ledgers.actions.requests import running
from guatu.ledgers.acts import Act
from guatu.ledgers.errors import KeysInOneHand, NotNow, NotYours, WrongDay
from guatu.ledgers.events import Event
from guatu.ledgers.models import CloseOut, SiteCheck
from guatu.ledgers.permissions import Part, actor, parts_in_ledger, role_in_office
from guatu.ledgers.site_checks import drawing, results, rules
from guatu.ledgers.site_checks.results import NewResult

State, Result, Kind = SiteCheck.State, SiteCheck.Result, SiteCheck.Kind


def put_order(one: Act, close_out: CloseOut, words: str, by: Acting) -> SiteCheck:
    """The order joins the check that is planned already, or is one."""
    planned = _planned(one)
    if planned is not None:
        one.set(planned, words="；".join(filter(None, [planned.words, words])))
        return planned
    item = one.case.item
    check = drawing.new_check(
        item,
        close_out,
        Kind.ORDERED,
        due_on=drawing.due_day(item.ledger, one.on),
        on=one.on,
        words=words,
        ordered_by_id=by.person_id,
    )
    one.add(check)
    return check


@transaction.atomic
def plan(
    *,
    pk: int,
    by: Acting,
    at: datetime,
    on: date,
    checker: Person | None = None,
    due_on: date | None = None,
    words: str = "",
) -> SiteCheck:
    """Say who goes, by when, and what to look at; what is not given stays."""
    one, close_out = running(acts.load_one(pk), Event.SITE_CHECK_PLANNED, by=by, at=at, on=on)
    check = _open(one)
    if due_on is not None and due_on < on:
        raise WrongDay(field="due_on", why="核查期限早于今天，请改为今天或之后")
    if checker is not None:
        rules.check_named(one.case, close_out, checker, _offices(one), by)
        one.set(check, checker=checker)
    one.set(check, due_on=due_on or check.due_on, words=words.strip() or check.words)
    if one.changes(check, ("checker", "due_on", "words")):
        one.say(words=words.strip())
        acts.commit([one])
    return check


@transaction.atomic
def drop(*, pk: int, reason: str, by: Acting, at: datetime, on: date) -> SiteCheck:
    """Nobody goes; the reason stands in the trail beside the draw."""
    one, _ = running(acts.load_one(pk), Event.SITE_CHECK_DROPPED, by=by, at=at, on=on)
    check = _open(one)
    words = acts.given(reason, what="免去的理由")
    one.say(reason=words)
    one.set(
        check, state=State.DROPPED, finding=words, done_by_id=by.person_id,
        done_for_id=one.by.principal_id, done_on=on,
    )  # fmt: skip
    acts.commit([one])
    return check


@transaction.atomic
def record(*, pk: int, new: NewResult, by: Acting, at: datetime, on: date) -> SiteCheck:
    """What was found at the place; where nothing could be seen the item is to be looked at again."""
    one, close_out = running(acts.load_one(pk), Event.SITE_CHECK_DONE, by=by, at=at, on=on)
    check = _open(one)
    if why := rules.why_not_check(one.case, close_out, by, one.role):
        raise KeysInOneHand(why=why)
    rules.refuse_unnamed(check, _hands(one, by))
    results.write(one, check, new, by=by, at=at, on=on)
    one.attach("site_check", *(photo.file for photo in new.photos))
    if new.result == Result.NOT_SEEN:
        one.add(_again(one, check, close_out))
    acts.commit([one])
    return check


def _again(one: Act, check: SiteCheck, close_out: CloseOut) -> SiteCheck:
    """The same once more, with another code."""
    item = one.case.item
    due_on = drawing.due_day(item.ledger, one.on)
    return drawing.new_check(
        item, close_out, Kind(check.kind), due_on=due_on, on=one.on, draw=check.draw, words=check.words,
        checker=check.checker, ordered_by=check.ordered_by,
    )  # fmt: skip


@transaction.atomic
def show_code(*, check: SiteCheck, by: Acting, at: datetime, on: date) -> SiteCheck:
    """The phone at the place shows the code; the first time is kept, and no later one."""
    check = SiteCheck.objects.select_for_update(of=("self",)).select_related("office").get(pk=check.pk)
    results.refuse_over(check, "显示代码")
    if check.code_shown_at is not None:
        return check
    role = role_in_office(by, "verifier", check.office_id)
    if role is None and check.item is not None:
        role = parts_in_ledger(check.item.ledger, by).get(Part.VERIFIER)
    if role is None:
        raise NotYours(deed=str(Event.CODE_SHOWN.label), who=[Part.VERIFIER.label])
    rules.refuse_unnamed(check, hands_of(by, role.principal_id))
    deed = Deed(Event.CODE_SHOWN.value, check, chain=check.office.chain, by=actor(by, role), at=at, on=on)
    fitting.commit([deed.set(check, code_shown_at=at)])
    return check


def _planned(one: Act) -> SiteCheck | None:
    rows = SiteCheck.objects.filter(item=one.case.item, state=State.PLANNED)
    return rows.select_related("checker", "draw", "ordered_by").first()


def _open(one: Act) -> SiteCheck:
    """The check that waits; refuses where none does."""
    check = _planned(one)
    if check is None:
        raise NotNow(number=one.case.item.number, deed=one.line.label, state="没有待办的现场核查")
    return check


def _offices(one: Act) -> list[int]:
    ledger = one.case.item.ledger
    return [ledger.office_id, *([ledger.second_office_id] if ledger.second_office_id else [])]


def _hands(one: Act, by: Acting) -> set[int]:
    return hands_of(by, one.by.principal_id)


def hands_of(by: Acting, principal: int | None) -> set[int]:
    """Who acts, and for whom."""
    return {by.person_id, *([principal] if principal else [])}
