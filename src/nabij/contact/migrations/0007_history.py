# SPDX-License-Identifier: EUPL-1.2
"""A table of history beside each table that a colleague can change."""

import pghistory.utils
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0002_history_ranges"),
        ("contact", "0006_who_called_about_whom"),
    ]

    operations = [
        migrations.CreateModel(
            name="InteractionHistory",
            fields=[
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_id", models.BigAutoField(primary_key=True, serialize=False)),
                ("counterpart", models.BigIntegerField(db_column="counterpart_id")),
                ("on_behalf_of", models.BigIntegerField(db_column="on_behalf_of_id", null=True)),
                ("colleague", models.BigIntegerField(db_column="colleague_id")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("id", models.BigIntegerField()),
                ("ref", models.CharField(editable=False, max_length=16)),
                ("channel", models.CharField(max_length=10)),
                ("direction", models.CharField(max_length=3)),
                ("topic", models.CharField(max_length=15)),
                ("outcome", models.CharField(max_length=10)),
                ("at", models.DateTimeField()),
                ("is_guarded", models.BooleanField()),
                ("archived_at", models.DateTimeField(blank=True, null=True)),
                ("created_at", models.DateTimeField(editable=False)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="InteractionPartyHistory",
            fields=[
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_id", models.BigAutoField(primary_key=True, serialize=False)),
                ("interaction", models.BigIntegerField(db_column="interaction_id")),
                ("party", models.BigIntegerField(db_column="party_id")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("id", models.BigIntegerField()),
                ("is_counterpart", models.BooleanField()),
                ("is_subject", models.BooleanField()),
                ("is_on_behalf_of", models.BooleanField()),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="TaskHistory",
            fields=[
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_id", models.BigAutoField(primary_key=True, serialize=False)),
                ("party", models.BigIntegerField(db_column="party_id")),
                ("counterpart", models.BigIntegerField(db_column="counterpart_id", null=True)),
                ("interaction", models.BigIntegerField(db_column="interaction_id", null=True)),
                ("owner", models.BigIntegerField(db_column="owner_id", null=True)),
                ("unit", models.BigIntegerField(db_column="unit_id", null=True)),
                ("created_by", models.BigIntegerField(db_column="created_by_id")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("id", models.BigIntegerField()),
                ("ref", models.CharField(editable=False, max_length=16)),
                ("kind", models.CharField(max_length=10)),
                ("role", models.CharField(blank=True, max_length=30)),
                ("due_on", models.DateField()),
                ("window_from", models.TimeField(null=True)),
                ("window_until", models.TimeField(null=True)),
                ("remind_on", models.DateField(null=True)),
                ("priority", models.PositiveSmallIntegerField()),
                ("recurrence", models.CharField(blank=True, max_length=5)),
                ("received_on", models.DateField(null=True)),
                ("manner", models.CharField(blank=True, max_length=7)),
                ("is_guarded", models.BooleanField()),
                ("created_at", models.DateTimeField(editable=False)),
                ("closed_at", models.DateTimeField(null=True)),
                ("end", models.CharField(blank=True, max_length=9)),
            ],
            options={
                "abstract": False,
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="interaction",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (NOT core_is_range())",
                    func='INSERT INTO "contact_interactionhistory" ("archived_at", "at", "channel", "colleague_id", "counterpart_id", "created_at", "direction", "id", "is_guarded", "on_behalf_of_id", "outcome", "pgh_context", "pgh_created_at", "pgh_label", "ref", "topic") VALUES (NEW."archived_at", NEW."at", NEW."channel", NEW."colleague_id", NEW."counterpart_id", NEW."created_at", NEW."direction", NEW."id", NEW."is_guarded", NEW."on_behalf_of_id", NEW."outcome", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', NEW."ref", NEW."topic"); RETURN NULL;',
                    hash="06ea2a4b66cd3cd89af9d2c88d9b7b9c8bb3d6ff",
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
                    condition='WHEN (((OLD."archived_at" IS DISTINCT FROM (NEW."archived_at") OR OLD."at" IS DISTINCT FROM (NEW."at") OR OLD."channel" IS DISTINCT FROM (NEW."channel") OR OLD."colleague_id" IS DISTINCT FROM (NEW."colleague_id") OR OLD."counterpart_id" IS DISTINCT FROM (NEW."counterpart_id") OR OLD."created_at" IS DISTINCT FROM (NEW."created_at") OR OLD."direction" IS DISTINCT FROM (NEW."direction") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."is_guarded" IS DISTINCT FROM (NEW."is_guarded") OR OLD."on_behalf_of_id" IS DISTINCT FROM (NEW."on_behalf_of_id") OR OLD."outcome" IS DISTINCT FROM (NEW."outcome") OR OLD."ref" IS DISTINCT FROM (NEW."ref") OR OLD."topic" IS DISTINCT FROM (NEW."topic"))) AND NOT core_is_range())',
                    func='INSERT INTO "contact_interactionhistory" ("archived_at", "at", "channel", "colleague_id", "counterpart_id", "created_at", "direction", "id", "is_guarded", "on_behalf_of_id", "outcome", "pgh_context", "pgh_created_at", "pgh_label", "ref", "topic") VALUES (OLD."archived_at", OLD."at", OLD."channel", OLD."colleague_id", OLD."counterpart_id", OLD."created_at", OLD."direction", OLD."id", OLD."is_guarded", OLD."on_behalf_of_id", OLD."outcome", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', OLD."ref", OLD."topic"); RETURN NULL;',
                    hash="1374460f6e79e079127f04b6de330b9935e351b0",
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
                    func='INSERT INTO "contact_interactionhistory" ("archived_at", "at", "channel", "colleague_id", "counterpart_id", "created_at", "direction", "id", "is_guarded", "on_behalf_of_id", "outcome", "pgh_context", "pgh_created_at", "pgh_label", "ref", "topic") VALUES (OLD."archived_at", OLD."at", OLD."channel", OLD."colleague_id", OLD."counterpart_id", OLD."created_at", OLD."direction", OLD."id", OLD."is_guarded", OLD."on_behalf_of_id", OLD."outcome", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', OLD."ref", OLD."topic"); RETURN NULL;',
                    hash="83ccb5fa380999a0d2603d944d53c28050694727",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_ff6f5",
                    table="contact_interaction",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="interactionparty",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (NOT core_is_range())",
                    func='INSERT INTO "contact_interactionpartyhistory" ("id", "interaction_id", "is_counterpart", "is_on_behalf_of", "is_subject", "party_id", "pgh_context", "pgh_created_at", "pgh_label") VALUES (NEW."id", NEW."interaction_id", NEW."is_counterpart", NEW."is_on_behalf_of", NEW."is_subject", NEW."party_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\'); RETURN NULL;',
                    hash="7fcfa9e30a35c5d9c472a23565d5458a278e461c",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_b934d",
                    table="contact_interactionparty",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="interactionparty",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (((OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."interaction_id" IS DISTINCT FROM (NEW."interaction_id") OR OLD."is_counterpart" IS DISTINCT FROM (NEW."is_counterpart") OR OLD."is_on_behalf_of" IS DISTINCT FROM (NEW."is_on_behalf_of") OR OLD."is_subject" IS DISTINCT FROM (NEW."is_subject") OR OLD."party_id" IS DISTINCT FROM (NEW."party_id"))) AND NOT core_is_range())',
                    func='INSERT INTO "contact_interactionpartyhistory" ("id", "interaction_id", "is_counterpart", "is_on_behalf_of", "is_subject", "party_id", "pgh_context", "pgh_created_at", "pgh_label") VALUES (OLD."id", OLD."interaction_id", OLD."is_counterpart", OLD."is_on_behalf_of", OLD."is_subject", OLD."party_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\'); RETURN NULL;',
                    hash="3ba6cf13db44c47cc54f3a311fcb220205b5a162",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_557ff",
                    table="contact_interactionparty",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="interactionparty",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (NOT core_is_range())",
                    func='INSERT INTO "contact_interactionpartyhistory" ("id", "interaction_id", "is_counterpart", "is_on_behalf_of", "is_subject", "party_id", "pgh_context", "pgh_created_at", "pgh_label") VALUES (OLD."id", OLD."interaction_id", OLD."is_counterpart", OLD."is_on_behalf_of", OLD."is_subject", OLD."party_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\'); RETURN NULL;',
                    hash="d3b3f803d551f7eb39fabffe3f5ddbaab011b60e",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_13337",
                    table="contact_interactionparty",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="task",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (NOT core_is_range())",
                    func='INSERT INTO "contact_taskhistory" ("closed_at", "counterpart_id", "created_at", "created_by_id", "due_on", "end", "id", "interaction_id", "is_guarded", "kind", "manner", "owner_id", "party_id", "pgh_context", "pgh_created_at", "pgh_label", "priority", "received_on", "recurrence", "ref", "remind_on", "role", "unit_id", "window_from", "window_until") VALUES (NEW."closed_at", NEW."counterpart_id", NEW."created_at", NEW."created_by_id", NEW."due_on", NEW."end", NEW."id", NEW."interaction_id", NEW."is_guarded", NEW."kind", NEW."manner", NEW."owner_id", NEW."party_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', NEW."priority", NEW."received_on", NEW."recurrence", NEW."ref", NEW."remind_on", NEW."role", NEW."unit_id", NEW."window_from", NEW."window_until"); RETURN NULL;',
                    hash="eeac3792262df3a8bd45d722c5c5355f30fbdcfb",
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
                    condition='WHEN (((OLD."closed_at" IS DISTINCT FROM (NEW."closed_at") OR OLD."counterpart_id" IS DISTINCT FROM (NEW."counterpart_id") OR OLD."created_at" IS DISTINCT FROM (NEW."created_at") OR OLD."created_by_id" IS DISTINCT FROM (NEW."created_by_id") OR OLD."due_on" IS DISTINCT FROM (NEW."due_on") OR OLD."end" IS DISTINCT FROM (NEW."end") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."interaction_id" IS DISTINCT FROM (NEW."interaction_id") OR OLD."is_guarded" IS DISTINCT FROM (NEW."is_guarded") OR OLD."kind" IS DISTINCT FROM (NEW."kind") OR OLD."manner" IS DISTINCT FROM (NEW."manner") OR OLD."owner_id" IS DISTINCT FROM (NEW."owner_id") OR OLD."party_id" IS DISTINCT FROM (NEW."party_id") OR OLD."priority" IS DISTINCT FROM (NEW."priority") OR OLD."received_on" IS DISTINCT FROM (NEW."received_on") OR OLD."recurrence" IS DISTINCT FROM (NEW."recurrence") OR OLD."ref" IS DISTINCT FROM (NEW."ref") OR OLD."remind_on" IS DISTINCT FROM (NEW."remind_on") OR OLD."role" IS DISTINCT FROM (NEW."role") OR OLD."unit_id" IS DISTINCT FROM (NEW."unit_id") OR OLD."window_from" IS DISTINCT FROM (NEW."window_from") OR OLD."window_until" IS DISTINCT FROM (NEW."window_until"))) AND NOT core_is_range())',
                    func='INSERT INTO "contact_taskhistory" ("closed_at", "counterpart_id", "created_at", "created_by_id", "due_on", "end", "id", "interaction_id", "is_guarded", "kind", "manner", "owner_id", "party_id", "pgh_context", "pgh_created_at", "pgh_label", "priority", "received_on", "recurrence", "ref", "remind_on", "role", "unit_id", "window_from", "window_until") VALUES (OLD."closed_at", OLD."counterpart_id", OLD."created_at", OLD."created_by_id", OLD."due_on", OLD."end", OLD."id", OLD."interaction_id", OLD."is_guarded", OLD."kind", OLD."manner", OLD."owner_id", OLD."party_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', OLD."priority", OLD."received_on", OLD."recurrence", OLD."ref", OLD."remind_on", OLD."role", OLD."unit_id", OLD."window_from", OLD."window_until"); RETURN NULL;',
                    hash="e4b580ee59d70821bbdf6036ae8752e3816528b4",
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
                    func='INSERT INTO "contact_taskhistory" ("closed_at", "counterpart_id", "created_at", "created_by_id", "due_on", "end", "id", "interaction_id", "is_guarded", "kind", "manner", "owner_id", "party_id", "pgh_context", "pgh_created_at", "pgh_label", "priority", "received_on", "recurrence", "ref", "remind_on", "role", "unit_id", "window_from", "window_until") VALUES (OLD."closed_at", OLD."counterpart_id", OLD."created_at", OLD."created_by_id", OLD."due_on", OLD."end", OLD."id", OLD."interaction_id", OLD."is_guarded", OLD."kind", OLD."manner", OLD."owner_id", OLD."party_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', OLD."priority", OLD."received_on", OLD."recurrence", OLD."ref", OLD."remind_on", OLD."role", OLD."unit_id", OLD."window_from", OLD."window_until"); RETURN NULL;',
                    hash="d34b6bcd8218dbbfcdfc51ce3f2c7e1dcdea83a2",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_bdf46",
                    table="contact_task",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddIndex(
            model_name="interactionhistory",
            index=models.Index(fields=["id"], name="contact_int_id_4a4299_idx"),
        ),
        migrations.AddIndex(
            model_name="interactionhistory",
            index=models.Index(fields=["counterpart"], name="contact_int_counter_819ab4_idx"),
        ),
        migrations.AddIndex(
            model_name="interactionhistory",
            index=models.Index(fields=["on_behalf_of"], name="contact_int_on_beha_2ac5ea_idx"),
        ),
        migrations.AddIndex(
            model_name="interactionhistory",
            index=models.Index(fields=["pgh_created_at"], name="contact_int_pgh_cre_efb851_idx"),
        ),
        migrations.AddIndex(
            model_name="interactionpartyhistory",
            index=models.Index(fields=["id"], name="contact_int_id_c71a85_idx"),
        ),
        migrations.AddIndex(
            model_name="interactionpartyhistory",
            index=models.Index(fields=["party"], name="contact_int_party_i_38d47c_idx"),
        ),
        migrations.AddIndex(
            model_name="interactionpartyhistory",
            index=models.Index(fields=["pgh_created_at"], name="contact_int_pgh_cre_6ed944_idx"),
        ),
        migrations.AddIndex(
            model_name="taskhistory",
            index=models.Index(fields=["id"], name="contact_tas_id_7b48e6_idx"),
        ),
        migrations.AddIndex(
            model_name="taskhistory",
            index=models.Index(fields=["party"], name="contact_tas_party_i_70c4e7_idx"),
        ),
        migrations.AddIndex(
            model_name="taskhistory",
            index=models.Index(fields=["counterpart"], name="contact_tas_counter_1bfde7_idx"),
        ),
        migrations.AddIndex(
            model_name="taskhistory",
            index=models.Index(fields=["pgh_created_at"], name="contact_tas_pgh_cre_f21667_idx"),
        ),
    ]
