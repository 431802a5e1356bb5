"""Documents that came in, and the drafts read from them."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
