"""A table from an Arrow table, or from Arrow record batches joined into one; needs pyarrow.

A column is read as the type of its field says. Texts may come plain or as dictionaries; figures as integers,
floats or decimals; a list of records as a list of structs.
"""

from collections.abc import Callable
from typing import Final, cast

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from guatu.rules.catalogue.fields import TYPE_LABELS, Field
from guatu.rules.engine.columns import (
    Answers,
    Codes,
    Column,
    DatedSets,
    Flags,
    Floats,
    Integers,
    Judgements,
    Lists,
    Scaled,
    Sets,
    Words,
)
from guatu.rules.engine.errors import UnfitColumn
from guatu.rules.engine.plain_rows import FIRST_DAY, LAST_DAY, ranked
from guatu.rules.engine.tables import Table
from guatu.rules.engine.vocabularies import Vocabulary
from guatu.rules.meaning.values import plain
from guatu.rules.rows import JUDGEMENTS, Row

_LONGEST: Final = 18
"""Decimals of so many digits fit in 64 bits."""


def table_of(rows: "pa.Table") -> Table:
    """A table over Arrow columns. A column of a type that its field cannot hold is refused when read."""
    return Table(ArrowRows(rows))


class ArrowRows:
    """An Arrow table as columns."""

    def __init__(self, rows: "pa.Table") -> None:
        self.rows = rows
        self.size = rows.num_rows

    def row(self, number: int) -> Row:
        return cast("Row", self.rows.slice(number, 1).to_pylist()[0])

    def column(self, name: str, field: Field) -> Column | None:
        array = self._array(name)
        return None if array is None else _column(array, name, field)

    def judgements(self) -> Judgements | None:
        array = self._array(JUDGEMENTS)
        if array is None:
            return None
        offsets, _, members = _members(array, JUDGEMENTS, "列表")
        questions = _words(members.field("question"), JUDGEMENTS, lambda text: plain(text).strip())
        answers = _answers(members.field("answer"), JUDGEMENTS)
        days = _days(members.field("day"), JUDGEMENTS)
        return Judgements(
            offsets,
            questions.codes,
            questions.vocabulary,
            np.where(answers.known, answers.values, -1).astype(np.int8),
            np.where(days.known, days.values, LAST_DAY),
        )

    def _array(self, name: str) -> "pa.Array | None":
        """A column in one piece; None where there is none, or nothing in it."""
        place = self.rows.schema.get_field_index(name)
        if place < 0:
            return None
        column = self.rows.column(place)
        if pa.types.is_null(column.type) or (column.null_count == len(column) and len(column)):
            return None
        if column.num_chunks != 1:
            if pa.types.is_dictionary(column.type):
                column = column.unify_dictionaries()
            return column.combine_chunks()
        return column.chunk(0)


def _column(array: "pa.Array", name: str, field: Field) -> Column:
    if field.is_figure:
        return _figures(array, name)
    if field.type == "date":
        return _days(array, name)
    if field.type == "bool":
        return _answers(array, name)
    if field.is_list:
        offsets, known, members = _members(array, name, "列表")
        return Lists(offsets, known, table_of(pa.Table.from_struct_array(members)))
    if field.type == "dated_set":
        return _dated_sets(array, name)
    if field.type == "set" or field.many:
        offsets, known, members = _members(array, name, "集合")
        words = _words(members, name, plain)
        return Sets(offsets, words.codes, words.vocabulary, known)
    grades = {plain(grade) for grade in field.grades} if field.type == "grade" else None
    return _words(array, name, plain, grades)


def _known(array: "pa.Array") -> Flags:
    if not array.null_count:
        return np.ones(len(array), np.bool_)
    return cast("Flags", array.is_valid().to_numpy(zero_copy_only=False))


def _values(array: "pa.Array", dtype: type[np.generic]) -> NDArray[np.generic]:
    """The values of a plain column; what is missing holds 0."""
    whole = array.fill_null(0) if array.null_count else array
    return cast("NDArray[np.generic]", whole.to_numpy(zero_copy_only=False).astype(dtype, copy=False))


def _figures(array: "pa.Array", name: str) -> Column:
    kind = array.type
    if pa.types.is_floating(kind):
        known = _known(array)
        values = _values(array.cast(pa.float64()), np.float64)
        is_nan = np.isnan(values)
        if is_nan.any():
            known, values = known & ~is_nan, np.where(is_nan, 0.0, values)
        return Floats(cast("NDArray[np.float64]", values), known)
    if pa.types.is_integer(kind) and not pa.types.is_uint64(kind):
        return Scaled(cast("Integers", _values(array, np.int64)), _known(array))
    if pa.types.is_decimal(kind) and 0 <= kind.scale <= _LONGEST and kind.precision <= _LONGEST:
        halves = np.frombuffer(array.cast(pa.decimal128(kind.precision, kind.scale)).buffers()[1], np.int64)
        known = _known(array)
        low = halves[::2][array.offset : array.offset + len(array)]
        return Scaled(np.where(known, low, 0), known, kind.scale)
    if pa.types.is_decimal(kind) or pa.types.is_uint64(kind):
        return ranked(array.to_pylist())
    raise UnfitColumn(name, str(kind), "数值")


