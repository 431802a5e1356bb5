"""A provider that says whatever a test wants it to say, rightly signed or not, over real connections."""

import json
import ssl
import time
from base64 import urlsafe_b64encode
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any, Final
from urllib.parse import parse_qs

from joserfc import jwt
from joserfc.jwk import KeySet, RSAKey

CLIENT: Final = "guatu"
SECRET: Final = "for tests alone, and long enough"  # noqa: S105 - no secret
Say = Callable[[BaseHTTPRequestHandler], None]


@cache
def key(name: str = "first") -> RSAKey:
    """A key of the run; making one takes a while."""
    return RSAKey.generate_key(2048, parameters={"kid": name, "use": "sig"})


class Crooked:
    """What the provider publishes, and the token it hands out for the next code."""

    def __init__(self) -> None:
        self.issuer = ""
        self.keys = [key()]
        self.published: dict[str, Any] = {}
        self.token: Any = ""
        self.status = 200
        self.people: dict[str, Any] = {}
        self.asked: list[dict[str, str]] = []
        """The forms that came to the token endpoint."""
        self.visits: list[str] = []
        self.says: dict[str, Say] = {}
        """Path → an answer that no honest provider gives."""

    def claims(self, nonce: str, /, **other: Any) -> dict[str, Any]:
        """What an honest token says, changed where asked; None leaves a claim out."""
        now = int(time.time())
        honest = {
            "iss": self.issuer,
            "sub": "E1001",
            "aud": CLIENT,
            "iat": now,
            "exp": now + 300,
            "nonce": nonce,
        }
        return {name: value for name, value in (honest | other).items() if value is not None}

    def sign(self, claims: dict[str, Any], *, by: RSAKey | None = None, **head: Any) -> None:
        """Hand this out from now on."""
        one = by or self.keys[0]
        self.token = jwt.encode({"alg": "RS256", "kid": one.kid, **head}, claims, one)

    def unsigned(self, claims: dict[str, Any]) -> None:
        """Hand out a token whose head says that it needs no signature."""
        self.token = f"{_packed({'alg': 'none', 'typ': 'JWT'})}.{_packed(claims)}."

    def answer(self, path: str) -> tuple[int, Any]:
        if path == "/.well-known/openid-configuration":
            own = {
                "issuer": self.issuer,
                "authorization_endpoint": f"{self.issuer}/authorize",
                "token_endpoint": f"{self.issuer}/token",
                "jwks_uri": f"{self.issuer}/keys",
                "userinfo_endpoint": f"{self.issuer}/people",
                "id_token_signing_alg_values_supported": ["RS256", "none", "HS256"],
            }
            return 200, own | self.published
        if path == "/keys":
            return 200, KeySet(list(self.keys)).as_dict(private=False)
        if path == "/people":
            return 200, self.people
        return self.status, {"id_token": self.token, "access_token": "opaque"}


class Quiet(ThreadingHTTPServer):
    """Says nothing of a visitor who leaves."""

    def handle_error(self, *words: Any) -> None:
        """A visitor who does not like our certificate is what a test wants."""


def _packed(part: dict[str, Any]) -> str:
    return urlsafe_b64encode(json.dumps(part).encode()).decode().rstrip("=")


@contextmanager
def serving(tls: ssl.SSLContext | None = None) -> Iterator[Crooked]:
    """The provider on a port of this machine."""
    provider = Crooked()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            path = self.path.split("?")[0]
            provider.visits.append(path)
            if say := provider.says.get(path):
                return say(self)
            return send(self, *provider.answer(path))

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            form = {name: values[0] for name, values in parse_qs(body).items()}
            form["authorization"] = self.headers.get("Authorization", "")
            provider.asked.append(form)
            self.do_GET()

        def log_message(self, *words: Any) -> None:
            """Say nothing."""

    with Quiet(("127.0.0.1", 0), Handler) as server:
        server.daemon_threads = True
        if tls is not None:
            server.socket = tls.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
        provider.issuer = f"http://127.0.0.1:{server.server_port}"
        thread = Thread(target=server.serve_forever, args=(0.02,), daemon=True)
        thread.start()
        yield provider
        server.shutdown()
        thread.join()


def send(handler: BaseHTTPRequestHandler, status: int, data: Any) -> None:
    body = json.dumps(data).encode()
    handler.send_response(status)
    handler.send_header("Content-Length", str(len(body)))
    handler.end_headers()
    handler.wfile.write(body)
