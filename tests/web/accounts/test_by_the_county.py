"""Signing in at a real provider of OpenID Connect, which runs as a server of its own."""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Final
from urllib.error import HTTPError
from urllib.parse import parse_qs, urlencode, urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

import pytest
from django.test import Client
from playwright.sync_api import Browser, Page
from pytest_django.fixtures import Settings

from guatu.accounts.models import Person
from guatu.http.identity import metadata
from guatu.http.identity.doors import PASSWORD_DOOR, OidcDoor
from guatu.http.models import Session
from tests.accounts.factories import PASSWORD, make_office, make_person
from tests.browsers import HEIGHTS, grave
from tests.web.accounts.houses import provider

pytestmark = pytest.mark.enable_socket

ZHOU: Final = {"sub": "E1001", "name": "周宁", "amr": ["pwd"]}
HE: Final = {"sub": "E1002", "name": "何敏", "amr": ["pwd", "mfa"]}
NOBODY: Final = {"sub": "E9999"}


class _Stay(HTTPRedirectHandler):
    """A redirect is an answer like any other."""

    def redirect_request(self, *words: object) -> None:
        return None


@pytest.fixture(scope="module")
def issuer() -> Iterator[str]:
    with provider(ZHOU, HE, NOBODY) as address:
        yield address


@pytest.fixture
def _door(issuer: str, settings: Settings) -> Iterator[None]:
    county = OidcDoor(
        name="county",
        label="统一身份认证",
        issuer=issuer,
        client_id="guatu",
        client_secret="of the test alone",  # noqa: S106 - no secret
        scopes="openid profile",
        two_step=frozenset({"mfa"}),
    )
    settings.SIGN_IN_DOORS = (PASSWORD_DOOR, county)
    yield
    metadata.forget()


def make_people() -> tuple[Person, Person]:
    office = make_office()
    leader = make_person("周宁", username="zhouning", external_id="E1001", roles=[("leader", office)])
    keeper = make_person("何敏", username="hemin", external_id="E1002", roles=[("administrator", office)])
    return leader, keeper


def begun(client: Client) -> str:
    """The provider's address to which the browser is sent."""
    return client.get("/sign-in/county?next=/account").headers["Location"]


def agreed(address: str, subject: str) -> str:
    """What the provider sends the browser back with, once somebody signed in there."""
    asked = Request(address, data=urlencode({"sub": subject}).encode())  # noqa: S310 - of this machine
    with pytest.raises(HTTPError, match="302") as answer, build_opener(_Stay).open(asked, timeout=10):
        pass
    with answer.value:
        back = urlsplit(answer.value.headers["Location"])
    return f"{back.path}?{back.query}"


@pytest.mark.usefixtures("_door")
def test_who_signs_in_there_is_signed_in_here(client: Client, db: None) -> None:
    leader, _ = make_people()

    answer = client.get(agreed(begun(client), "E1001"))

    assert answer.headers["Location"] == "/account"
    assert client.get("/account").status_code == 200
    assert Session.objects.get(person_id=leader.pk).door == "county"


@pytest.mark.usefixtures("_door")
def test_a_second_step_there_stands_for_ours(client: Client, db: None, settings: Settings) -> None:
    settings.TOTP_REQUIRED = True
    make_people()
    client.get(agreed(begun(client), "E1002"))

    assert client.get("/account").status_code == 200


@pytest.mark.usefixtures("_door")
def test_a_code_serves_once_whatever_is_done_with_it(client: Client, db: None) -> None:
    make_people()
    used = agreed(begun(client), "E1001")
    client.get(used)
    other = Client()
    asked = parse_qs(urlsplit(begun(other)).query)

    replayed, again = other.get(used), client.get(used)
    code = parse_qs(urlsplit(used).query)["code"][0]
    carried = other.get("/sign-in/county/back", {"state": asked["state"][0], "code": code})

    assert replayed.status_code == carried.status_code == 422
    assert again.headers["Location"] == "/"
    assert "已过期或已用过" in replayed.content.decode()
    assert "没有通过核对（code）" in carried.content.decode()
    assert other.get("/account").status_code == 302


@pytest.mark.usefixtures("_door")
def test_a_code_that_was_given_for_another_beginning_fails_by_its_nonce(client: Client, db: None) -> None:
    """Somebody slips his own code to another browser: the token is about him, and for his own nonce."""
    make_people()
    stolen = parse_qs(urlsplit(agreed(begun(Client()), "E1002")).query)["code"][0]
    mine = parse_qs(urlsplit(begun(client)).query)["state"][0]

    answer = client.get("/sign-in/county/back", {"state": mine, "code": stolen})

    assert (answer.status_code, "（nonce）" in answer.content.decode()) == (422, True)
    assert client.get("/account").status_code == 302


@pytest.mark.usefixtures("_door")
def test_who_is_known_there_alone_is_told_whom_to_ask(client: Client, db: None) -> None:
    make_people()

    answer = client.get(agreed(begun(client), "E9999"))

    assert (answer.status_code, "请联系本单位管理员登记" in answer.content.decode()) == (403, True)


@pytest.mark.on_both
@pytest.mark.usefixtures("_door")
def test_in_a_browser_there_and_back_and_out_again(served: str, chromium: Browser, issuer: str) -> None:
    make_people()
    context = chromium.new_context(locale="zh-CN")
    context.route(re.compile("^https://"), lambda route: route.abort())  # the provider's dress is elsewhere
    page = context.new_page()
    page.goto(f"{served}/account")
    page.click("text=统一身份认证登录")
    assert page.url.startswith(f"{issuer}/oauth2/authorize?")
    page.fill("input[name=sub]", "E1001")
    page.locator("input[name=sub]").press("Enter")
    page.wait_for_url("**/account")

    assert page.url == f"{served}/account"
    assert "统一身份认证登录" in page.locator("li.a-where").inner_text()
    sign_out(page)
    assert "统一身份认证还在登录状态" in page.locator("[role=status]").first.inner_text()
    page.click("text=退出统一身份认证")
    assert page.url.startswith(f"{issuer}/oauth2/end_session?client_id=guatu")
    page.locator("form button").first.click()
    assert page.url.startswith(f"{served}/sign-in")
    page.goto(f"{served}/account")
    assert page.url.startswith(f"{served}/sign-in?next=")
    context.close()


def sign_out(page: Page) -> None:
    """By the button of the rail."""
    page.evaluate("document.querySelector('form[action$=\"/sign-out\"]').requestSubmit()")
    page.wait_for_url("**/sign-in**")


@pytest.mark.parametrize("width", [1440, 390])
@pytest.mark.usefixtures("_door")
def test_the_page_of_all_doors_is_clean_also_with_a_refusal(
    served: str, open_page: Callable[..., Page], issuer: str, width: int
) -> None:
    assert width in HEIGHTS
    page = open_page(width=width, allowed=("status of 422", "status of 503"))
    for address in ("/sign-in", "/sign-in?left=county", "/sign-in/county/back?state=x&code=y"):
        page.goto(served + address)
        assert grave(page) == [], address


@pytest.mark.usefixtures("_door")
def test_a_provider_that_went_away_leaves_the_password(client: Client, settings: Settings, db: None) -> None:
    gone = replace(settings.SIGN_IN_DOORS[1], name="gone", label="旧平台", issuer="http://localhost:9")
    settings.SIGN_IN_DOORS = (*settings.SIGN_IN_DOORS, gone)
    make_person(username="local", password=PASSWORD)

    assert "旧平台暂时连不上" in client.get("/sign-in/gone").content.decode()
    assert client.post("/sign-in", {"username": "local", "password": PASSWORD}).status_code == 302
