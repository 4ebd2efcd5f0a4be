# SPDX-License-Identifier: EUPL-1.2
"""Who is removed (an import that is taken back) takes the checks of their BSN along.

No role may delete these rows: the database does, when the person goes.
"""

from django.db import migrations

CONSTRAINT = """
DO $$
DECLARE name text;
BEGIN
  SELECT conname INTO STRICT name FROM pg_constraint
  WHERE conrelid = 'relations_bsncheck'::regclass AND contype = 'f'
    AND confrelid = 'relations_party'::regclass;
  EXECUTE format('ALTER TABLE relations_bsncheck DROP CONSTRAINT %%I', name);
  EXECUTE format(
    'ALTER TABLE relations_bsncheck ADD CONSTRAINT %%I FOREIGN KEY (person_id)
       REFERENCES relations_party (id) %s DEFERRABLE INITIALLY DEFERRED NOT VALID', name);
END $$
"""
VALIDATE = """
DO $$
DECLARE name text;
BEGIN
  SELECT conname INTO STRICT name FROM pg_constraint
  WHERE conrelid = 'relations_bsncheck'::regclass AND contype = 'f'
    AND confrelid = 'relations_party'::regclass;
  EXECUTE format('ALTER TABLE relations_bsncheck VALIDATE CONSTRAINT %I', name);
END $$
"""


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("relations", "0015_less_that_nobody_reads")]

    operations = [
        migrations.RunSQL(CONSTRAINT % "ON DELETE CASCADE", CONSTRAINT % ""),
        migrations.RunSQL(VALIDATE, VALIDATE),
    ]
