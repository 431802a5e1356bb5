"""Taking redacted contents out of the rows that still hold them.

An enclosure is called `item:17.problem` when it is a field of a row: then that field, and the facts kept of
the row, are blanked where they still hold the same. Rooms that keep further copies, as a released page, add a
function of their own from `AppConfig.ready`: `blanking.also(forget)`.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

from django.db import models

from guatu.history.models import StoredFile, Tracked
from guatu.history.timelines import facts_of

Field: TypeAlias = "models.Field[Any, Any]"
MARK: Final = "〔已删除〕"
_NAME: Final = re.compile(r"(?P<track>[a-z_]+):(?P<pk>\d+)\.(?P<field>\w+)")


@dataclass(frozen=True, slots=True)
class Content:
    """What an enclosure held: a text or a file."""

    enclosure: int
    name: str
    text: str | None
    file: str | None

    def row_of(self, track: str) -> int | None:
        """The key of the row whose field it is, where that row is of this kind."""
        match = _NAME.fullmatch(self.name)
        return int(match["pk"]) if match and match["track"] == track else None


Forget = Callable[[Sequence[Content]], None]
_others: list[Forget] = []


def also(forget: Forget) -> None:
    """Call this too when something is redacted, inside the same transaction."""
    if forget not in _others:
        _others.append(forget)


def blank(contents: Sequence[Content]) -> None:
    """Blank every place that still holds one of these."""
    for content in contents:
        if match := _NAME.fullmatch(content.name):
            model = tracked(match["track"])
            for field in model.tracked_fields() if model else ():
                if model and field.name == match["field"]:
                    _blank_field(model, int(match["pk"]), field, content)
    for forget in _others:
        forget(contents)


def tracked(track: str) -> type[Tracked] | None:
    """The kind of row by which events name it."""
    kinds = (model for model in Tracked.__subclasses__() if model.__module__ != "__fake__")  # of a migration
    return next((model for model in kinds if model.track == track), None)


def mark_in(field: Field, enclosure: int) -> str:
    """What stands in place of the text; where no two rows may hold the same, it bears a number."""
    mark = f"〔已删除{enclosure}〕" if _is_unique(field) else MARK
    return mark[: field.max_length]


def _blank_field(model: type[Tracked], pk: int, field: Field, content: Content) -> None:
    name = field.name
    if field.related_model is StoredFile:
        if field.null:
            model._base_manager.filter(pk=pk, **{name: content.file}).update(**{name: None})
        return
    mark = mark_in(field, content.enclosure)
    model._base_manager.filter(pk=pk, **{name: content.text}).update(**{name: mark})
    facts = facts_of(model)
    if facts and any(one.name == name for one in facts._meta.concrete_fields):
        held = facts._base_manager.filter(**{facts.row_field: pk, name: content.text})
        held.update(**{name: mark})


def _is_unique(field: Field) -> bool:
    constraints = field.model._meta.constraints
    return field.unique or any(
        isinstance(one, models.UniqueConstraint) and field.name in one.fields for one in constraints
    )
