"""A file of rows as a table with its ids: CSV and xlsx always, Parquet with the extra `fast`."""

from collections.abc import Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Union

from guatu.rules.catalogue.fields import Catalogue
from guatu.rules.engine.plain_rows import table_of
from guatu.rules.engine.tables import Table
from guatu.rules.files.errors import ExtraMissing, IdMissing, UnreadableRows
from guatu.rules.files.reading import ID, read_rows

if TYPE_CHECKING:
    import pyarrow as pa

Ids = Union[Sequence[str], "pa.ChunkedArray"]


@dataclass(frozen=True, slots=True, eq=False)
class FileTable:
    """The rows of a file; `ids` as the file holds them, in the same order."""

    table: Table
    ids: Ids


def open_table(path: Path, catalogue: Catalogue) -> FileTable:
    """The table in a file, by its ending. Refuses what cannot be read, with the place."""
    if is_parquet(path):
        return _parquet(path)
    pairs = list(read_rows(path, catalogue))
    return FileTable(table_of([row for _, row in pairs]), [own for own, _ in pairs])


def is_parquet(path: Path) -> bool:
    return path.suffix.lower() in (".parquet", ".pq")


def need_arrow(path: Path) -> None:
    """Refuse Parquet where what reads and writes it is not installed."""
    if find_spec("pyarrow") is None:
        raise ExtraMissing(path.name, "读写 Parquet 需要组件 fast，请安装 guatu[fast]，或改用 CSV")


def _parquet(path: Path) -> FileTable:
    need_arrow(path)
    import pyarrow as pa
    import pyarrow.parquet as pq

    from guatu.rules.engine.arrow import table_of as table_of_arrow

    try:
        rows = pq.read_table(path)
    except (pa.ArrowInvalid, OSError) as error:
        raise UnreadableRows(path.name, f"不是完好的 Parquet 文件（{str(error).splitlines()[0]}）") from None
    if ID not in rows.column_names:
        raise IdMissing(path.name, "没有 id 列，请给出每行的编号")
    ids = rows.column(ID)
    if ids.null_count or len(ids.unique()) < len(ids):
        raise IdMissing(path.name, "id 列有空缺或重复，请补正后重试")
    return FileTable(table_of_arrow(rows.drop_columns([ID])), ids)
