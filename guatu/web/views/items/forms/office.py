"""What the office decides: units, deadlines, suspension, merging, transfer, voiding."""

from django import forms

from guatu.accounts.models import Unit
from guatu.http.requests import Deed
from guatu.ledgers.actions import assignments, deadlines, items
from guatu.ledgers.events import Event
from guatu.ledgers.models import Assignment, Ledger, Measure
from guatu.ledgers.queries import visibility
from guatu.web.views.items.forms import fields
from guatu.web.views.items.forms.base import ActForm, ReasonForm, units_of_office


class AssignForm(ActForm):
    """One more unit."""

    event, title, confirm = Event.ASSIGNED, "增加承办单位", "增加"
    note = "新单位须另行签收。"

    unit = fields.choice("单位")
    duty = forms.ChoiceField(label="职责", choices=Assignment.Duty.choices, initial="responsible")
    measure = fields.choice("承担", required=False)
    deadline = fields.day("本单位时限", required=False, hint="不填，随整个事项")
    target_share = fields.figure("分配数", required=False, hint="按数量完成的填，如 6（处）")

    def prepare(self) -> None:
        fields.offer(
            self.fields["unit"], units_of_office(self.page).values_list("pk", "name"), empty="选一个单位"
        )
        measures = [(one.pk, f"措施 {one.position}：{one.text[:24]}") for one in self.page.case.measures]
        fields.offer(self.fields["measure"], measures, empty="整个事项")

    def perform(self, deed: Deed) -> str:
        given = self.cleaned_data
        unit = Unit.objects.get(pk=given["unit"])
        assignments.assign(
            pk=self.item.pk,
            unit=unit,
            duty=given["duty"],
            measure=Measure.objects.filter(pk=given["measure"], item=self.item).first(),
            deadline=given["deadline"],
            target_share=given["target_share"],
            **deed,
        )
        return f"已增加{unit.name}，待签收"


class ReleaseForm(ReasonForm):
    """One unit fewer."""

    event, title, confirm, is_grave = Event.RELEASED, "解除承办单位", "解除", True
    note = "该单位已报的进展和佐证保留。"

    unit = fields.choice("单位")
    field_order = ("unit", "reason")

    def prepare(self) -> None:
        super().prepare()
        lead = self.item.lead_unit_id
        rows = {row.assignment.unit_id: row.assignment.unit.name for row in self.page.rows}
        fields.offer(
            self.fields["unit"], [(pk, name) for pk, name in rows.items() if pk != lead], empty="选一个单位"
        )
        self.initial = {"unit": self.about}

    def perform(self, deed: Deed) -> str:
        unit = Unit.objects.get(pk=self.cleaned_data["unit"])
        assignments.release(pk=self.item.pk, unit=unit, reason=self.cleaned_data["reason"], **deed)
        return f"已解除{unit.name}的承办"


class HandOverForm(ReasonForm):
    """One unit for another."""

    event, title, confirm = Event.HANDED_OVER, "移交承办单位", "移交"
    note = "职责、分配数和已完成数一并移交，承接单位须签收。"

    giver = fields.choice("移交单位")
    taker = fields.choice("承接单位")
    field_order = ("giver", "taker", "reason")

    def prepare(self) -> None:
        super().prepare()
        rows = {row.assignment.unit_id: row.assignment.unit.name for row in self.page.rows}
        fields.offer(self.fields["giver"], rows.items(), empty="选一个单位")
        takers = units_of_office(self.page).exclude(pk__in=rows).values_list("pk", "name")
        fields.offer(self.fields["taker"], takers, empty="选一个单位")
        self.initial = {"giver": self.about}

    def perform(self, deed: Deed) -> str:
        given = self.cleaned_data
        giver, taker = Unit.objects.get(pk=given["giver"]), Unit.objects.get(pk=given["taker"])
        assignments.hand_over(pks=[self.item.pk], giver=giver, taker=taker, reason=given["reason"], **deed)
        return f"已由{giver.name}移交{taker.name}，待签收"


