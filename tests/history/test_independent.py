"""The independent script knows the same guards, tables and signatures, and needs nothing but Python."""

import ast
import hashlib
import json
import subprocess
import sys
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.db import connection

from guatu.history import exporting
from guatu.history.independent import verify_trail

SCRIPT = Path(verify_trail.__file__)


def digest(lines: list[str]) -> str:
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()[:40]


@pytest.mark.django_db
def test_it_knows_the_triggers_and_tables_of_today() -> None:
    schema = exporting.schema_now()
    triggers = {name: digest(list(one)) for name, one in sorted(schema["triggers"].items())}
    tables = {name: digest(sorted(set(lines))) for name, lines in sorted(schema["tables"].items())}

    say = f"paste into verify_trail.py: {json.dumps([triggers, tables], indent=4)}"
    assert verify_trail.TRIGGERS[connection.vendor] == triggers, say
    assert verify_trail.TABLES[connection.vendor] == tables, say


def test_it_imports_the_standard_library_alone() -> None:
    tree = ast.parse(SCRIPT.read_text(encoding="utf-8"))
    names = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    names |= {str(node.module) for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}

    assert {name.split(".")[0] for name in names} <= sys.stdlib_module_names


def test_it_speaks_chinese_and_refuses_a_file_that_is_not_there(tmp_path: Path) -> None:
    shown = subprocess.run(  # noqa: S603 - our own script
        [sys.executable, "-I", str(SCRIPT), str(tmp_path / "none.zip")],
        capture_output=True,
        text=True,
        check=False,
    )

    assert shown.returncode == 2
    assert "找不到" in shown.stderr


ONE = "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60"
TWO = "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb"
BY_ONE = (
    "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e06522490155"
    "5fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b"
)
BY_TWO = (
    "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
    "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"
)


@pytest.mark.parametrize(("secret", "message", "signature"), [(ONE, "", BY_ONE), (TWO, "72", BY_TWO)])
def test_its_signatures_are_those_of_rfc_8032(secret: str, message: str, signature: str) -> None:
    key = Ed25519PrivateKey.from_private_bytes(bytes.fromhex(secret)).public_key().public_bytes_raw()

    assert verify_trail.is_signed(key, bytes.fromhex(signature), bytes.fromhex(message))
    assert not verify_trail.is_signed(key, bytes.fromhex(signature), bytes.fromhex(message) + b"x")


@pytest.mark.parametrize("seed", range(8))
def test_it_agrees_with_another_implementation_on_good_and_bad_signatures(seed: int) -> None:
    key = Ed25519PrivateKey.from_private_bytes(hashlib.sha256(bytes([seed])).digest())
    public, message = key.public_key().public_bytes_raw(), bytes(range(seed * 9))
    signature = key.sign(message)
    order = 2**252 + 27742317777372353535851937790883648493
    malleable = signature[:32] + (int.from_bytes(signature[32:], "little") + order).to_bytes(32, "little")

    assert verify_trail.is_signed(public, signature, message)
    flipped = bytes([signature[0] ^ 1, *signature[1:]])
    other = Ed25519PrivateKey.generate().public_key().public_bytes_raw()
    for bad in (flipped, signature[:63], signature + b"0", b"", malleable):
        assert not verify_trail.is_signed(public, bad, message)
    assert not verify_trail.is_signed(other, signature, message)
    assert not verify_trail.is_signed(b"\xff" * 32, signature, message)
