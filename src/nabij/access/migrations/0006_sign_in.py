# SPDX-License-Identifier: EUPL-1.2

import django.db.models.deletion
import nabij.core.refs
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("access", "0005_log_seals"),
    ]

    operations = [
        migrations.CreateModel(
            name="SignInTry",
            fields=[
                ("key", models.CharField(max_length=100, primary_key=True, serialize=False)),
                ("count", models.PositiveIntegerField()),
                ("last_at", models.DateTimeField(db_index=True)),
            ],
        ),
        migrations.CreateModel(
            name="Session",
            fields=[
                (
                    "session_key",
                    models.CharField(
                        max_length=40, primary_key=True, serialize=False, verbose_name="session key"
                    ),
                ),
                ("session_data", models.TextField(verbose_name="session data")),
                ("expire_date", models.DateTimeField(db_index=True, verbose_name="expire date")),
                (
                    "ref",
                    models.CharField(
                        default=nabij.core.refs.new_ref, editable=False, max_length=16, unique=True
                    ),
                ),
                ("started_at", models.DateTimeField(null=True)),
                ("seen_at", models.DateTimeField(null=True)),
                ("proven_at", models.DateTimeField(null=True)),
                ("locked_at", models.DateTimeField(null=True)),
                ("rights", models.CharField(blank=True, max_length=250)),
                ("browser", models.CharField(blank=True, max_length=200)),
                ("access_point", models.CharField(blank=True, max_length=80)),
                (
                    "user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="sessions",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "session",
                "verbose_name_plural": "sessions",
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="RecoveryCode",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("digest", models.BinaryField()),
                ("used_at", models.DateTimeField(null=True)),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="recovery_codes",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("user", "digest"), name="recoverycode_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="SecondFactor",
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
                        choices=[("app", "authenticator app"), ("passkey", "passkey")],
                        max_length=10,
                    ),
                ),
                ("name", models.CharField(max_length=60, verbose_name="name")),
                ("uid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("secret", models.BinaryField(null=True)),
                ("credential_id", models.BinaryField(null=True, unique=True)),
                ("public", models.BinaryField(null=True)),
                ("counter", models.BigIntegerField(default=0)),
                ("added_at", models.DateTimeField()),
                ("used_at", models.DateTimeField(null=True)),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="second_factors",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("kind", "app")),
                        fields=("user",),
                        name="secondfactor_one_app",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("credential_id", None),
                                ("kind", "app"),
                                ("public", None),
                                ("secret__isnull", False),
                            ),
                            models.Q(
                                ("credential_id__isnull", False),
                                ("kind", "passkey"),
                                ("public__isnull", False),
                                ("secret", None),
                            ),
                            _connector="OR",
                        ),
                        name="secondfactor_is_whole",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SingleSignOn",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("issuer", models.CharField(max_length=200)),
                ("subject", models.CharField(max_length=255)),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="single_sign_ons",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("issuer", "subject"), name="singlesignon_one_person"
                    ),
                    models.UniqueConstraint(
                        fields=("user", "issuer"), name="singlesignon_one_per_issuer"
                    ),
                ],
            },
        ),
    ]
