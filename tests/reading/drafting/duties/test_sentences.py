"""Owners and leads of sentences over every genre, each decided by hand (`sentences.txt`)."""

from collections.abc import Iterator
from pathlib import Path
from typing import cast

import pytest

from guatu.reading.draft import Kind
from guatu.reading.drafting.duties import find_duties

Case = tuple[Kind, str, tuple[str, ...], str | None]


def cases() -> Iterator[Case]:
    """The sentences of the table: a heading gives the kind, each sentence is followed by owners and lead."""
    kind: Kind = "other"
    lines = Path(__file__).with_name("sentences.txt").read_text("utf-8").splitlines()
    rows = [line for line in lines if line and not line.startswith("# ")]
    for at, row in enumerate(rows):
        if row.startswith("## "):
            kind = cast(Kind, row.removeprefix("## "))
        elif not row.startswith("  "):
            owners = rows[at + 1].removeprefix("  owners:").split()
            lead = rows[at + 2].removeprefix("  lead:").strip()
            yield kind, row, tuple(owners), lead or None


CASES = list(cases())


def test_the_table_covers_every_genre_that_gives_orders() -> None:
    assert len(CASES) >= 150
    assert {kind for kind, *_ in CASES} == {
        "task_plan",
        "minutes",
        "bulletin",
        "rectification_report",
        "rectification_plan",
        "speech",
        "news",
        "policy",
        "instruction",
    }


@pytest.mark.parametrize(("kind", "text", "owners", "lead"), CASES)
def test_owners_and_lead_of_a_sentence(
    kind: Kind, text: str, owners: tuple[str, ...], lead: str | None
) -> None:
    found = find_duties(text, kind=kind)

    assert found.owners == owners
    assert found.lead == lead
