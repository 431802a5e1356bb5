"""Numbers as Word's number formats show them (ECMA-376 part 1, 17.18.59 ST_NumberFormat)."""

from collections.abc import Callable
from itertools import pairwise

_DIGITS = "〇一二三四五六七八九"
_PLACES = ("", "十", "百", "千")
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_BRANCHES = "子丑寅卯辰巳午未申酉戌亥"
_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"),
    (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip


def numeral(value: int, form: str, pattern: str = "") -> str:
    """The number as the format shows it; `pattern` is the sample row of a custom format ("001, 002, ...").

    A format that the reader does not know, and a number beyond what a format can show, is decimal,
    as in Word.
    """
    if form == "custom":
        return str(value).zfill(len(pattern.partition(",")[0].strip()))
    write = _FORMS.get(form)
    return write(value) if write and value >= 0 else str(value)


def _counting(value: int, digits: str, places: tuple[str, ...], *, drop_one: bool) -> str:
    """Numbers spoken with places, 一百〇一; below twenty the first 一 falls where the format drops it."""
    if value == 0:
        return digits[0]
    if value >= 10_000:
        return "".join(digits[int(digit)] for digit in str(value))
    figures = [int(digit) for digit in str(value)]
    words = []
    for place, (digit, following) in zip(
        range(len(figures) - 1, -1, -1), pairwise([*figures, 0]), strict=True
    ):
        if digit:
            words.append(digits[digit] + places[place])
        elif following:
            words.append(digits[0])
    spoken = "".join(words)
    return spoken[1:] if drop_one and 10 <= value < 20 else spoken


def _chinese(digits: str, places: tuple[str, ...] = _PLACES) -> Callable[[int], str]:
    return lambda value: _counting(value, digits, places, drop_one=True)


def _legal(digits: str, places: tuple[str, ...]) -> Callable[[int], str]:
    return lambda value: _counting(value, digits, places, drop_one=False)


def _digitwise_from_hundred(value: int) -> str:
    if value < 100:
        return _counting(value, "○" + _DIGITS[1:], _PLACES, drop_one=True)
    return "".join(("○" + _DIGITS[1:])[int(digit)] for digit in str(value))


def _digitwise(value: int) -> str:
    return "".join(_DIGITS[int(digit)] for digit in str(value))


def _japanese(value: int) -> str:
    """Places without zeros, and 十, 百, 千 alone for one of them: 百一."""
    figures = str(value)
    if value == 0 or len(figures) > 4:
        return _digitwise(value)
    return "".join(
        ("" if digit == "1" and place else _DIGITS[int(digit)]) + _PLACES[place]
        for place, digit in zip(range(len(figures) - 1, -1, -1), figures, strict=True)
        if digit != "0"
    )


def _cycle(signs: str) -> Callable[[int], str]:
    return lambda value: signs[value - 1] if 1 <= value <= len(signs) else str(value)


def _run(first: str, last: int) -> Callable[[int], str]:
    """Signs that stand in a row in Unicode, from the sign of one to the sign of `last`."""
    return _cycle("".join(chr(ord(first) + step) for step in range(last)))


def _letters(value: int) -> str:
    return chr(ord("a") + (value - 1) % 26) * ((value - 1) // 26 + 1) if 1 <= value <= 780 else str(value)


def _roman(value: int) -> str:
    if not 1 <= value < 32_768:
        return str(value)
    written = []
    for worth, sign in _ROMAN:
        written.append(sign * (value // worth))
        value %= worth
    return "".join(written)


def _ordinal(value: int) -> str:
    ending = {1: "st", 2: "nd", 3: "rd"}.get(value % 10, "th")
    return f"{value}th" if value % 100 in (11, 12, 13) else f"{value}{ending}"


def _sexagenary(value: int) -> str:
    return _STEMS[(value - 1) % 10] + _BRANCHES[(value - 1) % 12]


def _full_width(value: int) -> str:
    return "".join(chr(ord("０") + int(digit)) for digit in str(value))


_FORMS: dict[str, Callable[[int], str]] = {
    "none": lambda value: "",
    "bullet": lambda value: "",
    "decimalZero": lambda value: f"{value:02d}",
    "numberInDash": lambda value: f"- {value} -",
    "upperRoman": lambda value: _roman(value).upper(),
    "lowerRoman": _roman,
    "upperLetter": lambda value: _letters(value).upper(),
    "lowerLetter": _letters,
    "ordinal": _ordinal,
    "chineseCounting": _digitwise_from_hundred,
    "taiwaneseCounting": _digitwise_from_hundred,
    "chineseCountingThousand": _chinese(_DIGITS),
    "taiwaneseCountingThousand": _chinese(_DIGITS),
    "chineseLegalSimplified": _legal("零壹贰叁肆伍陆柒捌玖", ("", "拾", "佰", "仟")),
    "ideographLegalTraditional": _legal("零壹貳參肆伍陸柒捌玖", ("", "拾", "佰", "仟")),
    "japaneseCounting": _japanese,
    "japaneseDigitalTenThousand": _digitwise,
    "ideographDigital": _digitwise,
    "taiwaneseDigital": _digitwise,
    "ideographTraditional": _cycle(_STEMS),
    "ideographZodiac": _cycle(_BRANCHES),
    "ideographZodiacTraditional": _sexagenary,
    "ideographEnclosedCircle": _run("㊀", 10),
    "decimalEnclosedCircle": _run("①", 20),
    "decimalEnclosedCircleChinese": _run("①", 20),
    "decimalEnclosedFullstop": _run("⒈", 20),
    "decimalEnclosedParen": _run("⑴", 20),
    "decimalFullWidth": _full_width,
    "decimalFullWidth2": _full_width,
}
