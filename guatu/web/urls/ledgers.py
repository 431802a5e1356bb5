"""Ledgers and their lists, standards, search."""

from django.urls import URLPattern, path

from guatu.web.views.ledgers import listing, shelf

urlpatterns: list[URLPattern] = [
    path("ledgers", shelf.ledgers, name="ledgers"),
    path("ledgers/<int:pk>", listing.ledger, name="ledger"),
]
