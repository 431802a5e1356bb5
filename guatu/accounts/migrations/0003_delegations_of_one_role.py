from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0002_tokens"),
    ]

    operations = [
        migrations.AddField(
            model_name="delegation",
            name="kind",
            field=models.CharField(
                blank=True,
                choices=[
                    ("coordinator", "督办员"),
                    ("verifier", "核查员"),
                    ("leader", "领导"),
                    ("administrator", "管理员"),
                    ("inspector", "纪检监督员"),
                    ("liaison", "联络员"),
                    ("reviewer", "单位审核人"),
                ],
                default="",
                max_length=16,
                verbose_name="角色",
            ),
        ),
    ]
