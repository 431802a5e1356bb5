"""Ledgers and their lists, standards, search."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
