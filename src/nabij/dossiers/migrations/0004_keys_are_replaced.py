# SPDX-License-Identifier: EUPL-1.2
"""The role that seals anew reaches every row: of facts only what their original is sealed for.

What it may read and write of each table stands in `nabij.database.rights`: sealed columns, keys
and hashes, never what a fact says.
"""

from django.db import migrations

TABLES = ("dossiers_fact", "dossiers_original", "dossiers_reference")

MAKE = "".join(
    f"CREATE POLICY keys_are_replaced ON {table} TO nabij_keys USING (true) WITH CHECK (true);\n"
    for table in TABLES
)
DROP = "".join(f"DROP POLICY keys_are_replaced ON {table};\n" for table in TABLES)


class Migration(migrations.Migration):
    dependencies = [("dossiers", "0003_sealed_columns")]

    operations = [migrations.RunSQL(MAKE, DROP)]
