"""Files that people sent, handed out to those who may see them, and never run by a browser."""

from django.http import FileResponse
from django.http.response import HttpResponseBase

from guatu.history import store
from guatu.history.models import StoredFile


def handed_out(file: StoredFile, name: str, *, is_saved: bool) -> HttpResponseBase:
    """A stored file under a name; what is not to be drawn is saved."""
    kind = file.media_type if not is_saved else "application/octet-stream"
    body = store.open_file(file.sha256)
    return guarded(FileResponse(body, as_attachment=is_saved, filename=name, content_type=kind))


def guarded(response: HttpResponseBase) -> HttpResponseBase:
    """Nothing that was sent to us runs in a browser; it is asked again each time, for rights may end."""
    response.headers["Cache-Control"] = "private, no-cache"
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
