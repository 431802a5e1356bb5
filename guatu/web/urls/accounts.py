"""Signing in, people, units, roles, calendar."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
