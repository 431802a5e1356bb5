"""How Django knows this room."""

from django.apps import AppConfig


class HttpConfig(AppConfig):
    name = "guatu.http"
    label = "http"
    verbose_name = "请求"
    default_auto_field = "django.db.models.BigAutoField"
