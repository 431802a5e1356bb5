"""Who sees what: the office its ledgers, a unit its part, a reader the ledger, an inspector his division.

What is not there and what may not be seen look alike: neither is in these querysets.
"""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet

from guatu.accounts.models import Role
from guatu.accounts.queries import Acting, divisions_below
from guatu.ledgers.models import Assignment, Directive, EvidenceUse, Item, Ledger, Reader
from guatu.ledgers.models.items import ItemQuerySet

Kind = Role.Kind
_STAFF = (Kind.COORDINATOR, Kind.VERIFIER, Kind.LEADER, Kind.ADMINISTRATOR)
_IN_UNIT = (Kind.LIAISON, Kind.REVIEWER)
_UNSEEN = (Item.State.DRAFT, Item.State.APPROVING)
"""States that only the office sees: nothing was dispatched yet."""


def whole_ledgers(who: Acting) -> QuerySet[Ledger]:
    """Ledgers of which somebody sees every item."""
    readers = Reader.objects.filter(
        Q(valid_to=None) | Q(valid_to__gt=who.on), ledger=OuterRef("pk"), person=who.person_id
    )
    wanted = Q(office__in=who.offices(*_STAFF)) | Q(second_office__in=who.offices(Kind.VERIFIER))
    if inspected := who.divisions(Kind.INSPECTOR):
        wanted |= Q(office__unit__division__in=divisions_below(inspected))
    return Ledger.objects.filter(wanted | Q(Exists(readers)))


def items(who: Acting) -> ItemQuerySet:
    """Items that somebody sees: all of his whole ledgers, and what his units owe in others."""
    seen = Q(ledger__in=whole_ledgers(who).values("pk"))
    return Item.objects.filter(seen | owed(who))


def owed(who: Acting) -> Q:
    """The items of other ledgers that somebody sees: what his units owe something in, once dispatched."""
    units = who.units(*_IN_UNIT)
    if not units:
        return Q(pk=None)
    rows = Assignment.objects.filter(unit__in=units, state__in=Assignment.ACTIVE)
    return Q(pk__in=rows.values("item")) & ~Q(state__in=_UNSEEN)


def assignments(who: Acting) -> QuerySet[Assignment]:
    """Assignments that somebody sees: of his whole ledgers all; of his units their own, others by setting."""
    seen = Q(item__ledger__in=whole_ledgers(who).values("pk"))
    if units := who.units(*_IN_UNIT):
        own = Assignment.objects.filter(item=OuterRef("item"), unit__in=units, state__in=Assignment.ACTIVE)
        seen |= Q(unit__in=units) & ~Q(item__state__in=_UNSEEN)
        seen |= Q(Exists(own), item__ledger__siblings_visible=True) & ~Q(item__state__in=_UNSEEN)
    return Assignment.objects.filter(seen)


def ledgers(who: Acting) -> QuerySet[Ledger]:
    """Ledgers that somebody can open: his whole ones, and those in which his units owe something."""
    seen = Q(pk__in=whole_ledgers(who).values("pk"))
    if units := who.units(*_IN_UNIT):
        owed = Assignment.objects.filter(
            item__ledger=OuterRef("pk"), unit__in=units, state__in=Assignment.ACTIVE
        ).exclude(item__state__in=_UNSEEN)
        seen |= Q(Exists(owed))
    return Ledger.objects.filter(seen)


def directives(who: Acting) -> QuerySet[Directive]:
    """Documents that came in: of the offices that somebody serves; others see the sentence of their item."""
    wanted = Q(office__in=who.offices(*_STAFF))
    if inspected := who.divisions(Kind.INSPECTOR):
        wanted |= Q(office__unit__division__in=divisions_below(inspected))
    return Directive.objects.filter(wanted)


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """How much of an item somebody sees: all of it, or the office's part and that of his own units."""

    sees_all: bool
    own_units: frozenset[int]
    liaison_units: frozenset[int]

    def shows(self, unit_id: int) -> bool:
        return self.sees_all or unit_id in self.own_units

    def proofs(self) -> Q:
        """The uses of proofs that are seen: what a unit has not let out, it alone sees."""
        return self.units("evidence__unit") & (EvidenceUse.COUNTING | Q(evidence__unit__in=self.own_units))

    def units(self, name: str) -> Q:
        """The rows of units that are seen; what belongs to no unit is seen."""
        if self.sees_all:
            return Q()
        return Q(**{f"{name}__in": self.own_units}) | Q(**{f"{name}__isnull": True})
