"""The table of transitions, line by line: who may, from where, to where; everything else writes nothing."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import pytest
from django.db import transaction

from guatu.accounts.actions import roles
from guatu.history.models import Event as Link
from guatu.ledgers.actions import items, ledgers
from guatu.ledgers.errors import NotNow, NotYours
from guatu.ledgers.events import Event
from guatu.ledgers.models import Item
from guatu.ledgers.permissions import Part
from guatu.ledgers.transitions import TABLE, Transition, offered, stands_open
from tests.accounts.factories import ENTERED, ENTERED_AT, as_actor, make_person
from tests.beginnings import Begin
from tests.ledgers.doing import BY_ITSELF, DOING, PARTS, Scene, doer, scene
from tests.ledgers.factories import County, fresh, make_county
from tests.ledgers.preparing import make_stepwise_county, prepare
from tests.ledgers.refusing import written

State = Item.State
STATES = pytest.mark.parametrize("state", [state.value for state in State])
LINES = [line for line in TABLE if line.event not in BY_ITSELF]
UNSEEN = (State.DRAFT, State.APPROVING)
"""States in which no unit is concerned with an item yet."""


@pytest.fixture
def _begun(begun: Begin, tmp_path: Path) -> Iterator[County]:
    with begun("stepwise", make_stepwise_county).entered(tmp_path) as county:
        yield county


@pytest.fixture
def county(_begun: County, db: None) -> County:
    return _begun


@contextmanager
def undone() -> Iterator[None]:
    """What is written inside is taken back."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def test_the_table_names_every_event_of_an_item_once() -> None:
    events = [line.event for line in TABLE]
    assert len(events) == len(set(events))
    assert {event for event in Event if event.value.startswith("item.")} - set(events) == {
        Event.ADDED,
        Event.IMPORTED,
    }
    assert DOING.keys() | BY_ITSELF == set(events)


def test_every_state_is_reached_and_left_by_the_table() -> None:
    reached = {target for line in TABLE for target in line.targets}
    assert reached == set(State)
    left = {source for line in TABLE for source in line.sources if set(line.targets) - {source}}
    assert left == set(State) - {State.VOIDED}


@STATES
def test_each_event_of_the_table_happens_and_leads_where_it_says(county: County, state: str) -> None:
    it = scene(county, state)
    for line in LINES:
        if state in line.sources and not line.if_flag:
            _happens(it, line, state)


def _happens(it: Scene, line: Transition, state: str) -> None:
    known = Link.objects.count()
    with undone():
        prepare(it, line.event)
        DOING[line.event](it, doer(line.event))
        kinds = set(Link.objects.filter(pk__gt=_last(known)).values_list("kind", flat=True))
        assert line.event.value in kinds, line.event
        now = fresh(it.item).state
        expected = line.targets or (state,)
        if line.event == Event.EDITED and state in Item.CLOSING:
            assert Event.CLOSE_LAPSED.value in kinds
            expected = (State.IN_PROGRESS,)
        assert now in expected, line.event


def _last(known: int) -> int:
    return Link.objects.order_by("pk")[known - 1].pk


@STATES
def test_from_any_other_state_an_event_is_refused_and_writes_nothing(county: County, state: str) -> None:
    it = scene(county, state)
    before, known = written(), Link.objects.count()
    for line in LINES:
        if state not in line.sources:
            refusals = (NotNow, NotYours) if _is_unit_s(line) and state in UNSEEN else (NotNow,)
            with pytest.raises(refusals):
                DOING[line.event](it, doer(line.event))
            assert Link.objects.count() == known, line.event
    assert written() == before


def _is_unit_s(line: Transition) -> bool:
    """Whether only units may: who is not concerned with an item is not told its state."""
    return not {Part.UNIT_LIAISON, Part.UNIT_REVIEWER}.isdisjoint(line.who)


@STATES
def test_who_has_no_part_in_a_line_is_refused_and_writes_nothing(county: County, state: str) -> None:
    it = scene(county, state)
    before, known = written(), Link.objects.count()
    for name, parts in PARTS.items():
        for line in LINES:
            if state in line.sources and not parts.intersection(line.who):
                with pytest.raises(NotYours):
                    DOING[line.event](it, name)
                assert Link.objects.count() == known, (line.event, name)
    assert written() == before


