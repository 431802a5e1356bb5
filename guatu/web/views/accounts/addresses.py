"""The address of a table: what narrows it stands in the query, and every link of the page keeps the rest."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import QueryDict

from guatu.web.parts import Option


@dataclass(frozen=True, slots=True)
class Address:
    """A page with what is asked of it."""

    path: str
    asked: tuple[tuple[str, str], ...]

    @classmethod
    def read(cls, path: str, query: QueryDict, names: tuple[str, ...]) -> "Address":
        """Only what the page knows; the past day among it."""
        found = ((name, query.get(name, "").strip()) for name in (*names, "as_of"))
        return cls(path, tuple((name, value) for name, value in found if value))

    def get(self, name: str) -> str:
        return dict(self.asked).get(name, "")

    def key(self, name: str) -> int | None:
        """A key of a row."""
        value = self.get(name)
        return int(value) if value.isascii() and value.isdecimal() and len(value) < 19 else None

    def but(self, **changes: object) -> str:
        """The address with other values; an empty one is dropped. Another filter begins at the first page."""
        values = dict(self.asked) | {"page": ""} | {name: str(value or "") for name, value in changes.items()}
        query = urlencode({name: value for name, value in values.items() if value})
        return f"{self.path}?{query}" if query else self.path

    def options(self, name: str, choices: list[tuple[str, str]]) -> list[Option]:
        """A menu of values of one filter."""
        now = self.get(name)
        return [Option(label, self.but(**{name: value}), is_current=value == now) for value, label in choices]

    def kept(self, *without: str) -> list[tuple[str, str]]:
        """What a form of method get has to say again."""
        return [(name, value) for name, value in self.asked if name not in (*without, "page")]
