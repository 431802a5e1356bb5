"""Beside the trail: verification and packages, who exported, who looked; for who inspects, and no further."""

import subprocess
import sys
import zipfile
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext, override_settings
from django.urls import reverse

from guatu.history import checkpoints, keys
from guatu.history.models import Event
from guatu.ledgers import sights
from guatu.ledgers.actions import exporting
from guatu.ledgers.models import EvidenceUse, Sight
from guatu.ledgers.queries.inspecting import SHOWN
from tests.accounts.factories import make_division, make_office, make_person, make_unit, moment
from tests.ledgers.factories import DAY, County, closed, dispatched
from tests.web.items.conftest import SignIn

PAGES = ("trail-exports", "trail-sights")


@pytest.fixture(autouse=True)
def _own_folder(tmp_path: Path) -> Any:
    with override_settings(DATA=tmp_path, CHECKPOINTS=tmp_path / "checkpoints"):
        yield


def foreign(county: County) -> None:
    """An inspector of another county."""
    office = make_office("邻县督查室", unit=make_unit("邻县办公室", division=make_division("邻县")))
    county.people["foreign"] = make_person("邻县纪检", roles=[("inspector", office)])


def looked(county: County, name: str = "leader") -> Sight:
    item = dispatched(county)
    return Sight.objects.create(
        person=county.people[name], item=item, day=DAY, first_at=moment(DAY), pages=2, files=1
    )


def exported(county: County, rows: int = 3) -> None:
    given = {"rows": rows, "words": "逾期", "columns": "编号", "day": DAY}
    exporting.record(ledger=county.ledger, **given, **county.when("coordinator"))  # type: ignore[arg-type]


def rows(client: Client, name: str, **asked: str) -> list[Any]:
    answer = client.get(reverse(f"web:{name}"), asked)
    assert answer.status_code == 200
    found: list[Any] = answer.context["rows"]
    return found


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("who", ["coordinator", "verifier", "leader", "administrator", "liaison", "stranger"])
def test_only_who_inspects_sees_who_looked_and_exported(as_: SignIn, name: str, who: str) -> None:
    assert as_(who).get(reverse(f"web:{name}")).status_code == 404


@pytest.mark.parametrize(
    ("who", "status"), [("inspector", 200), ("administrator", 200), ("coordinator", 404), ("liaison", 404)]
)
def test_verification_is_for_who_may_verify(as_: SignIn, who: str, status: int) -> None:
    assert as_(who).get(reverse("web:trail-checks")).status_code == status


def test_an_inspector_of_another_county_sees_nothing_of_this_one(as_: SignIn, county: County) -> None:
    looked(county)
    exported(county)
    foreign(county)
    client = as_("foreign")
    assert rows(client, "trail-sights") == rows(client, "trail-exports") == []
    assert not client.get(reverse("web:trail-sights")).context["ledgers"]


def test_exports_are_told_with_their_words_and_narrowed(as_: SignIn, county: County) -> None:
    exported(county)
    client = as_("inspector")
    one = rows(client, "trail-exports")[0]["one"]
    assert (one.person, one.of, one.said["rows"], one.said["filters"]) == ("林知远", "整改台账", "3", "逾期")
    asked: list[tuple[dict[str, str], int]] = [
        ({"person": "林知远"}, 1),
        ({"person": "别人"}, 0),
        ({"ledger": str(county.ledger.pk)}, 1),
        ({"ledger": "999"}, 0),
        ({"first": "2026-03-02", "last": "2026-03-02"}, 1),
        ({"last": "2026-03-01"}, 0),
        ({"first": "x", "ledger": "x", "before": "x"}, 1),
    ]
    for given, count in asked:
        assert len(rows(client, "trail-exports", **given)) == count, given


def test_sights_are_told_and_narrowed(as_: SignIn, county: County) -> None:
    looked(county)
    client = as_("inspector")
    page = client.get(reverse("web:trail-sights")).content.decode()
    assert "周行之" in page
    assert "承办单位以外的人" in page
    asked: list[tuple[dict[str, str], int]] = [
        ({"person": "周行之"}, 1),
        ({"person": "别人"}, 0),
        ({"ledger": str(county.ledger.pk)}, 1),
        ({"first": "2026-03-03"}, 0),
    ]
    for given, count in asked:
        assert len(rows(client, "trail-sights", **given)) == count, given


def test_older_sights_follow_page_by_page(as_: SignIn, county: County) -> None:
    item = dispatched(county)
    made = [
        Sight.objects.create(
            person=county.people["leader"], item=item, day=DAY - timedelta(days=n), first_at=moment(DAY)
        )
        for n in range(SHOWN + 3)
    ]
    client = as_("inspector")
    first = client.get(reverse("web:trail-sights"))
    second = client.get(first.context["older_url"])
    assert [one.pk for one in first.context["rows"]] == [one.pk for one in made[:SHOWN]]
    assert [one.pk for one in second.context["rows"]] == [one.pk for one in made[SHOWN:]]
    assert second.context["older_url"] == ""


