"""The examples of docs/api.md, one after the other, as they stand there."""

import re
import shlex
from pathlib import Path
from typing import Any, Final

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from guatu.ledgers.models import StandardCheck
from tests.api.conftest import token_of
from tests.ledgers.factories import PNG, County

DOC: Final = Path(__file__).parents[2] / "docs" / "api.md"
PEOPLE: Final = ("coordinator", "town", "liaison", "reviewer", "verifier")


def test_the_examples_do_what_they_say(county: County) -> None:
    known = {name.upper(): token_of(county, name) for name in PEOPLE}
    known |= {
        "API": "/api/v1",
        "OFFICE": str(county.office.pk),
        "LEDGER": str(county.ledger.pk),
        "STANDARD": str(county.standard.pk),
        "UNIT": str(county.lead.pk),
        "TOWN_UNIT": str(county.towns[0].pk),
        "CHECK": str(StandardCheck.objects.get(version=county.standard, method="person").pk),
    }
    commands = list(examples())
    assert len(commands) > 15
    for command in commands:
        answer = run(command, known)
        assert answer.status_code in (200, 201, 202), (command, answer.content.decode())
        learn(answer, known)
    assert [one["event"] for one in answer.json()["duties"]] == ["look_back_planned"]
    assert Client().get(f"/api/v1/items/{known['ITEM']}").status_code == 401


def examples() -> list[str]:
    """Every call of the blocks that a shell could run."""
    blocks = re.findall(r"```sh\n(.*?)```", DOC.read_text(encoding="utf-8"), flags=re.DOTALL)
    lines = "\n".join(blocks).replace("\\\n", " ")
    return [one for one in re.split(r"\n(?=curl|guatu)", lines) if one.startswith("curl")]


def run(command: str, known: dict[str, str]) -> Any:
    """A call of curl, at the door of the tests."""
    words = shlex.split(re.sub(r"\$([A-Z_]+)", lambda match: known[match[1]], command))
    path = next(word for word in words[1:] if word.startswith("/api"))
    headers = dict(words[at + 1].split(": ", 1) for at, word in enumerate(words) if word == "-H")
    if "-F" in words:
        parts = dict(words[at + 1].split("=", 1) for at, word in enumerate(words) if word == "-F")
        sent = {
            name: SimpleUploadedFile(one[1:], PNG) if one[0] == "@" else one for name, one in parts.items()
        }
        return Client(headers=headers).post(path, sent)
    if "-d" in words:
        kind = headers.pop("Content-Type")
        return Client(headers=headers).post(path, words[words.index("-d") + 1], content_type=kind)
    return Client(headers=headers).get(path)


def learn(answer: Any, known: dict[str, str]) -> None:
    """What later examples name: the item, its tag, the duty of the town, the file that was sent."""
    told = answer.json()
    if "assignments" in told:
        known["TAG"], known["ITEM"] = answer.headers["ETag"].replace('"', '\\"'), str(told["id"])
        known["ASSIGNMENT"] = str(told["assignments"][-1]["id"])
    known["FILE"] = told.get("file", known.get("FILE", ""))
