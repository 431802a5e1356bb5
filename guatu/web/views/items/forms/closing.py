"""Striking off, step by step."""

from collections.abc import Iterator
from dataclasses import dataclass

from django import forms
from django.forms.boundfield import BoundField

from guatu.http.requests import Deed
from guatu.ledgers.actions import requests, verdicts
from guatu.ledgers.actions.verdicts import Judged
from guatu.ledgers.events import Event
from guatu.ledgers.models import CheckResult, Evidence, StandardCheck
from guatu.ledgers.queries import meetings
from guatu.web.views.items.forms import fields
from guatu.web.views.items.forms.base import ActForm, ReasonForm


class CloseAskForm(ActForm):
    """The first key: the lead unit asks."""

    event, title, confirm = Event.CLOSE_ASKED, "申请销号", "提交申请"
    note = "提交后，事项内容和佐证随即定格；有改动，申请失效。"

    statement = fields.words("完成情况", rows=5, hint="写清做了什么、数量、效果")

    def perform(self, deed: Deed) -> str:
        requests.ask(pk=self.item.pk, statement=self.cleaned_data["statement"], **deed)
        return "销号申请已提交"


class CloseWithdrawForm(ActForm):
    """The lead unit takes its request back."""

    event, title, confirm = Event.CLOSE_WITHDRAWN, "撤回销号申请", "撤回"
    note = "撤回后继续办理，可以再申请。"

    def perform(self, deed: Deed) -> str:
        requests.withdraw(pk=self.item.pk, **deed)
        return "销号申请已撤回"


class ReviewForm(ActForm):
    """The unit's own reviewer passes it on."""

    event, title, confirm = Event.CLOSE_REVIEWED, "单位审核通过", "审核通过"

    @property
    def explanation(self) -> str:
        running = self.page.running
        said = f"{running.requested_by.name}说明：{running.statement}" if running else ""
        return f"{said}\n通过后送核查员核查。".strip()

    def perform(self, deed: Deed) -> str:
        requests.review(pk=self.item.pk, **deed)
        return "已审核通过，送核查"


class ReviewReturnForm(ReasonForm):
    """The unit's own reviewer does not."""

    event, title, confirm = Event.CLOSE_NOT_REVIEWED, "单位审核退回", "退回"
    reason_label, reason_hint = "意见", "写明缺什么、几时再报"

    def perform(self, deed: Deed) -> str:
        requests.send_back(pk=self.item.pk, remark=self.cleaned_data["reason"], **deed)
        return "销号申请已退回"


@dataclass(frozen=True, slots=True)
class JudgedLine:
    """A line of the standard with what the machine found, or the fields by which a person judges it."""

    line: StandardCheck
    note: str
    is_met: bool | None
    outcome: BoundField | None
    remark: BoundField | None


class _VerdictForm(ActForm):
    """The standard line by line; what the machine proved is not asked."""

    is_wide, template = True, "web/items/_verdict_fields.html"

    def prepare(self) -> None:
        for finding in self.page.findings:
            if not finding.is_automatic:
                self._ask(finding.line)

    def _ask(self, line: StandardCheck) -> None:
        self.fields[f"line_{line.pk}"] = forms.ChoiceField(
            label=line.text,
            choices=CheckResult.Outcome.choices,
            required=False,
            widget=forms.RadioSelect,
        )
        note = fields.line(f"{line.text}的说明", required=False)
        note.widget.attrs["placeholder"] = "说明"
        self.fields[f"note_{line.pk}"] = note
        standing = self.page.results.get(line.pk)
        if standing is not None:
            self.initial[f"line_{line.pk}"] = standing.outcome
            self.initial[f"note_{line.pk}"] = standing.note

    def lines(self) -> Iterator[JudgedLine]:
        for finding in self.page.findings:
            pk = finding.line.pk
            asked = f"line_{pk}" in self.fields
            yield JudgedLine(
                finding.line,
                finding.note,
                finding.is_met,
                self[f"line_{pk}"] if asked else None,
                self[f"note_{pk}"] if asked else None,
            )

    def judged(self) -> dict[int, Judged]:
        given = self.cleaned_data
        return {
            finding.line.pk: Judged(outcome, given[f"note_{finding.line.pk}"])
            for finding in self.page.findings
            if (outcome := given.get(f"line_{finding.line.pk}"))
        }


class VerifyForm(_VerdictForm):
    """The second key turns."""

    event, title, confirm = Event.CLOSE_VERIFIED, "核查通过", "核查通过"
    note = "标准须逐条符合。记入留痕，不能改。"

    remark = fields.words("核查意见", required=False, rows=2)

    def perform(self, deed: Deed) -> str:
        judged, remark = self.judged(), self.cleaned_data["remark"]
        verdicts.verify(pk=self.item.pk, judged=judged, remark=remark, **deed)
        return f"{self.item.number} 核查通过"


class VerifyReturnForm(_VerdictForm):
    """The verifier says what is missing."""

    event, title, confirm = Event.CLOSE_RETURNED, "核查退回", "退回补证"

    remark = fields.words("退回意见", hint="写明缺什么、几时再报")

    def perform(self, deed: Deed) -> str:
        judged, remark = self.judged(), self.cleaned_data["remark"]
        verdicts.send_back(pk=self.item.pk, judged=judged, remark=remark, **deed)
        return "已退回，请牵头单位补证后再申请"


