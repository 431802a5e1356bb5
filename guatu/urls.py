"""Where each address leads: the pages at the root."""

from django.urls import include, path

urlpatterns = [path("", include("guatu.web.urls"))]
