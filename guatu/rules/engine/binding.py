"""What a rule asks on one day: years counted, parameters looked up, figures in the unit of their field."""

from dataclasses import dataclass, fields, is_dataclass, replace
from datetime import date
from fractions import Fraction

from guatu.rules.catalogue.fields import Catalogue, Field
from guatu.rules.engine.formulas import (
    UNKNOWN,
    Among,
    Asked,
    AskedEachDay,
    Enough,
    Fact,
    Formula,
    Known,
    Likeness,
    Says,
    Settled,
    Within,
    either,
    every,
    opposite,
)
from guatu.rules.engine.tables import number_of
from guatu.rules.language.syntax import (
    And,
    AtLeast,
    BelongsTo,
    Compares,
    Condition,
    Contains,
    DayAt,
    Exists,
    FieldAt,
    Figure,
    Happened,
    Implies,
    InARow,
    IsBetween,
    IsMissing,
    IsSo,
    Judged,
    Node,
    Not,
    Operand,
    Or,
    OverYears,
    Parameter,
    Sign,
    StartsWith,
    Tiers,
    Window,
    Word,
    YearsBack,
)
from guatu.rules.meaning.days import shifted
from guatu.rules.meaning.operands import in_base
from guatu.rules.meaning.values import holds, plain
from guatu.rules.rows import yearly
from guatu.rules.setting import DatedValue, Setting

_FLIPPED: dict[Sign, Sign] = {"=": "=", "≠": "≠", "<": ">", "≤": "≥", ">": "<", "≥": "≤"}