class SiteCheckForm(ReasonForm):
    """The verifier wants to see the place."""

    event, title, confirm = Event.SITE_CHECK_ORDERED, "派现场核查", "派现场"
    reason_label, note = "去哪里、看什么", "销号申请等现场核查后再判。"

    def perform(self, deed: Deed) -> str:
        verdicts.order_site_check(pk=self.item.pk, words=self.cleaned_data["reason"], **deed)
        return "已派现场核查"


class MeetingForm(ActForm):
    """A meeting as the second key: one that is recorded, or one that is typed where it is not."""

    event, title, confirm = Event.CLOSE_BY_MEETING, "会议研究销号", "登记"

    meeting = fields.choice("会议", required=False, hint="日期、参会人员和纪要以会议记录为准")
    meeting_on = fields.day("会议日期", required=False)
    attendees = fields.words("参会人员", required=False, rows=2)
    minutes = fields.paper("会议纪要")

    def prepare(self) -> None:
        running = self.page.running
        found = meetings.keys_for(self.item, since=running.requested_on) if running else ()
        self.recorded = {one.pk: one for one in found}
        if not self.recorded:
            del self.fields["meeting"]
            return
        rows = [(one.pk, f"{one.title} {one.meets_on}") for one in self.recorded.values()]
        fields.offer(self.fields["meeting"], rows, empty="没有登记的会议，在下面填写")
        self.initial = {"meeting": next(iter(self.recorded))}

    @property
    def explanation(self) -> str:
        if self.recorded:
            return "研究过本事项、已归档纪要的会议可作第二把钥匙，代替核查员；选了会议，下面的不用填。"
        return "由会议研究代替核查员。会议在“会议”里登记、归档纪要的，可以直接选，不必另填。"

    def perform(self, deed: Deed) -> str:
        given = self.cleaned_data
        verdicts.decide_by_meeting(
            pk=self.item.pk,
            meeting=self.recorded.get(given.get("meeting") or 0),
            meeting_on=given["meeting_on"],
            attendees=given["attendees"],
            minutes=self.kept("minutes", deed),
            **deed,
        )
        return "会议研究结果已登记"


class JudgeEvidenceForm(ActForm):
    """Whether one proof counts."""

    event, title, confirm = Event.EVIDENCE_JUDGED, "判定佐证", "判定"

    verdict = forms.ChoiceField(
        label="这份佐证",
        choices=[(one.value, one.label) for one in Evidence.Verdict if one.value],
        widget=forms.RadioSelect,
        error_messages={"required": "请选一种判定"},
    )
    note_ = fields.line("说明", required=False)

    @property
    def heading(self) -> str:
        return f"判定“{self._name()}”"

    def _name(self) -> str:
        return next((one.evidence.name for one in self.page.proofs if one.evidence.pk == self.about), "佐证")

    def perform(self, deed: Deed) -> str:
        proof = next((one for one in self.page.proofs if one.evidence.pk == self.about), None)
        if proof is None:
            raise self.gone("这份佐证不在本事项")
        given = self.cleaned_data
        verdicts.judge_evidence(
            evidence=proof.evidence, verdict=given["verdict"], note=given["note_"], pk=self.item.pk, **deed
        )
        return "佐证已判定"


class ApproveForm(ActForm):
    """The leader approves."""

    event, title, confirm = Event.CLOSE_APPROVED, "批准销号", "批准"

    remark = fields.words("意见", required=False, rows=2)

    @property
    def explanation(self) -> str:
        days = self.item.ledger.publicity_days
        return f"批准后公示 {days} 个工作日，无异议即销号。" if days else "批准后即销号。"

    def perform(self, deed: Deed) -> str:
        verdicts.approve(pk=self.item.pk, remark=self.cleaned_data["remark"], **deed)
        return "已批准销号"


class DeclineForm(ReasonForm):
    """The leader does not."""

    event, title, confirm = Event.CLOSE_DECLINED, "不准销号", "不准"
    reason_label = "意见"

    def perform(self, deed: Deed) -> str:
        verdicts.decline(pk=self.item.pk, remark=self.cleaned_data["reason"], **deed)
        return "未批准销号，继续办理"


class ObjectForm(ReasonForm):
    """Somebody objected during publicity."""

    event, title, confirm = Event.CLOSE_OBJECTED, "登记公示异议", "登记异议"
    reason_label, note = "异议内容", "异议成立的才登记；登记后继续办理。"

    def perform(self, deed: Deed) -> str:
        verdicts.object_in_publicity(pk=self.item.pk, words=self.cleaned_data["reason"], **deed)
        return "异议已登记，继续办理"


class PublishedForm(ActForm):
    """The days of publicity are over."""

    event, title, confirm = Event.CLOSE_PUBLISHED, "公示期满销号", "销号"

    @property
    def explanation(self) -> str:
        running = self.page.running
        return f"公示 {running.publicity_from} 至 {running.publicity_to}，无异议。" if running else ""

    def perform(self, deed: Deed) -> str:
        verdicts.end_publicity(pk=self.item.pk, **deed)
        return f"{self.item.number} 已销号"
