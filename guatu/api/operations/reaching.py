"""Where one is reached outside the building, and how the county's channels fare."""

from datetime import time
from typing import Annotated

from django.conf import settings
from django.http import HttpResponse
from ninja import Router
from pydantic import Field

from guatu.accounts.models import Role
from guatu.api.answers import answered, moment
from guatu.api.shapes.base import Given, Moment, Told, answers
from guatu.channels import queries, wishes
from guatu.channels.models import Wish
from guatu.channels.retrying import retry
from guatu.channels.wishes import Wished
from guatu.http.errors import Absent
from guatu.http.requests import Request

router = Router(tags=["消息送达"])
_Hour = Annotated[time, Field(description="如 20:00:00")]


class WishGiven(Given):
    """Where one wishes to be reached, and when not."""

    email: str = Field(default="", max_length=254)
    phone: str = Field(default="", max_length=11)
    mail: Wish.Rhythm = Wish.Rhythm.NEVER
    sms: Wish.Weight = Wish.Weight.NEVER
    quiet_from: _Hour = time(20)
    quiet_to: _Hour = time(8)
    on_days_off: bool = Field(default=False, description="休息日也送")


class WishTold(Told):
    """What one wishes now."""

    email: str
    phone: str
    mail: str
    sms: str
    quiet_from: str
    quiet_to: str
    on_days_off: bool


@router.get("/me/wish", response=answers(WishTold), summary="我的消息送到哪里")
def my_wish(request: Request) -> HttpResponse:
    """没有设过的是“不发”。"""
    return answered(_told(wishes.of(request.clock.by.person_id)))


@router.post("/me/wish", response=answers(WishTold), summary="设定我的消息送到哪里")
def keep_wish(request: Request, given: WishGiven) -> HttpResponse:
    """不发的渠道，地址随即删除。"""
    person = request.clock.deed()["by"].person_id
    wishes.keep(person, Wished(**given.model_dump()))
    return answered(_told(wishes.of(person)))


def _told(wished: Wished) -> dict[str, object]:
    return {
        "email": wished.email,
        "phone": wished.phone,
        "mail": str(wished.mail),
        "sms": str(wished.sms),
        "quiet_from": wished.quiet_from.isoformat(),
        "quiet_to": wished.quiet_to.isoformat(),
        "on_days_off": wished.on_days_off,
    }


class ChannelTold(Told):
    """A channel, and what became of what it was given in the last seven days."""

    name: str
    label: str
    waiting: int
    sent: int
    failed: int
    last_sent_at: Moment | None
    last_why: str = Field(description="最近一次没有送成的原因")


class Channels(Told):
    """In the order in which the keeper named them."""

    channels: list[ChannelTold]


class Retried(Told):
    """How many are sent once more."""

    again: int


@router.get("/channels", response=answers(Channels), summary="送达渠道")
def channels(request: Request) -> HttpResponse:
    """近七天的送达情况。"""
    _keepers_only(request)
    rows = queries.standings(at=request.clock.at)
    return answered(
        {
            "channels": [
                {
                    "name": one.name,
                    "label": one.label,
                    "waiting": one.waiting,
                    "sent": one.sent,
                    "failed": one.failed,
                    "last_sent_at": moment(one.last_sent_at),
                    "last_why": one.last_why,
                }
                for one in rows
            ]
        }
    )


@router.post("/channels/{name}/again", response=answers(Retried), summary="重送没有送成的")
def send_again(request: Request, name: str) -> HttpResponse:
    """只重送仍待看的。"""
    _keepers_only(request)
    if name not in {one.name for one in settings.CHANNELS}:
        raise Absent
    return answered({"again": retry(name, at=request.clock.deed()["at"])})


def _keepers_only(request: Request) -> None:
    if not request.clock.by.offices(Role.Kind.ADMINISTRATOR):
        raise Absent
