"""The same fact has the same bytes; the vectors here are those of docs/trust.md."""

import json
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from pathlib import Path

import pytest

from guatu.history.canonical import canonical, digest, moment, plain, sealed

TRUST = Path(__file__).parents[2] / "docs" / "trust.md"
CHINA = timezone(timedelta(hours=8))

VECTORS: list[tuple[dict[str, object], str, str]] = [
    ({}, "{}", "44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a"),
    (
        {"b": 1, "a": [True, None, -7], "乙": "", "甲": '引"号\\\n'},
        '{"a":[true,null,-7],"b":1,"乙":"","甲":"引\\"号\\\\\\n"}',
        "",
    ),
    (
        {"amount": Decimal("1200.50"), "share": Decimal("-0.00"), "large": Decimal("1E+3")},
        '{"amount":"1200.5","large":"1000","share":"0"}',
        "",
    ),
    (
        {"day": date(2026, 9, 18), "at": datetime(2026, 9, 18, 9, 2, 3, 45, tzinfo=CHINA)},
        '{"at":"2026-09-18T01:02:03.000045Z","day":"2026-09-18"}',
        "",
    ),
    ({"name": "e\u0301\u2126"}, '{"name":"\u00e9\u03a9"}', ""),
    ({"kinds": {"b", "a"}, "nested": {"z": {"y": "x"}}}, '{"kinds":["a","b"],"nested":{"z":{"y":"x"}}}', ""),
]


@pytest.mark.parametrize(("value", "text", "sha256"), VECTORS)
def test_a_fact_has_one_form(value: dict[str, object], text: str, sha256: str) -> None:
    found = canonical(value)

    assert found.decode() == text
    assert json.loads(found) == plain(value)
    assert canonical(json.loads(found)) == found
    if sha256:
        assert digest(found, "sha256") == sha256


@pytest.mark.parametrize(
    "value", [1.5, float("nan"), Decimal("NaN"), Decimal("Infinity"), b"bytes", object()]
)
def test_what_has_no_one_form_is_refused(value: object) -> None:
    with pytest.raises(TypeError, match="no canonical form"):
        canonical({"value": value})


def test_a_moment_without_a_time_zone_is_refused() -> None:
    with pytest.raises(TypeError, match="no time zone"):
        moment(datetime(2026, 9, 18))  # noqa: DTZ001 - that is the point


def test_a_moment_is_written_in_utc_with_six_digits() -> None:
    assert moment(datetime(2026, 9, 18, tzinfo=UTC)) == "2026-09-18T00:00:00.000000Z"
    assert moment(datetime(2026, 9, 18, 0, 0, 0, 5, tzinfo=CHINA)) == "2026-09-17T16:00:00.000005Z"


def test_many_digits_are_kept() -> None:
    digits = "12345678901234567890123456789012345.6789"

    assert plain(Decimal(digits)) == digits


def test_digests_are_those_of_the_standards() -> None:
    assert digest(b"abc", "sha256") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    assert digest(b"abc", "sm3") == "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"
    with pytest.raises(ValueError, match="md5"):
        digest(b"abc", "md5")


def test_a_sealed_text_is_the_digest_of_salt_and_text() -> None:
    assert sealed("秘密".encode(), b"\x00" * 16, "sha256") == digest(b"\x00" * 16 + "秘密".encode(), "sha256")


def test_the_documented_vectors_are_these() -> None:
    page = TRUST.read_text(encoding="utf-8")

    for value, text, _ in VECTORS:
        assert text in page
        assert digest(canonical(value), "sha256") in page
