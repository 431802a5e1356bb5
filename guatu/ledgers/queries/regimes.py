"""Regimes of lights for pages: those of an office with their versions, the shipped ones, who uses which."""

from django.db.models import QuerySet

from guatu.accounts.models import Role
from guatu.accounts.queries import Acting
from guatu.ledgers.models import LightRegime

Kind = Role.Kind
READERS = (Kind.COORDINATOR, Kind.VERIFIER, Kind.LEADER, Kind.ADMINISTRATOR, Kind.INSPECTOR)


def visible(who: Acting) -> QuerySet[LightRegime]:
    """The regimes that somebody may look at: those of the offices that he serves."""
    return LightRegime.objects.filter(office__in=who.offices(*READERS))
