# SPDX-License-Identifier: EUPL-1.2
"""Under which keys a new or changed record finds a record that is there."""

import django.contrib.postgres.fields
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("linkage", "0005_judging_links")]

    operations = [
        migrations.AddField(
            model_name="patientrecord",
            name="match_keys",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.BigIntegerField(), default=list, size=None
            ),
        ),
    ]