class DeadlineForm(ActForm):
    """The office moves the day by a paper."""

    event, title, confirm = Event.DEADLINE_CHANGED, "调整时限", "调整"
    note = "首次承诺保留；这不是延期，须有依据文件。"

    new_deadline = fields.day("新时限")
    reason = fields.words("理由")
    paper = fields.paper("依据文件", required=True)
    seen = forms.IntegerField(widget=forms.HiddenInput)

    def prepare(self) -> None:
        self.initial = {"seen": self.item.revision}
        self.fields["new_deadline"].help_text = f"现时限 {self.item.deadline or '未定'}"

    def perform(self, deed: Deed) -> str:
        given = self.cleaned_data
        deadlines.change(
            pk=self.item.pk,
            new_deadline=given["new_deadline"],
            reason=given["reason"],
            paper=self.kept("paper", deed),
            seen=given["seen"],
            **deed,
        )
        return f"时限已调整为 {given['new_deadline']}"

    def differences(self) -> list[tuple[str, str, str]]:
        """The day that was typed, and the one that stands now."""
        return [("时限", str(self["new_deadline"].value() or "空"), str(self.item.deadline or "未定"))]


class SuspendForm(ReasonForm):
    """The clock stands still."""

    event, title, confirm = Event.SUSPENDED, "挂起", "挂起"
    note = "挂起期间不计时、不催办，随时可以恢复。"

    def perform(self, deed: Deed) -> str:
        items.suspend(pk=self.item.pk, reason=self.cleaned_data["reason"], **deed)
        return f"{self.item.number} 已挂起"


class ResumeForm(ActForm):
    """The clock runs again."""

    event, title, confirm = Event.RESUMED, "恢复办理", "恢复"
    note = "时限不变，从今天起继续计时。"

    def perform(self, deed: Deed) -> str:
        items.resume(pk=self.item.pk, **deed)
        return f"{self.item.number} 已恢复办理"


class LongTermForm(ReasonForm):
    """Kept up without an end."""

    event, title, confirm = Event.LONG_TERM_SET, "转为长期坚持", "转为长期"
    note = "不再因日期到了而逾期，仍按频次报进展。"

    def perform(self, deed: Deed) -> str:
        items.set_long_term(pk=self.item.pk, reason=self.cleaned_data["reason"], **deed)
        return f"{self.item.number} 已转为长期坚持"


class EndLongTermForm(ReasonForm):
    """A day by which it ends."""

    event, title, confirm = Event.LONG_TERM_ENDED, "结束长期坚持", "确定"

    deadline = fields.day("新时限")
    field_order = ("deadline", "reason")

    def perform(self, deed: Deed) -> str:
        given = self.cleaned_data
        items.end_long_term(pk=self.item.pk, deadline=given["deadline"], reason=given["reason"], **deed)
        return f"时限定为 {given['deadline']}"


class MergeForm(ReasonForm):
    """Goes on inside another item."""

    event, title, confirm, is_grave = Event.MERGED, "并入其他事项", "并入", True
    note = "并入后本项不再单独办理，留痕保留，去向写在本页。"

    into = fields.line("并入哪一项", hint="同一台账里在办的编号，如 5G-031", longest=20)
    field_order = ("into", "reason")

    def perform(self, deed: Deed) -> str:
        number = self.cleaned_data["into"].strip()
        seen = visibility.items(self.page.who).filter(ledger=self.item.ledger_id, number__iexact=number)
        into = seen.values_list("pk", flat=True).first() or 0
        items.merge(pk=self.item.pk, into=into, reason=self.cleaned_data["reason"], **deed)
        return f"{self.item.number} 已并入 {number}"


class TransferForm(ReasonForm):
    """Goes to another ledger."""

    event, title, confirm, is_grave = Event.TRANSFERRED, "移交其他台账", "移交", True
    note = "在接收台账里成为草稿，编新号；本项停在这里，留痕保留。"

    to = fields.choice("接收的台账")
    field_order = ("to", "reason")

    def prepare(self) -> None:
        super().prepare()
        division = self.item.ledger.office.unit.division_id
        found = Ledger.objects.filter(office__unit__division=division, is_archived=False)
        rows = found.exclude(pk=self.item.ledger_id).select_related("office").order_by("office", "pk")
        fields.offer(
            self.fields["to"],
            [(one.pk, f"{one.office.name}：{one.name}") for one in rows],
            empty="选一本台账",
        )

    def perform(self, deed: Deed) -> str:
        to = Ledger.objects.select_related("office").get(pk=self.cleaned_data["to"])
        items.transfer(pk=self.item.pk, to=to, reason=self.cleaned_data["reason"], **deed)
        return f"{self.item.number} 已移交{to.name}"


class VoidForm(ReasonForm):
    """Out of account."""

    event, title, confirm, is_grave = Event.VOIDED, "作废", "作废", True
    note = "作废的事项留在台账里，编号不再使用，不能恢复。"

    def perform(self, deed: Deed) -> str:
        items.void(pk=self.item.pk, reason=self.cleaned_data["reason"], **deed)
        return f"{self.item.number} 已作废"
