# SPDX-License-Identifier: EUPL-1.2
"""Calls that come in, as a telephone exchange tells them."""

import django.db.models.deletion
import nabij.core.refs
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("contact", "0004_texts_of_tasks_opened_by_the_log"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="IncomingCall",
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
                ("exchange", models.CharField(max_length=40)),
                ("key", models.CharField(max_length=80)),
                ("number", models.CharField(blank=True, max_length=20, verbose_name="number")),
                ("at", models.DateTimeField()),
                ("opened_at", models.DateTimeField(null=True)),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "colleague",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["colleague", "-at"], name="incomingcall_colleague"),
                    models.Index(fields=["at"], name="incomingcall_at"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("exchange", "key"), name="incomingcall_told_once"
                    )
                ],
            },
        ),
    ]
