"""Why a paper, its receipt or its template was refused.

PaperRefusal
├── NotKept             the kind has no template
├── NotAddressee        somebody who cannot sign for the unit that it is addressed to
├── NotTemplateKeeper   somebody who keeps no templates of the office
├── PaperConflict
│   ├── ReceivedAlready the unit has signed for it
│   └── IssuedAlready   the very same paper was issued today
└── TemplateRefused     a template that cannot be used; `lines` say why
"""

from collections.abc import Sequence
from typing import ClassVar

from guatu.kernel.errors import Refusal


class PaperRefusal(Refusal):
    """A paper cannot be issued, received or printed as asked."""

    code: ClassVar[str] = "paper_refused"


class NotKept(PaperRefusal):
    """Papers of this kind are not printed by a template."""

    code = "paper_not_printed"

    def __init__(self, *, kind: str) -> None:
        super().__init__(kind)
        self.kind = kind

    def __str__(self) -> str:
        return f"{self.kind}没有模板，不能下载 Word 文件，请在页面上看"


class NotAddressee(PaperRefusal):
    """Only the unit that a paper is addressed to signs for it."""

    code = "not_addressee"

    def __init__(self, *, mark: str, unit: str) -> None:
        super().__init__(mark, unit)
        self.mark, self.unit = mark, unit

    def __str__(self) -> str:
        return f"{self.mark}由{self.unit}的联络员签收" if self.unit else f"{self.mark}没有主送单位，不用签收"


class NotTemplateKeeper(PaperRefusal):
    """Templates are kept by an office's own coordinators and administrators."""

    code = "not_template_keeper"

    def __str__(self) -> str:
        return "公文模板由本办公室的督办员或管理员更换，您没有这个角色"


class PaperConflict(PaperRefusal):
    """It was done before."""

    code = "paper_conflict"


class ReceivedAlready(PaperConflict):
    """The unit has signed for the paper."""

    code = "paper_received_already"

    def __init__(self, *, mark: str) -> None:
        super().__init__(mark)
        self.mark = mark

    def __str__(self) -> str:
        return f"{self.mark}已经签收过，不用再签"


class IssuedAlready(PaperConflict):
    """The same paper to the same unit, word for word, on the same day."""

    code = "paper_issued_already"

    def __init__(self, *, mark: str) -> None:
        super().__init__(mark)
        self.mark = mark

    def __str__(self) -> str:
        return f"内容相同的{self.mark}今天已经签发，没有重复编号；要再发一份，请先改文字"


class TemplateRefused(PaperRefusal):
    """A template that cannot be used, with every reason that was found."""

    code = "template_refused"

    def __init__(self, *lines: str) -> None:
        super().__init__(*lines)
        self.lines: Sequence[str] = lines

    def __str__(self) -> str:
        return f"模板没有换：{'；'.join(self.lines)}。请改好后再传"

    def details(self) -> dict[str, str | int | None]:
        return {"field": "file"}
