# SPDX-License-Identifier: EUPL-1.2
"""A table of history beside each table that a colleague can change."""

import pghistory.utils
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0002_history_ranges"),
        ("value", "0004_where_the_money_goes"),
    ]

    operations = [
        migrations.CreateModel(
            name="LeverHistory",
            fields=[
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_id", models.BigAutoField(primary_key=True, serialize=False)),
                ("scenario", models.BigIntegerField(db_column="scenario_id")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("id", models.BigIntegerField()),
                ("kind", models.CharField(max_length=12)),
                ("strength", models.DecimalField(decimal_places=6, max_digits=7)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="PlateauHistory",
            fields=[
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_id", models.BigAutoField(primary_key=True, serialize=False)),
                ("model", models.BigIntegerField(db_column="model_id")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("id", models.BigIntegerField()),
                ("number", models.PositiveSmallIntegerField()),
                ("name", models.CharField(max_length=80)),
                ("starts_after", models.PositiveSmallIntegerField()),
                ("ramp", models.PositiveSmallIntegerField()),
                ("share", models.DecimalField(decimal_places=4, max_digits=5)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="ProductHistory",
            fields=[
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_id", models.BigAutoField(primary_key=True, serialize=False)),
                ("model", models.BigIntegerField(db_column="model_id")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("id", models.BigIntegerField()),
                ("code", models.SlugField(db_index=False, max_length=30)),
                ("name", models.CharField(max_length=80)),
                ("group", models.CharField(max_length=10)),
                ("is_commercial", models.BooleanField()),
                ("funder", models.SlugField(blank=True, db_index=False, max_length=30)),
                ("position", models.PositiveSmallIntegerField()),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="ScenarioHistory",
            fields=[
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_id", models.BigAutoField(primary_key=True, serialize=False)),
                ("model", models.BigIntegerField(db_column="model_id")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("id", models.BigIntegerField()),
                ("ref", models.CharField(editable=False, max_length=16)),
                ("name", models.CharField(max_length=80)),
                ("position", models.PositiveSmallIntegerField()),
                ("cost_share", models.DecimalField(decimal_places=4, max_digits=5)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="SegmentHistory",
            fields=[
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_id", models.BigAutoField(primary_key=True, serialize=False)),
                ("model", models.BigIntegerField(db_column="model_id")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("id", models.BigIntegerField()),
                ("code", models.SlugField(db_index=False, max_length=30)),
                ("name", models.CharField(max_length=80)),
                ("position", models.PositiveSmallIntegerField()),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="TrialHistory",
            fields=[
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_id", models.BigAutoField(primary_key=True, serialize=False)),
                ("model", models.BigIntegerField(db_column="model_id")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("id", models.BigIntegerField()),
                ("ref", models.CharField(editable=False, max_length=16)),
                ("name", models.CharField(max_length=80)),
                ("code", models.CharField(max_length=80)),
                ("uptake_worst", models.DecimalField(decimal_places=5, max_digits=6)),
                ("uptake_guess", models.DecimalField(decimal_places=5, max_digits=6)),
                ("uptake_best", models.DecimalField(decimal_places=5, max_digits=6)),
                ("fixed_cost", models.DecimalField(decimal_places=2, max_digits=12)),
                ("cost_per_client", models.DecimalField(decimal_places=2, max_digits=10)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="ValueModelHistory",
            fields=[
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_id", models.BigAutoField(primary_key=True, serialize=False)),
                ("created_by", models.BigIntegerField(db_column="created_by_id", null=True)),
                ("changed_by", models.BigIntegerField(db_column="changed_by_id", null=True)),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("id", models.BigIntegerField()),
                ("ref", models.CharField(editable=False, max_length=16)),
                ("name", models.CharField(max_length=120)),
                ("note", models.CharField(blank=True, max_length=400)),
                ("destination", models.CharField(blank=True, max_length=300)),
                ("starts_on", models.DateField()),
                ("step", models.CharField(max_length=5)),
                ("years", models.PositiveSmallIntegerField()),
                ("created_at", models.DateTimeField()),
                ("changed_at", models.DateTimeField()),
                ("archived_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "abstract": False,
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="lever",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (NOT core_is_range())",
                    func='INSERT INTO "value_leverhistory" ("id", "kind", "pgh_context", "pgh_created_at", "pgh_label", "scenario_id", "strength") VALUES (NEW."id", NEW."kind", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', NEW."scenario_id", NEW."strength"); RETURN NULL;',
                    hash="194bd261a63dfb90ead53bb62acc985691b252f2",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_2bd0e",
                    table="value_lever",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="lever",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN ((OLD.* IS DISTINCT FROM NEW.*) AND NOT core_is_range())",
                    func='INSERT INTO "value_leverhistory" ("id", "kind", "pgh_context", "pgh_created_at", "pgh_label", "scenario_id", "strength") VALUES (OLD."id", OLD."kind", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', OLD."scenario_id", OLD."strength"); RETURN NULL;',
                    hash="38f7f2902094829bbf38f78411a2794028df362b",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_e7da8",
                    table="value_lever",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="lever",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (NOT core_is_range())",
                    func='INSERT INTO "value_leverhistory" ("id", "kind", "pgh_context", "pgh_created_at", "pgh_label", "scenario_id", "strength") VALUES (OLD."id", OLD."kind", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', OLD."scenario_id", OLD."strength"); RETURN NULL;',
                    hash="088e61008aa69430d03e3f9c1740b043e12fae07",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_ccd45",
                    table="value_lever",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="plateau",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (NOT core_is_range())",
                    func='INSERT INTO "value_plateauhistory" ("id", "model_id", "name", "number", "pgh_context", "pgh_created_at", "pgh_label", "ramp", "share", "starts_after") VALUES (NEW."id", NEW."model_id", NEW."name", NEW."number", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', NEW."ramp", NEW."share", NEW."starts_after"); RETURN NULL;',
                    hash="dc5486bfdd211a3bf7cfdcd0773b8e2ca45efae4",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_b6544",
                    table="value_plateau",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="plateau",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN ((OLD.* IS DISTINCT FROM NEW.*) AND NOT core_is_range())",
                    func='INSERT INTO "value_plateauhistory" ("id", "model_id", "name", "number", "pgh_context", "pgh_created_at", "pgh_label", "ramp", "share", "starts_after") VALUES (OLD."id", OLD."model_id", OLD."name", OLD."number", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', OLD."ramp", OLD."share", OLD."starts_after"); RETURN NULL;',
                    hash="9c62c402d7bdbcc5c27633c57f3d0cc8a06812c7",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_519c2",
                    table="value_plateau",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="plateau",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (NOT core_is_range())",
                    func='INSERT INTO "value_plateauhistory" ("id", "model_id", "name", "number", "pgh_context", "pgh_created_at", "pgh_label", "ramp", "share", "starts_after") VALUES (OLD."id", OLD."model_id", OLD."name", OLD."number", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', OLD."ramp", OLD."share", OLD."starts_after"); RETURN NULL;',
                    hash="8f3e510a8d8167ab34abfbd016bb6de2a7d14a81",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_1c591",
                    table="value_plateau",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="product",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (NOT core_is_range())",
                    func='INSERT INTO "value_producthistory" ("code", "funder", "group", "id", "is_commercial", "model_id", "name", "pgh_context", "pgh_created_at", "pgh_label", "position") VALUES (NEW."code", NEW."funder", NEW."group", NEW."id", NEW."is_commercial", NEW."model_id", NEW."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', NEW."position"); RETURN NULL;',
                    hash="1ecd29237e9a41b0009c57126f9ff3d3a9b71d41",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_6ca1e",
                    table="value_product",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="product",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN ((OLD.* IS DISTINCT FROM NEW.*) AND NOT core_is_range())",
                    func='INSERT INTO "value_producthistory" ("code", "funder", "group", "id", "is_commercial", "model_id", "name", "pgh_context", "pgh_created_at", "pgh_label", "position") VALUES (OLD."code", OLD."funder", OLD."group", OLD."id", OLD."is_commercial", OLD."model_id", OLD."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', OLD."position"); RETURN NULL;',
                    hash="044174e792f3c1cbc331d43a4b3954f19d4f27b0",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_e6970",
                    table="value_product",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="product",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (NOT core_is_range())",
                    func='INSERT INTO "value_producthistory" ("code", "funder", "group", "id", "is_commercial", "model_id", "name", "pgh_context", "pgh_created_at", "pgh_label", "position") VALUES (OLD."code", OLD."funder", OLD."group", OLD."id", OLD."is_commercial", OLD."model_id", OLD."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', OLD."position"); RETURN NULL;',
                    hash="a0f0fc2ed04212e27fb384f8e5b367f7d973a99b",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_3a5fd",
                    table="value_product",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="scenario",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (NOT core_is_range())",
                    func='INSERT INTO "value_scenariohistory" ("cost_share", "id", "model_id", "name", "pgh_context", "pgh_created_at", "pgh_label", "position", "ref") VALUES (NEW."cost_share", NEW."id", NEW."model_id", NEW."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', NEW."position", NEW."ref"); RETURN NULL;',
                    hash="55c7657935ee29235eb90c9db31c27ecc25ae2cb",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_02a7d",
                    table="value_scenario",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="scenario",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN ((OLD.* IS DISTINCT FROM NEW.*) AND NOT core_is_range())",
                    func='INSERT INTO "value_scenariohistory" ("cost_share", "id", "model_id", "name", "pgh_context", "pgh_created_at", "pgh_label", "position", "ref") VALUES (OLD."cost_share", OLD."id", OLD."model_id", OLD."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', OLD."position", OLD."ref"); RETURN NULL;',
                    hash="c32c74c78c4b5537147fbd0d3e09e88a8f5c4018",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_1338c",
                    table="value_scenario",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="scenario",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (NOT core_is_range())",
                    func='INSERT INTO "value_scenariohistory" ("cost_share", "id", "model_id", "name", "pgh_context", "pgh_created_at", "pgh_label", "position", "ref") VALUES (OLD."cost_share", OLD."id", OLD."model_id", OLD."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', OLD."position", OLD."ref"); RETURN NULL;',
                    hash="fa8b9db23dba676048f33bb4960d89002b80747e",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_32923",
                    table="value_scenario",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="segment",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (NOT core_is_range())",
                    func='INSERT INTO "value_segmenthistory" ("code", "id", "model_id", "name", "pgh_context", "pgh_created_at", "pgh_label", "position") VALUES (NEW."code", NEW."id", NEW."model_id", NEW."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', NEW."position"); RETURN NULL;',
                    hash="e2d11c60c0a8951d6ee8103af5c6c9ec741cd184",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_ae9af",
                    table="value_segment",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="segment",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN ((OLD.* IS DISTINCT FROM NEW.*) AND NOT core_is_range())",
                    func='INSERT INTO "value_segmenthistory" ("code", "id", "model_id", "name", "pgh_context", "pgh_created_at", "pgh_label", "position") VALUES (OLD."code", OLD."id", OLD."model_id", OLD."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', OLD."position"); RETURN NULL;',
                    hash="727601ae18d635a6edb3f84b5152b4abd7f412c1",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_1c865",
                    table="value_segment",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="segment",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (NOT core_is_range())",
                    func='INSERT INTO "value_segmenthistory" ("code", "id", "model_id", "name", "pgh_context", "pgh_created_at", "pgh_label", "position") VALUES (OLD."code", OLD."id", OLD."model_id", OLD."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', OLD."position"); RETURN NULL;',
                    hash="084a8489ff0e5f461074104e809c2094d9a99459",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_74064",
                    table="value_segment",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="trial",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (NOT core_is_range())",
                    func='INSERT INTO "value_trialhistory" ("code", "cost_per_client", "fixed_cost", "id", "model_id", "name", "pgh_context", "pgh_created_at", "pgh_label", "ref", "uptake_best", "uptake_guess", "uptake_worst") VALUES (NEW."code", NEW."cost_per_client", NEW."fixed_cost", NEW."id", NEW."model_id", NEW."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', NEW."ref", NEW."uptake_best", NEW."uptake_guess", NEW."uptake_worst"); RETURN NULL;',
                    hash="9bc52d136cd9d0048fe5654be26d943e6605cc00",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_9998b",
                    table="value_trial",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="trial",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN ((OLD.* IS DISTINCT FROM NEW.*) AND NOT core_is_range())",
                    func='INSERT INTO "value_trialhistory" ("code", "cost_per_client", "fixed_cost", "id", "model_id", "name", "pgh_context", "pgh_created_at", "pgh_label", "ref", "uptake_best", "uptake_guess", "uptake_worst") VALUES (OLD."code", OLD."cost_per_client", OLD."fixed_cost", OLD."id", OLD."model_id", OLD."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', OLD."ref", OLD."uptake_best", OLD."uptake_guess", OLD."uptake_worst"); RETURN NULL;',
                    hash="ea9d670790d928fa6ec086acdaa25c6bfb967cdb",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_03f90",
                    table="value_trial",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="trial",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (NOT core_is_range())",
                    func='INSERT INTO "value_trialhistory" ("code", "cost_per_client", "fixed_cost", "id", "model_id", "name", "pgh_context", "pgh_created_at", "pgh_label", "ref", "uptake_best", "uptake_guess", "uptake_worst") VALUES (OLD."code", OLD."cost_per_client", OLD."fixed_cost", OLD."id", OLD."model_id", OLD."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', OLD."ref", OLD."uptake_best", OLD."uptake_guess", OLD."uptake_worst"); RETURN NULL;',
                    hash="e798bdbecca30b6af34c7ec93e8a6ce1729fcbba",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_24c59",
                    table="value_trial",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="valuemodel",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (NOT core_is_range())",
                    func='INSERT INTO "value_valuemodelhistory" ("archived_at", "changed_at", "changed_by_id", "created_at", "created_by_id", "destination", "id", "name", "note", "pgh_context", "pgh_created_at", "pgh_label", "ref", "starts_on", "step", "years") VALUES (NEW."archived_at", NEW."changed_at", NEW."changed_by_id", NEW."created_at", NEW."created_by_id", NEW."destination", NEW."id", NEW."name", NEW."note", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', NEW."ref", NEW."starts_on", NEW."step", NEW."years"); RETURN NULL;',
                    hash="a4e0a46d5879350332fb27ce49ad014a0af8cb0c",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_ea9a1",
                    table="value_valuemodel",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="valuemodel",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (((OLD."archived_at" IS DISTINCT FROM (NEW."archived_at") OR OLD."changed_at" IS DISTINCT FROM (NEW."changed_at") OR OLD."changed_by_id" IS DISTINCT FROM (NEW."changed_by_id") OR OLD."created_at" IS DISTINCT FROM (NEW."created_at") OR OLD."created_by_id" IS DISTINCT FROM (NEW."created_by_id") OR OLD."destination" IS DISTINCT FROM (NEW."destination") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."name" IS DISTINCT FROM (NEW."name") OR OLD."note" IS DISTINCT FROM (NEW."note") OR OLD."ref" IS DISTINCT FROM (NEW."ref") OR OLD."starts_on" IS DISTINCT FROM (NEW."starts_on") OR OLD."step" IS DISTINCT FROM (NEW."step") OR OLD."years" IS DISTINCT FROM (NEW."years"))) AND NOT core_is_range())',
                    func='INSERT INTO "value_valuemodelhistory" ("archived_at", "changed_at", "changed_by_id", "created_at", "created_by_id", "destination", "id", "name", "note", "pgh_context", "pgh_created_at", "pgh_label", "ref", "starts_on", "step", "years") VALUES (OLD."archived_at", OLD."changed_at", OLD."changed_by_id", OLD."created_at", OLD."created_by_id", OLD."destination", OLD."id", OLD."name", OLD."note", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', OLD."ref", OLD."starts_on", OLD."step", OLD."years"); RETURN NULL;',
                    hash="7a5d4498eec7c131287cec5136da9f77dba524cc",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_36751",
                    table="value_valuemodel",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="valuemodel",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (NOT core_is_range())",
                    func='INSERT INTO "value_valuemodelhistory" ("archived_at", "changed_at", "changed_by_id", "created_at", "created_by_id", "destination", "id", "name", "note", "pgh_context", "pgh_created_at", "pgh_label", "ref", "starts_on", "step", "years") VALUES (OLD."archived_at", OLD."changed_at", OLD."changed_by_id", OLD."created_at", OLD."created_by_id", OLD."destination", OLD."id", OLD."name", OLD."note", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', OLD."ref", OLD."starts_on", OLD."step", OLD."years"); RETURN NULL;',
                    hash="f78b364bc2884e44b98567b4cbd95ab402d6c6d6",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_d8a8d",
                    table="value_valuemodel",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddIndex(
            model_name="leverhistory",
            index=models.Index(fields=["id"], name="value_lever_id_d1b815_idx"),
        ),
        migrations.AddIndex(
            model_name="leverhistory",
            index=models.Index(fields=["pgh_created_at"], name="value_lever_pgh_cre_282f5b_idx"),
        ),
        migrations.AddIndex(
            model_name="plateauhistory",
            index=models.Index(fields=["id"], name="value_plate_id_b1d7b4_idx"),
        ),
        migrations.AddIndex(
            model_name="plateauhistory",
            index=models.Index(fields=["pgh_created_at"], name="value_plate_pgh_cre_03ef3d_idx"),
        ),
        migrations.AddIndex(
            model_name="producthistory",
            index=models.Index(fields=["id"], name="value_produ_id_f8046c_idx"),
        ),
        migrations.AddIndex(
            model_name="producthistory",
            index=models.Index(fields=["pgh_created_at"], name="value_produ_pgh_cre_06f14a_idx"),
        ),
        migrations.AddIndex(
            model_name="scenariohistory",
            index=models.Index(fields=["id"], name="value_scena_id_0ff936_idx"),
        ),
        migrations.AddIndex(
            model_name="scenariohistory",
            index=models.Index(fields=["pgh_created_at"], name="value_scena_pgh_cre_00a7ca_idx"),
        ),
        migrations.AddIndex(
            model_name="segmenthistory",
            index=models.Index(fields=["id"], name="value_segme_id_64844c_idx"),
        ),
        migrations.AddIndex(
            model_name="segmenthistory",
            index=models.Index(fields=["pgh_created_at"], name="value_segme_pgh_cre_5845b6_idx"),
        ),
        migrations.AddIndex(
            model_name="trialhistory",
            index=models.Index(fields=["id"], name="value_trial_id_5b048b_idx"),
        ),
        migrations.AddIndex(
            model_name="trialhistory",
            index=models.Index(fields=["pgh_created_at"], name="value_trial_pgh_cre_d8a7e9_idx"),
        ),
        migrations.AddIndex(
            model_name="valuemodelhistory",
            index=models.Index(fields=["id"], name="value_value_id_1e0d86_idx"),
        ),
        migrations.AddIndex(
            model_name="valuemodelhistory",
            index=models.Index(fields=["pgh_created_at"], name="value_value_pgh_cre_5db22f_idx"),
        ),
    ]
