"""The one shape of every provider: where to send somebody, what the answer says, where to sign out there."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from django.conf import settings
from django.http import HttpRequest

from guatu.http.identity.doors import Door, GatewayDoor, OidcDoor, find


@dataclass(frozen=True, slots=True, kw_only=True)
class Recognised:
    """Who it is, by a provider's word that was checked."""

    door: Door
    subject: str = field(repr=False)
    """The identifier, as the field that the door matches by holds it."""
    has_two_steps: bool = False
    """The provider says that a second step was asked for, in a way that this door takes for one."""
    target: str = ""
    """Where the person wanted to go, where the provider brought it back."""
    once: str = field(repr=False, default="")
    """What may be presented once only; empty where the provider sees to that."""
    can_leave: bool = False
    """The provider has a page to sign out there."""


class Provider(Protocol):
    """Another house that says who somebody is. `back` is our own address to which its answer comes."""

    is_quiet: bool
    """It asks nobody anything, so it is heard again from who is signed in: others may sit there by now."""

    def begin(self, request: HttpRequest, *, back: str, target: str, at: datetime) -> str:
        """The address to send the browser to."""

    def answered(self, request: HttpRequest, *, back: str, at: datetime) -> Recognised:
        """Who it is; refuses an answer that does not hold."""

    def leaving(self, *, home: str, at: datetime) -> str:
        """The address at which one signs out there and comes back `home`; empty where there is none."""


def doors() -> tuple[Door, ...]:
    """The doors of this server."""
    configured: tuple[Door, ...] = settings.SIGN_IN_DOORS
    return configured


def door_of(name: str) -> Door | None:
    """The door of that name, if this server has it."""
    return find(doors(), name)


def provider_of(name: str) -> Provider | None:
    """The provider behind a door; none behind the password."""
    door = door_of(name)
    if isinstance(door, OidcDoor):
        from guatu.http.identity.oidc import Oidc  # a server without such a door loads none of it

        return Oidc(door)
    if isinstance(door, GatewayDoor):
        from guatu.http.identity.gateway import Gateway  # as above

        return Gateway(door)
    return None