def _days(array: "pa.Array", name: str) -> Scaled:
    if pa.types.is_null(array.type):
        return Scaled(np.zeros(len(array), np.int64), np.zeros(len(array), np.bool_))
    has_zone = pa.types.is_timestamp(array.type) and array.type.tz is not None  # its day depends on the place
    if not has_zone and (pa.types.is_timestamp(array.type) or pa.types.is_date64(array.type)):
        array = pc.floor_temporal(array, unit="day").cast(pa.date32())
    if not pa.types.is_date(array.type):
        raise UnfitColumn(name, str(array.type), TYPE_LABELS["date"])
    return Scaled(cast("Integers", _values(array.view(pa.int32()), np.int64)), _known(array))


def _answers(array: "pa.Array", name: str) -> Answers:
    if pa.types.is_null(array.type):
        return Answers(np.zeros(len(array), np.bool_), np.zeros(len(array), np.bool_))
    if not pa.types.is_boolean(array.type):
        raise UnfitColumn(name, str(array.type), "是或否")
    values = array.fill_null(False) if array.null_count else array  # noqa: FBT003 - Arrow names no argument
    return Answers(values.to_numpy(zero_copy_only=False), _known(array))


def _is_text(kind: "pa.DataType") -> bool:
    return bool(pa.types.is_string(kind) or pa.types.is_large_string(kind) or pa.types.is_string_view(kind))


def _words(
    array: "pa.Array", name: str, folded: Callable[[str], str], allowed: set[str] | None = None
) -> Words:
    """Texts by their place among the different ones; one that is not allowed counts as missing."""
    if pa.types.is_null(array.type):
        return Words(np.zeros(len(array), np.int32), Vocabulary(()))
    if not pa.types.is_dictionary(array.type):
        if not _is_text(array.type):
            raise UnfitColumn(name, str(array.type), TYPE_LABELS["text"])
        array = array.dictionary_encode()
    if not _is_text(array.type.value_type):
        raise UnfitColumn(name, str(array.type), TYPE_LABELS["text"])
    texts = [None if text is None else folded(text) for text in array.dictionary.to_pylist()]
    codes = cast("Codes", _values(pc.add(array.indices.cast(pa.int32()), 1), np.int32))
    if allowed is None and None not in texts and len(set(texts)) == len(texts):
        return Words(codes, Vocabulary(cast("list[str]", texts)))
    places: dict[str, int] = {}
    moved = [0]
    for text in texts:
        is_fit = text is not None and (allowed is None or text in allowed)
        moved.append(places.setdefault(text, len(places) + 1) if text is not None and is_fit else 0)
    return Words(np.array(moved, np.int32)[codes], Vocabulary(places))


def _members(array: "pa.Array", name: str, expected: str) -> "tuple[Integers, Flags, pa.Array]":
    """Where each row's members begin, which rows have a list, and all members, without what is None."""
    kind = array.type
    if not (pa.types.is_list(kind) or pa.types.is_large_list(kind)):
        raise UnfitColumn(name, str(kind), expected)
    known = _known(array)
    offsets = array.offsets.to_numpy(zero_copy_only=False).astype(np.int64)
    members = array.values.slice(offsets[0], offsets[-1] - offsets[0])
    offsets = offsets - offsets[0]
    drop = np.repeat(~known, np.diff(offsets))
    if members.null_count:
        drop |= ~_known(members)
    if drop.any():
        kept = np.zeros(len(drop) + 1, np.int64)
        np.cumsum(~drop, out=kept[1:])
        offsets, members = kept[offsets], members.filter(pa.array(~drop))
    return offsets, known, members


def _dated_sets(array: "pa.Array", name: str) -> DatedSets:
    offsets, known, members = _members(array, name, TYPE_LABELS["dated_set"])
    if not pa.types.is_struct(members.type):
        raise UnfitColumn(name, str(array.type), TYPE_LABELS["dated_set"])
    words = _words(members.field("value"), name, plain)
    since, until = (_days(members.field(end), name) for end in ("since", "until"))
    return DatedSets(
        Sets(offsets, words.codes, words.vocabulary, known),
        np.where(since.known, since.values, FIRST_DAY),
        np.where(until.known, until.values, LAST_DAY),
    )
