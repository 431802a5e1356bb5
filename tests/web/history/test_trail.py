"""The trail's page: who sees which chains, what narrows them, verified and taken along."""

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from guatu.history import keys
from guatu.http import verification
from tests.accounts.factories import make_office, make_role
from tests.ledgers.factories import County, closed, dispatched
from tests.web.items.conftest import SignIn

TRAIL = "web:trail"


@pytest.mark.parametrize("name", ["coordinator", "verifier", "leader", "administrator", "inspector"])
def test_the_office_and_its_inspector_see_its_chain(as_: SignIn, county: County, name: str) -> None:
    item = dispatched(county)
    page = as_(name).get(reverse(TRAIL)).content.decode()
    assert "交办" in page
    assert item.number in page


@pytest.mark.parametrize("name", ["liaison", "reviewer", "town", "stranger"])
def test_units_see_no_chain(as_: SignIn, county: County, name: str) -> None:
    assert as_(name).get(reverse(TRAIL)).status_code == 404


def test_the_registry_is_for_who_keeps_or_inspects_it(as_: SignIn, county: County) -> None:
    assert "单位与人员" in as_("inspector").get(reverse(TRAIL)).content.decode()
    assert "单位与人员" not in as_("coordinator").get(reverse(TRAIL)).content.decode()


def test_events_are_narrowed_by_kind_and_person(as_: SignIn, county: County) -> None:
    closed(county)
    rows = as_("inspector").get(reverse(TRAIL), {"kind": "item.close_verified"}).context["rows"]
    assert [(row["what"], row["who"]) for row in rows] == [("核查通过", "许听澜")]
    rows = as_("inspector").get(reverse(TRAIL), {"person": "陈念安"}).context["rows"]
    assert {row["who"] for row in rows} == {"陈念安"}


def test_the_statements_do_not_grow_with_the_events(as_: SignIn, county: County) -> None:
    client = as_("inspector")
    client.get(reverse(TRAIL))
    dispatched(county)  # what rests on the heads of chains is asked anew now, as it is later
    with CaptureQueriesContext(
        connection,
    ) as few:
        client.get(reverse(TRAIL))
    for _ in range(3):
        closed(county)
    with CaptureQueriesContext(connection) as many:
        client.get(reverse(TRAIL))
    assert len(many) <= len(few) + 1


def test_a_verification_is_asked_for_and_its_finding_shown(as_: SignIn, county: County) -> None:
    closed(county)
    keys.make_key()
    client = as_("inspector")
    assert client.post(reverse("web:trail-verify")).status_code == 302
    assert verification.last().is_running
    assert as_("coordinator").post(reverse("web:trail-verify")).status_code == 404


def test_the_package_is_checked_by_python_alone(as_: SignIn, county: County, tmp_path: Path) -> None:
    closed(county)
    client, chain = as_("inspector"), county.office.chain
    answer = client.get(reverse("web:trail-export"), {"chain": chain})
    package = tmp_path / "trail.zip"
    package.write_bytes(b"".join(answer.streaming_content))  # type: ignore[attr-defined]
    with zipfile.ZipFile(package) as archive:
        archive.extract("verify_trail.py", tmp_path)
    done = subprocess.run(  # noqa: S603 - our own script
        [sys.executable, "-I", str(tmp_path / "verify_trail.py"), str(package)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert "环" in done.stdout + done.stderr
    assert as_("coordinator").get(reverse("web:trail-export"), {"chain": chain}).status_code == 404


def about(client: Client, kind: str = "") -> list[tuple[str, str, str]]:
    rows = client.get(reverse(TRAIL), {"kind": kind}).context["rows"]
    return [(row["about"].label, row["about"].name, row["about_url"]) for row in rows]


def test_what_an_event_is_about_is_named_and_linked(as_: SignIn, county: County) -> None:
    item = dispatched(county)
    dispatch, opening = (
        about(as_("coordinator"), "item.dispatched"),
        about(as_("coordinator"), "ledger.opened"),
    )
    assert dispatch == [("事项", item.number, reverse("web:item", args=[item.pk]))]
    assert opening == [("台账", "整改台账", reverse("web:ledger", args=[county.ledger.pk]))]


def test_the_registry_speaks_of_people_units_and_roles_by_name(as_: SignIn, county: County) -> None:
    told = {(label, name) for label, name, _ in about(as_("administrator"))}
    assert {("人员", "林知远"), ("单位", "双桥镇")} <= told
    assert ("角色", "陈念安，双桥镇联络员") in told
    assert all(label and not label.isascii() for label, _ in told)


def test_no_link_leads_where_the_reader_may_not_go(as_: SignIn, county: County) -> None:
    dispatched(county)
    for name in ("administrator", "inspector", "coordinator", "leader"):
        client = as_(name)
        for label, subject, url in about(client):
            if url:
                assert client.get(url).status_code == 200, (name, label, subject)


def test_no_kind_of_event_is_shown_as_its_code(as_: SignIn, county: County) -> None:
    closed(county)
    rows = as_("administrator").get(reverse(TRAIL)).context["rows"]
    assert all(not row["what"].isascii() for row in rows)


def test_who_administers_one_office_takes_no_chain_of_another_that_he_serves(
    as_: SignIn, county: County
) -> None:
    second = make_office("县专班")
    make_role(county.people["administrator"], "coordinator", second)
    client, where = as_("administrator"), reverse("web:trail-export")
    dispatched(county)

    assert "县专班" in client.get(reverse(TRAIL)).content.decode()
    assert client.get(where, {"chain": second.chain}).status_code == 404
    assert f'value="{second.chain}"' not in client.get(reverse("web:trail-checks")).content.decode()
    taken = client.get(where, {"chain": county.office.chain})
    assert (taken.status_code, b"".join(taken.streaming_content)[:2]) == (200, b"PK")  # type: ignore[attr-defined]
