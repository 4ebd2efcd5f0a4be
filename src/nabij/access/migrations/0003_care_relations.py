# SPDX-License-Identifier: EUPL-1.2

import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.functions.datetime
import django.db.models.functions.text
from django.conf import settings
from django.db import migrations, models

import nabij.core.refs


class Migration(migrations.Migration):
    dependencies = [("access", "0002_access_log"), ("relations", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="CareRelation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("care", "gives care"),
                            ("coordination", "coordinates care"),
                            ("on_call", "is on call"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "origin",
                    models.CharField(
                        choices=[
                            ("agreement", "agreement"),
                            ("roster", "roster"),
                            ("hand", "recorded by hand"),
                        ],
                        max_length=20,
                    ),
                ),
                ("starts_on", models.DateField()),
                ("ends_on", models.DateField(blank=True, null=True)),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="care_relations",
                        to="relations.party",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="access.unit",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["unit", "person"], name="carerelation_unit_person"),
                    models.Index(fields=["user", "person"], name="carerelation_user_person"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("unit__isnull", False), ("user__isnull", True)),
                            models.Q(("unit__isnull", True), ("user__isnull", False)),
                            _connector="OR",
                        ),
                        name="carerelation_unit_or_user",
                    ),
                    models.UniqueConstraint(
                        fields=("person", "unit", "user", "kind", "starts_on"),
                        name="carerelation_once_per_start",
                        nulls_distinct=False,
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Occasion",
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
                    "kind",
                    models.CharField(
                        choices=[
                            ("call", "phone call"),
                            ("task", "task"),
                            ("review", "review of a link"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "caller",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("client", "the client"),
                            ("relative", "a relative or informal carer"),
                            ("provider", "another care provider"),
                            ("colleague", "a colleague"),
                            ("other", "someone else"),
                        ],
                        max_length=12,
                    ),
                ),
                ("starts_at", models.DateTimeField()),
                ("ends_at", models.DateTimeField()),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="relations.party",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        fields=["user", "person", "-ends_at"], name="occasion_user_person_end"
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("ends_at__gt", models.F("starts_at"))),
                        name="occasion_ends_after_start",
                    )
                ],
            },
        ),
    ]
