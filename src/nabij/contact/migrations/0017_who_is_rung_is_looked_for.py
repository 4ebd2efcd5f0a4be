# SPDX-License-Identifier: EUPL-1.2
"""When somebody goes, tasks to ring them are looked for: by an index."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("contact", "0016_why_in_confidence")]

    operations = [
        AddIndexConcurrently(
            model_name="task",
            index=models.Index(
                fields=["counterpart"],
                condition=models.Q(("counterpart__isnull", False)),
                name="task_counterpart",
            ),
        ),
    ]
