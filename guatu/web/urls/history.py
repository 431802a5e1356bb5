"""The trail and its verification."""

from django.urls import URLPattern, path

from guatu.web.views.history import redactions, trail

urlpatterns: list[URLPattern] = [
    path("trail", trail.trail, name="trail"),
    path("trail/verify", trail.verify, name="trail-verify"),
    path("trail/export", trail.export, name="trail-export"),
    path("trail/redactions", redactions.index, name="trail-redactions"),
    path("trail/redactions/<int:pk>/<slug:word>", redactions.answer, name="trail-redaction"),
]
