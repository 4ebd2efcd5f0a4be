# SPDX-License-Identifier: EUPL-1.2
"""Under which keys a new or changed record finds a person."""

import django.contrib.postgres.fields
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("relations", "0008_merges")]

    operations = [
        migrations.AddField(
            model_name="persondetail",
            name="match_keys",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.BigIntegerField(), default=list, editable=False, size=None
            ),
        ),
    ]
