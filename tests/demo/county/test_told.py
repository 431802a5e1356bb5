"""What people of the demonstrated county were told, have seen, and have signed for."""

import pytest

from guatu.accounts.models import Person
from guatu.notices.models import Notice, Receipt

pytestmark = pytest.mark.usefixtures("filled")


def waiting(role: str) -> set[str]:
    found = Notice.objects.filter(person=Person.objects.get(username=role), waits=True)
    return set(found.values_list("kind", flat=True))


def test_something_waits_for_those_who_look_at_the_demonstration() -> None:
    assert waiting("liaison") >= {"urged", "dispatched"}
    assert "to_verify" in waiting("verifier")
    assert "to_sign_off" in waiting("leader")


def test_most_of_the_year_was_read_and_urgings_were_signed_for() -> None:
    assert Notice.objects.filter(waits=True).count() < Notice.objects.count() / 4
    assert Receipt.objects.filter(kind="urged").exists()
    assert Notice.objects.exclude(receipt_at=None).exists()
