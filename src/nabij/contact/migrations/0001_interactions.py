# SPDX-License-Identifier: EUPL-1.2
"""Contact with persons and organisations, and what was said."""

import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.functions.datetime
import nabij.core.refs
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("relations", "0007_questions_to_the_administrator"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Interaction",
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
                    "channel",
                    models.CharField(
                        choices=[
                            ("phone", "phone"),
                            ("visit", "visit"),
                            ("email", "e-mail"),
                            ("letter", "letter"),
                            ("chat", "chat"),
                            ("portal", "client portal"),
                        ],
                        max_length=10,
                        verbose_name="channel",
                    ),
                ),
                (
                    "direction",
                    models.CharField(
                        choices=[("in", "they came to us"), ("out", "we went to them")],
                        max_length=3,
                        verbose_name="direction",
                    ),
                ),
                (
                    "topic",
                    models.CharField(
                        choices=[
                            ("planning", "visits and planning"),
                            ("care", "question about care"),
                            ("registration", "registration or intake"),
                            ("invoice", "invoice or payment"),
                            ("information", "information"),
                            ("cooperation", "working together"),
                            ("other", "something else"),
                        ],
                        max_length=15,
                        verbose_name="topic",
                    ),
                ),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("done", "dealt with"),
                            ("follow_up", "to be continued"),
                            ("no_answer", "no answer"),
                            ("message", "left a message"),
                        ],
                        max_length=10,
                        verbose_name="outcome",
                    ),
                ),
                ("at", models.DateTimeField(verbose_name="when")),
                (
                    "entry_key",
                    models.CharField(
                        default=nabij.core.refs.new_ref, editable=False, max_length=16
                    ),
                ),
                ("is_guarded", models.BooleanField()),
                ("archived_at", models.DateTimeField(blank=True, null=True)),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "created_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(), editable=False
                    ),
                ),
                (
                    "colleague",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "counterpart",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="relations.party",
                    ),
                ),
                (
                    "on_behalf_of",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="relations.party",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="InteractionParty",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("is_counterpart", models.BooleanField(default=False)),
                ("is_subject", models.BooleanField(default=False)),
                ("is_on_behalf_of", models.BooleanField(default=False)),
                ("at", models.DateTimeField()),
                (
                    "interaction",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="parties",
                        to="contact.interaction",
                    ),
                ),
                (
                    "party",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="relations.party",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="InteractionText",
            fields=[
                ("version", models.PositiveIntegerField()),
                (
                    "person_ids",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(), default=list
                    ),
                ),
                (
                    "data_class",
                    models.CharField(
                        choices=[
                            ("b", "colleagues who serve this client"),
                            ("c", "only colleagues who give care"),
                        ],
                        max_length=1,
                    ),
                ),
                ("text", models.TextField(max_length=10000, verbose_name="what was said")),
                ("written_at", models.DateTimeField()),
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "interaction_id",
                        "version",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                (
                    "author",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "interaction",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="texts",
                        to="contact.interaction",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.AddConstraint(
            model_name="interaction",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("channel__in", ["phone", "visit", "email", "letter", "chat", "portal"])
                ),
                name="interaction_channel_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="interaction",
            constraint=models.CheckConstraint(
                condition=models.Q(("direction__in", ["in", "out"])),
                name="interaction_direction_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="interaction",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "topic__in",
                        [
                            "planning",
                            "care",
                            "registration",
                            "invoice",
                            "information",
                            "cooperation",
                            "other",
                        ],
                    )
                ),
                name="interaction_topic_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="interaction",
            constraint=models.CheckConstraint(
                condition=models.Q(("outcome__in", ["done", "follow_up", "no_answer", "message"])),
                name="interaction_outcome_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="interaction",
            constraint=models.UniqueConstraint(
                fields=("colleague", "entry_key"), name="interaction_entered_once"
            ),
        ),
        migrations.AddIndex(
            model_name="interactionparty",
            index=models.Index(fields=["party", "-at", "-id"], name="interactionparty_timeline"),
        ),
        migrations.AddConstraint(
            model_name="interactionparty",
            constraint=models.UniqueConstraint(
                fields=("interaction", "party"), name="interactionparty_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="interactionparty",
            constraint=models.UniqueConstraint(
                condition=models.Q(("is_counterpart", True)),
                fields=("interaction",),
                name="interactionparty_one_counterpart",
            ),
        ),
        migrations.AddConstraint(
            model_name="interactionparty",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("is_counterpart", True),
                    ("is_subject", True),
                    ("is_on_behalf_of", True),
                    _connector="OR",
                ),
                name="interactionparty_has_a_part",
            ),
        ),
    ]
