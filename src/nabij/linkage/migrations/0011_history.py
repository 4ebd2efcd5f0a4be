# SPDX-License-Identifier: EUPL-1.2
"""A table of history beside each table that a colleague can change."""

import pghistory.utils
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0002_history_ranges"),
        ("linkage", "0010_samples_count_by_source"),
    ]

    operations = [
        migrations.CreateModel(
            name="SourceHistory",
            fields=[
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_id", models.BigAutoField(primary_key=True, serialize=False)),
                ("organisation", models.BigIntegerField(db_column="organisation_id", null=True)),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("id", models.BigIntegerField()),
                ("ref", models.CharField(editable=False, max_length=16)),
                ("name", models.SlugField(db_index=False, max_length=60)),
                ("title", models.CharField(max_length=120)),
                ("care_type", models.CharField(max_length=20)),
                ("fhir_version", models.CharField(blank=True, max_length=5)),
                ("default_ground", models.CharField(blank=True, max_length=12)),
                ("data_class", models.CharField(max_length=1)),
                ("is_own", models.BooleanField()),
            ],
            options={
                "abstract": False,
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="source",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (NOT core_is_range())",
                    func='INSERT INTO "linkage_sourcehistory" ("care_type", "data_class", "default_ground", "fhir_version", "id", "is_own", "name", "organisation_id", "pgh_context", "pgh_created_at", "pgh_label", "ref", "title") VALUES (NEW."care_type", NEW."data_class", NEW."default_ground", NEW."fhir_version", NEW."id", NEW."is_own", NEW."name", NEW."organisation_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', NEW."ref", NEW."title"); RETURN NULL;',
                    hash="c4a6f9b2da4dc077172b7e3f9b63b18587476417",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_a2916",
                    table="linkage_source",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="source",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN ((OLD.* IS DISTINCT FROM NEW.*) AND NOT core_is_range())",
                    func='INSERT INTO "linkage_sourcehistory" ("care_type", "data_class", "default_ground", "fhir_version", "id", "is_own", "name", "organisation_id", "pgh_context", "pgh_created_at", "pgh_label", "ref", "title") VALUES (OLD."care_type", OLD."data_class", OLD."default_ground", OLD."fhir_version", OLD."id", OLD."is_own", OLD."name", OLD."organisation_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', OLD."ref", OLD."title"); RETURN NULL;',
                    hash="126b4f18fef8e8ecd617bb026228e174dd7b120f",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_2067d",
                    table="linkage_source",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="source",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (NOT core_is_range())",
                    func='INSERT INTO "linkage_sourcehistory" ("care_type", "data_class", "default_ground", "fhir_version", "id", "is_own", "name", "organisation_id", "pgh_context", "pgh_created_at", "pgh_label", "ref", "title") VALUES (OLD."care_type", OLD."data_class", OLD."default_ground", OLD."fhir_version", OLD."id", OLD."is_own", OLD."name", OLD."organisation_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', OLD."ref", OLD."title"); RETURN NULL;',
                    hash="ec99f9727a710e0e7e578d865b8cab1f92f1d102",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_b11da",
                    table="linkage_source",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddIndex(
            model_name="sourcehistory",
            index=models.Index(fields=["id"], name="linkage_sou_id_7e50fb_idx"),
        ),
        migrations.AddIndex(
            model_name="sourcehistory",
            index=models.Index(fields=["pgh_created_at"], name="linkage_sou_pgh_cre_02d98d_idx"),
        ),
    ]
