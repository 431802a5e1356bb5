"""Site checks in words: what the device claims stands apart from what the server knows itself."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from django.urls import reverse
from django.utils.timezone import localtime

from guatu.accounts.queries import Acting
from guatu.ledgers import pictures
from guatu.ledgers.doubts.findings import Doubt
from guatu.ledgers.models import SiteCheck, SiteCheckDraw
from guatu.ledgers.site_checks import drawing, queries
from guatu.ledgers.site_checks.queries import Seen


@dataclass(frozen=True, slots=True, kw_only=True)
class Photo:
    """A photograph from the place."""

    url: str
    image: str
    """Empty where a browser cannot draw it."""
    name: str
    claims: str
    """Time and place, as the device tells them."""
    doubts: Sequence[Doubt]


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A result with its live proof and its photographs."""

    check: SiteCheck
    word: str
    """The result in a word."""
    who: str
    proof: str
    """What the code proves, and how."""
    is_live: bool
    photos: Sequence[Photo] = field(default_factory=tuple)


@dataclass(frozen=True, slots=True)
class Drawn:
    """A draw with its attempt."""

    draw: SiteCheckDraw
    words: str
    attempt: int
    attempt_state: str


def title_of(check: SiteCheck) -> str:
    """What is looked at."""
    if check.item is not None:
        return check.item.title
    return check.place or (check.unit.name if check.unit else "")


def name_of(check: SiteCheck) -> str:
    """A check in few words."""
    return check.item.number if check.item is not None else f"不打招呼 {title_of(check)}"


VISITS: Final = {
    SiteCheck.Result.MATCHES: "没有问题",
    SiteCheck.Result.DIFFERS: "有问题",
    SiteCheck.Result.NOT_SEEN: "没看成",
}
"""The results of a check without notice, to which nobody reported anything that could match."""


def word_of(check: SiteCheck) -> str:
    """The result in a word; of what was dropped or still waits, how it stands."""
    if check.state != SiteCheck.State.DONE:
        return str(check.get_state_display())
    result = SiteCheck.Result(check.result)
    return VISITS[result] if check.kind == SiteCheck.Kind.UNANNOUNCED else str(result.label)


def unit_of(check: SiteCheck) -> str:
    """Whose work is looked at."""
    unit = check.unit or (check.item.lead_unit if check.item else None)
    return unit.name if unit else ""


def draws(rows: Iterable[SiteCheckDraw]) -> list[Drawn]:
    """The draws of an item in words."""
    return [
        Drawn(one, drawing.words_of(one), one.close_out.number, str(one.close_out.get_state_display()))
        for one in rows
    ]


def result_of(who: Acting, check: SiteCheck) -> Told | None:
    """The result in words; none where nobody has looked."""
    if check.state != SiteCheck.State.DONE:
        return None
    unit = check.done_unit.name if check.done_unit else ""
    name = check.done_by.name if check.done_by else ""
    return Told(
        check=check,
        word=word_of(check),
        who=f"{unit} {name}".strip() + (f"（代{check.done_for.name}）" if check.done_for else ""),
        proof=proof_of(check),
        is_live=bool(check.code_use) and check.code_shown_at is not None,
        photos=[_photo(check, one) for one in queries.seen(who, check)],
    )


def proof_of(check: SiteCheck) -> str:
    """The live proof in a sentence; whose clock told what is said."""
    uses = SiteCheck.CodeUse
    if check.code_use == uses.NONE:
        return "没有用现场代码，照片的时间和位置只有设备自报"
    how = "照片里应看得见" if check.code_use == uses.PHOTO else "现场人员应写下"
    spelled = f"{check.code[:3]} {check.code[3:]}"
    times = [one for one in (_shown(check), f"{_at(check.received_at)} 收到") if one]
    return f"{how}代码 {spelled}，{'，'.join(times)}"


def _shown(check: SiteCheck) -> str:
    """When the code was on the screen: by our clock, else by the device's own word."""
    if check.code_shown_at is not None:
        return f"{_at(check.code_shown_at)} 在手机上显示"
    if check.claimed_shown_at is not None:
        return f"{_at(check.claimed_shown_at)} 在手机上显示（没有信号，设备自报）"
    return ""


def _at(moment: datetime | None) -> str:
    return f"{localtime(moment):%-m-%d %H:%M}" if moment else ""


def _photo(check: SiteCheck, one: Seen) -> Photo:
    photo = one.photo
    args = [check.pk, photo.pk]
    is_drawn = photo.file.media_type in pictures.SHOWN
    taken = f"{localtime(photo.taken_at):%Y-%m-%d %H:%M}" if photo.taken_at else "没有时间"
    return Photo(
        url=reverse("web:site-check-photo", args=args),
        image=reverse("web:site-check-photo-small", args=args) if is_drawn else "",
        name=photo.name,
        claims=f"设备自报 {taken}，{photo.place or '没有位置'}",
        doubts=one.doubts,
    )
