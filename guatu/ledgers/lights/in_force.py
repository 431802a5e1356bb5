"""By which regime a ledger is lit on a day."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Final

from guatu.ledgers.lights import writing
from guatu.ledgers.lights.palettes import Merged, merged, worst_first
from guatu.ledgers.lights.shipped import DEFAULT, shipped
from guatu.ledgers.models import RegimeUse, RegimeVersion
from guatu.rules.regimes.regime import Light, Regime

_APPROVED: Final = RegimeVersion.State.APPROVED
_OWN: Final = re.compile(r"office-(?P<regime>\d{1,18})\.\d{1,5}")


@dataclass(frozen=True, slots=True)
class InForce:
    """The regimes of a day: what an office chose for its ledgers, and the shipped one for all others."""

    default: Regime
    of_ledgers: Mapping[int, Regime]
    before: Mapping[int, Regime] = field(default_factory=dict)
    """By which regime ledgers were lit that go by another from this day on: until the night's round has been,
    their items show its lights."""

    def of(self, ledger_id: int) -> Regime:
        return self.of_ledgers.get(ledger_id, self.default)

    def all(self) -> list[Regime]:
        """Each regime that is in force, once; the shipped one first."""
        return list({one.code: one for one in (self.default, *self.of_ledgers.values())}.values())

    def palette(self, ledger_id: int | None) -> list[Light]:
        """The lights that a ledger, or all ledgers, can show, from the worst."""
        lights = self.merged().lights if ledger_id is None else self.of(ledger_id).palette
        fading = self._fading(ledger_id, lights)
        return sorted((*lights, *fading), key=worst_first) if fading else list(lights)

    def fading(self, ledger_id: int | None) -> frozenset[str]:
        """The lights of the day before that this day's regimes do not know."""
        lights = self.merged().lights if ledger_id is None else self.of(ledger_id).palette
        return frozenset(one.code for one in self._fading(ledger_id, lights))

    def _fading(self, ledger_id: int | None, lights: Iterable[Light]) -> list[Light]:
        known = {one.code for one in lights}
        regimes = [one for pk, one in self.before.items() if ledger_id in (None, pk)]
        old = (light for regime in regimes for light in regime.palette if light.code not in known)
        return list({one.code: one for one in old}.values())

    def merged(self) -> Merged:
        """The lights of all ledgers, and which of them stand apart."""
        return merged(self.default, self.of_ledgers)

    def light(self, ledger_id: int, code: str) -> Light | None:
        """The light of the code in a ledger; None for one that shows none.

        A code that only the regime of the day before knows is one that the night's round has still to turn.
        """
        if not code:
            return None
        before = self.before.get(ledger_id)
        return self.of(ledger_id).known(code) or (before.known(code) if before else None)


@dataclass(frozen=True, slots=True)
class Approved:
    """What offices were allowed for their ledgers by a day, to ask for each day up to it."""

    uses: Sequence[RegimeUse]
    versions: Sequence[RegimeVersion]

    def in_force(self, on: date) -> InForce:
        """What is in force on the day."""
        chosen = chosen_on(self.uses, on)
        if not chosen:
            return InForce(shipped()[DEFAULT], {})
        found, last = self._on(on), self._on(on - timedelta(days=1))
        before = {pk: last.of(pk) for pk in chosen if last.of(pk).code != found.of(pk).code}
        return replace(found, before=before)

    def _on(self, day: date) -> InForce:
        own = versions_on(self.versions, day)
        return InForce(shipped()[DEFAULT], of_ledgers(chosen_on(self.uses, day), own))


def approved(until: date) -> Approved:
    """What is in force by the day, by one statement, and a second one where an office has its own."""
    approved_uses = RegimeUse.objects.filter(state=_APPROVED, starts_on__lte=until)
    uses = list(approved_uses.order_by("starts_on", "pk"))
    own = {use.regime_id for use in uses if use.regime_id is not None}
    if not own:
        return Approved(uses, [])
    versions = RegimeVersion.objects.filter(state=_APPROVED, starts_on__lte=until, regime__in=own)
    return Approved(uses, list(versions.order_by("starts_on", "number").select_related("regime")))


def in_force(on: date) -> InForce:
    """What is in force on the day; a statement or two."""
    return approved(on).in_force(on)


def chosen_on(uses: Iterable[RegimeUse], on: date) -> dict[int, RegimeUse]:
    """What each ledger has chosen by the day, of uses in the order of their days."""
    return {use.ledger_id: use for use in uses if use.starts_on is not None and use.starts_on <= on}


def versions_on(versions: Iterable[RegimeVersion], on: date) -> dict[int, RegimeVersion]:
    """The version of each regime that is in force on the day, of versions in the order of their days."""
    return {one.regime_id: one for one in versions if one.starts_on is not None and one.starts_on <= on}


def of_ledgers(chosen: Mapping[int, RegimeUse], versions: Mapping[int, RegimeVersion]) -> dict[int, Regime]:
    """The regime of each ledger that has chosen one which is in force."""
    found: dict[int, Regime] = {}
    for ledger_id, use in chosen.items():
        if use.regime_id is None:
            regime = shipped().get(use.preset)
        else:
            version = versions.get(use.regime_id)
            regime = regime_of(version) if version else None
        if regime is not None:
            found[ledger_id] = regime
    return found


def regime_of(version: RegimeVersion) -> Regime:
    """The regime that a version tells; its text is read once and kept."""
    return writing.read(version.text, code=version.code, name=version.regime.name, since=version.starts_on)


def by_codes(codes: Iterable[str]) -> dict[str, Regime]:
    """Of each code its regime, where there is one; one statement if any is of an office's own."""
    asked = set(codes)
    found = {code: regime for code, regime in shipped().items() if code in asked}
    own = {int(match["regime"]) for code in asked if (match := _OWN.fullmatch(code))}
    if own:
        versions = RegimeVersion.objects.filter(state=_APPROVED, regime__in=own).select_related("regime")
        found |= {one.code: regime_of(one) for one in versions if one.code in asked}
    return found
