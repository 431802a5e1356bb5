"""Signing in, people, units, roles, calendar."""

from django.urls import URLPattern, path

from guatu.http.health import health
from guatu.web.views.accounts import own, signing_in

urlpatterns: list[URLPattern] = [
    path("sign-in", signing_in.sign_in, name="sign-in"),
    path("sign-out", signing_in.sign_out, name="sign-out"),
    path("password", signing_in.password, name="password"),
    path("code", signing_in.code, name="code"),
    path("account", own.account, name="account"),
    path("account/sessions", own.end_session, name="end-session"),
    path("health", health, name="health"),
]
