"""The form of every act of the table of transitions: offered, refused, sent once, keeping what was typed."""

import os
import re
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from guatu.http import once
from guatu.http.models import Acted
from guatu.ledgers.actions import items, requests
from guatu.ledgers.events import Event
from guatu.ledgers.models import (
    Item,
)
from guatu.ledgers.permissions import Part
from guatu.ledgers.transitions import TABLE
from guatu.web.views.items.registry import BY_SLUG, FORMS
from tests.ledgers.factories import (
    DAY,
    County,
    dispatched,
    finished,
    fresh,
    signed,
)
from tests.web.items.conftest import SetDay, SignIn
from tests.web.items.sending import do, url

REFUSED_ONE_IN = 1 if os.environ.get("GUATU_SOAK") else 3
"""Of the forms that are not for somebody so few are asked for, each person others, but for the long runs."""
EVERYBODY = ("coordinator", "verifier", "leader", "inspector", "administrator", "liaison", "reviewer", "town")


def test_every_act_that_people_do_has_a_form() -> None:
    by_people = {line.event for line in TABLE if not {Part.CLOCK, Part.IMPORT}.issuperset(line.who)}
    assert by_people - {Event.CLOSE_LAPSED, Event.PAPER_ISSUED, Event.REVISED} == set(FORMS)
    assert {form.event for form in BY_SLUG.values()} == set(FORMS)


@pytest.mark.parametrize("name", EVERYBODY)
def test_every_form_is_shown_to_those_with_a_part_in_it_and_to_nobody_else(
    county: County, as_: SignIn, name: str
) -> None:
    item, client = signed(county), as_(name)
    from guatu.ledgers.permissions import parts_in

    parts = parts_in(item, list(item.assignments.all()), county(name))
    for at, (event, form) in enumerate(FORMS.items(), EVERYBODY.index(name)):
        line = next(one for one in TABLE if one.event == event)
        expected = 200 if any(part in parts for part in line.who) else 403
        if expected == 403 and at % REFUSED_ONE_IN:
            continue
        answer = client.get(url(item, event), headers={"HX-Request": "true"})
        assert answer.status_code == expected, (form, answer.status_code)


def test_a_stranger_finds_no_item_and_no_act(county: County, as_: SignIn) -> None:
    item = signed(county)
    assert as_("stranger").get(reverse("web:item", args=[item.pk])).status_code == 404
    assert as_("stranger").post(url(item, Event.SIGNED)).status_code == 404
    assert as_("coordinator").get(reverse("web:item-act", args=[item.pk, "no-such-act"])).status_code == 404


def test_a_clash_shows_both_versions_and_the_second_press_counts(county: County, as_: SignIn) -> None:
    item, client = signed(county), as_("coordinator")
    given = {
        "title": "我的名称",
        "importance": "ordinary",
        "problem": item.problem,
        "seen": item.revision,
        "standard": county.standard.pk,
    }
    items.edit(pk=item.pk, seen=None, values={"title": "别人的名称"}, **county.when("coordinator"))
    answer = client.post(url(item, Event.EDITED), given)
    text = answer.content.decode()
    assert answer.status_code == 409
    assert "我的名称" in text
    assert "别人的名称" in text
    assert "刚被别人改过" in text
    assert fresh(item).title == "别人的名称"
    seen = re.search(r'name="seen" value="(\d+)"', text)
    assert seen is not None
    assert do(client, item, Event.EDITED, **given | {"seen": seen[1]}).title == "我的名称"


def test_a_form_sent_twice_acts_once(county: County, as_: SignIn) -> None:
    item, client = signed(county), as_("coordinator")
    given = {"words": "三日内报进展", once.FIELD: "one-and-the-same"}
    do(client, item, Event.URGED, **given)
    do(client, item, Event.URGED, **given)
    assert set(item.assignments.values_list("times_urged", flat=True)) == {1}
    do(client, item, Event.URGED, words="再催", **{once.FIELD: "another"})
    assert set(item.assignments.values_list("times_urged", flat=True)) == {2}


def test_a_refused_form_may_be_sent_again_under_its_key(county: County, as_: SignIn) -> None:
    item, client = finished(county), as_("liaison")
    Item.objects.filter(pk=item.pk).update(standard=None)
    given = {"statement": "全部完成", once.FIELD: "kept"}
    assert client.post(url(item, Event.CLOSE_ASKED), given).status_code == 422
    assert not Acted.objects.exists()
    Item.objects.filter(pk=item.pk).update(standard=county.standard)
    assert do(client, item, Event.CLOSE_ASKED, **given).state == Item.State.LEAD_REVIEW


def test_typed_words_stay_and_the_fault_stands_at_its_field(county: County, as_: SignIn) -> None:
    item = signed(county)
    given = {"new_deadline": "2026-05-01", "reason": "写好的理由", "progress_text": "写好的进展"}
    row = item.assignments.get(unit=county.lead)
    answer = as_("liaison").post(url(item, Event.EXTENSION_ASKED), given | {"assignment": row.pk})
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "新时限须晚于原时限" in text
    assert "写好的理由" in text
    assert re.search(r'name="new_deadline"[^>]*aria-invalid="true"', text)


def test_the_wrong_hand_is_told_why_in_the_form(county: County, as_: SignIn) -> None:
    item = finished(county)
    requests.ask(pk=item.pk, statement="完成", **county.when("liaison"))
    from tests.accounts.factories import make_role

    make_role(county.people["liaison"], "reviewer", county.lead)
    answer = as_("liaison").post(url(item, Event.CLOSE_REVIEWED), {}, headers={"HX-Request": "true"})
    assert answer.status_code == 403
    assert "<dialog" in answer.content.decode()
    assert "您是申请人" in answer.content.decode()


def test_a_past_day_is_not_written_to(county: County, as_: SignIn, day: SetDay) -> None:
    item = signed(county)
    day(date(2026, 3, 9))
    answer = as_("coordinator").post(f"{url(item, Event.SUSPENDED)}?as_of={DAY}", {"reason": "等"})
    assert answer.status_code == 409
    assert not fresh(item).is_suspended


def test_no_act_is_done_by_looking(county: County, as_: SignIn) -> None:
    item = dispatched(county)
    assert as_("liaison").get(url(item, Event.SIGNED)).status_code == 200
    assert as_("liaison").put(url(item, Event.SIGNED)).status_code == 405
    assert fresh(item).state == Item.State.DISPATCHED


def test_an_act_without_the_token_of_the_page_is_refused(county: County) -> None:
    item = dispatched(county)
    client = Client(enforce_csrf_checks=True)
    client.force_login(county.people["liaison"])
    assert client.post(url(item, Event.SIGNED)).status_code == 403
    assert fresh(item).assignments.filter(state="working").count() == 0
