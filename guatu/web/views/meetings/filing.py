"""Filing the minutes, and reading them into decisions."""

from typing import Any

from django import forms
from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from guatu.history.models import StoredFile
from guatu.http.requests import Request
from guatu.http.uploads import short_name
from guatu.ledgers.actions import meetings as deeds
from guatu.ledgers.events import Event
from guatu.ledgers.intake import marks
from guatu.ledgers.intake import minutes as taking
from guatu.ledgers.models import Ledger, Meeting
from guatu.web.views.items.forms import fields
from guatu.web.views.meetings.asking import ask, page_of
from guatu.web.views.meetings.planning import kept

_READ = "读成草稿，逐条核对后入账，成为下次会议要报告的议定事项"


class ReadForm(forms.Form):
    """Into which ledger its decisions are to go."""

    ledger = fields.choice("拟入台账", required=False)

    def __init__(self, *args: Any, meeting: Meeting, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.use_required_attribute = False
        own = Ledger.objects.filter(office=meeting.series.office, is_archived=False)
        fields.offer(self.fields["ledger"], [(one.pk, one.name) for one in own], empty="入账时再选")
        self.meeting = meeting

    def chosen(self) -> Ledger | None:
        """The ledger, one of the office's own."""
        pk = self.cleaned_data["ledger"]
        return Ledger.objects.filter(pk=pk).first() if pk else None


class FileForm(ReadForm):
    """The minutes as a file, and whether they are to be read at once."""

    minutes = fields.paper("会议纪要", required=True)
    is_read = forms.BooleanField(label="读成议定事项", required=False, initial=True, help_text=_READ)
    field_order = ("minutes", "is_read", "ledger")


class ReplaceForm(forms.Form):
    """The right file, and why the first was wrong."""

    minutes = fields.paper("会议纪要", required=True)
    reason = fields.line("更换理由", hint="原来的文件留在留痕中")


@require_http_methods(["GET", "POST"])
def file(request: Request, pk: int) -> HttpResponse:
    """File the minutes; read them when that is asked."""
    meeting = kept(request, pk, Event.MINUTES_FILED)
    data, files = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = FileForm(data, files, meeting=meeting)

    def do(given: dict[str, Any]) -> tuple[str, str]:
        clock = request.clock
        stored, name = _stored(request, given["minutes"])
        filed = deeds.file_minutes(meeting=meeting, minutes=stored, name=name, **clock.deed())
        if not given["is_read"]:
            return "会议纪要已归档", page_of(filed)
        draft = taking.take_in(meeting=filed, ledger=form.chosen(), **clock.deed())
        return "会议纪要已归档，正在读取议定事项", reverse("web:draft", args=[draft.pk])

    note = "只有归档了纪要的会议，才能作为会议研究销号的第二把钥匙。"
    return ask(
        request, form, title="归档会议纪要", do=do, meeting=meeting, note=note, confirm="归档", has_files=True
    )


@require_http_methods(["GET", "POST"])
def read(request: Request, pk: int) -> HttpResponse:
    """Read minutes that were filed before."""
    meeting = kept(request, pk, Event.DIRECTIVE_RECEIVED)
    form = ReadForm(request.POST if request.method == "POST" else None, meeting=meeting)

    def do(_: dict[str, Any]) -> tuple[str, str]:
        draft = taking.take_in(meeting=meeting, ledger=form.chosen(), **request.clock.deed())
        return "正在读取议定事项", reverse("web:draft", args=[draft.pk])

    return ask(
        request, form, title="从纪要读议定事项", do=do, meeting=meeting, note=f"{_READ}。", confirm="读取"
    )


@require_http_methods(["GET", "POST"])
def replace(request: Request, pk: int) -> HttpResponse:
    """Another file in place of the wrong one."""
    meeting = kept(request, pk, Event.MINUTES_REPLACED)
    data, files = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = ReplaceForm(data, files)

    def do(given: dict[str, Any]) -> tuple[str, str]:
        stored, name = _stored(request, given["minutes"])
        deeds.replace_minutes(
            meeting=meeting, minutes=stored, name=name, reason=given["reason"], **request.clock.deed()
        )
        return "会议纪要已更换", page_of(meeting)

    return ask(request, form, title="更换会议纪要", do=do, meeting=meeting, confirm="更换", has_files=True)


def _stored(request: Request, upload: Any) -> tuple[StoredFile, str]:
    """The file, stored unless it bears a mark of secrecy, and what it is called."""
    name = short_name(upload.name or "")
    return marks.store_unmarked(upload.file, name=name, at=request.clock.at), name
