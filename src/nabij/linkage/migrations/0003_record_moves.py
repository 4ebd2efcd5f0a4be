# SPDX-License-Identifier: EUPL-1.2
"""Records that a colleague made those of another person."""

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.db.models.deletion
import nabij.core.refs
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("linkage", "0002_bsns_have_an_index_of_before"),
        ("relations", "0008_merges"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="RecordMove",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "ref",
                    models.CharField(
                        default=nabij.core.refs.new_ref, editable=False, max_length=16, unique=True
                    ),
                ),
                (
                    "records",
                    django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField()),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("linked", "judged to be the same person"),
                            ("unlinked", "taken away from this person"),
                            ("by_hand", "put with another person by hand"),
                            ("put_back", "put back"),
                        ],
                        max_length=10,
                    ),
                ),
                ("reason", models.CharField(blank=True, max_length=200, verbose_name="reason")),
                ("undo", models.JSONField(default=dict)),
                ("moved_at", models.DateTimeField()),
                ("undone_at", models.DateTimeField(null=True)),
                (
                    "moved_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="relations.party",
                    ),
                ),
                (
                    "to_person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="relations.party",
                    ),
                ),
                (
                    "undone_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "indexes": [
                    django.contrib.postgres.indexes.GinIndex(
                        fields=["records"], name="recordmove_records"
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("person", models.F("to_person")), _negated=True),
                        name="recordmove_between_two",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("records", []), _negated=True),
                        name="recordmove_not_empty",
                    ),
                ],
            },
        ),
    ]
