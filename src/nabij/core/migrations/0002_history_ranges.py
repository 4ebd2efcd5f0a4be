# SPDX-License-Identifier: EUPL-1.2
"""Let one row of history tell of everything that an import writes in one transaction."""

import django.db.models.functions.datetime
from django.db import migrations, models

# The row that tells of them proves itself: its transaction is this one. A setting of the session
# alone silences nothing.
IS_RANGE = """
ALTER TABLE core_historyrange ADD COLUMN xid xid8 NOT NULL DEFAULT pg_current_xact_id();

CREATE FUNCTION core_is_range() RETURNS boolean
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  told text := current_setting('nabij.history_range', true);
BEGIN
  IF told IS NULL OR told = '' THEN
    RETURN false;
  END IF;
  RETURN EXISTS (
    SELECT FROM core_historyrange
    WHERE id = told::bigint AND xid = pg_current_xact_id_if_assigned()
  );
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0001_initial"),
        # Its base is part of the state of every history.
        ("pghistory", "0007_auto_20250421_0444"),
    ]

    operations = [
        migrations.CreateModel(
            name="HistoryRange",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
                ),
                ("source", models.CharField(max_length=20)),
                ("subject_ref", models.CharField(max_length=16)),
                ("first", models.PositiveBigIntegerField()),
                ("last", models.PositiveBigIntegerField()),
                ("user_id", models.BigIntegerField()),
            ],
        ),
        migrations.RunSQL(IS_RANGE, "DROP FUNCTION core_is_range()"),
    ]
