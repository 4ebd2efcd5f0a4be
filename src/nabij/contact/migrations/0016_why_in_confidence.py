# SPDX-License-Identifier: EUPL-1.2
"""Why something is in confidence, or no longer, stays beside it."""

import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("contact", "0015_statements_open_like_what_they_stand_beside"),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name="interaction",
            name="insert_insert",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="interaction",
            name="update_update",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="interaction",
            name="delete_delete",
        ),
        migrations.AddField(
            model_name="interaction",
            name="confidence_reason",
            field=models.CharField(
                blank=True,
                choices=[
                    ("asked", "who said it asks for it"),
                    ("harms_client", "the client could come to harm"),
                    ("harms_other", "somebody else could come to harm"),
                    ("agreed", "who said it agrees that the client reads it"),
                    ("known", "the client knows it already"),
                    ("mistake", "it was marked by mistake"),
                ],
                max_length=12,
                verbose_name="why in confidence",
            ),
        ),
        migrations.AddField(
            model_name="interactionhistory",
            name="confidence_reason",
            field=models.CharField(blank=True, max_length=12),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="interaction",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (NOT core_is_range())",
                    func='INSERT INTO "contact_interactionhistory" ("archived_at", "at", "channel", "colleague_id", "confidence_reason", "counterpart_id", "created_at", "direction", "id", "in_confidence_at", "is_guarded", "on_behalf_of_id", "outcome", "pgh_context", "pgh_created_at", "pgh_label", "ref", "topic") VALUES (NEW."archived_at", NEW."at", NEW."channel", NEW."colleague_id", NEW."confidence_reason", NEW."counterpart_id", NEW."created_at", NEW."direction", NEW."id", NEW."in_confidence_at", NEW."is_guarded", NEW."on_behalf_of_id", NEW."outcome", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', NEW."ref", NEW."topic"); RETURN NULL;',
                    hash="edbaf89c20841dd8c669966ccd0bd26ad9c809e9",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_7bd41",
                    table="contact_interaction",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="interaction",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (((OLD."archived_at" IS DISTINCT FROM (NEW."archived_at") OR OLD."at" IS DISTINCT FROM (NEW."at") OR OLD."channel" IS DISTINCT FROM (NEW."channel") OR OLD."colleague_id" IS DISTINCT FROM (NEW."colleague_id") OR OLD."confidence_reason" IS DISTINCT FROM (NEW."confidence_reason") OR OLD."counterpart_id" IS DISTINCT FROM (NEW."counterpart_id") OR OLD."created_at" IS DISTINCT FROM (NEW."created_at") OR OLD."direction" IS DISTINCT FROM (NEW."direction") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."in_confidence_at" IS DISTINCT FROM (NEW."in_confidence_at") OR OLD."is_guarded" IS DISTINCT FROM (NEW."is_guarded") OR OLD."on_behalf_of_id" IS DISTINCT FROM (NEW."on_behalf_of_id") OR OLD."outcome" IS DISTINCT FROM (NEW."outcome") OR OLD."ref" IS DISTINCT FROM (NEW."ref") OR OLD."topic" IS DISTINCT FROM (NEW."topic"))) AND NOT core_is_range())',
                    func='INSERT INTO "contact_interactionhistory" ("archived_at", "at", "channel", "colleague_id", "confidence_reason", "counterpart_id", "created_at", "direction", "id", "in_confidence_at", "is_guarded", "on_behalf_of_id", "outcome", "pgh_context", "pgh_created_at", "pgh_label", "ref", "topic") VALUES (OLD."archived_at", OLD."at", OLD."channel", OLD."colleague_id", OLD."confidence_reason", OLD."counterpart_id", OLD."created_at", OLD."direction", OLD."id", OLD."in_confidence_at", OLD."is_guarded", OLD."on_behalf_of_id", OLD."outcome", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', OLD."ref", OLD."topic"); RETURN NULL;',
                    hash="c2b483787cf07f9b718db1543bcc32b0f4448cbd",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_192a6",
                    table="contact_interaction",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="interaction",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (NOT core_is_range())",
                    func='INSERT INTO "contact_interactionhistory" ("archived_at", "at", "channel", "colleague_id", "confidence_reason", "counterpart_id", "created_at", "direction", "id", "in_confidence_at", "is_guarded", "on_behalf_of_id", "outcome", "pgh_context", "pgh_created_at", "pgh_label", "ref", "topic") VALUES (OLD."archived_at", OLD."at", OLD."channel", OLD."colleague_id", OLD."confidence_reason", OLD."counterpart_id", OLD."created_at", OLD."direction", OLD."id", OLD."in_confidence_at", OLD."is_guarded", OLD."on_behalf_of_id", OLD."outcome", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', OLD."ref", OLD."topic"); RETURN NULL;',
                    hash="0d55c32d5a24f9e24f7fba9e36d485194342ff77",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_ff6f5",
                    table="contact_interaction",
                    when="AFTER",
                ),
            ),
        ),
    ]
