"""One request as a careful program sends it: with a key, and again until it is answered."""

import http.client
import json
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final
from uuid import uuid4

PATIENCE: Final = 900.0
"""Seconds after which an unanswered request counts as a hang; under fire most attempts are cut off."""
_PAUSE: Final = 0.15


class Hang(RuntimeError):
    """Nobody answered."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back, and after how many attempts."""

    status: int
    told: dict[str, Any]
    is_replayed: bool
    attempts: int

    @property
    def code(self) -> str:
        """Of a refusal."""
        return str(self.told.get("error", {}).get("code", "")) if self.status >= 400 else ""


@dataclass(frozen=True, slots=True)
class Call:
    """A request that may be sent again."""

    path: str
    body: bytes | None
    kind: str = "application/json"
    key: str = ""

    @staticmethod
    def act(path: str, **given: Any) -> "Call":
        """An act with a key of its own."""
        return Call(path, json.dumps(given).encode(), key=uuid4().hex)

    @staticmethod
    def upload(path: str, name: str, data: bytes, **given: object) -> "Call":
        """A file; its second arrival is harmless or refused as the same."""
        edge = uuid4().hex
        parts = [
            f'--{edge}\r\nContent-Disposition: form-data; name="{field}"\r\n\r\n{value}\r\n'.encode()
            for field, value in given.items()
        ]
        head = f'--{edge}\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n'
        parts += [head.encode(), b"Content-Type: application/octet-stream\r\n\r\n", data, b"\r\n"]
        return Call(
            path, b"".join([*parts, f"--{edge}--\r\n".encode()]), f"multipart/form-data; boundary={edge}"
        )


@dataclass(slots=True)
class Program:
    """A program with a token; where the server listens may change."""

    token: str
    port: Callable[[], int]
    lost: list[int] = field(default_factory=list)
    """Status of each attempt without an answer: 0 where the connection broke."""

    def send(self, call: Call, method: str = "POST") -> Answer:
        """Send it until there is an answer that is one: below 500."""
        begun, attempts = time.monotonic(), 0
        while time.monotonic() - begun < PATIENCE:
            attempts += 1
            status, told, headers = self._once(call, method)
            if 0 < status < 500 and status != http.HTTPStatus.TOO_MANY_REQUESTS:
                return Answer(status, told, headers.get("Idempotency-Replayed") == "true", attempts)
            self.lost.append(status)
            time.sleep(_PAUSE)
        raise Hang(f"{call.path} after {attempts} attempts: {self.lost[-attempts:][-20:]}")

    def get(self, path: str) -> Answer:
        return self.send(Call(path, None), "GET")

    def _once(self, call: Call, method: str) -> tuple[int, dict[str, Any], Mapping[str, str]]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port(), timeout=60)
        headers = {"Authorization": f"Bearer {self.token}"}
        headers |= {"Content-Type": call.kind} if call.body is not None else {}
        headers |= {"Idempotency-Key": call.key} if call.key else {}
        try:
            connection.request(method, f"/api/v1{call.path}", call.body, headers)
            answer = connection.getresponse()
            headers, body = dict(answer.getheaders()), answer.read()
            is_ours = answer.status < 500
            return answer.status, json.loads(body or b"{}") if is_ours else {}, headers
        except (OSError, http.client.HTTPException, ValueError):
            return 0, {}, {}
        finally:
            connection.close()
