"""How Django knows this room."""

from django.apps import AppConfig


class LedgersConfig(AppConfig):
    name = "guatu.ledgers"
    label = "ledgers"
    verbose_name = "台账"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from guatu.ledgers.own_guards import register_own

        register_own()
