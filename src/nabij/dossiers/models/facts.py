# SPDX-License-Identifier: EUPL-1.2
"""Facts with their read columns, their originals, and references from one to another.

`Fact`, `Original` and `Reference` stand under row-level security (migration
`row_level_security`): the application reads them only inside `access.actions.open_dossier`.
"""

from django.db import models
from django.db.models.functions import Now

from nabij.core.refs import new_ref
from nabij.dossiers.choices import FactKind, Media, ReferenceState
from nabij.dossiers.models.intakes import IntakeFile


class Fact(models.Model):
    """One thing a source says about a person, with the columns that pages read.

    A changed resource adds a version; the earlier one stays with `superseded_at`. A fact whose
    subject is unknown has no `patient_record` and opens for nobody. `patient_record` is of the
    same source, except for a fact of our own that names our client number: then it is our own.
    """

    # Unique by a constraint: `unique=True` would add an index for LIKE, one more for each fact.
    ref = models.CharField(max_length=16, default=new_ref, editable=False)
    # That the source exists is held by the intake file; a million checks of one row are dear.
    source = models.ForeignKey(
        "linkage.Source",
        on_delete=models.PROTECT,
        related_name="+",
        db_index=False,
        db_constraint=False,
    )
    patient_record = models.ForeignKey(
        "linkage.PatientRecord",
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        db_index=False,
    )
    type = models.CharField(max_length=60)
    source_key = models.CharField(max_length=200)
    version = models.PositiveIntegerField()
    hash = models.BinaryField(max_length=32)
    fhir_version = models.CharField(max_length=5)
    kind = models.CharField(max_length=20, choices=FactKind)
    data_class = models.CharField(max_length=1)
    category = models.CharField(max_length=80, blank=True)
    code_system = models.CharField(max_length=200, blank=True)
    code = models.CharField(max_length=80, blank=True)
    code_text = models.CharField(max_length=400, blank=True)
    status = models.CharField(max_length=40, blank=True)
    is_active = models.BooleanField(default=True)
    is_understood = models.BooleanField(default=True)
    is_error = models.BooleanField(default=False)
    starts_on = models.DateField(null=True)
    starts_precision = models.CharField(max_length=6, blank=True)
    starts_at = models.DateTimeField(null=True)
    ends_on = models.DateField(null=True)
    ends_precision = models.CharField(max_length=6, blank=True)
    ends_at = models.DateTimeField(null=True)
    recorded_on = models.DateField(null=True)
    value = models.CharField(max_length=400, blank=True)
    unit = models.CharField(max_length=40, blank=True)
    text = models.TextField(blank=True)
    author = models.CharField(max_length=200, blank=True)
    details = models.JSONField(default=dict)
    intake_file = models.ForeignKey(
        IntakeFile, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    received_at = models.DateTimeField(db_default=Now())
    superseded_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["ref"], name="fact_ref"),
            models.UniqueConstraint(
                fields=["source", "type", "source_key", "version"], name="fact_key"
            ),
        ]
        indexes = [
            models.Index(
                fields=["patient_record", "kind", "starts_on"], name="fact_record_kind_start"
            )
        ]

    def __str__(self) -> str:
        return f"{self.type}/{self.source_key} v{self.version}"


class Original(models.Model):
    """The resource of a fact exactly as it came (JSON) or as standalone canonical XML.

    Compressed, then sealed for its place: see `rules.originals`. `patient_record` and
    `data_class` are those of the fact, for row-level security.
    """

    fact = models.OneToOneField(
        Fact, on_delete=models.CASCADE, primary_key=True, related_name="original"
    )
    patient_record = models.ForeignKey(
        "linkage.PatientRecord",
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        db_index=False,
        db_constraint=False,
    )
    data_class = models.CharField(max_length=1)
    media = models.CharField(max_length=4, choices=Media)
    content = models.BinaryField()

    def __str__(self) -> str:
        return f"original of {self.fact_id}"


class SourceResource(models.Model):
    """A resource without a subject: practitioners, organisations, products, terminology."""

    source = models.ForeignKey(
        "linkage.Source", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    type = models.CharField(max_length=60)
    source_key = models.CharField(max_length=200)
    version = models.PositiveIntegerField()
    hash = models.BinaryField(max_length=32)
    fhir_version = models.CharField(max_length=5)
    name = models.CharField(max_length=200, blank=True)
    category = models.CharField(max_length=200, blank=True)
    identifiers = models.JSONField(default=list)
    details = models.JSONField(default=dict)
    is_active = models.BooleanField(default=True)
    is_understood = models.BooleanField(default=True)
    media = models.CharField(max_length=4, choices=Media)
    content = models.BinaryField()
    intake_file = models.ForeignKey(
        IntakeFile, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    received_at = models.DateTimeField(db_default=Now())
    superseded_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["source", "type", "source_key", "version"], name="sourceresource_key"
            )
        ]

    def __str__(self) -> str:
        return f"{self.type}/{self.source_key} v{self.version}"


class Reference(models.Model):
    """A reference from a fact to something else of its source, resolved after the whole intake.

    The reference to the fact's own patient is left out when it was found: that is
    `patient_record`. While it is not, `is_subject` marks it. `target_fact` and `target_resource`
    follow the newest version.
    """

    source = models.ForeignKey(
        "linkage.Source",
        on_delete=models.PROTECT,
        related_name="+",
        db_index=False,
        db_constraint=False,
    )
    patient_record = models.ForeignKey(
        "linkage.PatientRecord",
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        db_index=False,
        db_constraint=False,
    )
    data_class = models.CharField(max_length=1)
    fact = models.ForeignKey(
        Fact, on_delete=models.CASCADE, related_name="references", db_index=False
    )
    position = models.PositiveSmallIntegerField()
    role = models.CharField(max_length=80)
    path = models.CharField(max_length=160)
    target_type = models.CharField(max_length=60, blank=True)
    target_key = models.CharField(max_length=200, blank=True)
    target_identifier = models.CharField(max_length=200, blank=True)
    display = models.CharField(max_length=200, blank=True)
    is_subject = models.BooleanField(default=False)
    state = models.CharField(max_length=12, choices=ReferenceState, default=ReferenceState.WAITING)
    target_fact = models.ForeignKey(
        Fact,
        on_delete=models.SET_NULL,
        null=True,
        related_name="referred_by",
        db_index=False,
        db_constraint=False,
    )
    target_resource = models.ForeignKey(
        SourceResource,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        db_index=False,
        db_constraint=False,
    )
    target_record = models.ForeignKey(
        "linkage.PatientRecord",
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        db_index=False,
        db_constraint=False,
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["fact", "position"], name="reference_once")]
        indexes = [
            models.Index(fields=["patient_record"], name="reference_record"),
            models.Index(
                fields=["target_fact"],
                name="reference_target_fact",
                condition=models.Q(target_fact__isnull=False),
            ),
            models.Index(
                fields=["target_resource"],
                name="reference_target_resource",
                condition=models.Q(target_resource__isnull=False),
            ),
            models.Index(
                fields=["source", "target_type", "target_key"],
                name="reference_unresolved",
                condition=models.Q(state__in=["waiting", "dangling"]),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.path} of {self.fact_id}"
