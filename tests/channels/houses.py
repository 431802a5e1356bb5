"""The houses at the other end, on this machine: they judge what comes as the real ones do, and keep it."""

import base64
import hashlib
import hmac
import json
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

SECRET = "SEC-of-the-group"  # noqa: S105 - of a robot on this machine


@dataclass
class Came:
    """What a house was sent, and how it is to behave."""

    port: int = 0
    bodies: list[Any] = field(default_factory=list)
    mails: list[EmailMessage] = field(default_factory=list)
    answers: list[tuple[int, str]] = field(default_factory=list)
    """What it says next, before it says what it would."""


def _judge_wecom(query: dict[str, list[str]], body: dict[str, Any]) -> dict[str, Any]:
    """The key of the group, and a text of at most 2,048 bytes (developer.work.weixin.qq.com, path/91770)."""
    if query.get("key") != ["group-key"]:
        return {"errcode": 93000, "errmsg": "invalid webhook url"}
    is_text = body["msgtype"] == "text" and 0 < len(body["text"]["content"].encode()) <= 2048
    return {"errcode": 0 if is_text else 40058, "errmsg": "ok"}


def _judge_dingtalk(query: dict[str, list[str]], body: dict[str, Any]) -> dict[str, Any]:
    """The moment in milliseconds, and base64(HMAC-SHA256(secret, moment + newline + secret)), url-encoded."""
    moment = query.get("timestamp", [""])[0]
    wanted = hmac.digest(SECRET.encode(), f"{moment}\n{SECRET}".encode(), "sha256")
    if len(moment) != 13 or query.get("sign") != [base64.b64encode(wanted).decode()]:
        return {"errcode": 310000, "errmsg": "sign not match"}
    return {"errcode": 0 if body["msgtype"] == "text" and body["text"]["content"] else 400, "errmsg": "ok"}


def _judge_feishu(query: dict[str, list[str]], body: dict[str, Any]) -> dict[str, Any]:
    """Seconds, and base64(HMAC-SHA256(moment + newline + secret, nothing)) in the body."""
    key = f"{body.get('timestamp')}\n{SECRET}".encode()
    wanted = base64.b64encode(hmac.new(key, b"", hashlib.sha256).digest()).decode()
    if len(str(body.get("timestamp"))) != 10 or body.get("sign") != wanted:
        return {"code": 19021, "msg": "sign match fail or timestamp is not within one hour from current time"}
    return {"code": 0 if body["msg_type"] == "text" and body["content"]["text"] else 19002, "msg": "ok"}


_JUDGES = {"/wecom": _judge_wecom, "/dingtalk": _judge_dingtalk, "/feishu": _judge_feishu}


@contextmanager
def web_house() -> Iterator[Came]:
    """Robots under their names, and an SMS gateway under /sms that answers {"code":0}."""
    came = Came()

    class House(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            data = self.rfile.read(int(self.headers["Content-Length"]))
            parts = urlsplit(self.path)
            judge = _JUDGES.get(parts.path)
            text = data.decode()
            came.bodies.append(json.loads(text) if "json" in self.headers["Content-Type"] else text)
            said = judge(parse_qs(parts.query), came.bodies[-1]) if judge else {"code": 0}
            status, answer = came.answers.pop(0) if came.answers else (200, json.dumps(said))
            self.send_response(status)
            self.end_headers()
            self.wfile.write(answer.replace(" ", "").encode())

        def log_message(self, format: str, *args: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), House) as server, _running(server):
        came.port = server.server_port
        yield came


@contextmanager
def mail_house() -> Iterator[Came]:
    """A mail server that takes every mail but those to addresses that begin with gone@."""
    came = Came()

    class House(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            self._say("220 mail.example")
            while line := self.rfile.readline().decode().strip():
                word = line.split(" ")[0].upper()
                if word == "QUIT":
                    return self._say("221 bye")
                if word == "DATA":
                    self._say("354 go on")
                    self._take()
                elif line.upper().startswith("RCPT TO:<GONE@"):
                    self._say("550 no such mailbox")
                else:
                    self._say("250 ok")
            return None

        def _take(self) -> None:
            lines = []
            while (line := self.rfile.readline()) != b".\r\n":
                lines.append(line.removeprefix(b".") if line.startswith(b"..") else line)
            came.mails.append(message_from_bytes(b"".join(lines), policy=policy.default))
            self._say("250 taken")

        def _say(self, text: str) -> None:
            self.wfile.write(f"{text}\r\n".encode())

    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), House) as server, _running(server):
        came.port = server.server_address[1]
        yield came


@contextmanager
def _running(server: socketserver.BaseServer) -> Iterator[None]:
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield
    finally:
        server.shutdown()
        thread.join()
