"""How far a unit is: by a thumb on a phone, or at a desk."""

from datetime import date
from decimal import Decimal
from typing import Final

from django import forms

from guatu.http.requests import Deed
from guatu.ledgers.actions import reports
from guatu.ledgers.actions.reports import NewReport
from guatu.ledgers.events import Event
from guatu.ledgers.models import Assignment, Report
from guatu.ledgers.queries.item_page import UnitRow
from guatu.web.views.items import uploads
from guatu.web.views.items.forms import fields
from guatu.web.views.items.forms.base import ActForm

STUCK: Final = ("产权未谈妥", "缺资金", "等审批", "等其他单位")
NOT_STUCK: Final = ""
OTHER: Final = "other"


class ReportForm(ActForm):
    """Percent, or the figure reached so far; words, files, where it is stuck, what comes next."""

    event, title, confirm = Event.REPORTED, "报进展", "提交"

    achieved = fields.figure("完成了几处")
    progress = forms.IntegerField(
        label="进度",
        min_value=0,
        max_value=100,
        error_messages={
            "required": "请填进度",
            "invalid": "进度请填 0 到 100 的整数",
            "min_value": "进度应在 0 到 100 之间",
            "max_value": "进度应在 0 到 100 之间",
        },
    )
    file = uploads.FilesField(label="佐证", required=False)
    measures = forms.TypedMultipleChoiceField(
        label="证明哪条措施", coerce=int, required=False, widget=forms.CheckboxSelectMultiple
    )
    text = fields.words("进展", rows=4)
    stuck = forms.ChoiceField(
        label="卡在哪里",
        required=False,
        widget=forms.RadioSelect,
        choices=[*((one, one) for one in STUCK), (OTHER, "其他"), (NOT_STUCK, "没有")],
    )
    stuck_words = fields.line("说具体些", required=False, hint="如：3 处产权单位未签协议")
    next_step = fields.line("下一步", required=False)
    happened_on = fields.day("发生在", required=False)
    why_earlier = fields.line("补报的原因", required=False)
    written_at = forms.DateTimeField(
        label="写成时间",
        required=False,
        widget=forms.HiddenInput,
        error_messages={"invalid": "手机时间看不懂，请再提交一次"},
    )

    def prepare(self) -> None:
        row = self.row
        self.fields["happened_on"].widget.attrs["max"] = self.page.on.isoformat()
        if self.owes_figure:
            del self.fields["progress"]
            unit = row.measure.quantity_unit if row and row.measure else ""
            self.fields["achieved"].label = f"完成了几{unit}" if unit else "完成数"
        else:
            del self.fields["achieved"]
        self._offer_measures(row)
        self.initial = self._so_far(row)

    def _offer_measures(self, row: UnitRow | None) -> None:
        field = self.fields["measures"]
        assert isinstance(field, forms.TypedMultipleChoiceField)  # noqa: S101 - made above
        field.choices = [(one.pk, f"措施 {one.position}") for one in self.page.case.measures]
        if not field.choices or (row is not None and row.measure is not None):
            del self.fields["measures"]

    def _so_far(self, row: UnitRow | None) -> dict[str, object]:
        known: dict[str, object] = {"happened_on": self.page.on}
        if row is None:
            return known
        done = row.assignment.achieved
        known["achieved"] = int(done) if done == done.to_integral() else done.normalize()
        return known | {"progress": row.assignment.progress}

    @property
    def row(self) -> UnitRow | None:
        """The duty that is reported on: the one asked for, else the first that has signed."""
        own = self.page.own_rows
        asked = next((one for one in own if one.assignment.pk == self.about), None)
        waiting = Assignment.State.AWAITING_SIGNATURE
        return asked or next((one for one in own if one.assignment.state != waiting), own[0] if own else None)

    @property
    def owes_figure(self) -> bool:
        return self.row is not None and bool(self.row.assignment.target_share)

    @property
    def share(self) -> Decimal:
        """How many the unit owes."""
        return (self.row.assignment.target_share if self.row else None) or Decimal(0)

    @property
    def last(self) -> Report | None:
        return self.row.report if self.row else None

    def clean_happened_on(self) -> date:
        """Today where nothing is said; never later."""
        day: date = self.cleaned_data["happened_on"] or self.page.on
        if day > self.page.on:
            raise forms.ValidationError("还没到这一天，请选今天或之前的日期")
        return day

    def clean(self) -> None:
        given = self.cleaned_data
        day = given.get("happened_on")
        if day is not None and day < self.page.on and not given.get("why_earlier"):
            self.add_error("why_earlier", "补报以前的进展，请写明原因")
        if given.get("stuck") == OTHER and not given.get("stuck_words"):
            self.add_error("stuck_words", "请写明卡在哪里")

    def perform(self, deed: Deed) -> str:
        row, given = self.row, self.cleaned_data
        if row is None:
            raise self.gone("本单位没有承办")
        measures = [row.measure.pk] if row.measure else given.get("measures", ())
        new = NewReport(
            text=given["text"],
            progress=given.get("progress"),
            achieved=given.get("achieved"),
            stuck=self._stuck(),
            next_step=given["next_step"],
            written_at=given.get("written_at"),
            evidence=uploads.given(self, deed, measures=measures),
        )
        day, late = given["happened_on"], ""
        if day < deed["on"]:
            late = given["why_earlier"]
        reports.report(
            assignment=row.assignment.pk, new=new, by=deed["by"], at=deed["at"], on=day, why_earlier=late
        )
        return "进展已报"

    def _stuck(self) -> str:
        given = self.cleaned_data
        said = [given["stuck"]] if given["stuck"] not in (OTHER, NOT_STUCK) else []
        return "：".join([*said, *filter(None, [given["stuck_words"]])])[:200]
