# SPDX-License-Identifier: EUPL-1.2

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("access", "0003_care_relations"),
        ("relations", "0003_contact"),
    ]

    operations = [
        migrations.CreateModel(
            name="DutyArea",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="StandInReview",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("is_right", models.BooleanField()),
                ("reviewed_at", models.DateTimeField()),
                ("settled_at", models.DateTimeField(null=True)),
                ("outcome", models.CharField(blank=True, max_length=400, verbose_name="outcome")),
            ],
        ),
        migrations.RemoveConstraint(
            model_name="carerelation",
            name="carerelation_once_per_start",
        ),
        migrations.AddField(
            model_name="carerelation",
            name="added_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="carerelation",
            name="added_by",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="carerelation",
            name="end_reason",
            field=models.CharField(blank=True, max_length=200, verbose_name="reason"),
        ),
        migrations.AddField(
            model_name="carerelation",
            name="ended_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="carerelation",
            name="ended_by",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="carerelation",
            name="ends_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="carerelation",
            name="reason",
            field=models.CharField(blank=True, max_length=200, verbose_name="reason"),
        ),
        migrations.AddField(
            model_name="carerelation",
            name="version",
            field=models.PositiveIntegerField(default=1),
        ),
        migrations.AlterField(
            model_name="carerelation",
            name="kind",
            field=models.CharField(
                choices=[
                    ("care", "gives care"),
                    ("coordination", "coordinates care"),
                    ("on_call", "is on call"),
                    ("stand_in", "stands in"),
                ],
                max_length=20,
            ),
        ),
        migrations.AddIndex(
            model_name="carerelation",
            index=models.Index(
                condition=models.Q(("kind", "stand_in")),
                fields=["person", "-ends_at"],
                name="carerelation_stand_in",
            ),
        ),
        migrations.AddIndex(
            model_name="dutyshift",
            index=models.Index(fields=["unit", "ends_at"], name="dutyshift_unit_end"),
        ),
        migrations.AddConstraint(
            model_name="carerelation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind", "stand_in"), _negated=True),
                    models.Q(("ends_at__isnull", False), ("user__isnull", False)),
                    _connector="OR",
                ),
                name="carerelation_stand_in_is_personal_and_ends",
            ),
        ),
        migrations.AddConstraint(
            model_name="carerelation",
            constraint=models.UniqueConstraint(
                condition=models.Q(
                    ("ended_at__isnull", True), models.Q(("kind", "stand_in"), _negated=True)
                ),
                fields=("person", "unit", "user", "kind", "origin", "starts_on"),
                name="carerelation_open_once_per_start",
                nulls_distinct=False,
            ),
        ),
        migrations.AddField(
            model_name="dutyarea",
            name="area",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="+", to="access.unit"
            ),
        ),
        migrations.AddField(
            model_name="dutyarea",
            name="unit",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="duty_areas",
                to="access.unit",
            ),
        ),
        migrations.AddField(
            model_name="standinreview",
            name="relation",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="stand_in_review",
                to="access.carerelation",
            ),
        ),
        migrations.AddField(
            model_name="standinreview",
            name="reviewed_by",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="standinreview",
            name="settled_by",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddConstraint(
            model_name="dutyarea",
            constraint=models.UniqueConstraint(fields=("unit", "area"), name="dutyarea_once"),
        ),
        migrations.AddIndex(
            model_name="standinreview",
            index=models.Index(
                condition=models.Q(("is_right", False)),
                fields=["-reviewed_at"],
                name="standinreview_not_right",
            ),
        ),
    ]
