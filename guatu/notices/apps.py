"""The room as Django knows it."""

from django.apps import AppConfig


class NoticesConfig(AppConfig):
    """Notices and their receipts."""

    name = "guatu.notices"
    label = "notices"
    verbose_name = "消息"

    def ready(self) -> None:
        from guatu.notices.own_guards import register_own

        register_own()
