"""A table in codes, kept between decisions: what did not change is not read again.

A new rule costs its own questions; a changed parameter those that ask for it; a changed row only itself.
"""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from functools import partial
from typing import TypeAlias

import numpy as np

from guatu.kernel.working_days import WorkingCalendar
from guatu.rules.catalogue.fields import Catalogue
from guatu.rules.engine.binding import Binder
from guatu.rules.engine.codings import Asking, Bits, Coding, answers_of, coding_of, facts_of, wanted_cuts
from guatu.rules.engine.columns import Column, Floats, Scaled
from guatu.rules.engine.deciding import Decider
from guatu.rules.engine.formulas import Among, CodedQuestion, Fact, Question, Says, Within
from guatu.rules.engine.one_row import planes_of_row
from guatu.rules.engine.outcomes import Outcome, Tally, Wanted, joined
from guatu.rules.engine.paths import path_of
from guatu.rules.engine.plain_rows import table_of
from guatu.rules.engine.planes import Planes, packed_truth
from guatu.rules.engine.programs import QUESTIONS, Program, write
from guatu.rules.engine.tables import Table
from guatu.rules.language.syntax import Node
from guatu.rules.rows import ASKED_ON, Row
from guatu.rules.setting import Setting

Progress: TypeAlias = Callable[[int], None]
_TOLD = 16
"""How often progress is told, by each thread."""
COUNTS = Wanted()
EVERYTHING = Wanted(near_rows=True, unknown_rows=True)
_KEPT_BYTES = 1 << 28
"""Answers that no code gives are kept up to so many bytes."""


