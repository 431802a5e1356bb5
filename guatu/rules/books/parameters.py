"""Parameters from YAML: values by name and day, with the clause that sets each."""

from collections.abc import Mapping
from datetime import date

from guatu.rules.books.telling import day_told, listed, refuse_overlaps
from guatu.rules.catalogue.fields import Catalogue
from guatu.rules.errors import BookRefused
from guatu.rules.language.scanning import Scanner
from guatu.rules.language.syntax import DayAt, DayWord, Figure, Word
from guatu.rules.setting import DatedValue, Parameters

_ASKING_DAYS: tuple[DayWord, ...] = ("申报日", "当日")


def read_parameters(entries: object, catalogue: Catalogue) -> Parameters:
    """The parameters of a file, by name, each with its dated values."""
    values: dict[str, tuple[DatedValue, ...]] = {}
    for entry in listed(entries, "参数"):
        if not isinstance(entry, Mapping) or not entry.get("name"):
            raise BookRefused("参数", f"{entry!r} 应写作 {{name: …, values: [{{value: …, since: …}}]}}")
        name = str(entry["name"])
        dated = listed(entry.get("values"), f"参数〔{name}〕") or [entry]
        if name in values:
            raise BookRefused(f"参数〔{name}〕", "写了不止一次，请合并")
        values[name] = tuple(_dated(each, name, catalogue) for each in dated)
        refuse_overlaps(values[name], f"参数〔{name}〕", "两个值在同一天都有效，请写明前一个的 until")
    return Parameters(values)


def _dated(told: object, name: str, catalogue: Catalogue) -> DatedValue:
    where = f"参数〔{name}〕"
    if not isinstance(told, Mapping) or told.get("value") is None:
        raise BookRefused(where, "缺少 value")
    return DatedValue(
        _literal(told["value"], where, catalogue),
        day_told(told.get("since"), where),
        day_told(told.get("until"), where),
        str(told.get("source") or ""),
    )


def _literal(told: object, where: str, catalogue: Catalogue) -> Figure | DayAt | tuple[Word, ...]:
    """30%, 2000万元, 2025-06-30, 申报日, or a list of words."""
    if isinstance(told, list):
        return tuple(Word(str(each)) for each in told)
    if isinstance(told, date):
        return DayAt(told)
    text = str(told)
    for word in _ASKING_DAYS:
        if text == word:
            return DayAt(word)
    scanner = Scanner(text, catalogue)
    figure = scanner.figure()
    if figure is not None and scanner.is_done():
        return Figure(*figure)
    if not text.strip():
        raise BookRefused(where, "value 是空的")
    return (Word(text.strip()),)
