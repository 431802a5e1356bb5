"""Where each address leads: the interface for programs under its version, the pages at the root."""

from django.urls import include, path

urlpatterns = [path("api/v1/", include("guatu.api.urls")), path("", include("guatu.web.urls"))]

handler400 = "guatu.http.faults.garbled"
handler500 = "guatu.http.faults.fault"
