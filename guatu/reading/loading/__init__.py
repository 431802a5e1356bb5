"""Loaders: bytes become a Source, one reader per format behind one small interface."""

from dataclasses import replace
from importlib import import_module
from typing import Protocol

from guatu.reading.loading.sniff import Format, sniff
from guatu.reading.source import Source

_ROOMS: dict[Format, str] = {
    "docx": "docx",
    "doc": "office",
    "rtf": "office",
    "xlsx": "sheets",
    "xls": "sheets",
    "csv": "sheets",
    "pdf": "pdf",
    "html": "html",
    "text": "text",
    "image": "scan",
}


class Loader(Protocol):
    """Reads one format."""

    def __call__(self, data: bytes, *, name: str) -> Source: ...


def load(data: bytes, *, name: str) -> Source:
    """The document in these bytes, by the loader of its format; `name` decides only where bytes do not."""
    sniffed = sniff(data, name=name)
    source = loader_for(sniffed.format)(data, name=name)
    return replace(source, warnings=(*sniffed.warnings, *source.warnings))


def loader_for(kind: Format) -> Loader:
    """The loader of a format, imported at its first use: a pdf reader should not delay a text file."""
    loader: Loader = import_module(f"guatu.reading.loading.{_ROOMS[kind]}").load
    return loader
