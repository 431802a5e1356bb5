"""What units do: sign, prove, ask for more time; and what the office answers."""

from django import forms
from django.db import transaction

from guatu.accounts.models import Unit
from guatu.http.requests import Deed
from guatu.ledgers.actions import assignments, deadlines, reports
from guatu.ledgers.events import Event
from guatu.ledgers.models import Assignment, Extension, Report
from guatu.ledgers.queries import proofs
from guatu.ledgers.queries.item_page import UnitRow
from guatu.ledgers.queries.openings import extendable
from guatu.web import burdens
from guatu.web.views.items import uploads
from guatu.web.views.items.forms import fields
from guatu.web.views.items.forms.base import ActForm


class _OwnUnitForm(ActForm):
    """An act for one of the units for which the person can speak; `target` names it."""

    def own_units(self) -> dict[int, Unit]:
        return {row.assignment.unit_id: row.assignment.unit for row in self.page.own_rows}

    def unit(self) -> Unit:
        """The unit that is spoken for: the one asked for, else the only one."""
        own = self.own_units()
        found = own.get(self.about or 0) or next(iter(own.values()), None)
        if found is None:
            raise self.gone("本单位没有承办")
        return found


class SignForm(_OwnUnitForm):
    """A unit takes the item over."""

    event, title, confirm = Event.SIGNED, "签收", "签收"

    @property
    def heading(self) -> str:
        return f"{self.unit().name}签收 {self.item.number}"

    @property
    def explanation(self) -> str:
        own = [row for row in self.page.own_rows if row.assignment.unit_id == self.unit().pk]
        owed = "；".join(dict.fromkeys(_owed(row) for row in own))
        return f"本单位承担：{owed}。签收后计入留痕，时限不变。"

    def perform(self, deed: Deed) -> str:
        unit = self.unit()
        assignments.sign(pks=[self.item.pk], unit=unit, **deed)
        return f"{unit.name}已签收 {self.item.number}"


def _owed(row: UnitRow) -> str:
    duty = f"{row.assignment.get_duty_display()}"
    what = f"措施 {row.measure.position}" if row.measure else "整个事项"
    until = f"，{row.deadline} 前" if row.deadline else ""
    return f"{duty}{what}{until}"


class ProveForm(_OwnUnitForm):
    """Evidence without a report."""

    event, title, confirm = Event.EVIDENCE_ADDED, "补佐证", "提交"
    template = "web/items/_prove_fields.html"

    measures = forms.TypedMultipleChoiceField(
        label="证明哪条措施",
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="不选，则证明整个事项",
    )
    file = uploads.FilesField(label="文件", required=False)
    used = forms.TypedMultipleChoiceField(
        label="用已传过的佐证",
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="一份佐证可用于多个事项，不必重传",
    )

    def prepare(self) -> None:
        elsewhere = proofs.reusable(self.item, self.unit().pk) if self.own_units() else ()
        self.others = {one.pk: one for one in elsewhere}
        used = self.fields["used"]
        assert isinstance(used, forms.TypedMultipleChoiceField)  # noqa: S101 - made above
        used.choices = [(one.pk, f"{one.name}（{one.item.number}）") for one in self.others.values()]
        if not self.others:
            del self.fields["used"]
        field = self.fields["measures"]
        assert isinstance(field, forms.TypedMultipleChoiceField)  # noqa: S101 - made above
        field.choices = [(one.pk, f"措施 {one.position}") for one in self.page.case.measures]
        if not field.choices:
            del self.fields["measures"]

    def perform(self, deed: Deed) -> str:
        measures = self.cleaned_data.get("measures", ())
        used = [self.others[pk] for pk in self.cleaned_data.get("used", ())]
        found = uploads.given(self, deed, measures=measures)
        with transaction.atomic():
            if found or not used:
                reports.prove(pk=self.item.pk, unit=self.unit(), evidence=found, **deed)
            for one in used:
                for measure in measures or (None,):
                    reports.reuse(evidence=one, pk=self.item.pk, unit=self.unit(), measure=measure, **deed)
        return f"已补 {len(found) + len(used)} 份佐证"


