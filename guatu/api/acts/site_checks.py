"""Looking at the place: who goes and by when, what was found, or that nobody goes."""

from datetime import date, datetime
from typing import Annotated, Any, Literal

from pydantic import AwareDatetime, Field

from guatu.accounts.models import Person
from guatu.api.acts.base import Act, Doing, FileWord
from guatu.api.shapes.base import Given, Id, MaybeWords, Words
from guatu.http.errors import Malformed
from guatu.ledgers.actions.reports import NewEvidence
from guatu.ledgers.events import Event
from guatu.ledgers.queries import look_backs
from guatu.ledgers.site_checks import deeds
from guatu.ledgers.site_checks.results import NewResult

Photos = Annotated[list[FileWord], Field(max_length=30, description="现场照片，上传时答复的 file")]


class SiteCheckPlanned(Given):
    """Who goes, by when, and where to; what is not given stays."""

    checker_id: Id | None = Field(None, description="不写的，原来指定的不变")
    due_on: date | None = None
    words: MaybeWords = Field("", description="去哪里、看什么")


class SiteChecked(Given):
    """What was found at the place."""

    result: Literal["matches", "differs", "not_seen"] = Field(
        description="matches 相符，differs 不相符，not_seen 没看成"
    )
    finding: Words
    code_use: Literal["", "photo", "written"] = Field(
        "", description="现场代码：photo 拍在照片里，written 现场人员写下，空为没有用"
    )
    files: Photos = []
    written_at: AwareDatetime | None = Field(None, description="设备自报的写成时间")
    shown_at: AwareDatetime | None = Field(None, description="设备自报的代码显示时间")

    def told(self, photos: list[NewEvidence]) -> NewResult:
        """The same for the action."""
        written: datetime | None = self.written_at
        return NewResult(
            result=self.result,
            finding=self.finding,
            code_use=self.code_use,
            photos=photos,
            written_at=written,
            shown_at=self.shown_at,
        )


class SiteCheckDropped(Given):
    """Why nobody goes."""

    reason: Words


def _checker(it: Doing, pk: int | None) -> Person | None:
    if pk is None:
        return None
    able = [one for one, _ in look_backs.lookers([it.item.ledger], on=it.page.on)]
    if pk not in able:
        raise Malformed({"checker_id": "不是本台账的核查员"})
    return Person.objects.get(pk=pk)


def _plan(it: Doing, body: SiteCheckPlanned) -> Any:
    checker = _checker(it, body.checker_id)
    return deeds.plan(pk=it.pk, checker=checker, due_on=body.due_on, words=body.words, **it.deed)


ACTS = (
    Act(Event.SITE_CHECK_PLANNED, SiteCheckPlanned, _plan),
    Act(
        Event.SITE_CHECK_DONE,
        SiteChecked,
        lambda it, body: deeds.record(pk=it.pk, new=body.told(it.proofs(body.files, ())), **it.deed),
    ),
    Act(
        Event.SITE_CHECK_DROPPED,
        SiteCheckDropped,
        lambda it, body: deeds.drop(pk=it.pk, reason=body.reason, **it.deed),
    ),
)
