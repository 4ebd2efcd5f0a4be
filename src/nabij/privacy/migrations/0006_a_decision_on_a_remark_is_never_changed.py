# SPDX-License-Identifier: EUPL-1.2
"""Who decides anew about a remark adds a row: what was decided before stays."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("privacy", "0005_an_erasure_reaches_what_it_opened")]

    operations = [
        migrations.RemoveConstraint(model_name="withholding", name="withholding_once"),
    ]
