"""The gates before every view: signed in, password changed, code given; then the view is told who acts.

A view that anybody may see is marked `login_not_required` (Django's own decorator); the pages on which a
missing password or code is given are marked `before_gates`.
"""

from collections.abc import Callable
from typing import Any, Final, TypeVar, cast

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, resolve_url

from guatu.accounts.models import Role
from guatu.http import refusals, sessions
from guatu.http.errors import CodeNeeded, DoorRefusal, PasswordNeeded, SignInNeeded
from guatu.http.identity.doors import PASSWORD
from guatu.http.requests import Request
from guatu.http.signing_in import ENROLLED, TWO_STEPS
from guatu.kernel.errors import Refusal

WITH_CODE: Final = (Role.Kind.VERIFIER, Role.Kind.COORDINATOR, Role.Kind.ADMINISTRATOR)
_View = TypeVar("_View", bound=Callable[..., HttpResponse])


def before_gates(view: _View) -> _View:
    """Mark a view for somebody who is signed in, and may still lack a password of their own or a code."""
    view.before_gates = True  # type: ignore[attr-defined]
    return view


class Gates:
    """The middleware; a refusal that no view caught becomes an answer here."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Permissions-Policy", "camera=(self), geolocation=(self), microphone=()")
        if hasattr(request, "is_inside"):
            response.headers.setdefault("Cache-Control", "private, no-store")
        return response

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], args: Any, kwargs: Any
    ) -> HttpResponse | None:
        """Nothing where the way is open, else the answer that sends to where the lack is mended."""
        if not getattr(view, "login_required", True):
            return None
        if not request.user.is_authenticated:
            return sent_away(request, SignInNeeded(), settings.LOGIN_URL)
        request.is_inside = True  # type: ignore[attr-defined]
        inside = cast("Request", request)
        sessions.touch(inside, inside.clock.at)
        lack = missing(inside)
        return None if lack is None or _is_mended_by(view, inside, lack) else closed(inside, lack)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """A refusal that the view let through, as a page or as JSON; bugs crash and are logged."""
        return refusals.answer(request, exception) if isinstance(exception, Refusal) else None


def _is_mended_by(view: Callable[..., HttpResponse], request: Request, lack: DoorRefusal) -> bool:
    """Is this a page before the gates? A new password needs the code first: a stolen one is no key to it."""
    match = request.resolver_match
    asks_password = match is not None and match.view_name == settings.PASSWORD_URL
    return getattr(view, "before_gates", False) and not (asks_password and isinstance(lack, CodeNeeded))


def closed(request: Request, lack: DoorRefusal) -> HttpResponse:
    """The answer of a gate that is closed."""
    is_code = isinstance(lack, CodeNeeded)
    return sent_away(request, lack, settings.CODE_URL if is_code else settings.PASSWORD_URL)


def missing(request: Request) -> DoorRefusal | None:
    """What somebody signed in still lacks.

    Who has a device gives its code first; then comes a password of one's own, for who came in by one; then,
    where codes are switched on, those who can change the books enrol a device.
    """
    if request.session.get(ENROLLED) and not _is_verified(request):
        return CodeNeeded()
    if request.user.must_change_password and request.session.get(sessions.DOOR, PASSWORD) == PASSWORD:
        return PasswordNeeded()
    if settings.TOTP_REQUIRED and request.clock.by.holds(*WITH_CODE) and not _is_verified(request):
        return CodeNeeded()
    return None


def _is_verified(request: Request) -> bool:
    """By our own code, or by a second step at the provider that the door takes for one."""
    if request.session.get(TWO_STEPS):
        return True
    verified: bool = request.user.is_verified()  # type: ignore[attr-defined]
    return verified


def sent_away(request: HttpRequest, lack: DoorRefusal, page: str) -> HttpResponse:
    """To the page where the lack is mended: by redirect, by htmx's own header, or as JSON without one."""
    if refusals.wants_json(request):
        return refusals.answer(request, lack)
    if getattr(request, "htmx", False):
        return HttpResponse(status=refusals.status_of(lack), headers={"HX-Redirect": resolve_url(page)})
    if request.method in ("GET", "HEAD"):
        return redirect_to_login(request.get_full_path(), resolve_url(page))
    return redirect(page)
