"""Who is told of an act, and what becomes moot by it; in the transaction of the act."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Final, TypeAlias

from django.utils.timezone import localdate

from guatu.accounts.models import Role
from guatu.accounts.queries import Acting
from guatu.history.models import Event as Link
from guatu.ledgers.events import Event
from guatu.ledgers.models import Assignment, Extension, Instruction, Item, Report, SignOff, SiteCheck
from guatu.notices import actions
from guatu.notices.actions import Moot
from guatu.notices.models import Notice
from guatu.notices.seats import Seat, Sitter, sitters

if TYPE_CHECKING:
    from guatu.ledgers.acts import Act

ITEM: Final = Item.track
SIGN_OFF: Final = SignOff.track
SITE_CHECK: Final = SiteCheck.track
_Kind = Notice.Kind
_LIAISON: Final = Role.Kind.LIAISON


@dataclass(frozen=True, slots=True)
class Told:
    """Of what sort of occasion, and who: by a seat, or one person of it."""

    kind: str
    seat: Seat
    subject: tuple[str, int]
    person_id: int | None = None
    """Only this person of the seat, and who acts for him."""


def tell(made: "Sequence[Act]", events: Sequence[Link]) -> frozenset[tuple[int, int]]:
    """Settle what the acts make moot, then tell who is concerned, but not who did it.

    Answers who (person, item) knows of it now: those who were told, and who did it.
    """
    _settle(made)
    told = [(one, link, each) for one, link in zip(made, events, strict=True) for each in _told(one)]
    knows = {(one.by.person_id or 0, one.case.item.pk) for one in made}
    people = sitters({each.seat for _, _, each in told}, on=localdate(made[0].at)) if told else {}
    notices: dict[tuple[int, int | None, str, tuple[str, int]], Notice] = {}
    for one, link, each in told:
        for sitter in people[each.seat]:
            if sitter.person_id == one.by.person_id or each.person_id not in (None, sitter.for_id):
                continue
            key = (sitter.person_id, link.pk, each.kind, each.subject)
            notices.setdefault(key, notice_of(each, sitter, link, one.at))
            knows.add((sitter.person_id, one.case.item.pk))
    actions.tell(notices.values())
    return frozenset(knows)


def notice_of(told: Told, sitter: Sitter, link: Link | None, at: datetime, day: date | None = None) -> Notice:
    """The notice for somebody of the seat."""
    return Notice(
        person_id=sitter.person_id,
        unit_id=sitter.unit_id,
        kind=told.kind,
        subject_kind=told.subject[0],
        subject_id=told.subject[1],
        event=link,
        day=day,
        made_at=at,
    )


def _told(one: "Act") -> Iterator[Told]:
    """Everybody who is told of the act."""
    subject = (ITEM, one.case.item.pk)
    found = _AUDIENCE.get(one.kind)
    for kind, seat in found(one) if found else ():
        yield Told(kind, seat, subject)
    for row in one.new:
        if isinstance(row, SignOff):
            yield Told(_Kind.TO_SIGN_OFF, _office(one, Role.Kind.LEADER), (SIGN_OFF, row.pk), row.leader_id)
        elif isinstance(row, Instruction) and one.case.item.state in Item.OPEN:
            for seat in (*_liaisons(one.case.active), _office(one, Role.Kind.COORDINATOR)):
                yield Told(_Kind.INSTRUCTION, seat, subject)
    for changed in one.changed:
        if isinstance(changed, Report) and one.kind == Event.REPORT_DECLINED:
            seat = Seat(_LIAISON, unit_id=changed.unit_id)
            yield Told(_Kind.REPORT_DECLINED, seat, subject, changed.principal_id or changed.reported_by_id)
        elif isinstance(changed, SiteCheck) and "checker" in one.changed[changed]:
            yield from (_to_checker(changed, office) for office in _verifying(one))


def _to_checker(check: SiteCheck, office: int) -> Told:
    """Who is named to go, as a verifier of an office."""
    seat = Seat(Role.Kind.VERIFIER, office_id=office)
    return Told(_Kind.TO_SITE_CHECK, seat, (SITE_CHECK, check.pk), check.checker_id)


def tell_checker(check: SiteCheck, link: Link, *, by: Acting, at: datetime) -> None:
    """Who is to go without notice is told so, and who acts for him; where nobody is named, nobody."""
    if check.checker_id is None:
        return
    told = _to_checker(check, check.office_id)
    people = sitters({told.seat}, on=localdate(at))[told.seat]
    named = [one for one in people if told.person_id == one.for_id and one.person_id != by.person_id]
    actions.tell(notice_of(told, one, link, at) for one in named)


_Found: TypeAlias = Iterable[tuple[str, Seat]]


def _office(one: "Act", kind: str) -> Seat:
    return Seat(kind, office_id=one.case.item.ledger.office_id)


def _liaisons(rows: Iterable[Assignment]) -> list[Seat]:
    return [Seat(_LIAISON, unit_id=unit) for unit in dict.fromkeys(row.unit_id for row in rows)]


def _all(kind: str) -> "Callable[[Act], _Found]":
    """The liaisons of every unit that owes something."""
    return lambda one: [(kind, seat) for seat in _liaisons(one.case.active)]


def _lead(kind: str) -> "Callable[[Act], _Found]":
    """The liaisons of the lead unit."""
    return lambda one: [(kind, seat) for seat in _liaisons(filter(None, [one.case.lead]))]


def _touched(kind: str, *fields: str) -> "Callable[[Act], _Found]":
    """The liaisons of the units whose part was changed in one of these fields."""

    def found(one: "Act") -> _Found:
        rows = [row for row in one.case.active if not one.changed.get(row, set()).isdisjoint(fields)]
        return [(kind, seat) for seat in _liaisons(rows)]

    return found


def _given(one: "Act") -> _Found:
    """The liaisons of units that were given a duty and have still to sign for it."""
    rows = [*(row for row in one.new if isinstance(row, Assignment)), *one.changed]
    waiting = Assignment.State.AWAITING_SIGNATURE
    given = [row for row in rows if isinstance(row, Assignment) and row.state == waiting]
    return [(_Kind.REASSIGNED, seat) for seat in _liaisons(given)]


def _answered(kind: str) -> "Callable[[Act], _Found]":
    """The liaisons of the unit whose request for more time was answered."""

    return lambda one: [(kind, Seat(_LIAISON, unit_id=unit)) for unit in sorted(_extended(one))]


def _verifiers(one: "Act") -> _Found:
    """Those who may turn the second key, once the request has come to them."""
    if one.case.item.state == Item.State.VERIFYING:
        for office in _verifying(one):
            yield _Kind.TO_VERIFY, Seat(Role.Kind.VERIFIER, office_id=office)


def _verifying(one: "Act") -> list[int]:
    """The offices whose verifiers hold the second key."""
    ledger = one.case.item.ledger
    return list(dict.fromkeys(filter(None, (ledger.office_id, ledger.second_office_id))))


def _passed(one: "Act") -> _Found:
    """The verdict, or the end where nobody is left to ask."""
    if one.case.item.state == Item.State.CLOSED:
        return _all(_Kind.CLOSED)(one)
    return [] if one.kind == Event.CLOSE_APPROVED else _lead(_Kind.CLOSE_VERIFIED)(one)


_AUDIENCE: Final["Mapping[str, Callable[[Act], _Found]]"] = {
    Event.DISPATCHED: _all(_Kind.DISPATCHED),
    Event.ASSIGNED: _given,
    Event.HANDED_OVER: _given,
    Event.URGED: _touched(_Kind.URGED, "times_urged"),
    Event.DEADLINE_CHANGED: _all(_Kind.DEADLINE_CHANGED),
    Event.LONG_TERM_ENDED: _all(_Kind.DEADLINE_CHANGED),
    Event.EXTENSION_APPROVED: _answered(_Kind.EXTENSION_APPROVED),
    Event.EXTENSION_REFUSED: _answered(_Kind.EXTENSION_REFUSED),
    Event.REPORT_RETURNED: _touched(_Kind.REPORT_RETURNED, "state"),
    Event.CLOSE_ASKED: _verifiers,
    Event.CLOSE_REVIEWED: _verifiers,
    Event.CLOSE_VERIFIED: _passed,
    Event.CLOSE_BY_MEETING: _passed,
    Event.CLOSE_APPROVED: _passed,
    Event.CLOSE_PUBLISHED: _passed,
    Event.CLOSE_RETURNED: _lead(_Kind.CLOSE_RETURNED),
    Event.CLOSE_NOT_REVIEWED: _lead(_Kind.CLOSE_RETURNED),
    Event.CLOSE_DECLINED: _lead(_Kind.CLOSE_RETURNED),
    Event.CLOSE_OBJECTED: _lead(_Kind.CLOSE_RETURNED),
    Event.LOOK_BACK_HELD: _all(_Kind.LOOK_BACK_HELD),
    Event.REOPENED: _all(_Kind.REOPENED),
}
"""Who is told of which event; others are told of nothing."""


_OF_DEADLINE: Final = (_Kind.DUE_SOON, _Kind.DUE_TOMORROW, _Kind.OVERDUE)
_PUT_OFF: Final = (Event.DEADLINE_CHANGED, Event.LONG_TERM_SET, Event.SUSPENDED)
_ANSWERS: Final[Mapping[str, tuple[str, ...]]] = {
    Event.SIGNED: (_Kind.DISPATCHED, _Kind.REASSIGNED, _Kind.SIGN_LATE),
    Event.REPORTED: (
        _Kind.URGED,
        _Kind.REPORT_DECLINED,
        _Kind.REPORT_RETURNED,
        *_OF_DEADLINE,
    ),
    Event.CLOSE_ASKED: (_Kind.CLOSE_RETURNED,),
}
"""What a unit's own act answers: its people need not be told of it any longer."""
_AFTER_VERDICT: Final = (
    Event.CLOSE_VERIFIED,
    Event.CLOSE_BY_MEETING,
    Event.CLOSE_RETURNED,
    Event.CLOSE_WITHDRAWN,
    Event.CLOSE_LAPSED,
)
_GONE: Final = (Event.MERGED, Event.TRANSFERRED, Event.VOIDED)
_AWAY: Final = (Event.RELEASED, Event.HANDED_OVER)
_Key: TypeAlias = tuple[tuple[str, ...] | None, frozenset[int] | None, int | None]


