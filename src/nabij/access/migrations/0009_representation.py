# SPDX-License-Identifier: EUPL-1.2

import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.functions.datetime
import nabij.core.refs
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("access", "0008_history"),
        ("relations", "0013_history"),
    ]

    operations = [
        migrations.AlterField(
            model_name="occasion",
            name="kind",
            field=models.CharField(
                choices=[
                    ("call", "phone call"),
                    ("task", "task"),
                    ("review", "review of a link"),
                    ("after_dead", "case after death"),
                ],
                max_length=10,
            ),
        ),
        migrations.CreateModel(
            name="AfterDeathCase",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "ground",
                    models.CharField(
                        choices=[
                            ("consent", "the client agreed to it, or would have"),
                            ("interest", "a weighty interest that cannot be served otherwise"),
                            ("mistake", "a mistake in treatment may have been made"),
                        ],
                        max_length=8,
                    ),
                ),
                ("asked_by", models.CharField(max_length=120, verbose_name="who asks for it")),
                ("reason", models.CharField(max_length=400, verbose_name="why")),
                ("opened_at", models.DateTimeField()),
                (
                    "occasion",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="after_death",
                        to="access.occasion",
                    ),
                ),
                (
                    "opened_by",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Capacity",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "matter",
                    models.CharField(
                        choices=[
                            ("care_plan", "the care plan"),
                            ("treatment", "a treatment or medication"),
                            ("move", "where to live, or admission"),
                            ("money", "money"),
                            ("sharing", "who may know what"),
                            ("other", "something else"),
                        ],
                        max_length=10,
                    ),
                ),
                ("can_decide", models.BooleanField()),
                ("judged_on", models.DateField()),
                ("judged_by", models.CharField(max_length=120, verbose_name="who judged it")),
                (
                    "recorded_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(), editable=False
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
                    "recorded_by",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "matter__in",
                                ["care_plan", "treatment", "move", "money", "sharing", "other"],
                            )
                        ),
                        name="capacity_matter_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("judged_by", ""), _negated=True),
                        name="capacity_was_judged",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Death",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("died_on", models.DateField(null=True)),
                ("precision", models.CharField(blank=True, max_length=5)),
                (
                    "source",
                    models.CharField(
                        choices=[
                            ("family", "told by family or somebody near"),
                            ("colleague", "a colleague or doctor was there"),
                            ("register", "told by the municipality or another office"),
                            ("record", "read in the dossier of a source"),
                        ],
                        max_length=10,
                    ),
                ),
                ("told", models.CharField(max_length=200, verbose_name="how we know")),
                ("closes_on", models.DateField()),
                ("before", models.JSONField(default=dict)),
                ("recorded_at", models.DateTimeField()),
                ("taken_back_at", models.DateTimeField(null=True)),
                (
                    "contact",
                    models.ForeignKey(
                        db_index=False,
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
                    "recorded_by",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "taken_back_by",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("taken_back_at__isnull", True)),
                        fields=("person",),
                        name="death_once",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Representation",
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
                            ("contact_person", "contact person"),
                            ("informal_carer", "informal carer"),
                            ("authorised", "authorised in writing"),
                            ("partner", "partner, by law"),
                            ("family", "close family, by law"),
                            ("mentor", "mentor"),
                            ("curator", "curator"),
                            ("financial_administrator", "financial administrator"),
                            ("shut_out", "shut out by the client"),
                        ],
                        max_length=25,
                        verbose_name="kind",
                    ),
                ),
                (
                    "tells",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("appointments", "appointments: who comes and when"),
                                ("medical", "health and care"),
                                ("money", "money and bills"),
                            ],
                            max_length=12,
                        ),
                        blank=True,
                        default=list,
                    ),
                ),
                (
                    "decides",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[("medical", "care"), ("money", "money")], max_length=12
                        ),
                        blank=True,
                        default=list,
                    ),
                ),
                (
                    "evidence_kind",
                    models.CharField(
                        choices=[
                            ("court", "decision of the court"),
                            ("notary", "deed of a notary (living will)"),
                            ("paper", "paper with a signature"),
                            ("spoken", "told to a colleague"),
                            ("portal", "recorded by the client in the portal"),
                        ],
                        max_length=8,
                    ),
                ),
                (
                    "evidence",
                    models.CharField(blank=True, max_length=200, verbose_name="how we know"),
                ),
                ("starts_on", models.DateField(verbose_name="from")),
                ("ends_on", models.DateField(blank=True, null=True, verbose_name="until")),
                (
                    "recorded_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(), editable=False
                    ),
                ),
                ("checked_at", models.DateTimeField(null=True)),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "checked_by",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "ended_by",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "other",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="relations.party",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="representations",
                        to="relations.party",
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "kind__in",
                                [
                                    "contact_person",
                                    "informal_carer",
                                    "authorised",
                                    "partner",
                                    "family",
                                    "mentor",
                                    "curator",
                                    "financial_administrator",
                                    "shut_out",
                                ],
                            )
                        ),
                        name="representation_kind_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("person", models.F("other")), _negated=True),
                        name="representation_of_another",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ends_on__isnull", True),
                            ("ends_on__gte", models.F("starts_on")),
                            _connector="OR",
                        ),
                        name="representation_ends_after_start",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at__isnull", True)),
                        fields=("person", "other", "kind"),
                        name="representation_open_once",
                    ),
                ],
            },
        ),
    ]
