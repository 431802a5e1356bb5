"""The desk: files are put down, are read one after the other, and wait there until they are settled."""

from dataclasses import dataclass
from datetime import date

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.db.models import Q
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from guatu.accounts.models import Office, Role
from guatu.history import store
from guatu.http.refusals import status_of
from guatu.http.requests import Request
from guatu.kernel.errors import Refusal
from guatu.ledgers.errors import SecrecyMark
from guatu.ledgers.intake import queries, receiving
from guatu.ledgers.intake.errors import AlreadyReceived
from guatu.ledgers.models import Directive, Draft, Item
from guatu.ledgers.queries import visibility
from guatu.web import framing, parts, wording
from guatu.web.shell import Crumb
from guatu.web.views.intake import drafting, versions

_SHOWN = 60
WORKED_ON = (Draft.State.WAITING, Draft.State.READING)
_ACCEPTS = ".docx,.doc,.wps,.pdf,.html,.htm,.txt,.xlsx,.xls,.png,.jpg,.jpeg"


@dataclass(frozen=True, slots=True)
class OnDesk:
    """A document on the desk, with what is left to decide in it."""

    draft: Draft
    name: str
    todo: int
    confirmed: int
    entered: int
    stage: str


@require_safe
def desk(request: Request) -> HttpResponse:
    """Every document that came in, the unsettled first; there is no desk for who coordinates nothing."""
    if not request.clock.by.offices(Role.Kind.COORDINATOR):
        raise Http404
    rows = [_on_desk(one) for one in queries.drafts(request.clock.by)[:_SHOWN]]
    settled = [one for one in rows if one.draft.state == Draft.State.DONE]
    context = {
        "shell": framing.shell(request, Crumb("读文件"), current="directives"),
        "open": [one for one in rows if one.draft.state != Draft.State.DONE],
        "settled": settled,
        "accepts": _ACCEPTS,
    }
    return render(request, "web/intake/desk.html", context)


def _on_desk(draft: Draft) -> OnDesk:
    statuses = [entry["status"] for entry in draft.entries]
    return OnDesk(
        draft=draft,
        name=str(draft.directive) if draft.directive else receiving.shown_name(draft),
        todo=sum(one in ("unchecked", "later") for one in statuses),
        confirmed=statuses.count("confirmed"),
        entered=statuses.count("entered"),
        stage=queries.stage_words(draft) if draft.state in WORKED_ON else "",
    )


@require_POST
def upload(request: Request) -> HttpResponse:
    """Take files in; each answers for itself with its line."""
    office = office_of(request)
    lines, status = [], 200
    for file in request.FILES.getlist("file"):
        line, status = _receive(request, office, file)
        lines.append(line)
    if request.htmx:
        return render(
            request, "web/_components/file_line.html", {"line": lines[0]} if lines else {}, status=status
        )
    for line in lines:
        (messages.error if line.problem else messages.success)(
            request, f"{line.name}：{line.problem or line.words}"
        )
    return redirect("web:directives")


def _receive(request: Request, office: Office, file: "UploadedFile[bytes]") -> tuple[parts.FileLine, int]:
    name = file.name or "来文"
    try:
        draft = receiving.receive(
            upload=file,
            name=name,
            office=office,
            again=request.POST.get("again") == "1",
            **request.clock.deed(),
        )
    except AlreadyReceived as again:
        url = reverse("web:draft", args=[again.draft]) if again.draft else ""
        return parts.FileLine(name, problem=str(again), url=url), status_of(again)
    except Refusal as refusal:
        return parts.FileLine(name, problem=str(refusal)), status_of(refusal)
    return parts.FileLine(name, "已收下，正在读", "primary", url=reverse("web:draft", args=[draft.pk])), 200


def office_of(request: Request) -> Office:
    """The office in which somebody coordinates just now."""
    offices = request.clock.by.offices(Role.Kind.COORDINATOR)
    chosen = request.session.get(framing.OFFICE)
    office = Office.objects.filter(pk__in=offices).order_by("pk")
    found = next((one for one in office if one.pk == chosen), office.first())
    if found is None:
        raise Http404
    return found


@require_safe
def progress(request: Request, pk: int) -> HttpResponse:
    """How far a document is read; asked again every second until it is."""
    try:
        found = drafting.loaded(request, pk)
    except SecrecyMark as refusal:
        return render(request, "web/intake/_marked.html", {"problem": refusal})
    return render(request, "web/intake/_progress.html", {"draft": found, "stage": queries.stage_words(found)})


@require_POST
def dismiss(request: Request, pk: int) -> HttpResponse:
    """Take a document that could not be read off the desk."""
    receiving.dismiss(draft=drafting.loaded(request, pk), by=request.clock.deed()["by"])
    messages.success(request, "已移除，这份文件没有保存")
    return redirect("web:directives")


@require_safe
def directive(request: Request, pk: int) -> HttpResponse:
    """A document that came in: what it says of itself, its draft, the items that came of it."""
    found = visible(request, pk)
    draft = Draft.objects.filter(directive=found).first()
    rows = visibility.items(request.clock.by).filter(Q(directive=found) | Q(newer_passages__directive=found))
    items = rows.distinct().select_related("lead_unit", "ledger")
    context = {
        "shell": framing.shell(
            request, Crumb("读文件", reverse("web:directives")), Crumb(found.title), current="directives"
        ),
        "directive": found,
        "draft": draft,
        "items": [_item_row(item, request.clock.on) for item in items.order_by("pk")],
        **versions.context(request, found),
    }
    return render(request, "web/intake/directive.html", context)


def _item_row(item: Item, on: date) -> dict[str, object]:
    due = wording.due(
        item.deadline,
        on=on,
        due_kind=item.due_kind,
        extensions=item.extensions,
        first_promise=item.first_promise,
    )
    return {"item": item, "due": due, "state": wording.state(item.state, is_suspended=item.is_suspended)}


@require_safe
def original(request: Request, pk: int) -> FileResponse:
    """The file as it came in, as a download."""
    found = visible(request, pk)
    if found.file_id is None:
        raise Http404
    return FileResponse(
        store.open_file(found.file_id),
        as_attachment=True,
        filename=found.file_name or found.title,
        content_type="application/octet-stream",
    )


def visible(request: Request, pk: int) -> Directive:
    """A document that somebody may look at; else there is none."""
    found = visibility.directives(request.clock.by).filter(pk=pk).select_related("ledger", "office").first()
    if found is None:
        raise Http404
    return found
