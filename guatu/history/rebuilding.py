"""The tables against the events: every tracked row is compared, and the facts can be made anew.

Tracked rows are never rewritten: where one differs from what the events tell, somebody has to find out why.
Facts follow from the events alone, so they may be written again at any time.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from django.apps import apps
from django.db import models, transaction

from guatu.history import rows
from guatu.history.canonical import plain
from guatu.history.checks.reading import snapshot
from guatu.history.models import Chain, Facts, StoredFile, Tracked
from guatu.history.replaying import REDACTED, Image, Replay, replayed
from guatu.history.timelines import Change, Timeline, fact_fields

_MANY: Final = 500
Values = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """A row that is not what the events tell."""

    reference: str
    field: str
    """The field that differs; empty where the whole row is too much or missing."""
    sentence: str
    is_of_facts: bool = False


@dataclass(slots=True)
class Outcome:
    """What a comparison found."""

    events: int
    rows: int
    facts: int
    found: list[Difference]
    rewritten: int = 0
    """Rows of which the facts were written anew."""

    @property
    def left(self) -> list[Difference]:
        """What differs still: facts that were written anew do not."""
        return [one for one in self.found if not (self.rewritten and one.is_of_facts)]


def check() -> Outcome:
    """Compare every tracked row and every fact with the events, all at one moment; nothing is written."""
    with snapshot(), replayed(_stepwise()) as replay:
        return _compare(replay)


@transaction.atomic
def rebuild() -> Outcome:
    """Compare, and write the facts that differ anew; nobody else writes meanwhile."""
    list(Chain.objects.select_for_update().order_by("code"))
    with replayed(_stepwise()) as replay:
        outcome = _compare(replay)
        for facts in _kinds_of_facts():
            outcome.rewritten += _rewrite(facts, replay)
    return outcome


def tracked_models() -> list[type[Tracked]]:
    """Every kind of row that events speak of."""
    return [model for model in apps.get_models() if issubclass(model, Tracked)]


def _compare(replay: Replay) -> Outcome:
    outcome = Outcome(events=replay.events, rows=0, facts=0, found=[])
    for model in tracked_models():
        for pk, standing, told in _both(model, replay):
            outcome.rows += 1
            outcome.found += _differences(model, pk, standing, told)
    for facts in _kinds_of_facts():
        for pk, standing_facts, told_facts in _both_facts(facts, replay):
            outcome.facts += sum(standing_facts.values())
            if standing_facts != told_facts:
                reference = f"{_row_of(facts).track}:{pk}"
                outcome.found.append(Difference(reference, "", "历史区间与留痕不符", is_of_facts=True))
    return outcome


def _both(model: type[Tracked], replay: Replay) -> Iterator[tuple[int, dict[str, Any] | None, Image | None]]:
    """Each row as it stands and as it is told, by its key; None where it is on one side only."""
    names = {field.attname: field.name for field in _fields(model)}
    found = model._base_manager.order_by("pk").values_list("pk", *names).iterator(chunk_size=_MANY)
    standing = ((int(row[0]), dict(zip(names.values(), row[1:], strict=True))) for row in found)
    told = replay.rows(model.track)
    here, there = next(standing, None), next(told, None)
    while here or there:
        key = min(side[0] for side in (here, there) if side)
        stands = says = None
        if here and here[0] == key:
            stands, here = here[1], next(standing, None)
        if there and there[0] == key:
            says, there = there[1], next(told, None)
        yield key, stands, says


def _differences(
    model: type[Tracked], pk: int, standing: dict[str, Any] | None, told: Image | None
) -> Iterator[Difference]:
    reference = f"{model.track}:{pk}"
    if standing is None:
        yield Difference(reference, "", "留痕中有，表中没有")
    elif told is None:
        yield Difference(reference, "", "表中有，留痕中没有")
    else:
        for field in _fields(model):
            said = told.get(field.name, _unsaid(model, field))
            if said != REDACTED and said != _plain(model, field, standing[field.name]):
                yield Difference(reference, field.name, f"{field.verbose_name}与留痕不符")


def _unsaid(model: type[Tracked], field: "models.Field[Any, Any]") -> object:
    """What a field is of which no event speaks: an empty text, no file, or what it was when it was new."""
    if field.name in model.texts:
        return ""
    return None if field.related_model is StoredFile else plain(field.get_default())


def _plain(model: type[Tracked], field: "models.Field[Any, Any]", value: object) -> object:
    return plain(str(value or "")) if field.name in model.texts else plain(value)


@cache
def _fields(model: type[Tracked]) -> tuple["models.Field[Any, Any]", ...]:
    return tuple(field for field in model.tracked_fields() if not field.primary_key)


def _kinds_of_facts() -> list[type[Facts]]:
    return [model for model in apps.get_models() if issubclass(model, Facts)]


def _row_of(facts: type[Facts]) -> type[Tracked]:
    model = facts._meta.get_field(facts.row_field).related_model
    assert isinstance(model, type)  # noqa: S101 - a foreign key to a row
    assert issubclass(model, Tracked)  # noqa: S101
    return model


def _stepwise() -> list[str]:
    return [_row_of(facts).track for facts in _kinds_of_facts()]


def _both_facts(
    facts: type[Facts], replay: Replay
) -> Iterator[tuple[int, "Counter[Values]", "Counter[Values]"]]:
    """The facts of each row as they stand and as the events make them, a few hundred rows at a time."""
    told, last, is_last = replay.steps(_row_of(facts).track), 0, False
    while not is_last:
        some = dict(_next(facts, told))
        is_last = len(some) < _MANY
        held = facts._base_manager.filter(**{f"{facts.row_field}__gt": last})
        if not is_last:
            last = max(some)
            held = held.filter(**{f"{facts.row_field}__lte": last})
        standing: dict[int, Counter[Values]] = {}
        for row in held:
            standing.setdefault(getattr(row, f"{facts.row_field}_id"), Counter())[_values(row)] += 1
        for pk in sorted(some.keys() | standing.keys()):
            yield pk, standing.get(pk, Counter()), Counter(map(_values, some.get(pk, ())))


def _next(facts: type[Facts], told: Iterator[Any]) -> Iterator[tuple[int, list[Facts]]]:
    for _ in range(_MANY):
        found = next(told, None)
        if found is None:
            return
        yield found[0], list(_made(facts, *found))


def _made(facts: type[Facts], pk: int, steps: list[Any]) -> Iterator[Facts]:
    """The facts of one row from its first event to its last."""
    model, timeline = _row_of(facts), Timeline(facts, pk)
    wanted, row = fact_fields(facts), model()
    for day, at, image in steps:
        known = {name: _value(model, name, one) for name, one in image.items() if name in wanted}
        if known:
            timeline.take(Change(row, known, day, at))
    yield from (*timeline.past, *timeline.rows)


def _value(model: type[Tracked], name: str, value: object) -> object:
    """A plain value as the field holds it."""
    field = next(one for one in _fields(model) if one.name == name)
    target = field.target_field if isinstance(field, models.ForeignKey) else field
    return None if value is None else target.to_python(value)


def _values(row: Facts) -> Values:
    own = row._meta.pk
    return tuple(
        plain(getattr(row, field.attname)) for field in row._meta.concrete_fields if field is not own
    )


def _rewrite(facts: type[Facts], replay: Replay) -> int:
    """Write the facts anew of the rows whose facts differ; answers how many rows those are."""
    differing = [pk for pk, standing, told in _both_facts(facts, replay) if standing != told]
    wanted = set(differing)
    for start in range(0, len(differing), _MANY):
        facts._base_manager.filter(**{f"{facts.row_field}__in": differing[start : start + _MANY]}).delete()
    for pk, steps in replay.steps(_row_of(facts).track):
        if pk in wanted:
            rows.insert(_made(facts, pk, steps))
    return len(differing)
