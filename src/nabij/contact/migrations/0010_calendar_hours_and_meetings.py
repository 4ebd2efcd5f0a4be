# SPDX-License-Identifier: EUPL-1.2
"""Appointments, the time worked, and meetings; a task need not be about anybody."""

import django.contrib.postgres.fields
import django.db.models.constraints
import django.db.models.deletion
import django.db.models.functions.datetime
import nabij.core.refs
import pghistory.utils
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("access", "0008_history"),
        ("contact", "0009_what_recurs_keeps_its_day"),
        ("relations", "0013_history"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Decision",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("entry_key", models.CharField(editable=False, max_length=16, unique=True)),
                ("taken_on", models.DateField()),
            ],
        ),
        migrations.AlterField(
            model_name="task",
            name="party",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="relations.party",
            ),
        ),
        migrations.AlterField(
            model_name="taskhistory",
            name="party",
            field=models.BigIntegerField(db_column="party_id", null=True),
        ),
        migrations.CreateModel(
            name="Appointment",
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
                            ("visit", "visit"),
                            ("office", "conversation at our office"),
                            ("phone", "phone call"),
                            ("video", "video call"),
                            ("meeting", "meeting"),
                            ("other", "something else"),
                        ],
                        max_length=10,
                        verbose_name="kind",
                    ),
                ),
                ("starts_at", models.DateTimeField(verbose_name="begins")),
                ("ends_at", models.DateTimeField(verbose_name="ends")),
                ("is_whole_day", models.BooleanField(default=False)),
                ("rule", models.CharField(blank=True, max_length=200)),
                ("last_on", models.DateField(null=True)),
                (
                    "skipped",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.DateField(), default=list
                    ),
                ),
                ("original_on", models.DateField(null=True)),
                ("uid", models.CharField(max_length=255)),
                ("cancelled_at", models.DateTimeField(null=True)),
                (
                    "cancel_reason",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("they", "they called it off"),
                            ("we", "we called it off"),
                            ("no_show", "nobody was there"),
                            ("mistake", "made by mistake"),
                        ],
                        max_length=10,
                    ),
                ),
                ("is_guarded", models.BooleanField()),
                (
                    "entry_key",
                    models.CharField(
                        default=nabij.core.refs.new_ref, editable=False, max_length=20
                    ),
                ),
                (
                    "created_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(), editable=False
                    ),
                ),
                ("changed_at", models.DateTimeField()),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "colleague",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "created_by",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "series",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="exceptions",
                        to="contact.appointment",
                    ),
                ),
                (
                    "text_of",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="contact.appointment",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="access.unit",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="AppointmentColleague",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("ends_at", models.DateTimeField(null=True)),
                (
                    "appointment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="colleagues",
                        to="contact.appointment",
                    ),
                ),
                (
                    "user",
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
            name="AppointmentColleagueHistory",
            fields=[
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_id", models.BigAutoField(primary_key=True, serialize=False)),
                ("appointment", models.BigIntegerField(db_column="appointment_id")),
                ("user", models.BigIntegerField(db_column="user_id")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("id", models.BigIntegerField()),
            ],
            options={
                "abstract": False,
                "indexes": [
                    models.Index(fields=["id"], name="contact_app_id_63e1b8_idx"),
                    models.Index(fields=["appointment"], name="contact_app_appoint_236a6d_idx"),
                    models.Index(fields=["pgh_created_at"], name="contact_app_pgh_cre_603ce7_idx"),
                ],
            },
        ),
        migrations.CreateModel(
            name="AppointmentHistory",
            fields=[
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_id", models.BigAutoField(primary_key=True, serialize=False)),
                ("colleague", models.BigIntegerField(db_column="colleague_id")),
                ("unit", models.BigIntegerField(db_column="unit_id", null=True)),
                ("series", models.BigIntegerField(db_column="series_id", null=True)),
                ("text_of", models.BigIntegerField(db_column="text_of_id", null=True)),
                ("created_by", models.BigIntegerField(db_column="created_by_id")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("id", models.BigIntegerField()),
                ("ref", models.CharField(editable=False, max_length=16)),
                ("kind", models.CharField(max_length=10)),
                ("starts_at", models.DateTimeField()),
                ("ends_at", models.DateTimeField()),
                ("is_whole_day", models.BooleanField()),
                ("rule", models.CharField(blank=True, max_length=200)),
                ("last_on", models.DateField(null=True)),
                (
                    "skipped",
                    django.contrib.postgres.fields.ArrayField(base_field=models.DateField()),
                ),
                ("original_on", models.DateField(null=True)),
                ("uid", models.CharField(max_length=255)),
                ("cancelled_at", models.DateTimeField(null=True)),
                ("cancel_reason", models.CharField(blank=True, max_length=10)),
                ("is_guarded", models.BooleanField()),
                ("created_at", models.DateTimeField(editable=False)),
            ],
            options={
                "abstract": False,
                "indexes": [
                    models.Index(fields=["id"], name="contact_app_id_adbc0e_idx"),
                    models.Index(fields=["pgh_created_at"], name="contact_app_pgh_cre_4d7a63_idx"),
                ],
            },
        ),
        migrations.CreateModel(
            name="AppointmentParty",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("is_subject", models.BooleanField()),
                ("ends_at", models.DateTimeField(null=True)),
                (
                    "appointment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="parties",
                        to="contact.appointment",
                    ),
                ),
                (
                    "party",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="relations.party",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="AppointmentPartyHistory",
            fields=[
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_id", models.BigAutoField(primary_key=True, serialize=False)),
                ("appointment", models.BigIntegerField(db_column="appointment_id")),
                ("party", models.BigIntegerField(db_column="party_id")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("id", models.BigIntegerField()),
                ("is_subject", models.BooleanField()),
            ],
            options={
                "abstract": False,
                "indexes": [
                    models.Index(fields=["id"], name="contact_app_id_9bf280_idx"),
                    models.Index(fields=["party"], name="contact_app_party_i_8a4e33_idx"),
                    models.Index(fields=["pgh_created_at"], name="contact_app_pgh_cre_3a389f_idx"),
                ],
            },
        ),
        migrations.CreateModel(
            name="AppointmentText",
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
                        "appointment_id",
                        "version",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("title", models.CharField(blank=True, max_length=200, verbose_name="subject")),
                ("place", models.CharField(blank=True, max_length=200, verbose_name="place")),
                (
                    "appointment",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="texts",
                        to="contact.appointment",
                    ),
                ),
                (
                    "author",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="CalendarFeed",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("token_hash", models.BinaryField(max_length=32, unique=True)),
                ("created_at", models.DateTimeField()),
                (
                    "user",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="DecisionText",
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
                        "decision_id",
                        "version",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
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
                    "decision",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="texts",
                        to="contact.decision",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Meeting",
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
                ("on", models.DateField()),
                (
                    "template",
                    models.CharField(
                        choices=[
                            ("plain", "meeting"),
                            ("workshop", "workshop"),
                            ("account", "account management meeting"),
                        ],
                        max_length=10,
                    ),
                ),
                ("is_guarded", models.BooleanField()),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "appointment",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="meetings",
                        to="contact.appointment",
                    ),
                ),
                (
                    "created_by",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.AddField(
            model_name="decision",
            name="meeting",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="decisions",
                to="contact.meeting",
            ),
        ),
        migrations.CreateModel(
            name="MeetingAction",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="actions",
                        to="contact.meeting",
                    ),
                ),
                (
                    "task",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="meeting",
                        to="contact.task",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="MeetingAttendance",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("present", "present"),
                            ("excused", "absent with notice"),
                            ("absent", "absent"),
                        ],
                        max_length=8,
                    ),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="attendances",
                        to="contact.meeting",
                    ),
                ),
                (
                    "party",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="relations.party",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="MeetingAttendanceHistory",
            fields=[
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_id", models.BigAutoField(primary_key=True, serialize=False)),
                ("meeting", models.BigIntegerField(db_column="meeting_id")),
                ("user", models.BigIntegerField(db_column="user_id", null=True)),
                ("party", models.BigIntegerField(db_column="party_id", null=True)),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("id", models.BigIntegerField()),
                ("state", models.CharField(max_length=8)),
            ],
            options={
                "abstract": False,
                "indexes": [
                    models.Index(fields=["id"], name="contact_mee_id_1df86b_idx"),
                    models.Index(fields=["meeting"], name="contact_mee_meeting_cd4a69_idx"),
                    models.Index(fields=["party"], name="contact_mee_party_i_092340_idx"),
                    models.Index(fields=["pgh_created_at"], name="contact_mee_pgh_cre_25db25_idx"),
                ],
            },
        ),
        migrations.CreateModel(
            name="MeetingHistory",
            fields=[
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_id", models.BigAutoField(primary_key=True, serialize=False)),
                ("appointment", models.BigIntegerField(db_column="appointment_id")),
                ("created_by", models.BigIntegerField(db_column="created_by_id")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("id", models.BigIntegerField()),
                ("ref", models.CharField(editable=False, max_length=16)),
                ("on", models.DateField()),
                ("template", models.CharField(max_length=10)),
                ("is_guarded", models.BooleanField()),
            ],
            options={
                "abstract": False,
                "indexes": [
                    models.Index(fields=["id"], name="contact_mee_id_6724da_idx"),
                    models.Index(fields=["appointment"], name="contact_mee_appoint_4e62e1_idx"),
                    models.Index(fields=["pgh_created_at"], name="contact_mee_pgh_cre_c2b144_idx"),
                ],
            },
        ),
        migrations.CreateModel(
            name="MeetingText",
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
                        "meeting_id",
                        "version",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("agenda", models.TextField(blank=True, max_length=5000, verbose_name="agenda")),
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
                    "meeting",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="texts",
                        to="contact.meeting",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="WorkedTime",
            fields=[
                (
                    "interaction",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="time",
                        serialize=False,
                        to="contact.interaction",
                    ),
                ),
                ("appointment_on", models.DateField(null=True)),
                ("on", models.DateField(verbose_name="day")),
                ("minutes", models.PositiveSmallIntegerField(verbose_name="minutes")),
                (
                    "travel_minutes",
                    models.PositiveSmallIntegerField(verbose_name="minutes of travel"),
                ),
                ("is_billable", models.BooleanField(verbose_name="charged")),
                ("is_guarded", models.BooleanField()),
                (
                    "appointment",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reports",
                        to="contact.appointment",
                    ),
                ),
                (
                    "colleague",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "party",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="relations.party",
                    ),
                ),
            ],
        ),
        migrations.AddIndex(
            model_name="appointment",
            index=models.Index(fields=["unit", "ends_at"], name="appointment_unit"),
        ),
        migrations.AddConstraint(
            model_name="appointment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("kind__in", ["visit", "office", "phone", "video", "meeting", "other"])
                ),
                name="appointment_kind_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="appointment",
            constraint=models.CheckConstraint(
                condition=models.Q(("ends_at__gt", models.F("starts_at"))),
                name="appointment_ends_after_start",
            ),
        ),
        migrations.AddConstraint(
            model_name="appointment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("original_on__isnull", True), ("series__isnull", True)),
                    models.Q(
                        ("original_on__isnull", False), ("rule", ""), ("series__isnull", False)
                    ),
                    _connector="OR",
                ),
                name="appointment_exception_is_of_a_day",
            ),
        ),
        migrations.AddConstraint(
            model_name="appointment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("cancel_reason", ""), ("cancelled_at__isnull", True)),
                    models.Q(
                        ("cancel_reason__in", ["they", "we", "no_show", "mistake"]),
                        ("cancelled_at__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="appointment_cancelled_has_a_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="appointment",
            constraint=models.UniqueConstraint(
                deferrable=django.db.models.constraints.Deferrable["DEFERRED"],
                fields=("series", "original_on"),
                name="appointment_one_exception_a_day",
            ),
        ),
        migrations.AddConstraint(
            model_name="appointment",
            constraint=models.UniqueConstraint(
                condition=models.Q(("series__isnull", True)),
                fields=("colleague", "uid"),
                name="appointment_uid_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="appointment",
            constraint=models.UniqueConstraint(
                fields=("created_by", "entry_key"), name="appointment_entered_once"
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="appointment",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (NOT core_is_range())",
                    func='INSERT INTO "contact_appointmenthistory" ("cancel_reason", "cancelled_at", "colleague_id", "created_at", "created_by_id", "ends_at", "id", "is_guarded", "is_whole_day", "kind", "last_on", "original_on", "pgh_context", "pgh_created_at", "pgh_label", "ref", "rule", "series_id", "skipped", "starts_at", "text_of_id", "uid", "unit_id") VALUES (NEW."cancel_reason", NEW."cancelled_at", NEW."colleague_id", NEW."created_at", NEW."created_by_id", NEW."ends_at", NEW."id", NEW."is_guarded", NEW."is_whole_day", NEW."kind", NEW."last_on", NEW."original_on", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', NEW."ref", NEW."rule", NEW."series_id", NEW."skipped", NEW."starts_at", NEW."text_of_id", NEW."uid", NEW."unit_id"); RETURN NULL;',
                    hash="46420eab3c1f0a3ace69ce9514e4e05219943d2c",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_d6535",
                    table="contact_appointment",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="appointment",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (((OLD."cancel_reason" IS DISTINCT FROM (NEW."cancel_reason") OR OLD."cancelled_at" IS DISTINCT FROM (NEW."cancelled_at") OR OLD."colleague_id" IS DISTINCT FROM (NEW."colleague_id") OR OLD."created_at" IS DISTINCT FROM (NEW."created_at") OR OLD."created_by_id" IS DISTINCT FROM (NEW."created_by_id") OR OLD."ends_at" IS DISTINCT FROM (NEW."ends_at") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."is_guarded" IS DISTINCT FROM (NEW."is_guarded") OR OLD."is_whole_day" IS DISTINCT FROM (NEW."is_whole_day") OR OLD."kind" IS DISTINCT FROM (NEW."kind") OR OLD."last_on" IS DISTINCT FROM (NEW."last_on") OR OLD."original_on" IS DISTINCT FROM (NEW."original_on") OR OLD."ref" IS DISTINCT FROM (NEW."ref") OR OLD."rule" IS DISTINCT FROM (NEW."rule") OR OLD."series_id" IS DISTINCT FROM (NEW."series_id") OR OLD."skipped" IS DISTINCT FROM (NEW."skipped") OR OLD."starts_at" IS DISTINCT FROM (NEW."starts_at") OR OLD."text_of_id" IS DISTINCT FROM (NEW."text_of_id") OR OLD."uid" IS DISTINCT FROM (NEW."uid") OR OLD."unit_id" IS DISTINCT FROM (NEW."unit_id"))) AND NOT core_is_range())',
                    func='INSERT INTO "contact_appointmenthistory" ("cancel_reason", "cancelled_at", "colleague_id", "created_at", "created_by_id", "ends_at", "id", "is_guarded", "is_whole_day", "kind", "last_on", "original_on", "pgh_context", "pgh_created_at", "pgh_label", "ref", "rule", "series_id", "skipped", "starts_at", "text_of_id", "uid", "unit_id") VALUES (OLD."cancel_reason", OLD."cancelled_at", OLD."colleague_id", OLD."created_at", OLD."created_by_id", OLD."ends_at", OLD."id", OLD."is_guarded", OLD."is_whole_day", OLD."kind", OLD."last_on", OLD."original_on", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', OLD."ref", OLD."rule", OLD."series_id", OLD."skipped", OLD."starts_at", OLD."text_of_id", OLD."uid", OLD."unit_id"); RETURN NULL;',
                    hash="a7ea22d0c7da5dcbe7488182d40e3a3e2687b2c4",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_2b0e2",
                    table="contact_appointment",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="appointment",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (NOT core_is_range())",
                    func='INSERT INTO "contact_appointmenthistory" ("cancel_reason", "cancelled_at", "colleague_id", "created_at", "created_by_id", "ends_at", "id", "is_guarded", "is_whole_day", "kind", "last_on", "original_on", "pgh_context", "pgh_created_at", "pgh_label", "ref", "rule", "series_id", "skipped", "starts_at", "text_of_id", "uid", "unit_id") VALUES (OLD."cancel_reason", OLD."cancelled_at", OLD."colleague_id", OLD."created_at", OLD."created_by_id", OLD."ends_at", OLD."id", OLD."is_guarded", OLD."is_whole_day", OLD."kind", OLD."last_on", OLD."original_on", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', OLD."ref", OLD."rule", OLD."series_id", OLD."skipped", OLD."starts_at", OLD."text_of_id", OLD."uid", OLD."unit_id"); RETURN NULL;',
                    hash="a1a8ce2aa056e340af6c3375b483ca318ab18683",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_dce3f",
                    table="contact_appointment",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddIndex(
            model_name="appointmentcolleague",
            index=models.Index(fields=["user", "ends_at"], name="appointmentcolleague_user"),
        ),
        migrations.AddConstraint(
            model_name="appointmentcolleague",
            constraint=models.UniqueConstraint(
                fields=("appointment", "user"), name="appointmentcolleague_once"
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="appointmentcolleague",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (NOT core_is_range())",
                    func='INSERT INTO "contact_appointmentcolleaguehistory" ("appointment_id", "id", "pgh_context", "pgh_created_at", "pgh_label", "user_id") VALUES (NEW."appointment_id", NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', NEW."user_id"); RETURN NULL;',
                    hash="65b0ace4c90517a888498a28fc74bb82c038af4e",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_bac8a",
                    table="contact_appointmentcolleague",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="appointmentcolleague",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (((OLD."appointment_id" IS DISTINCT FROM (NEW."appointment_id") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."user_id" IS DISTINCT FROM (NEW."user_id"))) AND NOT core_is_range())',
                    func='INSERT INTO "contact_appointmentcolleaguehistory" ("appointment_id", "id", "pgh_context", "pgh_created_at", "pgh_label", "user_id") VALUES (OLD."appointment_id", OLD."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', OLD."user_id"); RETURN NULL;',
                    hash="5608a3a95572ca6f4b91c1d5f89fda008c5c0265",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_c506a",
                    table="contact_appointmentcolleague",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="appointmentcolleague",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (NOT core_is_range())",
                    func='INSERT INTO "contact_appointmentcolleaguehistory" ("appointment_id", "id", "pgh_context", "pgh_created_at", "pgh_label", "user_id") VALUES (OLD."appointment_id", OLD."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', OLD."user_id"); RETURN NULL;',
                    hash="3bc5229ec51aae67c38482e1dc04731a3bd91f15",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_849a5",
                    table="contact_appointmentcolleague",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddIndex(
            model_name="appointmentparty",
            index=models.Index(fields=["party", "ends_at"], name="appointmentparty_party"),
        ),
        migrations.AddConstraint(
            model_name="appointmentparty",
            constraint=models.UniqueConstraint(
                fields=("appointment", "party"), name="appointmentparty_once"
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="appointmentparty",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (NOT core_is_range())",
                    func='INSERT INTO "contact_appointmentpartyhistory" ("appointment_id", "id", "is_subject", "party_id", "pgh_context", "pgh_created_at", "pgh_label") VALUES (NEW."appointment_id", NEW."id", NEW."is_subject", NEW."party_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\'); RETURN NULL;',
                    hash="d463af88f96f4dd3675bec33ea768a1e14c7a8dc",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_87a4a",
                    table="contact_appointmentparty",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="appointmentparty",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (((OLD."appointment_id" IS DISTINCT FROM (NEW."appointment_id") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."is_subject" IS DISTINCT FROM (NEW."is_subject") OR OLD."party_id" IS DISTINCT FROM (NEW."party_id"))) AND NOT core_is_range())',
                    func='INSERT INTO "contact_appointmentpartyhistory" ("appointment_id", "id", "is_subject", "party_id", "pgh_context", "pgh_created_at", "pgh_label") VALUES (OLD."appointment_id", OLD."id", OLD."is_subject", OLD."party_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\'); RETURN NULL;',
                    hash="b0eb5d3f778d53744a514042d443c9aa6780d139",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_a8119",
                    table="contact_appointmentparty",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="appointmentparty",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (NOT core_is_range())",
                    func='INSERT INTO "contact_appointmentpartyhistory" ("appointment_id", "id", "is_subject", "party_id", "pgh_context", "pgh_created_at", "pgh_label") VALUES (OLD."appointment_id", OLD."id", OLD."is_subject", OLD."party_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\'); RETURN NULL;',
                    hash="2fd98e6b5c09f26b2578e08fbfbb2e6e43e5d223",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_dfb5f",
                    table="contact_appointmentparty",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="meeting",
            constraint=models.UniqueConstraint(
                deferrable=django.db.models.constraints.Deferrable["DEFERRED"],
                fields=("appointment", "on"),
                name="meeting_once_a_day",
            ),
        ),
        migrations.AddConstraint(
            model_name="meeting",
            constraint=models.CheckConstraint(
                condition=models.Q(("template__in", ["plain", "workshop", "account"])),
                name="meeting_template_known",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="meeting",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (NOT core_is_range())",
                    func='INSERT INTO "contact_meetinghistory" ("appointment_id", "created_by_id", "id", "is_guarded", "on", "pgh_context", "pgh_created_at", "pgh_label", "ref", "template") VALUES (NEW."appointment_id", NEW."created_by_id", NEW."id", NEW."is_guarded", NEW."on", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', NEW."ref", NEW."template"); RETURN NULL;',
                    hash="f457596075a3b8f00a11a5a48c72d5b50cae4649",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_121f6",
                    table="contact_meeting",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="meeting",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (((OLD."appointment_id" IS DISTINCT FROM (NEW."appointment_id") OR OLD."created_by_id" IS DISTINCT FROM (NEW."created_by_id") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."is_guarded" IS DISTINCT FROM (NEW."is_guarded") OR OLD."on" IS DISTINCT FROM (NEW."on") OR OLD."ref" IS DISTINCT FROM (NEW."ref") OR OLD."template" IS DISTINCT FROM (NEW."template"))) AND NOT core_is_range())',
                    func='INSERT INTO "contact_meetinghistory" ("appointment_id", "created_by_id", "id", "is_guarded", "on", "pgh_context", "pgh_created_at", "pgh_label", "ref", "template") VALUES (OLD."appointment_id", OLD."created_by_id", OLD."id", OLD."is_guarded", OLD."on", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', OLD."ref", OLD."template"); RETURN NULL;',
                    hash="103d5d5cf2143df2d47545d3c8c5c5c8306cc6f2",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_21566",
                    table="contact_meeting",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="meeting",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (NOT core_is_range())",
                    func='INSERT INTO "contact_meetinghistory" ("appointment_id", "created_by_id", "id", "is_guarded", "on", "pgh_context", "pgh_created_at", "pgh_label", "ref", "template") VALUES (OLD."appointment_id", OLD."created_by_id", OLD."id", OLD."is_guarded", OLD."on", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', OLD."ref", OLD."template"); RETURN NULL;',
                    hash="8bbf0597eb1e1d52b1d049e9982d01eb85d2bf0c",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_ef117",
                    table="contact_meeting",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="meetingattendance",
            constraint=models.UniqueConstraint(
                fields=("meeting", "user"), name="meetingattendance_user"
            ),
        ),
        migrations.AddConstraint(
            model_name="meetingattendance",
            constraint=models.UniqueConstraint(
                fields=("meeting", "party"), name="meetingattendance_party"
            ),
        ),
        migrations.AddConstraint(
            model_name="meetingattendance",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("party__isnull", True), ("user__isnull", False)),
                    models.Q(("party__isnull", False), ("user__isnull", True)),
                    _connector="OR",
                ),
                name="meetingattendance_of_one",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="meetingattendance",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (NOT core_is_range())",
                    func='INSERT INTO "contact_meetingattendancehistory" ("id", "meeting_id", "party_id", "pgh_context", "pgh_created_at", "pgh_label", "state", "user_id") VALUES (NEW."id", NEW."meeting_id", NEW."party_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', NEW."state", NEW."user_id"); RETURN NULL;',
                    hash="f91f341abea1c70fba2d31a0c98fb2d1e9b9e4c1",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_d4d69",
                    table="contact_meetingattendance",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="meetingattendance",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN ((OLD.* IS DISTINCT FROM NEW.*) AND NOT core_is_range())",
                    func='INSERT INTO "contact_meetingattendancehistory" ("id", "meeting_id", "party_id", "pgh_context", "pgh_created_at", "pgh_label", "state", "user_id") VALUES (OLD."id", OLD."meeting_id", OLD."party_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', OLD."state", OLD."user_id"); RETURN NULL;',
                    hash="f96510a1a49f31b6359079aea716a975297ffb0d",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_f292b",
                    table="contact_meetingattendance",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="meetingattendance",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (NOT core_is_range())",
                    func='INSERT INTO "contact_meetingattendancehistory" ("id", "meeting_id", "party_id", "pgh_context", "pgh_created_at", "pgh_label", "state", "user_id") VALUES (OLD."id", OLD."meeting_id", OLD."party_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', OLD."state", OLD."user_id"); RETURN NULL;',
                    hash="8e9aa2dc404939b3c9279d9b04c7d800dc7bfbd2",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_97476",
                    table="contact_meetingattendance",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddIndex(
            model_name="workedtime",
            index=models.Index(fields=["on", "colleague"], name="workedtime_on"),
        ),
        migrations.AddIndex(
            model_name="workedtime",
            index=models.Index(fields=["party", "on"], name="workedtime_party"),
        ),
        migrations.AddConstraint(
            model_name="workedtime",
            constraint=models.CheckConstraint(
                condition=models.Q(("minutes__lte", 1440), ("travel_minutes__lte", 1440)),
                name="workedtime_within_a_day",
            ),
        ),
    ]