@dataclass(frozen=True, slots=True)
class Binder:
    """Rules under a catalogue, on a day.

    `year` is that of fields which are kept by year and name none. Without a day, as rows give their own, what
    depends on it is left to be asked on each of their days.
    """

    setting: Setting
    catalogue: Catalogue
    day: date | None
    year: YearsBack | int | None = None

    def formula(self, node: Node) -> Formula:
        """A rule, or a part of one, as questions."""
        if isinstance(node, And):
            return every(tuple(map(self.formula, node.parts)))
        if isinstance(node, Or):
            return either(tuple(map(self.formula, node.parts)))
        if isinstance(node, Not):
            return opposite(self.formula(node.part))
        if isinstance(node, AtLeast):
            return Enough(node.count, tuple(map(self.formula, node.parts)))
        if isinstance(node, Implies):
            return either((opposite(self.formula(node.condition)), self.formula(node.consequence)))
        if isinstance(node, InARow):
            return every(tuple(self._of_year(back).formula(node.part) for back in range(1, node.years + 1)))
        return self._tiers(node) if isinstance(node, Tiers) else self.condition(node)

    def parts(self, node: Node) -> tuple[Formula, ...] | None:
        """The conditions of which a near-miss fails exactly one; None where there can be none."""
        return tuple(map(self.formula, node.parts)) if isinstance(node, And) else None

    def _of_year(self, back: int) -> "Binder":
        return replace(self, year=YearsBack(back) if self.day is None else self.day.year - back)

    def _tiers(self, node: Tiers) -> Formula:
        found: list[Formula] = []
        before: list[Formula] = []
        for tier in node.tiers:
            guard = self.formula(tier.guard)
            found.append(every((*before, guard, self.formula(tier.part))))
            before.append(opposite(guard))
        if node.otherwise is not None:
            found.append(every((*before, self.formula(node.otherwise))))
        return either(tuple(found))

    def condition(self, node: Condition) -> Formula:
        """One condition: a question to the codes of a column where that will do."""
        if self.day is None and depends_on_day(node, self):
            return AskedEachDay(node, self.year, tuple(self._ever_given(node)))
        if isinstance(node, Compares):
            return self._compares(node)
        if isinstance(node, IsBetween):
            return self._between(node)
        if isinstance(node, BelongsTo | Contains | StartsWith):
            return self._among_words(node)
        if isinstance(node, IsMissing | IsSo) and (fact := self.fact(node.field)):
            if isinstance(node, IsMissing):
                return Known(fact) if node.negated else opposite(Known(fact))
            return Says(fact) if node.expected else opposite(Says(fact))
        return self.asked(node)

    def asked(self, node: Condition) -> Asked:
        """A condition to be decided from several columns."""
        year = self.year if isinstance(self.year, int) else None
        day = self.day or self.setting.on
        names = sorted(set(_parameters(node)))
        return Asked(node, day, year, tuple(self.setting.parameters.at(name, day) for name in names))

    def _ever_given(self, node: Condition) -> list[tuple[DatedValue, ...]]:
        return [self.setting.parameters.values[name] for name in sorted(set(_parameters(node)))]

    # --- facts

    def field_year(self, at: FieldAt) -> int | None:
        """The year that a field is read of."""
        year = at.year
        if year is None and self.catalogue[at.name].yearly:
            year = self.year
        if isinstance(year, YearsBack):
            return (self.day or self.setting.on).year - year.back
        return year

    def fact(self, at: FieldAt) -> Fact | None:
        """The column that a field stands for; None where it is computed from others."""
        field = self.catalogue[at.name]
        return None if field.value is not None else self.fact_of(field, self.field_year(at))

    def fact_of(self, field: Field, year: int | None) -> Fact:
        """The column of a field in a year, without what is stale where that counts as missing."""
        fresh_from = None
        if self.setting.stale_is_unknown and field.fresh_days is not None:
            fresh_from = number_of(self.day or self.setting.on) - field.fresh_days
        column = field.name if year is None or not field.yearly else yearly(field.name, year)
        return Fact(column, field, fresh_from)

    # --- comparisons

    def _compares(self, node: Compares) -> Formula:
        left, sign, right = node.left, node.sign, node.right
        if isinstance(left, DayAt) and isinstance(right, FieldAt):
            left, sign, right = right, _FLIPPED[sign], left
        if not isinstance(left, FieldAt) or (fact := self.fact(left)) is None:
            return self.asked(node)
        value = self.constant(right, fact.field)
        if isinstance(value, str):
            return self._compares_words(fact, sign, value)
        if isinstance(value, Fraction):
            return _within(fact, sign, value)
        return value or self.asked(node)

    @staticmethod
    def _compares_words(fact: Fact, sign: Sign, word: str) -> Formula:
        grades = fact.field.grades if fact.field.type == "grade" else ()
        if not grades:
            found = Among(fact, frozenset((word,)))
            return found if sign == "=" else opposite(found)
        if holds(word, sign, word, grades) is None:
            return UNKNOWN
        names = map(plain, grades)
        return Among(fact, frozenset(name for name in names if holds(name, sign, word, grades)))

    def _between(self, node: IsBetween) -> Formula:
        fact = self.fact(node.left) if isinstance(node.left, FieldAt) else None
        if fact is not None and fact.field.type != "grade":
            low, high = (self.constant(end, fact.field) for end in (node.low, node.high))
            if isinstance(low, Fraction) and isinstance(high, Fraction):
                return Within(fact, low, high, node.includes_low, node.includes_high)
        low_end = Compares(node.left, "≥" if node.includes_low else ">", node.low)
        high_end = Compares(node.left, "≤" if node.includes_high else "<", node.high)
        return every((self._compares(low_end), self._compares(high_end)))

    def constant(self, operand: Operand, field: Field | None) -> Fraction | str | Settled | None:
        """What is the same for every row: a figure, days since 1970, a word; unknown where none is in force.

        None where the operand is read of the row.
        """
        if isinstance(operand, Parameter):
            dated = self.setting.parameters.at(operand.name, self.day or self.setting.on)
            if dated is None:
                return UNKNOWN
            if isinstance(dated.value, tuple):
                (word,) = dated.value
                return plain(word.text)
            return self.constant(dated.value, field)
        if isinstance(operand, Figure):
            return in_base(operand, field, self.setting.catalogue.conversions)
        if isinstance(operand, Word):
            return plain(operand.text)
        if not isinstance(operand, DayAt) or isinstance(operand.base, FieldAt):
            return None
        base = operand.base if isinstance(operand.base, date) else self.day or self.setting.on
        day = shifted(base, operand.shifts, self.setting.calendar)
        return UNKNOWN if day is None else Fraction(number_of(day))

    # --- words

    def words(self, words: tuple[Word, ...] | Parameter) -> tuple[str, ...] | None:
        """The words that are asked for; None where no value is in force."""
        if isinstance(words, Parameter):
            dated = self.setting.parameters.at(words.name, self.day or self.setting.on)
            if dated is None or not isinstance(dated.value, tuple):
                return None
            words = dated.value
        return tuple(word.text for word in words)

    def _among_words(self, node: BelongsTo | Contains | StartsWith) -> Formula:
        fact, words = self.fact(node.field), self.words(node.words)
        if words is None:
            return UNKNOWN
        if fact is None or fact.field.type == "dated_set":
            return self.asked(node)
        likeness: Likeness = "starts" if isinstance(node, StartsWith) else "is"
        if isinstance(node, BelongsTo) and fact.field.codes is not None:
            likeness, words = "under", tuple(map(fact.field.codes.read, words))
        else:
            words = tuple(map(plain, words))
        if isinstance(node, Contains) and node.every:
            found = every(tuple(Among(fact, frozenset((word,))) for word in words))
        else:
            found = Among(fact, frozenset(words), likeness)
        is_negated = not isinstance(node, StartsWith) and node.negated
        return opposite(found) if is_negated else found


