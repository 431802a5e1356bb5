"""Tags for long lists: a part that shows an equal value is drawn once."""

from collections.abc import Hashable, Mapping
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


@register.filter
def item(mapping: Mapping[str, str], key: str) -> str:
    """The value of a key, empty where there is none."""
    return mapping.get(key, "")
