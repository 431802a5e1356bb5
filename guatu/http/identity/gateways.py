"""A gateway's header is taken from the gateway's own address, and struck out of every other request."""

from ipaddress import IPv6Address, ip_address

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from guatu.http.identity.doors import GatewayDoor
from guatu.http.identity.providers import doors
from guatu.http.requests import Answer


def comes_from(door: GatewayDoor, request: HttpRequest) -> bool:
    """Is the other end of the connection one of the door's gateways? No header is asked about it."""
    try:
        address = ip_address(request.META.get("REMOTE_ADDR", ""))
    except ValueError:  # a socket of this machine has no address
        return False
    if isinstance(address, IPv6Address) and address.ipv4_mapped is not None:
        address = address.ipv4_mapped
    return any(address in network for network in door.gateways)


def strip_middleware(get_response: Answer) -> Answer:
    """Let nobody but a gateway say by header who asks."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        for door in doors():
            if isinstance(door, GatewayDoor) and not comes_from(door, request):
                request.META.pop(door.meta, None)
        return get_response(request)

    return answer
