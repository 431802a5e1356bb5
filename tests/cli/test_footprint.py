"""What a running server weighs, after pages of every kind."""

import http.client
import os
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client

from tests.cli.servers import Server, until
from tests.ledgers.factories import make_county, make_items, signed
from tests.scratch import Scratch

REQUESTS = 500 if os.environ.get("GUATU_SOAK") else 60
MOST = 200
"""MiB of all processes together, shared pages counted once."""


@pytest.mark.enable_socket
@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_all_processes_stay_under_200_mib_after_many_requests(scratch: Scratch) -> None:
    county = make_county()
    item = signed(county)
    make_items(county, 60)
    client = Client()
    client.force_login(county.people["coordinator"], "django.contrib.auth.backends.ModelBackend")
    cookie = f"{settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}"
    pages = ["/", "/ledgers", f"/ledgers/{county.ledger.pk}", f"/items/{item.pk}", "/directives", "/work"]
    with Server(scratch.environment, workers=2) as server:
        until(server.answers)
        statuses = [
            asked(server, (*pages, "/static/guatu/guatu.css", "/health")[number % 8], cookie)
            for number in range(REQUESTS)
        ]
        weight = sum(map(proportional, server.everybody))
    assert set(statuses) <= {200, 302}, statuses[:8]
    assert weight < MOST, f"{weight:.0f} MiB"


def asked(server: Server, path: str, cookie: str) -> int:
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=10)
    try:
        connection.request("GET", path, headers={"Cookie": cookie})
        answer = connection.getresponse()
        answer.read()
        return answer.status
    finally:
        connection.close()


def proportional(pid: int) -> float:
    """The proportional set size of a process in MiB."""
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1024
