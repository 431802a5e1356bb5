"""Addresses of the interface; what lies beside them is answered in the same shape."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import URLPattern, re_path
from django.urls.resolvers import RoutePattern

from guatu.api import answers
from guatu.api.interface import api
from guatu.http import errors as doors

app_name = "api"
View = Callable[..., HttpResponseBase]


def _entered(view: View) -> View:
    """The operations ask by themselves who comes, so the gates of the pages stand open before them."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if "%00" in request.META.get("QUERY_STRING", ""):
            return answers.refused(request, doors.Garbled())
        response = view(request, *args, **kwargs)
        if response.status_code == 405:
            allowed = response.headers["Allow"]
            response = answers.refused(request, doors.MethodUnknown())
            response.headers["Allow"] = allowed
        response.headers.setdefault("Cache-Control", "private, no-store")
        return response

    answer.login_required = False  # type: ignore[attr-defined]
    answer.csrf_exempt = True  # type: ignore[attr-defined]
    return answer


def _absent(request: HttpRequest) -> HttpResponse:
    return answers.refused(request, doors.Absent())


def _entrance(pattern: URLPattern) -> URLPattern:
    return URLPattern(pattern.pattern, _entered(pattern.callback), pattern.default_args, pattern.name)


urlpatterns = [
    *(
        _entrance(one)
        for one in api.urls[0]
        if isinstance(one, URLPattern) and isinstance(one.pattern, RoutePattern) and one.name != "api-root"
    ),
    re_path("", _entered(_absent), name="absent"),
]
