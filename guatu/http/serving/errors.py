"""Why the server does not start.

ServingRefusal
├── NotPrepared        no data folder, no key, or an empty database
├── UpdatesMissing     the database is older than the program
├── GuardsMissing      an update broke off, or somebody took guards out
├── PortTaken          another program listens there
└── AddressUnusable    no address of this machine, or a port that only root may take
"""

from typing import ClassVar

from guatu.kernel.errors import Refusal


class ServingRefusal(Refusal):
    """The server cannot start."""

    code: ClassVar[str] = "serving_refused"


class NotPrepared(ServingRefusal):
    """What a server stands on is not there; `what` (Chinese) says what is missing."""

    code = "not_prepared"

    def __init__(self, *, what: str) -> None:
        super().__init__(what)
        self.what = what

    def __str__(self) -> str:
        return f"{self.what}，请先执行 guatu prepare 准备好数据目录和数据库"


class GuardsMissing(ServingRefusal):
    """The database lacks triggers that keep the trail, as after an update that broke off."""

    code = "guards_missing"

    def __init__(self, *, count: int) -> None:
        super().__init__(count)
        self.count = count

    def __str__(self) -> str:
        return f"数据库缺 {self.count} 处留痕防护，多为更新中断：请执行 guatu prepare，再执行 guatu verify"

    def details(self) -> dict[str, str | int | None]:
        return {"count": self.count}


class UpdatesMissing(ServingRefusal):
    """The database lacks changes that this version of the program needs."""

    code = "updates_missing"

    def __init__(self, *, count: int) -> None:
        super().__init__(count)
        self.count = count

    def __str__(self) -> str:
        return f"数据库有 {self.count} 项更新没有执行，请先备份，再执行 guatu prepare"

    def details(self) -> dict[str, str | int | None]:
        return {"count": self.count}


class PortTaken(ServingRefusal):
    """Another program listens there."""

    code = "port_taken"

    def __init__(self, *, port: int) -> None:
        super().__init__(port)
        self.port = port

    def __str__(self) -> str:
        return f"端口 {self.port} 已被占用，请先停掉占用它的程序，或用 --port 换一个端口"

    def details(self) -> dict[str, str | int | None]:
        return {"port": self.port}


class AddressUnusable(ServingRefusal):
    """The address is none of this machine, or the port may not be taken; `why` is the system's own reason."""

    code = "address_unusable"

    def __init__(self, *, host: str, port: int, why: str) -> None:
        super().__init__(host, port, why)
        self.host, self.port, self.why = host, port, why

    def __str__(self) -> str:
        return f"不能在 {self.host} 的端口 {self.port} 上提供服务（{self.why}），请检查 --host 和 --port"

    def details(self) -> dict[str, str | int | None]:
        return {"host": self.host, "port": self.port, "why": self.why}
