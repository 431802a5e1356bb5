from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0003_delegations_of_one_role"),
        ("history", "0002_redaction"),
        ("notices", "0003_overdue"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddIndex(
            model_name="notice",
            index=models.Index(fields=["unit", "made_at"], name="notice_of_unit"),
        ),
    ]
