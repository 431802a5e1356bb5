"""Two roles of PostgreSQL: who changes tables works as their owner, for the application's role."""

import os
from typing import Final

from guatu.kernel.errors import SettingMissing

OWNER: Final = "DATABASE_OWNER_URL"
USER: Final = "DATABASE_URL"


def role_beside_the_owner() -> str:
    """The application's role, where another owns the tables; this process then works as the owner."""
    owner, url = os.environ.get(OWNER, ""), os.environ.get(USER, "")
    if not owner:
        return ""
    if not url:
        raise SettingMissing(USER, "程序所用的数据库地址，用户与 DATABASE_OWNER_URL 的不同")
    import dj_database_url

    os.environ[USER] = owner
    return str(dj_database_url.parse(url)["USER"])
