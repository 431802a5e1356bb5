"""The addresses of the pages, area by area."""

from django.urls import path

from guatu.web.urls import (
    accounts,
    history,
    imports,
    intake,
    items,
    leading,
    ledgers,
    look_backs,
    meetings,
    papers,
    regimes,
    site_checks,
    work,
)
from guatu.web.views import gallery

app_name = "web"
urlpatterns = [
    *work.urlpatterns,
    *ledgers.urlpatterns,
    *items.urlpatterns,
    *leading.urlpatterns,
    *look_backs.urlpatterns,
    *regimes.urlpatterns,
    *site_checks.urlpatterns,
    *intake.urlpatterns,
    *imports.urlpatterns,
    *meetings.urlpatterns,
    *papers.urlpatterns,
    *accounts.urlpatterns,
    *history.urlpatterns,
    path("gallery", gallery.gallery, name="gallery"),
]
