# SPDX-License-Identifier: EUPL-1.2
"""How and where a party is reached, and by which numbers it is known."""

from collections.abc import Collection
from uuid import uuid4

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from nabij.core import crypto
from nabij.core.history import tracked
from nabij.core.identifiers import format_postcode
from nabij.core.refs import new_ref
from nabij.relations.choices import (
    AddressUse,
    BsnStep,
    ContactSystem,
    ContactUse,
    DocumentKind,
    IdentifierState,
    IdentifierSystem,
    InstructionKind,
)
from nabij.relations.models.parties import Party
from nabij.relations.types import AddressFields, ContactPointFields


def _in_order(name: str) -> models.CheckConstraint:
    return models.CheckConstraint(
        name=name,
        condition=Q(starts_on__isnull=True)
        | Q(ends_on__isnull=True)
        | Q(ends_on__gte=F("starts_on")),
    )


@tracked(of=("party",))
class Address(models.Model):
    """One address in one period; the open one of a use is where they are now."""

    party = models.ForeignKey(Party, on_delete=models.CASCADE, related_name="addresses")
    use = models.CharField(_("use"), max_length=6, choices=AddressUse, default=AddressUse.HOME)
    street = models.CharField(_("street"), max_length=200, blank=True)
    house_number = models.CharField(_("house number"), max_length=10, blank=True)
    suffix = models.CharField(_("suffix"), max_length=20, blank=True)
    unit_id = models.CharField(_("unit in the building"), max_length=40, blank=True)
    postcode = models.CharField(_("postcode"), max_length=12, blank=True)
    city = models.CharField(_("city"), max_length=80, blank=True)
    country = models.CharField(_("country"), max_length=60, blank=True)
    municipality_code = models.CharField(max_length=6, blank=True)
    starts_on = models.DateField(_("since"), null=True, blank=True)
    ends_on = models.DateField(_("until"), null=True, blank=True)
    is_secret = models.BooleanField(_("secret address"), default=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="address_use_known", condition=Q(use__in=AddressUse.values)
            ),
            models.CheckConstraint(
                name="address_not_empty",
                condition=~Q(street="", postcode="", city="", country=""),
            ),
            _in_order("address_ends_after_start"),
            models.UniqueConstraint(
                fields=["party", "use"], condition=Q(ends_on__isnull=True), name="address_open_once"
            ),
        ]
        indexes = [
            models.Index(
                fields=["postcode", "house_number"],
                condition=~Q(postcode=""),
                name="address_postcode_number",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.use} address of {self.party_id}"

    @property
    def shown_postcode(self) -> str:
        """Return the postcode as people write it: `8011 AB`."""
        return format_postcode(self.postcode)

    @property
    def street_line(self) -> str:
        """Return street, number and suffix: `Dorpsstraat 12 A`."""
        return " ".join(filter(None, [self.street, self.house_number, self.suffix]))

    @property
    def fields(self) -> AddressFields:
        """Return the address without its dates."""
        return AddressFields(
            use=self.use,
            street=self.street,
            house_number=self.house_number,
            suffix=self.suffix,
            unit_id=self.unit_id,
            postcode=self.postcode,
            city=self.city,
            country=self.country,
            municipality_code=self.municipality_code,
            is_secret=self.is_secret,
        )


@tracked(of=("party",))
class ContactPoint(models.Model):
    """A phone number (E.164), e-mail address (lower case) or web address."""

    party = models.ForeignKey(Party, on_delete=models.CASCADE, related_name="contact_points")
    system = models.CharField(max_length=6, choices=ContactSystem)
    value = models.CharField(_("value"), max_length=254)
    use = models.CharField(_("use"), max_length=6, choices=ContactUse, default=ContactUse.HOME)
    rank = models.PositiveSmallIntegerField(_("order"), default=1)
    note = models.CharField(_("note"), max_length=120, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="contactpoint_system_known", condition=Q(system__in=ContactSystem.values)
            ),
            models.CheckConstraint(name="contactpoint_not_empty", condition=~Q(value="")),
            models.CheckConstraint(
                name="contactpoint_phone_in_e164",
                condition=~Q(system=ContactSystem.PHONE) | Q(value__regex=r"^\+[0-9]{5,15}$"),
            ),
            models.UniqueConstraint(
                fields=["party", "system", "value"], name="contactpoint_once_per_party"
            ),
        ]
        indexes = [models.Index(fields=["value"], name="contactpoint_value")]

    def __str__(self) -> str:
        return f"{self.system} of {self.party_id}"

    @property
    def fields(self) -> ContactPointFields:
        """Return the contact point as plain values."""
        return ContactPointFields(
            system=self.system, value=self.value, use=self.use, rank=self.rank, note=self.note
        )


BSN_PURPOSE = "bsn"


class IdentifierQuerySet(models.QuerySet["Identifier"]):
    def with_bsn(self, bsn: str) -> "IdentifierQuerySet":
        """Keep the identifiers that are this BSN; it is found by its keyed hash."""
        return self.with_indexes([crypto.compared_index(bsn, purpose=BSN_PURPOSE)])

    def with_indexes(self, indexes: Collection[bytes]) -> "IdentifierQuerySet":
        """Keep the identifiers of which the keyed hash, new or of before, is one of these."""
        return self.filter(
            Q(blind_index__in=indexes) | Q(previous_blind_index__in=indexes),
            system=IdentifierSystem.BSN,
        )


IdentifierManager = models.Manager.from_queryset(IdentifierQuerySet)


