"""The trail and its verification."""

from django.urls import URLPattern, path

from guatu.web.views.history import inspecting, redactions, trail

urlpatterns: list[URLPattern] = [
    path("trail", trail.trail, name="trail"),
    path("trail/verify", trail.verify, name="trail-verify"),
    path("trail/checks", inspecting.checks, name="trail-checks"),
    path("trail/key", inspecting.public_key, name="trail-key"),
    path("trail/exports", inspecting.exports, name="trail-exports"),
    path("trail/sights", inspecting.sights, name="trail-sights"),
    path("trail/export", trail.export, name="trail-export"),
    path("trail/redactions", redactions.index, name="trail-redactions"),
    path("trail/redactions/<int:pk>/<slug:word>", redactions.answer, name="trail-redaction"),
]
