"""Signing in, people, units, roles, calendar."""

from django.urls import URLPattern, path

from guatu.http.health import health, metrics, ready
from guatu.web.views.accounts import (
    calendar,
    entering,
    importing,
    offices,
    own,
    people,
    sending,
    server,
    signing_in,
    units,
)

urlpatterns: list[URLPattern] = [
    path("sign-in", signing_in.sign_in, name="sign-in"),
    path("sign-in/<slug:door>", entering.enter, name="sign-in-by"),
    path("sign-in/<slug:door>/back", entering.back, name="sign-in-back"),
    path("sign-in/<slug:door>/out", entering.leave, name="sign-out-there"),
    path("sign-out", signing_in.sign_out, name="sign-out"),
    path("password", signing_in.password, name="password"),
    path("code", signing_in.code, name="code"),
    path("account", own.account, name="account"),
    path("account/sessions", own.end_session, name="end-session"),
    path("account/<slug:deed>", own.do, name="account-do"),
    path("units", units.listing, name="units"),
    path("units/new", units.add, name="unit-new"),
    path("units/import", importing.units, name="units-import"),
    path("units/import/template", importing.units_template, name="units-template"),
    path("units/<int:pk>", units.unit, name="unit"),
    path("units/<int:pk>/<slug:deed>", units.do, name="unit-do"),
    path("divisions/<int:pk>/<slug:deed>", units.do_division, name="division-do"),
    path("people", people.listing, name="people"),
    path("people/new", people.add, name="person-new"),
    path("people/import", importing.people, name="people-import"),
    path("people/import/template", importing.people_template, name="people-template"),
    path("people/<int:pk>", people.person, name="person"),
    path("people/<int:pk>/<slug:deed>", people.do, name="person-do"),
    path("offices", offices.listing, name="offices"),
    path("offices/new", offices.add, name="office-new"),
    path("offices/<int:pk>/<slug:deed>", offices.do, name="office-do"),
    path("calendar", calendar.calendar, name="calendar"),
    path("calendar/decide", calendar.decide, name="calendar-decide"),
    path("channels", sending.channels, name="channels"),
    path("channels/<slug:name>/again", sending.again, name="channel-again"),
    path("health", health, name="health"),
    path("health/ready", ready, name="ready"),
    path("metrics", metrics, name="metrics"),
    path("server", server.server, name="server"),
]
