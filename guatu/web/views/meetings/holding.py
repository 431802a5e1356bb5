"""Recording that a meeting was held and who came to it, and putting that right."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.http import HttpResponse
from django.views.decorators.http import require_http_methods

from guatu.accounts.queries import UnitBook, office_unit_book
from guatu.http.requests import Request
from guatu.ledgers.actions import meetings as deeds
from guatu.ledgers.actions.meetings import Came
from guatu.ledgers.events import Event
from guatu.ledgers.models import Attendance, Meeting
from guatu.web.views.items.forms import fields
from guatu.web.views.ledgers.units import UnitsField, choices
from guatu.web.views.meetings.asking import ask, page_of
from guatu.web.views.meetings.planning import kept

Status = Attendance.Status


@dataclass(frozen=True, slots=True)
class Seat:
    """The fields of one unit."""

    unit: str
    status: BoundField
    post: BoundField


class CameForm(forms.Form):
    """Of each unit that was asked: did it come, and in which post sat somebody there."""

    def __init__(self, *args: Any, meeting: Meeting, book: UnitBook, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.use_required_attribute = False
        asked = meeting.attendances.exclude(status=Status.DROPPED).select_related("unit")
        self.asked = list(asked)
        for one in self.asked:
            self._ask(one)
        self.fields["others"] = UnitsField(
            label="另外到会的单位", book=book, required=False, help_text="没有通知而到会的，记为到会"
        )

    def _ask(self, one: Attendance) -> None:
        name, settled = one.unit.name, [(each.value, each.label) for each in Attendance.SETTLED]
        first = Status.PRESENT if one.status == Status.INVITED else one.status
        self.fields[f"status_{one.unit_id}"] = forms.ChoiceField(
            label=f"{name}到会情况", choices=settled, initial=first
        )
        post = fields.line(f"{name}参会人员职务", required=False, longest=60)
        post.initial = one.post
        post.widget.attrs["placeholder"] = "参会人员职务，不写姓名"
        self.fields[f"post_{one.unit_id}"] = post

    def seats(self) -> Iterator[Seat]:
        for one in self.asked:
            yield Seat(one.unit.name, self[f"status_{one.unit_id}"], self[f"post_{one.unit_id}"])

    def came(self) -> dict[int, Came]:
        given = self.cleaned_data
        found = {
            one.unit_id: Came(status=given[f"status_{one.unit_id}"], post=given[f"post_{one.unit_id}"])
            for one in self.asked
        }
        return {pk: Came(status=Status.PRESENT) for pk in given["others"]} | found


class HoldForm(CameForm):
    """When it was held, under whom, and who came."""

    meets_on = fields.day("会议日期")
    chair = fields.line("主持人", longest=80)


class CorrectForm(CameForm):
    """Who came, put right."""

    reason = fields.line("更正理由", hint="原来的记录留在留痕中")


@require_http_methods(["GET", "POST"])
def hold(request: Request, pk: int) -> HttpResponse:
    """It was held."""
    meeting = kept(request, pk, Event.MEETING_HELD)
    first = {"meets_on": meeting.meets_on, "chair": meeting.chair}
    form = HoldForm(request.POST or None, meeting=meeting, book=_book(request, meeting), initial=first)

    def do(given: dict[str, Any]) -> tuple[str, str]:
        held = deeds.hold(
            meeting=meeting,
            came=form.came(),
            meets_on=given["meets_on"],
            chair=given["chair"],
            **request.clock.deed(),
        )
        return f"{held.title}已登记为已召开", page_of(held)

    return _asked(request, form, meeting, f"登记开会 {meeting.title}", do, "登记")


@require_http_methods(["GET", "POST"])
def correct(request: Request, pk: int) -> HttpResponse:
    """Who came was written wrongly."""
    meeting = kept(request, pk, Event.ATTENDANCE_CORRECTED)
    form = CorrectForm(request.POST or None, meeting=meeting, book=_book(request, meeting))

    def do(given: dict[str, Any]) -> tuple[str, str]:
        came = form.came()
        deeds.correct_attendance(meeting=meeting, came=came, reason=given["reason"], **request.clock.deed())
        return "到会情况已更正", page_of(meeting)

    return _asked(request, form, meeting, "更正到会情况", do, "更正")


def _book(request: Request, meeting: Meeting) -> UnitBook:
    return office_unit_book(meeting.series.office, on=request.clock.on)


def _asked(
    request: Request, form: CameForm, meeting: Meeting, title: str, do: Any, confirm: str
) -> HttpResponse:
    more = {"dialog": "web/meetings/_came.html", "units": choices(_book(request, meeting)), "is_wide": True}
    return ask(request, form, title=title, do=do, meeting=meeting, confirm=confirm, **more)
