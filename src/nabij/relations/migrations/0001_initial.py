# SPDX-License-Identifier: EUPL-1.2
"""Persons and organisations."""

import django.contrib.postgres.indexes
import django.db.models.deletion
import django.db.models.functions.datetime
from django.conf import settings
from django.contrib.postgres.operations import TrigramExtension
from django.db import migrations, models

import nabij.core.refs


class Migration(migrations.Migration):
    initial = True

    dependencies = [("access", "0002_access_log")]

    operations = [
        TrigramExtension(),
        migrations.CreateModel(
            name="Party",
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
                        choices=[("person", "person"), ("organisation", "organisation")],
                        max_length=12,
                    ),
                ),
                ("name", models.CharField(max_length=250, verbose_name="name")),
                ("sort_key", models.CharField(db_collation="C", editable=False, max_length=250)),
                ("search_text", models.TextField(editable=False)),
                ("birth_on", models.DateField(blank=True, null=True, verbose_name="birth date")),
                (
                    "birth_precision",
                    models.CharField(
                        blank=True,
                        choices=[("year", "year"), ("month", "month"), ("day", "day")],
                        max_length=5,
                    ),
                ),
                ("city", models.CharField(blank=True, max_length=80, verbose_name="city")),
                (
                    "client_number",
                    models.CharField(
                        blank=True,
                        max_length=20,
                        null=True,
                        unique=True,
                        verbose_name="client number",
                    ),
                ),
                ("is_shielded", models.BooleanField(default=False, verbose_name="shielded")),
                ("archived_at", models.DateTimeField(blank=True, null=True)),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "created_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(), editable=False
                    ),
                ),
                (
                    "updated_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(), editable=False
                    ),
                ),
                (
                    "canonical",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="merged",
                        to="relations.party",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="access.unit",
                    ),
                ),
                (
                    "updated_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "relation",
                "verbose_name_plural": "relations",
            },
        ),
        migrations.CreateModel(
            name="OrganisationDetail",
            fields=[
                (
                    "party",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="organisation",
                        serialize=False,
                        to="relations.party",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("own", "own institution"),
                            ("home_care", "home care"),
                            ("nursing_home", "nursing home"),
                            ("general_practice", "general practice"),
                            ("hospital", "hospital"),
                            ("pharmacy", "pharmacy"),
                            ("mental_health", "mental health care"),
                            ("day_care", "day care"),
                            ("therapy", "therapy practice"),
                            ("care_office", "care office"),
                            ("insurer", "health insurer"),
                            ("municipality", "municipality"),
                            ("housing", "housing association"),
                            ("supplier", "supplier"),
                            ("voluntary", "voluntary organisation"),
                            ("other", "other"),
                        ],
                        max_length=20,
                        verbose_name="kind",
                    ),
                ),
                (
                    "legal_name",
                    models.CharField(blank=True, max_length=250, verbose_name="legal name"),
                ),
                ("website", models.CharField(blank=True, max_length=250, verbose_name="website")),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "kind__in",
                                [
                                    "own",
                                    "home_care",
                                    "nursing_home",
                                    "general_practice",
                                    "hospital",
                                    "pharmacy",
                                    "mental_health",
                                    "day_care",
                                    "therapy",
                                    "care_office",
                                    "insurer",
                                    "municipality",
                                    "housing",
                                    "supplier",
                                    "voluntary",
                                    "other",
                                ],
                            )
                        ),
                        name="organisationdetail_kind_known",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="PersonDetail",
            fields=[
                (
                    "party",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="person",
                        serialize=False,
                        to="relations.party",
                    ),
                ),
                (
                    "given_names",
                    models.CharField(blank=True, max_length=200, verbose_name="given names"),
                ),
                ("initials", models.CharField(blank=True, max_length=40, verbose_name="initials")),
                (
                    "call_name",
                    models.CharField(blank=True, max_length=80, verbose_name="call name"),
                ),
                (
                    "own_prefix",
                    models.CharField(blank=True, max_length=40, verbose_name="prefix of own name"),
                ),
                ("own_name", models.CharField(blank=True, max_length=150, verbose_name="own name")),
                (
                    "partner_prefix",
                    models.CharField(
                        blank=True, max_length=40, verbose_name="prefix of partner's name"
                    ),
                ),
                (
                    "partner_name",
                    models.CharField(blank=True, max_length=150, verbose_name="partner's name"),
                ),
                (
                    "name_use",
                    models.CharField(
                        choices=[
                            ("own", "own name"),
                            ("partner", "name of partner"),
                            ("partner_own", "name of partner, then own name"),
                            ("own_partner", "own name, then name of partner"),
                        ],
                        default="own",
                        max_length=12,
                        verbose_name="name use",
                    ),
                ),
                (
                    "gender",
                    models.CharField(
                        choices=[
                            ("female", "woman"),
                            ("male", "man"),
                            ("other", "other"),
                            ("unknown", "unknown"),
                        ],
                        default="unknown",
                        max_length=8,
                        verbose_name="gender",
                    ),
                ),
                ("deceased_on", models.DateField(blank=True, null=True, verbose_name="died on")),
                (
                    "deceased_precision",
                    models.CharField(
                        blank=True,
                        choices=[("year", "year"), ("month", "month"), ("day", "day")],
                        max_length=5,
                    ),
                ),
                ("is_deceased", models.BooleanField(default=False, verbose_name="has died")),
                (
                    "form_of_address",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "not known"),
                            ("formal", "formal, with Mr or Mrs"),
                            ("first_name", "by first name"),
                            ("full_name", "by full name, without Mr or Mrs"),
                        ],
                        max_length=12,
                        verbose_name="form of address",
                    ),
                ),
                ("language", models.CharField(blank=True, max_length=35, verbose_name="language")),
                ("surname_key", models.CharField(blank=True, editable=False, max_length=80)),
                (
                    "partner_surname_key",
                    models.CharField(blank=True, editable=False, max_length=80),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["surname_key"], name="persondetail_surname"),
                    models.Index(
                        condition=models.Q(("partner_surname_key", ""), _negated=True),
                        fields=["partner_surname_key"],
                        name="persondetail_partner_surname",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("gender__in", ["female", "male", "other", "unknown"])),
                        name="persondetail_gender_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("name_use__in", ["own", "partner", "partner_own", "own_partner"])
                        ),
                        name="persondetail_name_use_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("deceased_on__isnull", True), ("deceased_precision", "")),
                            models.Q(
                                ("deceased_on__isnull", False),
                                ("deceased_precision__in", ["year", "month", "day"]),
                            ),
                            _connector="OR",
                        ),
                        name="persondetail_death_has_precision",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("deceased_on__isnull", True), ("is_deceased", True), _connector="OR"
                        ),
                        name="persondetail_died_means_deceased",
                    ),
                ],
            },
        ),
        migrations.AddIndex(
            model_name="party",
            index=django.contrib.postgres.indexes.GinIndex(
                fields=["search_text"], name="party_search", opclasses=["gin_trgm_ops"]
            ),
        ),
        migrations.AddIndex(
            model_name="party",
            index=models.Index(fields=["sort_key", "id"], name="party_sort"),
        ),
        migrations.AddIndex(
            model_name="party",
            index=models.Index(
                condition=models.Q(("kind", "organisation")),
                fields=["sort_key", "id"],
                name="party_organisations",
            ),
        ),
        migrations.AddIndex(
            model_name="party",
            index=models.Index(fields=["birth_on"], name="party_birth"),
        ),
        migrations.AddIndex(
            model_name="party",
            index=models.Index(
                condition=models.Q(("canonical__isnull", False)),
                fields=["canonical"],
                name="party_canonical",
            ),
        ),
        migrations.AddConstraint(
            model_name="party",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["person", "organisation"])),
                name="party_kind_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="party",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("name", ""), _negated=True), models.Q(("sort_key", ""), _negated=True)
                ),
                name="party_has_name",
            ),
        ),
        migrations.AddConstraint(
            model_name="party",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("birth_on__isnull", True), ("birth_precision", "")),
                    models.Q(
                        ("birth_on__isnull", False),
                        ("birth_precision__in", ["year", "month", "day"]),
                    ),
                    _connector="OR",
                ),
                name="party_birth_has_precision",
            ),
        ),
        migrations.AddConstraint(
            model_name="party",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind", "person"), ("birth_on__isnull", True), _connector="OR"),
                name="party_organisation_is_not_born",
            ),
        ),
        migrations.AddConstraint(
            model_name="party",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("canonical__isnull", True),
                    models.Q(("canonical", models.F("pk")), _negated=True),
                    _connector="OR",
                ),
                name="party_canonical_is_another",
            ),
        ),
        migrations.AddConstraint(
            model_name="party",
            constraint=models.CheckConstraint(
                condition=models.Q(("client_number", ""), _negated=True),
                name="party_client_number_not_empty",
            ),
        ),
    ]
