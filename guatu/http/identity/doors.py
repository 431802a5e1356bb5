"""The doors of sign-in as the environment names them, typed; a missing part stops with its cure.

GUATU_DOORS=password,county,chat
GUATU_DOOR_COUNTY=unified   GUATU_DOOR_COUNTY_ISSUER=...   GUATU_DOOR_COUNTY_CLIENT_ID=...
GUATU_DOOR_CHAT=wecom       GUATU_DOOR_CHAT_GATEWAYS=...   GUATU_DOOR_CHAT_KEY=...
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from ipaddress import IPv4Network, IPv6Network, ip_network
from typing import Final, Literal, TypeAlias, cast
from urllib.parse import urlsplit

from environs import Env

from guatu.kernel.errors import SettingMalformed, SettingMissing
from guatu.kernel.settings import Parts

PASSWORD: Final = "password"  # noqa: S105 - the name of a door
LOOPBACK: Final = ("localhost", "127.0.0.1", "::1")
_NAME: Final = re.compile(r"[a-z][a-z0-9-]{0,19}")
_HEADER: Final = re.compile(r"[A-Za-z][A-Za-z0-9-]{2,60}")
_SHORTEST_KEY: Final = 32
Network: TypeAlias = IPv4Network | IPv6Network
Match: TypeAlias = Literal["external_id", "username"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Door:
    """A way to sign in: its name stands in addresses and sessions, its label on the pages."""

    name: str
    label: str
    claim: str = "sub"
    """Which claim says who it is."""
    match: Match = "external_id"
    """Which field of a person the claim is."""
    two_step: frozenset[str] = frozenset()
    """Values of `amr` or `acr` that stand for a one-time code; none unless the keeper names them."""
    skew: int = 30
    """Seconds by which the two clocks may differ."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OidcDoor(Door):
    """A provider of OpenID Connect: authorization code with PKCE."""

    issuer: str
    client_id: str
    client_secret: str = field(repr=False)
    scopes: str = "openid"
    authorities: str = ""
    """A file of certificates by which the provider's own is checked; empty for those of the machine."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GatewayDoor(Door):
    """A gateway inside the network that puts a signed header on each request."""

    header: str
    gateways: tuple[Network, ...]
    key: str = field(repr=False, default="")
    """A shared secret; or else `public_key`."""
    public_key: str = ""
    """Ed25519, as PEM."""
    age: int = 60
    """Seconds for which a header is good."""

    @property
    def meta(self) -> str:
        """The header as WSGI names it."""
        return "HTTP_" + self.header.upper().replace("-", "_")


@dataclass(frozen=True, slots=True)
class _Preset:
    kind: Literal["oidc", "gateway"]
    label: str = ""
    scopes: str = "openid"
    header: str = "X-Guatu-Identity"


PRESETS: Final[Mapping[str, _Preset]] = {
    "oidc": _Preset("oidc"),
    "unified": _Preset("oidc", label="统一身份认证", scopes="openid profile"),
    "gateway": _Preset("gateway"),
    "wecom": _Preset("gateway", label="政务微信"),
}
"""What a door may be: a provider of the county, or a gateway that speaks for what is none, as a chat."""
PASSWORD_DOOR: Final = Door(name=PASSWORD, label="密码", match="username")


def read(env: Env) -> tuple[Door, ...]:
    """The doors in the order in which the page shows them."""
    names = [name.strip() for name in env.list("GUATU_DOORS", [PASSWORD])]
    if not names or len(set(names)) < len(names) or not all(_NAME.fullmatch(name) for name in names):
        raise SettingMalformed(
            "GUATU_DOORS", "各入口的名称以逗号分开，用小写字母、数字和连字符，不重复，例如 password,county"
        )
    return tuple(PASSWORD_DOOR if name == PASSWORD else _door(env, name) for name in names)


def find(doors: Iterable[Door], name: str) -> Door | None:
    """The door of that name."""
    return next((door for door in doors if door.name == name), None)


def _door(env: Env, name: str) -> Door:
    parts = Parts(env.str, "GUATU_DOOR", name)
    kinds = "、".join(PRESETS)
    preset = PRESETS.get(parts.text("", f"这个入口的种类：{kinds} 之一"))
    if preset is None:
        raise parts.wrong("", f"应为 {kinds} 之一")
    return _oidc(parts, preset) if preset.kind == "oidc" else _gateway(parts, preset)


def _oidc(parts: Parts, preset: _Preset) -> OidcDoor:
    issuer = parts.text("ISSUER", "认证平台的签发地址（issuer），例如 https://id.county.example").rstrip("/")
    if not is_safe(issuer):
        raise parts.wrong("ISSUER", "应为 https:// 开头的地址；只有本机试用可以是 http://localhost")
    secret = parts.secret("CLIENT_SECRET")
    if not secret:
        raise SettingMissing(
            parts.called("CLIENT_SECRET"),
            "平台发给本系统的应用密钥，或用 …_CLIENT_SECRET_FILE 指明存放它的文件",
        )
    scopes = parts.maybe("SCOPES", preset.scopes)
    if "openid" not in scopes.split():
        raise parts.wrong("SCOPES", "应含 openid，例如 openid profile")
    authorities = parts.maybe("CA")
    if authorities:
        parts.file("CA", authorities)
    return OidcDoor(
        name=parts.name,
        label=_label(parts, preset),
        claim=parts.maybe("CLAIM", "sub"),
        match=_match(parts),
        two_step=_two_step(parts),
        skew=parts.number("SKEW", 30, 300, "秒数"),
        issuer=issuer,
        client_id=parts.text("CLIENT_ID", "平台给本系统的应用标识（client_id）"),
        client_secret=secret,
        scopes=scopes,
        authorities=authorities,
    )


def _gateway(parts: Parts, preset: _Preset) -> GatewayDoor:
    header = parts.maybe("HEADER", preset.header)
    if not _HEADER.fullmatch(header):
        raise parts.wrong("HEADER", "应为请求头的名称，例如 X-Guatu-Identity")
    key, path = parts.secret("KEY"), parts.maybe("PUBLIC_KEY_FILE")
    if bool(key) == bool(path):
        raise SettingMissing(
            parts.called("KEY"),
            "与网关共用的密钥，或改给 …_PUBLIC_KEY_FILE（Ed25519 公钥，PEM），二者只给其一",
        )
    if key and len(key) < _SHORTEST_KEY:
        raise parts.wrong("KEY", f"至少 {_SHORTEST_KEY} 个字符，可用 openssl rand -hex 32 生成")
    return GatewayDoor(
        name=parts.name,
        label=_label(parts, preset),
        claim=parts.maybe("CLAIM", "sub"),
        match=_match(parts),
        two_step=_two_step(parts),
        skew=parts.number("SKEW", 5, 60, "秒数"),
        header=header,
        gateways=_networks(parts),
        key=key,
        public_key=parts.file("PUBLIC_KEY_FILE", path) if path else "",
        age=parts.number("AGE", 60, 60, "秒数"),
    )


def _networks(parts: Parts) -> tuple[Network, ...]:
    given = parts.text("GATEWAYS", "网关的地址，多个以逗号分开，例如 10.8.0.5,10.8.1.0/28")
    try:
        return tuple(ip_network(one.strip()) for one in given.split(","))
    except ValueError as error:
        raise parts.wrong("GATEWAYS", "应为地址或网段，以逗号分开，例如 10.8.0.5,10.8.1.0/28") from error


def _label(parts: Parts, preset: _Preset) -> str:
    label = parts.text("LABEL", "登录页上显示的名称，例如 统一身份认证", preset.label)
    if len(label) > 12:
        raise parts.wrong("LABEL", "不超过 12 个字")
    return label


def _match(parts: Parts) -> Match:
    match = parts.maybe("MATCH", "external_id")
    if match not in ("external_id", "username"):
        raise parts.wrong("MATCH", "应为 external_id（统一身份标识）或 username（用户名）")
    return cast("Match", match)


def _two_step(parts: Parts) -> frozenset[str]:
    return frozenset(parts.maybe("TWO_STEP").replace(",", " ").split())


def is_safe(address: str) -> bool:
    """Is it asked over TLS, or on this machine alone?"""
    parts = urlsplit(address)
    if not parts.hostname or parts.username or parts.fragment:
        return False
    return parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in LOOPBACK)
