"""What an office's ledgers are lit by at the same time: one colour says one thing in all of them."""

from collections.abc import Sequence
from datetime import date

from guatu.ledgers.lights.in_force import InForce, chosen_on, of_ledgers, versions_on
from guatu.ledgers.lights.shipped import DEFAULT, shipped
from guatu.ledgers.models import Ledger, RegimeUse, RegimeVersion
from guatu.ledgers.models.regimes import Proposed
from guatu.rules.regimes.checking import refuse_two_meanings


def refuse_two_meanings_at_once(
    office_id: int,
    *,
    on: date,
    versions: Sequence[RegimeVersion] = (),
    uses: Sequence[RegimeUse] = (),
) -> None:
    """Refuse what would give one colour two meanings among the ledgers of an office on some day from `on`.

    `versions` and `uses` are what is asked for, as if it were approved.
    """
    approved = Proposed.State.APPROVED
    ledgers = list(Ledger.objects.filter(office=office_id, is_archived=False).values_list("pk", flat=True))
    all_uses = [*RegimeUse.objects.filter(ledger__in=ledgers, state=approved), *uses]
    all_uses.sort(key=lambda one: (one.starts_on or date.max, one.pk or 0))
    of_office = RegimeVersion.objects.filter(regime__office=office_id, state=approved)
    all_versions = [*of_office.select_related("regime"), *versions]
    all_versions.sort(key=lambda one: (one.starts_on or date.max, one.number))
    starts = {one.starts_on for one in (*all_uses, *all_versions) if one.starts_on is not None}
    for day in sorted({on} | {start for start in starts if start > on}):
        found = of_ledgers(chosen_on(all_uses, day), versions_on(all_versions, day))
        lit_by = InForce(shipped()[DEFAULT], found)
        refuse_two_meanings({id(one): one for one in map(lit_by.of, ledgers)}.values())
