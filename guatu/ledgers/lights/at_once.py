"""What an office's ledgers are lit by at the same time: one colour says one thing in all of them."""

from collections.abc import Collection, Sequence
from datetime import date

from guatu.ledgers.lights.errors import TwoMeaningsAtOnce
from guatu.ledgers.lights.in_force import InForce, chosen_on, of_ledgers, versions_on
from guatu.ledgers.lights.shipped import DEFAULT, shipped
from guatu.ledgers.models import Ledger, RegimeUse, RegimeVersion
from guatu.ledgers.models.regimes import Proposed
from guatu.rules.errors import ClashingColours
from guatu.rules.regimes.checking import refuse_two_meanings
from guatu.rules.regimes.regime import Regime

_NOT_YET = 2**63


def refuse_two_meanings_at_once(
    office_id: int,
    *,
    on: date,
    versions: Sequence[RegimeVersion] = (),
    uses: Sequence[RegimeUse] = (),
) -> None:
    """Refuse what would give one colour two meanings among the ledgers of an office on some day.

    `versions` and `uses` are what is asked for, as if it were approved, and are looked at from their first
    day on. Where nothing is asked for, what stands is looked at from `on` on.
    """
    approved = Proposed.State.APPROVED
    ledgers = Ledger.objects.filter(office=office_id, is_archived=False).order_by("pk").in_bulk()
    all_uses = [*RegimeUse.objects.filter(ledger__in=ledgers, state=approved), *uses]
    all_uses.sort(key=lambda one: (one.starts_on or date.max, one.pk or _NOT_YET))
    of_office = RegimeVersion.objects.filter(regime__office=office_id, state=approved)
    all_versions = [*of_office.select_related("regime"), *versions]
    all_versions.sort(key=lambda one: (one.starts_on or date.max, one.number))
    first = min((one.starts_on for one in (*versions, *uses) if one.starts_on is not None), default=on)
    starts = {one.starts_on for one in (*all_uses, *all_versions) if one.starts_on is not None}
    for day in sorted({first} | {start for start in starts if start > first}):
        found = of_ledgers(chosen_on(all_uses, day), versions_on(all_versions, day))
        _refuse_on(day, ledgers.values(), InForce(shipped()[DEFAULT], found))


def _refuse_on(day: date, ledgers: Collection[Ledger], lit_by: InForce) -> None:
    """Refuse a day on which two of the ledgers differ on a colour, and name them."""
    named: dict[int, tuple[Regime, str]] = {}
    for ledger in ledgers:
        regime = lit_by.of(ledger.pk)
        named.setdefault(id(regime), (regime, ledger.name))
    try:
        refuse_two_meanings(regime for regime, _ in named.values())
    except ClashingColours as clash:
        of_regime = {regime.name: name for regime, name in named.values()}
        raise TwoMeaningsAtOnce(clash, of_regime[clash.first], of_regime[clash.second], day) from clash
