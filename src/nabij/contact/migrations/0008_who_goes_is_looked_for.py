# SPDX-License-Identifier: EUPL-1.2
"""Who is removed (an import that is taken back) is looked for among all contacts: by an index."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("contact", "0007_history")]

    operations = [
        AddIndexConcurrently(
            model_name="interaction",
            index=models.Index(fields=["counterpart"], name="interaction_counterpart"),
        ),
        AddIndexConcurrently(
            model_name="interaction",
            index=models.Index(
                fields=["on_behalf_of"],
                condition=models.Q(("on_behalf_of__isnull", False)),
                name="interaction_on_behalf_of",
            ),
        ),
    ]
