"""Why a document was not read. Each refusal names the place, where there is one, and what to do.

ReadingRefusal
├── UnreadableFile      cannot be opened
├── EmptyFile           nothing in it
├── UnknownType         no reader for it
├── NotADirectory       a text in the place of a directory of units
├── WrongExtension      its name says one format, its bytes another
├── DamagedFile         truncated or not well formed
├── EncryptedFile       needs a password
├── OversizedFile       more pages, rows, characters or bytes than the reader takes
├── BombLikeFile        unpacks to far more than it weighs
├── ScanWithoutOcr      a picture of a page, and the extra `ocr` is not installed
├── ConverterMissing    doc or wps, and LibreOffice is not installed
├── MarkedSecret        bears 绝密, 机密 or 秘密: must not be here at all
├── TooSlow             took more processor time than a document may
└── TooLarge            took more memory than a document may
"""

from typing import ClassVar

from guatu.kernel.errors import Refusal


class ReadingRefusal(Refusal):
    """A document cannot be read; `where` is a page or a cell in words, `why` a short reason."""

    code: ClassVar[str] = "reading_refused"
    sentence: ClassVar[str] = "无法读取该文件，请检查后重新上传"

    def __init__(self, *, where: str | None = None, why: str | None = None) -> None:
        super().__init__(where, why)
        self.where, self.why = where, why

    def __str__(self) -> str:
        place = f"{self.where}：" if self.where else ""
        reason = f"（{self.why}）" if self.why else ""
        return f"{place}{self.sentence}{reason}"

    def __reduce__(self) -> tuple[object, ...]:
        return _rebuild, (type(self), self.where, self.why)

    def details(self) -> dict[str, str | int | None]:
        return {"where": self.where, "why": self.why}


def _rebuild(family: type[ReadingRefusal], where: str | None, why: str | None) -> ReadingRefusal:
    """Refusals cross from the reading child to its owner by pickle."""
    return family(where=where, why=why)


class UnreadableFile(ReadingRefusal):
    """There is no such file, or it may not be opened."""

    code = "unreadable_file"
    sentence = "文件打不开，请检查路径和权限后重试"


class EmptyFile(ReadingRefusal):
    """The file holds no bytes, or no text at all."""

    code = "empty_file"
    sentence = "文件里没有内容，请核对后重新上传"


class UnknownType(ReadingRefusal):
    """No reader knows this format."""

    code = "unknown_type"
    sentence = "不认识这种文件，请另存为 docx、pdf、xlsx、html 或 txt 后上传"


class NotADirectory(ReadingRefusal):
    """A text was given where a directory of units is meant."""

    code = "not_a_directory"
    sentence = "这不是单位名录，请用每行一个单位的 csv 或 xlsx（列：名称、简称、区划、类型）"


class WrongExtension(ReadingRefusal):
    """The name says one format and the bytes another that cannot be read in its place."""

    code = "wrong_extension"
    sentence = "文件扩展名与内容不符，请改回正确的扩展名后上传"


class DamagedFile(ReadingRefusal):
    """Truncated or not well formed."""

    code = "damaged_file"
    sentence = "文件已损坏或不完整，请用原软件打开另存后重新上传"


class EncryptedFile(ReadingRefusal):
    """Protected by a password."""

    code = "encrypted_file"
    sentence = "文件设有密码，请取消密码后上传"


class OversizedFile(ReadingRefusal):
    """Larger than the reader takes."""

    code = "oversized_file"
    sentence = "文件过大，请拆分后分别上传"


class BombLikeFile(ReadingRefusal):
    """Unpacks to far more than it weighs, or nests without end."""

    code = "bomb_like_file"
    sentence = "文件结构异常（压缩比例过高或嵌套过深），不予读取，请用原软件另存后上传"


class ScanWithoutOcr(ReadingRefusal):
    """The page is a picture, and no text recognition is installed."""

    code = "scan_without_ocr"
    sentence = "这是扫描件，本机未安装文字识别组件，请安装 guatu[ocr] 或上传可复制文字的版本"


class ConverterMissing(ReadingRefusal):
    """A doc or wps file, and LibreOffice is not installed."""

    code = "converter_missing"
    sentence = "读取 doc、wps 文件需要 LibreOffice，请安装后重试，或另存为 docx 上传"


class MarkedSecret(ReadingRefusal):
    """The document bears a secrecy mark; nothing of its text is kept."""

    code = "marked_secret"
    sentence = "文件标有密级，不得在本系统处理；内容未留存，请按保密规定办理"


class TooSlow(ReadingRefusal):
    """Reading took more processor time than a document may."""

    code = "too_slow"
    sentence = "读取超时已中止，请拆分文件或另存为 docx 后重试"


class TooLarge(ReadingRefusal):
    """Reading took more memory than a document may."""

    code = "too_large"
    sentence = "读取所需内存超限已中止，请拆分文件后重试"
