"""Tags for long lists: a part that shows an equal value is drawn once."""

from collections.abc import Hashable
from functools import cache, lru_cache
from typing import Any, Final

from django import template
from django.template import TemplateDoesNotExist, engines
from django.template.loader import get_template
from django.utils.safestring import SafeString, mark_safe

ROWS: Final = 800
"""Rows of lists that are kept as drawn: each takes six kilobytes, with what it was drawn from."""
PARTS: Final = 4096
"""Parts of rows; some hundred bytes each."""
register = template.Library()


@register.simple_tag
def part(name: str, value: Hashable) -> SafeString:
    """A part of the house that shows one value of `guatu.web.parts`, such as `{% part "due" row.due %}`."""
    return _drawn(name, value)


@lru_cache(maxsize=PARTS)
def _drawn(name: str, value: Hashable) -> SafeString:
    return mark_safe(get_template(f"web/_components/{name}.html").render({name: value}).strip())  # noqa: S308 - a template made it


@register.simple_tag
def row(line: Hashable, codes: tuple[str, ...]) -> SafeString:
    """One row of the list with these columns; drawn anew only when something that it shows is another."""
    return _row(line, codes)


@lru_cache(maxsize=ROWS)
def _row(line: Hashable, codes: tuple[str, ...]) -> SafeString:
    drawn: str = _template_of(codes).render({"line": line})
    return mark_safe(drawn)  # noqa: S308 - as above


@lru_cache(maxsize=128)
def _template_of(codes: tuple[str, ...]) -> Any:
    """A row with these columns in this order, put together once from what each of its cells looks like."""
    cells, place = "", 0
    for code in codes:
        cell = _source(f"cells/{code}")
        if cell is None:
            cell = f"{{% with text=line.texts.{place} %}}{_source('cells/text')}{{% endwith %}}"
            place += 1
        cells += cell
    return engines["django"].from_string(f"{_source('_row')}{cells}</tr>")


@cache
def _source(name: str) -> str | None:
    """A template of the list below its first line, which says what it needs; None where there is none."""
    try:
        found: Any = get_template(f"web/ledgers/{name}.html")
    except TemplateDoesNotExist:
        return None
    return str(found.template.source).partition("\n")[2].strip()
