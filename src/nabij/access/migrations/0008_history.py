# SPDX-License-Identifier: EUPL-1.2
"""A table of history beside each table that a colleague can change."""

import pghistory.utils
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0002_history_ranges"),
        ("access", "0007_emergency_button"),
    ]

    operations = [
        migrations.CreateModel(
            name="CareRelationHistory",
            fields=[
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_id", models.BigAutoField(primary_key=True, serialize=False)),
                ("person", models.BigIntegerField(db_column="person_id")),
                ("unit", models.BigIntegerField(db_column="unit_id", null=True)),
                ("user", models.BigIntegerField(db_column="user_id", null=True)),
                ("added_by", models.BigIntegerField(db_column="added_by_id", null=True)),
                ("ended_by", models.BigIntegerField(db_column="ended_by_id", null=True)),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("id", models.BigIntegerField()),
                ("kind", models.CharField(max_length=20)),
                ("origin", models.CharField(max_length=20)),
                ("starts_on", models.DateField()),
                ("ends_on", models.DateField(blank=True, null=True)),
                ("ends_at", models.DateTimeField(blank=True, null=True)),
                ("reason", models.CharField(blank=True, max_length=200)),
                ("added_at", models.DateTimeField(null=True)),
                ("end_reason", models.CharField(blank=True, max_length=200)),
                ("ended_at", models.DateTimeField(null=True)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="DutyAreaHistory",
            fields=[
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_id", models.BigAutoField(primary_key=True, serialize=False)),
                ("unit", models.BigIntegerField(db_column="unit_id")),
                ("area", models.BigIntegerField(db_column="area_id")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("id", models.BigIntegerField()),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="DutyShiftHistory",
            fields=[
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_id", models.BigAutoField(primary_key=True, serialize=False)),
                ("unit", models.BigIntegerField(db_column="unit_id")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("id", models.BigIntegerField()),
                ("starts_at", models.DateTimeField()),
                ("ends_at", models.DateTimeField()),
                ("phone", models.CharField(max_length=20)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="RoleAssignmentHistory",
            fields=[
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_id", models.BigAutoField(primary_key=True, serialize=False)),
                ("user", models.BigIntegerField(db_column="user_id")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("id", models.BigIntegerField()),
                ("role", models.CharField(max_length=30)),
                ("starts_on", models.DateField()),
                ("ends_on", models.DateField(blank=True, null=True)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="UnitHistory",
            fields=[
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_id", models.BigAutoField(primary_key=True, serialize=False)),
                ("parent", models.BigIntegerField(db_column="parent_id", null=True)),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("id", models.BigIntegerField()),
                ("ref", models.CharField(editable=False, max_length=16)),
                ("name", models.CharField(max_length=120)),
                ("kind", models.CharField(max_length=20)),
                ("phone", models.CharField(blank=True, max_length=20)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="UnitMembershipHistory",
            fields=[
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_id", models.BigAutoField(primary_key=True, serialize=False)),
                ("user", models.BigIntegerField(db_column="user_id")),
                ("unit", models.BigIntegerField(db_column="unit_id")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("id", models.BigIntegerField()),
                ("starts_on", models.DateField()),
                ("ends_on", models.DateField(blank=True, null=True)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="UserHistory",
            fields=[
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_id", models.BigAutoField(primary_key=True, serialize=False)),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("id", models.BigIntegerField()),
                ("email", models.EmailField(max_length=254)),
                ("name", models.CharField(max_length=120)),
                ("job_title", models.CharField(blank=True, max_length=120)),
                ("is_active", models.BooleanField()),
                ("created_at", models.DateTimeField()),
            ],
            options={
                "abstract": False,
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="carerelation",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (NOT core_is_range())",
                    func='INSERT INTO "access_carerelationhistory" ("added_at", "added_by_id", "end_reason", "ended_at", "ended_by_id", "ends_at", "ends_on", "id", "kind", "origin", "person_id", "pgh_context", "pgh_created_at", "pgh_label", "reason", "starts_on", "unit_id", "user_id") VALUES (NEW."added_at", NEW."added_by_id", NEW."end_reason", NEW."ended_at", NEW."ended_by_id", NEW."ends_at", NEW."ends_on", NEW."id", NEW."kind", NEW."origin", NEW."person_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', NEW."reason", NEW."starts_on", NEW."unit_id", NEW."user_id"); RETURN NULL;',
                    hash="09b370247c68b8152346ee12afdf3dcd96afaf28",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_b9862",
                    table="access_carerelation",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="carerelation",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (((OLD."added_at" IS DISTINCT FROM (NEW."added_at") OR OLD."added_by_id" IS DISTINCT FROM (NEW."added_by_id") OR OLD."end_reason" IS DISTINCT FROM (NEW."end_reason") OR OLD."ended_at" IS DISTINCT FROM (NEW."ended_at") OR OLD."ended_by_id" IS DISTINCT FROM (NEW."ended_by_id") OR OLD."ends_at" IS DISTINCT FROM (NEW."ends_at") OR OLD."ends_on" IS DISTINCT FROM (NEW."ends_on") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."kind" IS DISTINCT FROM (NEW."kind") OR OLD."origin" IS DISTINCT FROM (NEW."origin") OR OLD."person_id" IS DISTINCT FROM (NEW."person_id") OR OLD."reason" IS DISTINCT FROM (NEW."reason") OR OLD."starts_on" IS DISTINCT FROM (NEW."starts_on") OR OLD."unit_id" IS DISTINCT FROM (NEW."unit_id") OR OLD."user_id" IS DISTINCT FROM (NEW."user_id"))) AND NOT core_is_range())',
                    func='INSERT INTO "access_carerelationhistory" ("added_at", "added_by_id", "end_reason", "ended_at", "ended_by_id", "ends_at", "ends_on", "id", "kind", "origin", "person_id", "pgh_context", "pgh_created_at", "pgh_label", "reason", "starts_on", "unit_id", "user_id") VALUES (OLD."added_at", OLD."added_by_id", OLD."end_reason", OLD."ended_at", OLD."ended_by_id", OLD."ends_at", OLD."ends_on", OLD."id", OLD."kind", OLD."origin", OLD."person_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', OLD."reason", OLD."starts_on", OLD."unit_id", OLD."user_id"); RETURN NULL;',
                    hash="9f346f935fbb69f73195c385edd877c15a080058",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_10118",
                    table="access_carerelation",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="carerelation",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (NOT core_is_range())",
                    func='INSERT INTO "access_carerelationhistory" ("added_at", "added_by_id", "end_reason", "ended_at", "ended_by_id", "ends_at", "ends_on", "id", "kind", "origin", "person_id", "pgh_context", "pgh_created_at", "pgh_label", "reason", "starts_on", "unit_id", "user_id") VALUES (OLD."added_at", OLD."added_by_id", OLD."end_reason", OLD."ended_at", OLD."ended_by_id", OLD."ends_at", OLD."ends_on", OLD."id", OLD."kind", OLD."origin", OLD."person_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', OLD."reason", OLD."starts_on", OLD."unit_id", OLD."user_id"); RETURN NULL;',
                    hash="cc088885ae7d30dd9bb80dc41500d5fc507260f4",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_a9327",
                    table="access_carerelation",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="dutyarea",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (NOT core_is_range())",
                    func='INSERT INTO "access_dutyareahistory" ("area_id", "id", "pgh_context", "pgh_created_at", "pgh_label", "unit_id") VALUES (NEW."area_id", NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', NEW."unit_id"); RETURN NULL;',
                    hash="b3573179072488e0a4581608f5371eecc1807028",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_30365",
                    table="access_dutyarea",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="dutyarea",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN ((OLD.* IS DISTINCT FROM NEW.*) AND NOT core_is_range())",
                    func='INSERT INTO "access_dutyareahistory" ("area_id", "id", "pgh_context", "pgh_created_at", "pgh_label", "unit_id") VALUES (OLD."area_id", OLD."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', OLD."unit_id"); RETURN NULL;',
                    hash="c3fb10c5837c7d4a7c28932a0e6149fee7b5393f",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_43210",
                    table="access_dutyarea",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="dutyarea",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (NOT core_is_range())",
                    func='INSERT INTO "access_dutyareahistory" ("area_id", "id", "pgh_context", "pgh_created_at", "pgh_label", "unit_id") VALUES (OLD."area_id", OLD."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', OLD."unit_id"); RETURN NULL;',
                    hash="2ef47793cd3e1c086b095cc8cf291855fdaf1caa",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_4e008",
                    table="access_dutyarea",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="dutyshift",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (NOT core_is_range())",
                    func='INSERT INTO "access_dutyshifthistory" ("ends_at", "id", "pgh_context", "pgh_created_at", "pgh_label", "phone", "starts_at", "unit_id") VALUES (NEW."ends_at", NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', NEW."phone", NEW."starts_at", NEW."unit_id"); RETURN NULL;',
                    hash="4b300165ae1f88bf5f9745e155f986131433dcb2",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_afa1b",
                    table="access_dutyshift",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="dutyshift",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN ((OLD.* IS DISTINCT FROM NEW.*) AND NOT core_is_range())",
                    func='INSERT INTO "access_dutyshifthistory" ("ends_at", "id", "pgh_context", "pgh_created_at", "pgh_label", "phone", "starts_at", "unit_id") VALUES (OLD."ends_at", OLD."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', OLD."phone", OLD."starts_at", OLD."unit_id"); RETURN NULL;',
                    hash="3d53d95e291fc7d71c8fb6c0aa5d45eb1a289091",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_a037e",
                    table="access_dutyshift",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="dutyshift",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (NOT core_is_range())",
                    func='INSERT INTO "access_dutyshifthistory" ("ends_at", "id", "pgh_context", "pgh_created_at", "pgh_label", "phone", "starts_at", "unit_id") VALUES (OLD."ends_at", OLD."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', OLD."phone", OLD."starts_at", OLD."unit_id"); RETURN NULL;',
                    hash="2ac06df932bf84a70a04940c1e000e97da08dffd",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_8191d",
                    table="access_dutyshift",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="roleassignment",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (NOT core_is_range())",
                    func='INSERT INTO "access_roleassignmenthistory" ("ends_on", "id", "pgh_context", "pgh_created_at", "pgh_label", "role", "starts_on", "user_id") VALUES (NEW."ends_on", NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', NEW."role", NEW."starts_on", NEW."user_id"); RETURN NULL;',
                    hash="e8e27f2fcc7c2496bcb55f23f32e71ef2aea6b94",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_bf13e",
                    table="access_roleassignment",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="roleassignment",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN ((OLD.* IS DISTINCT FROM NEW.*) AND NOT core_is_range())",
                    func='INSERT INTO "access_roleassignmenthistory" ("ends_on", "id", "pgh_context", "pgh_created_at", "pgh_label", "role", "starts_on", "user_id") VALUES (OLD."ends_on", OLD."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', OLD."role", OLD."starts_on", OLD."user_id"); RETURN NULL;',
                    hash="9d0a626975e23bbbb4b0cae887c490c3abdb0616",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_568ba",
                    table="access_roleassignment",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="roleassignment",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (NOT core_is_range())",
                    func='INSERT INTO "access_roleassignmenthistory" ("ends_on", "id", "pgh_context", "pgh_created_at", "pgh_label", "role", "starts_on", "user_id") VALUES (OLD."ends_on", OLD."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', OLD."role", OLD."starts_on", OLD."user_id"); RETURN NULL;',
                    hash="dc567de92e6ebc56f9888e3a2008176745db4484",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_5a992",
                    table="access_roleassignment",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="unit",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (NOT core_is_range())",
                    func='INSERT INTO "access_unithistory" ("id", "kind", "name", "parent_id", "pgh_context", "pgh_created_at", "pgh_label", "phone", "ref") VALUES (NEW."id", NEW."kind", NEW."name", NEW."parent_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', NEW."phone", NEW."ref"); RETURN NULL;',
                    hash="40173af0e8702a266769e368f42197596ca9c654",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_c844b",
                    table="access_unit",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="unit",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN ((OLD.* IS DISTINCT FROM NEW.*) AND NOT core_is_range())",
                    func='INSERT INTO "access_unithistory" ("id", "kind", "name", "parent_id", "pgh_context", "pgh_created_at", "pgh_label", "phone", "ref") VALUES (OLD."id", OLD."kind", OLD."name", OLD."parent_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', OLD."phone", OLD."ref"); RETURN NULL;',
                    hash="d49061be1cba9db64f5b7dfe568152666efa7648",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_c1275",
                    table="access_unit",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="unit",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (NOT core_is_range())",
                    func='INSERT INTO "access_unithistory" ("id", "kind", "name", "parent_id", "pgh_context", "pgh_created_at", "pgh_label", "phone", "ref") VALUES (OLD."id", OLD."kind", OLD."name", OLD."parent_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', OLD."phone", OLD."ref"); RETURN NULL;',
                    hash="568b3730dac12ce514505ed2d715deef83d41718",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_3abee",
                    table="access_unit",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="unitmembership",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (NOT core_is_range())",
                    func='INSERT INTO "access_unitmembershiphistory" ("ends_on", "id", "pgh_context", "pgh_created_at", "pgh_label", "starts_on", "unit_id", "user_id") VALUES (NEW."ends_on", NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', NEW."starts_on", NEW."unit_id", NEW."user_id"); RETURN NULL;',
                    hash="e21bb76b5df81990ae3741777c77a293d74e076b",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_8d725",
                    table="access_unitmembership",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="unitmembership",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN ((OLD.* IS DISTINCT FROM NEW.*) AND NOT core_is_range())",
                    func='INSERT INTO "access_unitmembershiphistory" ("ends_on", "id", "pgh_context", "pgh_created_at", "pgh_label", "starts_on", "unit_id", "user_id") VALUES (OLD."ends_on", OLD."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', OLD."starts_on", OLD."unit_id", OLD."user_id"); RETURN NULL;',
                    hash="2cb03169c7bd479cb3e31e8c91bfd68c4df39b3a",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_a3683",
                    table="access_unitmembership",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="unitmembership",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (NOT core_is_range())",
                    func='INSERT INTO "access_unitmembershiphistory" ("ends_on", "id", "pgh_context", "pgh_created_at", "pgh_label", "starts_on", "unit_id", "user_id") VALUES (OLD."ends_on", OLD."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', OLD."starts_on", OLD."unit_id", OLD."user_id"); RETURN NULL;',
                    hash="c97b7935974b8d2b1931c72adc331b2dcc1eed63",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_f4a5a",
                    table="access_unitmembership",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="user",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (NOT core_is_range())",
                    func='INSERT INTO "access_userhistory" ("created_at", "email", "id", "is_active", "job_title", "name", "pgh_context", "pgh_created_at", "pgh_label") VALUES (NEW."created_at", NEW."email", NEW."id", NEW."is_active", NEW."job_title", NEW."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\'); RETURN NULL;',
                    hash="ef209216cdce23aeaf4914fdd8e1a2053c00efba",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_b2fac",
                    table="access_user",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="user",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (((OLD."created_at" IS DISTINCT FROM (NEW."created_at") OR OLD."email" IS DISTINCT FROM (NEW."email") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."is_active" IS DISTINCT FROM (NEW."is_active") OR OLD."job_title" IS DISTINCT FROM (NEW."job_title") OR OLD."name" IS DISTINCT FROM (NEW."name"))) AND NOT core_is_range())',
                    func='INSERT INTO "access_userhistory" ("created_at", "email", "id", "is_active", "job_title", "name", "pgh_context", "pgh_created_at", "pgh_label") VALUES (OLD."created_at", OLD."email", OLD."id", OLD."is_active", OLD."job_title", OLD."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\'); RETURN NULL;',
                    hash="319757758ab95f3c753d07f858987ef69cb5eba8",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_5efde",
                    table="access_user",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="user",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (NOT core_is_range())",
                    func='INSERT INTO "access_userhistory" ("created_at", "email", "id", "is_active", "job_title", "name", "pgh_context", "pgh_created_at", "pgh_label") VALUES (OLD."created_at", OLD."email", OLD."id", OLD."is_active", OLD."job_title", OLD."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\'); RETURN NULL;',
                    hash="55daf34e94bed9d41667940dcde88b1942e29bcd",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_dea43",
                    table="access_user",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddIndex(
            model_name="carerelationhistory",
            index=models.Index(fields=["id"], name="access_care_id_ddb280_idx"),
        ),
        migrations.AddIndex(
            model_name="carerelationhistory",
            index=models.Index(fields=["person"], name="access_care_person__21856c_idx"),
        ),
        migrations.AddIndex(
            model_name="carerelationhistory",
            index=models.Index(fields=["pgh_created_at"], name="access_care_pgh_cre_988085_idx"),
        ),
        migrations.AddIndex(
            model_name="dutyareahistory",
            index=models.Index(fields=["id"], name="access_duty_id_b1ae64_idx"),
        ),
        migrations.AddIndex(
            model_name="dutyareahistory",
            index=models.Index(fields=["pgh_created_at"], name="access_duty_pgh_cre_57c72c_idx"),
        ),
        migrations.AddIndex(
            model_name="dutyshifthistory",
            index=models.Index(fields=["id"], name="access_duty_id_545c0a_idx"),
        ),
        migrations.AddIndex(
            model_name="dutyshifthistory",
            index=models.Index(fields=["pgh_created_at"], name="access_duty_pgh_cre_00046b_idx"),
        ),
        migrations.AddIndex(
            model_name="roleassignmenthistory",
            index=models.Index(fields=["id"], name="access_role_id_cfbd3d_idx"),
        ),
        migrations.AddIndex(
            model_name="roleassignmenthistory",
            index=models.Index(fields=["pgh_created_at"], name="access_role_pgh_cre_1af44c_idx"),
        ),
        migrations.AddIndex(
            model_name="unithistory",
            index=models.Index(fields=["id"], name="access_unit_id_bf2e5c_idx"),
        ),
        migrations.AddIndex(
            model_name="unithistory",
            index=models.Index(fields=["pgh_created_at"], name="access_unit_pgh_cre_6c2b58_idx"),
        ),
        migrations.AddIndex(
            model_name="unitmembershiphistory",
            index=models.Index(fields=["id"], name="access_unit_id_4cc09e_idx"),
        ),
        migrations.AddIndex(
            model_name="unitmembershiphistory",
            index=models.Index(fields=["pgh_created_at"], name="access_unit_pgh_cre_e48908_idx"),
        ),
        migrations.AddIndex(
            model_name="userhistory",
            index=models.Index(fields=["id"], name="access_user_id_4b3133_idx"),
        ),
        migrations.AddIndex(
            model_name="userhistory",
            index=models.Index(fields=["pgh_created_at"], name="access_user_pgh_cre_c87cb4_idx"),
        ),
    ]
