# SPDX-License-Identifier: EUPL-1.2
"""Work out the keys of the records that are there: about a minute for a million."""

from django.db import migrations

from nabij.linkage import rules
from nabij.matching import PersonRecord

BATCH = 2000


def fill(apps, schema_editor):
    PatientRecord = apps.get_model("linkage", "PatientRecord")
    last = 0
    while rows := list(PatientRecord.objects.filter(pk__gt=last).order_by("pk")[:BATCH]):
        last = rows[-1].pk
        for row in rows:
            row.match_keys = rules.match_keys(_compared(row))
        PatientRecord.objects.bulk_update(rows, ["match_keys"])


def _compared(row):
    return PersonRecord(
        key=row.pk,
        given_names=row.given_names,
        initials=row.initials,
        call_name=row.call_name,
        surnames=tuple(filter(None, [row.own_name, row.partner_name])),
        birth_on=row.birth_on,
        birth_precision=row.birth_precision,
        postcode=row.postcode,
        house_number=row.house_number,
        suffix=row.house_number_suffix,
        phones=tuple(row.phones),
        emails=tuple(row.emails),
    )


class Migration(migrations.Migration):
    dependencies = [("linkage", "0006_match_keys")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
