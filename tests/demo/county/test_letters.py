"""What the offices of 云桥县 have written of late, and what of it is still to be signed for."""

from datetime import timedelta

import pytest

from guatu.accounts.models import Person
from guatu.papers.models import Paper, PaperReceipt
from tests.demo.county.conftest import DAY

pytestmark = pytest.mark.usefixtures("filled")


def test_each_office_has_written_and_units_have_signed_but_for_the_last_letters() -> None:
    letters = Paper.objects.filter(kind__in=("letter", "reminder"))

    assert letters.values("office").distinct().count() == 3
    assert {*letters.values_list("kind", flat=True)} == {"letter", "reminder"}
    assert letters.filter(receipt=None).exists()
    assert not letters.filter(receipt=None, issued_on__lt=DAY - timedelta(days=10)).exists()


def test_a_letter_is_signed_for_by_the_liaison_of_its_unit() -> None:
    for receipt in PaperReceipt.objects.select_related("paper", "received_by"):
        if receipt.paper.addressee_id:
            assert receipt.received_by.unit_id == receipt.paper.addressee_id
            assert receipt.received_on > receipt.paper.issued_on


def test_what_was_struck_off_last_has_its_sheet() -> None:
    sheets = Paper.objects.filter(kind="close_out_sheet")

    assert sheets.values("office").distinct().count() == 3
    assert Person.objects.filter(pk__in=sheets.values("issued_by")).count() == 3
