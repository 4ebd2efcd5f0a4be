# SPDX-License-Identifier: EUPL-1.2
"""While the index key is replaced a BSN is found by its new hash and by the one of before."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("linkage", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="patientrecord",
            name="previous_bsn_index",
            field=models.BinaryField(max_length=32, null=True),
        ),
        migrations.AddIndex(
            model_name="patientrecord",
            index=models.Index(
                condition=models.Q(("previous_bsn_index__isnull", False)),
                fields=["previous_bsn_index"],
                name="patientrecord_previous_bsn",
            ),
        ),
    ]
