# SPDX-License-Identifier: EUPL-1.2
"""What persons ask about their own data, with its legal clock."""

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
        ("core", "0002_history_ranges"),
        ("privacy", "0002_reviews_and_breaches"),
        ("relations", "0013_history"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="PrivacyRequestHistory",
            fields=[
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_id", models.BigAutoField(primary_key=True, serialize=False)),
                ("person", models.BigIntegerField(db_column="person_id")),
                ("decided_by", models.BigIntegerField(db_column="decided_by_id", null=True)),
                ("created_by", models.BigIntegerField(db_column="created_by_id", null=True)),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("id", models.BigIntegerField()),
                ("ref", models.CharField(editable=False, max_length=16)),
                ("kind", models.CharField(max_length=15)),
                ("asker", models.CharField(max_length=15)),
                ("asker_name", models.CharField(blank=True, max_length=120)),
                ("identity", models.CharField(blank=True, max_length=12)),
                ("received_on", models.DateField()),
                ("due_on", models.DateField()),
                ("extension_reason", models.CharField(blank=True, max_length=300)),
                ("text", models.CharField(blank=True, max_length=1000)),
                ("state", models.CharField(max_length=8)),
                ("decision", models.CharField(blank=True, max_length=8)),
                ("ground", models.CharField(blank=True, max_length=10)),
                ("explanation", models.CharField(blank=True, max_length=1000)),
                ("decided_at", models.DateTimeField(null=True)),
                ("done_at", models.DateTimeField(null=True)),
                ("report", models.JSONField()),
                ("created_at", models.DateTimeField(editable=False)),
            ],
            options={
                "abstract": False,
                "indexes": [
                    models.Index(fields=["id"], name="privacy_pri_id_fd8aad_idx"),
                    models.Index(fields=["person"], name="privacy_pri_person__6c83e1_idx"),
                    models.Index(fields=["pgh_created_at"], name="privacy_pri_pgh_cre_900308_idx"),
                ],
            },
        ),
        migrations.CreateModel(
            name="PrivacyRequest",
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
                            ("access", "a copy of everything"),
                            ("portability", "take the data along"),
                            ("rectification", "correct something"),
                            ("erasure", "erase (what is no care)"),
                            ("destruction", "destroy the care record"),
                            ("restriction", "restrict the use"),
                            ("objection", "object to a use"),
                            ("marketing", "no marketing"),
                        ],
                        max_length=15,
                        verbose_name="what is asked",
                    ),
                ),
                (
                    "asker",
                    models.CharField(
                        choices=[
                            ("person", "the person"),
                            ("representative", "who represents them"),
                            ("relative", "a relative after death"),
                        ],
                        max_length=15,
                        verbose_name="who asks",
                    ),
                ),
                (
                    "asker_name",
                    models.CharField(blank=True, max_length=120, verbose_name="name of who asks"),
                ),
                (
                    "identity",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("document", "identity document seen"),
                            ("known", "known to us in person"),
                            ("signed_in", "signed in to the portal"),
                            ("called_back", "called back on the known number"),
                        ],
                        max_length=12,
                        verbose_name="how we know who asks",
                    ),
                ),
                ("received_on", models.DateField(verbose_name="came in on")),
                ("due_on", models.DateField(verbose_name="answer by")),
                (
                    "extension_reason",
                    models.CharField(blank=True, max_length=300, verbose_name="why longer"),
                ),
                (
                    "text",
                    models.CharField(blank=True, max_length=1000, verbose_name="in their words"),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "to decide"),
                            ("decided", "decided"),
                            ("done", "carried out"),
                        ],
                        default="open",
                        max_length=8,
                    ),
                ),
                (
                    "decision",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("granted", "granted"),
                            ("partly", "partly granted"),
                            ("refused", "refused"),
                        ],
                        max_length=8,
                        verbose_name="decision",
                    ),
                ),
                (
                    "ground",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "nothing stands against it"),
                            ("wgbo_454", "the care record is kept for 20 years (WGBO 7:454)"),
                            ("wgbo_455", "substantial interest of somebody else (WGBO 7:455)"),
                            ("law", "a law says we keep it"),
                            ("complaint", "a complaint or claim is open"),
                            ("others", "rights of somebody else (AVG 15 paragraph 4)"),
                            ("identity", "we cannot tell who asks (AVG 12 paragraph 2)"),
                            ("unfounded", "unfounded or excessive (AVG 12 paragraph 5)"),
                        ],
                        max_length=10,
                        verbose_name="ground",
                    ),
                ),
                (
                    "explanation",
                    models.CharField(blank=True, max_length=1000, verbose_name="explanation"),
                ),
                ("decided_at", models.DateTimeField(null=True)),
                ("done_at", models.DateTimeField(null=True)),
                ("report", models.JSONField(default=list)),
                (
                    "created_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(), editable=False
                    ),
                ),
                (
                    "entry_key",
                    models.CharField(
                        default=nabij.core.refs.new_ref, editable=False, max_length=16, unique=True
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "created_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
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
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="relations.party",
                    ),
                ),
            ],
            options={
                "verbose_name": "request",
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "open")),
                        fields=["due_on"],
                        name="privacyrequest_open",
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "kind__in",
                                [
                                    "access",
                                    "portability",
                                    "rectification",
                                    "erasure",
                                    "destruction",
                                    "restriction",
                                    "objection",
                                    "marketing",
                                ],
                            )
                        ),
                        name="privacyrequest_kind_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("due_on__gt", models.F("received_on"))),
                        name="privacyrequest_due_after_it_came",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("decided_at__isnull", True), ("decision", ""), ("state", "open")
                            ),
                            models.Q(
                                models.Q(("state", "open"), _negated=True),
                                models.Q(("decision", ""), _negated=True),
                                ("decided_at__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="privacyrequest_decided_says_what",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("decision__in", ["refused", "partly"]), _negated=True),
                            models.Q(("ground", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="privacyrequest_refused_has_a_ground",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("decision__in", ["granted", "partly"]), _negated=True),
                            models.Q(("identity", ""), _negated=True),
                            ("kind", "marketing"),
                            _connector="OR",
                        ),
                        name="privacyrequest_granted_to_who_is_known",
                    ),
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="privacyrequest",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (NOT core_is_range())",
                    func='INSERT INTO "privacy_privacyrequesthistory" ("asker", "asker_name", "created_at", "created_by_id", "decided_at", "decided_by_id", "decision", "done_at", "due_on", "explanation", "extension_reason", "ground", "id", "identity", "kind", "person_id", "pgh_context", "pgh_created_at", "pgh_label", "received_on", "ref", "report", "state", "text") VALUES (NEW."asker", NEW."asker_name", NEW."created_at", NEW."created_by_id", NEW."decided_at", NEW."decided_by_id", NEW."decision", NEW."done_at", NEW."due_on", NEW."explanation", NEW."extension_reason", NEW."ground", NEW."id", NEW."identity", NEW."kind", NEW."person_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', NEW."received_on", NEW."ref", NEW."report", NEW."state", NEW."text"); RETURN NULL;',
                    hash="042ed9adbeaf4732dda49a3534c4b98b41abc916",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_9293e",
                    table="privacy_privacyrequest",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="privacyrequest",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (((OLD."asker" IS DISTINCT FROM (NEW."asker") OR OLD."asker_name" IS DISTINCT FROM (NEW."asker_name") OR OLD."created_at" IS DISTINCT FROM (NEW."created_at") OR OLD."created_by_id" IS DISTINCT FROM (NEW."created_by_id") OR OLD."decided_at" IS DISTINCT FROM (NEW."decided_at") OR OLD."decided_by_id" IS DISTINCT FROM (NEW."decided_by_id") OR OLD."decision" IS DISTINCT FROM (NEW."decision") OR OLD."done_at" IS DISTINCT FROM (NEW."done_at") OR OLD."due_on" IS DISTINCT FROM (NEW."due_on") OR OLD."explanation" IS DISTINCT FROM (NEW."explanation") OR OLD."extension_reason" IS DISTINCT FROM (NEW."extension_reason") OR OLD."ground" IS DISTINCT FROM (NEW."ground") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."identity" IS DISTINCT FROM (NEW."identity") OR OLD."kind" IS DISTINCT FROM (NEW."kind") OR OLD."person_id" IS DISTINCT FROM (NEW."person_id") OR OLD."received_on" IS DISTINCT FROM (NEW."received_on") OR OLD."ref" IS DISTINCT FROM (NEW."ref") OR OLD."report" IS DISTINCT FROM (NEW."report") OR OLD."state" IS DISTINCT FROM (NEW."state") OR OLD."text" IS DISTINCT FROM (NEW."text"))) AND NOT core_is_range())',
                    func='INSERT INTO "privacy_privacyrequesthistory" ("asker", "asker_name", "created_at", "created_by_id", "decided_at", "decided_by_id", "decision", "done_at", "due_on", "explanation", "extension_reason", "ground", "id", "identity", "kind", "person_id", "pgh_context", "pgh_created_at", "pgh_label", "received_on", "ref", "report", "state", "text") VALUES (OLD."asker", OLD."asker_name", OLD."created_at", OLD."created_by_id", OLD."decided_at", OLD."decided_by_id", OLD."decision", OLD."done_at", OLD."due_on", OLD."explanation", OLD."extension_reason", OLD."ground", OLD."id", OLD."identity", OLD."kind", OLD."person_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', OLD."received_on", OLD."ref", OLD."report", OLD."state", OLD."text"); RETURN NULL;',
                    hash="1c8ed82bf87af5d30f52f56786c9666e15222ea8",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_4a13c",
                    table="privacy_privacyrequest",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="privacyrequest",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (NOT core_is_range())",
                    func='INSERT INTO "privacy_privacyrequesthistory" ("asker", "asker_name", "created_at", "created_by_id", "decided_at", "decided_by_id", "decision", "done_at", "due_on", "explanation", "extension_reason", "ground", "id", "identity", "kind", "person_id", "pgh_context", "pgh_created_at", "pgh_label", "received_on", "ref", "report", "state", "text") VALUES (OLD."asker", OLD."asker_name", OLD."created_at", OLD."created_by_id", OLD."decided_at", OLD."decided_by_id", OLD."decision", OLD."done_at", OLD."due_on", OLD."explanation", OLD."extension_reason", OLD."ground", OLD."id", OLD."identity", OLD."kind", OLD."person_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', OLD."received_on", OLD."ref", OLD."report", OLD."state", OLD."text"); RETURN NULL;',
                    hash="d901fb56807ce83db4ac8c49b72b03c869cb05a9",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_2f42d",
                    table="privacy_privacyrequest",
                    when="AFTER",
                ),
            ),
        ),
    ]
