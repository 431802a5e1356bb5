"""Search finds by two letters, number, ledger or paper, and nothing that may not be seen."""

from guatu.ledgers.queries import searching
from tests.ledgers.factories import County, closed, make_items, signed


def test_search_finds_two_letters_number_ledger_and_paper(county: County) -> None:
    closed_one = closed(county, title="景区覆盖方案未报审")
    open_one = signed(county, title="基站占道施工许可")
    who = county("coordinator")

    assert searching.search(who, "占道").items == [open_one]
    assert searching.search(who, "方案 景区").items == [closed_one]
    assert searching.search(who, open_one.number.lower()).items[0] == open_one
    assert list(searching.search(who, "整改").ledgers) == [county.ledger]
    assert searching.search(who, "  ").items == ()


def test_search_finds_nothing_that_may_not_be_seen(county: County) -> None:
    make_items(county, title="草稿里的基站")
    signed(county, title="在办的基站")

    assert [one.title for one in searching.search(county("town"), "基站").items] == ["在办的基站"]
    assert searching.search(county("stranger"), "基站").items == []


def test_a_percent_sign_is_a_letter(county: County) -> None:
    make_items(county, title="完成率不足 60%")
    make_items(county, title="完成率不足六成")

    assert [one.title for one in searching.search(county("coordinator"), "60%").items] == ["完成率不足 60%"]
