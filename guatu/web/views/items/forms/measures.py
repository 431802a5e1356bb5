"""Measures of an item that stands already: one more, other words, one fewer."""

from django import forms

from guatu.http.requests import Deed
from guatu.ledgers.actions import measures
from guatu.ledgers.actions.adding import NewMeasure
from guatu.ledgers.events import Event
from guatu.ledgers.models import Measure
from guatu.web.views.items.forms import fields
from guatu.web.views.items.forms.base import ActForm, ReasonForm
from guatu.web.wording import figure


class _MeasureForm(ActForm):
    """The words, the day and the figure of a measure."""

    event = Event.EDITED

    text = fields.words("措施内容")
    target = fields.figure("目标数", required=False, hint="没有数量要求的留空")
    quantity_unit = fields.line("计量单位", required=False, longest=20, hint="如 处、家、万元")
    deadline = fields.day("时限", required=False, hint="不填，随整个事项")
    seen = forms.IntegerField(widget=forms.HiddenInput)

    def prepare(self) -> None:
        self.initial = {"seen": self.item.revision}

    @property
    def explanation(self) -> str:
        return "销号申请正在办理，改动后申请随之失效。" if self.page.running else ""

    def new(self) -> NewMeasure:
        given = self.cleaned_data
        return NewMeasure(
            text=given["text"],
            deadline=given["deadline"],
            target=given["target"],
            quantity_unit=given["quantity_unit"],
        )

    def measure(self) -> Measure:
        """The measure that the address names."""
        found = next((one for one in self.page.case.measures if one.pk == self.about), None)
        if found is None:
            raise self.gone("没有这条措施")
        return found


class MeasureAddForm(_MeasureForm):
    """One more thing to be done."""

    title, confirm = "加措施", "增加"
    note = "承办单位用“加单位”指定。"

    def perform(self, deed: Deed) -> str:
        made = measures.add(pk=self.item.pk, new=self.new(), seen=self.cleaned_data["seen"], **deed)
        return f"已增加措施 {made.position}"


class MeasureChangeForm(_MeasureForm):
    """Other words, another day, another figure."""

    title, confirm = "改措施", "保存"

    def prepare(self) -> None:
        super().prepare()
        one = next((one for one in self.page.case.measures if one.pk == self.about), None)
        if one is not None:
            self.initial["text"], self.initial["deadline"] = one.text, one.deadline
            self.initial["target"], self.initial["quantity_unit"] = figure(one.target), one.quantity_unit

    def perform(self, deed: Deed) -> str:
        seen = self.cleaned_data["seen"]
        changed = measures.change(measure=self.measure(), new=self.new(), seen=seen, **deed)
        return f"措施 {changed.position} 已修改"

    def differences(self) -> list[tuple[str, str, str]]:
        """The words that were typed, and those that stand now."""
        return [("措施内容", str(self["text"].value() or "空"), self.measure().text)]


class MeasureDropForm(ReasonForm):
    """It need not be done any more."""

    event, title, confirm, is_grave = Event.EDITED, "取消措施", "取消这条", True
    note = "承办单位随之解除，已报的进展和佐证保留。"

    def perform(self, deed: Deed) -> str:
        one = next((one for one in self.page.case.measures if one.pk == self.about), None)
        if one is None:
            raise self.gone("没有这条措施")
        measures.drop(measure=one, reason=self.cleaned_data["reason"], **deed)
        return f"措施 {one.position} 已取消"
