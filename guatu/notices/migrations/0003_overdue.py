from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("notices", "0002_meetings"),
    ]

    operations = [
        migrations.AlterField(
            model_name="notice",
            name="kind",
            field=models.CharField(
                choices=[
                    ("dispatched", "新交办"),
                    ("instruction", "领导批示"),
                    ("reassigned", "转来承办"),
                    ("urged", "催办"),
                    ("deadline_changed", "时限调整"),
                    ("extension_approved", "延期批准"),
                    ("extension_refused", "延期未准"),
                    ("report_declined", "进展审核退回"),
                    ("report_returned", "进展退回"),
                    ("to_verify", "请核查"),
                    ("to_sign_off", "请审签"),
                    ("close_returned", "销号退回"),
                    ("close_verified", "核查通过"),
                    ("closed", "已销号"),
                    ("look_back_held", "回头看未反弹"),
                    ("reopened", "回头看重新打开"),
                    ("due_soon", "快到期"),
                    ("due_tomorrow", "明天到期"),
                    ("overdue", "已逾期"),
                    ("sign_late", "逾期未签收"),
                    ("meeting_planned", "会议通知"),
                    ("meeting_changed", "会议调整"),
                    ("meeting_dropped", "不用参会"),
                    ("meeting_cancelled", "会议取消"),
                ],
                max_length=20,
                verbose_name="类别",
            ),
        ),
        migrations.AlterField(
            model_name="receipt",
            name="kind",
            field=models.CharField(
                choices=[
                    ("dispatched", "新交办"),
                    ("instruction", "领导批示"),
                    ("reassigned", "转来承办"),
                    ("urged", "催办"),
                    ("deadline_changed", "时限调整"),
                    ("extension_approved", "延期批准"),
                    ("extension_refused", "延期未准"),
                    ("report_declined", "进展审核退回"),
                    ("report_returned", "进展退回"),
                    ("to_verify", "请核查"),
                    ("to_sign_off", "请审签"),
                    ("close_returned", "销号退回"),
                    ("close_verified", "核查通过"),
                    ("closed", "已销号"),
                    ("look_back_held", "回头看未反弹"),
                    ("reopened", "回头看重新打开"),
                    ("due_soon", "快到期"),
                    ("due_tomorrow", "明天到期"),
                    ("overdue", "已逾期"),
                    ("sign_late", "逾期未签收"),
                    ("meeting_planned", "会议通知"),
                    ("meeting_changed", "会议调整"),
                    ("meeting_dropped", "不用参会"),
                    ("meeting_cancelled", "会议取消"),
                ],
                max_length=20,
                verbose_name="类别",
            ),
        ),
    ]
