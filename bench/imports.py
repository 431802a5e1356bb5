"""Tables in and out: rows of an office's own brought into a ledger; lists, and a whole ledger as three lists.

`python -m bench.imports [--rows 1000 10000] [--county DIR]`: rows go into the demonstrated county, made anew
for each count; what goes out is a county in a folder, which is copied and not altered: its largest ledger as
the three lists, and 10,000 and 100,000 rows of the list over all ledgers, as the page exports them.
"""

import argparse
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable
from datetime import date
from functools import partial
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory, TemporaryFile
from time import perf_counter, process_time
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from guatu.accounts.queries import Acting

_HEADS = (
    "序号", "类别", "存在问题", "整改措施", "牵头单位", "责任单位", "完成时限", "整改进展", "是否完成",
)  # fmt: skip
_OUT = (10_000, 100_000)
_WORDS = ("充电设施", "公共停车场", "惠企政策", "老旧小区", "农村公路", "窗口服务", "排水管网", "路灯照明")


def main() -> None:
    """Print seconds on the clock and of the processor for each part."""
    asked = _arguments()
    print(f"{os.cpu_count()} processors, load {os.getloadavg()[0]:.1f} at the start")
    show_in(asked.rows)
    with TemporaryDirectory() as made:
        if asked.county:
            shutil.copytree(asked.county, made, dirs_exist_ok=True)
            show_out(Path(made))


def show_in(rows: Iterable[int]) -> None:
    """So many rows into a county each."""
    for count in rows:
        _child("in", str(count))


def show_out(folder: Path) -> None:
    """Lists of the county in a folder."""
    _child("out", str(folder))


def _child(*words: str) -> None:
    """Each part in a process of its own, so that none rests on the memory of another."""
    with TemporaryDirectory() as made:
        folder = words[1] if words[0] == "out" else made
        env = {**os.environ, "GUATU_DATA": folder, "DJANGO_SETTINGS_MODULE": "guatu.settings"}
        guatu = str(Path(sys.executable).with_name("guatu"))
        if words[0] == "in":
            env.pop("DATABASE_URL", None)  # that of a county which goes out
            subprocess.run([guatu, "demo", "--no-serve"], env=env, check=True, capture_output=True)  # noqa: S603
        code = f"from bench import imports; imports.{words[0]}_part({words[1]!r})"
        subprocess.run([sys.executable, "-c", code], env=env, check=True)  # noqa: S603


def _timed(what: str, work: Callable[[], Any]) -> Any:
    begun, spent = perf_counter(), process_time()
    made = work()
    print(
        f"{what}: {perf_counter() - begun:.1f} s, {process_time() - spent:.1f} s of processor time",
        flush=True,
    )
    return made


def in_part(count: str) -> None:
    """A table into a ledger: read and compared, written, and the same table once more."""
    import django

    django.setup()
    from django.utils.timezone import localdate, now

    from guatu.accounts.models import Person
    from guatu.accounts.queries import acting
    from guatu.ledgers.imports import applying, reading, receiving
    from guatu.ledgers.imports.applying import Asked
    from guatu.ledgers.models import Ledger

    data, on = table(int(count)), localdate()
    ledger = Ledger.objects.select_related("office__unit").get(prefix="YS")
    by = acting(Person.objects.get(username="coordinator").pk, on=on)
    assert by is not None  # noqa: S101 - the county has one

    def looked_at() -> Any:
        draft = receiving.receive(
            upload=BytesIO(data), name="旧台账.xlsx", ledger=ledger, by=by, at=now(), on=on, again=True
        )
        return reading.read_now(draft=draft, at=now(), on=on, isolated=False)

    draft = _timed(f"{int(count):,} rows read and compared", looked_at)
    asked = Asked(shown=draft.shown, reason="旧台账转入")
    made = _timed("brought in", lambda: applying.apply(draft=draft, asked=asked, by=by, at=now(), on=on))
    print(f"  {made.added} new, {made.rejected} rejected")
    _timed("the same table again, read and compared", looked_at)


def table(count: int) -> bytes:
    """So many rows as an office has them."""
    import xlsxwriter

    out = BytesIO()
    year = date.today().year  # noqa: DTZ011 - any year does
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        page = book.add_worksheet("问题清单")
        page.merge_range(0, 0, 0, len(_HEADS) - 1, "突出问题整改台账")
        page.write_row(1, 0, _HEADS)
        for number in range(1, count + 1):
            what = _WORDS[number % len(_WORDS)]
            row = (
                number, "要素保障", f"{what}第 {number} 号点位管理不到位，记录 {number * 7919 % 100003} 有缺",
                f"逐项整改{what}", "县住建局", "双桥镇、石泉镇", f"{year + 1}年{number % 12 + 1}月底",
                f"已完成 {number % 100}%", "否",
            )  # fmt: skip
            page.write_row(number + 1, 0, row)
    return out.getvalue()


def out_part(folder: str) -> None:
    """The largest ledger of a county as lists."""
    import django

    django.setup()
    from django.core.management import call_command
    from django.db.models import Count
    from django.utils.timezone import localdate, now

    from guatu.accounts.models import Person
    from guatu.accounts.queries import acting
    from guatu.ledgers.models import Ledger
    from guatu.ledgers.queries import layouts, listing

    call_command("migrate", verbosity=0)
    on = localdate()
    by = acting(Person.objects.get(username="coordinator").pk, on=on)
    ledger = Ledger.objects.annotate(count=Count("items")).order_by("-count")[0]
    assert by is not None  # noqa: S101 - the county has one
    book = listing.opened(by, ledger.pk, on=on)
    assert book is not None  # noqa: S101 - he keeps it
    print(f"{folder}: the largest ledger has {ledger.count:,} items")
    for codes in (["problems"], ["progress"], list(layouts.LAYOUTS)):
        made = layouts.lists(book, codes, at=now())
        with TemporaryFile() as file:
            _timed(f"{len(made.pks):,} items as {'、'.join(codes)}", partial(layouts.write, made, file))
    _export(by, on)


def _export(by: "Acting", on: date) -> None:
    """The list over all ledgers as a sheet: the columns that the page begins with, then all of them."""
    from django.utils.timezone import now

    from guatu.ledgers.queries import exporting, listing
    from guatu.ledgers.queries.filters import Filters
    from guatu.web.views.ledgers.columns import OF_ALL

    book = listing.of(by, None, on=on, past=None)
    assert book is not None  # noqa: S101 - he sees ledgers
    for columns in (OF_ALL, tuple(exporting.COLUMNS)):
        for most in _OUT:

            def written(columns: tuple[str, ...] = columns, most: int = most) -> int:
                made = exporting.sheet(
                    book, Filters(), sort="due", group="none", columns=columns, words=(), at=now(), most=most
                )
                with TemporaryFile() as file:
                    exporting.write(made, file)
                return made.count

            _timed(f"{most:,} rows of the list with {len(columns)} columns as xlsx", written)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, nargs="*", default=[1000, 10_000])
    parser.add_argument("--county", type=Path)
    return parser.parse_args()


if __name__ == "__main__":
    main()
