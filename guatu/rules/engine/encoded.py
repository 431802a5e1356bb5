"""A table in codes, kept between decisions: what did not change is not read again."""

from collections.abc import Sequence

import numpy as np

from guatu.rules.engine import plain_path
from guatu.rules.engine.binding import Binder
from guatu.rules.engine.codings import Asking, Bits, Coding, answers_of, coding_of, facts_of, wanted_cuts
from guatu.rules.engine.columns import Column, Floats, Scaled
from guatu.rules.engine.deciding import Decider
from guatu.rules.engine.formulas import Among, CodedQuestion, Fact, Says, Within
from guatu.rules.engine.outcomes import Outcome, Wanted, joined
from guatu.rules.engine.planes import Planes, packed_truth
from guatu.rules.engine.programs import QUESTIONS, Program, write
from guatu.rules.engine.tables import Table
from guatu.rules.language.syntax import Node
from guatu.rules.setting import Setting

MATCHES = Wanted()


class Encoded:
    """A table with the codes of its columns, and the answers that no code gives."""

    def __init__(self, table: Table) -> None:
        self.table = table
        self._codings: dict[Fact, Coding] = {}

    def decide(
        self,
        rules: Sequence[Node],
        setting: Setting,
        wanted: Wanted = MATCHES,
        *,
        threads: int = 1,
        fast: bool | None = None,
    ) -> Outcome:
        """Every rule for every row."""
        has_own_days = bool(self.table.own_days())
        binder = Binder(setting, setting.catalogue, None if has_own_days else setting.on)
        planes = self.planes(write(rules, binder), setting)
        blocks = -(-self.table.size // plain_path.BLOCK)
        return joined(self.table.size, [plain_path.tally(planes, 0, blocks, wanted)], wanted)

    def planes(self, program: Program, setting: Setting) -> Planes:
        """The questions of a program, asked of codes or answered."""
        decider = Decider(self.table, setting, setting.catalogue, setting.on)
        coded: list[tuple[int, CodedQuestion]] = []
        planes: list[int] = []
        answers: list[tuple[Bits, Bits]] = []
        for plane, question in enumerate(program.questions, QUESTIONS):
            if isinstance(question, Within | Among | Says):
                coded.append((plane, question))
            else:
                planes.append(plane)
                answers.append(packed_truth(decider.answer(question)))
        words = -(-self.table.size // 64)
        empty = np.zeros((0, words), np.uint64)
        yes, no = (
            (np.stack(side) if side else empty for side in zip(*answers, strict=True))
            if answers
            else (empty, empty)
        )
        return Planes(self.table.size, program, self._askings(coded), np.array(planes, np.int64), yes, no)

    def _askings(self, coded: Sequence[tuple[int, CodedQuestion]]) -> tuple[Asking, ...]:
        asked = [question for _, question in coded]
        found: list[Asking] = []
        for fact, places in facts_of(asked).items():
            questions = [asked[place] for place in places]
            column = self.table.column(fact.column, fact.field, fact.fresh_from)
            if column is None:
                continue
            coding = self._coding(fact, questions, column)
            planes = np.array([coded[place][0] for place in places])
            found.append(Asking(coding, planes, answers_of(questions, column, coding)))
        return tuple(found)

    def _coding(self, fact: Fact, asked: Sequence[CodedQuestion], column: Column) -> Coding:
        """The codes of a column; of figures they are made anew where a question cuts it elsewhere."""
        before = self._codings.get(fact)
        if isinstance(column, Floats | Scaled):
            cuts = wanted_cuts(asked, column, before.cuts if before else ())
            if before is None or cuts != before.cuts:
                before = self._codings[fact] = Coding(plain_path.classes(column, cuts), cuts)
            return before
        if before is None:
            before = coding_of(column)
            if before is None:
                raise TypeError(fact)
            self._codings[fact] = before
        return before
