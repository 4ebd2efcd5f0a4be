# SPDX-License-Identifier: EUPL-1.2
"""What parties are to each other."""

import django.db.models.deletion
from django.db import migrations, models

import nabij.core.refs


class Migration(migrations.Migration):
    dependencies = [("relations", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="Household",
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
                ("label", models.CharField(max_length=120, verbose_name="label")),
            ],
        ),
        migrations.CreateModel(
            name="HouseholdMember",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("starts_on", models.DateField(blank=True, null=True, verbose_name="since")),
                ("ends_on", models.DateField(blank=True, null=True, verbose_name="until")),
                (
                    "household",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="members",
                        to="relations.household",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="households",
                        to="relations.party",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Relationship",
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
                            ("partner", "partner"),
                            ("parent", "parent"),
                            ("child", "child"),
                            ("sibling", "brother or sister"),
                            ("family", "other family"),
                            ("friend", "friend or acquaintance"),
                            ("neighbour", "neighbour"),
                            ("informal_carer", "informal carer"),
                            ("contact_person", "contact person"),
                            ("curator", "curator"),
                            ("mentor", "mentor"),
                            ("authorised", "authorised in writing"),
                            ("financial_administrator", "financial administrator"),
                            ("client", "client"),
                            ("member", "member"),
                            ("prospect", "prospect"),
                            ("lead", "lead"),
                            ("referrer", "referrer"),
                            ("volunteer", "volunteer"),
                            ("employee", "works there"),
                            ("branch", "branch"),
                            ("subsidiary", "subsidiary"),
                            ("partner_organisation", "works together with"),
                        ],
                        max_length=25,
                        verbose_name="kind",
                    ),
                ),
                ("starts_on", models.DateField(blank=True, null=True, verbose_name="since")),
                (
                    "starts_precision",
                    models.CharField(
                        blank=True,
                        choices=[("year", "year"), ("month", "month"), ("day", "day")],
                        max_length=5,
                    ),
                ),
                ("ends_on", models.DateField(blank=True, null=True, verbose_name="until")),
                (
                    "ends_precision",
                    models.CharField(
                        blank=True,
                        choices=[("year", "year"), ("month", "month"), ("day", "day")],
                        max_length=5,
                    ),
                ),
                (
                    "rank",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        help_text="1 is who to call first.",
                        null=True,
                        verbose_name="order of contact",
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=200, verbose_name="note")),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "object",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="relationships_to",
                        to="relations.party",
                    ),
                ),
                (
                    "subject",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="relationships_from",
                        to="relations.party",
                    ),
                ),
            ],
        ),
        migrations.AddConstraint(
            model_name="householdmember",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ends_on__isnull", True)),
                fields=("person",),
                name="householdmember_one_at_a_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="householdmember",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("starts_on__isnull", True),
                    ("ends_on__isnull", True),
                    ("ends_on__gte", models.F("starts_on")),
                    _connector="OR",
                ),
                name="householdmember_ends_after_start",
            ),
        ),
        migrations.AddConstraint(
            model_name="relationship",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "kind__in",
                        [
                            "partner",
                            "parent",
                            "child",
                            "sibling",
                            "family",
                            "friend",
                            "neighbour",
                            "informal_carer",
                            "contact_person",
                            "curator",
                            "mentor",
                            "authorised",
                            "financial_administrator",
                            "client",
                            "member",
                            "prospect",
                            "lead",
                            "referrer",
                            "volunteer",
                            "employee",
                            "branch",
                            "subsidiary",
                            "partner_organisation",
                        ],
                    )
                ),
                name="relationship_kind_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="relationship",
            constraint=models.CheckConstraint(
                condition=models.Q(("subject", models.F("object")), _negated=True),
                name="relationship_with_another",
            ),
        ),
        migrations.AddConstraint(
            model_name="relationship",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("starts_on__isnull", True), ("starts_precision", "")),
                    models.Q(
                        ("starts_on__isnull", False),
                        ("starts_precision__in", ["year", "month", "day"]),
                    ),
                    _connector="OR",
                ),
                name="relationship_start_has_precision",
            ),
        ),
        migrations.AddConstraint(
            model_name="relationship",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("ends_on__isnull", True), ("ends_precision", "")),
                    models.Q(
                        ("ends_on__isnull", False), ("ends_precision__in", ["year", "month", "day"])
                    ),
                    _connector="OR",
                ),
                name="relationship_end_has_precision",
            ),
        ),
        migrations.AddConstraint(
            model_name="relationship",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("starts_on__isnull", True),
                    ("ends_on__isnull", True),
                    ("ends_on__gte", models.F("starts_on")),
                    _connector="OR",
                ),
                name="relationship_ends_after_start",
            ),
        ),
        migrations.AddConstraint(
            model_name="relationship",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ends_on__isnull", True)),
                fields=("subject", "object", "kind"),
                name="relationship_open_once",
            ),
        ),
    ]