def _settle(made: "Sequence[Act]") -> None:
    """What the acts make moot, in few statements however many acts."""
    moot: dict[_Key, list[int]] = {}
    sign_offs: set[int] = set()
    site_checks: set[int] = set()
    for one in made:
        for key in _moot(one):
            moot.setdefault(key, []).append(one.case.item.pk)
        if one.kind in (Event.SIGN_OFF_APPROVED, Event.SIGN_OFF_RETURNED):
            sign_offs |= {one.case.item.sign_off_id or 0}
        site_checks |= {row.pk for row, names in one.changed.items() if _is_anothers(row, names)}
    settled = [
        Moot(subject_ids=items, kinds=kinds, unit_ids=units, answered_by=person)
        for (kinds, units, person), items in moot.items()
    ]
    if settled:
        actions.settle_all(ITEM, settled, at=made[0].at)
    if sign_offs:
        actions.settle(SIGN_OFF, sign_offs, at=made[0].at)
    if site_checks:
        actions.settle(SITE_CHECK, site_checks, at=made[0].at)


def _is_anothers(row: object, names: Collection[str]) -> bool:
    """A site check that is over, or that somebody else is to do now."""
    return isinstance(row, SiteCheck) and not {"state", "checker"}.isdisjoint(names)


def _extended(one: "Act") -> frozenset[int]:
    """The units that were given more time."""
    asked = {row.assignment_id for row in one.changed if isinstance(row, Extension)}
    return frozenset(row.unit_id for row in one.case.assignments if row.pk in asked)


def _moot(one: "Act") -> Iterator[_Key]:
    """Kinds of notices, the units to whose people they were given (None: all), and who answered them."""
    item = one.case.item
    if one.kind in _GONE or (item.state == Item.State.CLOSED and "state" in one.changed.get(item, ())):
        yield None, None, None
    if answered := _ANSWERS.get(one.kind):
        yield answered, frozenset(filter(None, [one.by.unit_id])), one.by.person_id
    if one.kind in _PUT_OFF:
        yield _OF_DEADLINE, None, None
    if one.kind == Event.EXTENSION_APPROVED:
        yield _OF_DEADLINE, _extended(one), None
    if one.kind in _AFTER_VERDICT:
        yield (_Kind.TO_VERIFY,), None, one.by.person_id
    if one.kind in _AWAY:
        active = {row.unit_id for row in one.case.active}
        if gone := frozenset(row.unit_id for row in one.case.assignments) - active:
            yield None, gone, None
