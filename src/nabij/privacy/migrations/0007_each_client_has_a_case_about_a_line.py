# SPDX-License-Identifier: EUPL-1.2
"""A line of the log may be about several clients, and may be objected to again after an answer."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("privacy", "0006_a_decision_on_a_remark_is_never_changed")]

    operations = [
        migrations.RunSQL(
            "UPDATE privacy_case SET about = about || ' ' || person_id || ' 1' "
            "WHERE kind = 'log_line' AND about ~ '^line [0-9]+$'",
            "UPDATE privacy_case SET about = regexp_replace(about, ' [0-9]+ 1$', '') "
            "WHERE kind = 'log_line' AND about ~ '^line [0-9]+ [0-9]+ 1$'",
        ),
    ]
