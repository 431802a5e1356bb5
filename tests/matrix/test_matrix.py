"""Every address and operation × every role × whose thing it is: what the design says is what is answered.

GUATU_SOAK=1 .venv/bin/python -m pytest tests/matrix     asks all of it; without, some of each row.
"""

import os
from collections.abc import Iterator
from copy import copy
from dataclasses import replace
from itertools import islice
from typing import Any, Final

import pytest
from django.apps import apps
from django.db import connection
from django.db.models import Count

from guatu.history.models import Event, Redaction
from tests.matrix import addresses, document, operations, pages, questions
from tests.matrix.asking import NO_NUMBER, Asker, came_to, content, undone
from tests.matrix.people import ACTORS, BY_CODE, OWN, PLACES, Actor
from tests.matrix.questions import ROWS, Question
from tests.matrix.rows import LITERAL, Row
from tests.matrix.words import SEES
from tests.matrix.world import Things, World

SOAK: Final = os.environ.get("GUATU_SOAK") == "1"
_TWO: Final = 2
METHODS: Final = ("GET", "POST", "PUT", "PATCH", "DELETE")
UNRECORDED: Final = {"last_login", "used_at"}
"""What tells that somebody came, and changes whatever he is answered."""
everybody = pytest.mark.parametrize("who", ACTORS, ids=lambda one: one.code)


def test_every_address_has_its_row_and_every_row_its_address() -> None:
    assert {row.address for row in pages.ROWS} == addresses.of_pages()
    rows = {(method, row.address) for row in operations.ROWS for method in row.methods}
    assert rows == set(addresses.of_programs())


def test_every_row_fills_the_places_of_its_address_and_is_said_in_words() -> None:
    for row in ROWS:
        assert addresses.places(row.address) == len(row.things), row.address
        assert row.label or row.address.startswith("/"), row.address
    asked = [(row.address, row.things, row.case, method) for row in ROWS for method in row.methods]
    assert len(asked) == len(set(asked))


@everybody
def test_everybody_is_answered_as_the_design_says(world: World, who: Actor) -> None:
    """What is refused has changed nothing; what is not there looks like what never was."""
    asker, before = Asker(world, who.code), written()
    looks = Absent(asker, world)
    wrong = [
        f"{question}: {found}, not {question.expected}"
        for question in _asked(who)
        if (found := _found(asker, question, world, looks)) != question.expected
    ]

    assert not wrong, "\n".join(["", *wrong])
    assert written() == before


def _asked(who: Actor) -> Iterator[Question]:
    """Where time is short every fourth, each actor others; on PostgreSQL every sixteenth."""
    every = 1 if SOAK else 4 if connection.vendor == "sqlite" else 16
    return islice(questions.of(who, is_whole=SOAK), ACTORS.index(who) % every, None, every)


def _found(asker: Asker, question: Question, world: World, looks: "Absent") -> str:
    """What the answer came to; what is done is taken back."""
    things = world.things[question.place.code]
    if question.expected != "open" and not question.row.leads_out:
        answer = asker.asks(question.row, question.method, things)
        found = came_to(answer)
        if found == "absent" and question.row.names_a_thing and not looks.alike(question.row, answer):
            return "absent, and told apart"
        return found
    with undone():
        before = counts()
        answer = asker.asks(question.row, question.method, things)
        text = content(answer)
        if not question.row.is_changed_by(question.who, question.place) and counts() != before:
            return "open, and changed what is another's"
    hidden = [] if question.row.names_others else [one for one in PLACES if not SEES.holds(question.who, one)]
    told = [one.ledger for one in hidden if one.ledger in text]
    return f"open, and told of {told}" if told else came_to(answer)


class Absent:
    """How nothing looks to somebody: what may not be seen must look the same."""

    def __init__(self, asker: Asker, world: World) -> None:
        self._asker, self._world = asker, world
        self._looks: dict[bool, str] = {}

    def alike(self, row: Row, answer: Any) -> bool:
        """Whether the answer is that of a number that nothing has."""
        is_program = row.address.startswith("/")
        if is_program not in self._looks:
            kind = "/items/{item_id}" if is_program else "items/<int:pk>"
            plain = next(one for one in ROWS if one.address == kind)
            missing = self._asker.asks(plain, "GET", self._world.things[OWN.code], absent=True)
            assert missing.status_code == 404
            self._looks[is_program] = content(missing)
        return content(answer) == self._looks[is_program]


def counts() -> tuple[int, int]:
    """How much has happened."""
    return Event.objects.count(), Redaction.objects.count()


