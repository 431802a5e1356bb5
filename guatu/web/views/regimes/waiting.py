"""What waits for a second person, in words and with its place."""

from django.urls import reverse

from guatu.ledgers.models import RegimeUse, RegimeVersion
from guatu.ledgers.queries import regimes


def title(proposed: RegimeVersion | RegimeUse) -> str:
    """A version by its regime and number, a use by its ledger."""
    if isinstance(proposed, RegimeVersion):
        return f"{proposed.regime.name} {proposed}"
    return f"{proposed.ledger.name}，改用“{regimes.name_of(proposed)}”"


def url(proposed: RegimeVersion | RegimeUse) -> str:
    """Where it is answered: the page of the version, or the list of ledgers."""
    if isinstance(proposed, RegimeVersion):
        return reverse("web:regime-version", args=[proposed.regime_id, proposed.number])
    return reverse("web:regimes")
