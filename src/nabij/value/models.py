# SPDX-License-Identifier: EUPL-1.2
"""Value models and the estimates they stand on. Nothing here is about one person.

An estimate is never changed: a better one is a new row with the next version, so a run can name
what it used and be repeated.
"""

from django.conf import settings
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from nabij.core.history import tracked
from nabij.core.refs import new_ref
from nabij.value.choices import POSTERIORS, LeverKind, Origin, ProductGroup, Shape, Step, Unit

LONGEST = 60


@tracked()
class ValueModel(models.Model):
    """One calculation: segments, services, levers, plateaus, and the plans that are compared."""

    ref = models.CharField(max_length=16, unique=True, default=new_ref, editable=False)
    name = models.CharField(_("name"), max_length=120)
    note = models.CharField(_("note"), max_length=400, blank=True)
    # earning is a means; what the plan leaves goes somewhere, and the page says where.
    destination = models.CharField(_("where the money goes"), max_length=300, blank=True)
    starts_on = models.DateField(_("first month"))
    step = models.CharField(_("reckons per"), max_length=5, choices=Step, default=Step.MONTH)
    years = models.PositiveSmallIntegerField(_("years"), default=5)
    version = models.PositiveIntegerField(default=1)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    created_at = models.DateTimeField(db_default=Now())
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    changed_at = models.DateTimeField(db_default=Now())
    archived_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="valuemodel_years_1_5", condition=models.Q(years__gte=1, years__lte=5)
            )
        ]

    def __str__(self) -> str:
        return self.name


@tracked()
class Segment(models.Model):
    """A group of clients that is reckoned with as one; never fewer than 25 persons."""

    model = models.ForeignKey(ValueModel, on_delete=models.CASCADE, related_name="segments")
    code = models.SlugField(max_length=30)
    name = models.CharField(_("name"), max_length=80)
    position = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["model", "code"], name="segment_code_once_per_model")
        ]

    def __str__(self) -> str:
        return self.name


@tracked()
class Product(models.Model):
    """A service in the model. Only of a paid service can more be sold by the third lever."""

    model = models.ForeignKey(ValueModel, on_delete=models.CASCADE, related_name="products")
    code = models.SlugField(max_length=30)
    name = models.CharField(_("name"), max_length=80)
    group = models.CharField(max_length=10, choices=ProductGroup)
    is_commercial = models.BooleanField(_("paid by the client"), default=True)
    funder = models.SlugField(_("paid by"), max_length=30, blank=True)
    position = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["model", "code"], name="product_code_once_per_model")
        ]

    def __str__(self) -> str:
        return self.name


@tracked()
class Plateau(models.Model):
    """A step of about a year in which the levers grow to their part of the effect."""

    model = models.ForeignKey(ValueModel, on_delete=models.CASCADE, related_name="plateaus")
    number = models.PositiveSmallIntegerField()
    name = models.CharField(_("name"), max_length=80)
    starts_after = models.PositiveSmallIntegerField(_("starts after"), default=0)
    ramp = models.PositiveSmallIntegerField(_("works in full after"), default=1)
    share = models.DecimalField(_("part of the effect"), max_digits=5, decimal_places=4)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["model", "number"], name="plateau_number_once"),
            models.CheckConstraint(
                name="plateau_within_horizon",
                condition=models.Q(starts_after__lt=LONGEST, ramp__gte=1, ramp__lte=LONGEST),
            ),
            models.CheckConstraint(
                name="plateau_share_0_1", condition=models.Q(share__gte=0, share__lte=1)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number}. {self.name}"


@tracked()
class Scenario(models.Model):
    """A plan to choose: which levers are pulled how far, for which part of the costs."""

    ref = models.CharField(max_length=16, unique=True, default=new_ref, editable=False)
    model = models.ForeignKey(ValueModel, on_delete=models.CASCADE, related_name="scenarios")
    name = models.CharField(_("name"), max_length=80)
    position = models.PositiveSmallIntegerField()
    cost_share = models.DecimalField(
        _("part of the plan's costs"), max_digits=5, decimal_places=4, default=1
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="scenario_cost_share_0_2",
                condition=models.Q(cost_share__gte=0, cost_share__lte=2),
            )
        ]

    def __str__(self) -> str:
        return self.name


@tracked()
class Lever(models.Model):
    """How far a plan pulls a lever: 1 is the effect as estimated, 0 leaves it alone."""

    scenario = models.ForeignKey(Scenario, on_delete=models.CASCADE, related_name="levers")
    kind = models.CharField(max_length=12, choices=LeverKind)
    strength = models.DecimalField(max_digits=7, decimal_places=6)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["scenario", "kind"], name="lever_once_per_scenario"),
            models.CheckConstraint(
                name="lever_strength_0_3", condition=models.Q(strength__gte=0, strength__lte=3)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.strength}"


