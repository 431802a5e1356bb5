import datetime

import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "0003_delegations_of_one_role"),
        ("notices", "0003_overdue"),
    ]

    operations = [
        migrations.CreateModel(
            name="Wish",
            fields=[
                (
                    "person",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="wish",
                        serialize=False,
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="人员",
                    ),
                ),
                ("email", models.EmailField(blank=True, max_length=254, verbose_name="邮箱")),
                (
                    "phone",
                    models.CharField(
                        blank=True,
                        max_length=11,
                        validators=[
                            django.core.validators.RegexValidator("^1\\d{10}$", "手机号应为 11 位数字")
                        ],
                        verbose_name="手机",
                    ),
                ),
                (
                    "mail",
                    models.CharField(
                        choices=[("never", "不发"), ("daily", "每天一封"), ("at_once", "随时")],
                        default="never",
                        max_length=8,
                        verbose_name="邮件",
                    ),
                ),
                (
                    "sms",
                    models.CharField(
                        choices=[("never", "不发"), ("urgent", "只发急的"), ("all", "都发")],
                        default="never",
                        max_length=8,
                        verbose_name="短信",
                    ),
                ),
                ("quiet_from", models.TimeField(default=datetime.time(20, 0), verbose_name="免打扰起")),
                ("quiet_to", models.TimeField(default=datetime.time(8, 0), verbose_name="免打扰止")),
                ("on_days_off", models.BooleanField(default=False, verbose_name="休息日也送")),
            ],
            options={
                "verbose_name": "送达意愿",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("mail", "never"), models.Q(("email", ""), _negated=True), _connector="OR"
                        ),
                        name="wish_mail_has_address",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("sms", "never"), models.Q(("phone", ""), _negated=True), _connector="OR"
                        ),
                        name="wish_sms_has_number",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Delivery",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("channel", models.CharField(max_length=20, verbose_name="渠道")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "待送"),
                            ("sent", "已送"),
                            ("dropped", "不必再送"),
                            ("failed", "没有送成"),
                        ],
                        default="waiting",
                        max_length=8,
                        verbose_name="状态",
                    ),
                ),
                ("due_at", models.DateTimeField(verbose_name="何时送")),
                ("tries", models.PositiveSmallIntegerField(default=0, verbose_name="试过几次")),
                ("why", models.CharField(blank=True, max_length=120, verbose_name="原因")),
                ("ended_at", models.DateTimeField(null=True, verbose_name="结束时间")),
                (
                    "notice",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="deliveries",
                        to="notices.notice",
                        verbose_name="消息",
                    ),
                ),
            ],
            options={
                "verbose_name": "送达",
                "ordering": ("pk",),
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "waiting")), fields=["due_at"], name="delivery_due"
                    ),
                    models.Index(fields=["channel", "state"], name="delivery_of_channel"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("notice", "channel"), name="delivery_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("ended_at__isnull", True), ("state", "waiting")),
                            models.Q(
                                models.Q(("state", "waiting"), _negated=True), ("ended_at__isnull", False)
                            ),
                            _connector="OR",
                        ),
                        name="delivery_ends_once",
                    ),
                ],
            },
        ),
    ]
