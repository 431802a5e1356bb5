"""Signing in by another house's word: there, back again, and out there too."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import now
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from guatu.http import signing_in
from guatu.http.forms import SignInForm
from guatu.http.identity.doors import PASSWORD, OidcDoor
from guatu.http.identity.errors import NotAsked
from guatu.http.identity.providers import Provider, door_of, doors, provider_of
from guatu.http.refusals import status_of
from guatu.kernel.errors import Refusal


@login_not_required
@never_cache
@require_GET
def enter(request: HttpRequest, door: str) -> HttpResponse:
    """To the provider; who is signed in goes on, unless the provider can say quietly who sits there."""
    provider = _provider(door)
    target = signing_in.next_address(request, reverse("web:home"))
    if request.user.is_authenticated and not provider.is_quiet:
        return redirect(target)
    try:
        return redirect(provider.begin(request, back=_back(request, door), target=target, at=now()))
    except Refusal as refusal:
        return front(request, target=target, problem=refusal)


@login_not_required
@never_cache
@require_GET
def back(request: HttpRequest, door: str) -> HttpResponse:
    """The provider's answer."""
    provider, at = _provider(door), now()
    target = signing_in.next_address(request, reverse("web:home"))
    try:
        found = provider.answered(request, back=_back(request, door), at=at)
        signing_in.sign_in_by(request, found, at=at)
        return redirect(found.target or target)
    except NotAsked as refusal:  # one's own answer again, by the browser's way back
        signed_in = request.user.is_authenticated
        return redirect(target) if signed_in else front(request, target=target, problem=refusal)
    except Refusal as refusal:
        return front(request, target=target, problem=refusal)


@login_not_required
@never_cache
@require_GET
def leave(request: HttpRequest, door: str) -> HttpResponse:
    """Out at the provider too, which then leads back to our own door."""
    provider, home = _provider(door), reverse("web:sign-in")
    try:
        there = provider.leaving(home=_absolute(request, home), at=now())
        return redirect(there or home)
    except Refusal as refusal:
        return front(request, target=reverse("web:home"), problem=refusal)


def front(
    request: HttpRequest, *, target: str, form: SignInForm | None = None, problem: Refusal | None = None
) -> HttpResponse:
    """The page of all doors, with what came of the one that was tried."""
    left = door_of(request.GET.get("left", ""))
    status = 422 if form is not None and form.errors else status_of(problem)
    context = {
        "form": form or SignInForm(),
        "has_password": door_of(PASSWORD) is not None,
        "doors": [door for door in doors() if door.name != PASSWORD],
        "left": left if isinstance(left, OidcDoor) else None,
        "problem": problem,
        "next": target,
    }
    return render(request, "web/accounts/sign_in.html", context, status=status)


def _provider(name: str) -> Provider:
    provider = provider_of(name)
    if provider is None:
        raise Http404
    return provider


def _back(request: HttpRequest, door: str) -> str:
    return _absolute(request, reverse("web:sign-in-back", args=[door]))


def _absolute(request: HttpRequest, path: str) -> str:
    """An address as the browser sees it; a proxy may have taken the TLS off."""
    scheme = "https" if settings.SESSION_COOKIE_SECURE else request.scheme
    return f"{scheme}://{request.get_host()}{path}"
