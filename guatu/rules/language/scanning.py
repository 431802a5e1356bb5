"""A place that moves along the text of a rule, and what can be read there."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache

from guatu.kernel.numbers import parse_number
from guatu.kernel.quantities import COUNTERS, DURATIONS, MEASURES
from guatu.rules.catalogue.fields import Catalogue, Field
from guatu.rules.catalogue.units import MAGNITUDES
from guatu.rules.errors import NoSuchDay, NotUnderstood, RuleTextRefused, Unfinished, UnfitCount
from guatu.rules.language import words

_SPACE = re.compile(r" *")
_FIGURE = re.compile(r"-? ?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?")
_DAY = re.compile(
    r"(?P<y>\d{4})(?:-(?P<m>\d{1,2})-(?P<d>\d{1,2})(?!\d)|/(?P<m2>\d{1,2})/(?P<d2>\d{1,2})(?!\d)"
    r"|年(?P<m3>\d{1,2})月(?P<d3>\d{1,2})日)"
)
_QUOTED = re.compile(r'"(?:[^"]|"")*"|\'(?:[^\']|\'\')*\'')
_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
_LISTED = re.compile(r"[^,{}\"'()\[\]「」〔〕]+")
_RUN = re.compile(r"[^\s,{}\"'()\[\]「」〔〕=<>≠≤≥+:]+")
_LABEL = re.compile(r"「([^」]*)」")
_PARAMETER = re.compile(r"〔([^〕]*)〕")
_SIGNS = sorted((words.SIGNS | words.SIGN_WORDS).items(), key=lambda pair: len(pair[0]), reverse=True)
_FOLLOWING = (
    *(
        "且",
        "并且",
        "或",
        "则",
        "属于",
        "不属于",
        "包含",
        "不包含",
        "曾包含",
        "介于",
        "开头为",
        "为空",
        "不为空",
    ),
    *("与", "至", "分档"),
    *words.SIGN_WORDS,
)
"""What may stand right behind a label without a space."""


@dataclass(frozen=True, slots=True)
class Reader:
    """How fields of one catalogue are found in a text."""

    fields: dict[str, Field]
    pattern: re.Pattern[str]
    units: re.Pattern[str]


@lru_cache(maxsize=64)
def _reader_of(catalogue: Catalogue) -> Reader:
    fields = {label.translate(words.FULL_WIDTH): each for label, each in catalogue.by_word.items()}
    units = frozenset(each.unit for each in catalogue.fields if each.unit)
    return Reader(fields, _any_of(fields), _unit_pattern(units | catalogue.conversions.words))


def _any_of(texts: Iterable[str]) -> re.Pattern[str]:
    """Any of the texts, the longest first; one that ends in a letter ends there."""
    ends = sorted(texts, key=len, reverse=True)
    return re.compile("|".join(re.escape(text) + _boundary(text) for text in ends) or r"(?!)")


def _boundary(text: str) -> str:
    return r"(?![A-Za-z0-9_])" if text[-1:].isascii() and text[-1:].isalnum() else ""


def _unit_pattern(units: frozenset[str]) -> re.Pattern[str]:
    known = sorted(units | COUNTERS | DURATIONS | MEASURES | {"个工作日", "个百分点"}, key=len, reverse=True)
    magnitudes = sorted(MAGNITUDES, key=len, reverse=True)
    plain = "|".join(re.escape(unit) + _boundary(unit) for unit in known)
    return re.compile(rf" ?(?:(?:{'|'.join(magnitudes)})?(?:{plain})|(?:{'|'.join(magnitudes)}))")


class Scanner:
    """The text of a rule and the place reached. Reading moves the place; what is not there moves nothing."""

    def __init__(self, text: str, catalogue: Catalogue) -> None:
        self.text = text
        self.plain = text.translate(words.FULL_WIDTH)
        self.at = 0
        self.depth = 0
        self.catalogue = catalogue
        self._within: list[Catalogue] = []

    # --- places and refusals

    def skip(self) -> int:
        """Pass over spaces; the place reached."""
        if found := _SPACE.match(self.plain, self.at):
            self.at = found.end()
        return self.at

    def is_done(self) -> bool:
        return self.skip() >= len(self.plain)

    def refuse(
        self,
        family: type[RuleTextRefused],
        why: str,
        start: int | None = None,
        end: int | None = None,
        *,
        suggestion: str | None = None,
    ) -> RuleTextRefused:
        """A refusal of what stands at `start`, or else where the place is."""
        first = self.at if start is None else start
        last = max(first, self.at) if end is None else end
        return family(self.text, first, last, why, suggestion)

    def expected(self, what: str) -> RuleTextRefused:
        """The refusal of what stands here instead of `what`, or of a text that ends here."""
        start = self.skip()
        if start >= len(self.plain):
            return self.refuse(Unfinished, f"规则没有写完，此处应为{what}")
        end = self._end_of_run(start)
        return self.refuse(NotUnderstood, f"“{self.text[start:end]}”看不懂，此处应为{what}", start, end)

    def run_here(self) -> tuple[int, int]:
        """Where what stands here starts and where it seems to end."""
        start = self.skip()
        return start, self._end_of_run(start)

    def _end_of_run(self, start: int) -> int:
        found = _RUN.match(self.plain, start)
        return found.end() if found else min(start + 1, len(self.plain))

    # --- the catalogue in force: that of the row, or of the events and records inside brackets

    def enter(self, catalogue: Catalogue) -> None:
        self._within.append(self.catalogue)
        self.catalogue = catalogue

    def leave(self) -> None:
        self.catalogue = self._within.pop()

    @property
    def is_within_list(self) -> bool:
        return bool(self._within)

    @property
    def _reader(self) -> Reader:
        return _reader_of(self.catalogue)

    # --- words

    def take(self, *texts: str) -> bool:
        """Whether one of these words stands here and no field of a longer name; then it is passed."""
        self.skip()
        longest = max((text for text in texts if self._stands(text)), key=len, default="")
        if not longest:
            return False
        field = self._reader.pattern.match(self.plain, self.at)
        if field and field.end() - self.at > len(longest):
            return False
        self.at += len(longest)
        return True

    def peek(self, *texts: str) -> bool:
        """Whether one of these stands here, without passing it."""
        before = self.at
        found = self.take(*texts)
        self.at = before
        return found

    def _stands(self, text: str) -> bool:
        if not self.plain.startswith(text, self.at):
            return False
        return not _boundary(text) or not re.match(r"[A-Za-z0-9_]", self.plain[self.at + len(text) :])

    def match(self, pattern: re.Pattern[str]) -> re.Match[str] | None:
        """What the pattern finds here, unless a field of a longer name stands here; then it is passed."""
        self.skip()
        found = pattern.match(self.plain, self.at)
        if found is None:
            return None
        field = self._reader.pattern.match(self.plain, self.at)
        if field and field.end() > found.end():
            return None
        self.at = found.end()
        return found

    def need(self, text: str) -> None:
        """Pass over a mark that must stand here, or refuse."""
        if not self.take(text):
            raise self.expected(f"“{text}”")

    def sign(self) -> str | None:
        """A comparison sign, in its canonical form."""
        self.skip()
        for written, sign in _SIGNS:
            if self.plain.startswith(written, self.at):
                self.at += len(written)
                return sign
        return None

    def count(self, found: re.Match[str], least: int = 1) -> int:
        """The count that a pattern found in digits or numerals; below `least` it is refused."""
        groups = found.groupdict()
        number = parse_number(groups.get("count") or groups.get("n") or "")
        if number is None or number < least:
            why = f"“{found[0].strip()}”的数目不能小于{least}"
            raise self.refuse(UnfitCount, why, found.start(), found.end())
        return int(number)

    # --- fields, parameters, values

    def field(self) -> Field | None:
        """The field whose label or name stands here, the longest that does; 「…」 is always a label."""
        self.skip()
        if bracketed := _LABEL.match(self.plain, self.at):
            found = self._reader.fields.get(bracketed[1].strip())
            self.at = bracketed.end() if found else self.at
            return found
        named = self._reader.pattern.match(self.plain, self.at)
        if named is None or self._goes_on(named.end()):
            return None
        self.at = named.end()
        return self._reader.fields[named[0]]

    def _goes_on(self, end: int) -> bool:
        """Whether a longer word stands here, of which a label is only the beginning: 营业收入增长率."""
        rest = self.plain[end:]
        if not rest or not (rest[0].isalnum() or rest[0] == "_"):
            return False
        return not rest.startswith(_FOLLOWING)

    def parameter(self) -> str | None:
        self.skip()
        found = _PARAMETER.match(self.plain, self.at)
        if found is None:
            return None
        name = self.text[found.start(1) : found.end(1)].strip()
        self.at = found.end()
        return name

    def quoted(self) -> str | None:
        """A text in quotes, as written; a doubled quote inside stands for one."""
        self.skip()
        found = _QUOTED.match(self.plain, self.at)
        if found is None:
            if self.plain[self.at : self.at + 1] in ("'", '"') and self.at < len(self.plain):
                raise self.refuse(Unfinished, "引号没有配对，请补上右引号", self.at, len(self.plain))
            return None
        self.at = found.end()
        inner = self.text[found.start() + 1 : found.end() - 1]
        return inner.replace(found[0][0] * 2, found[0][0])

    def bare_code(self) -> str | None:
        """Letters and digits without quotes: C39, 3921, 2025-01."""
        self.skip()
        found = _CODE.match(self.plain, self.at)
        if found is None:
            return None
        self.at = found.end()
        return found[0]

    def listed(self) -> str | None:
        """One word of a set, up to the next comma or bracket."""
        self.skip()
        found = _LISTED.match(self.plain, self.at)
        if found is None or not found[0].strip():
            return None
        self.at = found.end()
        return self.text[found.start() : found.end()].strip()

    def one_of(self, texts: Iterable[str]) -> str | None:
        """The longest of the texts that stands here."""
        self.skip()
        found = _any_of({text.translate(words.FULL_WIDTH): None for text in texts}).match(self.plain, self.at)
        if found is None:
            return None
        self.at = found.end()
        return self.text[found.start() : found.end()]

    def figure(self) -> tuple[Decimal, str] | None:
        """A number and the unit behind it, both as written; the unit is empty where none stands."""
        self.skip()
        found = _FIGURE.match(self.plain, self.at)
        if found is None:
            return None
        self.at = found.end()
        unit = self._reader.units.match(self.plain, self.at)
        if unit:
            self.at = unit.end()
        number = Decimal(found[0].replace(",", "").replace(" ", ""))
        return number, unit[0].strip() if unit else ""

    def day(self) -> date | None:
        """A day of the calendar, written 2025-06-30, 2025/6/30 or 2025年6月30日."""
        self.skip()
        found = _DAY.match(self.plain, self.at)
        if found is None:
            return None
        month = found["m"] or found["m2"] or found["m3"]
        number = found["d"] or found["d2"] or found["d3"]
        try:
            read = date(int(found["y"]), int(month), int(number))
        except ValueError:
            why = f"“{found[0]}”不是日历上的日期，请核对月和日"
            raise self.refuse(NoSuchDay, why, found.start(), found.end()) from None
        self.at = found.end()
        return read
