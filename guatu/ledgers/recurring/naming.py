"""The names of units and places as the registry knows them, kept until the registry changes."""

from functools import lru_cache

from guatu.accounts.models import Division, ShortName, Unit
from guatu.history.chains import REGISTRY
from guatu.history.models import Chain
from guatu.ledgers.recurring.grams import Names


def known() -> Names:
    """All of them; one statement, while nothing has happened in the registry."""
    return _as_of(Chain.objects.filter(code=REGISTRY).values_list("head", flat=True).first() or "")


@lru_cache(maxsize=1)
def _as_of(_head: str) -> Names:
    names = [*Division.objects.values_list("name", flat=True), *Unit.objects.values_list("name", flat=True)]
    return Names([*names, *ShortName.objects.values_list("name", flat=True)])
