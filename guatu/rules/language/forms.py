"""The JSON form of a rule, for the editor: each node an object that says what it `is`."""

from dataclasses import fields, is_dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from functools import cache
from types import UnionType
from typing import Literal, Union, cast, get_args, get_origin, get_type_hints

from guatu.rules.catalogue.fields import Catalogue
from guatu.rules.errors import MalformedForm
from guatu.rules.language import syntax
from guatu.rules.language.parsing import parse
from guatu.rules.language.printing import print_rule
from guatu.rules.setting import Parameters

Form = dict[str, "Form"] | list["Form"] | str | int | bool | None
_DEEPEST = 200
_Path = tuple[str | int, ...]


def to_form(node: syntax.Node) -> Form:
    """The node as plain JSON values: figures as decimal strings, days as ISO strings."""
    return _plain(node)


def from_form(form: object, catalogue: Catalogue, parameters: Parameters | None = None) -> syntax.Node:
    """The node that a JSON form holds, checked like text: refuses a malformed form and an unfit rule."""
    node = cast(syntax.Node, _built(form, syntax.Node, ()))
    try:
        return parse(print_rule(node, catalogue), catalogue, parameters)
    except KeyError as missing:
        raise MalformedForm((), f"字段目录里没有字段“{missing.args[0]}”") from None


def _plain(value: object) -> Form:
    if is_dataclass(value) and not isinstance(value, type):
        inner = {each.name: _plain(getattr(value, each.name)) for each in fields(value)}
        return {"is": type(value).__name__, **inner}
    if isinstance(value, tuple):
        return [_plain(each) for each in value]
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, date):
        return value.isoformat()
    if value is None or isinstance(value, str | int):
        return value
    raise TypeError(value)


def _built(form: object, hint: object, path: _Path) -> object:
    """The value of that type that a form holds."""
    if len(path) > _DEEPEST:
        raise MalformedForm(path[:3], "套得太深")
    if get_origin(hint) in (Union, UnionType):
        return _one_of(form, get_args(hint), path)
    if get_origin(hint) is tuple:
        return _several(form, get_args(hint)[0], path)
    if isinstance(hint, type) and is_dataclass(hint):
        return _shape(form, hint, path)
    return _single(form, hint, path)


def _one_of(form: object, hints: tuple[object, ...], path: _Path) -> object:
    """By its name if the form is an object, else the first that takes it."""
    if isinstance(form, dict):
        named = next((hint for hint in hints if getattr(hint, "__name__", "") == form.get("is")), None)
        if named is None:
            raise MalformedForm(path, f"“{form.get('is')}”不能用在这里")
        return _built(form, named, path)
    for hint in hints:
        try:
            return _built(form, hint, path)
        except MalformedForm:
            continue
    raise MalformedForm(path, f"{form!r} 不能用在这里")


def _several(form: object, hint: object, path: _Path) -> tuple[object, ...]:
    if not isinstance(form, list):
        raise MalformedForm(path, "应为数组")
    return tuple(_built(each, hint, (*path, at)) for at, each in enumerate(form))


def _shape(form: object, shape: type, path: _Path) -> object:
    if not isinstance(form, dict) or form.get("is") != shape.__name__:
        raise MalformedForm(path, f"应为 is 等于“{shape.__name__}”的对象")
    hints = _hints(shape)
    if odd := sorted(set(form) - set(hints) - {"is"}):
        raise MalformedForm(path, f"多出的键：{'、'.join(map(str, odd))}")
    given = {name: _built(form[name], hint, (*path, name)) for name, hint in hints.items() if name in form}
    try:
        return shape(**given)
    except TypeError:
        lacking = "、".join(name for name in hints if name not in form)
        raise MalformedForm(path, f"缺少键：{lacking}") from None


@cache
def _hints(shape: type) -> dict[str, object]:
    return get_type_hints(shape, vars(syntax))


def _single(form: object, hint: object, path: _Path) -> object:
    if get_origin(hint) is Literal and form in get_args(hint):
        return form
    if hint in (bool, int, str, type(None)) and type(form) is hint:
        return form
    try:
        if hint is Decimal and isinstance(form, str) and (number := Decimal(form)).is_finite():
            return number
        if hint is date and isinstance(form, str):
            return date.fromisoformat(form)
    except (InvalidOperation, ValueError):
        pass
    raise MalformedForm(path, f"{form!r} 不能用在这里")
