# SPDX-License-Identifier: EUPL-1.2
"""Take over how BSNs were checked until now; the numbers of documents are sealed on the way."""

from uuid import uuid4

from django.db import migrations

from nabij.core import crypto

BATCH = 1000


def take_over(apps, schema_editor):
    Identifier = apps.get_model("relations", "Identifier")
    BsnCheck = apps.get_model("relations", "BsnCheck")
    checks = []
    for row in Identifier.objects.filter(system="bsn").order_by("pk").iterator(chunk_size=BATCH):
        uid, number = uuid4(), row.document_number
        checks.append(
            BsnCheck(
                person_id=row.party_id,
                uid=uid,
                step=row.state,
                document_kind=row.document_kind,
                document_number=crypto.seal(number.encode(), context=uid.bytes) if number else None,
                checked_on=row.checked_on,
                checked_by_id=row.checked_by_id,
            )
        )
        if len(checks) == BATCH:
            BsnCheck.objects.bulk_create(checks)
            checks.clear()
    BsnCheck.objects.bulk_create(checks)


class Migration(migrations.Migration):
    dependencies = [("relations", "0004_bsn_checks")]

    operations = [migrations.RunPython(take_over, migrations.RunPython.noop)]
