"""The frame of a page for one person on one day: what he can open, and how much waits for him there."""

from collections.abc import Iterator, Sequence

from django.urls import NoReverseMatch, reverse

from guatu.accounts.models import Office as OfficeRow
from guatu.accounts.models import Role
from guatu.accounts.queries import Acting
from guatu.http.requests import Request
from guatu.ledgers.queries import look_backs, waiting
from guatu.ledgers.queries.duty import Duty
from guatu.ledgers.queries.waiting import LedgerCount, Waiting
from guatu.ledgers.site_checks import queries as site_checks
from guatu.notices import queries as notices
from guatu.web.shell import Crumb, NavEntry, NavGroup, Office, Shell
from guatu.web.standing_in import stand_ins

Kind = Role.Kind
STAFF = (Kind.COORDINATOR, Kind.VERIFIER, Kind.LEADER, Kind.ADMINISTRATOR, Kind.INSPECTOR)
OFFICE = "office"
"""The key of the session that says in which office somebody works just now."""
LEDGER = "ledger"
"""The key of the session that says which ledger was looked at last."""


def shell(
    request: Request,
    *crumbs: Crumb,
    current: str = "",
    ledger: int | None = None,
    owed: Sequence[Duty] | None = None,
) -> Shell:
    """The frame; `current` is the name of the entry of the rail that this page belongs to.

    `owed` is what the person owes, for a page that has read it already.
    """
    who, day = request.clock.by, request.clock.on
    offices = list(OfficeRow.objects.filter(pk__in=who.offices(*STAFF)).order_by("pk"))
    chosen = request.session.get(OFFICE)
    if ledger is not None and request.session.get(LEDGER) != ledger:
        request.session[LEDGER] = ledger
    office = next((one for one in offices if one.pk == chosen), offices[0] if offices else None)
    found = waiting.counted(who, on=day, owed=owed)
    unread = notices.waiting(who.person_id)
    return Shell(
        office_name=office.name if office else request.user.unit.name,
        offices=[Office(one.name, str(one.pk), is_current=one == office) for one in offices],
        person_name=who.name,
        role_name=role_name(who),
        today=day,
        past=request.clock.past,
        stand_ins=stand_ins(who),
        nav=[group for group in _groups(who, found, current, ledger) if group.entries],
        tabs=_tabs(who, found, current, unread),
        crumbs=crumbs,
        home_url=reverse("web:home"),
        unread=unread,
        notices_url=reverse("web:notices"),
    )


def role_name(who: Acting) -> str:
    """The first role in words."""
    return str(Role.Kind(who.roles[0].kind).label) if who.roles else "无角色"


def _groups(who: Acting, found: Waiting, current: str, ledger: int | None) -> Iterator[NavGroup]:
    yield NavGroup("", [entry for entry in _work(who, found, current, ledger) if entry])
    yield NavGroup("治理", [entry for entry in _care(who, current) if entry])


def _work(who: Acting, found: Waiting, current: str, ledger: int | None) -> Iterator[NavEntry | None]:
    todo = found.to_do
    if who.offices(Kind.LEADER):
        decide = found.to_decide
        yield _entry("待我定", "decisions", "stamp", current, count=decide, is_hot=decide > 0)
    yield _entry("我的待办", "my-work", "home", current, count=todo, is_hot=todo > 0)
    if who.offices(Kind.COORDINATOR):
        yield _entry("读文件", "directives", "inbox", current, count=found.drafts)
    yield _entry("台账", "ledgers", "list", current, children=_ledgers(found.ledgers, ledger))
    yield _entry("公文", "papers", "file", current)
    yield _entry("会议", "meetings", "users", current)
    if who.offices(Kind.VERIFIER):
        yield _entry(
            "待核查", "to-verify", "shield", current, count=found.to_verify, is_hot=found.to_verify > 0
        )
    if who.offices(*site_checks.READERS):
        yield _entry("现场核查", "site-checks", "pin", current)
    if who.offices(*look_backs.READERS):
        yield _entry("回头看", "look-backs", "eye", current)


def _ledgers(counts: Sequence[LedgerCount], current: int | None) -> list[NavEntry]:
    return [
        NavEntry(
            one.name,
            url,
            count=one.open,
            is_current=one.pk == current,
        )
        for one in counts
        if (url := address("ledger", one.pk))
    ]


def _care(who: Acting, current: str) -> Iterator[NavEntry | None]:
    if who.offices(Kind.COORDINATOR, Kind.ADMINISTRATOR):
        yield _entry("销号标准", "standards", "stamp", current)
    if who.offices(*STAFF):
        yield _entry("亮灯规则", "regimes", "adjust", current)
    if who.offices(Kind.ADMINISTRATOR, Kind.COORDINATOR):
        yield _entry("单位", "units", "folder", current)
    if who.offices(Kind.ADMINISTRATOR):
        yield _entry("人员", "people", "users", current)
        yield _entry("送达渠道", "channels", "send", current)
        yield _entry("运行状况", "server", "gear", current)
    if who.offices(*STAFF):
        yield _entry("基层负担", "burdens", "clock", current)
        yield _entry("留痕核验", "trail", "key", current)


def _tabs(who: Acting, found: Waiting, current: str, unread: int) -> list[NavEntry]:
    leads, verifies = bool(who.offices(Kind.LEADER)), bool(who.offices(Kind.VERIFIER))
    decide = found.to_decide
    tabs = [_entry("待定", "decisions", "stamp", current, count=decide, is_hot=True)] if leads else []
    tabs.append(_entry("待办", "my-work", "home", current, count=found.to_do, is_hot=True))
    if not leads or not verifies:
        tabs.append(_entry("台账", "ledgers", "list", current))
    if who.units(Kind.LIAISON) and not leads and not verifies:
        tabs.append(_entry("随手传", "snap", "camera", current))
    if verifies:
        tabs.append(_entry("待核查", "to-verify", "shield", current, count=found.to_verify))
    tabs.append(_entry("消息", "notices", "bell", current, count=unread))
    return [tab for tab in tabs if tab]


def address(name: str, *args: int) -> str:
    """The address of a page by its name; empty for one that this server does not have."""
    try:
        return reverse(f"web:{name}", args=args)
    except NoReverseMatch:
        return ""


def _entry(
    label: str,
    name: str,
    icon: str,
    current: str,
    *,
    count: int | None = None,
    is_hot: bool = False,
    children: Sequence[NavEntry] = (),
) -> NavEntry | None:
    url = address(name)
    if not url:
        return None
    return NavEntry(
        label,
        url,
        icon,
        count=count or None,
        is_hot=is_hot,
        is_current=name == current and not any(child.is_current for child in children),
        children=children,
    )
