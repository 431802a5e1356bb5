"""Views: kept by who may, found by whom they are for, and never more than words of an address."""

import pytest

from guatu.history.models import Event
from guatu.ledgers.actions import views
from guatu.ledgers.errors import Incomplete, NotYours, TooLong, WrongDay
from guatu.ledgers.models import FirstView, SavedView
from guatu.ledgers.queries import views as found
from tests.ledgers.factories import County, make_county


@pytest.fixture
def county(db: None) -> County:
    return make_county()


def saved(
    county: County, who: str = "coordinator", *, name: str = "本月到期", shared: bool = False
) -> SavedView:
    by = county.when(who)
    office = county.office.pk if shared else None
    return views.save(
        ledger=county.ledger, office=office, name=name, words="until=month", by=by["by"], at=by["at"]
    )


def names(county: County, who: str) -> list[str]:
    return [one.name for one in found.of(county(who), county.ledger.pk)]


def test_a_view_of_ones_own_is_found_by_oneself_alone(county: County) -> None:
    before = Event.objects.count()

    saved(county, "liaison")

    assert names(county, "liaison") == ["本月到期"]
    assert names(county, "coordinator") == []
    assert Event.objects.count() == before


def test_a_shared_view_is_found_by_the_office_and_by_no_unit(county: County) -> None:
    saved(county, shared=True)

    assert names(county, "leader") == ["本月到期"]
    assert names(county, "town") == []
    assert [one.may_change for one in found.of(county("leader"), county.ledger.pk)] == [False]


@pytest.mark.parametrize("who", ["leader", "liaison", "administrator"])
def test_only_coordinators_share_and_change_what_is_shared(county: County, who: str) -> None:
    view = saved(county, shared=True)

    for change in (
        lambda: saved(county, who, name="另一个", shared=True),
        lambda: views.rename(view=view, name="改名", by=county(who)),
        lambda: views.update(view=view, words="", by=county(who), at=county.when(who)["at"]),
        lambda: views.drop(view=view, by=county(who)),
    ):
        with pytest.raises(NotYours):
            change()
    view.refresh_from_db()
    assert (view.name, view.words) == ("本月到期", "until=month")


def test_nobody_changes_the_view_of_another(county: County) -> None:
    view = saved(county, "leader")

    with pytest.raises(NotYours):
        views.drop(view=view, by=county("coordinator"))


def test_a_name_stands_once_in_each_shelf(county: County) -> None:
    view = saved(county)
    saved(county, shared=True)

    with pytest.raises(WrongDay, match="已有视图“本月到期”"):
        saved(county, name=" 本月到期 ")
    with pytest.raises(WrongDay, match="已有视图"):
        views.share(view=view, office=county.office.pk, by=county("coordinator"))
    views.rename(view=view, name="本月", by=county("coordinator"))
    assert names(county, "coordinator") == ["本月到期", "本月"]


@pytest.mark.parametrize(("name", "refusal"), [("  ", Incomplete), ("很" * 21, TooLong)])
def test_a_name_is_there_and_short(county: County, name: str, refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        saved(county, name=name)


def test_a_list_opens_with_one_view_for_each_person(county: County) -> None:
    one, other = saved(county, shared=True), saved(county, name="另一个")
    for view in (one, other, other):
        views.open_first(view=view, by=county("coordinator"))
    views.open_first(view=one, by=county("leader"))

    assert FirstView.objects.count() == 2
    assert [one.is_first for one in found.of(county("coordinator"), county.ledger.pk)] == [False, True]
    views.share(view=one, office=None, by=county("coordinator"))
    assert names(county, "leader") == []
    assert not FirstView.objects.filter(person=county.people["leader"]).exists()
    views.drop(view=other, by=county("coordinator"))
    assert not FirstView.objects.exists()
