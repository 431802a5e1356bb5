"""What many shapes share: names, numbers, errors."""

from typing import Annotated, Any, Final, TypeVar

from django.http import HttpRequest
from ninja import Schema
from ninja.params.models import ParamModel
from pydantic import BaseModel, ConfigDict, Field

from guatu.http.errors import Malformed

Id = Annotated[int, Field(ge=1, lt=2**63)]
Moment = Annotated[str, Field(description="UTC，如 2026-03-02T01:00:00Z", examples=["2026-03-02T01:00:00Z"])]
Day = Annotated[str, Field(description="如 2026-03-02", examples=["2026-03-02"])]
Figure = Annotated[str, Field(description="小数，写成字符串", examples=["6.5"])]
LONGEST: Final = 2000
Words = Annotated[str, Field(min_length=1, max_length=LONGEST)]
MaybeWords = Annotated[str, Field(max_length=LONGEST)]
Line = Annotated[str, Field(max_length=200)]


for _base in (Schema, ParamModel):
    _base.model_config["defer_build"] = True
"""What is asked of an operation is built when it is first asked: most workers are asked a few of them."""


class Given(BaseModel):
    """Something that is sent; what it does not name is refused."""

    model_config = ConfigDict(extra="forbid", defer_build=True)


class Asking(Given):
    """The words of an address; a filter that is spelled wrong would let everything through: it is refused."""

    def refuse_unknown(self, request: HttpRequest) -> None:
        """What the address says beside them."""
        if unknown := request.GET.keys() - type(self).model_fields.keys():
            raise Malformed(dict.fromkeys(sorted(unknown), "不是这里的筛选条件"))


class Told(BaseModel):
    """Something that is answered."""

    model_config = ConfigDict(defer_build=True)


class Named(Told):
    """Something by its number and name."""

    id: int
    name: str


class ItemNumbered(Told):
    """An item by its number."""

    id: int
    number: str


class ItemNamed(Told):
    """An item by its number and title."""

    id: int
    number: str
    title: str
    ledger_id: int


class Problem(Told):
    """What went wrong."""

    code: str = Field(description="固定的代码，只增不改")
    message: str = Field(description="一句话：哪里不对，怎么办")
    field: str = Field(description="哪个字段，不针对字段的为空")
    details: dict[str, Any]


class Error(Told):
    """Every error has this shape."""

    error: Problem


T = TypeVar("T")
_FAILS: Final = (400, 401, 403, 404, 409, 413, 422, 429)


def answers(shape: Any, *others: int, status: int = 200) -> dict[Any, Any]:
    """The answers of an operation, for the document; that refusals have one shape is said there."""
    return {status: shape, **dict.fromkeys((*_FAILS, *others))}
