"""What all acts share: the item, by whom and when, and the rows of the item that a body names."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Annotated, Any, TypeVar

from pydantic import Field

from guatu.accounts.models import Unit
from guatu.accounts.queries import divisions_below
from guatu.api.shapes.base import Given, Id
from guatu.history.models import StoredFile, Tracked
from guatu.http import uploads
from guatu.http.errors import Malformed
from guatu.http.requests import Deed
from guatu.ledgers.actions.reports import NewEvidence
from guatu.ledgers.errors import NotNow
from guatu.ledgers.events import Event
from guatu.ledgers.models import Extension, Item, Measure, Report
from guatu.ledgers.queries.item_page import ItemPage

Row = TypeVar("Row", bound=Tracked)
Body = TypeVar("Body", bound=Given)
FileWord = Annotated[str, Field(min_length=1, max_length=2000, description="上传文件时答复的 file")]
Amount = Annotated[Decimal, Field(ge=0, max_digits=16, decimal_places=4)]
Percent = Annotated[int, Field(ge=0, le=100)]


@dataclass(frozen=True, slots=True)
class Doing:
    """An act on its way: the item as the person sees it, by whom, when."""

    page: ItemPage
    deed: Deed

    @property
    def item(self) -> Item:
        return self.page.item

    @property
    def pk(self) -> int:
        return self.page.item.pk

    def unit(self, pk: int, field: str = "unit_id") -> Unit:
        """A unit to which the office of the item hands out."""
        division = self.item.ledger.office.unit.division_id
        units = Unit.objects.in_force(on=self.page.on).filter(division__in=divisions_below([division]))
        return self._there(units.filter(pk=pk).first(), field)

    def unit_here(self, pk: int, field: str = "unit_id") -> Unit:
        """A unit that has a part in the item."""
        rows = {row.assignment.unit_id: row.assignment.unit for row in self.page.rows}
        return self._there(rows.get(pk), field)

    def own_unit(self, pk: int | None) -> Unit:
        """The unit that is spoken for: the one named, else the only one."""
        own = {row.assignment.unit_id: row.assignment.unit for row in self.page.own_rows}
        if not own:
            raise NotNow(number=self.item.number, deed="办理", state="本单位没有承办")
        if pk is None and len(own) > 1:
            raise Malformed({"unit_id": "没有给出；您代表不止一个承办单位"})
        return self._there(own.get(pk) if pk is not None else next(iter(own.values())), "unit_id")

    def assignment(self, pk: int) -> int:
        """The key of a duty of the item."""
        return self._row((row.assignment for row in self.page.rows), pk, "assignment_id").pk

    def measure(self, pk: int) -> Measure:
        return self._row(self.page.case.measures, pk, "measure_id")

    def report(self, pk: int) -> Report:
        return self._row(self.page.reports, pk, "report_id")

    def extension(self, pk: int) -> Extension:
        return self._row(self.page.extensions, pk, "extension_id")

    def file(self, word: str | None) -> StoredFile | None:
        """A file that was sent before."""
        return StoredFile.objects.get(pk=self._kept(word).sha256) if word else None

    def proofs(self, words: Iterable[str], measures: Iterable[int]) -> list[NewEvidence]:
        """Files that were sent before, as proofs; the same file counts once."""
        found = {kept.sha256: kept for kept in map(self._kept, words)}
        chosen = tuple(measures)
        return [kept.evidence(chosen) for kept in found.values()]

    def _kept(self, word: str) -> uploads.Kept:
        return uploads.read(word, person_id=self.deed["by"].person_id, item_id=self.pk)

    def _row(self, rows: Iterable[Row], pk: int, field: str) -> Row:
        return self._there(next((one for one in rows if one.pk == pk), None), field)

    @staticmethod
    def _there(found: Row | None, field: str) -> Row:
        if found is None:
            raise Malformed({field: "不在本事项里，或不能选"})
        return found


class Nothing(Given):
    """An act that needs no more than to be done: `{}`."""


@dataclass(frozen=True, slots=True)
class Act:
    """One act: its event, what is given, and the action behind it."""

    event: Event
    body: type[Given]
    perform: Callable[[Doing, Any], object]
    name: str = ""
    """The last part of its address, where it is not its event."""
    summary: str = ""
    needs_revision: bool = False
    """Whether it overwrites what somebody must have looked at."""


class UnitNamed(Given):
    """For which unit it is done; the only one of one's own where none is named."""

    unit_id: Id | None = None
