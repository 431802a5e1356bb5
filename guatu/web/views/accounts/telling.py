"""The trail of the registry in words: who did what to whom."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Any, Final, Literal

from django.utils.timezone import localtime

from guatu.accounts.lists.trail import Link, Names, Trail
from guatu.accounts.models import Unit
from guatu.history.canonical import Plain
from guatu.web import wording
from guatu.web.parts import Entry

_KINDS: Final[Mapping[str, tuple[str, str]]] = {
    "unit_added": ("新增单位", "add"),
    "unit_renamed": ("更名", "edit"),
    "unit_changed": ("修改", "edit"),
    "unit_ended": ("撤销单位", "close"),
    "functions_passed": ("职能划转", "merge"),
    "short_name_added": ("加简称", "add"),
    "short_name_dropped": ("停用简称", "minus"),
    "person_added": ("新增人员", "add"),
    "person_changed": ("修改信息", "edit"),
    "person_moved": ("调动", "merge"),
    "person_deactivated": ("停用", "lock"),
    "person_reactivated": ("启用", "check"),
    "password_changed": ("改密码", "key"),
    "password_reset": ("重置密码", "key"),
    "totp_enrolled": ("绑定动态口令", "phone"),
    "totp_reset": ("重置动态口令", "phone"),
    "token_made": ("发放接口令牌", "key"),
    "token_revoked": ("停用接口令牌", "key"),
    "role_granted": ("授予", "user"),
    "role_revoked": ("解除", "minus"),
    "delegated": ("委托", "users"),
    "delegation_withdrawn": ("撤回委托", "undo"),
    "division_added": ("新增行政区划", "add"),
    "division_ended": ("停用行政区划", "close"),
    "office_added": ("新设办公室", "add"),
    "office_changed": ("修改办公室", "edit"),
    "day_decided": ("调整工作日", "calendar"),
    "redaction_asked": ("申请删除", "trash"),
    "redacted": ("删除留痕", "trash"),
    "redaction_withdrawn": ("撤回删除申请", "undo"),
    "paper.issued": ("签发公文", "stamp"),
    "paper_template.changed": ("更换公文模板", "edit"),
    "paper_template.restored": ("改回自带公文模板", "undo"),
}
_GRAVE: Final = frozenset(("unit_ended", "person_deactivated", "role_revoked"))
_FIELDS: Final = {"kind": "类型", "code": "代码", "parent": "上级", "position": "排序"}
Tone = Literal["", "red", "blue", "green"]


def word_of(kind: str) -> str:
    """What a kind of event of the registry is called."""
    return _KINDS.get(kind, (kind, ""))[0]


def entries(trail: Trail, *, on: date) -> list[Entry]:
    """The events as lines of the page, newest first."""
    return [_entry(link, trail.names, on) for link in trail.links]


def _entry(link: Link, names: Names, on: date) -> Entry:
    word, icon = _KINDS.get(link.kind, (link.kind, "history"))
    who = names.people.get(link.actor_id or 0, "系统")
    if link.principal_id:
        who = f"{who}（代{names.people.get(link.principal_id, '')}）"
    tone: Tone = "red" if link.kind in _GRAVE else "blue"
    told = "，".join(_told(link, names))
    return Entry(
        icon="alert" if not link.is_whole else icon,
        who=who,
        what=f"{word} {told}".strip(),
        when=wording.when(link.recorded_at, on=on),
        code=f"{link.hash[:4]}…{link.hash[-4:]}",
        tone=tone,
        detail=_detail(link),
        is_broken=not link.is_whole,
    )


def _told(link: Link, names: Names) -> Iterator[str]:
    kind, _, key = link.subject.partition(":")
    if kind == "role" and (role := names.roles.get(int(key))):
        yield f"{role.person.name}“{role}”（{role.office or role.unit}）"
    if kind == "delegation" and (one := names.delegations.get(int(key))):
        yield f"{one.delegate.name}代{one.principal.name}办理{one.work}"
    for reference, image in link.changes.items():
        yield from _image(reference.partition(":")[0], image, link, names)


def _image(track: str, image: Mapping[str, Plain], link: Link, names: Names) -> Iterator[str]:
    match track:
        case "unit" if link.kind == "unit_added":
            yield str(image.get("name", ""))
        case "unit":
            yield from _changed(image, names)
        case "short_name" if "name" in image:
            yield f"“{image['name']}”" if link.kind != "unit_renamed" else f"原名“{image['name']}”转为简称"
        case "succession":
            before, after = (names.units.get(_int(image, one), "") for one in ("predecessor", "successor"))
            yield f"{before}划给{after}，{image['effective_on']} 起"
        case "person" if "unit" in image:
            yield names.units.get(_int(image, "unit"), "")
        case "role" | "delegation":
            yield from _days(image)


def _changed(image: Mapping[str, Plain], names: Names) -> Iterator[str]:
    if "name" in image:
        yield f"为{image['name']}"
    for field, label in _FIELDS.items():
        if field in image:
            yield (
                f"{label}改为{_value(field, image[field], names)}"
                if field != "valid_to"
                else f"{image[field]} 起"
            )


def _value(field: str, value: Plain, names: Names) -> str:
    if field == "kind":
        return str(Unit.Kind(str(value)).label)
    if field == "parent":
        return names.units.get(value, "无") if isinstance(value, int) else "无"
    return str(value) or "空"


def _days(image: Mapping[str, Plain]) -> Iterator[str]:
    if starts := image.get("valid_from"):
        yield f"{starts} 起"
    if ends := image.get("valid_to"):
        last = date.fromisoformat(str(ends)) - timedelta(days=1)
        yield f"至 {last}" if starts else f"{ends} 起失效"


def _detail(link: Link) -> str:
    """The words that were given, under what was done."""
    said = []
    for name, text in link.texts.items():
        last = name.rpartition(".")[2]
        if text and last in _SAID:
            said.append(f"{_SAID[last]}{text}")
    if link.happened_on != localtime(link.recorded_at).date():
        said.append(f"生效日期 {link.happened_on}")
    return "；".join(said)


_SAID: Final[Mapping[str, str]] = {
    "source": "",
    "why_earlier": "补录原因：",
    "paper": "依据：",
    "reason": "事由：",
}


def _int(image: Mapping[str, Any], name: str) -> int:
    value = image.get(name)
    return value if isinstance(value, int) else 0
