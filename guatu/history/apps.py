"""How Django knows this room."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate, pre_migrate


class HistoryConfig(AppConfig):
    name = "guatu.history"
    label = "history"
    verbose_name = "留痕"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from guatu.history.guards import install_after_migrate, lift_before_migrate
        from guatu.history.own_guards import register_own

        register_own()
        pre_migrate.connect(lift_before_migrate, sender=self, dispatch_uid="guatu.history.guards")
        post_migrate.connect(install_after_migrate, sender=self, dispatch_uid="guatu.history.guards")
