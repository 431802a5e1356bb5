"""The factories that other rooms' tests stand on."""

import pytest

from guatu.accounts.models import Role
from guatu.history.models import Event
from tests.accounts.factories import PASSWORD, make_office, make_person, make_unit

pytestmark = pytest.mark.django_db


def test_a_person_is_made_with_roles_and_every_step_is_an_event() -> None:
    office, unit = make_office(), make_unit("县住建局", short_names=["住建局"])

    person = make_person(roles=[("coordinator", office), ("liaison", unit)], password=PASSWORD)

    assert person.unit == office.unit
    assert person.check_password(PASSWORD)
    assert set(Role.objects.values_list("kind", "office", "unit")) == {
        ("coordinator", office.pk, None),
        ("liaison", None, unit.pk),
    }
    kinds = list(Event.objects.filter(chain__code=office.chain).values_list("kind", flat=True))
    assert kinds == ["office_added", "role_granted"]