@tracked()
class Trial(models.Model):
    """A test that could be done first: who takes an offer tells which of the three cases holds."""

    ref = models.CharField(max_length=16, unique=True, default=new_ref, editable=False)
    model = models.ForeignKey(ValueModel, on_delete=models.CASCADE, related_name="trials")
    name = models.CharField(_("name"), max_length=80)
    code = models.CharField(_("what it tells us about"), max_length=80)
    uptake_worst = models.DecimalField(
        _("takes it in the worst case"), max_digits=6, decimal_places=5
    )
    uptake_guess = models.DecimalField(
        _("takes it at our best guess"), max_digits=6, decimal_places=5
    )
    uptake_best = models.DecimalField(
        _("takes it in the best case"), max_digits=6, decimal_places=5
    )
    fixed_cost = models.DecimalField(_("costs of setting up"), max_digits=12, decimal_places=2)
    cost_per_client = models.DecimalField(_("costs per client"), max_digits=10, decimal_places=2)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="trial_uptake_rises_within_0_1",
                condition=models.Q(
                    uptake_worst__gte=0,
                    uptake_worst__lte=models.F("uptake_guess"),
                    uptake_guess__lte=models.F("uptake_best"),
                    uptake_best__lte=1,
                ),
            )
        ]

    def __str__(self) -> str:
        return self.name


class Estimate(models.Model):
    """One assumption in one version: the number, how sure we are, and where it comes from."""

    model = models.ForeignKey(ValueModel, on_delete=models.CASCADE, related_name="estimates")
    code = models.CharField(max_length=80)
    version = models.PositiveIntegerField()
    unit = models.CharField(max_length=12, choices=Unit)
    worst = models.DecimalField(_("worst case"), max_digits=18, decimal_places=8)
    guess = models.DecimalField(_("best guess"), max_digits=18, decimal_places=8)
    best = models.DecimalField(_("best case"), max_digits=18, decimal_places=8)
    shape = models.CharField(max_length=12, choices=Shape, default=Shape.PERT)
    # What counting leaves us believing, for the last three shapes: a and b, or mean and deviation.
    first = models.FloatField(null=True, blank=True)
    second = models.FloatField(null=True, blank=True)
    # Of leaving by length of stay: `types.ByStay`.
    by_stay = models.JSONField(null=True, blank=True)
    origin = models.CharField(_("kind of origin"), max_length=12, choices=Origin)
    source = models.CharField(_("source"), max_length=200)
    n = models.PositiveIntegerField(_("number of observations"), null=True, blank=True)
    observed_on = models.DateField(_("date"))
    review_on = models.DateField(_("next review"), null=True, blank=True)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["model", "code", "version"], name="estimate_version_once"
            ),
            models.CheckConstraint(
                name="estimate_guess_between_worst_and_best",
                condition=models.Q(worst__lte=models.F("guess"), guess__lte=models.F("best"))
                | models.Q(worst__gte=models.F("guess"), guess__gte=models.F("best")),
            ),
            models.CheckConstraint(
                name="estimate_posterior_has_parameters",
                condition=models.Q(shape__in=POSTERIORS, first__isnull=False, second__isnull=False)
                | ~models.Q(shape__in=POSTERIORS)
                & models.Q(first__isnull=True, second__isnull=True),
            ),
            models.CheckConstraint(
                name="estimate_by_stay_has_points",
                condition=models.Q(shape=Shape.BY_STAY, by_stay__isnull=False)
                | ~models.Q(shape=Shape.BY_STAY) & models.Q(by_stay__isnull=True),
            ),
            models.CheckConstraint(
                name="estimate_measured_has_n",
                condition=~models.Q(origin__in=[Origin.MEASURED, Origin.TESTED])
                | models.Q(n__gte=1),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} v{self.version}"


class Run(models.Model):
    """One calculation as it was made: what it used, its seed, and what came out. Never changed."""

    ref = models.CharField(max_length=16, unique=True, default=new_ref, editable=False)
    model = models.ForeignKey(ValueModel, on_delete=models.CASCADE, related_name="runs")
    seed = models.BigIntegerField()
    draws = models.PositiveIntegerField()
    # Code to version: with the set-up below, all that is needed to make the same run again.
    versions = models.JSONField()
    setup = models.JSONField()
    result = models.JSONField()
    # SHA-256 over the drawn results: a run made again must give the same bits.
    digest = models.CharField(max_length=64)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        indexes = [models.Index(fields=["model", "-created_at"], name="run_of_model_by_date")]

    def __str__(self) -> str:
        return f"{self.ref} seed {self.seed}"
