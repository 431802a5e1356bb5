"""A real browser before the pages: no complaint of the console, no foreign host, no sideways scroll."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.core.servers.basehttp import ThreadedWSGIServer
from django.db import connection
from django.test.testcases import LiveServerThread
from playwright.sync_api import Browser, ConsoleMessage, Page, Request, sync_playwright
from pytest_django import DjangoDbBlocker
from pytest_django.live_server_helper import LiveServer

_INSTALLED = (Path("/usr/bin/chromium-headless-shell"), Path("/usr/bin/chromium"))
CHROMIUM = os.environ.get("GUATU_CHROMIUM") or str(next(filter(Path.exists, _INSTALLED), _INSTALLED[-1]))
SOAK = os.environ.get("GUATU_SOAK") == "1"
_WIDE = 1000
HEIGHTS = {1440: 900, 1366: 768, 390: 844}
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """One Chromium for the whole run; skipped by name where there is none, unless a browser is required."""
    if not Path(CHROMIUM).exists():
        words = f"没有 Chromium（{CHROMIUM}），浏览器测试未运行"
        if os.environ.get("GUATU_REQUIRE_BROWSER") == "1":
            pytest.fail(words)
        pytest.skip(words)
    # Playwright keeps an event loop in this thread, which Django would take for asynchronous code.
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as playwright:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def site(socket_enabled: None, django_db_blocker: DjangoDbBlocker) -> Iterator[str]:
    """The address of a server for pages that need no database; those that do take `served`."""
    with django_db_blocker.unblock():  # Django looks after the connections of each request all the same
        yield from _serving()


@pytest.fixture
def served(socket_enabled: None, scratch: object) -> Iterator[str]:
    """The address of a server on a scratch database, where what a test commits is seen by the pages."""
    yield from _serving()


class Prompt(ThreadedWSGIServer):
    """Ends at once: it looks often whether it shall, where the library's own looks twice a second."""

    def serve_forever(self, poll_interval: float = 0.02) -> None:
        super().serve_forever(poll_interval)


def _serving() -> Iterator[str]:
    # the browser's last connections may end after the server, and each lets go of the database then
    connection.inc_thread_sharing()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(LiveServerThread, "server_class", Prompt)
        server = LiveServer("localhost")
    server._live_server_modified_settings.enable()  # as pytest-django does for its own fixture
    yield server.url
    server._live_server_modified_settings.disable()
    server.stop()


class Watched:
    """What went wrong while a page was looked at."""

    def __init__(self, page: Page, *, allowed: tuple[str, ...]) -> None:
        self.page, self.allowed = page, allowed
        self.complaints: list[str] = []
        self.strangers: list[str] = []
        page.on("console", self._hear)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("request", self._follow)

    def _hear(self, message: ConsoleMessage) -> None:
        tolerated = any(words in message.text for words in self.allowed)
        if message.type in ("error", "warning") and not tolerated:
            self.complaints.append(f"{message.type}: {message.text}")

    def _follow(self, request: Request) -> None:
        if not request.url.startswith(("http://localhost:", "http://127.0.0.1:", "blob:", "data:")):
            self.strangers.append(request.url)

    def verify(self) -> None:
        scrolled = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        wider = self.page.evaluate(scrolled) if self.page.url.startswith("http") else 0
        assert self.complaints == []
        assert self.strangers == []
        assert wider <= 0, f"{self.page.url} scrolls sideways by {wider} px"


@pytest.fixture
def open_page(socket_enabled: None, chromium: Browser) -> Iterator[Callable[..., Page]]:
    """open_page(width=1440, allowed=("status of 422",)) gives a page that is verified when the test ends.

    `allowed` names words of console messages that the test provokes: Chromium complains of every 4xx answer.
    """
    watched: list[Watched] = []

    def new_page(width: int = 1440, allowed: tuple[str, ...] = ()) -> Page:
        size = {"width": width, "height": HEIGHTS.get(width, 900)}
        context = chromium.new_context(
            viewport=size,  # type: ignore[arg-type]  # a mapping of the library's own
            locale="zh-CN",
            timezone_id="Asia/Shanghai",
            has_touch=width < 760,
            reduced_motion="reduce",
        )
        page = context.new_page()
        watched.append(Watched(page, allowed=allowed))
        return page

    yield new_page
    try:
        for each in watched:
            each.verify()
    finally:
        for each in watched:
            each.page.context.close()


def grave(page: Page) -> list[str]:
    """What a screen reader or a person without a mouse would stumble over: serious findings of axe.

    Contrast takes axe three times as long as all else, and colours are the same at any width: where time is
    short it is looked at on wide pages.
    """
    size = page.viewport_size or {"width": 0}
    rules = {"color-contrast": {"enabled": SOAK or size["width"] >= _WIDE}}
    found = Axe().run(page, options={"resultTypes": ["violations"], "rules": rules}).response["violations"]
    return [
        f"{one['id']}: {[node['html'][:200] for node in one['nodes']]}"
        for one in found
        if one["impact"] in ("serious", "critical")
    ]
