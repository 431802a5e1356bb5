"""Rows of the registry as they stood on a past day, by the after-images that the chain keeps of them."""

import json
from collections.abc import Collection, Iterable, Mapping
from datetime import date
from typing import TypeAlias

from guatu.history.canonical import Plain
from guatu.history.models import Event, Tracked

Images: TypeAlias = Mapping[int, Mapping[str, Plain]]


def images(track: str, pks: Collection[int], *, day: date) -> Images:
    """Row → its fields as of the day; before its first event a row is what that event says. One statement."""
    found: dict[int, dict[str, Plain]] = {}
    events = Event.objects.filter(subject_kind=track, subject_id__in=pks).order_by("happened_on", "pk")
    for pk, happened_on, body in events.values_list("subject_id", "happened_on", "body"):
        image = json.loads(bytes(body))["changes"].get(f"{track}:{pk}", {})
        known = found.setdefault(pk, {})
        if happened_on <= day:
            known.update(image)
        else:
            for name, value in image.items():
                known.setdefault(name, value)
    return found


def put_back(rows: Iterable[Tracked], *names: str, day: date) -> None:
    """Give the rows the values that these fields had; they are for showing and never to be saved."""
    those = {row.pk: row for row in rows}
    if not those:
        return
    track = next(iter(those.values())).track
    for pk, image in images(track, those.keys(), day=day).items():
        for name in names:
            if name in image:
                field = those[pk]._meta.get_field(name)
                setattr(those[pk], getattr(field, "attname", name), image[name])
