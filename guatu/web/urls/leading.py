"""The leader's screen."""

from django.urls import URLPattern, path

from guatu.web.views.leading import pages

urlpatterns: list[URLPattern] = [
    path("decisions", pages.decisions, name="decisions"),
    path("decisions/answer", pages.answer, name="decisions-answer"),
]
