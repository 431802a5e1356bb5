"""The tables of the benchmark: each line as it is measured, and how it stands to one engine."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from bench.rules.spending import Run, RunFailed, Spent, measure
from bench.rules.tables import kept

_COSTS = (
    f"{'':<28}{'rows x rules':>18}{'threads':>9}{'compile':>9}{'CPU-s':>10}{'wall s':>10}"
    f"{'M pairs/CPU-s':>15}{'ratio':>9}{'MiB held':>10}{'peak':>7}{'matches':>13}{'unknown':>13}{'load':>6}"
)
_AGREEMENT = (
    f"{'':<28}{'rows x rules':>18}{'CPU-s':>10}{'k pairs/CPU-s':>15}{'unknown: as yes':>17}{'as no':>8}"
    f"{'error':>8}{'decided differ':>16}  missing values"
)


@dataclass(slots=True)
class Bench:
    """One session: the same rows for all, and no run twice."""

    folder: Path
    against: str
    """The engine to which ratios are taken; it runs at every size."""
    is_quick: bool = False
    _done: dict[Run, Spent | RunFailed] = field(default_factory=dict, init=False)

    def show_costs(self, title: str, runs: Sequence[Run]) -> None:
        """What deciding costs; the ratio is of processor time, above 1 where it takes more than `against`."""
        print(f"\n== {title}\n{_COSTS}", flush=True)
        for run in self._with_against(self._sized(runs)):
            spent, base = self._spent(run), self._spent(replace(run, engine=self.against))
            if isinstance(spent, RunFailed):
                print(f"{run.engine:<28}{_size(run.rows, run.rules):>18}  {spent}", flush=True)
                continue
            ratio = f"{spent.cpu / base.cpu:.2f}" if isinstance(base, Spent) else ""
            unknown = "" if spent.unknown is None else f"{spent.unknown:,}"
            print(
                f"{run.engine:<28}{_size(run.rows, spent.rules):>18}{run.threads:>9}{spent.compile_cpu:>9.2f}"
                f"{spent.cpu:>10.4f}{spent.wall:>10.4f}{run.rows * spent.rules / spent.cpu / 1e6:>15.3f}"
                f"{ratio:>9}{spent.held:>10,.0f}{spent.peak:>7,.0f}{spent.matches:>13,}{unknown:>13}{spent.load:>6.1f}",
                flush=True,
            )

    def show_agreement(self, title: str, runs: Sequence[Run]) -> None:
        """How each decides what is unknown, how often otherwise what is decided, and its speed meanwhile."""
        print(f"\n== {title}\n{_AGREEMENT}", flush=True)
        for run in self._sized(runs):
            spent = self._spent(replace(run, is_judged=True))
            if isinstance(spent, RunFailed) or spent.agreement is None:
                print(f"{run.engine:<28}{_size(run.rows, run.rules):>18}  {spent}", flush=True)
                continue
            told, unknown = spent.agreement, max(1, spent.agreement.unknown)
            print(
                f"{run.engine:<28}{_size(run.rows, spent.rules):>18}{spent.cpu:>10.3f}"
                f"{run.rows * spent.rules / spent.cpu / 1e3:>15.1f}{told.unknown_as_yes / unknown:>17.1%}"
                f"{told.unknown_as_no / unknown:>8.1%}{told.unknown_raised / unknown:>8.1%}"
                f"{told.decided_differ / max(1, told.decided):>16.2%}  {spent.nulls}",
                flush=True,
            )

    def _sized(self, runs: Sequence[Run]) -> Sequence[Run]:
        return [run.smaller() for run in runs] if self.is_quick else runs

    def _with_against(self, runs: Sequence[Run]) -> list[Run]:
        """Each size begins with the engine that the others are held against."""
        return list(dict.fromkeys(each for run in runs for each in (replace(run, engine=self.against), run)))

    def _spent(self, run: Run) -> Spent | RunFailed:
        if run not in self._done:
            try:
                self._done[run] = measure(run, kept(self.folder, run.rows))
            except RunFailed as refused:
                self._done[run] = refused
        return self._done[run]


def _size(rows: int, rules: int) -> str:
    return f"{rows:,} x {rules:,}"
