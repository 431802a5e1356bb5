"""Asking a provider: whatever it does, the asking ends."""

import ssl
import time
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from guatu.http.identity import fetching
from guatu.http.identity.fetching import NoAnswer, fetch
from tests.http.identity.crooked import Crooked, serving


def silent(handler: BaseHTTPRequestHandler) -> None:
    time.sleep(1.2)


def dripping_head(handler: BaseHTTPRequestHandler) -> None:
    with suppress(OSError):
        for _ in range(40):
            handler.wfile.write(b"H")
            time.sleep(0.05)


def dripping_body(handler: BaseHTTPRequestHandler) -> None:
    handler.send_response(200)
    handler.send_header("Content-Length", "1000")
    handler.end_headers()
    with suppress(OSError):
        for _ in range(40):
            handler.wfile.write(b"{")
            time.sleep(0.05)


@pytest.mark.parametrize("say", [silent, dripping_head, dripping_body], ids=lambda one: one.__name__)
def test_a_provider_that_drags_its_feet_is_left(
    crooked: Crooked, monkeypatch: pytest.MonkeyPatch, say: object
) -> None:
    monkeypatch.setattr(fetching, "_EACH", 0.5)
    monkeypatch.setattr(fetching, "_WHOLE", 0.7)
    crooked.says["/slow"] = say  # type: ignore[assignment]
    start = time.monotonic()

    with pytest.raises(NoAnswer):
        fetch(f"{crooked.issuer}/slow")

    assert time.monotonic() - start < 1.1


def test_an_address_without_tls_is_not_asked() -> None:
    with pytest.raises(NoAnswer, match="address"):
        fetch("http://id.county.example/keys")


def test_a_certificate_that_nobody_vouches_for_is_no_provider(crooked: Crooked) -> None:
    with pytest.raises(NoAnswer):
        fetch(crooked.issuer.replace("http://", "https://"))


def test_certificates_that_cannot_be_read_are_told_as_such(crooked: Crooked) -> None:
    with pytest.raises(NoAnswer, match="authorities"):
        fetch(crooked.issuer.replace("http://", "https://"), authorities="/nowhere/ca.pem")


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate for this machine that vouches for itself, with its key, as one file."""
    own = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(own.public_key())
        .serial_number(1)
        .not_valid_before(datetime.now(UTC) - timedelta(days=1))
        .not_valid_after(datetime.now(UTC) + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(own, hashes.SHA256())
    )
    path = tmp_path_factory.mktemp("authority") / "both.pem"
    key = own.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    path.write_bytes(made.public_bytes(Encoding.PEM) + key)
    return path


@pytest.fixture
def over_tls(socket_enabled: None, authority: Path) -> Iterator[str]:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(authority)
    with serving(context) as provider:
        provider.says["/dripping"] = dripping_body
        yield provider.issuer.replace("http://127.0.0.1", "https://localhost")


def test_a_provider_is_known_by_the_authority_that_the_door_names(over_tls: str, authority: Path) -> None:
    assert fetch(f"{over_tls}/keys", authorities=str(authority)).status == 200

    with pytest.raises(NoAnswer, match="SSLCertVerificationError"):
        fetch(f"{over_tls}/keys")
    with pytest.raises(NoAnswer, match="SSLCertVerificationError"):
        fetch(f"{over_tls.replace('localhost', '127.0.0.1')}/keys", authorities=str(authority))


def test_a_provider_over_tls_that_drags_its_feet_is_left_too(
    over_tls: str, authority: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fetching, "_WHOLE", 0.4)
    start = time.monotonic()

    with pytest.raises(NoAnswer):
        fetch(f"{over_tls}/dripping", authorities=str(authority))

    assert time.monotonic() - start < 1.5
