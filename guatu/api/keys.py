"""What is sent twice is done once: the key of a request, and what the second one is answered."""

import hashlib
from collections.abc import Callable

from django.http import HttpResponse

from guatu.api import answers
from guatu.http import once
from guatu.http.once import ActedAlready
from guatu.http.requests import Request

HEADER = "Idempotency-Key"
REPLAYED = "Idempotency-Replayed"


def key_of(request: Request) -> str:
    """The key as it is kept, bound to the address; empty where none is given."""
    given = request.headers.get(HEADER, "")
    return hashlib.sha256(f"{request.path}\n{given}".encode()).hexdigest() if given else ""


def only_once(
    request: Request, do: Callable[[], object], answer: Callable[[], HttpResponse] | None = None
) -> HttpResponse | None:
    """Do it with the first request of this key; a later one gets `answer`, or is refused without one."""
    deed = request.clock.deed()
    try:
        with once.only_once(person_id=deed["by"].person_id, key=key_of(request), at=deed["at"]):
            do()
    except ActedAlready as again:
        response = answer() if answer else answers.refused(request, again)
        response.headers[REPLAYED] = "true"
        return response
    return None
