"""Where one is reached, and how the channels fare, by program."""

import pytest
from django.conf import LazySettings

from guatu.api.operations.reaching import Channels, WishTold
from guatu.channels.models import Wish
from guatu.channels.settings import MailChannel
from tests.api.conftest import Programs

MAIL = MailChannel(name="mail", label="邮件", host="127.0.0.1", port=1, security="none", sender="g@x.example")


def test_a_wish_is_said_and_read_and_taken_back(program: Programs) -> None:
    town = program("town")
    assert WishTold.model_validate(town.get("/me/wish").json()).mail == "never"

    told = WishTold.model_validate(
        town.post("/me/wish", {"mail": "daily", "email": "t@x.example", "quiet_from": "21:30:00"}).json()
    )

    assert (told.mail, told.email, told.quiet_from) == ("daily", "t@x.example", "21:30:00")
    assert program("other_town").get("/me/wish").json()["email"] == ""
    assert town.post("/me/wish", {}).json()["email"] == ""
    assert Wish.objects.get().email == ""


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"mail": "daily"}, "email"),
        ({"sms": "all", "phone": "1"}, "phone"),
        ({"mail": "hourly"}, "mail"),
        ({"quiet_to": "morning"}, "quiet_to"),
    ],
)
def test_what_cannot_be_kept_names_its_field(program: Programs, given: dict[str, str], field: str) -> None:
    answer = program("town").post("/me/wish", given)
    assert answer.status_code == 422
    assert field in str(answer.json()["error"])
    assert not Wish.objects.exists()


def test_who_only_reads_says_no_wish(program: Programs) -> None:
    assert program("town", "read").post("/me/wish", {}).status_code == 403


def test_channels_are_for_who_keeps_the_system(program: Programs, settings: LazySettings) -> None:
    settings.CHANNELS = (MAIL,)
    told = Channels.model_validate(program("administrator").get("/channels").json())
    assert [one.name for one in told.channels] == ["mail"]
    assert program("administrator").post("/channels/mail/again").json() == {"again": 0}
    assert program("administrator").post("/channels/pigeon/again").status_code == 404
    for name in ("town", "coordinator"):
        assert program(name).get("/channels").status_code == 404
        assert program(name).post("/channels/mail/again").status_code == 404
