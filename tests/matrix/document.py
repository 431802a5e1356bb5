"""The matrix as a document for administrators and auditors: written from the rows alone.

.venv/bin/python -m tests.matrix              writes docs/permissions.md; the tests compare
"""

from collections.abc import Iterable, Iterator
from itertools import groupby
from pathlib import Path
from typing import Final

from tests.matrix import addresses, operations, pages
from tests.matrix.people import ACTORS, PLACES, Actor, Place
from tests.matrix.questions import places
from tests.matrix.rows import LITERAL, Answer, Row
from tests.matrix.words import ALL, SIGNED_IN

FILE: Final = Path(__file__).parents[2] / "docs" / "permissions.md"
_SIGNS: Final[dict[Answer, str]] = {"open": "✓", "refused": "–", "absent": "·", "sign_in": "·"}
_SHOWN: Final = tuple(one for one in ACTORS if one.is_let_in)
_HEAD: Final = """# 谁能做什么

由 `tests/matrix` 里的权限矩阵生成，不手改：`python -m tests.matrix`。矩阵的每一格都由测试逐一请求核对：
每个页面地址、每个接口操作 × 每种人 × 四种归属的对象；没有登记进矩阵的地址，测试不通过。

## 怎么看

- `✓` 可以办：打开，或提交后只看填得对不对、时机对不对。
- `–` 看得到对象，但这件事不归他办：答 403，说明由谁办。
- `·` 没有：答 404，和编号不存在时一模一样，看不出有没有这个对象。
- `○` 打得开，但写进去的对象不是他的：略过不办，或报“不能选”，和写了不存在的编号一样。
- 一格一个符号的，四种归属都一样；四个符号的，依次是下列四种对象：

| 次序 | 对象属于 | 例 |
|---|---|---|
| 1 | 本办公室，本单位承办 | 本办公室的台账，事项由联络员自己的单位牵头、自己的镇街配合 |
| 2 | 本办公室，其他单位承办 | 本办公室的另一本台账，本单位没有承办 |
| 3 | 同县的其他办公室 | 县里另一个办公室的台账 |
| 4 | 上级 | 市里办公室的台账，没有交办给县里 |

列里的人：前五种在第一、二种对象所属的办公室任职；联络员、审核人是第一种对象牵头单位的，镇街联络员是配合单位的；
阅览人只被指定看第一种对象的台账，没有角色；代督办员受督办员委托；兼任两办的人是本办公室的管理员、又是同县另一个办公室的督办员；
上级的三种人在市里的办公室任职。接受委托的人有委托人的角色，“本人”的事除外。

表里不列的两种人：没有登录的，页面转到登录页，接口答 401；已停用的，同没有登录一样，令牌也不再有效。
对所有地址都测，“任何人”的地址除外。没有列出的请求方法一律答 405。被拒绝的请求不改变任何数据，也不留痕。

事项能办的事还看状态，见[事项的一生](loop.md)；谁在核查、审批时要回避，由数据库约束和触发器把住，见[留痕为什么可信](trust.md)。
"""


def written() -> str:
    """The document as it stands in the file."""
    parts = [_HEAD, *_part("页面", pages.ROWS), *_part("接口", operations.ROWS)]
    return "\n".join(parts).rstrip() + "\n"


def _part(title: str, rows: Iterable[Row]) -> Iterator[str]:
    yield f"## {title}\n"
    for area, those in groupby(rows, key=lambda row: row.area):
        yield f"### {title}：{area}\n"
        people = [one.label for one in _SHOWN]
        yield _line(["做什么", "地址", "谁", *people])
        yield _line(["---", "---", "---", *([":-:"] * len(people))])
        yield from (_line(_cells(row)) for row in those)
        yield ""


def _line(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _cells(row: Row) -> list[str]:
    label = row.label or addresses.of_programs()[row.methods[0], row.address]["summary"]
    case = "" if row.case.startswith(LITERAL) or not row.case else f"（{row.case}）"
    asked = "、".join(row.methods)
    return [f"{label}{case}", f"{asked} `{_address(row)}`", _who(row), *(_marks(row, one) for one in _SHOWN)]


def _address(row: Row) -> str:
    given = [one.removeprefix(LITERAL) if one.startswith(LITERAL) else "…" for one in row.things]
    where = addresses.filled(row.address, tuple(given))
    return where if where.startswith("/") else f"/{where}"


def _who(row: Row) -> str:
    if row.may is not None:
        return row.may.label
    if row.sees is not SIGNED_IN and row.sees is not ALL:
        return row.sees.label
    return row.opens_to.label


def _sign(row: Row, who: Actor, at: Place) -> str:
    answer = row.expected(who, at)
    return _SIGNS[answer] if answer != "open" or row.is_changed_by(who, at) else "○"


def _marks(row: Row, who: Actor) -> str:
    signs = [_sign(row, who, place) for place in PLACES]
    alike = len(set(signs)) == 1 or len(places(row)) == 1
    return signs[0] if alike else "".join(signs)
