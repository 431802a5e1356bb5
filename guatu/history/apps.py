"""How Django knows this room."""

from django.apps import AppConfig


class HistoryConfig(AppConfig):
    name = "guatu.history"
    label = "history"
    verbose_name = "留痕"
    default_auto_field = "django.db.models.BigAutoField"
