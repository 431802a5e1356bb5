"""Why a rule, a catalogue or a book of rules is not taken. Each names the place and what to write instead.

RuleRefusal
├── RuleTextRefused        a place in the text of a rule
│   ├── NotUnderstood      nothing that a rule may hold stands there
│   ├── Unfinished         the text ends where more must follow
│   ├── TooDeep            more brackets within brackets than anyone can read
│   ├── UnknownField       no field of that name; the nearest is named
│   ├── UnknownParameter   no parameter of that name
│   ├── UnknownValue       not a grade, a code or a name that the field knows
│   ├── AmbiguousName      a name of several codes
│   ├── UnfitComparison    the field cannot be compared in that way
│   ├── BareFigure         a figure without the unit that its field needs
│   ├── UnfitUnit          a unit that the field cannot take
│   ├── UnfitYear          a year where none is kept, or none where one must stand
│   ├── NoSuchDay          not a day of the calendar
│   └── UnfitCount         至少N项 of fewer parts, 连续0年
├── CatalogueRefused       a catalogue of fields breaks its own rules, at `where`
│   └── ClashingLabels     two fields, or a field and a word of the language, are called the same
├── BookRefused            a file of rules breaks its own rules, at `where`
├── ClashingColours        two regimes give one colour two meanings
└── MalformedForm          the JSON form of a rule is not one
"""

from collections.abc import Sequence
from typing import ClassVar

from guatu.kernel.errors import Refusal


class RuleRefusal(Refusal):
    """A rule, or what rules need, is not taken."""

    code: ClassVar[str] = "rule_refused"


class RuleTextRefused(RuleRefusal):
    """A rule text is not taken: `text[start:end]` is the place, `why` says what is wrong and what to do."""

    code: ClassVar[str] = "rule_text_refused"

    def __init__(self, text: str, start: int, end: int, why: str, suggestion: str | None = None) -> None:
        super().__init__(text, start, end, why, suggestion)
        self.text, self.start, self.end, self.why, self.suggestion = text, start, end, why, suggestion

    def __str__(self) -> str:
        return f"第{self.start + 1}字起：{self.why}"

    def details(self) -> dict[str, str | int | None]:
        return {
            "start": self.start,
            "end": self.end,
            "found": self.text[self.start : self.end],
            "suggestion": self.suggestion,
        }


class NotUnderstood(RuleTextRefused):
    """Nothing that a rule may hold stands there."""

    code = "rule_not_understood"


class Unfinished(RuleTextRefused):
    """The text ends where more must follow."""

    code = "rule_unfinished"


class TooDeep(RuleTextRefused):
    """More brackets within brackets than anyone can read."""

    code = "rule_too_deep"


class UnknownField(RuleTextRefused):
    """No field of that name or label; `suggestion` is the nearest label."""

    code = "unknown_field"


class UnknownParameter(RuleTextRefused):
    """No parameter of that name; `suggestion` is the nearest."""

    code = "unknown_parameter"


class UnknownValue(RuleTextRefused):
    """Not a grade, a code or a name that the field knows; `suggestion` is the nearest."""

    code = "unknown_value"


class AmbiguousName(RuleTextRefused):
    """A name of several codes: one of them must be written."""

    code = "ambiguous_name"


class UnfitComparison(RuleTextRefused):
    """The field cannot be compared in that way, or with that."""

    code = "unfit_comparison"


class BareFigure(RuleTextRefused):
    """A figure without the unit that its field needs."""

    code = "bare_figure"


class UnfitUnit(RuleTextRefused):
    """A unit that the field cannot take."""

    code = "unfit_unit"


class UnfitYear(RuleTextRefused):
    """A year on a field that is not kept by year, or no year on one that is."""

    code = "unfit_year"


class NoSuchDay(RuleTextRefused):
    """Not a day of the calendar."""

    code = "no_such_day"


class UnfitCount(RuleTextRefused):
    """A count that cannot be met or asks nothing: 至少5项 of three, 连续0年."""

    code = "unfit_count"


class CatalogueRefused(RuleRefusal):
    """A catalogue of fields cannot be used: `where` is the field or the entry, `why` says what to mend."""

    code: ClassVar[str] = "catalogue_refused"

    def __init__(self, where: str, why: str) -> None:
        super().__init__(where, why)
        self.where, self.why = where, why

    def __str__(self) -> str:
        return f"字段目录{self.where}：{self.why}"

    def details(self) -> dict[str, str | int | None]:
        return {"where": self.where}


class ClashingLabels(CatalogueRefused):
    """Two fields, or a field and a word of the language, are called the same."""

    code = "clashing_labels"


class BookRefused(RuleRefusal):
    """A file of rules cannot be used: `where` is the rule or the entry, `why` says what to mend."""

    code: ClassVar[str] = "book_refused"

    def __init__(self, where: str, why: str, *, others: "Sequence[BookRefused]" = ()) -> None:
        super().__init__(where, why)
        self.where, self.why = where, why
        self.others = tuple(others)
        """What else is wrong in the same file, each by itself."""

    def __str__(self) -> str:
        more = f"（另有{len(self.others)}处）" if self.others else ""
        return f"规则{self.where}：{self.why}{more}"

    @property
    def each(self) -> "tuple[BookRefused, ...]":
        """This refusal and the others, each by itself."""
        own = BookRefused(self.where, self.why)
        own.__cause__ = self.__cause__
        return (own, *self.others)

    def details(self) -> dict[str, str | int | None]:
        return {"where": self.where}


class ClashingColours(RuleRefusal):
    """One report would show one colour in two meanings: two regimes differ on it."""

    code = "clashing_colours"

    def __init__(self, word: str, first: str, meaning: str, second: str, other: str) -> None:
        super().__init__(word, first, meaning, second, other)
        self.word, self.first, self.meaning, self.second, self.other = word, first, meaning, second, other

    def __str__(self) -> str:
        return (
            f"{self.word}在“{self.first}”里是“{self.meaning}”，在“{self.second}”里是“{self.other}”，"
            "不能用在同一份报告里，请分开出具或统一规则"
        )

    def details(self) -> dict[str, str | int | None]:
        return {"first": self.first, "second": self.second}


class MalformedForm(RuleRefusal):
    """The JSON form of a rule is none: `path` leads to the place, `why` says what is wrong there."""

    code = "malformed_rule_form"

    def __init__(self, path: Sequence[str | int], why: str) -> None:
        super().__init__(tuple(path), why)
        self.path, self.why = tuple(path), why

    def __str__(self) -> str:
        place = "/".join(str(step) for step in self.path) or "最外层"
        return f"规则的 JSON 写法有误（{place}）：{self.why}"

    def details(self) -> dict[str, str | int | None]:
        return {"path": "/".join(str(step) for step in self.path)}
