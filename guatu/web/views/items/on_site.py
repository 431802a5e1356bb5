"""The page of a result from the place, with the code that is shown there."""

from guatu.http.requests import Request
from guatu.ledgers.events import Event
from guatu.ledgers.site_checks import queries
from guatu.web import wording
from guatu.web.views.items import reporting
from guatu.web.views.items.forms.base import ActForm
from guatu.web.views.items.registry import url_of
from guatu.web.views.site_checks import coding


def context(request: Request, form: ActForm) -> dict[str, object]:
    """What the page needs beside its form; nothing of a code where there is no check to be done."""
    item, check = form.item, form.page.site_check
    due = wording.due(check.due_on if check else None, on=form.page.on)
    return {
        "address": url_of(Event.SITE_CHECK_DONE, item.pk),
        "number": item.number,
        "title": item.title,
        "check": check,
        "words": check.words if check else "",
        "due": due,
        "lines": queries.lines_of([check]).get(check.pk, []) if check else [],
        "code": coding.code_of(request, check, form.page.case),
        "upload_url": coding.upload_url(check),
        "kept": reporting.kept_lines(request, form),
        "extra": (),
        "back_url": "",
    }
