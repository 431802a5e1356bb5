"""Signing in and out: by password with lockout, or by a provider's word; own code, password and device.

What is still lacking after a sign-in (a new password, a code) the gates ask for, see `gates.missing`.
"""

import base64
import math
from datetime import date, datetime, timedelta
from typing import Final

import django_otp
from axes.models import AccessAttempt
from django.conf import settings
from django.contrib.auth import authenticate, login, logout, update_session_auth_hash
from django.db.models import Max, Sum
from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme
from django_otp.plugins.otp_totp.models import TOTPDevice

from guatu.accounts import fields
from guatu.accounts.actions import people, totp
from guatu.accounts.errors import WrongCode
from guatu.accounts.models import Person
from guatu.history.chains import Actor
from guatu.http import once, sessions
from guatu.http.errors import LockedOut, WrongCredentials
from guatu.http.identity import matching, waiting
from guatu.http.identity.doors import PASSWORD
from guatu.http.identity.errors import AlreadyUsed
from guatu.http.identity.providers import Recognised
from guatu.http.requests import Request

ENROLLED: Final = "enrolled"
"""In the session: the person has a device, so the code is asked for whatever the roles are."""
TWO_STEPS: Final = "two_steps"
"""In the session: the provider asked for a second step, which stands for our code."""
LEAVES: Final = "leaves"
"""In the session: the provider has a page of its own to sign out there."""
_BACKEND: Final = "django.contrib.auth.backends.ModelBackend"
_GROUP: Final = 4


def sign_in(request: HttpRequest, *, username: str, password: str, at: datetime) -> Person:
    """Begin a session by user name and password; refuses wrong ones, and all for a while after too many."""
    username = fields.username(username)
    check_lock(username, at=at)
    person = authenticate(request, username=username, password=password)
    if not isinstance(person, Person):
        check_lock(username, at=at)
        raise WrongCredentials(left=settings.AXES_FAILURE_LIMIT - _failures(username, at)[0])
    _enter(request, person, door=PASSWORD, at=at)
    return person


def sign_in_by(request: HttpRequest, found: Recognised, *, at: datetime) -> Person:
    """Begin a session by a provider's word; what may be presented once is used up by it.

    A lock on the user name is one on guessing passwords, and is not asked here: else anybody could lock out
    everybody.
    """
    person = matching.person_of(found)
    if found.once:
        try:
            with once.only_once(person_id=person.pk, key=found.once, at=at):
                pass
        except once.ActedAlready as error:
            raise AlreadyUsed(door=found.door.label) from error
    _enter(request, person, door=found.door.name, at=at)
    request.session[TWO_STEPS] = found.has_two_steps
    request.session[LEAVES] = found.can_leave
    return person


def _enter(request: HttpRequest, person: Person, *, door: str, at: datetime) -> None:
    """Begin the session, under a new key; nothing of an earlier one's second step is left in it."""
    login(request, person, backend=_BACKEND)
    waiting.forget(request)
    for mark in (TWO_STEPS, LEAVES):
        request.session.pop(mark, None)
    sessions.begin(request, at, door=door)
    request.session[ENROLLED] = totp.enrolled(person)


def check_lock(username: str, *, at: datetime) -> None:
    """Refuses a user name that is locked, saying for how long."""
    count, latest = _failures(username, at)
    if count >= settings.AXES_FAILURE_LIMIT and latest is not None:
        left = min(latest, at) + _cool_off() - at
        raise LockedOut(minutes=max(1, math.ceil(left / timedelta(minutes=1))))


def _failures(username: str, at: datetime) -> tuple[int, datetime | None]:
    """Wrong passwords that still count, and the moment of the latest."""
    attempts = AccessAttempt.objects.filter(username=username, attempt_time__gt=at - _cool_off())
    found = attempts.aggregate(count=Sum("failures_since_start"), latest=Max("attempt_time"))
    return found["count"] or 0, found["latest"]


def _cool_off() -> timedelta:
    return timedelta(hours=settings.AXES_COOLOFF_TIME)


def sign_out(request: HttpRequest) -> str:
    """End the session of this browser; the door of a provider at which one is signed in still, or none."""
    door = request.session.get(sessions.DOOR, "") if request.session.get(LEAVES) else ""
    logout(request)
    return str(door)


def change_password(request: Request, *, old: str, new: str) -> None:
    """Choose a new password oneself; this browser stays signed in, all others are signed out."""
    person = people.change_password(
        person=request.user, old=old, new=new, by=_oneself(request), at=request.clock.at, on=request.clock.on
    )
    update_session_auth_hash(request, person)
    sessions.end_others(request, person.pk)


def reset_password(person: Person, *, by: Actor, at: datetime, on: date) -> str:
    """Give somebody an initial password to be shown once; locks are lifted, sessions end."""
    password = people.initial_password(person.username, name=person.name, external_id=person.external_id)
    people.reset_password(person=person, password=password, by=by, at=at, on=on)
    AccessAttempt.objects.filter(username=person.username).delete()
    sessions.end_all_of(person.pk)
    return password


def begin_enrolling(request: Request) -> tuple[str, str]:
    """The secret to type into an authenticator, in groups of four, and the address that a QR code holds."""
    device = totp.begin(person=request.user)
    return secret_of(device), device.config_url


def secret_of(device: TOTPDevice) -> str:
    """The secret as authenticators take it."""
    letters = base64.b32encode(device.bin_key).decode().rstrip("=")
    return " ".join(letters[start : start + _GROUP] for start in range(0, len(letters), _GROUP))


def enrol(request: Request, *, code: str) -> None:
    """Enrol the device by its first code; the session counts as checked from now on."""
    device = totp.confirm(
        person=request.user,
        code=_digits(code),
        by=_oneself(request),
        at=request.clock.at,
        on=request.clock.on,
    )
    _let_through(request, device)


def check_code(request: Request, *, code: str) -> None:
    """Check a one-time code of the enrolled device; the session counts as checked from now on."""
    device = TOTPDevice.objects.filter(user=request.user, confirmed=True).first()
    if device is None or not device.verify_token(_digits(code)):
        raise WrongCode
    _let_through(request, device)


def next_address(request: HttpRequest, default: str) -> str:
    """Where the person wanted to go before signing in, if that is one of our own pages."""
    target = request.POST.get("next") or request.GET.get("next") or ""
    hosts = {request.get_host()}
    is_ours = url_has_allowed_host_and_scheme(target, hosts, require_https=request.is_secure())
    return target if is_ours else default


def _let_through(request: Request, device: TOTPDevice) -> None:
    django_otp.login(request, device)
    request.session[ENROLLED] = True
    request.session.cycle_key()


def _digits(code: str) -> str:
    return fields.username(code).replace(" ", "")


def _oneself(request: Request) -> Actor:
    return Actor(person_id=request.user.pk, unit_id=request.user.unit_id)
