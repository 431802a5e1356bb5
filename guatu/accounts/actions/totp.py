"""Deeds on one-time codes: a person enrols a device, an administrator takes it off when it is lost."""

from datetime import date, datetime

from django.db import transaction
from django_otp.plugins.otp_totp.models import TOTPDevice

from guatu.accounts import locks, permissions
from guatu.accounts.errors import AlreadyActive, WrongCode
from guatu.accounts.models import Person
from guatu.history.chains import REGISTRY, Actor
from guatu.history.deeds import Deed


def enrolled(person: Person) -> bool:
    """Has the person a device whose codes count?"""
    return bool(TOTPDevice.objects.filter(user=person, confirmed=True).exists())


@transaction.atomic
def begin(*, person: Person) -> TOTPDevice:
    """The device that waits for its first code; the same one when asked again. No fact yet, so no event."""
    person = locks.person(person)
    waiting = TOTPDevice.objects.filter(user=person, confirmed=False).first()
    return waiting or TOTPDevice.objects.create(user=person, name="", confirmed=False)


def confirm(*, person: Person, code: str, by: Actor, at: datetime, on: date) -> TOTPDevice:
    """Enrol the waiting device by a code that it shows; refused where one is enrolled: that is reset first.

    A wrong code is counted, though nothing else is written, so that nobody can try them all.
    """
    permissions.require_oneself(by, person)
    if enrolled(person):
        raise AlreadyActive(person=f"{person.name}的动态口令")
    device = begin(person=person)
    if not device.verify_token(code):
        raise WrongCode
    with transaction.atomic():
        device.confirmed = True
        device.save(update_fields=["confirmed"])
        Deed("totp_enrolled", person, chain=REGISTRY, by=by, at=at, on=on).commit()
    return device


@transaction.atomic
def reset(*, person: Person, by: Actor, at: datetime, on: date) -> Person:
    """Take all devices off a person, who enrols anew at the next sign-in."""
    person = locks.person(person)
    permissions.require_person(by, person, at=at)
    TOTPDevice.objects.filter(user=person).delete()
    Deed("totp_reset", person, chain=REGISTRY, by=by, at=at, on=on).commit()
    return person
