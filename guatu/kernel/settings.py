"""Settings of one named thing among several: a door of sign-in, a channel of messages."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from guatu.kernel.errors import SettingMalformed, SettingMissing


@dataclass(frozen=True, slots=True)
class Parts:
    """The settings of one thing: `GUATU_DOOR_COUNTY` and `GUATU_DOOR_COUNTY_ISSUER`."""

    read: Callable[[str, str], str]
    """A setting by its name, or what it is when it is not given."""
    kind: str
    name: str

    def called(self, part: str) -> str:
        """The whole name of a setting."""
        start = f"{self.kind}_{self.name.upper().replace('-', '_')}"
        return f"{start}_{part}" if part else start

    def text(self, part: str, cure: str, default: str = "") -> str:
        """What must be given; `cure` says what it is."""
        value = self.maybe(part, default)
        if not value:
            raise SettingMissing(self.called(part), cure)
        return value

    def maybe(self, part: str, default: str = "") -> str:
        """What may be left out."""
        return self.read(self.called(part), default).strip()

    def secret(self, part: str) -> str:
        """From the environment, or from a file that it names."""
        path = self.maybe(f"{part}_FILE")
        return self.file(f"{part}_FILE", path) if path else self.maybe(part)

    def file(self, part: str, path: str) -> str:
        """What stands in a file."""
        try:
            return Path(path).read_text(encoding="utf-8").strip()
        except (OSError, UnicodeDecodeError) as error:
            raise self.wrong(part, f"读不到文件 {path}，请核对路径和权限") from error

    def number(self, part: str, default: int, most: int, what: str) -> int:
        """A whole number up to a limit."""
        value = self.maybe(part, str(default))
        if not (value.isascii() and value.isdecimal() and int(value) <= most):
            raise self.wrong(part, f"请填不超过 {most} 的{what}")
        return int(value)

    def wrong(self, part: str, cure: str) -> SettingMalformed:
        """A setting that is there, and cannot be used."""
        return SettingMalformed(self.called(part), cure)