@pytest.mark.parametrize("name", PAGES)
def test_the_statements_do_not_grow(as_: SignIn, county: County, name: str) -> None:
    client = as_("inspector")
    looked(county)
    exported(county)
    client.get(reverse(f"web:{name}"))

    def statements() -> int:
        with CaptureQueriesContext(connection) as made:
            client.get(reverse(f"web:{name}"))
        return len(made)

    few = statements()
    for _ in range(3):
        looked(county)
        exported(county)
    client.get(reverse(f"web:{name}"))
    assert statements() == few <= 25


def test_opening_an_item_and_its_file_is_noted(as_: SignIn, county: County) -> None:
    item = closed(county)

    for who in ("leader", "town"):
        assert as_(who).get(reverse("web:item", args=[item.pk])).status_code == 200
    evidence = EvidenceUse.objects.filter(item=item)[0].evidence_id
    answer = as_("leader").get(reverse("web:evidence-file", args=[item.pk, evidence]))
    b"".join(answer.streaming_content)  # type: ignore[attr-defined]
    sights.fold()
    sights.fold()
    assert [(one.person.name, one.pages, one.files) for one in Sight.objects.all()] == [("周行之", 1, 1)]


def test_the_package_of_a_period_is_taken_recorded_and_checked_outside(
    as_: SignIn, county: County, tmp_path: Path
) -> None:
    keys.make_key()
    closed(county)
    checkpoints.take(at=moment(DAY))
    given = {"chain": county.office.chain, "first": str(DAY), "last": str(DAY)}
    answer = as_("inspector").get(reverse("web:trail-export"), given)
    package = tmp_path / "part.zip"
    package.write_bytes(b"".join(answer.streaming_content))  # type: ignore[attr-defined]
    with zipfile.ZipFile(package) as archive:
        archive.extract("verify_trail.py", tmp_path)
    done = subprocess.run(  # noqa: S603 - our own script
        [sys.executable, "-I", str(tmp_path / "verify_trail.py"), str(package)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert "只有链" in done.stdout
    last = Event.objects.latest("pk")
    assert (last.kind, last.subject_kind, last.actor_id) == (
        "trail.exported",
        "office",
        county.people["inspector"].pk,
    )


def test_days_without_events_are_refused_in_words(as_: SignIn, county: County) -> None:
    keys.make_key()
    given = {"chain": county.office.chain, "first": "2020-01-01", "last": "2020-01-02"}
    answer = as_("inspector").get(reverse("web:trail-export"), given, follow=True)
    assert "没有留痕，请换一段日期" in answer.content.decode()
    assert not Event.objects.filter(kind="trail.exported").exists()


def test_the_registry_says_of_itself_that_it_was_exported(as_: SignIn, county: County) -> None:
    keys.make_key()
    answer = as_("administrator").get(reverse("web:trail-export"), {"chain": "registry", "all": "1"})
    b"".join(answer.streaming_content)  # type: ignore[attr-defined]
    assert answer.status_code == 200
    assert Event.objects.latest("pk").chain.code == "registry"


def test_checkpoints_and_the_public_key_are_shown_and_handed_out(as_: SignIn, county: County) -> None:
    client = as_("inspector")
    assert "还没有检查点" in client.get(reverse("web:trail-checks")).content.decode()
    assert client.get(reverse("web:trail-key")).status_code == 404
    keys.make_key()
    dispatched(county)
    made = checkpoints.take(at=moment(DAY))
    assert made is not None
    page = client.get(reverse("web:trail-checks")).content.decode()
    assert made.hash[:8] in page
    assert "已放出" in page
    key = client.get(reverse("web:trail-key"))
    assert key.content.startswith(b"-----BEGIN PUBLIC KEY-----")
    assert as_("coordinator").get(reverse("web:trail-key")).status_code == 404


def test_a_checkpoint_that_left_the_folder_is_said_so(as_: SignIn, county: County, tmp_path: Path) -> None:
    keys.make_key()
    dispatched(county)
    checkpoints.take(at=moment(DAY))
    next((tmp_path / "checkpoints").glob("checkpoint-*.json")).unlink()
    assert "不在文件夹" in as_("inspector").get(reverse("web:trail-checks")).content.decode()


def test_a_verification_asked_for_here_leads_back_here(as_: SignIn, county: County) -> None:
    answer = as_("inspector").post(reverse("web:trail-verify"), {"back": "checks"})
    assert answer.headers["location"] == reverse("web:trail-checks")
