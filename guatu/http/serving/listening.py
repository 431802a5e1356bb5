"""The socket that the server listens on: it belongs to the supervisor, so no death of a child closes it."""

import errno
import os
import socket

from guatu.http.serving.errors import AddressUnusable, PortTaken

BACKLOG = 1024
"""Connections that may wait while web workers are started anew."""


def listen(host: str, port: int) -> socket.socket:
    """A listening socket; port 0 takes a free one."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        listener = socket.socket(family, kind, protocol)
    except OSError as error:
        raise AddressUnusable(host=host, port=port, why=_words(error)) from error
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(address)
        listener.listen(BACKLOG)
    except OSError as error:
        listener.close()
        if error.errno == errno.EADDRINUSE:
            raise PortTaken(port=port) from error
        raise AddressUnusable(host=host, port=port, why=_words(error)) from error
    return listener


def address_of(listener: socket.socket) -> str:
    """The address to type into a browser of this machine."""
    host, port = listener.getsockname()[:2]
    shown = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(host, f"[{host}]" if ":" in host else host)  # noqa: S104
    return f"http://{shown}:{port}/"


def _words(error: OSError) -> str:
    if isinstance(error, socket.gaierror):
        return "没有这个地址"
    known = {errno.EACCES: "没有权限", errno.EADDRNOTAVAIL: "本机没有这个地址"}
    return known.get(error.errno or 0, os.strerror(error.errno or 0))
