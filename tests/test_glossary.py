"""The glossary holds one English word for one Chinese term, and the words that the code speaks."""

import re
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).parents[1]
ROW = re.compile(
    r"^\| (?P<chinese>[^|]*[\u4e00-\u9fff][^|]*) \| (?P<english>`[^|]+) \| (?P<meaning>[^|]+) \|$"
)


def rows(text: str) -> list[tuple[str, str, str]]:
    found = (ROW.match(line) for line in text.splitlines())
    return [(match["chinese"], match["english"], match["meaning"]) for match in found if match]


def glossary() -> str:
    return (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8")


def test_every_line_of_the_tables_is_a_whole_row() -> None:
    lines = [line for line in glossary().splitlines() if line.startswith("|")]
    heads = [line for line in lines if line.startswith(("| 中文 |", "|---"))]

    assert len(rows(glossary())) == len(lines) - len(heads)


def test_no_term_and_no_word_stands_twice() -> None:
    for column in (0, 1):
        counts = Counter(row[column] for row in rows(glossary()))
        assert [word for word, count in counts.items() if count > 1] == []


def test_the_words_of_rooms_that_stand_are_spoken_in_the_code() -> None:
    standing = glossary().split("## Words kept for rooms to come")[0]
    code = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "guatu").rglob("*.py"))
    spoken = set(re.findall(r"\w+", code))

    words = {word for row in rows(standing) for word in re.findall(r"`(\w+)`", row[1])}
    assert words - spoken == set()
