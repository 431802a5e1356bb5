"""Regimes of lights: an office's own, the shipped ones, and which ledger uses which."""

from django.urls import URLPattern, path

from guatu.web.views.regimes import asking, editing, pages

_ONE = "regimes/<int:pk>"
_VERSION = f"{_ONE}/versions/<int:number>"
urlpatterns: list[URLPattern] = [
    path("regimes", pages.index, name="regimes"),
    path("regimes/new", asking.start, name="regime-new"),
    path("regimes/of/<int:ledger>", asking.use, name="regime-use"),
    path("regimes/uses/<int:pk>/<slug:deed>", asking.use_do, name="regime-use-do"),
    path(_ONE, pages.regime, name="regime"),
    path(f"{_ONE}/next", asking.draft_next, name="regime-next"),
    path(_VERSION, pages.version, name="regime-version"),
    path(f"{_VERSION}/edit", editing.edit, name="regime-edit"),
    path(f"{_VERSION}/try", editing.try_out, name="regime-try"),
    path(f"{_VERSION}/<slug:deed>", asking.version_do, name="regime-do"),
]