def _within(fact: Fact, sign: Sign, value: Fraction) -> Formula:
    if sign in ("=", "≠"):
        same = Within(fact, value, value)
        return same if sign == "=" else opposite(same)
    if sign in ("≥", ">"):
        return Within(fact, value, None, takes_low=sign == "≥")
    return Within(fact, None, value, takes_high=sign == "≤")


def _parameters(part: object) -> list[str]:
    """The names of all parameters in a part of a rule."""
    if isinstance(part, Parameter):
        return [part.name]
    if isinstance(part, tuple):
        return [name for each in part for name in _parameters(each)]
    if not is_dataclass(part) or isinstance(part, type):
        return []
    return [name for each in fields(part) for name in _parameters(getattr(part, each.name))]


def depends_on_day(part: object, binder: Binder) -> bool:
    """Whether what a part of a rule asks may differ from one day to another."""
    if isinstance(part, YearsBack | OverYears | Parameter | Window | Happened | Judged | InARow):
        return True
    if isinstance(part, FieldAt):
        return _field_depends(part, binder)
    if isinstance(part, DayAt) and isinstance(part.base, str):
        return True
    if isinstance(part, Contains) and binder.catalogue[part.field.name].type == "dated_set":
        return True
    if isinstance(part, tuple):
        return any(depends_on_day(each, binder) for each in part)
    if isinstance(part, Exists):
        of_list = replace(binder, catalogue=binder.catalogue.of_list(part.field))
        return _field_depends(FieldAt(part.field), binder) or depends_on_day(part.part, of_list)
    if not is_dataclass(part) or isinstance(part, type):
        return False
    return any(depends_on_day(getattr(part, each.name), binder) for each in fields(part))


def _field_depends(at: FieldAt, binder: Binder) -> bool:
    field = binder.catalogue[at.name]
    if isinstance(at.year, YearsBack) or (at.year is None and isinstance(binder.year, YearsBack)):
        return True
    if field.fresh_days is not None and binder.setting.stale_is_unknown:
        return True
    return field.value is not None and depends_on_day(field.value, binder)
