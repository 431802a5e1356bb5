"""The sessions of people: whose they are stands beside the data, so that they can be listed and ended."""

from typing import TYPE_CHECKING

from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models

if TYPE_CHECKING:
    from guatu.http.sessions import SessionStore


class Session(AbstractBaseSession):
    """One browser in which somebody is signed in; who it is, is a key and nothing more."""

    person_id = models.BigIntegerField("人员", null=True, db_index=True)
    device = models.CharField("设备", max_length=40, blank=True)
    door = models.CharField("登录方式", max_length=20, blank=True)
    began_at = models.DateTimeField("登录时间", null=True)
    seen_at = models.DateTimeField("最近使用", null=True)

    class Meta(AbstractBaseSession.Meta):
        verbose_name = "登录会话"
        verbose_name_plural = "登录会话"

    @classmethod
    def get_session_store_class(cls) -> "type[SessionStore]":
        from guatu.http.sessions import SessionStore  # the two name each other

        return SessionStore


class Acted(models.Model):
    """A form that was acted on, by the key it bore: sent again, it acts no second time."""

    person_id = models.BigIntegerField("人员")
    key = models.CharField("表单号", max_length=64)
    at = models.DateTimeField("时间", db_index=True)

    class Meta:
        verbose_name = "已办表单"
        constraints = [models.UniqueConstraint(fields=("person_id", "key"), name="acted_once")]

    def __str__(self) -> str:
        return f"{self.person_id} {self.key}"
