# SPDX-License-Identifier: EUPL-1.2
"""Work out the keys of who is known already: about a minute for a million persons."""

from collections import defaultdict

from django.db import migrations

from nabij.core.dates import from_columns
from nabij.relations import rules
from nabij.relations.types import AddressFields, ContactPointFields, PersonFields, PersonName

BATCH = 2000
NAME = (
    "given_names", "initials", "call_name", "own_prefix", "own_name", "partner_prefix",
    "partner_name",
)  # fmt: skip
PLACE = ("use", "postcode", "house_number", "suffix", "city", "is_secret")


def fill(apps, schema_editor):
    PersonDetail = apps.get_model("relations", "PersonDetail")
    last = 0
    while rows := list(
        PersonDetail.objects.filter(pk__gt=last).select_related("party").order_by("pk")[:BATCH]
    ):
        ids, last = [row.pk for row in rows], rows[-1].pk
        addresses, points = defaultdict(list), defaultdict(list)
        open_now = apps.get_model("relations", "Address").objects.filter(ends_on__isnull=True)
        for row in open_now.filter(party_id__in=ids).order_by("pk").values("party_id", *PLACE):
            addresses[row.pop("party_id")].append(AddressFields(**row))
        found = apps.get_model("relations", "ContactPoint").objects.filter(party_id__in=ids)
        for row in found.order_by("pk").values("party_id", "system", "value"):
            points[row.pop("party_id")].append(ContactPointFields(**row))
        for row in rows:
            fields = PersonFields(
                name=PersonName(**{part: getattr(row, part) for part in NAME}),
                birth=from_columns(row.party.birth_on, row.party.birth_precision),
                addresses=tuple(addresses[row.pk]),
                contact_points=tuple(points[row.pk]),
            )
            row.match_keys = rules.match_keys(fields)
        PersonDetail.objects.bulk_update(rows, ["match_keys"])


class Migration(migrations.Migration):
    dependencies = [("relations", "0009_match_keys")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
