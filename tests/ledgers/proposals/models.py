"""A server on this machine that speaks `/v1/chat/completions`, and says what it is told to say."""

import json
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

import pytest
from pytest_django import Settings

from guatu.ledgers.proposals.naming import Endpoint


@dataclass(slots=True)
class Model:
    """What it answers, and what it was asked."""

    url: str = ""
    fields: object = field(default_factory=dict)
    """What stands in the message; a text stands there as it is."""
    raw: bytes | None = None
    """The whole body instead."""
    status: int = 200
    drips: bool = False
    """A byte from time to time, without end."""
    asked: list[dict[str, Any]] = field(default_factory=list)
    keys: list[str | None] = field(default_factory=list)

    @property
    def body(self) -> bytes:
        if self.raw is not None:
            return self.raw
        said = self.fields if isinstance(self.fields, str) else json.dumps(self.fields, ensure_ascii=False)
        return json.dumps({"choices": [{"message": {"role": "assistant", "content": said}}]}).encode()


@pytest.fixture
def model(settings: Settings) -> Iterator[Model]:
    """The settings name it as the local model."""
    told = Model()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            assert self.path == "/v1/chat/completions"
            told.asked.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            told.keys.append(self.headers["Authorization"])
            self.send_response(told.status)
            self.end_headers()
            try:
                while told.drips:
                    self.wfile.write(b" ")
                    self.wfile.flush()
                    time.sleep(0.05)
                self.wfile.write(told.body)
            except OSError:
                return  # whoever asked has gone

        def log_message(self, *_: object) -> None:
            """Quietly."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        server.daemon_threads = True
        Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
        told.url = f"http://127.0.0.1:{server.server_address[1]}/v1"
        settings.LLM = Endpoint(url=told.url, model="small", key="sesame", seconds=5)
        yield told
        told.drips = False
        server.shutdown()
