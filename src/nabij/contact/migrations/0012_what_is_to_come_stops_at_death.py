# SPDX-License-Identifier: EUPL-1.2

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("access", "0009_representation"),
        ("contact", "0011_texts_of_appointments_and_meetings"),
        ("relations", "0013_history"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="appointment",
            name="appointment_cancelled_has_a_reason",
        ),
        migrations.RemoveConstraint(
            model_name="task",
            name="task_closed_has_an_end",
        ),
        migrations.AlterField(
            model_name="appointment",
            name="cancel_reason",
            field=models.CharField(
                blank=True,
                choices=[
                    ("they", "they called it off"),
                    ("we", "we called it off"),
                    ("no_show", "nobody was there"),
                    ("mistake", "made by mistake"),
                    ("died", "stopped: the client has died"),
                ],
                max_length=10,
            ),
        ),
        migrations.AlterField(
            model_name="task",
            name="end",
            field=models.CharField(
                blank=True,
                choices=[
                    ("done", "done"),
                    ("cancelled", "no longer needed"),
                    ("died", "stopped: the client has died"),
                ],
                max_length=9,
            ),
        ),
        migrations.AlterField(
            model_name="taskstep",
            name="kind",
            field=models.CharField(
                choices=[
                    ("attempt", "called"),
                    ("hand_over", "handed over"),
                    ("done", "done"),
                    ("cancelled", "no longer needed"),
                    ("died", "stopped: the client has died"),
                    ("reopened", "opened again"),
                ],
                max_length=9,
            ),
        ),
        migrations.AddConstraint(
            model_name="appointment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("cancel_reason", ""), ("cancelled_at__isnull", True)),
                    models.Q(
                        ("cancel_reason__in", ["they", "we", "no_show", "mistake", "died"]),
                        ("cancelled_at__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="appointment_cancelled_has_a_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="task",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("closed_at__isnull", True), ("end", "")),
                    models.Q(
                        ("closed_at__isnull", False), ("end__in", ["done", "cancelled", "died"])
                    ),
                    _connector="OR",
                ),
                name="task_closed_has_an_end",
            ),
        ),
    ]
