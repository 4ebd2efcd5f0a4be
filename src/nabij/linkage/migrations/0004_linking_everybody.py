# SPDX-License-Identifier: EUPL-1.2
"""Linking everybody at once: learned weights, runs, and what an open run is still to write."""

import django.db.models.deletion
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models

import nabij.core.refs


class Migration(migrations.Migration):
    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("linkage", "0003_record_moves"),
    ]

    operations = [
        migrations.CreateModel(
            name="LinkWeights",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveIntegerField(unique=True)),
                ("learned_at", models.DateTimeField()),
                ("records", models.PositiveIntegerField()),
                ("pairs", models.PositiveBigIntegerField()),
                ("seed", models.PositiveIntegerField()),
                ("model", models.JSONField()),
            ],
            options={"verbose_name_plural": "link weights"},
        ),
        migrations.CreateModel(
            name="LinkRun",
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
                    "state",
                    models.CharField(
                        choices=[
                            ("reading", "reading and comparing"),
                            ("writing", "writing"),
                            ("done", "done"),
                        ],
                        default="reading",
                        max_length=10,
                    ),
                ),
                (
                    "started_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
                ),
                ("finished_at", models.DateTimeField(null=True)),
                ("records", models.PositiveIntegerField(default=0)),
                ("pairs", models.PositiveBigIntegerField(default=0)),
                ("left_out", models.JSONField(default=dict)),
                ("counts", models.JSONField(default=dict)),
                ("planned", models.PositiveBigIntegerField(default=0)),
                ("written", models.PositiveBigIntegerField(default=0)),
                ("written_upto", models.BigIntegerField(default=0)),
                (
                    "started_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "weights",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="linkage.linkweights",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        models.Value(1),
                        condition=models.Q(("state", "done"), _negated=True),
                        name="linkrun_one_open",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="PlannedLink",
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
                            ("person", "a person of its own"),
                            ("link", "a link to a person"),
                            ("ask", "a proposal to a colleague"),
                            ("look", "seen as it is now, with a question when it no longer fits"),
                        ],
                        max_length=6,
                    ),
                ),
                ("ref", models.CharField(max_length=16)),
                ("record_key", models.BigIntegerField()),
                ("as_read", models.DateTimeField()),
                ("person_key", models.BigIntegerField(default=0)),
                ("origin_key", models.BigIntegerField(default=0)),
                ("score", models.FloatField(default=0)),
                ("has_conflict", models.BooleanField(default=False)),
                ("evidence", models.JSONField(default=list)),
                (
                    "run",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="plan",
                        to="linkage.linkrun",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["run", "id"], name="plannedlink_order")],
            },
        ),
    ]
