# SPDX-License-Identifier: EUPL-1.2
"""A client may add a statement that stays beside a fact (WGBO 7:454)."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("contact", "0013_said_in_confidence"),
        ("linkage", "0013_consent_says_who_and_what_for"),
        ("relations", "0019_more_kinds_of_ties"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="ClientStatement",
            fields=[
                ("version", models.PositiveIntegerField()),
                (
                    "person_ids",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(), default=list
                    ),
                ),
                (
                    "data_class",
                    models.CharField(
                        choices=[
                            ("b", "colleagues who serve this client"),
                            ("c", "only colleagues who give care"),
                            ("a", "whoever serves this client, and the complaints officer"),
                        ],
                        max_length=1,
                    ),
                ),
                ("text", models.TextField(max_length=10000, verbose_name="what was said")),
                ("written_at", models.DateTimeField()),
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "ref",
                        "version",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("ref", models.CharField(max_length=16)),
                ("fact_type", models.CharField(default="", max_length=60)),
                ("fact_key", models.CharField(default="", max_length=200)),
                (
                    "channel",
                    models.CharField(
                        choices=[
                            ("phone", "phone"),
                            ("visit", "visit"),
                            ("email", "e-mail"),
                            ("letter", "letter"),
                            ("chat", "chat"),
                            ("portal", "client portal"),
                        ],
                        max_length=10,
                        verbose_name="how it was told",
                    ),
                ),
                ("said_on", models.DateField(verbose_name="told on")),
                ("is_withdrawn", models.BooleanField(default=False, verbose_name="withdrawn")),
                (
                    "author",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "interaction",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="statements",
                        to="contact.interaction",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="relations.party",
                        verbose_name="client",
                    ),
                ),
                (
                    "said_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="relations.party",
                        verbose_name="said by",
                    ),
                ),
                (
                    "source",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="linkage.source",
                        verbose_name="source",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("channel__in", ["phone", "visit", "email", "letter", "chat", "portal"])
                        ),
                        name="clientstatement_channel_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("interaction__isnull", True),
                                ("source__isnull", False),
                                models.Q(("fact_type", ""), _negated=True),
                                models.Q(("fact_key", ""), _negated=True),
                            ),
                            models.Q(("fact_key", ""), ("fact_type", ""), ("source__isnull", True)),
                            _connector="OR",
                        ),
                        name="clientstatement_beside_one_thing",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("is_withdrawn", True),
                            models.Q(("text", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="clientstatement_says_something",
                    ),
                ],
            },
        ),
    ]
