"""How Django knows this room."""

from django.apps import AppConfig


class LedgersConfig(AppConfig):
    name = "guatu.ledgers"
    label = "ledgers"
    verbose_name = "台账"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from guatu.history import store
        from guatu.ledgers import thumbnails
        from guatu.ledgers.own_guards import register_own

        register_own()
        store.with_copies(thumbnails.forget)
        store.with_copies(_forget_photograph)


def _forget_photograph(sha256: str) -> None:
    from guatu.ledgers.actions import photographs  # here, for models are loaded only when apps are ready

    photographs.forget(sha256)