@pytest.mark.parametrize("name", [name for name in PARTS if PARTS[name]])
@pytest.mark.parametrize("state", ["dispatched", "verifying", "closed"])
def test_who_acts_for_another_may_do_what_he_may_and_no_more(county: County, name: str, state: str) -> None:
    it = scene(county, state)
    principal, delegate = county.people[name], make_person()
    in_unit = name in ("liaison", "reviewer", "town", "other_town")
    roles.delegate(
        principal=principal,
        delegate=delegate,
        unit=it.unit(name) if in_unit else None,
        office=None if in_unit else county.office,
        valid_from=ENTERED,
        valid_to=date(2027, 1, 1),
        by=as_actor(principal),
        at=ENTERED_AT,
        on=ENTERED,
    )
    county.people[name] = delegate
    before = written()
    for line in LINES:
        if state not in line.sources or line.if_flag:
            continue
        if not PARTS[name].intersection(line.who):
            with pytest.raises(NotYours):
                DOING[line.event](it, name)
            assert written() == before, line.event
        elif doer(line.event) == name:
            with undone():
                prepare(it, line.event)
                DOING[line.event](it, name)
                event = Link.objects.filter(kind=line.event.value).last()
                assert event is not None
                assert (event.actor_id, event.principal_id) == (delegate.pk, principal.pk), line.event


@pytest.mark.parametrize("state", ["dispatched", "in_progress"])
def test_a_suspended_item_stands_still(county: County, state: str) -> None:
    it = scene(county, state)
    items.suspend(pk=it.item.pk, reason="等上级批复", **county.when("coordinator"))
    before = written()
    for line in LINES:
        if state in line.sources and not line.while_suspended:
            with pytest.raises(NotNow, match="挂起"):
                DOING[line.event](it, doer(line.event))
            assert written() == before, line.event
    items.resume(pk=it.item.pk, **county.when("coordinator"))
    with pytest.raises(NotNow):
        items.resume(pk=it.item.pk, **county.when("coordinator"))


@pytest.mark.parametrize("how", ["merged", "transferred"])
def test_an_item_that_went_elsewhere_is_frozen(county: County, how: str) -> None:
    it = scene(county, "in_progress")
    event = Event.MERGED if how == "merged" else Event.TRANSFERRED
    prepare(it, event)
    DOING[event](it, "coordinator")
    before = written()
    for line in LINES:
        if State.IN_PROGRESS not in line.sources:
            continue
        if how == "transferred" and line.event.value.startswith("item.closing_report"):
            continue  # the slip went along
        with pytest.raises(NotNow, match=r"已并入|已移交"):
            DOING[line.event](it, doer(line.event))
        assert written() == before, line.event


def test_flags_open_and_shut_their_own_lines(county: County) -> None:
    it = scene(county, "in_progress")
    by = county.when("coordinator")
    with pytest.raises(NotNow):
        DOING[Event.LONG_TERM_ENDED](it, "coordinator")
    items.set_long_term(pk=it.item.pk, reason="须长期坚持", **by)
    with pytest.raises(NotNow, match="长期坚持"):
        items.set_long_term(pk=it.item.pk, reason="须长期坚持", **by)
    DOING[Event.LONG_TERM_ENDED](it, "coordinator")
    assert not fresh(it.item).is_long_term


def test_another_units_people_have_no_part(county: County) -> None:
    """A liaison and a reviewer of a unit that is not the lead."""
    it = scene(county, "lead_review")
    for kind in ("liaison", "reviewer"):
        county.people["foreign"] = make_person(roles=[(kind, county.towns[0])])
        for event in (Event.CLOSE_WITHDRAWN, Event.CLOSE_REVIEWED, Event.CLOSE_NOT_REVIEWED):
            with pytest.raises(NotYours):
                DOING[event](it, "foreign")


def test_another_offices_people_have_no_part(county: County) -> None:
    elsewhere = make_county()
    it = scene(county, "verifying")
    before = written()
    for name in ("coordinator", "verifier", "leader", "administrator"):
        county.people["foreign"] = elsewhere.people[name]
        for line in LINES:
            if State.VERIFYING in line.sources:
                with pytest.raises(NotYours):
                    DOING[line.event](it, "foreign")
                assert written() == before, line.event


def test_what_is_offered_is_what_the_table_lets_happen(county: County) -> None:
    it = scene(county, "verifying")
    seen = {line.event for line in offered(it.item, [Part.VERIFIER])}
    assert Event.CLOSE_VERIFIED in seen
    lines = [line for line in TABLE if line.event in seen]
    assert all(stands_open(line, it.item) and Part.VERIFIER in line.who for line in lines)


def test_settings_skip_steps_and_never_add_paths(county: County) -> None:
    by = county.when("administrator")
    county.ledger = ledgers.change(
        ledger=county.ledger, needs_lead_review=False, needs_approval=False, publicity_days=0, **by
    )
    it = scene(county, "verifying")
    DOING[Event.CLOSE_VERIFIED](it, "verifier")
    assert fresh(it.item).state == State.CLOSED
    kinds = Link.objects.filter(subject_kind="item", subject_id=it.item.pk).values_list("kind", flat=True)
    assert not {Event.CLOSE_REVIEWED, Event.CLOSE_APPROVED, Event.CLOSE_PUBLISHED} & set(kinds)
