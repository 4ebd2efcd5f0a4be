# SPDX-License-Identifier: EUPL-1.2
"""What happened with a person's BSN, each step kept, the number of the document sealed."""

import uuid

import django.db.models.deletion
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("relations", "0003_contact"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="BsnCheck",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("uid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "step",
                    models.CharField(
                        choices=[
                            ("from_message", "from a message"),
                            ("seen", "identity document seen"),
                            ("confirmed", "confirmed by the register"),
                            ("removed", "removed"),
                        ],
                        max_length=12,
                    ),
                ),
                ("source", models.CharField(blank=True, max_length=120, verbose_name="source")),
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
                ("document_number", models.BinaryField(editable=False, null=True)),
                ("checked_on", models.DateField(blank=True, null=True)),
                (
                    "recorded_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(), editable=False
                    ),
                ),
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
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="bsn_checks",
                        to="relations.party",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("step__in", ["from_message", "seen", "confirmed", "removed"])
                        ),
                        name="bsncheck_step_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("step", "seen"), _negated=True),
                            models.Q(
                                models.Q(("document_kind", ""), _negated=True),
                                ("checked_on__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="bsncheck_seen_names_document",
                    ),
                ],
            },
        ),
    ]
