"""Whether the server has what it stands on, told before anything is started."""

import pkgutil
from importlib import import_module
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from guatu.history import guards
from guatu.http.serving.errors import GuardsMissing, NotPrepared, UpdatesMissing


def refuse_unprepared() -> None:
    """Refuse to go on without a data folder, a key of sessions and a guarded database of this version."""
    folder = Path(settings.DATA)
    if not folder.is_dir():
        raise NotPrepared(what=f"没有数据目录 {folder}")
    try:
        settings.SECRET_KEY  # noqa: B018 - Django refuses an empty one when it is asked for
    except ImproperlyConfigured as error:
        raise NotPrepared(what=f"数据目录 {folder} 里没有会话密钥") from error
    if _is_unmade():
        raise NotPrepared(what="数据库还没有建立")
    if missing := updates_missing():
        raise UpdatesMissing(count=len(missing))
    if faults := guards.missing_guards():
        raise GuardsMissing(count=len(faults))


def updates_missing() -> list[str]:
    """The migrations of the program that the database has not seen, told by their names alone.

    Loading them, as Django's own check does, would keep every one of them in the memory of all processes.
    """
    done = MigrationRecorder(connection).applied_migrations()
    return [f"{label}.{name}" for label, name in _migrations() if (label, name) not in done]


def _is_unmade() -> bool:
    """No database at all: looking for one must not make an empty file."""
    name = str(connection.settings_dict["NAME"])
    if connection.vendor == "sqlite" and not Path(name).is_file():
        return True
    return not MigrationRecorder(connection).applied_migrations()


def _migrations() -> list[tuple[str, str]]:
    found = []
    for config in apps.get_app_configs():
        try:
            folder = import_module(f"{config.name}.migrations").__path__
        except ModuleNotFoundError:
            continue
        names = (module.name for module in pkgutil.iter_modules(folder) if not module.ispkg)
        found += [(config.label, name) for name in sorted(names) if name[0] not in "_~"]
    return found
