"""Regimes of lights for pages: those of an office with their versions, and which ledger is lit by which."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from django.db.models import Prefetch, QuerySet

from guatu.accounts.models import Role
from guatu.accounts.queries import Acting
from guatu.ledgers.lights.in_force import InForce, in_force
from guatu.ledgers.lights.shipped import shipped
from guatu.ledgers.models import Item, Ledger, LightRegime, RegimeUse, RegimeVersion
from guatu.ledgers.permissions import Part, role_in_office
from guatu.ledgers.two_persons import is_same_hand
from guatu.rules.regimes.regime import Regime

Kind = Role.Kind
READERS = (Kind.COORDINATOR, Kind.VERIFIER, Kind.LEADER, Kind.ADMINISTRATOR, Kind.INSPECTOR)
P = TypeVar("P", RegimeVersion, RegimeUse)
_State = RegimeVersion.State
_ANSWERING = (Kind.LEADER, Kind.COORDINATOR)


@dataclass(frozen=True, slots=True)
class RegimeRow:
    """A regime with the version in force, and the one that is on its way."""

    regime: LightRegime
    current: RegimeVersion | None
    """None where none is approved, or the first one is still to come."""
    coming: RegimeVersion | None
    """Approved, for a later day."""
    on_its_way: RegimeVersion | None
    """A draft, or one that waits for an answer."""


@dataclass(frozen=True, slots=True)
class LedgerRow:
    """By what a ledger is lit today, and what was asked for it."""

    ledger: Ledger
    regime: Regime
    use: RegimeUse | None
    """None where nobody ever chose."""
    asked: RegimeUse | None
    coming: RegimeUse | None


def visible(who: Acting) -> QuerySet[LightRegime]:
    """The regimes that somebody may look at: those of the offices that he serves."""
    return LightRegime.objects.filter(office__in=who.offices(*READERS))


def rows(who: Acting, *, on: date) -> list[RegimeRow]:
    """The regimes of the offices that somebody serves; two statements."""
    found = visible(who).select_related("office").prefetch_related(_versions()).order_by("office", "pk")
    return [_row(one, on) for one in found]


def _row(regime: LightRegime, on: date) -> RegimeRow:
    versions = list(regime.versions.all())
    approved = [one for one in versions if one.state == _State.APPROVED and one.starts_on is not None]
    approved.sort(key=lambda one: (one.starts_on or date.max, one.number))
    begun = [one for one in approved if one.starts_on is not None and one.starts_on <= on]
    return RegimeRow(
        regime,
        begun[-1] if begun else None,
        _next([one for one in approved if one not in begun]),
        next((one for one in versions if one.state in RegimeVersion.OPEN), None),
    )


def _next(coming: Sequence[P]) -> P | None:
    """What begins next, of approved ones by their days; of one day the last replaces the others."""
    return next((one for one in reversed(coming) if one.starts_on == coming[0].starts_on), None)


def one(who: Acting, pk: int, *, on: date) -> tuple[RegimeRow, list[RegimeVersion]] | None:
    """A regime with all its versions, the last one first."""
    found = visible(who).filter(pk=pk).select_related("office").prefetch_related(_versions()).first()
    return (_row(found, on), list(reversed(found.versions.all()))) if found else None


def _versions() -> "Prefetch[str, QuerySet[RegimeVersion], str]":
    uses = RegimeUse.objects.select_related("ledger").order_by("pk")
    people = ("asked_by", "asked_for", "answered_by", "answered_for", "regime")
    versions = RegimeVersion.objects.select_related(*people).order_by("number")
    return Prefetch("versions", versions.prefetch_related(Prefetch("uses_asked", uses)))


def ledger_rows(who: Acting, *, on: date) -> list[LedgerRow]:
    """By what each ledger of the offices that somebody serves is lit; four statements at most."""
    ledgers = Ledger.objects.filter(office__in=who.offices(*READERS), is_archived=False)
    lit_by = in_force(on)
    uses: dict[int, list[RegimeUse]] = {}
    people = ("regime", "asked_by", "asked_for", "ledger")
    for use in (
        RegimeUse.objects.filter(ledger__in=ledgers).select_related(*people).order_by("starts_on", "pk")
    ):
        uses.setdefault(use.ledger_id, []).append(use)
    found = ledgers.select_related("office").order_by("office", "pk")
    return [_ledger_row(ledger, uses.get(ledger.pk, []), lit_by, on) for ledger in found]


def _ledger_row(ledger: Ledger, uses: Iterable[RegimeUse], lit_by: InForce, on: date) -> LedgerRow:
    of_state = {
        state: [one for one in uses if one.state == state] for state in (_State.APPROVED, _State.ASKED)
    }
    begun = [one for one in of_state[_State.APPROVED] if one.starts_on is not None and one.starts_on <= on]
    asked = of_state[_State.ASKED]
    return LedgerRow(
        ledger,
        lit_by.of(ledger.pk),
        begun[-1] if begun else None,
        asked[0] if asked else None,
        _next([one for one in of_state[_State.APPROVED] if one not in begun]),
    )


def texts(regime: LightRegime) -> list[str]:
    """What all versions of a regime say."""
    return list(regime.versions.values_list("text", flat=True))


def use_seen(who: Acting, pk: int) -> RegimeUse | None:
    """What was asked for a ledger, for those who serve its office."""
    return uses_seen(who, [pk]).first()


def uses_seen(who: Acting, pks: Collection[int]) -> QuerySet[RegimeUse]:
    """What was asked for ledgers of the offices that somebody serves."""
    found = RegimeUse.objects.filter(pk__in=pks, ledger__office__in=who.offices(*READERS))
    return found.select_related("ledger__office", "regime")


def name_of(use: RegimeUse) -> str:
    """What a ledger is to be lit by, as people call it."""
    return use.regime.name if use.regime is not None else shipped()[use.preset].name


def may_propose(who: Acting, office_id: int) -> bool:
    return role_in_office(who, Part.COORDINATOR, office_id) is not None


def may_answer(who: Acting, proposed: RegimeVersion | RegimeUse, office_id: int) -> bool:
    """Whether this person is the second one: a leader or another coordinator of the office."""
    if proposed.state != _State.ASKED or is_same_hand(proposed, who):
        return False
    return any(role_in_office(who, part, office_id) for part in (Part.LEADER, Part.COORDINATOR))


def to_answer(who: Acting) -> list[RegimeVersion | RegimeUse]:
    """What waits for this person's word, the longest wait first; a use goes with the version it came with."""
    offices = who.offices(*_ANSWERING)
    if not offices:
        return []
    versions = RegimeVersion.objects.filter(state=_State.ASKED, regime__office__in=offices)
    uses = RegimeUse.objects.filter(state=_State.ASKED, asked_with=None, ledger__office__in=offices)
    people = ("asked_by", "asked_for", "regime")
    found: list[RegimeVersion | RegimeUse] = [
        *(one for one in versions.select_related(*people) if may_answer(who, one, one.regime.office_id)),
        *(
            one
            for one in uses.select_related(*people, "ledger")
            if may_answer(who, one, one.ledger.office_id)
        ),
    ]
    return sorted(found, key=lambda one: one.asked_on or date.max)


def items_by_number(who: Acting, office_id: int, numbers: Iterable[str]) -> Mapping[str, Item]:
    """Items of the office by their numbers, for somebody who serves it."""
    if office_id not in who.offices(*READERS):
        return {}
    asked = {number.strip() for number in numbers if number.strip()}
    found = Item.objects.filter(ledger__office=office_id, number__in=asked).select_related("ledger")
    return {item.number: item for item in found.prefetch_related("assignments")}
