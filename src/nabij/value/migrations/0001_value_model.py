import django.db.models.deletion
import django.db.models.functions.datetime
import nabij.core.refs
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="ValueModel",
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
                ("name", models.CharField(max_length=120, verbose_name="name")),
                ("note", models.CharField(blank=True, max_length=400, verbose_name="note")),
                ("starts_on", models.DateField(verbose_name="first month")),
                (
                    "step",
                    models.CharField(
                        choices=[("month", "month"), ("year", "year")],
                        default="month",
                        max_length=5,
                        verbose_name="reckons per",
                    ),
                ),
                ("years", models.PositiveSmallIntegerField(default=5, verbose_name="years")),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "created_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
                ),
                (
                    "changed_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
                ),
                ("archived_at", models.DateTimeField(blank=True, null=True)),
                (
                    "changed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "created_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Trial",
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
                ("name", models.CharField(max_length=80, verbose_name="name")),
                ("code", models.CharField(max_length=80, verbose_name="what it tells us about")),
                (
                    "uptake_worst",
                    models.DecimalField(
                        decimal_places=5, max_digits=6, verbose_name="takes it in the worst case"
                    ),
                ),
                (
                    "uptake_guess",
                    models.DecimalField(
                        decimal_places=5, max_digits=6, verbose_name="takes it at our best guess"
                    ),
                ),
                (
                    "uptake_best",
                    models.DecimalField(
                        decimal_places=5, max_digits=6, verbose_name="takes it in the best case"
                    ),
                ),
                (
                    "fixed_cost",
                    models.DecimalField(
                        decimal_places=2, max_digits=12, verbose_name="costs of setting up"
                    ),
                ),
                (
                    "cost_per_client",
                    models.DecimalField(
                        decimal_places=2, max_digits=10, verbose_name="costs per client"
                    ),
                ),
                (
                    "model",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="trials",
                        to="value.valuemodel",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Segment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.SlugField(max_length=30)),
                ("name", models.CharField(max_length=80, verbose_name="name")),
                ("position", models.PositiveSmallIntegerField()),
                (
                    "model",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="segments",
                        to="value.valuemodel",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Scenario",
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
                ("name", models.CharField(max_length=80, verbose_name="name")),
                ("position", models.PositiveSmallIntegerField()),
                (
                    "cost_share",
                    models.DecimalField(
                        decimal_places=4,
                        default=1,
                        max_digits=5,
                        verbose_name="part of the plan's costs",
                    ),
                ),
                (
                    "model",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="scenarios",
                        to="value.valuemodel",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Run",
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
                ("seed", models.BigIntegerField()),
                ("draws", models.PositiveIntegerField()),
                ("versions", models.JSONField()),
                ("setup", models.JSONField()),
                ("result", models.JSONField()),
                ("digest", models.CharField(max_length=64)),
                (
                    "created_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
                ),
                (
                    "created_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "model",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="runs",
                        to="value.valuemodel",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Product",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.SlugField(max_length=30)),
                ("name", models.CharField(max_length=80, verbose_name="name")),
                (
                    "group",
                    models.CharField(
                        choices=[("housing", "housing"), ("care", "care"), ("welfare", "welfare")],
                        max_length=10,
                    ),
                ),
                (
                    "is_commercial",
                    models.BooleanField(default=True, verbose_name="paid by the client"),
                ),
                ("funder", models.SlugField(blank=True, max_length=30, verbose_name="paid by")),
                ("position", models.PositiveSmallIntegerField()),
                (
                    "model",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="products",
                        to="value.valuemodel",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Plateau",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveSmallIntegerField()),
                ("name", models.CharField(max_length=80, verbose_name="name")),
                (
                    "starts_after",
                    models.PositiveSmallIntegerField(default=0, verbose_name="starts after"),
                ),
                (
                    "ramp",
                    models.PositiveSmallIntegerField(default=1, verbose_name="works in full after"),
                ),
                (
                    "share",
                    models.DecimalField(
                        decimal_places=4, max_digits=5, verbose_name="part of the effect"
                    ),
                ),
                (
                    "model",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="plateaus",
                        to="value.valuemodel",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Estimate",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(max_length=80)),
                ("version", models.PositiveIntegerField()),
                (
                    "unit",
                    models.CharField(
                        choices=[
                            ("share", "share"),
                            ("rate", "share per period"),
                            ("clients", "clients"),
                            ("inflow", "clients per period"),
                            ("euro", "euro"),
                            ("flow", "euro per period"),
                            ("per_client", "euro per client per period"),
                            ("factor", "times the budget"),
                        ],
                        max_length=12,
                    ),
                ),
                (
                    "worst",
                    models.DecimalField(decimal_places=8, max_digits=18, verbose_name="worst case"),
                ),
                (
                    "guess",
                    models.DecimalField(decimal_places=8, max_digits=18, verbose_name="best guess"),
                ),
                (
                    "best",
                    models.DecimalField(decimal_places=8, max_digits=18, verbose_name="best case"),
                ),
                (
                    "shape",
                    models.CharField(
                        choices=[
                            ("pert", "most likely near the best guess"),
                            ("triangular", "straight up and straight down"),
                            ("three_point", "one of the three: 1, 4 and 1 in 6"),
                            ("fixed", "certain"),
                            ("beta", "counted: a share"),
                            ("gamma", "counted: a number per period"),
                            ("normal", "counted: an average"),
                        ],
                        default="pert",
                        max_length=10,
                    ),
                ),
                ("first", models.FloatField(blank=True, null=True)),
                ("second", models.FloatField(blank=True, null=True)),
                (
                    "origin",
                    models.CharField(
                        choices=[
                            ("measured", "measured"),
                            ("tested", "tested"),
                            ("benchmarked", "benchmarked"),
                            ("guessed", "guessed"),
                        ],
                        max_length=12,
                        verbose_name="kind of origin",
                    ),
                ),
                ("source", models.CharField(max_length=200, verbose_name="source")),
                (
                    "n",
                    models.PositiveIntegerField(
                        blank=True, null=True, verbose_name="number of observations"
                    ),
                ),
                ("observed_on", models.DateField(verbose_name="date")),
                ("review_on", models.DateField(blank=True, null=True, verbose_name="next review")),
                (
                    "created_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
                ),
                (
                    "created_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "model",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="estimates",
                        to="value.valuemodel",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Lever",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("retention", "Keep clients"),
                            ("acquisition", "Win clients"),
                            ("revenue", "Revenue per client"),
                            ("cost", "Service that fits"),
                        ],
                        max_length=12,
                    ),
                ),
                ("strength", models.DecimalField(decimal_places=6, max_digits=7)),
                (
                    "scenario",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="levers",
                        to="value.scenario",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("scenario", "kind"), name="lever_once_per_scenario"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("strength__gte", 0), ("strength__lte", 3)),
                        name="lever_strength_0_3",
                    ),
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="valuemodel",
            constraint=models.CheckConstraint(
                condition=models.Q(("years__gte", 1), ("years__lte", 5)),
                name="valuemodel_years_1_5",
            ),
        ),
        migrations.AddConstraint(
            model_name="trial",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("uptake_best__lte", 1),
                    ("uptake_guess__lte", models.F("uptake_best")),
                    ("uptake_worst__gte", 0),
                    ("uptake_worst__lte", models.F("uptake_guess")),
                ),
                name="trial_uptake_rises_within_0_1",
            ),
        ),
        migrations.AddConstraint(
            model_name="segment",
            constraint=models.UniqueConstraint(
                fields=("model", "code"), name="segment_code_once_per_model"
            ),
        ),
        migrations.AddConstraint(
            model_name="scenario",
            constraint=models.CheckConstraint(
                condition=models.Q(("cost_share__gte", 0), ("cost_share__lte", 2)),
                name="scenario_cost_share_0_2",
            ),
        ),
        migrations.AddIndex(
            model_name="run",
            index=models.Index(fields=["model", "-created_at"], name="run_of_model_by_date"),
        ),
        migrations.AddConstraint(
            model_name="product",
            constraint=models.UniqueConstraint(
                fields=("model", "code"), name="product_code_once_per_model"
            ),
        ),
        migrations.AddConstraint(
            model_name="plateau",
            constraint=models.UniqueConstraint(
                fields=("model", "number"), name="plateau_number_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="plateau",
            constraint=models.CheckConstraint(
                condition=models.Q(("ramp__gte", 1), ("ramp__lte", 60), ("starts_after__lt", 60)),
                name="plateau_within_horizon",
            ),
        ),
        migrations.AddConstraint(
            model_name="plateau",
            constraint=models.CheckConstraint(
                condition=models.Q(("share__gte", 0), ("share__lte", 1)), name="plateau_share_0_1"
            ),
        ),
        migrations.AddConstraint(
            model_name="estimate",
            constraint=models.UniqueConstraint(
                fields=("model", "code", "version"), name="estimate_version_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="estimate",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("guess__lte", models.F("best")), ("worst__lte", models.F("guess"))),
                    models.Q(("guess__gte", models.F("best")), ("worst__gte", models.F("guess"))),
                    _connector="OR",
                ),
                name="estimate_guess_between_worst_and_best",
            ),
        ),
        migrations.AddConstraint(
            model_name="estimate",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("first__isnull", False),
                        ("second__isnull", False),
                        ("shape__in", ["beta", "gamma", "normal"]),
                    ),
                    models.Q(
                        models.Q(("shape__in", ["beta", "gamma", "normal"]), _negated=True),
                        ("first__isnull", True),
                        ("second__isnull", True),
                    ),
                    _connector="OR",
                ),
                name="estimate_posterior_has_parameters",
            ),
        ),
        migrations.AddConstraint(
            model_name="estimate",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("origin__in", ["measured", "tested"]), _negated=True),
                    ("n__gte", 1),
                    _connector="OR",
                ),
                name="estimate_measured_has_n",
            ),
        ),
    ]
