"""By which day how much is due: month by month, by milestones, or straight on."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django import forms
from django.forms.boundfield import BoundField

from guatu.http.requests import Deed
from guatu.ledgers import schedules
from guatu.ledgers.actions import schedules as acting
from guatu.ledgers.events import Event
from guatu.ledgers.models import Schedule
from guatu.ledgers.schedules import NAME, STRAIGHT, Point
from guatu.web.views.items.forms import fields
from guatu.web.views.items.forms.base import ActForm

_KINDS: Final = [
    (Schedule.Kind.MONTHS.value, "按月"),
    (Schedule.Kind.MILESTONES.value, "按节点"),
    (STRAIGHT, "匀速"),
]
_WAYS: Final[Mapping[str, str]] = {
    "month": Schedule.Kind.MONTHS,
    **dict.fromkeys(("day", "name", "share"), Schedule.Kind.MILESTONES),
}
"""To which way a field belongs, by how its name begins."""
_SPARE: Final = 3
"""Empty rows below the milestones that stand, and at least so many rows twice over."""


@dataclass(frozen=True, slots=True)
class MonthRow:
    """A month with the total that is due by its end."""

    label: str
    until: str
    total: BoundField


@dataclass(frozen=True, slots=True)
class MilestoneRow:
    """A milestone: its day, its name, what it adds."""

    number: int
    day: BoundField
    name: BoundField
    share: BoundField

    @property
    def fields(self) -> tuple[BoundField, ...]:
        return self.day, self.name, self.share


def _percent(label: str) -> forms.IntegerField:
    return forms.IntegerField(
        label=label,
        required=False,
        min_value=0,
        max_value=100,
        widget=forms.NumberInput(attrs={"inputmode": "numeric", "min": "0", "max": "100", "step": "1"}),
        error_messages={
            "invalid": "请填 0 到 100 的整数",
            "min_value": "应在 0 到 100 之间",
            "max_value": "应在 0 到 100 之间",
        },
    )


class ScheduleForm(ActForm):
    """A plan with a row for each month from 交办 to the deadline, and rows for milestones."""

    event, title, confirm, is_wide = Event.SCHEDULE_SET, "定序时计划", "保存", True
    template = "web/items/_schedule_fields.html"

    kind = forms.ChoiceField(
        label="推进方式",
        choices=_KINDS,
        widget=forms.RadioSelect(attrs={"data-shows": True}),
        error_messages={"required": "请选推进方式", "invalid_choice": "请选推进方式"},
    )
    reason = fields.words("改计划的理由", rows=2)
    seen = forms.IntegerField(widget=forms.HiddenInput)

    def prepare(self) -> None:
        item, plan = self.item, self.page.plan
        self.warning = schedules.doubt(item, plan)
        self.initial = {"seen": item.revision, "kind": plan.kind if plan else Schedule.Kind.MONTHS.value}
        if plan is None:
            del self.fields["reason"]
        self._months = self._month_days()
        self._lay_months({one.day: one.share for one in self._of(Schedule.Kind.MONTHS)})
        self._lay_milestones(self._of(Schedule.Kind.MILESTONES))

    @property
    def explanation(self) -> str:
        """How the three differ, and what the rows were filled with."""
        if self.page.plan is not None:
            return f"现行：{self.page.plan.label}。时限 {self.item.deadline}，到时限应完成 100%。"
        drafted = "各月先按天数匀开" + ("，节点先取各措施的时限、平均分" if self._draft_milestones() else "")
        return f"时限 {self.item.deadline}，到时限应完成 100%。{drafted}，请按实际改。"

    def _of(self, kind: str) -> Sequence[Point]:
        """The points of the plan that stands, if it is of the kind; else a draft of one."""
        plan = self.page.plan
        if plan is not None and plan.kind == kind:
            return plan.points
        return self._draft_months() if kind == Schedule.Kind.MONTHS else self._draft_milestones()

    def _draft_months(self) -> Sequence[Point]:
        start, deadline = self.item.dispatched_on, self.item.deadline
        return schedules.even_months(start, deadline) if start and deadline else []

    def _draft_milestones(self) -> Sequence[Point]:
        """The days of the measures, where they are several."""
        deadline = self.item.deadline
        found = schedules.from_measures(self.page.case.measures, deadline) if deadline else []
        return found if len(found) > 1 else []

    def _month_days(self) -> list[date]:
        start, deadline = self.item.dispatched_on, self.item.deadline
        return list(schedules.months(start, deadline)) if start and deadline else []

    def _lay_months(self, totals: dict[date, int]) -> None:
        by_month = {(day.year, day.month): share for day, share in totals.items()}
        for day in self._months:
            name = f"month_{day:%Y_%m}"
            self.fields[name] = _percent(f"{day.year}年{day.month}月底累计")
            self.initial[name] = by_month.get((day.year, day.month))

    def _lay_milestones(self, points: Sequence[Point]) -> None:
        self._milestones = max(len(points) + _SPARE, 2 * _SPARE)
        if self.is_bound:
            given = [name for name in self.data if name.startswith("share_")]
            self._milestones = min(max(self._milestones, len(given)), acting.MOST)
        for n in range(self._milestones):
            point = points[n] if n < len(points) else None
            self.fields[f"day_{n}"] = fields.day(f"第 {n + 1} 个节点的日期", required=False)
            name = fields.line(f"第 {n + 1} 个节点的名称", required=False, longest=NAME)
            self.fields[f"name_{n}"] = name
            self.fields[f"share_{n}"] = _percent(f"第 {n + 1} 个节点占")
            if point is not None:
                self.initial.update(
                    {f"day_{n}": point.day, f"name_{n}": point.name, f"share_{n}": point.share}
                )

    def months(self) -> Iterator[MonthRow]:
        """The rows of months, for the template."""
        for day in self._months:
            total = self[f"month_{day:%Y_%m}"]
            yield MonthRow(f"{day.year}年{day.month}月", f"{day.month}-{day.day:02d}", total)

    def milestones(self) -> Iterator[MilestoneRow]:
        """The rows of milestones, for the template."""
        for n in range(self._milestones):
            yield MilestoneRow(n + 1, self[f"day_{n}"], self[f"name_{n}"], self[f"share_{n}"])

    def clean(self) -> dict[str, Any]:
        """A milestone is given whole; rows that are of another way to go are left out of account."""
        given = super().clean() or {}
        self._forget_other_ways(given.get("kind"))
        if given.get("kind") == Schedule.Kind.MILESTONES:
            for n in range(self._milestones):
                self._check_whole(n, given)
        return given

    def _forget_other_ways(self, kind: object) -> None:
        """What is wrong in rows that nobody sees does not stand in the way."""
        for name in list(self.errors):
            way = _WAYS.get(name.partition("_")[0])
            if way is not None and way != kind:
                del self.errors[name]

    def _check_whole(self, n: int, given: dict[str, Any]) -> None:
        names = {"day": "日期", "name": "名称", "share": "占比"}
        empty = [name for name in names if given.get(f"{name}_{n}") in (None, "")]
        bad = any(f"{name}_{n}" in self.errors for name in names)
        if 0 < len(empty) < len(names) and not bad:
            self.add_error(
                f"{empty[0]}_{n}", f"请填第 {n + 1} 个节点的{names[empty[0]]}，不要这个节点就整行清空"
            )

    def _points(self) -> list[Point]:
        given = self.cleaned_data
        if given["kind"] == Schedule.Kind.MONTHS:
            totals = ((day, given[f"month_{day:%Y_%m}"]) for day in self._months)
            return [Point(day, total) for day, total in totals if total is not None]
        if given["kind"] == Schedule.Kind.MILESTONES:
            days = [n for n in range(self._milestones) if given[f"day_{n}"]]
            return [Point(given[f"day_{n}"], given[f"share_{n}"], given[f"name_{n}"]) for n in days]
        return []

    def perform(self, deed: Deed) -> str:
        given = self.cleaned_data
        acting.set_plan(
            pk=self.item.pk,
            kind=given["kind"],
            points=self._points(),
            reason=given.get("reason", ""),
            seen=given["seen"],
            **deed,
        )
        return f"{self.item.number} 改为{dict(_KINDS)[given['kind']]}推进"

    def differences(self) -> list[tuple[str, str, str]]:
        """The way that was chosen, and the one that stands now."""
        now = self.page.plan.kind if self.page.plan else STRAIGHT
        words = dict(_KINDS)
        return [("推进方式", words.get(str(self["kind"].value()), "空"), words[now])]
