"""The room as Django knows it."""

from django.apps import AppConfig


class ChannelsConfig(AppConfig):
    """What people wish to be sent, and what was sent."""

    name = "guatu.channels"
    label = "channels"
    verbose_name = "消息送达"
