# SPDX-License-Identifier: EUPL-1.2


import django.db.models.deletion
import django.db.models.functions.datetime
import nabij.core.refs
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("contact", "0019_a_call_rings_at_each_colleague"),
        ("linkage", "0014_who_decided_for_a_client_is_looked_for"),
        ("privacy", "0007_each_client_has_a_case_about_a_line"),
        ("relations", "0020_persons_of_no_unit"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Restriction",
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
                    "reason",
                    models.CharField(
                        choices=[
                            ("accuracy", "its accuracy is contested"),
                            (
                                "unlawful",
                                "it may not be used, and the person does not want it erased",
                            ),
                            ("claim", "the person needs it for a claim"),
                            ("objection", "the person objects to its use"),
                        ],
                        max_length=10,
                        verbose_name="reason",
                    ),
                ),
                ("since", models.DateField(verbose_name="since")),
                ("fact_type", models.CharField(default="", max_length=60)),
                ("fact_key", models.CharField(default="", max_length=200)),
                (
                    "recorded_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(), editable=False
                    ),
                ),
                ("told_on", models.DateField(null=True, verbose_name="told on")),
                (
                    "told_how",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("letter", "by letter"),
                            ("phone", "by phone"),
                            ("email", "by e-mail"),
                            ("person", "in person"),
                        ],
                        max_length=10,
                        verbose_name="told how",
                    ),
                ),
                ("lifted_at", models.DateTimeField(null=True)),
                (
                    "interaction",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="contact.interaction",
                    ),
                ),
                (
                    "lifted_by",
                    models.ForeignKey(
                        db_index=False,
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
                        related_name="restrictions",
                        to="relations.party",
                        verbose_name="person",
                    ),
                ),
                (
                    "record",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="linkage.patientrecord",
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
                    "request",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="restrictions",
                        to="privacy.privacyrequest",
                    ),
                ),
                (
                    "source",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="linkage.source",
                    ),
                ),
            ],
            options={
                "verbose_name": "restriction",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("reason__in", ["accuracy", "unlawful", "claim", "objection"])
                        ),
                        name="restriction_reason_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("interaction__isnull", True),
                                ("record__isnull", True),
                                ("source__isnull", False),
                                models.Q(("fact_type", ""), _negated=True),
                                models.Q(("fact_key", ""), _negated=True),
                            ),
                            models.Q(
                                ("fact_key", ""),
                                ("fact_type", ""),
                                ("source__isnull", True),
                                models.Q(
                                    ("interaction__isnull", True),
                                    ("record__isnull", True),
                                    _connector="OR",
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="restriction_of_one_thing",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("lifted_at__isnull", True),
                                ("told_how", ""),
                                ("told_on__isnull", True),
                            ),
                            models.Q(
                                ("lifted_at__isnull", False),
                                ("told_on__gte", models.F("since")),
                                ("told_how__in", ["letter", "phone", "email", "person"]),
                            ),
                            _connector="OR",
                        ),
                        name="restriction_lifted_after_telling",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("lifted_at__isnull", True)),
                        fields=(
                            "person",
                            "source",
                            "fact_type",
                            "fact_key",
                            "interaction",
                            "record",
                        ),
                        name="restriction_once",
                        nulls_distinct=False,
                    ),
                ],
            },
        ),
    ]
