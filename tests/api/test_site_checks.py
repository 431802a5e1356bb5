"""Site checks for programs: started, shown, recorded, and drawn again."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from guatu.ledgers.actions import ledgers, verdicts
from guatu.ledgers.models import Item, SiteCheck
from guatu.ledgers.site_checks import visits
from tests.api.conftest import Programs, problem
from tests.ledgers.factories import DAY, PNG, County, asked


@pytest.fixture
def secret(county: County) -> SiteCheck:
    """Somebody is to go without notice."""
    return visits.start(
        office=county.office, unit=county.towns[0], words="看消防通道", **county.when("coordinator")
    )


def test_a_check_without_notice_goes_its_way(county: County, program: Programs) -> None:
    body = {"office_id": county.office.pk, "unit_id": county.towns[0].pk, "words": "看消防通道"}
    made = program("coordinator").post("/site-checks", body)
    assert made.status_code == 201
    pk = made.json()["id"]
    assert made.json()["code"] == ""  # it is for who goes

    verifier = program("verifier")
    shown = verifier.post(f"/site-checks/{pk}/code", {}).json()
    assert (len(shown["code"]), bool(shown["code_shown_at"])) == (6, True)
    wrong = verifier.post(f"/site-checks/{pk}/recorded", {"result": "differs", "finding": "有两处"})
    assert problem(wrong)[0] == 422
    file = SimpleUploadedFile("现场.png", PNG + b"\x09", content_type="image/png")
    word = verifier.send(f"/site-checks/{pk}/files", file=file).json()["file"]
    found: dict[str, object] = {
        "result": "differs",
        "finding": "有一处",
        "files": [word],
        "code_use": "photo",
    }
    found |= {"problems": [{"title": "通道堆物"}], "ledger_id": county.ledger.pk}
    done = verifier.post(f"/site-checks/{pk}/recorded", found).json()
    assert [one["number"] for one in done["findings"]] == [Item.objects.get().number]
    content = verifier.get(f"/site-checks/{pk}/photos/{done['photos'][0]['id']}/content")
    assert b"".join(content.streaming_content) == PNG + b"\x09"
    assert problem(program("leader").post(f"/site-checks/{pk}/code", {}))[0] == 403
    assert problem(program("town").get(f"/site-checks/{pk}")) == (404, "absent")


def test_what_one_item_was_drawn_is_told_with_its_seed(county: County, program: Programs) -> None:
    ledgers.change(ledger=county.ledger, site_check_share=1, **county.when("administrator"))
    item = asked(county)
    told = program("verifier").get(f"/site-checks?item={item.pk}").json()

    assert [(one["ground"], one["is_taken"], one["seed"]) for one in told["draws"]] == [
        ("no_checkpoint", True, "")
    ]
    assert [one["kind"] for one in told["site_checks"]] == ["drawn"]


def test_a_result_of_an_item_is_an_act_and_its_code_is_told_afterwards(
    county: County, program: Programs
) -> None:
    item = asked(county)
    verdicts.order_site_check(pk=item.pk, words="看表箱", **county.when("verifier"))
    check = item.site_checks.get()
    done = program("verifier").post(
        f"/items/{item.pk}/acts/site_check_done", {"result": "not_seen", "finding": "汛期道路中断"}
    )
    assert done.status_code == 200
    told = program("leader").get(f"/site-checks/{check.pk}").json()
    assert (told["result"], told["code"], told["photos"]) == ("not_seen", check.code, [])
    assert Item.objects.get(pk=item.pk).site_checks.filter(state="planned").count() == 1


def test_a_check_without_notice_is_given_to_somebody_else(
    county: County, secret: SiteCheck, program: Programs
) -> None:
    path, named = f"/site-checks/{secret.pk}/planned", county.people["verifier"].pk
    body = {"checker_id": named, "due_on": str(DAY), "words": "看线路"}
    assert problem(program("leader").post(path, body))[0] == 403
    assert problem(program("coordinator").post(path, body | {"checker_id": 999_999}))[0] == 422
    told = program("coordinator").post(path, body).json()
    assert (told["checker"]["id"], told["due_on"], told["words"]) == (named, str(DAY), "看线路")
    del body["due_on"]
    assert problem(program("coordinator").post(path, body))[0] == 422


def test_a_check_without_notice_is_called_off(secret: SiteCheck, program: Programs) -> None:
    path = f"/site-checks/{secret.pk}/dropped"
    assert problem(program("verifier").post(path, {"reason": "改期"}))[0] == 403
    assert program("coordinator").post(path, {"reason": "改期"}).json()["state"] == "dropped"
