"""The trail and its verification."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
