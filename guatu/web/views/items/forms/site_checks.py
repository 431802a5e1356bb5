"""Looking at the place: who goes and by when, what was found, or that nobody goes."""

from datetime import datetime
from typing import Any

from django import forms

from guatu.accounts.models import Person
from guatu.http.requests import Deed
from guatu.ledgers.actions.reports import NewEvidence
from guatu.ledgers.events import Event
from guatu.ledgers.models import SiteCheck
from guatu.ledgers.queries import look_backs
from guatu.ledgers.site_checks import deeds
from guatu.ledgers.site_checks.results import NewResult
from guatu.web.views.items import uploads
from guatu.web.views.items.forms import fields
from guatu.web.views.items.forms.base import ActForm, ReasonForm

_USES = [
    (SiteCheck.CodeUse.PHOTO.value, "拍在照片里"),
    (SiteCheck.CodeUse.WRITTEN.value, "现场人员写下"),
    (SiteCheck.CodeUse.NONE.value, "没有用"),
]


def moment(label: str) -> forms.DateTimeField:
    """When the device says that something happened; sent by its script."""
    return forms.DateTimeField(
        label=label, required=False, error_messages={"invalid": "手机时间看不懂，请再提交一次"}
    )


class ResultFields(forms.Form):
    """What is said of a place, whoever sent somebody there."""

    result = forms.ChoiceField(
        label="结果",
        choices=[one for one in SiteCheck.Result.choices if one[0]],
        widget=forms.RadioSelect,
        error_messages={"required": "请选结果", "invalid_choice": "请选结果"},
    )
    file = uploads.FilesField(label="现场照片", required=False)
    code_use = forms.ChoiceField(
        label="现场代码怎么核", choices=_USES, required=False, widget=forms.RadioSelect
    )
    finding = fields.words("现场情况", rows=4, hint="在哪里、看到什么、几处；与所报不一样的写清楚")
    written_at = moment("写成时间")
    shown_at = moment("代码显示时间")

    def told(self, photos: "list[NewEvidence]") -> NewResult:
        """The same for the action."""
        given: dict[str, Any] = self.cleaned_data
        written: datetime | None = given.get("written_at")
        return NewResult(
            result=given["result"],
            finding=given["finding"],
            code_use=given.get("code_use") or "",
            photos=photos,
            written_at=written,
            shown_at=given.get("shown_at"),
        )


class SiteCheckPlanForm(ActForm):
    """Who goes, by when, and where to."""

    event, title, confirm = Event.SITE_CHECK_PLANNED, "安排现场核查", "安排"

    checker = fields.choice("谁去", required=False, hint="不选则任一核查员可去；办理人和承办单位的人不能去")
    due_on = fields.day("核查期限", required=False)
    words = fields.words("去哪里、看什么", required=False)

    def prepare(self) -> None:
        planned = self.page.site_check
        if planned is not None:
            self.initial = {
                "checker": planned.checker_id,
                "due_on": planned.due_on,
                "words": planned.words,
            }
        named = look_backs.lookers([self.item.ledger], on=self.page.on)
        fields.offer(self.fields["checker"], named, empty="任一核查员")

    def perform(self, deed: Deed) -> str:
        given = self.cleaned_data
        pk = given["checker"]
        checker = Person.objects.get(pk=pk) if pk else None
        check = deeds.plan(
            pk=self.item.pk, checker=checker, due_on=given["due_on"], words=given["words"], **deed
        )
        return f"现场核查定在 {check.due_on} 前" + (f"，由{checker.name}去" if checker else "")


class SiteCheckDropForm(ReasonForm):
    """Nobody goes; the reason stands beside the draw."""

    event, title, confirm = Event.SITE_CHECK_DROPPED, "免去现场核查", "免去"
    note = "这一次不到现场核查，理由留痕。"

    def perform(self, deed: Deed) -> str:
        deeds.drop(pk=self.item.pk, reason=self.cleaned_data["reason"], **deed)
        return f"{self.item.number} 免去现场核查"


class SiteCheckDoneForm(ResultFields, ActForm):
    """What was found at the place; a page of its own, on a phone, also where there is no signal."""

    event, title, confirm = Event.SITE_CHECK_DONE, "现场核查", "提交"

    def perform(self, deed: Deed) -> str:
        check = deeds.record(pk=self.item.pk, new=self.told(uploads.given(self, deed, measures=())), **deed)
        return f"现场核查已记：{check.get_result_display()}"
