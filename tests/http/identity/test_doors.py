"""The doors as the environment names them: what each needs, and the cure for what is missing."""

from pathlib import Path

import pytest
from environs import Env

from guatu.http.identity import doors
from guatu.http.identity.doors import GatewayDoor, OidcDoor, is_safe
from guatu.kernel.errors import SettingMissing

COUNTY = {
    "GUATU_DOORS": "password, county",
    "GUATU_DOOR_COUNTY": "unified",
    "GUATU_DOOR_COUNTY_ISSUER": "https://id.county.example/",
    "GUATU_DOOR_COUNTY_CLIENT_ID": "guatu",
    "GUATU_DOOR_COUNTY_CLIENT_SECRET": "not to be shown",
}
CHAT = {
    "GUATU_DOORS": "chat-gate",
    "GUATU_DOOR_CHAT_GATE": "wecom",
    "GUATU_DOOR_CHAT_GATE_GATEWAYS": "10.8.0.5, 10.8.1.0/28",
    "GUATU_DOOR_CHAT_GATE_KEY": "0123456789abcdef0123456789abcdef",
}


def read(monkeypatch: pytest.MonkeyPatch, given: dict[str, str]) -> tuple[doors.Door, ...]:
    for name, value in given.items():
        monkeypatch.setenv(name, value)
    return doors.read(Env())


def test_without_a_word_there_is_the_password_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    assert [door.name for door in read(monkeypatch, {})] == ["password"]


def test_a_providers_door_is_read_with_what_is_usual(monkeypatch: pytest.MonkeyPatch) -> None:
    password, county = read(monkeypatch, COUNTY)

    assert isinstance(county, OidcDoor)
    assert (password.name, county.label, county.issuer) == (
        "password", "统一身份认证", "https://id.county.example",
    )  # fmt: skip
    assert (county.scopes, county.claim, county.match) == ("openid profile", "sub", "external_id")
    assert county.two_step == frozenset()
    assert "not to be shown" not in repr(county)


def test_a_gateways_door_is_read_with_what_is_usual(monkeypatch: pytest.MonkeyPatch) -> None:
    (chat,) = read(monkeypatch, CHAT | {"GUATU_DOOR_CHAT_GATE_TWO_STEP": "mfa, face"})

    assert isinstance(chat, GatewayDoor)
    assert (chat.label, chat.header, chat.meta) == ("政务微信", "X-Guatu-Identity", "HTTP_X_GUATU_IDENTITY")
    assert [str(one) for one in chat.gateways] == ["10.8.0.5/32", "10.8.1.0/28"]
    assert (chat.age, chat.two_step) == (60, frozenset({"mfa", "face"}))
    assert "0123456789abcdef" not in repr(chat)


def test_a_secret_may_lie_in_a_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("from a file\n", encoding="utf-8")
    given = COUNTY | {"GUATU_DOOR_COUNTY_CLIENT_SECRET": ""}
    county = read(monkeypatch, given | {"GUATU_DOOR_COUNTY_CLIENT_SECRET_FILE": str(tmp_path / "secret")})[1]

    assert isinstance(county, OidcDoor)
    assert county.client_secret == "from a file"  # noqa: S105 - no secret


@pytest.mark.parametrize(
    ("given", "name", "value"),
    [
        (COUNTY, "GUATU_DOOR_COUNTY", ""),
        (COUNTY, "GUATU_DOOR_COUNTY_ISSUER", ""),
        (COUNTY, "GUATU_DOOR_COUNTY_CLIENT_ID", ""),
        (COUNTY, "GUATU_DOOR_COUNTY_CLIENT_SECRET", ""),
        (CHAT, "GUATU_DOOR_CHAT_GATE_GATEWAYS", ""),
        (CHAT, "GUATU_DOOR_CHAT_GATE_KEY", ""),
    ],
)
def test_a_missing_part_stops_the_server_and_says_what_to_give(
    monkeypatch: pytest.MonkeyPatch, given: dict[str, str], name: str, value: str
) -> None:
    with pytest.raises(SettingMissing, match=f"缺少设置 {name}：请在环境变量中给出"):
        read(monkeypatch, given | {name: value})


@pytest.mark.parametrize(
    ("given", "name", "value"),
    [
        (COUNTY, "GUATU_DOORS", "password,password"),
        (COUNTY, "GUATU_DOORS", "County"),
        (COUNTY, "GUATU_DOOR_COUNTY", "saml"),
        (COUNTY, "GUATU_DOOR_COUNTY_ISSUER", "http://id.county.example"),
        (COUNTY, "GUATU_DOOR_COUNTY_SCOPES", "profile"),
        (COUNTY, "GUATU_DOOR_COUNTY_MATCH", "name"),
        (COUNTY, "GUATU_DOOR_COUNTY_SKEW", "3600"),
        (COUNTY, "GUATU_DOOR_COUNTY_CA", "/nowhere/ca.pem"),
        (COUNTY, "GUATU_DOOR_COUNTY_LABEL", "一个长得在按钮上放不下的名称"),
        (COUNTY, "GUATU_DOOR_COUNTY_CLIENT_SECRET_FILE", "/nowhere/secret"),
        (CHAT, "GUATU_DOOR_CHAT_GATE_GATEWAYS", "gateway.county.example"),
        (CHAT, "GUATU_DOOR_CHAT_GATE_KEY", "short"),
        (CHAT, "GUATU_DOOR_CHAT_GATE_HEADER", "X_Guatu"),
        (CHAT, "GUATU_DOOR_CHAT_GATE_AGE", "61"),
        (CHAT, "GUATU_DOOR_CHAT_GATE_AGE", "soon"),
    ],
)
def test_a_part_that_cannot_be_read_stops_the_server_too(
    monkeypatch: pytest.MonkeyPatch, given: dict[str, str], name: str, value: str
) -> None:
    with pytest.raises(SettingMissing, match=f"设置 {name} 写法有误："):
        read(monkeypatch, given | {name: value})


def test_a_gateway_is_known_by_one_key_not_two(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(SettingMissing, match="二者只给其一"):
        read(monkeypatch, CHAT | {"GUATU_DOOR_CHAT_GATE_PUBLIC_KEY_FILE": "/etc/guatu/gateway.pem"})


@pytest.mark.parametrize(
    "address",
    [
        "http://id.county.example",
        "https://somebody@id.county.example",
        "https:///nowhere",
        "file:///etc/passwd",
        "",
    ],
)
def test_only_addresses_over_tls_or_of_this_machine_are_asked(address: str) -> None:
    assert not is_safe(address)
    assert is_safe("https://id.county.example/realms/one")
    assert is_safe("http://localhost:9400")
