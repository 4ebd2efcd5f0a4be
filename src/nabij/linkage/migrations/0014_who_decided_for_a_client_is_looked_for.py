# SPDX-License-Identifier: EUPL-1.2
"""When who decided for a client goes, their decisions are looked for: by an index."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("linkage", "0013_consent_says_who_and_what_for")]

    operations = [
        AddIndexConcurrently(
            model_name="ground",
            index=models.Index(
                fields=["given_by"],
                condition=models.Q(("given_by__isnull", False)),
                name="ground_given_by",
            ),
        ),
    ]
