# SPDX-License-Identifier: EUPL-1.2
"""Sources, each source's copy of a person, and on what ground it stands open."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from nabij.core import crypto
from nabij.core.history import tracked
from nabij.core.refs import new_ref
from nabij.linkage.choices import (
    BsnState,
    CareType,
    Category,
    Decision,
    FhirVersion,
    GivenHow,
    GroundKind,
)


@tracked()
class Source(models.Model):
    """A place that dossiers come from, and what it is trusted with by default."""

    ref = models.CharField(max_length=16, unique=True, default=new_ref, editable=False)
    name = models.SlugField(_("name"), max_length=60, unique=True)
    title = models.CharField(_("title"), max_length=120)
    care_type = models.CharField(_("kind of care"), max_length=20, choices=CareType)
    fhir_version = models.CharField(
        _("FHIR version"), max_length=5, choices=FhirVersion, blank=True
    )
    default_ground = models.CharField(
        _("ground"),
        max_length=12,
        choices=GroundKind,
        blank=True,
        help_text=_("Ground that holds for every client of this source; empty: per client."),
    )
    data_class = models.CharField(
        max_length=1,
        default="b",
        help_text=_("Lowest class of everything from this source, its name included."),
    )
    organisation = models.ForeignKey(
        "relations.Party", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    is_own = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="source_data_class_b_or_d", condition=models.Q(data_class__in=["b", "d"])
            ),
        ]

    def __str__(self) -> str:
        return self.title


class PatientRecord(models.Model):
    """One source's copy of a person: what it says of who this is, as it sent it.

    A record without identity (`has_identity` false) was only referred to, its Patient resource
    has not come yet: it is linked to nobody.
    """

    ref = models.CharField(max_length=16, unique=True, default=new_ref, editable=False)
    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="patient_records")
    source_key = models.CharField(max_length=200)
    has_identity = models.BooleanField(default=False)
    name = models.CharField(max_length=200, blank=True)
    given_names = models.CharField(max_length=120, blank=True)
    initials = models.CharField(max_length=30, blank=True)
    call_name = models.CharField(max_length=60, blank=True)
    own_prefix = models.CharField(max_length=30, blank=True)
    own_name = models.CharField(max_length=100, blank=True)
    partner_prefix = models.CharField(max_length=30, blank=True)
    partner_name = models.CharField(max_length=100, blank=True)
    name_use = models.CharField(max_length=12, blank=True)
    # Under these a new or changed record finds this one; see `matching.keys`.
    match_keys = ArrayField(models.BigIntegerField(), default=list)
    birth_on = models.DateField(null=True)
    birth_precision = models.CharField(max_length=5, blank=True)
    deceased_on = models.DateField(null=True)
    deceased_precision = models.CharField(max_length=5, blank=True)
    is_deceased = models.BooleanField(default=False)
    gender = models.CharField(max_length=10, blank=True)
    street = models.CharField(max_length=120, blank=True)
    house_number = models.CharField(max_length=12, blank=True)
    house_number_suffix = models.CharField(max_length=30, blank=True)
    postcode = models.CharField(max_length=12, blank=True)
    city = models.CharField(max_length=80, blank=True)
    phones = models.JSONField(default=list)
    emails = models.JSONField(default=list)
    client_number = models.CharField(max_length=30, blank=True)
    bsn_state = models.CharField(max_length=8, choices=BsnState, default=BsnState.ABSENT)
    bsn_index = models.BinaryField(null=True, max_length=32)
    previous_bsn_index = models.BinaryField(null=True, max_length=32)
    bsn_sealed = models.BinaryField(null=True)
    fhir_version = models.CharField(max_length=5, choices=FhirVersion, blank=True)
    hash = models.BinaryField(null=True, max_length=32)
    # When linking last looked at the record as it is now; empty: it still has to.
    examined_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(db_default=Now())
    updated_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["source", "source_key"], name="patientrecord_key"),
            models.CheckConstraint(
                name="patientrecord_bsn_is_sealed",
                condition=models.Q(
                    bsn_state=BsnState.PRESENT, bsn_index__isnull=False, bsn_sealed__isnull=False
                )
                | ~models.Q(bsn_state=BsnState.PRESENT)
                & models.Q(bsn_index__isnull=True, bsn_sealed__isnull=True),
            ),
            models.CheckConstraint(
                name="patientrecord_birth_has_precision",
                condition=models.Q(birth_on__isnull=True, birth_precision="")
                | models.Q(birth_on__isnull=False) & ~models.Q(birth_precision=""),
            ),
        ]
        indexes = [
            models.Index(
                fields=["bsn_index"],
                name="patientrecord_bsn",
                condition=models.Q(bsn_index__isnull=False),
            ),
            models.Index(
                fields=["previous_bsn_index"],
                name="patientrecord_previous_bsn",
                condition=models.Q(previous_bsn_index__isnull=False),
            ),
            # Without a list of what waits: that would be read through at every look.
            GinIndex(fields=["match_keys"], fastupdate=False, name="patientrecord_match"),
            models.Index(
                fields=["source", "id"],
                name="patientrecord_to_examine",
                condition=models.Q(has_identity=True, examined_at__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.source_id}/{self.source_key}"

    @property
    def compared_bsn_index(self) -> bytes | None:
        """The keyed hash by which two BSNs are compared today, None when the BSN is unknown."""
        is_old = crypto.is_index_being_replaced() and self.previous_bsn_index
        found = self.previous_bsn_index if is_old else self.bsn_index
        return bytes(found) if found else None


class Ground(models.Model):
    """Why one copy stands open, or that the client refused it. The latest one in force decides."""

    patient_record = models.ForeignKey(
        PatientRecord, on_delete=models.CASCADE, related_name="grounds"
    )
    kind = models.CharField(max_length=12, choices=GroundKind)
    decision = models.CharField(max_length=10, choices=Decision, default=Decision.GIVEN)
    includes_sensitive = models.BooleanField(default=False)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    evidence = models.CharField(max_length=200, blank=True)
    category = models.CharField(max_length=12, choices=Category, default=Category.CARE)
    # role:… and unit:…; nobody named is everybody who is involved in the care.
    receivers = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    purposes = ArrayField(models.CharField(max_length=10), default=list, blank=True)
    given_by = models.ForeignKey(
        "relations.Party",
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        db_index=False,
    )  # who decided for the client; nobody: the client
    given_how = models.CharField(max_length=8, choices=GivenHow, blank=True)
    given_on = models.DateField(null=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    recorded_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="ground_ends_after_start",
                condition=models.Q(ends_on__isnull=True)
                | models.Q(ends_on__gte=models.F("starts_on")),
            )
        ]
        # Asked when who decided for the client goes.
        indexes = [
            models.Index(
                fields=["given_by"],
                condition=models.Q(given_by__isnull=False),
                name="ground_given_by",
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.decision} for {self.patient_record_id}"
