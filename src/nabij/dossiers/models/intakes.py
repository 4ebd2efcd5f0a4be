# SPDX-License-Identifier: EUPL-1.2
"""What came in: deliveries, their files, and what was refused."""

from django.conf import settings
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from nabij.core.refs import new_ref
from nabij.dossiers.choices import IntakeState, Media


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
