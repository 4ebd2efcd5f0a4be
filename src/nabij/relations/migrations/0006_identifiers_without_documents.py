# SPDX-License-Identifier: EUPL-1.2
"""How a BSN was checked stands in its own table now."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("relations", "0005_bsn_checks_of_before")]

    operations = [
        migrations.RemoveConstraint(model_name="identifier", name="identifier_seen_names_document"),
        migrations.RemoveField(model_name="identifier", name="document_kind"),
        migrations.RemoveField(model_name="identifier", name="document_number"),
        migrations.RemoveField(model_name="identifier", name="checked_on"),
        migrations.RemoveField(model_name="identifier", name="checked_by"),
    ]
