"""Why a request was turned away at the door.

DoorRefusal
├── SignInRefusal
│   ├── WrongCredentials   the user name or the password is wrong
│   └── LockedOut          too many wrong passwords; minutes to wait
├── SignInNeeded           nobody is signed in
├── PasswordNeeded         the password must be changed first
├── CodeNeeded             a one-time code must be given first
├── PastDayShown           a past day is looked at, and cannot be changed
├── AnotherPerson          who wrote it is not who is signed in now
├── ServerFault            an error of ours; nothing was done
├── DatabaseAway           the database does not answer; whether it was done is not known
└── ProgramRefusal         a program asked what this door does not answer
    ├── TokenRefused           the token is unknown, revoked or over
    ├── ScopeTooSmall          the token only reads
    ├── Unproven               a session without its proof against forged requests
    ├── Absent                 there is nothing there, or nothing for this person
    ├── MethodUnknown          the address does not take this method
    ├── Garbled                the request cannot be read at all
    ├── Malformed              the request lacks something or says too much; field by field
    ├── TooLarge               the request is past the limit of uploads
    ├── RevisionNeeded         an If-Match is needed
    └── RevisionPassed         what If-Match names is no longer what stands there
"""

from collections.abc import Mapping
from datetime import date
from typing import ClassVar

from guatu.kernel.errors import Refusal


class DoorRefusal(Refusal):
    """The request does not get past the door."""

    code: ClassVar[str] = "door_refused"


class SignInRefusal(DoorRefusal):
    """The sign-in failed."""

    code = "sign_in_refused"


class WrongCredentials(SignInRefusal):
    """The user name or the password is wrong; which of them is not told."""

    code = "wrong_credentials"

    def __init__(self, *, left: int) -> None:
        super().__init__(left)
        self.left = left

    def __str__(self) -> str:
        return f"用户名或密码不正确，还可再试{self.left}次；忘记密码请联系管理员重置"

    def details(self) -> dict[str, str | int | None]:
        return {"left": self.left}


class LockedOut(SignInRefusal):
    """Too many wrong passwords for this user name."""

    code = "locked_out"

    def __init__(self, *, minutes: int) -> None:
        super().__init__(minutes)
        self.minutes = minutes

    def __str__(self) -> str:
        return f"密码多次输入错误，该用户名已锁定，请{self.minutes}分钟后再试，或联系管理员重置密码"

    def details(self) -> dict[str, str | int | None]:
        return {"minutes": self.minutes}


class SignInNeeded(DoorRefusal):
    """Nobody is signed in."""

    code = "sign_in_needed"

    def __str__(self) -> str:
        return "尚未登录或登录已过期，请重新登录"


class PasswordNeeded(DoorRefusal):
    """The password must be changed first."""

    code = "password_needed"

    def __str__(self) -> str:
        return "首次登录或密码已被重置，请先修改密码"


class CodeNeeded(DoorRefusal):
    """A one-time code must be given first."""

    code = "code_needed"

    def __str__(self) -> str:
        return "您的角色须验证动态口令，请先绑定或输入动态口令"


class PastDayShown(DoorRefusal):
    """A past day can be looked at, not changed."""

    code = "past_day_shown"

    def __init__(self, *, day: date) -> None:
        super().__init__(day)
        self.day = day

    def __str__(self) -> str:
        return f"正在查看 {self.day} 的情况，不能改动，请先回到今天"

    def details(self) -> dict[str, str | int | None]:
        return {"day": str(self.day)}


class AnotherPerson(DoorRefusal):
    """What one person wrote on a device is not handed in by another who is signed in there now."""

    code = "another_person"

    def __str__(self) -> str:
        return "现在登录的是另一位，这份内容没有提交，请由写的人登录后再发"


class ServerFault(DoorRefusal):
    """An error of ours, which is in the log; what the request began was taken back."""

    code = "server_fault"

    def __str__(self) -> str:
        return "系统出错，已记下出错的情形，没有办成，请稍后再试"


class DatabaseAway(DoorRefusal):
    """The database does not answer; an act that broke off while it was written may stand or not."""

    code = "database_away"

    def __str__(self) -> str:
        return "数据库暂时没有应答，请稍后再试；刚才提交的，恢复后请先看是否已办成"


class ProgramRefusal(DoorRefusal):
    """A program asked what this door does not answer."""

    code = "program_refused"
    sentence: ClassVar[str] = ""

    def __str__(self) -> str:
        return self.sentence


class TokenRefused(ProgramRefusal):
    """The token is unknown, revoked or over, or its person cannot sign in; which of them is not told."""

    code = "token_refused"
    sentence = "令牌无效、已停用或已到期，请向管理员索取新的令牌"


class ScopeTooSmall(ProgramRefusal):
    """The token reads, and a change was asked."""

    code = "scope_too_small"
    sentence = "这个令牌只能读取，不能办理，请使用读写令牌"


class Unproven(ProgramRefusal):
    """A change by a session, without the proof that our own page asked for it."""

    code = "unproven"
    sentence = "请求没有带页面的校验码（X-CSRFToken），没有办理，请刷新页面后重试"


class Absent(ProgramRefusal):
    """There is nothing there, or nothing that this person may see: both look alike."""

    code = "absent"
    sentence = "没有这一项，或您不能查看，请核对地址和编号"


class MethodUnknown(ProgramRefusal):
    """The address is there, and does not take this method."""

    code = "method_unknown"
    sentence = "这个地址不接受这种请求方法，请对照接口说明"


class TooLarge(ProgramRefusal):
    """The request is past what the server takes at once."""

    code = "too_large"
    sentence = "请求内容过大，没有接收，请分几次提交"


class RevisionNeeded(ProgramRefusal):
    """Nobody may overwrite what he has not looked at."""

    code = "revision_needed"
    sentence = "请在 If-Match 中给出所看版本的 ETag，以免覆盖别人的改动"


class RevisionPassed(ProgramRefusal):
    """Somebody changed it after it was looked at; `words` say what happened."""

    code = "revision_passed"

    def __init__(self, words: str) -> None:
        super().__init__(words)
        self.words = words

    def __str__(self) -> str:
        return self.words


class Garbled(ProgramRefusal):
    """The request cannot be read at all."""

    code = "garbled"
    sentence = "请求内容不是合法的 JSON 或表单，请核对后重试"


class Malformed(ProgramRefusal):
    """The request lacks something or says too much; the first thing that is wrong speaks for all of them."""

    code = "malformed"

    def __init__(self, fields: Mapping[str, str]) -> None:
        super().__init__(dict(fields))
        self.fields = dict(fields)

    def __str__(self) -> str:
        name, why = next(iter(self.fields.items()))
        rest = f"，另有 {len(self.fields) - 1} 处" if len(self.fields) > 1 else ""
        return f"{name} {why}{rest}，请改正后重试"

    def details(self) -> dict[str, str | int | None]:
        return {**self.fields, "field": next(iter(self.fields))}
