"""Taking an import back as a whole, while nothing was done on what it brought: voided, never deleted."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final

from django.db import models, transaction

from guatu.accounts.queries import Acting, Held
from guatu.history.deeds import Deed
from guatu.history.models import Enclosure, Tracked
from guatu.history.models import Event as Link
from guatu.ledgers import acts, cases, fitting
from guatu.ledgers.acts import Act
from guatu.ledgers.cases import Case
from guatu.ledgers.events import Event
from guatu.ledgers.imports.applying import coordinating
from guatu.ledgers.imports.errors import ImportInUse, ImportNotReady
from guatu.ledgers.lights import relighting
from guatu.ledgers.models import Assignment, Import, ImportLine, Item, Measure
from guatu.ledgers.permissions import actor

_MANY: Final = 500
_Image = dict[str, Any]


@transaction.atomic
def undo(*, brought: Import, reason: str, by: Acting, at: datetime, on: date) -> Import:
    """Void what the import made and put back what it changed; refused once anything of it was worked on."""
    found = Import.objects.select_for_update(of=("self",)).select_related("ledger__office").get(pk=brought.pk)
    role, words = coordinating(found.ledger, by), acts.given(reason)
    if found.state != Import.State.APPLIED:
        raise ImportNotReady(name=found.name, state=str(found.get_state_display()), deed="撤销")
    lines = {one.item_id: one for one in found.lines.all()}
    held = {case.item.pk: case for case in cases.load(lines)}
    if used := in_the_way(lines.values(), held):
        raise ImportInUse(numbers=used)
    deed = Deed(
        Event.IMPORT_UNDONE.value,
        found,
        chain=found.ledger.office.chain,
        by=actor(by, role),
        at=at,
        on=on,
    )
    deed.say(reason=words).set(found, state=Import.State.UNDONE, undone_on=on)
    changed = [pk for pk, one in lines.items() if not one.is_new]
    before = _before(changed, held, found)
    made = [
        _reverting(held[pk], one, before.get(pk, {}), by, role, at=at, on=on).say(reason=words)
        for pk, one in lines.items()
    ]
    fitting.commit([deed, *made])
    relighting.relight(made, ())
    return found


def in_the_way(lines: Iterable[ImportLine], held: Mapping[int, Case]) -> list[str]:
    """The numbers of the items that were worked on after the import."""
    return [
        held[one.item_id].item.number
        for one in lines
        if held[one.item_id].item.revision != one.revision or held[one.item_id].item.is_frozen
    ]


def _reverting(
    case: Case,
    line: ImportLine,
    before: Mapping[str, _Image],
    by: Acting,
    role: Held,
    *,
    at: datetime,
    on: date,
) -> Act:
    one = acts.act(Event.IMPORT_REVERTED, case, by=by, role=role, at=at, on=on)
    if line.is_new:
        one.lead_to(Item.State.VOIDED, closed_on=None)
        return one
    rows: dict[str, Tracked] = {row.reference: row for row in (case.item, *case.measures, *case.assignments)}
    for reference, image in before.items():
        if image:
            one.set(rows[reference], **_values(rows[reference], image))
        elif isinstance(row := rows[reference], Measure):
            one.set(row, is_dropped=True)
        elif isinstance(row, Assignment):
            one.set(row, state=Assignment.State.RELEASED)
    return one


def _values(row: Tracked, image: _Image) -> dict[str, object]:
    """What a row's fields were, out of the plain values of its events."""
    return {_attname(row, name): _value(row, name, value) for name, value in image.items()}


def _attname(row: Tracked, name: str) -> str:
    field = row._meta.get_field(name)
    return field.attname if isinstance(field, models.Field) else name


def _value(row: Tracked, name: str, value: Any) -> object:
    field = row._meta.get_field(name)
    if isinstance(field, models.ForeignKey) or value is None:
        return value
    if isinstance(field, models.DecimalField):
        return Decimal(str(value))
    return field.to_python(value) if isinstance(field, models.Field) else value


def _before(pks: Sequence[int], held: Mapping[int, Case], brought: Import) -> dict[int, dict[str, _Image]]:
    """Item → row → what the import changed of it, as it was before; an empty image is a row that it made."""
    found: dict[int, dict[str, _Image]] = {}
    for start in range(0, len(pks), _MANY):
        some = pks[start : start + _MANY]
        for pk, images in _told(some, brought):
            found[pk] = _put_back(images)
    return found


def _told(pks: Sequence[int], brought: Import) -> Iterator[tuple[int, list[dict[str, _Image]]]]:
    """Item → what its events say of its rows, up to the import's, the latest."""
    events = Link.objects.filter(
        chain__code=brought.ledger.office.chain, subject_kind=Item.track, subject_id__in=pks
    )
    links = list(events.order_by("number"))
    beside: dict[int, list[tuple[str, str]]] = {}
    for start in range(0, len(links), _MANY):
        some = [one.pk for one in links[start : start + _MANY]]
        for event, name, text in Enclosure.objects.filter(event__in=some, file=None).values_list(
            "event", "name", "text"
        ):
            if ":" in name:
                beside.setdefault(event, []).append((name, text or ""))
    told: dict[int, list[dict[str, _Image]]] = {}
    for link in links:
        images: dict[str, _Image] = json.loads(bytes(link.body))["changes"]
        for name, text in beside.get(link.pk, ()):
            reference, _, field = name.rpartition(".")
            images.setdefault(reference, {})[field] = text
        told.setdefault(link.subject_id, []).append(images)
    yield from told.items()


def _put_back(told: list[dict[str, _Image]]) -> dict[str, _Image]:
    """Fold what came before the last event, and answer what of it the last one changed."""
    *earlier, last = told
    folded: dict[str, _Image] = {}
    for images in earlier:
        for reference, image in images.items():
            folded.setdefault(reference, {}).update(image)
    return {
        reference: {name: folded[reference].get(name, "") for name in image} if reference in folded else {}
        for reference, image in last.items()
    }
