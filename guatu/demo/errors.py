"""Why a demonstration paper was not made, or the demonstration county not filled.

DemoRefusal
├── AnotherCounty   the data folder holds an office's own ledgers
├── DayAhead        the county cannot be filled for a day that has not come
├── SourceUnclear   a mark or a front matter value of a paper's source is not understood
├── PrinterMissing  a pdf is printed by reportlab, and it is not installed
├── FontMissing     a scan is drawn with a Chinese font, and the system has none
├── WriterMissing   a doc is written by LibreOffice, and it is not installed
└── WriterFailed    LibreOffice is there and writes nothing
"""

from typing import ClassVar

from guatu.kernel.errors import Refusal


class DemoRefusal(Refusal):
    """A paper cannot be made; `name` is the paper, `why` a short reason."""

    code: ClassVar[str] = "demo_refused"
    sentence: ClassVar[str] = "无法生成演示文件"

    def __init__(self, *, name: str, why: str | None = None) -> None:
        super().__init__(name, why)
        self.name, self.why = name, why

    def __str__(self) -> str:
        reason = f"（{self.why}）" if self.why else ""
        return f"{self.name}：{self.sentence}{reason}"


class SourceUnclear(DemoRefusal):
    """The source says something that no builder understands."""

    code = "source_unclear"
    sentence = "演示文件的源稿有误，请改正后重新生成"


class PrinterMissing(DemoRefusal):
    """No reportlab to print a page with."""

    code = "printer_missing"
    sentence = "没有安装 reportlab，略过 pdf 文件，请执行 make setup 后重新生成"


class FontMissing(DemoRefusal):
    """No Chinese font to draw a page with."""

    code = "font_missing"
    sentence = "系统没有中文字体，略过扫描件，请安装 fonts-noto-cjk 后重新生成"


class WriterMissing(DemoRefusal):
    """No LibreOffice to write the old Word format."""

    code = "writer_missing"
    sentence = "系统没有 LibreOffice，略过 doc 文件，请安装 libreoffice-writer-nogui 后重新生成"


class WriterFailed(DemoRefusal):
    """LibreOffice is there and writes nothing."""

    code = "writer_failed"
    sentence = "LibreOffice 没有写出 doc 文件，已略过，请检查其安装后重新生成"


class AnotherCounty(DemoRefusal):
    """The server holds an office that is none of the demonstration's; nothing was touched."""

    code = "another_county"

    def __init__(self, *, name: str, folder: str) -> None:
        super().__init__(name=name)
        self.folder = folder

    def __str__(self) -> str:
        return (
            f"数据目录 {self.folder} 里已有“{self.name}”的台账，不是演示数据，未作任何改动。"
            "请用 GUATU_DATA 指定一个空目录，例如 GUATU_DATA=out/demo-county guatu demo"
        )


class DayAhead(DemoRefusal):
    """A demonstration of a day to come."""

    code = "day_ahead"

    def __str__(self) -> str:
        return f"{self.name} 还没有到，演示的日期应为今天或以前"
