# SPDX-License-Identifier: EUPL-1.2

import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.functions.datetime
import nabij.core.refs
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("relations", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Source",
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
                ("name", models.SlugField(max_length=60, unique=True, verbose_name="name")),
                ("title", models.CharField(max_length=120, verbose_name="title")),
                (
                    "care_type",
                    models.CharField(
                        choices=[
                            ("gp", "general practice"),
                            ("hospital", "hospital"),
                            ("pharmacy", "pharmacy"),
                            ("home_care", "home care"),
                            ("day_care", "day care"),
                            ("nursing_home", "nursing home"),
                            ("mental_health", "mental health care"),
                            ("addiction_care", "addiction care"),
                            ("other", "other care"),
                        ],
                        max_length=20,
                        verbose_name="kind of care",
                    ),
                ),
                (
                    "fhir_version",
                    models.CharField(
                        blank=True,
                        choices=[("stu3", "FHIR STU3"), ("r4", "FHIR R4")],
                        max_length=5,
                        verbose_name="FHIR version",
                    ),
                ),
                (
                    "default_ground",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("own_record", "our own record"),
                            ("handoff", "nursing handoff received"),
                            ("consent", "consent of the client"),
                            ("brought", "brought by the client"),
                        ],
                        help_text="Ground that holds for every client of this source; empty: per client.",
                        max_length=12,
                        verbose_name="ground",
                    ),
                ),
                (
                    "data_class",
                    models.CharField(
                        default="b",
                        help_text="Lowest class of everything from this source, its name included.",
                        max_length=1,
                    ),
                ),
                ("is_own", models.BooleanField(default=False)),
                (
                    "organisation",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="relations.party",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="PatientRecord",
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
                ("source_key", models.CharField(max_length=200)),
                ("has_identity", models.BooleanField(default=False)),
                ("name", models.CharField(blank=True, max_length=200)),
                ("given_names", models.CharField(blank=True, max_length=120)),
                ("initials", models.CharField(blank=True, max_length=30)),
                ("call_name", models.CharField(blank=True, max_length=60)),
                ("own_prefix", models.CharField(blank=True, max_length=30)),
                ("own_name", models.CharField(blank=True, max_length=100)),
                ("partner_prefix", models.CharField(blank=True, max_length=30)),
                ("partner_name", models.CharField(blank=True, max_length=100)),
                ("name_use", models.CharField(blank=True, max_length=12)),
                (
                    "surname_keys",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=60), default=list
                    ),
                ),
                ("initial", models.CharField(blank=True, max_length=1)),
                ("birth_on", models.DateField(null=True)),
                ("birth_precision", models.CharField(blank=True, max_length=5)),
                ("deceased_on", models.DateField(null=True)),
                ("deceased_precision", models.CharField(blank=True, max_length=5)),
                ("is_deceased", models.BooleanField(default=False)),
                ("gender", models.CharField(blank=True, max_length=10)),
                ("street", models.CharField(blank=True, max_length=120)),
                ("house_number", models.CharField(blank=True, max_length=12)),
                ("house_number_suffix", models.CharField(blank=True, max_length=30)),
                ("postcode", models.CharField(blank=True, max_length=12)),
                ("city", models.CharField(blank=True, max_length=80)),
                ("phones", models.JSONField(default=list)),
                ("emails", models.JSONField(default=list)),
                ("client_number", models.CharField(blank=True, max_length=30)),
                (
                    "bsn_state",
                    models.CharField(
                        choices=[
                            ("present", "present"),
                            ("masked", "masked"),
                            ("absent", "absent"),
                        ],
                        default="absent",
                        max_length=8,
                    ),
                ),
                ("bsn_index", models.BinaryField(max_length=32, null=True)),
                ("bsn_sealed", models.BinaryField(null=True)),
                (
                    "fhir_version",
                    models.CharField(
                        blank=True, choices=[("stu3", "FHIR STU3"), ("r4", "FHIR R4")], max_length=5
                    ),
                ),
                ("hash", models.BinaryField(max_length=32, null=True)),
                ("examined_at", models.DateTimeField(null=True)),
                (
                    "created_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
                ),
                (
                    "updated_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
                ),
                (
                    "source",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="patient_records",
                        to="linkage.source",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Ground",
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
                            ("own_record", "our own record"),
                            ("handoff", "nursing handoff received"),
                            ("consent", "consent of the client"),
                            ("brought", "brought by the client"),
                        ],
                        max_length=12,
                    ),
                ),
                (
                    "decision",
                    models.CharField(
                        choices=[
                            ("given", "given"),
                            ("refused", "refused"),
                            ("withdrawn", "withdrawn"),
                        ],
                        default="given",
                        max_length=10,
                    ),
                ),
                ("includes_sensitive", models.BooleanField(default=False)),
                ("starts_on", models.DateField()),
                ("ends_on", models.DateField(blank=True, null=True)),
                ("evidence", models.CharField(blank=True, max_length=200)),
                (
                    "recorded_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "patient_record",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="grounds",
                        to="linkage.patientrecord",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ends_on__isnull", True),
                            ("ends_on__gte", models.F("starts_on")),
                            _connector="OR",
                        ),
                        name="ground_ends_after_start",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="RecordLink",
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
                            ("automatic", "linked automatically"),
                            ("confirmed", "confirmed by a colleague"),
                            ("proposed", "proposed"),
                            ("rejected", "not the same person"),
                            ("superseded", "replaced by another link"),
                        ],
                        max_length=10,
                    ),
                ),
                ("score", models.FloatField(default=0)),
                ("evidence", models.JSONField(default=list)),
                ("has_conflict", models.BooleanField(default=False)),
                ("needs_review", models.BooleanField(default=False)),
                ("is_origin", models.BooleanField(default=False)),
                ("undo", models.JSONField(default=dict)),
                ("decided_at", models.DateTimeField(null=True)),
                (
                    "created_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "patient_record",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="links",
                        to="linkage.patientrecord",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="record_links",
                        to="relations.party",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["person", "state"], name="recordlink_person_state"),
                    models.Index(
                        condition=models.Q(("needs_review", True)),
                        fields=["-score", "id"],
                        name="recordlink_to_review",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state__in", ("automatic", "confirmed"))),
                        fields=("patient_record",),
                        name="recordlink_one_active",
                    ),
                    models.UniqueConstraint(
                        fields=("patient_record", "person"), name="recordlink_once_per_person"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "proposed"), _negated=True),
                            ("needs_review", True),
                            _connector="OR",
                        ),
                        name="recordlink_proposal_needs_review",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ["rejected", "superseded"]), _negated=True),
                            ("needs_review", False),
                            _connector="OR",
                        ),
                        name="recordlink_settled_needs_no_review",
                    ),
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="source",
            constraint=models.CheckConstraint(
                condition=models.Q(("data_class__in", ["b", "d"])), name="source_data_class_b_or_d"
            ),
        ),
        migrations.AddIndex(
            model_name="patientrecord",
            index=models.Index(
                condition=models.Q(("bsn_index__isnull", False)),
                fields=["bsn_index"],
                name="patientrecord_bsn",
            ),
        ),
        migrations.AddIndex(
            model_name="patientrecord",
            index=models.Index(fields=["birth_on"], name="patientrecord_birth"),
        ),
        migrations.AddIndex(
            model_name="patientrecord",
            index=models.Index(
                condition=models.Q(("postcode", ""), _negated=True),
                fields=["postcode", "house_number"],
                name="patientrecord_address",
            ),
        ),
        migrations.AddIndex(
            model_name="patientrecord",
            index=models.Index(
                condition=models.Q(("examined_at__isnull", True), ("has_identity", True)),
                fields=["source", "id"],
                name="patientrecord_to_examine",
            ),
        ),
        migrations.AddConstraint(
            model_name="patientrecord",
            constraint=models.UniqueConstraint(
                fields=("source", "source_key"), name="patientrecord_key"
            ),
        ),
        migrations.AddConstraint(
            model_name="patientrecord",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("bsn_index__isnull", False),
                        ("bsn_sealed__isnull", False),
                        ("bsn_state", "present"),
                    ),
                    models.Q(
                        models.Q(("bsn_state", "present"), _negated=True),
                        ("bsn_index__isnull", True),
                        ("bsn_sealed__isnull", True),
                    ),
                    _connector="OR",
                ),
                name="patientrecord_bsn_is_sealed",
            ),
        ),
        migrations.AddConstraint(
            model_name="patientrecord",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("birth_on__isnull", True), ("birth_precision", "")),
                    models.Q(
                        ("birth_on__isnull", False),
                        models.Q(("birth_precision", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="patientrecord_birth_has_precision",
            ),
        ),
    ]
