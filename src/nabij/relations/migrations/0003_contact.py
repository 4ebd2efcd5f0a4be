# SPDX-License-Identifier: EUPL-1.2
"""Addresses, contact points, identifiers, contact instructions, key safes."""

import uuid

import django.db.models.deletion
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models

import nabij.core.refs


class Migration(migrations.Migration):
    dependencies = [("relations", "0002_ties")]

    operations = [
        migrations.CreateModel(
            name="KeySafe",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("uid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("cipher", models.BinaryField()),
                ("place", models.CharField(blank=True, max_length=120, verbose_name="place")),
                ("changed_at", models.DateTimeField()),
                (
                    "changed_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "person",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="key_safe",
                        to="relations.party",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Identifier",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("uid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "system",
                    models.CharField(
                        choices=[
                            ("bsn", "BSN"),
                            ("agb", "AGB code"),
                            ("kvk", "Chamber of Commerce number"),
                            ("vestiging", "branch number"),
                            ("uzovi", "UZOVI code"),
                            ("ura", "URA number"),
                            ("big", "BIG number"),
                            ("other", "other"),
                        ],
                        max_length=10,
                    ),
                ),
                ("value", models.CharField(blank=True, max_length=60)),
                ("key_id", models.CharField(blank=True, editable=False, max_length=20)),
                ("cipher", models.BinaryField(null=True)),
                ("blind_index", models.BinaryField(null=True)),
                ("previous_blind_index", models.BinaryField(null=True)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("from_message", "from a message"),
                            ("seen", "identity document seen"),
                            ("confirmed", "confirmed by the register"),
                        ],
                        default="from_message",
                        max_length=12,
                    ),
                ),
                (
                    "document_kind",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("passport", "passport"),
                            ("identity_card", "identity card"),
                            ("driving_licence", "driving licence"),
                            ("residence_permit", "residence permit"),
                        ],
                        max_length=20,
                    ),
                ),
                ("document_number", models.CharField(blank=True, max_length=20)),
                ("checked_on", models.DateField(blank=True, null=True)),
                (
                    "checked_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "party",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="identifiers",
                        to="relations.party",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="ContactPoint",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "system",
                    models.CharField(
                        choices=[("phone", "phone"), ("email", "e-mail"), ("url", "web address")],
                        max_length=6,
                    ),
                ),
                ("value", models.CharField(max_length=254, verbose_name="value")),
                (
                    "use",
                    models.CharField(
                        choices=[
                            ("home", "home"),
                            ("mobile", "mobile"),
                            ("work", "work"),
                            ("other", "other"),
                        ],
                        default="home",
                        max_length=6,
                        verbose_name="use",
                    ),
                ),
                ("rank", models.PositiveSmallIntegerField(default=1, verbose_name="order")),
                ("note", models.CharField(blank=True, max_length=120, verbose_name="note")),
                (
                    "party",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="contact_points",
                        to="relations.party",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="ContactInstruction",
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
                            ("hearing", "hearing"),
                            ("sight", "sight"),
                            ("speech", "speech"),
                            ("interpreter", "interpreter"),
                            ("channel", "preferred channel"),
                            ("address", "form of address"),
                            ("time", "when to call"),
                            ("via", "contact through someone else"),
                            ("visit", "at the door"),
                            ("other", "other"),
                        ],
                        max_length=12,
                        verbose_name="about",
                    ),
                ),
                ("text", models.CharField(max_length=120, verbose_name="instruction")),
                ("starts_on", models.DateField(verbose_name="from")),
                ("ends_on", models.DateField(verbose_name="until")),
                (
                    "created_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(), editable=False
                    ),
                ),
                (
                    "created_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="instructions",
                        to="relations.party",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Address",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "use",
                    models.CharField(
                        choices=[
                            ("home", "home address"),
                            ("temp", "temporary address"),
                            ("postal", "postal address"),
                            ("visit", "visiting address"),
                        ],
                        default="home",
                        max_length=6,
                        verbose_name="use",
                    ),
                ),
                ("street", models.CharField(blank=True, max_length=200, verbose_name="street")),
                (
                    "house_number",
                    models.CharField(blank=True, max_length=10, verbose_name="house number"),
                ),
                ("suffix", models.CharField(blank=True, max_length=20, verbose_name="suffix")),
                (
                    "unit_id",
                    models.CharField(
                        blank=True, max_length=40, verbose_name="unit in the building"
                    ),
                ),
                ("postcode", models.CharField(blank=True, max_length=12, verbose_name="postcode")),
                ("city", models.CharField(blank=True, max_length=80, verbose_name="city")),
                ("country", models.CharField(blank=True, max_length=60, verbose_name="country")),
                ("municipality_code", models.CharField(blank=True, max_length=6)),
                ("starts_on", models.DateField(blank=True, null=True, verbose_name="since")),
                ("ends_on", models.DateField(blank=True, null=True, verbose_name="until")),
                ("is_secret", models.BooleanField(default=False, verbose_name="secret address")),
                (
                    "party",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="addresses",
                        to="relations.party",
                    ),
                ),
            ],
        ),
        migrations.AddIndex(
            model_name="identifier",
            index=models.Index(
                condition=models.Q(("blind_index__isnull", False)),
                fields=["blind_index"],
                name="identifier_blind_index",
            ),
        ),
        migrations.AddIndex(
            model_name="identifier",
            index=models.Index(
                condition=models.Q(("previous_blind_index__isnull", False)),
                fields=["previous_blind_index"],
                name="identifier_previous_index",
            ),
        ),
        migrations.AddIndex(
            model_name="identifier",
            index=models.Index(
                condition=models.Q(("value", ""), _negated=True),
                fields=["system", "value"],
                name="identifier_value",
            ),
        ),
        migrations.AddConstraint(
            model_name="identifier",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "system__in",
                        ["bsn", "agb", "kvk", "vestiging", "uzovi", "ura", "big", "other"],
                    )
                ),
                name="identifier_system_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="identifier",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("blind_index__isnull", False),
                        ("cipher__isnull", False),
                        ("system", "bsn"),
                        ("value", ""),
                        models.Q(("key_id", ""), _negated=True),
                    ),
                    models.Q(
                        models.Q(("system", "bsn"), _negated=True),
                        models.Q(("value", ""), _negated=True),
                        ("blind_index__isnull", True),
                        ("cipher__isnull", True),
                        ("key_id", ""),
                    ),
                    _connector="OR",
                ),
                name="identifier_bsn_is_sealed",
            ),
        ),
        migrations.AddConstraint(
            model_name="identifier",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "seen"), _negated=True),
                    models.Q(
                        models.Q(("document_kind", ""), _negated=True),
                        ("checked_on__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="identifier_seen_names_document",
            ),
        ),
        migrations.AddConstraint(
            model_name="identifier",
            constraint=models.UniqueConstraint(
                condition=models.Q(("system", "bsn"), _negated=True),
                fields=("party", "system", "value"),
                name="identifier_once_per_party",
            ),
        ),
        migrations.AddConstraint(
            model_name="identifier",
            constraint=models.UniqueConstraint(
                condition=models.Q(("system", "bsn")),
                fields=("party",),
                name="identifier_one_bsn_per_person",
            ),
        ),
        migrations.AddIndex(
            model_name="contactpoint",
            index=models.Index(fields=["value"], name="contactpoint_value"),
        ),
        migrations.AddConstraint(
            model_name="contactpoint",
            constraint=models.CheckConstraint(
                condition=models.Q(("system__in", ["phone", "email", "url"])),
                name="contactpoint_system_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="contactpoint",
            constraint=models.CheckConstraint(
                condition=models.Q(("value", ""), _negated=True), name="contactpoint_not_empty"
            ),
        ),
        migrations.AddConstraint(
            model_name="contactpoint",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("system", "phone"), _negated=True),
                    ("value__regex", "^\\+[0-9]{5,15}$"),
                    _connector="OR",
                ),
                name="contactpoint_phone_in_e164",
            ),
        ),
        migrations.AddConstraint(
            model_name="contactpoint",
            constraint=models.UniqueConstraint(
                fields=("party", "system", "value"), name="contactpoint_once_per_party"
            ),
        ),
        migrations.AddConstraint(
            model_name="contactinstruction",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "kind__in",
                        [
                            "hearing",
                            "sight",
                            "speech",
                            "interpreter",
                            "channel",
                            "address",
                            "time",
                            "via",
                            "visit",
                            "other",
                        ],
                    )
                ),
                name="contactinstruction_kind_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="contactinstruction",
            constraint=models.CheckConstraint(
                condition=models.Q(("text", ""), _negated=True), name="contactinstruction_not_empty"
            ),
        ),
        migrations.AddConstraint(
            model_name="contactinstruction",
            constraint=models.CheckConstraint(
                condition=models.Q(("ends_on__gte", models.F("starts_on"))),
                name="contactinstruction_ends_after_start",
            ),
        ),
        migrations.AddIndex(
            model_name="address",
            index=models.Index(
                condition=models.Q(("postcode", ""), _negated=True),
                fields=["postcode", "house_number"],
                name="address_postcode_number",
            ),
        ),
        migrations.AddConstraint(
            model_name="address",
            constraint=models.CheckConstraint(
                condition=models.Q(("use__in", ["home", "temp", "postal", "visit"])),
                name="address_use_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="address",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("city", ""), ("country", ""), ("postcode", ""), ("street", ""), _negated=True
                ),
                name="address_not_empty",
            ),
        ),
        migrations.AddConstraint(
            model_name="address",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("starts_on__isnull", True),
                    ("ends_on__isnull", True),
                    ("ends_on__gte", models.F("starts_on")),
                    _connector="OR",
                ),
                name="address_ends_after_start",
            ),
        ),
        migrations.AddConstraint(
            model_name="address",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ends_on__isnull", True)),
                fields=("party", "use"),
                name="address_open_once",
            ),
        ),
    ]
