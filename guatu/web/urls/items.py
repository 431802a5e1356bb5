"""One item and everything that can be done with it."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
