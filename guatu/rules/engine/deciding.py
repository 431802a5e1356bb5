"""Questions decided over every row of a table, straight from its columns."""

from dataclasses import replace
from datetime import date

import numpy as np

from guatu.rules.catalogue.fields import Catalogue
from guatu.rules.engine import lists
from guatu.rules.engine.binding import Binder
from guatu.rules.engine.coded import coded
from guatu.rules.engine.columns import Integers, Lists
from guatu.rules.engine.figures import Compared, Ratios
from guatu.rules.engine.formulas import (
    Asked,
    AskedEachDay,
    Either,
    Enough,
    Every,
    Formula,
    Opposite,
    Question,
    Settled,
)
from guatu.rules.engine.operands import Operands, Texts
from guatu.rules.engine.tables import Table, day_of, number_of
from guatu.rules.engine.truths import Truth, all_of, answered, any_of, at_least, at_least_of_each, settled
from guatu.rules.language.syntax import (
    Compares,
    Condition,
    Contains,
    Exists,
    Happened,
    InARow,
    IsMissing,
    Judged,
    YearsBack,
)
from guatu.rules.meaning.binding import in_each_year
from guatu.rules.meaning.subjects import Subject
from guatu.rules.reference import decided
from guatu.rules.setting import Setting
from guatu.rules.truth import Verdict


class Decider:
    """A table on one day; the catalogue is that of its rows."""

    def __init__(
        self,
        table: Table,
        setting: Setting,
        catalogue: Catalogue,
        day: date,
        operands: Operands | None = None,
    ) -> None:
        self.table, self.setting, self.catalogue, self.day = table, setting, catalogue, day
        self.operands = operands or Operands(table)
        self._each_day: list[tuple[Integers, Decider]] | None = None
        self._of_lists: dict[int, Decider] = {}

    def truth(self, formula: Formula) -> Truth:
        """What a formula says of each row."""
        if isinstance(formula, Settled):
            return settled(formula.verdict, self.table.size)
        if isinstance(formula, Opposite):
            return self.truth(formula.part).negated()
        if isinstance(formula, Enough):
            return at_least(formula.count, map(self.truth, formula.parts))
        if isinstance(formula, Every | Either):
            return (all_of if isinstance(formula, Every) else any_of)(map(self.truth, formula.parts))
        return self.answer(formula)

    def answer(self, question: Question) -> Truth:
        """What one question says of each row."""
        if isinstance(question, AskedEachDay):
            return self._on_each_day(question)
        if isinstance(question, Asked):
            return self._asked(question)
        fact = question.fact
        return coded(question, self.table.column(fact.column, fact.field, fact.fresh_from), self.table.size)

    def binder(self, year: int | None) -> Binder:
        """What binds a condition to this day; `year` is that of fields that name none."""
        return Binder(self.setting, self.catalogue, self.day, year)

    # --- each row on its own day

    def _on_each_day(self, question: AskedEachDay) -> Truth:
        found = settled(Verdict.UNKNOWN, self.table.size)
        for rows, decider in self.each_day():
            year = question.year
            own = decider.day.year - year.back if isinstance(year, YearsBack) else year
            truth = decider.truth(decider.binder(own).condition(question.condition))
            found.yes[rows], found.no[rows] = truth.yes, truth.no
        return found

    def each_day(self) -> "list[tuple[Integers, Decider]]":
        """The rows of each day that rows give themselves, and what decides them."""
        if self._each_day is None:
            days = self.table.own_days()
            rest = np.ones(self.table.size, np.bool_)
            for rows in days.values():
                rest[rows] = False
            if rest.any():
                on, others = number_of(self.setting.on), np.flatnonzero(rest)
                days[on] = np.concatenate((days.get(on, others[:0]), others))
            self._each_day = [
                (rows, Decider(self.table.take(rows), self.setting, self.catalogue, day_of(day)))
                for day, rows in days.items()
            ]
        return self._each_day

    # --- conditions on several columns

    def _asked(self, question: Asked) -> Truth:
        node, year = question.condition, question.year
        if isinstance(node, Compares):
            return self._beyond_doubt(node, year, self.operands.comparison(node, self.binder(year)))
        if isinstance(node, IsMissing):
            return self._missing(node, year)
        if isinstance(node, Happened):
            found = self._of_list(node.field, node.times, self._event(node, year))
            return found.negated() if node.negated else found
        if isinstance(node, Exists):
            return self._of_list(node.field, 1, self._inside(node.field, year).formula(node.part))
        if isinstance(node, Judged):
            return lists.judged(node, self.table, self.day)
        if isinstance(node, Contains):
            return lists.contained(node, self.binder(year), self.table)
        return self._one_by_one(node, year, np.arange(self.table.size))

    def _beyond_doubt(self, node: Condition, year: int | None, found: Compared) -> Truth:
        """A comparison, with the rows that are too close to tell decided one by one."""
        size = self.table.size
        yes, known, doubt = (np.broadcast_to(each, size) for each in (found.yes, found.known, found.doubt))
        truth = answered(yes, known)
        if len(rows := np.flatnonzero(doubt)):
            closer = self._one_by_one(node, year, rows)
            truth.yes[rows], truth.no[rows] = closer.yes, closer.no
        return truth

    def _one_by_one(self, node: Condition, year: int | None, rows: Integers) -> Truth:
        """A condition decided row by row, as its definition has it."""
        of_year = node if year is None else in_each_year(InARow(1, node), year + 1, self.catalogue)[0]
        verdicts = [
            decided(of_year, Subject(self.table.row(int(row)), self.day, self.catalogue, self.setting))
            for row in rows
        ]
        return Truth(
            np.array([verdict is Verdict.YES for verdict in verdicts], np.bool_),
            np.array([verdict is Verdict.NO for verdict in verdicts], np.bool_),
        )

    def _missing(self, node: IsMissing, year: int | None) -> Truth:
        """Whether what is reckoned from others has no value."""
        side = self.operands.left(node.field, self.binder(year))
        if isinstance(side, Texts):
            return self._one_by_one(node, year, np.arange(self.table.size))
        always = np.ones(1, np.bool_)
        doubt = ~always if isinstance(side, Ratios) else side.doubt
        return self._beyond_doubt(node, year, Compared(side.known == node.negated, always, doubt))

    # --- lists

    def _inside(self, name: str, year: int | None) -> Binder:
        return replace(self.binder(year), catalogue=self.catalogue.of_list(name))

    def _event(self, node: Happened, year: int | None) -> Formula:
        return lists.event(node, self.catalogue[node.field].day, self._inside(node.field, year))

    def _of_list(self, name: str, times: int, formula: Formula) -> Truth:
        """Whether so many members of each row's list meet a formula."""
        fact = self.binder(None).fact_of(self.catalogue[name], None)
        column = self.table.column(fact.column, fact.field, fact.fresh_from)
        if not isinstance(column, Lists):
            return settled(Verdict.UNKNOWN, self.table.size)
        decider = self._of_lists.setdefault(
            id(column.table), Decider(column.table, self.setting, self.catalogue.of_list(name), self.day)
        )
        return at_least_of_each(times, decider.truth(formula), column.offsets, column.known)
