"""Ledgers: opened, changed, read by who is named, put away."""

from guatu.ledgers.actions import items, ledgers
from guatu.ledgers.errors import (
    Incomplete,
    NotNow,
    NotYours,
    TooLong,
    WrongDay,
    WrongFigure,
)
from tests.accounts.factories import make_office, make_unit
from tests.ledgers.factories import (
    DAY,
    DEADLINE,
    County,
    signed,
)
from tests.ledgers.refusing import refuses


def test_a_prefix_is_used_once_in_an_office(county: County) -> None:
    by = county.when("administrator")
    for prefix in ("5G", " 5G "):
        with refuses(WrongDay, "编号前缀"):
            ledgers.open_ledger(office=county.office, name="另一本", prefix=prefix, **by)
    with refuses(TooLong):
        ledgers.open_ledger(office=county.office, name="另一本", prefix="Q" * 9, **by)
    for name, prefix in ((" ", "A"), ("甲", " ")):
        with refuses(Incomplete):
            ledgers.open_ledger(office=county.office, name=name, prefix=prefix, **by)


def test_a_ledgers_prefix_and_office_stay(county: County) -> None:
    by = county.when("administrator")
    for values in ({"prefix": "X"}, {"office": county.office}, {"is_archived": True}, {"last_number": 0}):
        with refuses(WrongDay):
            ledgers.change(ledger=county.ledger, **values, **by)
    with refuses(WrongDay, "别的办公室"):
        ledgers.change(ledger=county.ledger, second_office=county.office, **by)
    with refuses(WrongFigure):
        ledgers.change(ledger=county.ledger, publicity_days=-1, **by)
    other = make_office("市督查室", unit=make_unit("市督查室"))
    assert ledgers.change(ledger=county.ledger, second_office=other, **by).second_office == other
    for name in ("verifier", "liaison", "inspector"):
        with refuses(NotYours):
            ledgers.change(ledger=county.ledger, name="改名", **county.when(name))


def test_a_ledger_with_open_items_is_not_archived(county: County) -> None:
    item, by = signed(county), county.when("coordinator")
    with refuses(NotNow, "1 项在办"):
        ledgers.archive(ledger=county.ledger, **by)
    items.void(pk=item.pk, reason="重复", **by)
    ledger = ledgers.archive(ledger=county.ledger, **by)
    with refuses(NotNow):
        ledgers.archive(ledger=ledger, **by)


def test_readers_are_named_once_and_removed_once(county: County) -> None:
    by, person = county.when("coordinator"), county.people["stranger"]
    reader = ledgers.name_reader(ledger=county.ledger, person=person, **by)
    assert ledgers.name_reader(ledger=county.ledger, person=person, **by) == reader
    ledgers.remove_reader(reader=reader, **by)
    with refuses(NotNow):
        ledgers.remove_reader(reader=reader, **by)
    with refuses(NotYours):
        ledgers.name_reader(ledger=county.ledger, person=person, **county.when("liaison"))


def test_phases_run_forward_and_have_names(county: County) -> None:
    by = county.when("coordinator")
    with refuses(WrongDay):
        ledgers.add_phase(ledger=county.ledger, name="一", starts_on=DEADLINE, ends_on=DAY, **by)
    with refuses(Incomplete):
        ledgers.add_phase(ledger=county.ledger, name=" ", starts_on=DAY, ends_on=None, **by)
