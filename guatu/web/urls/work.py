"""What one person owes: to do, to verify."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