def written() -> dict[str, object]:
    """All that stands in the tables of the rooms, and how long the trail is."""
    return {model._meta.label: _rows(model) for model in _models()}


def _models() -> Iterator[Any]:
    for room in ("accounts", "ledgers", "papers", "notices", "history"):
        yield from apps.get_app_config(room).get_models()


def _rows(model: Any) -> object:
    if model._meta.app_label == "history":
        return model.objects.aggregate(count=Count("pk"))["count"]
    names = [one.attname for one in model._meta.concrete_fields if one.name not in UNRECORDED]
    return hash(tuple(map(repr, model.objects.order_by("pk").values_list(*names))))


def _numbered(row: Row) -> list[int]:
    return [place for place, one in enumerate(row.things) if not one.startswith(LITERAL)]


def test_a_part_of_another_thing_is_not_found_under_ones_own(world: World) -> None:
    """Who may do with both what the row says still cannot name one under the other."""
    askers = _askers(world)
    for row in ROWS:
        if len(_numbered(row)) < _TWO:
            continue
        who, part = _mixed(row, world)
        mixed = {**world.things[OWN.code], **part}
        for method in row.methods:
            with undone():
                status = askers[who.code].asks(row, method, mixed).status_code
            assert status == 404, (method, row.address, who.code)


def _mixed(row: Row, world: World) -> tuple[Actor, Things]:
    """Somebody to whom the row is open, and its last thing from elsewhere, if he may name that too."""
    last = row.things[_numbered(row)[-1]]
    own = world.things[OWN.code][last]
    others = [place for place in PLACES if world.things[place.code][last] != own]
    able = [(who, place) for who in ACTORS if row.expected(who, OWN) == "open" for place in others]
    who, place = max(able, key=lambda one: row.expected(*one) == "open")
    return who, {last: world.things[place.code][last]}


def test_a_number_that_nothing_has_is_not_found(world: World) -> None:
    askers = _askers(world)
    for row in ROWS:
        who = next((one for one in ACTORS if row.expected(one, OWN) == "open"), None)
        if who is not None and _numbered(row):
            answer = askers[who.code].asks(row, row.methods[-1], world.things[OWN.code], absent=True)
            assert answer.status_code == 404, (row.address, who.code, NO_NUMBER)


def _askers(world: World) -> dict[str, Asker]:
    return {one.code: Asker(world, one.code) for one in ACTORS}


def test_what_a_row_does_not_name_is_no_method_of_its_address(world: World) -> None:
    asker = Asker(world, "coordinator")
    named: dict[str, set[str]] = {}
    first = {row.address: row for row in reversed(ROWS)}
    for row in ROWS:
        named.setdefault(row.address, set()).update(row.methods)
    for address, methods in named.items():
        for method in sorted(set(METHODS) - methods):
            status = asker.knocks(first[address], method, world.things[OWN.code])
            assert status == 405, (method, address, status)


def test_nothing_is_done_without_proof_or_by_a_key_that_only_reads(world: World) -> None:
    """A form of another site, a script without the mark of our own pages, a key that was given to read."""
    unproven, before = Asker(world, "coordinator", is_proven=False), written()
    reading = Asker(replace(world, keys={"coordinator": world.reading_key}), "coordinator")
    by_session = copy(unproven)
    by_session.program = unproven.browser
    things = world.things[OWN.code]
    changing = [(row, method) for row in ROWS for method in row.methods if method != "GET"]
    for row, method in changing:
        for asker in (reading, by_session) if row.address.startswith("/") else (unproven,):
            assert asker.asks(row, method, things).status_code == 403, (row.address, method)
    assert written() == before


def test_the_relations_of_the_matrix_are_what_the_design_says() -> None:
    """The facts themselves, said once in plain words."""
    seen = {who.code: [one.code for one in PLACES if SEES.holds(who, one)] for who in ACTORS}

    assert seen["coordinator"] == seen["delegate"] == ["own", "other_unit"]
    assert seen["inspector"] == ["own", "other_unit", "other_office"]
    assert seen["liaison"] == seen["town"] == seen["reader"] == ["own"]
    assert seen["city_inspector"] == ["own", "other_unit", "other_office", "upper"]
    assert seen["both"] == ["own", "other_unit", "other_office"]
    assert seen["city_coordinator"] == seen["city_administrator"] == ["upper"]
    assert not BY_CODE["gone"].is_let_in


def test_the_document_says_what_the_matrix_says() -> None:
    assert document.FILE.read_text(encoding="utf-8") == document.written(), "python -m tests.matrix"
