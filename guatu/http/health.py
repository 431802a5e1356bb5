"""Whether the server stands, told to machines: to a supervisor, a load balancer, to Prometheus."""

import hmac
from ipaddress import ip_address
from typing import Final

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse
from django.utils.timezone import now
from django.views.decorators.http import require_safe

from guatu.http.errors import Absent

_PROXIED: Final = ("HTTP_X_FORWARDED_FOR", "HTTP_X_FORWARDED_PROTO", "HTTP_X_REAL_IP", "HTTP_FORWARDED")
"""What a proxy adds: then the address of the connection is the proxy's."""
_BEARER: Final = "Bearer "


@login_not_required
@require_safe
def health(request: HttpRequest) -> HttpResponse:
    """`ok` where the database answers."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return _told(is_well=False)
    return _told(is_well=True)


@login_not_required
@require_safe
def ready(request: HttpRequest) -> HttpResponse:
    """`ok` where requests have what they need: the database, its tables as of now, room on the disk."""
    from guatu.http.serving import standing

    try:
        return _told(is_well=standing.is_ready())
    except DatabaseError:
        return _told(is_well=False)


@login_not_required
@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """The figures for Prometheus: by a token, or where none is set, from this machine alone."""
    if not _may_read_figures(request):
        raise Absent
    from guatu.http.serving import figures

    return HttpResponse(
        figures.text(at=now()), content_type=figures.TYPE, headers={"Cache-Control": "no-store"}
    )


def _told(*, is_well: bool) -> HttpResponse:
    return HttpResponse(
        "ok" if is_well else "not ok",
        status=200 if is_well else 503,
        content_type="text/plain",
        headers={"Cache-Control": "no-store"},
    )


def _may_read_figures(request: HttpRequest) -> bool:
    if settings.METRICS_TOKEN:
        given = request.headers.get("Authorization", "")
        return hmac.compare_digest(given.encode(), f"{_BEARER}{settings.METRICS_TOKEN}".encode())
    if any(name in request.META for name in _PROXIED):
        return False
    try:
        return ip_address(request.META.get("REMOTE_ADDR", "")).is_loopback
    except ValueError:
        return False
