"""What the daily round sweeps away besides files: sessions that have run out, keys of forms long sent."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.test import Client
from django.utils.timezone import now
from pytest_django.fixtures import Settings

from guatu.http import once
from guatu.http.models import Acted, Session
from guatu.http.serving import rounds
from tests.accounts.factories import make_person


@pytest.fixture(autouse=True)
def _folder(settings: Settings, tmp_path: Path) -> None:
    settings.DATA, settings.FILES = tmp_path, tmp_path / "files"


def test_sessions_that_ran_out_are_swept_and_others_stay(signed_in: Client) -> None:
    until = Session.objects.get().expire_date

    rounds.sweep(until - timedelta(seconds=1))
    assert Session.objects.count() == 1
    rounds.sweep(until + timedelta(seconds=1))
    assert Session.objects.count() == 0


def test_the_key_of_a_form_is_kept_longer_than_it_may_wait_on_a_phone(db: None) -> None:
    person, at = make_person(), now()
    with once.only_once(person_id=person.pk, key=once.new_key(), at=at):
        pass

    rounds.sweep(at + timedelta(days=45))
    assert Acted.objects.count() == 1
    rounds.sweep(at + timedelta(days=45, seconds=1))
    assert Acted.objects.count() == 0
