# SPDX-License-Identifier: EUPL-1.2
"""Judgements, samples and who has which question open; how risky a question is."""

import django.db.models.deletion
import nabij.core.refs
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("linkage", "0004_linking_everybody"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="recordlink",
            name="put_off_until",
            field=models.DateField(null=True),
        ),
        migrations.CreateModel(
            name="ReviewClaim",
            fields=[
                (
                    "user",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("at", models.DateTimeField()),
                (
                    "link",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="claims",
                        to="linkage.recordlink",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Sample",
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
                ("links", models.PositiveIntegerField()),
                ("records", models.PositiveIntegerField()),
                ("near", models.PositiveIntegerField()),
                ("drawn_at", models.DateTimeField()),
                (
                    "drawn_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Judgement",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "machine",
                    models.CharField(
                        choices=[
                            ("linked", "linked automatically"),
                            ("doubted", "linked, but no longer fits"),
                            ("asked", "asked a colleague"),
                            ("apart", "kept apart without asking"),
                        ],
                        max_length=10,
                    ),
                ),
                ("score", models.FloatField()),
                (
                    "verdict",
                    models.CharField(
                        choices=[
                            ("same", "the same person"),
                            ("different", "not the same person"),
                            ("later", "later"),
                        ],
                        max_length=10,
                    ),
                ),
                ("undo", models.JSONField(default=dict)),
                ("judged_at", models.DateTimeField()),
                ("taken_back_at", models.DateTimeField(null=True)),
                (
                    "judged_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "link",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="linkage.recordlink",
                    ),
                ),
                (
                    "source",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="linkage.source",
                    ),
                ),
                (
                    "sample",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="linkage.sample",
                    ),
                ),
            ],
        ),
        migrations.AddField(
            model_name="recordlink",
            name="sample",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="questions",
                to="linkage.sample",
            ),
        ),
        migrations.AddIndex(
            model_name="judgement",
            index=models.Index(fields=["judged_by", "-id"], name="judgement_last_of"),
        ),
        migrations.AddIndex(
            model_name="judgement",
            index=models.Index(fields=["link", "-id"], name="judgement_of_link"),
        ),
        migrations.AddField(
            model_name="recordlink",
            name="risk",
            field=models.GeneratedField(
                db_persist=True,
                expression=models.Case(
                    models.When(has_conflict=False, then=0),
                    models.When(state__in=("automatic", "confirmed"), then=2),
                    default=1,
                ),
                output_field=models.PositiveSmallIntegerField(),
            ),
        ),
        migrations.AddIndex(
            model_name="recordlink",
            index=models.Index(
                condition=models.Q(("needs_review", True)),
                fields=["-risk", "-score", "id"],
                name="recordlink_by_risk",
            ),
        ),
    ]
