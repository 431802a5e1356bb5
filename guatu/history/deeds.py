"""A deed: rows change, the chain says so, the facts follow; all of it or nothing."""

import unicodedata
from collections.abc import Sequence
from datetime import date, datetime
from functools import cache
from itertools import count
from typing import Self

from django.db import models, transaction
from django.utils.timezone import localdate

from guatu.history import chains, rows, timelines
from guatu.history.canonical import Plain, plain
from guatu.history.chains import Actor, Entry
from guatu.history.errors import EarlierWithoutReason, HappensLater
from guatu.history.models import Event, StoredFile, Tracked

WHY_EARLIER = "why_earlier"
"""The text that says why something is recorded on a later day than it happened."""


class Deed:
    """What one person does to one subject at one moment: collect the changes, then `commit`."""

    def __init__(self, kind: str, of: Tracked, *, chain: str, by: Actor, at: datetime, on: date) -> None:
        self.kind, self.subject, self.chain = kind, of, chain
        self.by, self.at, self.on = by, at, on
        self.new: list[Tracked] = []
        self.changed: dict[Tracked, set[str]] = {}
        self.texts: dict[str, str] = {}
        self.files: dict[str, str] = {}
        self._images: list[tuple[Tracked, dict[str, object]]] = []

    def add(self, row: Tracked) -> Self:
        """A new row; all its tracked fields are its after-image."""
        for _, attname in _tracked(type(row)):
            value = getattr(row, attname)
            if isinstance(value, str) and not value.isascii():
                setattr(row, attname, _kept(value))
        self.new.append(row)
        return self

    def set(self, row: Tracked, **values: object) -> Self:
        """New values of fields; what is equal already is not a change."""
        image: dict[str, object] = {}
        for given, value in values.items():
            name = row._meta.get_field(given).name
            if getattr(row, given) == value:
                continue
            setattr(row, given, _kept(value))
            if row.pk is None:
                continue  # it is new: its image is taken when it has its key
            self.changed.setdefault(row, set()).add(name)
            if name not in row.untracked:
                image[name] = value if isinstance(value, models.Model) else _value(row, name)
        if image:
            self._images.append((row, image))
        return self

    def say(self, **texts: str) -> Self:
        """Words that belong to the deed: a remark, a reason; empty ones are left out."""
        self.texts |= {name: text for name, text in texts.items() if text}
        return self

    def attach(self, name: str, *files: StoredFile) -> Self:
        """Files that belong to the deed, as `name`, `name.2`, …"""
        names = (name if number == 1 else f"{name}.{number}" for number in count(1))
        free = (one for one in names if one not in self.files)
        self.files |= {one: file.pk for one, file in zip(free, files, strict=False)}
        return self

    def commit(self) -> Event:
        """Write rows, event and facts; call inside the action's transaction, or let this be one."""
        return commit([self])[0]

    def entry(self) -> tuple[Entry, list[timelines.Change]]:
        """The event to link, and the after-images for the facts; every new row has its key by now.

        A text of a new row that is empty is not sealed: what no event says of a row's text was never said.
        """
        changes: dict[str, dict[str, Plain]] = {}
        texts, files = dict(self.texts), dict(self.files)
        images = [(row, _image(row)) for row in self.new] + self._images
        for number, (row, image) in enumerate(images):
            image |= {name: one.pk for name, one in image.items() if isinstance(one, models.Model)}
            reference, is_new, kept = row.reference, number < len(self.new), _files_of(type(row))
            for name, value in image.items():
                if name in row.texts:
                    if value or not is_new:
                        texts[f"{reference}.{name}"] = str(value or "")
                elif value and name in kept:
                    files[f"{reference}.{name}"] = str(value)
                else:
                    changes.setdefault(reference, {})[name] = plain(value)
        entry = Entry(
            chain=self.chain,
            subject=(self.subject.track, self.subject.pk),
            kind=self.kind,
            by=self.by,
            at=self.at,
            on=self.on,
            changes=changes,
            texts=texts,
            files=files,
        )
        return entry, [
            timelines.Change(row, image, self.on, self.at, is_new=number < len(self.new))
            for number, (row, image) in enumerate(images)
        ]

    def pointing(self) -> list[Tracked]:
        """Changed rows that point to rows which have no key yet."""
        return [
            row
            for row, image in self._images
            if any(isinstance(one, models.Model) and one.pk is None for one in image.values())
        ]

    def point_to_new_rows(self) -> None:
        """Let changed rows take up the keys that new rows, to which they point, have got."""
        for row, image in self._images:
            for name, value in image.items():
                if isinstance(value, models.Model):
                    setattr(row, name, value)

    def check_day(self) -> None:
        """Nothing happens later than it is recorded, and nothing earlier without a reason."""
        today = localdate(self.at)
        if self.on > today:
            raise HappensLater(on=self.on, today=today)
        if self.on < today and WHY_EARLIER not in self.texts:
            raise EarlierWithoutReason(on=self.on, today=today)


