"""Why a request was turned away at the door.

DoorRefusal
├── SignInRefusal
│   ├── WrongCredentials   the user name or the password is wrong
│   └── LockedOut          too many wrong passwords; minutes to wait
├── SignInNeeded           nobody is signed in
├── PasswordNeeded         the password must be changed first
├── CodeNeeded             a one-time code must be given first
└── PastDayShown           a past day is looked at, and cannot be changed
"""

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
