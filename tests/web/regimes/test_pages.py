"""The pages of regimes: who sees what, the dialogs of the two persons."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse

from guatu.ledgers.actions import regime_uses, regimes
from guatu.ledgers.lights.in_force import in_force
from guatu.ledgers.lights.shipped import DEFAULT
from guatu.ledgers.models import LightRegime, RegimeUse, RegimeVersion
from tests.accounts.factories import make_person
from tests.ledgers.factories import County
from tests.ledgers.lights.regimes import blue_alarms
from tests.web.ledgers.conftest import FRIDAY, SignIn
from tests.web.regimes.drafts import asked, drafted, form_of, url

HTMX = {"HX-Request": "true"}
State = RegimeVersion.State


# --- who sees it


def test_the_list_says_by_what_each_ledger_is_lit(county: County, as_: SignIn) -> None:
    drafted(county)

    page = as_("verifier").get(reverse("web:regimes")).content.decode()

    assert "整改台账" in page
    assert "两色灯" in page
    assert "红黄绿" in page
    assert "起草一套" not in page
    assert as_("liaison").get(reverse("web:regimes")).status_code == 404


@pytest.mark.parametrize("who", ["verifier", "leader", "administrator", "inspector"])
def test_only_a_coordinator_opens_the_editor(county: County, as_: SignIn, who: str) -> None:
    draft = drafted(county)

    assert as_(who).get(url(draft)).status_code == 200
    assert as_(who).get(url(draft, "edit")).status_code == 404
    assert as_(who).post(url(draft, "try"), form_of(draft)).status_code == 404
    assert as_(who).get(reverse("web:regime-new")).status_code == 404
    assert as_("coordinator").get(url(draft, "edit")).status_code == 200


def test_what_is_not_there_is_not_found(county: County, as_: SignIn) -> None:
    draft, client = drafted(county), as_("coordinator")
    for path in (
        reverse("web:regime", args=[999]),
        reverse("web:regime-version", args=[draft.regime_id, 9]),
        url(draft, "do", "guess"),
        reverse("web:regime-use", args=[999]),
        reverse("web:regime-use-do", args=[999, "approve"]),
    ):
        assert client.get(path).status_code == 404, path
    assert as_("coordinator").get(url(asked_too(county), "edit")).status_code == 404


def asked_too(county: County) -> RegimeVersion:
    by = county.when("coordinator", FRIDAY)
    draft = regimes.start(office=county.office, name="另一套", preset="three_slips", **by)
    return regimes.ask(version=draft, starts_on=FRIDAY, **by)


def test_nothing_is_offered_on_a_past_day(county: County, as_: SignIn) -> None:
    draft = drafted(county)
    page = as_("coordinator").get(url(draft) + "?as_of=2026-03-10").content.decode()

    assert "提请批准" not in page
    assert as_("coordinator").get(url(draft, "edit") + "?as_of=2026-03-10").status_code == 404


# --- the two persons


def test_a_regime_goes_from_a_preset_to_a_ledger_by_two_persons(county: County, as_: SignIn) -> None:
    client = as_("coordinator")
    given = {"office": county.office.pk, "name": "本办三单", "like": "three_slips"}
    answer = client.post(reverse("web:regime-new"), given)
    version = RegimeVersion.objects.get()
    assert answer.headers["Location"] == url(version, "edit")
    answer = client.post(
        url(version, "do", "ask"), {"starts_on": FRIDAY.isoformat(), "ledgers": [county.ledger.pk]}
    )
    assert answer.headers["Location"] == url(version)
    assert "批准</a>" not in client.get(url(version)).content.decode()
    assert client.post(url(version, "do", "approve"), {"starts_on": FRIDAY.isoformat()}).status_code == 403

    seen = as_("leader").get(url(version)).content.decode()
    answer = as_("leader").post(
        url(version, "do", "approve"), {"starts_on": FRIDAY.isoformat(), "remark": ""}
    )

    assert "林知远" in seen
    assert answer.headers["Location"] == url(version)
    assert in_force(FRIDAY).of(county.ledger.pk).name == "本办三单"
    assert "现用" in client.get(reverse("web:regime", args=[version.regime_id])).content.decode()


def test_a_taken_name_is_told_in_the_dialog(county: County, as_: SignIn) -> None:
    drafted(county)
    given = {"office": county.office.pk, "name": "两色灯", "like": "three_slips"}

    answer = as_("coordinator").post(reverse("web:regime-new"), given, headers=HTMX)

    assert answer.status_code == 409
    assert "已有同名规则" in answer.content.decode()
    assert LightRegime.objects.count() == 1


def test_no_is_said_with_its_reason_and_shown(county: County, as_: SignIn) -> None:
    version = asked(county)
    leader = as_("leader")
    assert leader.post(url(version, "do", "decline"), {"remark": ""}).status_code == 422

    leader.post(url(version, "do", "decline"), {"remark": "三天太宽"})

    page = as_("coordinator").get(reverse("web:regime", args=[version.regime_id])).content.decode()
    assert "三天太宽" in page
    assert "未批准" in page
    answer = as_("coordinator").post(reverse("web:regime-next", args=[version.regime_id]))
    assert answer.headers["Location"].endswith("/versions/2/edit")


def test_the_next_version_begins_as_the_one_that_was_declined_or_taken_back(
    county: County, as_: SignIn
) -> None:
    client, leader = as_("coordinator"), county.when("leader", FRIDAY)
    first = regimes.approve(version=asked(county), **leader)
    following = reverse("web:regime-next", args=[first.regime_id])
    client.post(following)
    second = RegimeVersion.objects.get(number=2)
    assert second.text == first.text
    client.post(url(second, "edit"), form_of(second, **{"rule-0-when": "逾期天数 ≥ 2天"}))
    second.refresh_from_db()
    copy = 'aria-label="照第 2 版起草"'
    assert copy not in client.get(url(second)).content.decode()
    client.post(url(second, "do", "ask"), {"starts_on": FRIDAY.isoformat()})
    as_("leader").post(url(second, "do", "decline"), {"remark": "再想想"})
    assert copy in client.get(url(second)).content.decode()
    assert copy in client.get(reverse("web:regime", args=[first.regime_id])).content.decode()
    assert copy not in as_("leader").get(url(second)).content.decode()
    assert copy not in client.get(url(second) + "?as_of=2026-03-10").content.decode()

    answer = client.post(following, {"like": "2"}, follow=True)

    assert RegimeVersion.objects.get(number=3).text == second.text != first.text
    assert "已照第 2 版起草第 3 版" in answer.content.decode()
    assert client.post(following, {"like": "9"}).status_code == 404


def test_a_draft_is_not_wanted_and_what_was_asked_is_taken_back(county: County, as_: SignIn) -> None:
    draft, client = drafted(county), as_("coordinator")
    dialog = client.get(url(draft, "do", "withdraw"), headers=HTMX).content.decode()
    assert f"不要“{draft.regime.name}”第 1 版的草稿" in dialog
    assert "撤回" not in dialog

    by = county.when("coordinator", FRIDAY)
    version = regimes.ask(version=draft, starts_on=FRIDAY, ledgers=[county.ledger], **by)
    dialog = client.get(url(version, "do", "withdraw")).content.decode()
    assert f"撤回“{version.regime.name}”第 1 版" in dialog


def test_what_was_asked_is_taken_back(county: County, as_: SignIn) -> None:
    version = asked(county)

    as_("coordinator").post(url(version, "do", "withdraw"), {})

    version.refresh_from_db()
    assert version.state == State.WITHDRAWN
    assert as_("coordinator").post(url(version, "do", "withdraw"), {}).status_code == 409


def test_a_ledger_is_lit_by_another_regime_by_two_persons(county: County, as_: SignIn) -> None:
    county.people["second"] = make_person("梁思齐", roles=[("coordinator", county.office)])
    given = {"choice": "three_slips", "starts_on": FRIDAY.isoformat()}
    use_url = reverse("web:regime-use", args=[county.ledger.pk])
    chosen = re.findall(r'<option value="(\w+)" selected', as_("coordinator").get(use_url).content.decode())
    assert len(chosen) == 1
    assert chosen[0] != DEFAULT, "offered is another one than that in use"
    as_("coordinator").post(use_url, given)
    use = RegimeUse.objects.get()
    approve = reverse("web:regime-use-do", args=[use.pk, "approve"])
    assert "待批准" in as_("second").get(reverse("web:regimes")).content.decode()
    assert as_("coordinator").post(approve, {"starts_on": FRIDAY.isoformat()}).status_code == 403

    as_("second").post(approve, {"starts_on": FRIDAY.isoformat()})

    assert in_force(FRIDAY).of(county.ledger.pk).code == "three_slips"
    again = regime_uses.ask(
        ledger=county.ledger,
        preset="red_yellow_green",
        starts_on=FRIDAY,
        **county.when("coordinator", FRIDAY),
    )
    decline = reverse("web:regime-use-do", args=[again.pk, "decline"])
    assert as_("leader").post(decline, {"remark": ""}).status_code == 422
    as_("leader").post(decline, {"remark": "不必"})
    assert in_force(FRIDAY).of(county.ledger.pk).code == "three_slips"


def test_a_day_that_is_over_is_told_at_its_field(county: County, as_: SignIn) -> None:
    draft = drafted(county)
    given = {"starts_on": (FRIDAY - timedelta(days=1)).isoformat()}

    answer = as_("coordinator").post(url(draft, "do", "ask"), given, headers=HTMX)

    assert answer.status_code == 422
    assert "已过" in answer.content.decode()


def test_who_opens_a_ledger_is_told_by_what_it_is_to_be_lit(county: County, as_: SignIn) -> None:
    by, leader = county.when("coordinator", FRIDAY), county.when("leader", FRIDAY)
    draft = regimes.save(version=drafted(county), written=blue_alarms(), **by)
    regimes.ask(version=draft, starts_on=FRIDAY, ledgers=[county.ledger], **by)
    regimes.approve(version=draft, **leader)
    given = {"office": county.office.pk, "name": "另一本", "prefix": "LB", "cadence": "monthly"}
    given |= {"publicity_days": 0, "look_back_after": 0}

    page = as_("coordinator").post(reverse("web:ledger-open"), given, follow=True).content.decode()

    assert "已提请它随其他台账用“两色灯”亮灯" in page


def test_an_approver_who_names_an_earlier_day_is_told_so_at_its_field(county: County, as_: SignIn) -> None:
    version = asked(county, starts_on=FRIDAY + timedelta(days=9))

    answer = as_("leader").post(
        url(version, "do", "approve"), {"starts_on": FRIDAY.isoformat()}, headers=HTMX
    )

    assert answer.status_code == 422
    assert "提请自 2026-03-29 起启用，批准时可以定得更晚，不能更早" in answer.content.decode()
