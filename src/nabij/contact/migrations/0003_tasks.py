# SPDX-License-Identifier: EUPL-1.2
"""What is still to be done for somebody, and what was done about it."""

import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.functions.datetime
import nabij.core.refs
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("access", "0006_sign_in"),
        ("contact", "0002_texts_opened_by_the_log"),
        ("relations", "0008_merges"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterField(
            model_name="interactiontext",
            name="data_class",
            field=models.CharField(
                choices=[
                    ("b", "colleagues who serve this client"),
                    ("c", "only colleagues who give care"),
                    ("a", "whoever serves this client, and the complaints officer"),
                ],
                max_length=1,
            ),
        ),
        migrations.CreateModel(
            name="Task",
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
                            ("task", "task"),
                            ("call_back", "call-back"),
                            ("promise", "promise"),
                            ("discontent", "discontent"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "role",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("front_office", "front office"),
                            ("care_professional", "care professional"),
                            ("account_manager", "account manager"),
                            ("marketeer", "marketeer"),
                            ("manager", "manager"),
                            ("complaints_officer", "complaints officer"),
                            ("privacy_officer", "privacy officer"),
                            ("data_protection_officer", "data protection officer"),
                            ("administrator", "administrator"),
                        ],
                        max_length=30,
                    ),
                ),
                ("due_on", models.DateField(verbose_name="by")),
                ("window_from", models.TimeField(null=True, verbose_name="from")),
                ("window_until", models.TimeField(null=True, verbose_name="until")),
                ("remind_on", models.DateField(null=True, verbose_name="remind me on")),
                (
                    "priority",
                    models.PositiveSmallIntegerField(
                        choices=[(1, "urgent"), (2, "normal"), (3, "when there is time")], default=2
                    ),
                ),
                (
                    "recurrence",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("day", "every day"),
                            ("week", "every week"),
                            ("month", "every month"),
                            ("year", "every year"),
                        ],
                        max_length=5,
                    ),
                ),
                ("received_on", models.DateField(null=True, verbose_name="received on")),
                (
                    "manner",
                    models.CharField(
                        blank=True, choices=[("oral", "oral"), ("written", "written")], max_length=7
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
                ("closed_at", models.DateTimeField(null=True)),
                (
                    "end",
                    models.CharField(
                        blank=True,
                        choices=[("done", "done"), ("cancelled", "no longer needed")],
                        max_length=9,
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "counterpart",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="relations.party",
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
                    "interaction",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="tasks",
                        to="contact.interaction",
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
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
            name="TaskStep",
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
                            ("attempt", "called"),
                            ("hand_over", "handed over"),
                            ("done", "done"),
                            ("cancelled", "no longer needed"),
                        ],
                        max_length=9,
                    ),
                ),
                ("at", models.DateTimeField()),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("reached", "spoke to them"),
                            ("no_answer", "no answer"),
                            ("voicemail", "left a message on voicemail"),
                            ("busy", "number engaged"),
                            ("wrong_number", "wrong number"),
                        ],
                        max_length=12,
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
                    "task",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="steps",
                        to="contact.task",
                    ),
                ),
                (
                    "to_owner",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "to_unit",
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
            name="TaskText",
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
                        "task_id",
                        "version",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("phone", models.CharField(blank=True, max_length=20, verbose_name="number")),
                (
                    "may_tell",
                    models.CharField(
                        blank=True, max_length=300, verbose_name="who may be told what"
                    ),
                ),
                (
                    "wish",
                    models.CharField(
                        blank=True, max_length=1000, verbose_name="what the client wishes"
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
                    "task",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="texts",
                        to="contact.task",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.AddIndex(
            model_name="task",
            index=models.Index(
                condition=models.Q(("closed_at__isnull", True)),
                fields=["party", "due_on"],
                name="task_party",
            ),
        ),
        migrations.AddIndex(
            model_name="task",
            index=models.Index(
                condition=models.Q(("closed_at__isnull", True)),
                fields=["owner", "due_on"],
                name="task_owner",
            ),
        ),
        migrations.AddIndex(
            model_name="task",
            index=models.Index(
                condition=models.Q(("closed_at__isnull", True)),
                fields=["unit", "due_on"],
                name="task_unit",
            ),
        ),
        migrations.AddIndex(
            model_name="task",
            index=models.Index(
                condition=models.Q(
                    ("closed_at__isnull", True), models.Q(("role", ""), _negated=True)
                ),
                fields=["role", "due_on"],
                name="task_role",
            ),
        ),
        migrations.AddConstraint(
            model_name="task",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["task", "call_back", "promise", "discontent"])),
                name="task_kind_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="task",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("owner__isnull", False), ("role", ""), ("unit__isnull", True)),
                    models.Q(("owner__isnull", True), ("role", ""), ("unit__isnull", False)),
                    models.Q(
                        ("owner__isnull", True),
                        ("unit__isnull", True),
                        models.Q(("role", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="task_of_a_colleague_a_team_or_a_role",
            ),
        ),
        migrations.AddConstraint(
            model_name="task",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("window_from__isnull", True), ("window_until__isnull", True)),
                    ("window_until__gt", models.F("window_from")),
                    _connector="OR",
                ),
                name="task_window_has_both_ends",
            ),
        ),
        migrations.AddConstraint(
            model_name="task",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind", "discontent"), _negated=True),
                    models.Q(("manner__in", ["oral", "written"]), ("received_on__isnull", False)),
                    _connector="OR",
                ),
                name="task_discontent_was_received",
            ),
        ),
        migrations.AddConstraint(
            model_name="task",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("closed_at__isnull", True), ("end", "")),
                    models.Q(("closed_at__isnull", False), ("end__in", ["done", "cancelled"])),
                    _connector="OR",
                ),
                name="task_closed_has_an_end",
            ),
        ),
        migrations.AddConstraint(
            model_name="task",
            constraint=models.UniqueConstraint(
                fields=("created_by", "entry_key"), name="task_entered_once"
            ),
        ),
        migrations.AddIndex(
            model_name="taskstep",
            index=models.Index(fields=["task", "-id"], name="taskstep_task"),
        ),
        migrations.AddConstraint(
            model_name="taskstep",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("kind", "attempt"),
                        (
                            "outcome__in",
                            ["reached", "no_answer", "voicemail", "busy", "wrong_number"],
                        ),
                    ),
                    models.Q(models.Q(("kind", "attempt"), _negated=True), ("outcome", "")),
                    _connector="OR",
                ),
                name="taskstep_attempt_has_an_outcome",
            ),
        ),
    ]