class _ReportReviewForm(ActForm):
    """A report of the unit, before its own reviewer."""

    report = fields.choice("哪一份")

    def prepare(self) -> None:
        own = self.page.who.units("reviewer")
        waiting = [row.waiting for row in self.page.rows if row.waiting and row.waiting.unit_id in own]
        labels = [
            (one.pk, f"{one.unit.name} {one.reported_on}，{one.reported_by.name}：{one.text[:60]}")
            for one in waiting
            if one.reported_by_id != self.page.who.person_id
        ]
        fields.offer(self.fields["report"], labels)
        self.initial = {"report": self.about or (labels[0][0] if len(labels) == 1 else None)}

    def chosen(self) -> Report:
        return Report.objects.get(pk=self.cleaned_data["report"])


class ReportReleaseForm(_ReportReviewForm):
    """The report counts from now on."""

    event, title, confirm = Event.REPORT_RELEASED, "审核进展", "通过"
    note = "通过后报到督办办公室，计入进度。"

    def perform(self, deed: Deed) -> str:
        reports.release(report=self.chosen(), **deed)
        return "进展已审核通过"


class ReportDeclineForm(_ReportReviewForm):
    """The liaison reports anew."""

    event, title, confirm = Event.REPORT_DECLINED, "退回重报", "退回"

    remark = fields.words("退回意见", hint="写明改什么")

    def perform(self, deed: Deed) -> str:
        reports.decline(report=self.chosen(), remark=self.cleaned_data["remark"], **deed)
        return "已退回本单位联络员"


class ReportReturnForm(ActForm):
    """A report that says too little goes back."""

    event, title, confirm = Event.REPORT_RETURNED, "退回进展", "退回"

    report = fields.choice("哪一份")
    remark = fields.words("退回理由", hint="写明缺哪份材料、几时再报")

    def prepare(self) -> None:
        active = {row.assignment.pk: row for row in self.page.rows}
        last = [one for one in self.page.reports if self._is_last(one, active)]
        labels = [(one.pk, f"{one.unit.name} {one.reported_on}：{one.text[:30]}") for one in reversed(last)]
        fields.offer(self.fields["report"], labels)
        self.initial = {"report": self.about}

    def _is_last(self, report: Report, rows: dict[int, UnitRow]) -> bool:
        row = rows.get(report.assignment_id)
        is_reported = row is not None and row.assignment.state == Assignment.State.REPORTED
        return row is not None and is_reported and row.report is not None and row.report.pk == report.pk

    def perform(self, deed: Deed) -> str:
        report = Report.objects.get(pk=self.cleaned_data["report"])
        reports.send_back(report=report, remark=self.cleaned_data["remark"], **deed)
        return "进展已退回，请该单位重报"


class UrgeForm(ActForm):
    """All units, or one."""

    event, title, confirm = Event.URGED, "催办", "催办"

    unit = fields.choice("催哪个单位", required=False)
    words = fields.words("催办要求", hint="写明要什么、几时要")

    def prepare(self) -> None:
        units = {row.assignment.unit_id: row.assignment.unit.name for row in self.page.rows}
        fields.offer(self.fields["unit"], units.items(), empty=f"全部 {len(units)} 个单位")
        self.initial = {"unit": self.about}
        self.warning = burdens.warning(units, self.page.on)

    def perform(self, deed: Deed) -> str:
        unit = Unit.objects.filter(pk=self.cleaned_data["unit"]).first()
        reports.urge(pks=[self.item.pk], words=self.cleaned_data["words"], unit=unit, **deed)
        return f"已催办{unit.name if unit else '各承办单位'}"