class Encoded:
    """A table with the codes of its columns, and the answers that no code gives.

    `fast` takes the machine code of numba (None: where it is installed). Threads change no answer.
    """

    def __init__(self, table: Table, *, fast: bool | None = None, threads: int = 1) -> None:
        self.table, self.threads = table, max(1, threads)
        self.fast, self.path = fast, path_of(fast=fast)
        self.has_own_days = bool(table.own_days())
        self._codings: dict[Fact, Coding] = {}
        self._answers: dict[Question, tuple[Bits, Bits]] = {}
        self._decider: Decider | None = None

    def decide(
        self,
        rules: Sequence[Node],
        setting: Setting,
        wanted: Wanted = COUNTS,
        *,
        progress: Progress | None = None,
    ) -> Outcome:
        """Every rule for every row; `progress` is told how many more rows are done."""
        return self.prepare(rules, setting).outcome(wanted, progress=progress)

    def prepare(self, rules: Sequence[Node], setting: Setting) -> "Prepared":
        """The rules as a program, its questions asked of codes or answered."""
        binder = Binder(setting, setting.catalogue, None if self.has_own_days else setting.on)
        program = write(rules, binder)
        decider = self._decider_on(setting)
        coded, others = _told_apart(program)
        answers = [self._answer(question, decider) for _, question in others]
        none = np.zeros((0, (self.table.size + 63) // 64), np.uint64)
        planes = Planes(
            self.table.size,
            program,
            self._askings(coded),
            np.array([plane for plane, _ in others], np.int64),
            np.stack([yes for yes, _ in answers]) if answers else none,
            np.stack([no for _, no in answers]) if answers else none,
        )
        return Prepared(self, rules, setting, planes)

    # --- answers

    def _decider_on(self, setting: Setting) -> Decider:
        """What answers the questions that no code does; on another day all answers are forgotten."""
        if self._decider is None or _frame(self._decider.setting) != _frame(setting):
            self._answers.clear()
            self._decider = Decider(self.table, setting, setting.catalogue, setting.on)
        elif self._decider.setting.parameters != setting.parameters:
            operands = self._decider.operands
            self._decider = Decider(self.table, setting, setting.catalogue, setting.on, operands)
        return self._decider

    def _answer(self, question: Question, decider: Decider) -> tuple[Bits, Bits]:
        found = self._answers.pop(question, None) or packed_truth(decider.answer(question))
        self._answers[question] = found
        room = max(1, _KEPT_BYTES // max(1, 2 * found[0].nbytes))
        while len(self._answers) > room:
            del self._answers[next(iter(self._answers))]
        return found

    # --- codes

    def _askings(self, coded: Sequence[tuple[int, CodedQuestion]]) -> tuple[Asking, ...]:
        """The coded questions, column by column; a column that is absent answers none."""
        asked = [question for _, question in coded]
        of_facts = list(facts_of(asked).items())
        make = partial(self._asking, coded)
        if self.threads == 1:
            found = [make(fact, places) for fact, places in of_facts]
        else:
            with ThreadPoolExecutor(self.threads) as pool:
                found = list(pool.map(lambda each: make(*each), of_facts))
        return tuple(asking for asking in found if asking is not None)

    def _asking(
        self, coded: Sequence[tuple[int, CodedQuestion]], fact: Fact, places: Sequence[int]
    ) -> Asking | None:
        column = self.table.column(fact.column, fact.field, fact.fresh_from)
        if column is None:
            return None
        questions = tuple(coded[place][1] for place in places)
        coding = self._coding(fact, questions, column)
        planes = np.array([coded[place][0] for place in places])
        return Asking(fact, questions, column, coding, planes, answers_of(questions, column, coding))

    def _coding(self, fact: Fact, asked: Sequence[CodedQuestion], column: Column) -> Coding:
        """The codes of a column; of figures they are made anew where a question cuts it elsewhere."""
        before = self._codings.get(fact)
        if isinstance(column, Floats | Scaled):
            cuts = wanted_cuts(asked, column, before.cuts if before else ())
            if before is None or cuts != before.cuts:
                before = Coding(self.path.classes(column, cuts), cuts)
        elif before is None:
            before = coding_of(column)
        self._codings[fact] = before
        return before


class Prepared:
    """Rules against a table in codes, ready to be decided."""

    def __init__(self, encoded: Encoded, rules: Sequence[Node], setting: Setting, planes: Planes) -> None:
        self.encoded, self.rules, self.setting, self.planes = encoded, tuple(rules), setting, planes

    def outcome(self, wanted: Wanted = COUNTS, *, progress: Progress | None = None) -> Outcome:
        """Every rule for every row; `progress` is told how many more rows are done."""
        path, threads = self.encoded.path, self.encoded.threads
        blocks = -(-self.planes.size // path.BLOCK)
        stretches = threads * (_TOLD if progress else 1)
        ends = [blocks * number // stretches for number in range(stretches + 1)]

        def run(first: int, last: int) -> Tally:
            tally = path.tally(self.planes, first, last, wanted)
            if progress is not None:
                progress(min(last * path.BLOCK, self.planes.size) - min(first * path.BLOCK, self.planes.size))
            return tally

        if threads == 1:
            tallies = list(map(run, ends[:-1], ends[1:]))
        else:
            with ThreadPoolExecutor(threads) as pool:
                tallies = list(pool.map(run, ends[:-1], ends[1:]))
        return joined(self.planes.size, tallies, wanted, path.place)

    def of_row(self, row: Row) -> Outcome:
        """Every rule for one row that is new or has changed; it is row 0 of what comes of it."""
        path = self.encoded.path
        if row.get(ASKED_ON) is not None and not self.encoded.has_own_days:
            return Encoded(table_of([row]), fast=self.encoded.fast).decide(
                self.rules, self.setting, EVERYTHING
            )  # asked as of another day than the program is written for
        planes = planes_of_row(row, self.planes, self.setting)
        return joined(1, [path.tally(planes, 0, 1, EVERYTHING)], EVERYTHING, path.place)


def _told_apart(
    program: Program,
) -> tuple[list[tuple[int, CodedQuestion]], list[tuple[int, Question]]]:
    """Questions with their planes: those that codes answer, and the others."""
    coded: list[tuple[int, CodedQuestion]] = []
    others: list[tuple[int, Question]] = []
    for plane, question in enumerate(program.questions, QUESTIONS):
        if isinstance(question, Within | Among | Says):
            coded.append((plane, question))
        else:
            others.append((plane, question))
    return coded, others


def _frame(setting: Setting) -> tuple[Catalogue, date, WorkingCalendar, bool]:
    """What all answers depend on beside the parameters, which a question names itself."""
    return setting.catalogue, setting.on, setting.calendar, setting.stale_is_unknown
