"""How Django knows this room."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.apps import AppConfig

if TYPE_CHECKING:
    from guatu.history.blanking import Content


class LedgersConfig(AppConfig):
    name = "guatu.ledgers"
    label = "ledgers"
    verbose_name = "台账"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from guatu.history import blanking, store
        from guatu.ledgers import thumbnails
        from guatu.ledgers.own_guards import register_own

        register_own()
        store.with_copies(thumbnails.forget)
        store.with_copies(_forget_photograph)
        blanking.also(_forget_problems)


def _forget_photograph(sha256: str) -> None:
    from guatu.ledgers.actions import photographs  # here, for models are loaded only when apps are ready

    photographs.forget(sha256)


def _forget_problems(contents: "Sequence[Content]") -> None:
    from guatu.ledgers.actions import recurring

    if items := {pk for one in contents if (pk := one.row_of("item"))}:
        recurring.forget(items)
