"""The gallery shows every part of a page, and a browser, old eyes and a screen reader can take it."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Page
from pytest_django import Settings

import guatu.web
from tests.browsers import grave

WEB = Path(guatu.web.__file__).parent
TEMPLATES = WEB / "templates"
PARTS = TEMPLATES / "web" / "_components"
SPRITE = WEB / "static" / "guatu" / "icons.svg"

OpenPage = Callable[..., Page]


@pytest.mark.parametrize(("query", "width"), [("", 1440), ("", 1366), ("", 390), ("?as_of=2026-08-31", 1440)])
def test_the_gallery_is_quiet_and_reads_well(site: str, open_page: OpenPage, query: str, width: int) -> None:
    page = open_page(width=width)
    page.goto(site + reverse("web:gallery") + query)

    assert grave(page) == []


def test_every_part_stands_in_the_gallery(client: Client) -> None:
    answer = client.get(reverse("web:gallery"))

    shown = {template.name for template in answer.templates}
    assert {f"web/_components/{path.name}" for path in PARTS.glob("*.html")} - shown == set()


def test_the_gallery_fills_every_variable(client: Client, settings: Settings) -> None:
    engine = settings.TEMPLATES[0]
    settings.TEMPLATES = [{**engine, "OPTIONS": {**engine["OPTIONS"], "string_if_invalid": "〔缺 %s〕"}}]

    text = client.get(reverse("web:gallery")).content.decode()

    assert re.findall("〔缺 .*?〕", text) == []


def test_every_part_says_first_what_it_needs() -> None:
    silent = [
        path.name
        for path in PARTS.glob("*.html")
        if "Needs: " not in path.read_text(encoding="utf-8").splitlines()[0]
    ]
    assert silent == []


def test_every_icon_that_is_drawn_stands_in_the_sprite() -> None:
    drawn = set(re.findall(r'id="([\w-]+)"', SPRITE.read_text(encoding="utf-8")))
    sources = "\n".join(path.read_text(encoding="utf-8") for path in TEMPLATES.rglob("*.html"))
    named = set(re.findall(r'{% icon "([\w-]+)"', sources)) | set(
        re.findall(r"icons\.svg' %}#([\w-]+)\"", sources)
    )
    in_python = "\n".join(path.read_text(encoding="utf-8") for path in WEB.rglob("*.py"))
    named |= set(re.findall(r'icon="([\w-]+)"', sources + in_python))

    assert named - drawn == set()


def test_no_template_holds_a_script_or_a_style_of_its_own() -> None:
    """The policy of the pages forbids both, and a forbidden one is silently not there."""
    guilty = [
        path.relative_to(TEMPLATES).as_posix()
        for path in TEMPLATES.rglob("*.html")
        if re.search(
            r'<style|\sstyle="|<script(?![^>]*\ssrc=)|\son\w+="|hx-on|https?://',
            path.read_text(encoding="utf-8"),
        )
    ]
    assert guilty == []
