# SPDX-License-Identifier: EUPL-1.2

import django.db.models.deletion
import django.db.models.functions.datetime
import nabij.core.refs
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("linkage", "0001_initial"),
        ("relations", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Intake",
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
                ("name", models.CharField(max_length=200)),
                ("fhir_version", models.CharField(blank=True, max_length=5)),
                ("ground", models.CharField(blank=True, max_length=12)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "waiting"),
                            ("running", "running"),
                            ("done", "done"),
                            ("failed", "stopped with an error"),
                            ("cancelled", "stopped by a colleague"),
                        ],
                        default="waiting",
                        max_length=10,
                    ),
                ),
                ("key", models.BinaryField(max_length=32, unique=True)),
                ("known_files", models.PositiveIntegerField(default=0)),
                ("skipped_files", models.PositiveIntegerField(default=0)),
                ("report", models.JSONField(default=dict)),
                (
                    "created_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
                ),
                ("finished_at", models.DateTimeField(null=True)),
                (
                    "source",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="intakes",
                        to="linkage.source",
                    ),
                ),
                (
                    "started_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="IntakeFile",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=300)),
                ("sha256", models.BinaryField(max_length=32)),
                ("size", models.BigIntegerField()),
                (
                    "media",
                    models.CharField(
                        blank=True, choices=[("json", "JSON"), ("xml", "XML")], max_length=4
                    ),
                ),
                ("entries_done", models.BigIntegerField(default=0)),
                ("is_done", models.BooleanField(default=False)),
                ("counts", models.JSONField(default=dict)),
                ("targets", models.JSONField(default=dict)),
                ("content", models.BinaryField(null=True)),
                (
                    "intake",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="files",
                        to="dossiers.intake",
                    ),
                ),
                (
                    "source",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="linkage.source",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Fact",
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
                        default=nabij.core.refs.new_ref, editable=False, max_length=16
                    ),
                ),
                ("type", models.CharField(max_length=60)),
                ("source_key", models.CharField(max_length=200)),
                ("version", models.PositiveIntegerField()),
                ("hash", models.BinaryField(max_length=32)),
                ("fhir_version", models.CharField(max_length=5)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("identity", "personal data"),
                            ("related_person", "contact person"),
                            ("problem", "problem"),
                            ("allergy", "allergy or intolerance"),
                            ("medication", "medication"),
                            ("observation", "measurement or observation"),
                            ("procedure", "treatment"),
                            ("immunization", "vaccination"),
                            ("encounter", "contact with a care provider"),
                            ("episode", "care period"),
                            ("care_plan", "care plan"),
                            ("goal", "goal"),
                            ("care_team", "care team"),
                            ("appointment", "visit or appointment"),
                            ("task", "task"),
                            ("consent", "consent"),
                            ("directive", "treatment directive"),
                            ("coverage", "insurance or financing"),
                            ("flag", "alert"),
                            ("device", "aid or device"),
                            ("document", "document"),
                            ("report", "result report"),
                            ("nutrition", "diet"),
                            ("questionnaire", "questionnaire"),
                            ("note", "report or handoff"),
                            ("communication", "message"),
                            ("other", "other"),
                        ],
                        max_length=20,
                    ),
                ),
                ("data_class", models.CharField(max_length=1)),
                ("category", models.CharField(blank=True, max_length=80)),
                ("code_system", models.CharField(blank=True, max_length=200)),
                ("code", models.CharField(blank=True, max_length=80)),
                ("code_text", models.CharField(blank=True, max_length=400)),
                ("status", models.CharField(blank=True, max_length=40)),
                ("is_active", models.BooleanField(default=True)),
                ("is_understood", models.BooleanField(default=True)),
                ("is_error", models.BooleanField(default=False)),
                ("starts_on", models.DateField(null=True)),
                ("starts_precision", models.CharField(blank=True, max_length=6)),
                ("starts_at", models.DateTimeField(null=True)),
                ("ends_on", models.DateField(null=True)),
                ("ends_precision", models.CharField(blank=True, max_length=6)),
                ("ends_at", models.DateTimeField(null=True)),
                ("recorded_on", models.DateField(null=True)),
                ("value", models.CharField(blank=True, max_length=400)),
                ("unit", models.CharField(blank=True, max_length=40)),
                ("text", models.TextField(blank=True)),
                ("author", models.CharField(blank=True, max_length=200)),
                ("details", models.JSONField(default=dict)),
                (
                    "received_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
                ),
                ("superseded_at", models.DateTimeField(null=True)),
                (
                    "patient_record",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="linkage.patientrecord",
                    ),
                ),
                (
                    "source",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="linkage.source",
                    ),
                ),
                (
                    "intake_file",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="dossiers.intakefile",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="IntakeRecord",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "intake",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="records",
                        to="dossiers.intake",
                    ),
                ),
                (
                    "patient_record",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="linkage.patientrecord",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Quarantine",
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
                ("position", models.BigIntegerField()),
                ("pointer", models.CharField(blank=True, max_length=300)),
                ("full_url", models.CharField(blank=True, max_length=400)),
                ("declared", models.JSONField(default=list)),
                ("code", models.CharField(max_length=40, verbose_name="code")),
                ("reason", models.CharField(max_length=400)),
                ("values", models.JSONField(default=dict)),
                ("type", models.CharField(blank=True, max_length=60)),
                ("content", models.BinaryField()),
                ("mended_content", models.BinaryField(null=True)),
                (
                    "created_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
                ),
                ("mended_at", models.DateTimeField(null=True)),
                (
                    "intake_file",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="quarantined",
                        to="dossiers.intakefile",
                    ),
                ),
                (
                    "mended_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="SourceResource",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("type", models.CharField(max_length=60)),
                ("source_key", models.CharField(max_length=200)),
                ("version", models.PositiveIntegerField()),
                ("hash", models.BinaryField(max_length=32)),
                ("fhir_version", models.CharField(max_length=5)),
                ("name", models.CharField(blank=True, max_length=200)),
                ("category", models.CharField(blank=True, max_length=200)),
                ("identifiers", models.JSONField(default=list)),
                ("details", models.JSONField(default=dict)),
                ("is_active", models.BooleanField(default=True)),
                ("is_understood", models.BooleanField(default=True)),
                (
                    "media",
                    models.CharField(choices=[("json", "JSON"), ("xml", "XML")], max_length=4),
                ),
                ("content", models.BinaryField()),
                (
                    "received_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
                ),
                ("superseded_at", models.DateTimeField(null=True)),
                (
                    "intake_file",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="dossiers.intakefile",
                    ),
                ),
                (
                    "source",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="linkage.source",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Reference",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("data_class", models.CharField(max_length=1)),
                ("position", models.PositiveSmallIntegerField()),
                ("role", models.CharField(max_length=80)),
                ("path", models.CharField(max_length=160)),
                ("target_type", models.CharField(blank=True, max_length=60)),
                ("target_key", models.CharField(blank=True, max_length=200)),
                ("target_identifier", models.CharField(blank=True, max_length=200)),
                ("display", models.CharField(blank=True, max_length=200)),
                ("is_subject", models.BooleanField(default=False)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "not resolved yet"),
                            ("resolved", "found"),
                            ("contained", "inside the resource itself"),
                            ("dangling", "refers to something that did not come along"),
                            ("display_only", "a name only"),
                        ],
                        default="waiting",
                        max_length=12,
                    ),
                ),
                (
                    "fact",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="references",
                        to="dossiers.fact",
                    ),
                ),
                (
                    "patient_record",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="linkage.patientrecord",
                    ),
                ),
                (
                    "source",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="linkage.source",
                    ),
                ),
                (
                    "target_fact",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="referred_by",
                        to="dossiers.fact",
                    ),
                ),
                (
                    "target_record",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="linkage.patientrecord",
                    ),
                ),
                (
                    "target_resource",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="dossiers.sourceresource",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="DossierNotice",
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
                            ("changed", "something changed in the dossier"),
                            ("new_source", "a source was added"),
                        ],
                        max_length=20,
                    ),
                ),
                ("at", models.DateTimeField()),
                (
                    "person",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="relations.party",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["person", "-at"], name="dossiernotice_person_at")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("person", "kind", "at"), name="dossiernotice_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Original",
            fields=[
                (
                    "fact",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="original",
                        serialize=False,
                        to="dossiers.fact",
                    ),
                ),
                ("data_class", models.CharField(max_length=1)),
                (
                    "media",
                    models.CharField(choices=[("json", "JSON"), ("xml", "XML")], max_length=4),
                ),
                ("content", models.BinaryField()),
                (
                    "patient_record",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="linkage.patientrecord",
                    ),
                ),
            ],
        ),
        migrations.AddConstraint(
            model_name="intakefile",
            constraint=models.UniqueConstraint(
                fields=("source", "sha256"), name="intakefile_once_per_source"
            ),
        ),
        migrations.AddIndex(
            model_name="fact",
            index=models.Index(
                fields=["patient_record", "kind", "starts_on"], name="fact_record_kind_start"
            ),
        ),
        migrations.AddConstraint(
            model_name="fact",
            constraint=models.UniqueConstraint(fields=("ref",), name="fact_ref"),
        ),
        migrations.AddConstraint(
            model_name="fact",
            constraint=models.UniqueConstraint(
                fields=("source", "type", "source_key", "version"), name="fact_key"
            ),
        ),
        migrations.AddConstraint(
            model_name="intakerecord",
            constraint=models.UniqueConstraint(
                fields=("intake", "patient_record"), name="intakerecord_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="quarantine",
            constraint=models.UniqueConstraint(
                fields=("intake_file", "position"), name="quarantine_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="sourceresource",
            constraint=models.UniqueConstraint(
                fields=("source", "type", "source_key", "version"), name="sourceresource_key"
            ),
        ),
        migrations.AddIndex(
            model_name="reference",
            index=models.Index(fields=["patient_record"], name="reference_record"),
        ),
        migrations.AddIndex(
            model_name="reference",
            index=models.Index(
                condition=models.Q(("target_fact__isnull", False)),
                fields=["target_fact"],
                name="reference_target_fact",
            ),
        ),
        migrations.AddIndex(
            model_name="reference",
            index=models.Index(
                condition=models.Q(("target_resource__isnull", False)),
                fields=["target_resource"],
                name="reference_target_resource",
            ),
        ),
        migrations.AddIndex(
            model_name="reference",
            index=models.Index(
                condition=models.Q(("state__in", ["waiting", "dangling"])),
                fields=["source", "target_type", "target_key"],
                name="reference_unresolved",
            ),
        ),
        migrations.AddConstraint(
            model_name="reference",
            constraint=models.UniqueConstraint(fields=("fact", "position"), name="reference_once"),
        ),
    ]
