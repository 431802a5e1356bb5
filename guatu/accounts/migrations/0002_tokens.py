from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Token",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "scope",
                    models.CharField(
                        choices=[("read", "只读"), ("write", "读写")], max_length=8, verbose_name="范围"
                    ),
                ),
                ("digest", models.CharField(max_length=64, unique=True, verbose_name="密钥摘要")),
                ("made_at", models.DateTimeField(verbose_name="发放时间")),
                ("valid_to", models.DateField(blank=True, null=True, verbose_name="止")),
                ("revoked_on", models.DateField(blank=True, null=True, verbose_name="停用日期")),
                ("used_at", models.DateTimeField(blank=True, null=True, verbose_name="最近使用")),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=models.deletion.PROTECT,
                        related_name="tokens",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="人员",
                    ),
                ),
            ],
            options={
                "verbose_name": "接口令牌",
                "ordering": ("pk",),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("scope__in", ("read", "write"))), name="token_scope_known"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("digest", ""), _negated=True), name="token_has_digest"
                    ),
                ],
            },
        ),
    ]
