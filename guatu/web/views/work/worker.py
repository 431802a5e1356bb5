"""The worker that opens my-work and the forms of reports without a line; it must lie at the root."""

from pathlib import Path
from typing import Final

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

import guatu.web

_BUILT: Final = Path(guatu.web.__file__).parent / "static" / "guatu" / "worker.js"


@login_not_required
@require_safe
def worker(request: HttpRequest) -> HttpResponse:
    """The script, asked for anew each time: it knows the version of the pages it keeps."""
    if not _BUILT.is_file():
        raise Http404
    response = HttpResponse(_BUILT.read_bytes(), content_type="text/javascript; charset=utf-8")
    response.headers["Cache-Control"] = "no-cache"
    return response
