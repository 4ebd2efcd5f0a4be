# SPDX-License-Identifier: EUPL-1.2
"""What came in: facts with their read columns, their originals, and what was refused.

`Fact`, `Original`, `Reference` and `Document` stand under row-level security (migration
`row_level_security`): the application reads them only inside `access.actions.open_dossier`.
"""

from django.conf import settings
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from nabij.core.refs import new_ref
from nabij.dossiers.choices import FactKind, IntakeState, Media, NoticeKind, ReferenceState


class Intake(models.Model):
    """One delivery of dossiers from one source: files, folders or zips taken in together.

    `key` is made of the source and the hashes of the files, so that the same command or upload
    given again finds this intake and goes on with it. `name` is what the sender called it.
    """

    ref = models.CharField(max_length=16, unique=True, default=new_ref, editable=False)
    source = models.ForeignKey("linkage.Source", on_delete=models.PROTECT, related_name="intakes")
    name = models.CharField(max_length=200)
    fhir_version = models.CharField(max_length=5, blank=True)
    ground = models.CharField(max_length=12, blank=True)
    state = models.CharField(max_length=10, choices=IntakeState, default=IntakeState.WAITING)
    started_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    key = models.BinaryField(max_length=32, unique=True)
    known_files = models.PositiveIntegerField(default=0)
    skipped_files = models.PositiveIntegerField(default=0)
    report = models.JSONField(default=dict)
    created_at = models.DateTimeField(db_default=Now())
    finished_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.source_id} {self.name}"


class IntakeFile(models.Model):
    """One file of an intake and how far it is done: it resumes behind `entries_done`.

    A source delivers the same bytes once; a second time they are known. `content` is the sealed
    file itself: of an upload until it is read, of XML for good. `targets` says what the addresses
    in the file stand for, when something of it was refused: what is mended later may refer to them.
    """

    intake = models.ForeignKey(Intake, on_delete=models.CASCADE, related_name="files")
    source = models.ForeignKey(
        "linkage.Source", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    name = models.CharField(max_length=300)
    sha256 = models.BinaryField(max_length=32)
    size = models.BigIntegerField()
    media = models.CharField(max_length=4, choices=Media, blank=True)
    entries_done = models.BigIntegerField(default=0)
    is_done = models.BooleanField(default=False)
    counts = models.JSONField(default=dict)
    targets = models.JSONField(default=dict)
    content = models.BinaryField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["source", "sha256"], name="intakefile_once_per_source")
        ]

    def __str__(self) -> str:
        return self.name


class IntakeRecord(models.Model):
    """Which persons' copies an intake brought something new about."""

    intake = models.ForeignKey(
        Intake, on_delete=models.CASCADE, related_name="records", db_index=False
    )
    patient_record = models.ForeignKey(
        "linkage.PatientRecord", on_delete=models.CASCADE, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["intake", "patient_record"], name="intakerecord_once")
        ]

    def __str__(self) -> str:
        return f"{self.intake_id}: {self.patient_record_id}"


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


class Quarantine(models.Model):
    """A resource that was refused: kept whole and sealed, with what is wrong and where.

    `mended_content` is what a colleague gave instead, sealed, until it is taken in.
    """

    ref = models.CharField(max_length=16, unique=True, default=new_ref, editable=False)
    intake_file = models.ForeignKey(
        IntakeFile, on_delete=models.CASCADE, related_name="quarantined", db_index=False
    )
    position = models.BigIntegerField()
    pointer = models.CharField(max_length=300, blank=True)
    full_url = models.CharField(max_length=400, blank=True)
    declared = models.JSONField(default=list)
    code = models.CharField(_("code"), max_length=40)
    reason = models.CharField(max_length=400)
    values = models.JSONField(default=dict)
    type = models.CharField(max_length=60, blank=True)
    content = models.BinaryField()
    mended_content = models.BinaryField(null=True)
    created_at = models.DateTimeField(db_default=Now())
    mended_at = models.DateTimeField(null=True)
    mended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["intake_file", "position"], name="quarantine_once")
        ]

    def __str__(self) -> str:
        return f"{self.code} at {self.pointer}"

    @property
    def sentence(self) -> str:
        """The reason, in the language of the reader."""
        return gettext(self.reason) % self.values if self.values else gettext(self.reason)


class DossierNotice(models.Model):
    """That something changed for a person, never what: pages over many persons read only this."""

    person = models.ForeignKey(
        "relations.Party", on_delete=models.CASCADE, related_name="+", db_index=False
    )
    kind = models.CharField(max_length=20, choices=NoticeKind)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "kind", "at"], name="dossiernotice_once")
        ]
        indexes = [models.Index(fields=["person", "-at"], name="dossiernotice_person_at")]

    def __str__(self) -> str:
        return f"{self.kind} for {self.person_id}"


class PlannedVisit(models.Model):
    """When a team is expected at a client, and nothing else of it: from the roster, for the desk.

    Written again with every roster for the days and teams that it speaks of; what is a week old
    goes. The visit itself is a fact, and opens with the dossier only.
    """

    person = models.ForeignKey("relations.Party", on_delete=models.CASCADE, related_name="+")
    unit = models.ForeignKey(
        "access.Unit", on_delete=models.CASCADE, related_name="+", db_index=False
    )
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "starts_at", "person"], name="plannedvisit_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.starts_at:%Y-%m-%d %H:%M}"
