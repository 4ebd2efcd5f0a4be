# SPDX-License-Identifier: EUPL-1.2
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("linkage", "0011_history"),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name="patientrecord",
            name="patientrecord_birth",
        ),
        migrations.RemoveIndex(
            model_name="patientrecord",
            name="patientrecord_address",
        ),
        migrations.RemoveField(
            model_name="patientrecord",
            name="initial",
        ),
        migrations.RemoveField(
            model_name="patientrecord",
            name="surname_keys",
        ),
    ]
