# SPDX-License-Identifier: EUPL-1.2

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("linkage", "0012_less_that_nobody_reads"),
        ("relations", "0013_history"),
    ]

    operations = [
        migrations.AddField(
            model_name="ground",
            name="category",
            field=models.CharField(
                choices=[
                    ("care", "everything, the content of care too"),
                    ("organisation", "only who comes and when"),
                ],
                default="care",
                max_length=12,
            ),
        ),
        migrations.AddField(
            model_name="ground",
            name="given_by",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="relations.party",
            ),
        ),
        migrations.AddField(
            model_name="ground",
            name="given_how",
            field=models.CharField(
                blank=True,
                choices=[
                    ("paper", "on paper, with a signature"),
                    ("spoken", "by word of mouth"),
                    ("portal", "in the portal"),
                ],
                max_length=8,
            ),
        ),
        migrations.AddField(
            model_name="ground",
            name="given_on",
            field=models.DateField(null=True),
        ),
        migrations.AddField(
            model_name="ground",
            name="purposes",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(max_length=10), blank=True, default=list
            ),
        ),
        migrations.AddField(
            model_name="ground",
            name="receivers",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(max_length=40), blank=True, default=list
            ),
        ),
    ]
