"""The trees that code fields stand on: industries, divisions, and tables of an office's own."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache

from guatu.kernel import industries
from guatu.kernel.code_trees import CodeTree
from guatu.kernel.divisions import DivisionCode, provinces
from guatu.kernel.errors import CodeRefusal
from guatu.rules.errors import AmbiguousName, UnknownValue
from guatu.rules.language.nearest import nearest


@dataclass(frozen=True, eq=False)
class ListedCodes:
    """Codes of a table `code,parent,name`."""

    tree: CodeTree

    @property
    def title(self) -> str:
        return self.tree.title

    def read(self, word: str) -> str:
        return word if word in self.tree else _named(word, self.tree, self.title)

    def is_within(self, value: str, code: str) -> bool:
        if value not in self.tree or code not in self.tree:
            return value == code
        return self.tree.is_within(value, code)

    def name(self, code: str) -> str:
        return self.tree.name(code) if code in self.tree else code


@dataclass(frozen=True, eq=False)
class IndustryCodes:
    """GB/T 4754: letters, digits, or both; C39 takes 3921 and C3921."""

    tree: CodeTree

    @property
    def title(self) -> str:
        return self.tree.title

    def read(self, word: str) -> str:
        try:
            code = industries.normalise(word)
        except CodeRefusal as refusal:
            if not word.isascii():
                return _named(word, self.tree, self.title)
            raise UnknownValue(word, 0, len(word), str(refusal)) from None
        return code if code.isalpha() else f"{industries.section_of(code)}{code}"

    def is_within(self, value: str, code: str) -> bool:
        return _within(industries.is_within, value, code)

    def name(self, code: str) -> str:
        short = code if code.isalpha() else code.lstrip("ABCDEFGHIJKLMNOPQRST")
        return self.tree.name(short) if short in self.tree else code


@dataclass(frozen=True, eq=False)
class DivisionCodes:
    """GB/T 2260 by its digits: 3501 takes 350102. Names are those of the provinces."""

    title: str = "行政区划"

    def read(self, word: str) -> str:
        try:
            return str(DivisionCode.parse(word))
        except CodeRefusal as refusal:
            found = [str(each.code) for each in provinces() if word in (each.name, each.stem)]
            if found:
                return found[0]
            raise UnknownValue(word, 0, len(word), str(refusal)) from None

    def is_within(self, value: str, code: str) -> bool:
        return _within(_division_within, value, code)

    def name(self, code: str) -> str:
        return next((each.name for each in provinces() if str(each.code) == code), code)


def _division_within(value: str, code: str) -> bool:
    return DivisionCode.parse(value).is_within(DivisionCode.parse(code))


@lru_cache(maxsize=1 << 17)
def _within(ask: Callable[[str, str], bool], value: str, code: str) -> bool:
    """Whether the value stands under the code; a value that is no code of the tree equals only itself."""
    try:
        return ask(value, code)
    except CodeRefusal:
        return value == code


def _named(word: str, tree: CodeTree, title: str) -> str:
    """The code of that name; refuses a name of none and of several."""
    found = tree.named(word)
    if len(found) == 1:
        return found[0]
    if found:
        codes = "、".join(found)
        raise AmbiguousName(word, 0, len(word), f"{title}里“{word}”有{len(found)}个代码（{codes}），请写代码")
    close = nearest(word, _names(tree))
    cure = f"是否指“{close}”？" if close else "请核对代码或名称"
    raise UnknownValue(word, 0, len(word), f"{title}里没有“{word}”，{cure}", close)


def _names(tree: CodeTree) -> Iterable[str]:
    return (row.name for row in tree)
