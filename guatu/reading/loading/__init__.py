"""Loaders: bytes become a Source, one reader per format behind one small interface."""

import re
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


_UNWRITABLE = re.compile(r"[\x00-\x1f\x7f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]")


class Loader(Protocol):
    """Reads one format."""

    def __call__(self, data: bytes, *, name: str) -> Source: ...


def load(data: bytes, *, name: str) -> Source:
    """The document in these bytes, by the loader of its format; `name` decides only where bytes do not."""
    sniffed = sniff(data, name=name)
    source = loader_for(sniffed.format)(data, name=_file_name(name))
    return replace(source, warnings=(*sniffed.warnings, *source.warnings))


def _file_name(written: str) -> str:
    """A name without the folders before it and without what no writer can carry."""
    return _UNWRITABLE.sub("\ufffd", re.split(r"[/\\]", written)[-1])


def loader_for(kind: Format) -> Loader:
    """The loader of a format, imported at its first use: a pdf reader should not delay a text file."""
    loader: Loader = import_module(f"guatu.reading.loading.{_ROOMS[kind]}").load
    return loader
