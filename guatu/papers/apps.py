"""How Django knows this room."""

from django.apps import AppConfig


class PapersConfig(AppConfig):
    name = "guatu.papers"
    label = "papers"
    verbose_name = "文件"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from guatu.papers.own_guards import register_own

        register_own()