def commit(deeds: Sequence[Deed]) -> list[Event]:
    """Commit many deeds in their order, with as few statements as there are kinds of rows."""
    with transaction.atomic():
        for deed in deeds:
            deed.check_day()
        leaving, staying = _changed(deeds)
        _update(leaving)
        rows.insert(row for deed in deeds for row in deed.new)
        for deed in deeds:
            deed.point_to_new_rows()
        _update(staying)
        entries, changes = [], []
        for deed in deeds:
            entry, images = deed.entry()
            entries.append(entry)
            changes += images
        events = chains.append(entries)
        timelines.advance(changes)
        return events


def _kept(value: object) -> object:
    return unicodedata.normalize("NFC", value) if isinstance(value, str) else value


def _value(row: Tracked, name: str) -> object:
    """A field's value as the chain writes it: the key of what a foreign key points to."""
    field = row._meta.get_field(name)
    return getattr(row, field.attname if isinstance(field, models.Field) else name)


def _image(row: Tracked) -> dict[str, object]:
    return {name: getattr(row, attname) for name, attname in _tracked(type(row))}


@cache
def _tracked(model: type[Tracked]) -> tuple[tuple[str, str], ...]:
    """Name and attribute of the fields whose values make up an image."""
    return tuple((field.name, field.attname) for field in model.tracked_fields() if not field.primary_key)


@cache
def _files_of(model: type[Tracked]) -> frozenset[str]:
    """The fields that point to stored files."""
    return frozenset(field.name for field in model.tracked_fields() if field.related_model is StoredFile)


def _changed(deeds: Sequence[Deed]) -> tuple[dict[Tracked, set[str]], dict[Tracked, set[str]]]:
    """Existing rows that changed: first those that may make room for new ones, then those that rest on them.

    A subject moves last, when what it rests on stands; so does a row that points to a new one.
    """
    new = {row for deed in deeds for row in deed.new if row.pk is not None}
    subjects = {deed.subject for deed in deeds if deed.subject.pk is not None}
    waiting = subjects.union(row for deed in deeds for row in deed.pointing())
    leaving: dict[Tracked, set[str]] = {}
    staying: dict[Tracked, set[str]] = {}
    for deed in deeds:
        for row, names in deed.changed.items():
            if row not in new:
                (staying if row in waiting else leaving).setdefault(row, set()).update(names)
    return leaving, dict(sorted(staying.items(), key=lambda one: one[0] in subjects))


def _update(changed: dict[Tracked, set[str]]) -> None:
    """Changed fields of existing rows, in their order."""
    groups: dict[tuple[type[Tracked], tuple[str, ...]], list[Tracked]] = {}
    for row, names in changed.items():
        groups.setdefault((type(row), tuple(sorted(names))), []).append(row)
    for (model, fields), those in groups.items():
        rows.update(model, fields, those)
