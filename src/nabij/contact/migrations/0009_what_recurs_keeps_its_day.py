# SPDX-License-Identifier: EUPL-1.2
"""What recurs keeps the day it began on, which a shorter month does not change."""

import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("contact", "0008_who_goes_is_looked_for"),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name="task",
            name="insert_insert",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="task",
            name="update_update",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="task",
            name="delete_delete",
        ),
        migrations.AddField(
            model_name="task",
            name="recurs_from",
            field=models.DateField(null=True),
        ),
        migrations.AddField(
            model_name="taskhistory",
            name="recurs_from",
            field=models.DateField(null=True),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="task",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (NOT core_is_range())",
                    func='INSERT INTO "contact_taskhistory" ("closed_at", "counterpart_id", "created_at", "created_by_id", "due_on", "end", "id", "interaction_id", "is_guarded", "kind", "manner", "owner_id", "party_id", "pgh_context", "pgh_created_at", "pgh_label", "priority", "received_on", "recurrence", "recurs_from", "ref", "remind_on", "role", "unit_id", "window_from", "window_until") VALUES (NEW."closed_at", NEW."counterpart_id", NEW."created_at", NEW."created_by_id", NEW."due_on", NEW."end", NEW."id", NEW."interaction_id", NEW."is_guarded", NEW."kind", NEW."manner", NEW."owner_id", NEW."party_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', NEW."priority", NEW."received_on", NEW."recurrence", NEW."recurs_from", NEW."ref", NEW."remind_on", NEW."role", NEW."unit_id", NEW."window_from", NEW."window_until"); RETURN NULL;',
                    hash="c52f7c82fc49af3f267d5310e1ac428e3349ec57",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_abce7",
                    table="contact_task",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="task",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (((OLD."closed_at" IS DISTINCT FROM (NEW."closed_at") OR OLD."counterpart_id" IS DISTINCT FROM (NEW."counterpart_id") OR OLD."created_at" IS DISTINCT FROM (NEW."created_at") OR OLD."created_by_id" IS DISTINCT FROM (NEW."created_by_id") OR OLD."due_on" IS DISTINCT FROM (NEW."due_on") OR OLD."end" IS DISTINCT FROM (NEW."end") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."interaction_id" IS DISTINCT FROM (NEW."interaction_id") OR OLD."is_guarded" IS DISTINCT FROM (NEW."is_guarded") OR OLD."kind" IS DISTINCT FROM (NEW."kind") OR OLD."manner" IS DISTINCT FROM (NEW."manner") OR OLD."owner_id" IS DISTINCT FROM (NEW."owner_id") OR OLD."party_id" IS DISTINCT FROM (NEW."party_id") OR OLD."priority" IS DISTINCT FROM (NEW."priority") OR OLD."received_on" IS DISTINCT FROM (NEW."received_on") OR OLD."recurrence" IS DISTINCT FROM (NEW."recurrence") OR OLD."recurs_from" IS DISTINCT FROM (NEW."recurs_from") OR OLD."ref" IS DISTINCT FROM (NEW."ref") OR OLD."remind_on" IS DISTINCT FROM (NEW."remind_on") OR OLD."role" IS DISTINCT FROM (NEW."role") OR OLD."unit_id" IS DISTINCT FROM (NEW."unit_id") OR OLD."window_from" IS DISTINCT FROM (NEW."window_from") OR OLD."window_until" IS DISTINCT FROM (NEW."window_until"))) AND NOT core_is_range())',
                    func='INSERT INTO "contact_taskhistory" ("closed_at", "counterpart_id", "created_at", "created_by_id", "due_on", "end", "id", "interaction_id", "is_guarded", "kind", "manner", "owner_id", "party_id", "pgh_context", "pgh_created_at", "pgh_label", "priority", "received_on", "recurrence", "recurs_from", "ref", "remind_on", "role", "unit_id", "window_from", "window_until") VALUES (OLD."closed_at", OLD."counterpart_id", OLD."created_at", OLD."created_by_id", OLD."due_on", OLD."end", OLD."id", OLD."interaction_id", OLD."is_guarded", OLD."kind", OLD."manner", OLD."owner_id", OLD."party_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', OLD."priority", OLD."received_on", OLD."recurrence", OLD."recurs_from", OLD."ref", OLD."remind_on", OLD."role", OLD."unit_id", OLD."window_from", OLD."window_until"); RETURN NULL;',
                    hash="b9bef799b4d0e1858856fc755c0a951fe121dcb5",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_cb142",
                    table="contact_task",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="task",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (NOT core_is_range())",
                    func='INSERT INTO "contact_taskhistory" ("closed_at", "counterpart_id", "created_at", "created_by_id", "due_on", "end", "id", "interaction_id", "is_guarded", "kind", "manner", "owner_id", "party_id", "pgh_context", "pgh_created_at", "pgh_label", "priority", "received_on", "recurrence", "recurs_from", "ref", "remind_on", "role", "unit_id", "window_from", "window_until") VALUES (OLD."closed_at", OLD."counterpart_id", OLD."created_at", OLD."created_by_id", OLD."due_on", OLD."end", OLD."id", OLD."interaction_id", OLD."is_guarded", OLD."kind", OLD."manner", OLD."owner_id", OLD."party_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', OLD."priority", OLD."received_on", OLD."recurrence", OLD."recurs_from", OLD."ref", OLD."remind_on", OLD."role", OLD."unit_id", OLD."window_from", OLD."window_until"); RETURN NULL;',
                    hash="2029f8e831c09e5c862b01a3c7fb97ced3a866d5",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_bdf46",
                    table="contact_task",
                    when="AFTER",
                ),
            ),
        ),
    ]
