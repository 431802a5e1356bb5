"""What leaders write: the words, the report that ends them, and the leader's answer."""

from guatu.http.requests import Deed
from guatu.ledgers.actions import instructions
from guatu.ledgers.events import Event
from guatu.ledgers.models import ClosingReport
from guatu.web.views.items.forms import fields
from guatu.web.views.items.forms.base import ActForm


class InstructForm(ActForm):
    """A leader writes on the item."""

    event, title, confirm = Event.INSTRUCTED, "批示", "批示"
    note = "批示记入留痕，同时催办各承办单位；办公室按要求的日期回报。"

    words = fields.words("批示内容")
    reply_by = fields.day("要求几时回报", required=False, hint="不填则办结后回报")

    def perform(self, deed: Deed) -> str:
        given = self.cleaned_data
        instructions.instruct(pk=self.item.pk, words=given["words"], reply_by=given["reply_by"], **deed)
        return f"已在 {self.item.number} 批示"


class ClosingReportForm(ActForm):
    """The office reports to the leader."""

    event, title, confirm = Event.CLOSING_REPORT_SENT, "呈报办结报告", "呈报"

    text = fields.words("办结情况", rows=5)
    file = fields.paper("报告文件")

    @property
    def explanation(self) -> str:
        found = self.page.instruction
        return f"{found.leader.name} {found.given_on} 批示：{found.words}" if found else ""

    def perform(self, deed: Deed) -> str:
        if self.page.instruction is None:
            raise self.gone("本事项不是批示件")
        instructions.send_report(
            instruction=self.page.instruction,
            text=self.cleaned_data["text"],
            file=self.kept("file", deed),
            **deed,
        )
        return f"办结报告已呈{self.page.instruction.leader.name}"


class _AnswerForm(ActForm):
    def report(self) -> ClosingReport:
        if self.page.unread_report is None:
            raise self.gone("没有待阅的办结报告")
        return self.page.unread_report

    @property
    def explanation(self) -> str:
        found = self.page.unread_report
        return f"{found.submitted_by.name} {found.submitted_on} 呈报：{found.text}" if found else ""


class ReadForm(_AnswerForm):
    """The leader has read it."""

    event, title, confirm = Event.CLOSING_REPORT_READ, "办结报告已阅", "已阅"

    def perform(self, deed: Deed) -> str:
        instructions.mark_read(report=self.report(), **deed)
        return "办结报告已阅"


class AnswerForm(_AnswerForm):
    """The leader writes on it."""

    event, title, confirm = Event.CLOSING_REPORT_ANSWERED, "批复办结报告", "批复"

    answer = fields.words("意见")

    def perform(self, deed: Deed) -> str:
        instructions.mark_read(report=self.report(), answer=self.cleaned_data["answer"], **deed)
        return "办结报告已批复"
