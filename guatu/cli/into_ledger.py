"""What `guatu import --ledger` does: a table laid beside a ledger, and brought in as somebody."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from guatu.cli import django
from guatu.cli.outputs import shown
from guatu.cli.people import day_of, now, person_of

if TYPE_CHECKING:
    from guatu.accounts.queries import Acting
    from guatu.ledgers.models import ImportDraft, Ledger

_COUNTS = {"new": "新增", "changed": "更新", "told": "只提示", "same": "不变", "missing": "台账有、表里没有"}
_SHOWN = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class How:
    """Into which ledger, as whom, and how."""

    ledger: str
    username: str
    reason: str
    good_only: bool
    done_as: str
    is_trial: bool


def bring(file: Path, how: How) -> int:
    """Lay the table beside the ledger and, unless it is a trial, bring it in; all of it or nothing."""
    django.start()
    from guatu.ledgers.imports import applying, planning, reading, receiving

    at = now()
    on = day_of(at)
    by, ledger = _acting(how.username), _ledger(how.ledger)
    with file.open("rb") as upload:
        draft = receiving.receive(
            upload=upload, name=shown(file), ledger=ledger, by=by, at=at, on=on, again=True
        )
    draft = reading.read_now(draft=draft, at=at, on=on)
    if draft.plan_id is None:
        raise click.ClickException(draft.failure)
    plan = planning.load(draft.plan_id)
    _show(plan.counts, plan.rejects)
    if how.is_trial:
        receiving.withdraw(draft=draft, by=by)
        click.echo("只是试看，台账没有改动。")
        return 0
    asked = applying.Asked(
        shown=draft.shown,
        reason=how.reason or f"由“{draft.name}”转入",
        good_only=how.good_only,
        done_as=how.done_as,
    )
    try:
        made = applying.apply(draft=draft, asked=asked, by=by, at=now(), on=on)
    except BaseException:
        _leave(draft, by)
        raise
    click.echo(
        f"已导入{ledger.name}：新增 {made.added} 项，更新 {made.changed} 项，未导入 {made.rejected} 行。"
    )
    return 0


def _leave(draft: "ImportDraft", by: "Acting") -> None:
    from guatu.ledgers.imports import receiving

    draft.refresh_from_db()
    receiving.withdraw(draft=draft, by=by)


def _acting(username: str) -> "Acting":
    from guatu.accounts.queries import acting

    found = acting(person_of(username).pk, on=day_of(now()))
    if found is None:
        raise click.UsageError(f"“{username}”已停用，请换在岗的督办员")
    return found


def _ledger(name: str) -> "Ledger":
    """The ledger of this name or prefix; wrong usage where there is none, or more than one."""
    from django.db.models import Q

    from guatu.ledgers.models import Ledger

    found = list(Ledger.objects.filter(Q(name=name) | Q(prefix=name)).select_related("office__unit")[:2])
    if len(found) == 1:
        return found[0]
    why = f"有几本台账叫“{name}”，请写全名" if found else f"没有叫“{name}”的台账，请写台账名称或编号前缀"
    raise click.UsageError(why)


def _show(counts: Mapping[str, int], rejects: list[dict[str, object]]) -> None:
    click.echo("，".join(f"{word} {counts[code]}" for code, word in _COUNTS.items()) + "。")
    for one in rejects[:_SHOWN]:
        click.echo(f"{one['sheet']} 第{one['row']}行：{one['words']}", err=True)
    if len(rejects) > _SHOWN:
        click.echo(f"还有 {len(rejects) - _SHOWN} 处不能导入", err=True)