class ExtensionAskForm(ActForm):
    """More time, asked before the day; where no row is open to it, the action says why."""

    event, title, confirm = Event.EXTENSION_ASKED, "申请延期", "提交申请"

    assignment = fields.choice("哪项承办")
    new_deadline = fields.day("新时限")
    reason = fields.words("延期理由")
    progress_text = fields.words("目前进展", rows=2)

    def prepare(self) -> None:
        rows = extendable(self.page) or self.page.own_rows
        fields.offer(self.fields["assignment"], [(row.assignment.pk, _row_label(row)) for row in rows])
        chosen = next((row for row in rows if row.assignment.pk == self.about), rows[0] if rows else None)
        self.initial = {"assignment": chosen.assignment.pk if chosen else None}
        now = chosen.deadline if chosen else None
        self.fields["new_deadline"].help_text = f"现时限 {now or '未定'}，须在到期之前申请"

    def perform(self, deed: Deed) -> str:
        given = self.cleaned_data
        extension = deadlines.ask(
            assignment=given["assignment"],
            new_deadline=given["new_deadline"],
            reason=given["reason"],
            progress_text=given["progress_text"],
            **deed,
        )
        return f"延期申请已提交，{extension.answer_by} 前答复"


def _row_label(row: UnitRow) -> str:
    what = f"措施 {row.measure.position}" if row.measure else "整个事项"
    return f"{row.assignment.unit.name} {row.assignment.get_duty_display()} {what}"


class _ExtensionForm(ActForm):
    """An answer to one of the requests that wait."""

    extension = fields.choice("哪一份申请")

    def prepare(self) -> None:
        waiting = self.offered_requests()
        fields.offer(self.fields["extension"], [(one.pk, _extension_label(one)) for one in waiting])
        self.initial = {"extension": self.about or (waiting[0].pk if waiting else None)}
        if len(waiting) == 1:
            self.fields["extension"].widget = forms.HiddenInput()

    def offered_requests(self) -> list[Extension]:
        return self.page.waiting_extensions

    @property
    def explanation(self) -> str:
        waiting = self.offered_requests()
        asked = next((one for one in waiting if one.pk == self.about), waiting[0] if waiting else None)
        return f"{_extension_label(asked)}。理由：{asked.reason}" if asked else "没有待答复的延期申请。"

    def chosen(self) -> Extension:
        return Extension.objects.get(pk=self.cleaned_data["extension"])


def _extension_label(one: Extension) -> str:
    return f"{one.assignment.unit.name}申请由 {one.old_deadline} 延到 {one.new_deadline}"


class ExtensionWithdrawForm(_ExtensionForm):
    """The unit takes its request back."""

    event, title, confirm = Event.EXTENSION_WITHDRAWN, "撤回延期申请", "撤回"

    def offered_requests(self) -> list[Extension]:
        own = {row.assignment.pk for row in self.page.own_rows}
        return [one for one in self.page.waiting_extensions if one.assignment_id in own]

    def perform(self, deed: Deed) -> str:
        deadlines.withdraw(extension=self.chosen(), **deed)
        return "延期申请已撤回"


class ExtensionApproveForm(_ExtensionForm):
    """The day moves."""

    event, title, confirm = Event.EXTENSION_APPROVED, "批准延期", "批准"

    remark = fields.words("意见", required=False, rows=2)

    def perform(self, deed: Deed) -> str:
        done = deadlines.approve(extension=self.chosen(), remark=self.cleaned_data["remark"], **deed)
        return f"已批准延期到 {done.new_deadline}"


class ExtensionRefuseForm(_ExtensionForm):
    """The day stays."""

    event, title, confirm = Event.EXTENSION_REFUSED, "不准延期", "不准"

    remark = fields.words("不准的理由")

    def perform(self, deed: Deed) -> str:
        deadlines.refuse(extension=self.chosen(), remark=self.cleaned_data["remark"], **deed)
        return "延期申请未批准，时限不变"
