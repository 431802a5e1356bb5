"""What somebody found at the place, written into a check of either kind."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from guatu.accounts.queries import Acting
from guatu.history.deeds import Deed
from guatu.ledgers import claims
from guatu.ledgers.actions.reports import NewEvidence
from guatu.ledgers.acts import given
from guatu.ledgers.errors import Incomplete, NotNow, WrongChoice
from guatu.ledgers.models import SiteCheck, SiteCheckPhoto
from guatu.ledgers.site_checks.errors import VisitRefused

State, Result, CodeUse = SiteCheck.State, SiteCheck.Result, SiteCheck.CodeUse
_SEEN = (Result.MATCHES, Result.DIFFERS)


@dataclass(frozen=True, slots=True, kw_only=True)
class NewResult:
    """What was found; photographs prove it, but where nothing could be seen."""

    result: str
    finding: str
    code_use: str = CodeUse.NONE
    photos: Sequence[NewEvidence] = field(default_factory=tuple)
    written_at: datetime | None = None
    """When the device says it was written."""
    shown_at: datetime | None = None
    """When the device says that it showed the code first."""


def write(deed: Deed, check: SiteCheck, new: NewResult, *, by: Acting, at: datetime, on: date) -> None:
    """The result becomes part of the deed, and the code is spent with it."""
    _refuse_incomplete(new)
    claims.check(new.written_at, at=at)
    _check_shown(new, check, at)
    words = given(new.finding, what="现场情况", field="finding")
    deed.set(
        check,
        state=State.DONE,
        result=new.result,
        finding=words,
        code_use=new.code_use,
        claimed_shown_at=new.shown_at,
        written_at=new.written_at,
        received_at=at,
        done_by_id=by.person_id,
        done_for_id=deed.by.principal_id,
        done_unit_id=by.unit_id,
        done_on=on,
    )
    for photo in {one.file.pk: one for one in new.photos}.values():
        deed.add(
            SiteCheckPhoto(
                check_of=check,
                file=photo.file,
                name=photo.name,
                perceptual_hash=photo.perceptual_hash,
                taken_at=photo.taken_at,
                place=photo.place,
            )
        )
    deed.say(finding=words, code=check.code)


def _refuse_incomplete(new: NewResult) -> None:
    if new.result not in (*_SEEN, Result.NOT_SEEN):
        raise WrongChoice(field="result", label="结果")
    if new.code_use not in CodeUse.values:
        raise WrongChoice(field="code_use", label="现场代码")
    if new.result in _SEEN and not new.photos:
        raise Incomplete(field="file", what="现场照片：至少一张；没看成的请选“没看成”")
    if new.code_use == CodeUse.PHOTO and not new.photos:
        raise Incomplete(field="file", what="拍到代码的照片")


def _check_shown(new: NewResult, check: SiteCheck, at: datetime) -> None:
    """The device's word on the code lies in no future; where the server showed the code it needs none."""
    if new.shown_at is not None and new.shown_at > at + claims.AHEAD:
        raise VisitRefused(field="shown_at", why="手机时间比系统快，代码显示时间没有采信，请校准手机时间")
    if new.code_use and check.code_shown_at is None and new.shown_at is None:
        raise VisitRefused(field="code_use", why="这次没有显示过现场代码，请先点“显示代码”，或选“没有用”")


def refuse_over(check: SiteCheck, deed: str) -> None:
    """What has ended is not done again."""
    if check.state != State.PLANNED:
        raise NotNow(number="这次现场核查", deed=deed, state=str(State(check.state).label))
