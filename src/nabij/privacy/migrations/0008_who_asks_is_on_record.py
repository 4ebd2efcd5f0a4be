# SPDX-License-Identifier: EUPL-1.2

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("privacy", "0007_each_client_has_a_case_about_a_line"),
        ("relations", "0021_restrictions"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name="privacyrequest",
            name="insert_insert",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="privacyrequest",
            name="update_update",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="privacyrequest",
            name="delete_delete",
        ),
        migrations.RemoveConstraint(
            model_name="privacyrequest",
            name="privacyrequest_granted_to_who_is_known",
        ),
        migrations.AddField(
            model_name="privacyrequest",
            name="asker_party",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="relations.party",
                verbose_name="who represents them",
            ),
        ),
        migrations.AddField(
            model_name="privacyrequest",
            name="authority",
            field=models.CharField(
                blank=True, max_length=300, verbose_name="by what right, and who checked"
            ),
        ),
        migrations.AddField(
            model_name="privacyrequesthistory",
            name="asker_party",
            field=models.BigIntegerField(db_column="asker_party_id", null=True),
        ),
        migrations.AddField(
            model_name="privacyrequesthistory",
            name="authority",
            field=models.CharField(blank=True, max_length=300),
        ),
        migrations.AlterField(
            model_name="privacyrequest",
            name="asker",
            field=models.CharField(
                choices=[
                    ("person", "the person"),
                    ("representative", "who represents them"),
                    ("relative", "a relative after death"),
                    ("other", "somebody else"),
                    ("ourselves", "we ourselves: the term is over"),
                ],
                max_length=15,
                verbose_name="who asks",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="privacyrequest",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (NOT core_is_range())",
                    func='INSERT INTO "privacy_privacyrequesthistory" ("asker", "asker_name", "asker_party_id", "authority", "created_at", "created_by_id", "decided_at", "decided_by_id", "decision", "done_at", "due_on", "explanation", "extension_reason", "ground", "id", "identity", "kind", "person_id", "pgh_context", "pgh_created_at", "pgh_label", "received_on", "ref", "report", "state", "text") VALUES (NEW."asker", NEW."asker_name", NEW."asker_party_id", NEW."authority", NEW."created_at", NEW."created_by_id", NEW."decided_at", NEW."decided_by_id", NEW."decision", NEW."done_at", NEW."due_on", NEW."explanation", NEW."extension_reason", NEW."ground", NEW."id", NEW."identity", NEW."kind", NEW."person_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', NEW."received_on", NEW."ref", NEW."report", NEW."state", NEW."text"); RETURN NULL;',
                    hash="9912de68e1aaae489b11aa2a7d3f8923564df82e",
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
                    condition='WHEN (((OLD."asker" IS DISTINCT FROM (NEW."asker") OR OLD."asker_name" IS DISTINCT FROM (NEW."asker_name") OR OLD."asker_party_id" IS DISTINCT FROM (NEW."asker_party_id") OR OLD."authority" IS DISTINCT FROM (NEW."authority") OR OLD."created_at" IS DISTINCT FROM (NEW."created_at") OR OLD."created_by_id" IS DISTINCT FROM (NEW."created_by_id") OR OLD."decided_at" IS DISTINCT FROM (NEW."decided_at") OR OLD."decided_by_id" IS DISTINCT FROM (NEW."decided_by_id") OR OLD."decision" IS DISTINCT FROM (NEW."decision") OR OLD."done_at" IS DISTINCT FROM (NEW."done_at") OR OLD."due_on" IS DISTINCT FROM (NEW."due_on") OR OLD."explanation" IS DISTINCT FROM (NEW."explanation") OR OLD."extension_reason" IS DISTINCT FROM (NEW."extension_reason") OR OLD."ground" IS DISTINCT FROM (NEW."ground") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."identity" IS DISTINCT FROM (NEW."identity") OR OLD."kind" IS DISTINCT FROM (NEW."kind") OR OLD."person_id" IS DISTINCT FROM (NEW."person_id") OR OLD."received_on" IS DISTINCT FROM (NEW."received_on") OR OLD."ref" IS DISTINCT FROM (NEW."ref") OR OLD."report" IS DISTINCT FROM (NEW."report") OR OLD."state" IS DISTINCT FROM (NEW."state") OR OLD."text" IS DISTINCT FROM (NEW."text"))) AND NOT core_is_range())',
                    func='INSERT INTO "privacy_privacyrequesthistory" ("asker", "asker_name", "asker_party_id", "authority", "created_at", "created_by_id", "decided_at", "decided_by_id", "decision", "done_at", "due_on", "explanation", "extension_reason", "ground", "id", "identity", "kind", "person_id", "pgh_context", "pgh_created_at", "pgh_label", "received_on", "ref", "report", "state", "text") VALUES (OLD."asker", OLD."asker_name", OLD."asker_party_id", OLD."authority", OLD."created_at", OLD."created_by_id", OLD."decided_at", OLD."decided_by_id", OLD."decision", OLD."done_at", OLD."due_on", OLD."explanation", OLD."extension_reason", OLD."ground", OLD."id", OLD."identity", OLD."kind", OLD."person_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', OLD."received_on", OLD."ref", OLD."report", OLD."state", OLD."text"); RETURN NULL;',
                    hash="7f32e0bc1233ea81b8584f15d7b6bb7ffb9c38df",
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
                    func='INSERT INTO "privacy_privacyrequesthistory" ("asker", "asker_name", "asker_party_id", "authority", "created_at", "created_by_id", "decided_at", "decided_by_id", "decision", "done_at", "due_on", "explanation", "extension_reason", "ground", "id", "identity", "kind", "person_id", "pgh_context", "pgh_created_at", "pgh_label", "received_on", "ref", "report", "state", "text") VALUES (OLD."asker", OLD."asker_name", OLD."asker_party_id", OLD."authority", OLD."created_at", OLD."created_by_id", OLD."decided_at", OLD."decided_by_id", OLD."decision", OLD."done_at", OLD."due_on", OLD."explanation", OLD."extension_reason", OLD."ground", OLD."id", OLD."identity", OLD."kind", OLD."person_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', OLD."received_on", OLD."ref", OLD."report", OLD."state", OLD."text"); RETURN NULL;',
                    hash="8d1d2030f56f22f789f8066107a6c0dd4ed86884",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_2f42d",
                    table="privacy_privacyrequest",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="privacyrequest",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("decision__in", ["granted", "partly"]), _negated=True),
                    models.Q(("identity", ""), _negated=True),
                    ("kind", "marketing"),
                    ("asker", "ourselves"),
                    _connector="OR",
                ),
                name="privacyrequest_granted_to_who_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="privacyrequest",
            constraint=models.UniqueConstraint(
                condition=models.Q(("asker", "ourselves"), ("state", "decided")),
                fields=("person",),
                name="privacyrequest_proposed_once",
            ),
        ),
    ]
