"""Ledgers and their lists, standards, search."""

from django.urls import URLPattern, path

from guatu.web.views.ledgers import (
    doing,
    entering,
    export,
    keeping,
    listing,
    narrowing,
    opening,
    pasting,
    periods,
    reading_days,
    search,
    shelf,
    slips,
    standards,
    summing,
)

urlpatterns: list[URLPattern] = [
    path("ledgers", shelf.ledgers, name="ledgers"),
    path("ledgers/open", opening.open_ledger, name="ledger-open"),
    path("ledgers/<int:pk>", listing.ledger, name="ledger"),
    path("ledgers/<int:pk>/narrow", narrowing.narrow, name="ledger-narrow"),
    path("ledgers/<int:pk>/menu/<slug:name>", narrowing.menu, name="ledger-menu"),
    path("ledgers/<int:pk>/do/<slug:code>", doing.do, name="ledger-do"),
    path("ledgers/<int:pk>/export", export.export, name="ledger-export"),
    path("ledgers/<int:pk>/new", entering.new, name="ledger-new"),
    path("ledgers/<int:pk>/slip", slips.slip, name="ledger-slip"),
    path("ledgers/<int:pk>/period", periods.period, name="ledger-period"),
    path("ledgers/<int:pk>/period/urge", periods.urge, name="ledger-period-urge"),
    path("ledgers/<int:pk>/period/freeze", periods.freeze, name="ledger-period-freeze"),
    path("ledgers/<int:pk>/period/summary", summing.summary, name="ledger-period-summary"),
    path("ledgers/<int:pk>/period/export", summing.export, name="ledger-period-export"),
    path("ledgers/<int:pk>/settings", keeping.settings, name="ledger-settings"),
    path("ledgers/<int:pk>/paste", pasting.paste, name="ledger-paste"),
    path("days/meant", reading_days.meant, name="day-meant"),
    path("search", search.search, name="search"),
    path("standards", standards.index, name="standards"),
    path("standards/new", standards.publish, name="standard-new"),
    path("standards/<int:pk>", standards.standard, name="standard"),
    path("standards/<int:pk>/next", standards.publish, name="standard-next"),
    path("standards/<int:pk>/retire", standards.retire, name="standard-retire"),
]
