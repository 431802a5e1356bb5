"""Tags for long lists: a part that shows an equal value is drawn once."""

from collections.abc import Hashable
from functools import lru_cache

from django import template
from django.template.loader import get_template
from django.utils.safestring import SafeString, mark_safe

register = template.Library()


@register.simple_tag
def part(name: str, value: Hashable) -> SafeString:
    """A part of the house that shows one value of `guatu.web.parts`, such as `{% part "due" row.due %}`."""
    return _drawn(name, value)


@lru_cache(maxsize=4096)
def _drawn(name: str, value: Hashable) -> SafeString:
    return mark_safe(get_template(f"web/_components/{name}.html").render({name: value}).strip())  # noqa: S308 - a template made it


@register.simple_tag
def row(line: Hashable, codes: tuple[str, ...]) -> SafeString:
    """One row of the list with these columns; drawn anew only when something that it shows is another."""
    return _row(line, codes)


@lru_cache(maxsize=4096)
def _row(line: Hashable, codes: tuple[str, ...]) -> SafeString:
    context = {"line": line, "shown": frozenset(codes)}
    return mark_safe(get_template("web/ledgers/_row.html").render(context).strip())  # noqa: S308 - as above
