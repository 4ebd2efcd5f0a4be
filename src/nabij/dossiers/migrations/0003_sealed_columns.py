# SPDX-License-Identifier: EUPL-1.2
"""Sealed content does not compress: let the database not try."""

from django.db import migrations

TABLES = (
    "dossiers_original",
    "dossiers_sourceresource",
    "dossiers_quarantine",
    "dossiers_intakefile",
)


def _storage(kind: str) -> str:
    return "".join(f"ALTER TABLE {t} ALTER COLUMN content SET STORAGE {kind};\n" for t in TABLES)


class Migration(migrations.Migration):
    dependencies = [("dossiers", "0002_row_level_security")]

    operations = [migrations.RunSQL(_storage("EXTERNAL"), _storage("EXTENDED"))]
