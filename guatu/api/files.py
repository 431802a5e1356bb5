"""Files as answers: what an operation that hands one out says of itself, and the answer."""

from collections.abc import Callable
from tempfile import TemporaryFile
from typing import IO, Any, Final

from django.http import FileResponse
from django.http.response import HttpResponseBase

XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
DOCX: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def of_kind(*kinds: str) -> dict[str, Any]:
    """For the document: the answer is a file."""
    content: dict[str, Any] = {kind: {} for kind in kinds or ("application/octet-stream",)}
    return {"responses": {200: {"content": content}}}


def written(write: Callable[[IO[bytes]], object], *, name: str, kind: str) -> HttpResponseBase:
    """A file made for this answer, to be saved under a name."""
    file = TemporaryFile()  # noqa: SIM115 - the response closes it
    write(file)
    file.seek(0)
    return FileResponse(file, as_attachment=True, filename=name, content_type=kind)