@tracked(
    of=("party",),
    sealed=("key_id", "cipher", "blind_index", "previous_blind_index"),
    without=("uid",),
)
class Identifier(models.Model):
    """A number by which others know a party. A BSN is sealed and found by its keyed hash only.

    `uid` is the associated data of the seal, so a sealed BSN cannot be moved to another row.
    """

    party = models.ForeignKey(Party, on_delete=models.CASCADE, related_name="identifiers")
    uid = models.UUIDField(default=uuid4, unique=True, editable=False)
    system = models.CharField(max_length=10, choices=IdentifierSystem)
    value = models.CharField(max_length=60, blank=True)
    key_id = models.CharField(max_length=20, blank=True, editable=False)
    cipher = models.BinaryField(null=True, editable=False)
    blind_index = models.BinaryField(null=True, editable=False)
    previous_blind_index = models.BinaryField(null=True, editable=False)
    state = models.CharField(
        max_length=12, choices=IdentifierState, default=IdentifierState.FROM_MESSAGE
    )

    objects = IdentifierManager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="identifier_system_known", condition=Q(system__in=IdentifierSystem.values)
            ),
            models.CheckConstraint(
                name="identifier_bsn_is_sealed",
                condition=Q(
                    system=IdentifierSystem.BSN,
                    value="",
                    cipher__isnull=False,
                    blind_index__isnull=False,
                )
                & ~Q(key_id="")
                | ~Q(system=IdentifierSystem.BSN)
                & ~Q(value="")
                & Q(cipher__isnull=True, blind_index__isnull=True, key_id=""),
            ),
            models.UniqueConstraint(
                fields=["party", "system", "value"],
                condition=~Q(system=IdentifierSystem.BSN),
                name="identifier_once_per_party",
            ),
            models.UniqueConstraint(
                fields=["party"],
                condition=Q(system=IdentifierSystem.BSN),
                name="identifier_one_bsn_per_person",
            ),
        ]
        indexes = [
            models.Index(
                fields=["blind_index"],
                condition=Q(blind_index__isnull=False),
                name="identifier_blind_index",
            ),
            models.Index(
                fields=["previous_blind_index"],
                condition=Q(previous_blind_index__isnull=False),
                name="identifier_previous_index",
            ),
            models.Index(
                fields=["system", "value"], condition=~Q(value=""), name="identifier_value"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.system} of {self.party_id}"

    @property
    def compared_index(self) -> bytes:
        """The keyed hash by which two BSNs are compared today."""
        is_old = crypto.is_index_being_replaced() and self.previous_blind_index
        return bytes((self.previous_blind_index if is_old else self.blind_index) or b"")


class BsnCheck(models.Model):
    """One step in the life of a person's BSN: where it came from, how it was checked, by whom.

    The latest step is how it stands. Of the document its kind and number are kept, the number
    sealed, never an image.
    """

    person = models.ForeignKey(Party, on_delete=models.CASCADE, related_name="bsn_checks")
    uid = models.UUIDField(default=uuid4, unique=True, editable=False)
    step = models.CharField(max_length=12, choices=BsnStep)
    source = models.CharField(_("source"), max_length=120, blank=True)
    document_kind = models.CharField(max_length=20, choices=DocumentKind, blank=True)
    document_number = models.BinaryField(null=True, editable=False)
    checked_on = models.DateField(null=True, blank=True)
    checked_by = models.ForeignKey(
        "access.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    recorded_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="bsncheck_step_known", condition=Q(step__in=BsnStep.values)
            ),
            models.CheckConstraint(
                name="bsncheck_seen_names_document",
                condition=~Q(step=BsnStep.SEEN)
                | ~Q(document_kind="") & Q(checked_on__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"BSN of {self.person_id}: {self.step}"


@tracked(of=("person",))
class ContactInstruction(models.Model):
    """What to mind in contact with a person: 'hard of hearing, let it ring'.

    It always ends, so that somebody asks again; `ends_on` is the first day it no longer holds.
    """

    ref = models.CharField(max_length=16, unique=True, default=new_ref, editable=False)
    person = models.ForeignKey(Party, on_delete=models.CASCADE, related_name="instructions")
    kind = models.CharField(_("about"), max_length=12, choices=InstructionKind)
    text = models.CharField(_("instruction"), max_length=120)
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"))
    created_by = models.ForeignKey(
        "access.User", on_delete=models.PROTECT, null=True, editable=False, related_name="+"
    )
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="contactinstruction_kind_known", condition=Q(kind__in=InstructionKind.values)
            ),
            models.CheckConstraint(name="contactinstruction_not_empty", condition=~Q(text="")),
            models.CheckConstraint(
                name="contactinstruction_ends_after_start",
                condition=Q(ends_on__gte=F("starts_on")),
            ),
        ]

    def __str__(self) -> str:
        return f"instruction {self.ref}"


@tracked(of=("person",), sealed=("cipher",), without=("uid",))
class KeySafe(models.Model):
    """The code of the box that holds the key of a client's door: sealed, and shown on request."""

    person = models.OneToOneField(Party, on_delete=models.CASCADE, related_name="key_safe")
    uid = models.UUIDField(default=uuid4, unique=True, editable=False)
    cipher = models.BinaryField(editable=False)
    place = models.CharField(_("place"), max_length=120, blank=True)
    changed_at = models.DateTimeField()
    changed_by = models.ForeignKey(
        "access.User", on_delete=models.PROTECT, null=True, editable=False, related_name="+"
    )

    def __str__(self) -> str:
        return f"key safe of {self.person_id}"
