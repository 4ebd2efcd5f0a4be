# SPDX-License-Identifier: EUPL-1.2
"""A table of history beside each table that a colleague can change."""

import pghistory.utils
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0002_history_ranges"),
        ("relations", "0012_match_keys_by_house"),
    ]

    operations = [
        migrations.CreateModel(
            name="AddressHistory",
            fields=[
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_id", models.BigAutoField(primary_key=True, serialize=False)),
                ("party", models.BigIntegerField(db_column="party_id")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("id", models.BigIntegerField()),
                ("use", models.CharField(max_length=6)),
                ("street", models.CharField(blank=True, max_length=200)),
                ("house_number", models.CharField(blank=True, max_length=10)),
                ("suffix", models.CharField(blank=True, max_length=20)),
                ("unit_id", models.CharField(blank=True, max_length=40)),
                ("postcode", models.CharField(blank=True, max_length=12)),
                ("city", models.CharField(blank=True, max_length=80)),
                ("country", models.CharField(blank=True, max_length=60)),
                ("municipality_code", models.CharField(blank=True, max_length=6)),
                ("starts_on", models.DateField(blank=True, null=True)),
                ("ends_on", models.DateField(blank=True, null=True)),
                ("is_secret", models.BooleanField()),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="ContactInstructionHistory",
            fields=[
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_id", models.BigAutoField(primary_key=True, serialize=False)),
                ("person", models.BigIntegerField(db_column="person_id")),
                ("created_by", models.BigIntegerField(db_column="created_by_id", null=True)),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("id", models.BigIntegerField()),
                ("ref", models.CharField(editable=False, max_length=16)),
                ("kind", models.CharField(max_length=12)),
                ("text", models.CharField(max_length=120)),
                ("starts_on", models.DateField()),
                ("ends_on", models.DateField()),
                ("created_at", models.DateTimeField(editable=False)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="ContactPointHistory",
            fields=[
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_id", models.BigAutoField(primary_key=True, serialize=False)),
                ("party", models.BigIntegerField(db_column="party_id")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("id", models.BigIntegerField()),
                ("system", models.CharField(max_length=6)),
                ("value", models.CharField(max_length=254)),
                ("use", models.CharField(max_length=6)),
                ("rank", models.PositiveSmallIntegerField()),
                ("note", models.CharField(blank=True, max_length=120)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="HouseholdHistory",
            fields=[
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_id", models.BigAutoField(primary_key=True, serialize=False)),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("id", models.BigIntegerField()),
                ("ref", models.CharField(editable=False, max_length=16)),
                ("label", models.CharField(max_length=120)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="HouseholdMemberHistory",
            fields=[
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_id", models.BigAutoField(primary_key=True, serialize=False)),
                ("household", models.BigIntegerField(db_column="household_id")),
                ("person", models.BigIntegerField(db_column="person_id")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("id", models.BigIntegerField()),
                ("starts_on", models.DateField(blank=True, null=True)),
                ("ends_on", models.DateField(blank=True, null=True)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="IdentifierHistory",
            fields=[
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_id", models.BigAutoField(primary_key=True, serialize=False)),
                ("party", models.BigIntegerField(db_column="party_id")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("id", models.BigIntegerField()),
                ("system", models.CharField(max_length=10)),
                ("value", models.CharField(blank=True, max_length=60)),
                ("state", models.CharField(max_length=12)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="KeySafeHistory",
            fields=[
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_id", models.BigAutoField(primary_key=True, serialize=False)),
                ("person", models.BigIntegerField(db_column="person_id")),
                ("changed_by", models.BigIntegerField(db_column="changed_by_id", null=True)),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("id", models.BigIntegerField()),
                ("place", models.CharField(blank=True, max_length=120)),
                ("changed_at", models.DateTimeField()),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="OrganisationDetailHistory",
            fields=[
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_id", models.BigAutoField(primary_key=True, serialize=False)),
                ("party", models.BigIntegerField(db_column="party_id")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("kind", models.CharField(max_length=20)),
                ("legal_name", models.CharField(blank=True, max_length=250)),
                ("website", models.CharField(blank=True, max_length=250)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="PartyHistory",
            fields=[
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_id", models.BigAutoField(primary_key=True, serialize=False)),
                ("unit", models.BigIntegerField(db_column="unit_id", null=True)),
                ("canonical", models.BigIntegerField(db_column="canonical_id", null=True)),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("id", models.BigIntegerField()),
                ("ref", models.CharField(editable=False, max_length=16)),
                ("kind", models.CharField(max_length=12)),
                ("name", models.CharField(max_length=250)),
                ("birth_on", models.DateField(blank=True, null=True)),
                ("birth_precision", models.CharField(blank=True, max_length=5)),
                ("city", models.CharField(blank=True, max_length=80)),
                ("client_number", models.CharField(blank=True, max_length=20, null=True)),
                ("is_shielded", models.BooleanField()),
                ("archived_at", models.DateTimeField(blank=True, null=True)),
                ("created_at", models.DateTimeField(editable=False)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="PersonDetailHistory",
            fields=[
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_id", models.BigAutoField(primary_key=True, serialize=False)),
                ("party", models.BigIntegerField(db_column="party_id")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("given_names", models.CharField(blank=True, max_length=200)),
                ("initials", models.CharField(blank=True, max_length=40)),
                ("call_name", models.CharField(blank=True, max_length=80)),
                ("own_prefix", models.CharField(blank=True, max_length=40)),
                ("own_name", models.CharField(blank=True, max_length=150)),
                ("partner_prefix", models.CharField(blank=True, max_length=40)),
                ("partner_name", models.CharField(blank=True, max_length=150)),
                ("name_use", models.CharField(max_length=12)),
                ("gender", models.CharField(max_length=8)),
                ("deceased_on", models.DateField(blank=True, null=True)),
                ("deceased_precision", models.CharField(blank=True, max_length=5)),
                ("is_deceased", models.BooleanField()),
                ("form_of_address", models.CharField(blank=True, max_length=12)),
                ("language", models.CharField(blank=True, max_length=35)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="RelationshipHistory",
            fields=[
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_id", models.BigAutoField(primary_key=True, serialize=False)),
                ("subject", models.BigIntegerField(db_column="subject_id")),
                ("object", models.BigIntegerField(db_column="object_id")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("id", models.BigIntegerField()),
                ("ref", models.CharField(editable=False, max_length=16)),
                ("kind", models.CharField(max_length=25)),
                ("starts_on", models.DateField(blank=True, null=True)),
                ("starts_precision", models.CharField(blank=True, max_length=5)),
                ("ends_on", models.DateField(blank=True, null=True)),
                ("ends_precision", models.CharField(blank=True, max_length=5)),
                ("rank", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("note", models.CharField(blank=True, max_length=200)),
            ],
            options={
                "abstract": False,
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="address",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (NOT core_is_range())",
                    func='INSERT INTO "relations_addresshistory" ("city", "country", "ends_on", "house_number", "id", "is_secret", "municipality_code", "party_id", "pgh_context", "pgh_created_at", "pgh_label", "postcode", "starts_on", "street", "suffix", "unit_id", "use") VALUES (NEW."city", NEW."country", NEW."ends_on", NEW."house_number", NEW."id", NEW."is_secret", NEW."municipality_code", NEW."party_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', NEW."postcode", NEW."starts_on", NEW."street", NEW."suffix", NEW."unit_id", NEW."use"); RETURN NULL;',
                    hash="36341d4fb8dcfa6f8aee39b7df8f4c0b547ff320",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_c3532",
                    table="relations_address",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="address",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN ((OLD.* IS DISTINCT FROM NEW.*) AND NOT core_is_range())",
                    func='INSERT INTO "relations_addresshistory" ("city", "country", "ends_on", "house_number", "id", "is_secret", "municipality_code", "party_id", "pgh_context", "pgh_created_at", "pgh_label", "postcode", "starts_on", "street", "suffix", "unit_id", "use") VALUES (OLD."city", OLD."country", OLD."ends_on", OLD."house_number", OLD."id", OLD."is_secret", OLD."municipality_code", OLD."party_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', OLD."postcode", OLD."starts_on", OLD."street", OLD."suffix", OLD."unit_id", OLD."use"); RETURN NULL;',
                    hash="f58e83c17b724afbff4897e764f577e2d3d6fc9c",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_b7c66",
                    table="relations_address",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="address",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (NOT core_is_range())",
                    func='INSERT INTO "relations_addresshistory" ("city", "country", "ends_on", "house_number", "id", "is_secret", "municipality_code", "party_id", "pgh_context", "pgh_created_at", "pgh_label", "postcode", "starts_on", "street", "suffix", "unit_id", "use") VALUES (OLD."city", OLD."country", OLD."ends_on", OLD."house_number", OLD."id", OLD."is_secret", OLD."municipality_code", OLD."party_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', OLD."postcode", OLD."starts_on", OLD."street", OLD."suffix", OLD."unit_id", OLD."use"); RETURN NULL;',
                    hash="c5d9dce91e7d74ce5f1ab42b6282a1fa9122ac53",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_0b013",
                    table="relations_address",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="contactinstruction",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (NOT core_is_range())",
                    func='INSERT INTO "relations_contactinstructionhistory" ("created_at", "created_by_id", "ends_on", "id", "kind", "person_id", "pgh_context", "pgh_created_at", "pgh_label", "ref", "starts_on", "text") VALUES (NEW."created_at", NEW."created_by_id", NEW."ends_on", NEW."id", NEW."kind", NEW."person_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', NEW."ref", NEW."starts_on", NEW."text"); RETURN NULL;',
                    hash="791a91669673b857bf22c9004ea5349ee50b756d",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_a4238",
                    table="relations_contactinstruction",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="contactinstruction",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN ((OLD.* IS DISTINCT FROM NEW.*) AND NOT core_is_range())",
                    func='INSERT INTO "relations_contactinstructionhistory" ("created_at", "created_by_id", "ends_on", "id", "kind", "person_id", "pgh_context", "pgh_created_at", "pgh_label", "ref", "starts_on", "text") VALUES (OLD."created_at", OLD."created_by_id", OLD."ends_on", OLD."id", OLD."kind", OLD."person_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', OLD."ref", OLD."starts_on", OLD."text"); RETURN NULL;',
                    hash="0460d0618b1160d8b4cc027d6a3c3f29af3b0533",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_1d11c",
                    table="relations_contactinstruction",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="contactinstruction",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (NOT core_is_range())",
                    func='INSERT INTO "relations_contactinstructionhistory" ("created_at", "created_by_id", "ends_on", "id", "kind", "person_id", "pgh_context", "pgh_created_at", "pgh_label", "ref", "starts_on", "text") VALUES (OLD."created_at", OLD."created_by_id", OLD."ends_on", OLD."id", OLD."kind", OLD."person_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', OLD."ref", OLD."starts_on", OLD."text"); RETURN NULL;',
                    hash="1f61e640abe0a49f17d792515fac2d17f2dbe9fc",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_ee9bb",
                    table="relations_contactinstruction",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="contactpoint",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (NOT core_is_range())",
                    func='INSERT INTO "relations_contactpointhistory" ("id", "note", "party_id", "pgh_context", "pgh_created_at", "pgh_label", "rank", "system", "use", "value") VALUES (NEW."id", NEW."note", NEW."party_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', NEW."rank", NEW."system", NEW."use", NEW."value"); RETURN NULL;',
                    hash="159976e0b19a459e1a925b8e0b3368bbeeb20ad6",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_94693",
                    table="relations_contactpoint",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="contactpoint",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN ((OLD.* IS DISTINCT FROM NEW.*) AND NOT core_is_range())",
                    func='INSERT INTO "relations_contactpointhistory" ("id", "note", "party_id", "pgh_context", "pgh_created_at", "pgh_label", "rank", "system", "use", "value") VALUES (OLD."id", OLD."note", OLD."party_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', OLD."rank", OLD."system", OLD."use", OLD."value"); RETURN NULL;',
                    hash="06a017b141b8afa13c9f97ca3905392461e0cc66",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_6aba6",
                    table="relations_contactpoint",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="contactpoint",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (NOT core_is_range())",
                    func='INSERT INTO "relations_contactpointhistory" ("id", "note", "party_id", "pgh_context", "pgh_created_at", "pgh_label", "rank", "system", "use", "value") VALUES (OLD."id", OLD."note", OLD."party_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', OLD."rank", OLD."system", OLD."use", OLD."value"); RETURN NULL;',
                    hash="ea6a2f44e987b2cba0049adb9a875a43473dc193",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_c43c6",
                    table="relations_contactpoint",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="household",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (NOT core_is_range())",
                    func='INSERT INTO "relations_householdhistory" ("id", "label", "pgh_context", "pgh_created_at", "pgh_label", "ref") VALUES (NEW."id", NEW."label", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', NEW."ref"); RETURN NULL;',
                    hash="9fbb0fb99408c9b88244ff95189352aea7d6ff5d",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_06c86",
                    table="relations_household",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="household",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN ((OLD.* IS DISTINCT FROM NEW.*) AND NOT core_is_range())",
                    func='INSERT INTO "relations_householdhistory" ("id", "label", "pgh_context", "pgh_created_at", "pgh_label", "ref") VALUES (OLD."id", OLD."label", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', OLD."ref"); RETURN NULL;',
                    hash="60de36842d67f83b45709d6398bd5f319a072b50",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_3d592",
                    table="relations_household",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="household",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (NOT core_is_range())",
                    func='INSERT INTO "relations_householdhistory" ("id", "label", "pgh_context", "pgh_created_at", "pgh_label", "ref") VALUES (OLD."id", OLD."label", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', OLD."ref"); RETURN NULL;',
                    hash="ef6e9f75e07985d3f76afe0ea12dc240139b91f3",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_1b3f4",
                    table="relations_household",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="householdmember",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (NOT core_is_range())",
                    func='INSERT INTO "relations_householdmemberhistory" ("ends_on", "household_id", "id", "person_id", "pgh_context", "pgh_created_at", "pgh_label", "starts_on") VALUES (NEW."ends_on", NEW."household_id", NEW."id", NEW."person_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', NEW."starts_on"); RETURN NULL;',
                    hash="cb4aa771f8d8a318bcfbbdc3316d3f84f4a5dc31",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_07616",
                    table="relations_householdmember",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="householdmember",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN ((OLD.* IS DISTINCT FROM NEW.*) AND NOT core_is_range())",
                    func='INSERT INTO "relations_householdmemberhistory" ("ends_on", "household_id", "id", "person_id", "pgh_context", "pgh_created_at", "pgh_label", "starts_on") VALUES (OLD."ends_on", OLD."household_id", OLD."id", OLD."person_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', OLD."starts_on"); RETURN NULL;',
                    hash="d5c34380264ecba988bd2e28a75050d317cdb006",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_5431c",
                    table="relations_householdmember",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="householdmember",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (NOT core_is_range())",
                    func='INSERT INTO "relations_householdmemberhistory" ("ends_on", "household_id", "id", "person_id", "pgh_context", "pgh_created_at", "pgh_label", "starts_on") VALUES (OLD."ends_on", OLD."household_id", OLD."id", OLD."person_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', OLD."starts_on"); RETURN NULL;',
                    hash="9f6060140fe490bf7e8100a469e2dbb2cca36479",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_0da69",
                    table="relations_householdmember",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="identifier",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (NOT core_is_range())",
                    func='INSERT INTO "relations_identifierhistory" ("id", "party_id", "pgh_context", "pgh_created_at", "pgh_label", "state", "system", "value") VALUES (NEW."id", NEW."party_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', NEW."state", NEW."system", NEW."value"); RETURN NULL;',
                    hash="83f3465cda5699a1e206232389f118dfe49a6064",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_1cb7e",
                    table="relations_identifier",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="identifier",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (((OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."party_id" IS DISTINCT FROM (NEW."party_id") OR OLD."state" IS DISTINCT FROM (NEW."state") OR OLD."system" IS DISTINCT FROM (NEW."system") OR OLD."value" IS DISTINCT FROM (NEW."value"))) AND NOT core_is_range())',
                    func='INSERT INTO "relations_identifierhistory" ("id", "party_id", "pgh_context", "pgh_created_at", "pgh_label", "state", "system", "value") VALUES (OLD."id", OLD."party_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', OLD."state", OLD."system", OLD."value"); RETURN NULL;',
                    hash="05280740df98126d3e68c62a6052bea279d9d0e3",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_5dbbf",
                    table="relations_identifier",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="identifier",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (NOT core_is_range())",
                    func='INSERT INTO "relations_identifierhistory" ("id", "party_id", "pgh_context", "pgh_created_at", "pgh_label", "state", "system", "value") VALUES (OLD."id", OLD."party_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', OLD."state", OLD."system", OLD."value"); RETURN NULL;',
                    hash="d745aa8882921c6221cc54ccec2d2c7e86a811dd",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_30cbc",
                    table="relations_identifier",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="keysafe",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (NOT core_is_range())",
                    func='INSERT INTO "relations_keysafehistory" ("changed_at", "changed_by_id", "id", "person_id", "pgh_context", "pgh_created_at", "pgh_label", "place") VALUES (NEW."changed_at", NEW."changed_by_id", NEW."id", NEW."person_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', NEW."place"); RETURN NULL;',
                    hash="f3e5083a5e2353f0e79e1fa6f2754f110d94db00",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_89c93",
                    table="relations_keysafe",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="keysafe",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (((OLD."changed_at" IS DISTINCT FROM (NEW."changed_at") OR OLD."changed_by_id" IS DISTINCT FROM (NEW."changed_by_id") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."person_id" IS DISTINCT FROM (NEW."person_id") OR OLD."place" IS DISTINCT FROM (NEW."place"))) AND NOT core_is_range())',
                    func='INSERT INTO "relations_keysafehistory" ("changed_at", "changed_by_id", "id", "person_id", "pgh_context", "pgh_created_at", "pgh_label", "place") VALUES (OLD."changed_at", OLD."changed_by_id", OLD."id", OLD."person_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', OLD."place"); RETURN NULL;',
                    hash="b0cc8e7e9d62138d904e0fc9f556b2846402570f",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_f32a3",
                    table="relations_keysafe",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="keysafe",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (NOT core_is_range())",
                    func='INSERT INTO "relations_keysafehistory" ("changed_at", "changed_by_id", "id", "person_id", "pgh_context", "pgh_created_at", "pgh_label", "place") VALUES (OLD."changed_at", OLD."changed_by_id", OLD."id", OLD."person_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', OLD."place"); RETURN NULL;',
                    hash="199a7f7fec8339d0d92bc15b183c5131f2148b6e",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_40328",
                    table="relations_keysafe",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="organisationdetail",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (NOT core_is_range())",
                    func='INSERT INTO "relations_organisationdetailhistory" ("kind", "legal_name", "party_id", "pgh_context", "pgh_created_at", "pgh_label", "website") VALUES (NEW."kind", NEW."legal_name", NEW."party_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', NEW."website"); RETURN NULL;',
                    hash="1b80bab68149e63bf81e9e0cc9279a63cc476c1c",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_6d10d",
                    table="relations_organisationdetail",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="organisationdetail",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN ((OLD.* IS DISTINCT FROM NEW.*) AND NOT core_is_range())",
                    func='INSERT INTO "relations_organisationdetailhistory" ("kind", "legal_name", "party_id", "pgh_context", "pgh_created_at", "pgh_label", "website") VALUES (OLD."kind", OLD."legal_name", OLD."party_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', OLD."website"); RETURN NULL;',
                    hash="a8b9a8b9e507c25c89f8151cd2460ba095fa3558",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_80e8d",
                    table="relations_organisationdetail",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="organisationdetail",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (NOT core_is_range())",
                    func='INSERT INTO "relations_organisationdetailhistory" ("kind", "legal_name", "party_id", "pgh_context", "pgh_created_at", "pgh_label", "website") VALUES (OLD."kind", OLD."legal_name", OLD."party_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', OLD."website"); RETURN NULL;',
                    hash="132b9238be8fab5c07d46c8cc260a3835885996b",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_e4cff",
                    table="relations_organisationdetail",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="party",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (NOT core_is_range())",
                    func='INSERT INTO "relations_partyhistory" ("archived_at", "birth_on", "birth_precision", "canonical_id", "city", "client_number", "created_at", "id", "is_shielded", "kind", "name", "pgh_context", "pgh_created_at", "pgh_label", "ref", "unit_id") VALUES (NEW."archived_at", NEW."birth_on", NEW."birth_precision", NEW."canonical_id", NEW."city", NEW."client_number", NEW."created_at", NEW."id", NEW."is_shielded", NEW."kind", NEW."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', NEW."ref", NEW."unit_id"); RETURN NULL;',
                    hash="4e3535fef88642ee0bef6a9d6bc5b5444e4ae3f5",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_9d83d",
                    table="relations_party",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="party",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (((OLD."archived_at" IS DISTINCT FROM (NEW."archived_at") OR OLD."birth_on" IS DISTINCT FROM (NEW."birth_on") OR OLD."birth_precision" IS DISTINCT FROM (NEW."birth_precision") OR OLD."canonical_id" IS DISTINCT FROM (NEW."canonical_id") OR OLD."city" IS DISTINCT FROM (NEW."city") OR OLD."client_number" IS DISTINCT FROM (NEW."client_number") OR OLD."created_at" IS DISTINCT FROM (NEW."created_at") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."is_shielded" IS DISTINCT FROM (NEW."is_shielded") OR OLD."kind" IS DISTINCT FROM (NEW."kind") OR OLD."name" IS DISTINCT FROM (NEW."name") OR OLD."ref" IS DISTINCT FROM (NEW."ref") OR OLD."unit_id" IS DISTINCT FROM (NEW."unit_id"))) AND NOT core_is_range())',
                    func='INSERT INTO "relations_partyhistory" ("archived_at", "birth_on", "birth_precision", "canonical_id", "city", "client_number", "created_at", "id", "is_shielded", "kind", "name", "pgh_context", "pgh_created_at", "pgh_label", "ref", "unit_id") VALUES (OLD."archived_at", OLD."birth_on", OLD."birth_precision", OLD."canonical_id", OLD."city", OLD."client_number", OLD."created_at", OLD."id", OLD."is_shielded", OLD."kind", OLD."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', OLD."ref", OLD."unit_id"); RETURN NULL;',
                    hash="e4e88a0633ee976feaaae74371d481648b08cb9a",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_df106",
                    table="relations_party",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="party",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (NOT core_is_range())",
                    func='INSERT INTO "relations_partyhistory" ("archived_at", "birth_on", "birth_precision", "canonical_id", "city", "client_number", "created_at", "id", "is_shielded", "kind", "name", "pgh_context", "pgh_created_at", "pgh_label", "ref", "unit_id") VALUES (OLD."archived_at", OLD."birth_on", OLD."birth_precision", OLD."canonical_id", OLD."city", OLD."client_number", OLD."created_at", OLD."id", OLD."is_shielded", OLD."kind", OLD."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', OLD."ref", OLD."unit_id"); RETURN NULL;',
                    hash="17fedac4444c0f81516a387a5394ed3e425d97e2",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_d1b8d",
                    table="relations_party",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="persondetail",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (NOT core_is_range())",
                    func='INSERT INTO "relations_persondetailhistory" ("call_name", "deceased_on", "deceased_precision", "form_of_address", "gender", "given_names", "initials", "is_deceased", "language", "name_use", "own_name", "own_prefix", "partner_name", "partner_prefix", "party_id", "pgh_context", "pgh_created_at", "pgh_label") VALUES (NEW."call_name", NEW."deceased_on", NEW."deceased_precision", NEW."form_of_address", NEW."gender", NEW."given_names", NEW."initials", NEW."is_deceased", NEW."language", NEW."name_use", NEW."own_name", NEW."own_prefix", NEW."partner_name", NEW."partner_prefix", NEW."party_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\'); RETURN NULL;',
                    hash="3a38ef831ccdef850d0d4ed72af4d6a3ded36dfc",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_62420",
                    table="relations_persondetail",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="persondetail",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (((OLD."call_name" IS DISTINCT FROM (NEW."call_name") OR OLD."deceased_on" IS DISTINCT FROM (NEW."deceased_on") OR OLD."deceased_precision" IS DISTINCT FROM (NEW."deceased_precision") OR OLD."form_of_address" IS DISTINCT FROM (NEW."form_of_address") OR OLD."gender" IS DISTINCT FROM (NEW."gender") OR OLD."given_names" IS DISTINCT FROM (NEW."given_names") OR OLD."initials" IS DISTINCT FROM (NEW."initials") OR OLD."is_deceased" IS DISTINCT FROM (NEW."is_deceased") OR OLD."language" IS DISTINCT FROM (NEW."language") OR OLD."name_use" IS DISTINCT FROM (NEW."name_use") OR OLD."own_name" IS DISTINCT FROM (NEW."own_name") OR OLD."own_prefix" IS DISTINCT FROM (NEW."own_prefix") OR OLD."partner_name" IS DISTINCT FROM (NEW."partner_name") OR OLD."partner_prefix" IS DISTINCT FROM (NEW."partner_prefix") OR OLD."party_id" IS DISTINCT FROM (NEW."party_id"))) AND NOT core_is_range())',
                    func='INSERT INTO "relations_persondetailhistory" ("call_name", "deceased_on", "deceased_precision", "form_of_address", "gender", "given_names", "initials", "is_deceased", "language", "name_use", "own_name", "own_prefix", "partner_name", "partner_prefix", "party_id", "pgh_context", "pgh_created_at", "pgh_label") VALUES (OLD."call_name", OLD."deceased_on", OLD."deceased_precision", OLD."form_of_address", OLD."gender", OLD."given_names", OLD."initials", OLD."is_deceased", OLD."language", OLD."name_use", OLD."own_name", OLD."own_prefix", OLD."partner_name", OLD."partner_prefix", OLD."party_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\'); RETURN NULL;',
                    hash="78a604e5d961abecebdabe69b06c40cee6ddd9f8",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_5a6c8",
                    table="relations_persondetail",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="persondetail",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (NOT core_is_range())",
                    func='INSERT INTO "relations_persondetailhistory" ("call_name", "deceased_on", "deceased_precision", "form_of_address", "gender", "given_names", "initials", "is_deceased", "language", "name_use", "own_name", "own_prefix", "partner_name", "partner_prefix", "party_id", "pgh_context", "pgh_created_at", "pgh_label") VALUES (OLD."call_name", OLD."deceased_on", OLD."deceased_precision", OLD."form_of_address", OLD."gender", OLD."given_names", OLD."initials", OLD."is_deceased", OLD."language", OLD."name_use", OLD."own_name", OLD."own_prefix", OLD."partner_name", OLD."partner_prefix", OLD."party_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\'); RETURN NULL;',
                    hash="37fae939410dc1a1f8cc1bae02a1e373f8b9894b",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_58983",
                    table="relations_persondetail",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="relationship",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (NOT core_is_range())",
                    func='INSERT INTO "relations_relationshiphistory" ("ends_on", "ends_precision", "id", "kind", "note", "object_id", "pgh_context", "pgh_created_at", "pgh_label", "rank", "ref", "starts_on", "starts_precision", "subject_id") VALUES (NEW."ends_on", NEW."ends_precision", NEW."id", NEW."kind", NEW."note", NEW."object_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', NEW."rank", NEW."ref", NEW."starts_on", NEW."starts_precision", NEW."subject_id"); RETURN NULL;',
                    hash="2f92a7ac2c50427e14047927f1bb403e7ce23625",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_bbbca",
                    table="relations_relationship",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="relationship",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (((OLD."ends_on" IS DISTINCT FROM (NEW."ends_on") OR OLD."ends_precision" IS DISTINCT FROM (NEW."ends_precision") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."kind" IS DISTINCT FROM (NEW."kind") OR OLD."note" IS DISTINCT FROM (NEW."note") OR OLD."object_id" IS DISTINCT FROM (NEW."object_id") OR OLD."rank" IS DISTINCT FROM (NEW."rank") OR OLD."ref" IS DISTINCT FROM (NEW."ref") OR OLD."starts_on" IS DISTINCT FROM (NEW."starts_on") OR OLD."starts_precision" IS DISTINCT FROM (NEW."starts_precision") OR OLD."subject_id" IS DISTINCT FROM (NEW."subject_id"))) AND NOT core_is_range())',
                    func='INSERT INTO "relations_relationshiphistory" ("ends_on", "ends_precision", "id", "kind", "note", "object_id", "pgh_context", "pgh_created_at", "pgh_label", "rank", "ref", "starts_on", "starts_precision", "subject_id") VALUES (OLD."ends_on", OLD."ends_precision", OLD."id", OLD."kind", OLD."note", OLD."object_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', OLD."rank", OLD."ref", OLD."starts_on", OLD."starts_precision", OLD."subject_id"); RETURN NULL;',
                    hash="6979526606b57d9ca3c0a7b482c07f5daefd1482",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_6261c",
                    table="relations_relationship",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="relationship",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (NOT core_is_range())",
                    func='INSERT INTO "relations_relationshiphistory" ("ends_on", "ends_precision", "id", "kind", "note", "object_id", "pgh_context", "pgh_created_at", "pgh_label", "rank", "ref", "starts_on", "starts_precision", "subject_id") VALUES (OLD."ends_on", OLD."ends_precision", OLD."id", OLD."kind", OLD."note", OLD."object_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', OLD."rank", OLD."ref", OLD."starts_on", OLD."starts_precision", OLD."subject_id"); RETURN NULL;',
                    hash="b29d7ed130cfdbc54bae1cbf352d8181f0481068",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_7d4d6",
                    table="relations_relationship",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddIndex(
            model_name="addresshistory",
            index=models.Index(fields=["id"], name="relations_a_id_e58980_idx"),
        ),
        migrations.AddIndex(
            model_name="addresshistory",
            index=models.Index(fields=["party"], name="relations_a_party_i_706828_idx"),
        ),
        migrations.AddIndex(
            model_name="addresshistory",
            index=models.Index(fields=["pgh_created_at"], name="relations_a_pgh_cre_88adfd_idx"),
        ),
        migrations.AddIndex(
            model_name="contactinstructionhistory",
            index=models.Index(fields=["id"], name="relations_c_id_4656c9_idx"),
        ),
        migrations.AddIndex(
            model_name="contactinstructionhistory",
            index=models.Index(fields=["person"], name="relations_c_person__da9580_idx"),
        ),
        migrations.AddIndex(
            model_name="contactinstructionhistory",
            index=models.Index(fields=["pgh_created_at"], name="relations_c_pgh_cre_a878bb_idx"),
        ),
        migrations.AddIndex(
            model_name="contactpointhistory",
            index=models.Index(fields=["id"], name="relations_c_id_aeecf0_idx"),
        ),
        migrations.AddIndex(
            model_name="contactpointhistory",
            index=models.Index(fields=["party"], name="relations_c_party_i_042a4d_idx"),
        ),
        migrations.AddIndex(
            model_name="contactpointhistory",
            index=models.Index(fields=["pgh_created_at"], name="relations_c_pgh_cre_85f9cc_idx"),
        ),
        migrations.AddIndex(
            model_name="householdhistory",
            index=models.Index(fields=["id"], name="relations_h_id_8628aa_idx"),
        ),
        migrations.AddIndex(
            model_name="householdhistory",
            index=models.Index(fields=["pgh_created_at"], name="relations_h_pgh_cre_dda07a_idx"),
        ),
        migrations.AddIndex(
            model_name="householdmemberhistory",
            index=models.Index(fields=["id"], name="relations_h_id_74e6d8_idx"),
        ),
        migrations.AddIndex(
            model_name="householdmemberhistory",
            index=models.Index(fields=["person"], name="relations_h_person__d222f1_idx"),
        ),
        migrations.AddIndex(
            model_name="householdmemberhistory",
            index=models.Index(fields=["pgh_created_at"], name="relations_h_pgh_cre_1d3d17_idx"),
        ),
        migrations.AddIndex(
            model_name="identifierhistory",
            index=models.Index(fields=["id"], name="relations_i_id_644461_idx"),
        ),
        migrations.AddIndex(
            model_name="identifierhistory",
            index=models.Index(fields=["party"], name="relations_i_party_i_3c3393_idx"),
        ),
        migrations.AddIndex(
            model_name="identifierhistory",
            index=models.Index(fields=["pgh_created_at"], name="relations_i_pgh_cre_9bb5b1_idx"),
        ),
        migrations.AddIndex(
            model_name="keysafehistory",
            index=models.Index(fields=["id"], name="relations_k_id_3d3e45_idx"),
        ),
        migrations.AddIndex(
            model_name="keysafehistory",
            index=models.Index(fields=["person"], name="relations_k_person__e9473c_idx"),
        ),
        migrations.AddIndex(
            model_name="keysafehistory",
            index=models.Index(fields=["pgh_created_at"], name="relations_k_pgh_cre_a34749_idx"),
        ),
        migrations.AddIndex(
            model_name="organisationdetailhistory",
            index=models.Index(fields=["party"], name="relations_o_party_i_cee797_idx"),
        ),
        migrations.AddIndex(
            model_name="organisationdetailhistory",
            index=models.Index(fields=["pgh_created_at"], name="relations_o_pgh_cre_39175b_idx"),
        ),
        migrations.AddIndex(
            model_name="partyhistory",
            index=models.Index(fields=["id"], name="relations_p_id_86e8a6_idx"),
        ),
        migrations.AddIndex(
            model_name="partyhistory",
            index=models.Index(fields=["pgh_created_at"], name="relations_p_pgh_cre_d4e079_idx"),
        ),
        migrations.AddIndex(
            model_name="persondetailhistory",
            index=models.Index(fields=["party"], name="relations_p_party_i_cca76b_idx"),
        ),
        migrations.AddIndex(
            model_name="persondetailhistory",
            index=models.Index(fields=["pgh_created_at"], name="relations_p_pgh_cre_451aba_idx"),
        ),
        migrations.AddIndex(
            model_name="relationshiphistory",
            index=models.Index(fields=["id"], name="relations_r_id_6222fb_idx"),
        ),
        migrations.AddIndex(
            model_name="relationshiphistory",
            index=models.Index(fields=["subject"], name="relations_r_subject_b4fbf0_idx"),
        ),
        migrations.AddIndex(
            model_name="relationshiphistory",
            index=models.Index(fields=["object"], name="relations_r_object__4fa619_idx"),
        ),
        migrations.AddIndex(
            model_name="relationshiphistory",
            index=models.Index(fields=["pgh_created_at"], name="relations_r_pgh_cre_ee3462_idx"),
        ),
    ]
