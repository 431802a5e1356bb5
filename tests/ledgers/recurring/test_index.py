"""Problems that were struck off are found again by the index, by whom they concern."""

from datetime import date
from typing import Any

import pytest
from django.db import connection

from guatu.history import blanking
from guatu.history.blanking import Content
from guatu.ledgers.actions import look_backs, recurring
from guatu.ledgers.models import ClosedProblem, GramCount, Item, LookBack, ProblemGram
from guatu.ledgers.queries import similar
from guatu.ledgers.recurring.weighing import Closeness
from tests.accounts.factories import make_office, make_person, make_unit
from tests.ledgers.factories import DAY, County, closed, dispatched, make_county

pytestmark = pytest.mark.django_db
SEEPAGE = "垃圾填埋场渗滤液收集池满溢，渗滤液流入沟渠"
AGAIN = "填埋场的渗滤液从收集池溢出来，流进外面的沟"


@pytest.fixture
def county() -> County:
    return make_county()


def struck_off(county: County, title: str, **values: Any) -> Item:
    """An item that came in as struck off."""
    number = f"Z-{Item.objects.count() + 1:03}"
    given = {"lead_unit": county.lead, "problem": "", "state": "closed", "closed_before": True}
    given |= {"closed_on": DAY, "dispatched_on": DAY, "ledger": county.ledger, "number": number}
    return Item.objects.create(title=title, **given | values)


def found(county: County, who: str, text: str = AGAIN, **values: Any) -> list[Item]:
    return [one.item for one in similar.to_text(county(who), text, **values)]


def test_a_problem_in_other_words_is_found(county: County) -> None:
    item = struck_off(county, SEEPAGE)
    struck_off(county, "农贸市场公厕损坏后无人维修")
    assert recurring.catch_up(most=10) == 2
    assert recurring.catch_up(most=10) == 0

    (one,) = similar.to_text(county("coordinator"), AGAIN, unit=county.lead.pk)

    assert (one.item, one.closeness, one.is_likely_relapse) == (item, Closeness.CLOSE, True)


def test_those_of_the_same_unit_come_first_though_others_are_closer(county: County) -> None:
    elsewhere = struck_off(county, AGAIN, lead_unit=county.towns[0])
    here = struck_off(county, SEEPAGE)
    recurring.catch_up(most=10)

    first, second = similar.to_text(county("coordinator"), AGAIN, unit=county.lead.pk)

    assert (first.item, first.is_same_unit) == (here, True)
    assert (second.item, second.is_same_unit, second.closeness) == (elsewhere, False, Closeness.SAME)


def test_an_item_is_not_like_itself(county: County) -> None:
    one, other = struck_off(county, SEEPAGE), struck_off(county, SEEPAGE)
    recurring.catch_up(most=10)
    assert [each.item for each in similar.to_item(county("coordinator"), one)] == [other]


def test_nobody_sees_more_than_his_own(county: County) -> None:
    item = closed(county, title=SEEPAGE)
    elsewhere = make_office("市督查室")
    stranger = make_person("市督办员", roles=[("coordinator", elsewhere)])
    county.people["elsewhere"] = stranger
    recurring.catch_up(most=10)
    assert found(county, "coordinator") == found(county, "inspector") == [item]
    assert found(county, "liaison") == found(county, "town") == [item]
    assert found(county, "stranger") == found(county, "elsewhere") == []


def test_a_unit_finds_its_own_behind_a_hundred_of_others(county: County) -> None:
    other = make_unit("县林业局")
    for _ in range(80):
        struck_off(county, SEEPAGE, lead_unit=other)
    mine = closed(county, title=SEEPAGE)
    recurring.catch_up(most=200)
    assert found(county, "liaison", SEEPAGE) == [mine]
    assert found(county, "coordinator", SEEPAGE, unit=county.lead.pk, limit=1) == [mine]


def test_what_is_opened_again_leaves_the_index(county: County) -> None:
    item = closed(county, title=SEEPAGE)
    recurring.catch_up(most=10)
    look_backs.reopen(pk=item.pk, finding="又溢出来了", deadline=date(2026, 9, 30), **county.when("verifier"))
    assert found(county, "coordinator") == []  # even before the clock comes round

    assert recurring.catch_up(most=10) == 1

    assert not ClosedProblem.objects.exists()
    assert not ProblemGram.objects.exists()
    assert not GramCount.objects.exclude(count=0).exists()


def test_what_was_edited_is_taken_up_anew(county: County) -> None:
    item = struck_off(county, "农贸市场公厕损坏后无人维修")
    recurring.catch_up(most=10)
    Item.objects.filter(pk=item.pk).update(title=SEEPAGE, revision=item.revision + 1)
    assert recurring.catch_up(most=10) == 1
    assert found(county, "coordinator") == [item]
    assert GramCount.objects.get(gram=GramCount.ALL).count == 1


def test_redacted_words_leave_the_index_at_once(county: County) -> None:
    item = struck_off(county, SEEPAGE)
    recurring.catch_up(most=10)
    blanking.blank([Content(enclosure=7, name=f"item:{item.pk}.title", text=SEEPAGE, file=None)])
    assert not ProblemGram.objects.filter(item=item).exists()
    recurring.catch_up(most=10)
    assert found(county, "coordinator") == []


def test_the_index_is_made_anew_as_it_was(county: County) -> None:
    for title in (SEEPAGE, AGAIN, "农贸市场公厕损坏后无人维修"):
        struck_off(county, title)
    recurring.catch_up(most=10)
    before = (set(GramCount.objects.values_list()), ProblemGram.objects.count())
    ProblemGram.objects.filter(gram__gt=10**9).delete()

    assert recurring.rebuild() == 3

    assert (set(GramCount.objects.values_list()), ProblemGram.objects.count()) == before


def test_what_is_open_is_not_suggested(county: County) -> None:
    dispatched(county, title=SEEPAGE)
    assert recurring.catch_up(most=10) == 0
    assert found(county, "coordinator") == []


def test_words_that_say_nothing_find_nothing(county: County) -> None:
    struck_off(county, "问题")
    recurring.catch_up(most=10)
    assert found(county, "coordinator", "存在的问题") == found(county, "coordinator", "") == []


def test_the_last_look_back_is_told(county: County) -> None:
    item = closed(county, title=SEEPAGE)
    recurring.catch_up(most=10)
    look_backs.accept(pks=[item.pk], **county.when("coordinator"))
    (one,) = similar.to_text(county("coordinator"), AGAIN)
    assert one.look_back is not None
    assert one.look_back.state == LookBack.State.PLANNED


def test_statements_do_not_grow_with_what_is_found(
    county: County, django_assert_max_num_queries: Any
) -> None:
    for number in range(12):
        struck_off(county, f"{SEEPAGE}{number}")
    recurring.catch_up(most=20)
    who = county("coordinator")
    similar.to_text(who, AGAIN, unit=county.lead.pk)  # the names of the registry are read once
    with django_assert_max_num_queries(9):
        assert len(similar.to_text(who, AGAIN, unit=county.lead.pk, limit=12)) == 12


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL reads few rows as it likes")
def test_the_index_is_used(county: County) -> None:
    rows = ProblemGram.objects.filter(gram__in=[1, 2, 3], unit_id=1).values("item")
    assert "COVERING INDEX problem_by_gram" in rows.explain()
