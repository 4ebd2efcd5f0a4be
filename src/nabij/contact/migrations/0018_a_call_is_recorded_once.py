# SPDX-License-Identifier: EUPL-1.2
"""A call that is recorded by a double click is one call."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("contact", "0017_who_is_rung_is_looked_for"),
    ]

    operations = [
        migrations.AddField(
            model_name="taskstep",
            name="entry_key",
            field=models.CharField(blank=True, default="", editable=False, max_length=16),
            preserve_default=False,
        ),
        migrations.AddConstraint(
            model_name="taskstep",
            constraint=models.UniqueConstraint(
                condition=models.Q(("entry_key", ""), _negated=True),
                fields=("task", "entry_key"),
                name="taskstep_entered_once",
            ),
        ),
    ]
