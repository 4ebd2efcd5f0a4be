# SPDX-License-Identifier: EUPL-1.2
"""Closed lists of relations: what is stored is lower-case, what is shown is translated."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy, pgettext_lazy


class PartyKind(models.TextChoices):
    PERSON = "person", _("person")
    ORGANISATION = "organisation", _("organisation")


class PrecisionChoice(models.TextChoices):
    YEAR = "year", _("year")
    MONTH = "month", _("month")
    DAY = "day", _("day")


class Gender(models.TextChoices):
    FEMALE = "female", _("woman")
    MALE = "male", _("man")
    OTHER = "other", pgettext_lazy("gender", "other")
    UNKNOWN = "unknown", pgettext_lazy("gender", "unknown")


class NameUse(models.TextChoices):
    """Which surname somebody goes by: nl-core NL1 to NL4, BRP E, P, V and N."""

    OWN = "own", _("own name")
    PARTNER = "partner", _("name of partner")
    PARTNER_OWN = "partner_own", _("name of partner, then own name")
    OWN_PARTNER = "own_partner", _("own name, then name of partner")


class FormOfAddress(models.TextChoices):
    NONE = "", _("not known")
    FORMAL = "formal", _("formal, with Mr or Mrs")
    FIRST_NAME = "first_name", _("by first name")
    FULL_NAME = "full_name", _("by full name, without Mr or Mrs")


class Language(models.TextChoices):
    """Languages people speak at home; BCP 47. A code from a message may be any other."""

    NL = "nl", _("Dutch")
    FY = "fy", _("Frisian")
    EN = "en", _("English")
    DE = "de", _("German")
    FR = "fr", _("French")
    TR = "tr", _("Turkish")
    AR = "ar", _("Arabic")
    BER = "ber", _("Berber")
    PL = "pl", _("Polish")
    UK = "uk", _("Ukrainian")
    RU = "ru", _("Russian")
    ES = "es", _("Spanish")
    PT = "pt", _("Portuguese")
    IT = "it", _("Italian")
    PAP = "pap", _("Papiamento")
    SRN = "srn", _("Sranantongo")
    ID = "id", _("Indonesian")
    MS = "ms", _("Malay")
    ZH = "zh", _("Chinese")
    VI = "vi", _("Vietnamese")
    FA = "fa", _("Persian")
    SO = "so", _("Somali")
    TI = "ti", _("Tigrinya")
    DSE = "dse", _("Dutch Sign Language")


TITLES = {"female": _("Mrs"), "male": _("Mr")}
# The first line of a letter, by the code of `rules.salutation`.
GREETINGS = {
    "madam": _("Dear Mrs %(name)s,"),
    "sir": _("Dear Mr %(name)s,"),
    "name": _("Dear %(name)s,"),
    "first_name": _("Hello %(name)s,"),
}


class OrganisationKind(models.TextChoices):
    OWN = "own", _("own institution")
    HOME_CARE = "home_care", _("home care")
    NURSING_HOME = "nursing_home", _("nursing home")
    GENERAL_PRACTICE = "general_practice", _("general practice")
    HOSPITAL = "hospital", _("hospital")
    PHARMACY = "pharmacy", _("pharmacy")
    MENTAL_HEALTH = "mental_health", _("mental health care")
    DAY_CARE = "day_care", _("day care")
    THERAPY = "therapy", _("therapy practice")
    CARE_OFFICE = "care_office", _("care office")
    INSURER = "insurer", _("health insurer")
    MUNICIPALITY = "municipality", _("municipality")
    HOUSING = "housing", _("housing association")
    SUPPLIER = "supplier", _("supplier")
    VOLUNTARY = "voluntary", _("voluntary organisation")
    HOLDING = "holding", _("holding")
    PURCHASING = "purchasing", _("purchasing combination")
    OTHER = "other", pgettext_lazy("organisation", "other")


class RelationshipKind(models.TextChoices):
    """What the subject is of the object: 'Anna is informal carer of Bram'."""

    PARTNER = "partner", _("partner")
    PARENT = "parent", _("parent")
    CHILD = "child", _("child")
    SIBLING = "sibling", _("brother or sister")
    FAMILY = "family", _("other family")
    FRIEND = "friend", _("friend or acquaintance")
    NEIGHBOUR = "neighbour", _("neighbour")
    INFORMAL_CARER = "informal_carer", _("informal carer")
    CONTACT_PERSON = "contact_person", _("contact person")
    CURATOR = "curator", _("curator")
    MENTOR = "mentor", _("mentor")
    AUTHORISED = "authorised", _("authorised in writing")
    FINANCIAL_ADMINISTRATOR = "financial_administrator", _("financial administrator")
    CLIENT = "client", _("client")
    MEMBER = "member", _("member")
    PROSPECT = "prospect", _("prospect")
    LEAD = "lead", _("lead")
    REFERRER = "referrer", _("referrer")
    VOLUNTEER = "volunteer", _("volunteer")
    EMPLOYEE = "employee", _("works there")
    PRACTITIONER = "practitioner", _("practises there")
    BRANCH = "branch", _("branch")
    SUBSIDIARY = "subsidiary", _("subsidiary")
    PURCHASING_MEMBER = "purchasing_member", _("buys through it")
    PARTNER_ORGANISATION = "partner_organisation", _("works together with")


K = RelationshipKind
# How the object is to the subject, read from the other side.
INVERSE_LABELS = {
    K.PARTNER: _("partner"),
    K.PARENT: _("child"),
    K.CHILD: _("parent"),
    K.SIBLING: _("brother or sister"),
    K.FAMILY: _("other family"),
    K.FRIEND: _("friend or acquaintance"),
    K.NEIGHBOUR: _("neighbour"),
    K.INFORMAL_CARER: _("informal carer for"),
    K.CONTACT_PERSON: _("contact person for"),
    K.CURATOR: _("curator for"),
    K.MENTOR: _("mentor for"),
    K.AUTHORISED: _("authorised in writing for"),
    K.FINANCIAL_ADMINISTRATOR: _("financial administrator for"),
    K.CLIENT: _("client of"),
    K.MEMBER: _("member of"),
    K.PROSPECT: _("prospect of"),
    K.LEAD: _("lead of"),
    K.REFERRER: _("refers to"),
    K.VOLUNTEER: _("volunteer at"),
    K.EMPLOYEE: _("works at"),
    K.PRACTITIONER: _("practises at"),
    K.BRANCH: _("branch of"),
    K.SUBSIDIARY: _("subsidiary of"),
    K.PURCHASING_MEMBER: _("buys through"),
    K.PARTNER_ORGANISATION: _("works together with"),
}
PERSON_KINDS = (
    K.PARTNER, K.PARENT, K.CHILD, K.SIBLING, K.FAMILY, K.FRIEND, K.NEIGHBOUR, K.INFORMAL_CARER,
    K.CONTACT_PERSON, K.CURATOR, K.MENTOR, K.AUTHORISED, K.FINANCIAL_ADMINISTRATOR,
)  # fmt: skip
SYMMETRIC_KINDS = frozenset(
    {K.PARTNER, K.SIBLING, K.FAMILY, K.FRIEND, K.NEIGHBOUR, K.PARTNER_ORGANISATION}
)
REPRESENTATIVE_KINDS = (K.CURATOR, K.MENTOR, K.AUTHORISED, K.FINANCIAL_ADMINISTRATOR)
# What people are to an organisation without being in care there: these may stand on its page.
BUSINESS_KINDS = (K.EMPLOYEE, K.PRACTITIONER, K.CONTACT_PERSON, K.REFERRER, K.VOLUNTEER)
STRUCTURE_KINDS = (K.BRANCH, K.SUBSIDIARY, K.PURCHASING_MEMBER, K.PARTNER_ORGANISATION)


class TieGroup(models.TextChoices):
    """What kind of tie it is, in the order of the picture of who is around somebody."""

    CARE = "care", _("carers and representatives")
    FAMILY = "family", _("family and friends")
    HOUSEHOLD = "household", _("lives there too")
    SERVICES = "services", _("care and services")
    WORK = "work", _("work")
    STRUCTURE = "structure", _("organisation")


TIE_GROUPS = {
    **dict.fromkeys(PERSON_KINDS[:7], TieGroup.FAMILY),
    **dict.fromkeys(PERSON_KINDS[7:], TieGroup.CARE),
    **dict.fromkeys((K.CLIENT, K.MEMBER, K.PROSPECT, K.LEAD), TieGroup.SERVICES),
    **dict.fromkeys((K.EMPLOYEE, K.PRACTITIONER, K.VOLUNTEER, K.REFERRER), TieGroup.WORK),
    **dict.fromkeys(STRUCTURE_KINDS, TieGroup.STRUCTURE),
}


class AddressUse(models.TextChoices):
    HOME = "home", _("home address")
    TEMPORARY = "temp", _("temporary address")
    POSTAL = "postal", _("postal address")
    VISIT = "visit", _("visiting address")


class ContactSystem(models.TextChoices):
    PHONE = "phone", _("phone")
    EMAIL = "email", _("e-mail")
    URL = "url", _("web address")


class ContactUse(models.TextChoices):
    HOME = "home", pgettext_lazy("contact", "home")
    MOBILE = "mobile", pgettext_lazy("contact", "mobile")
    WORK = "work", pgettext_lazy("contact", "work")
    OTHER = "other", pgettext_lazy("contact", "other")


class IdentifierSystem(models.TextChoices):
    BSN = "bsn", _("BSN")
    AGB = "agb", _("AGB code")
    KVK = "kvk", _("Chamber of Commerce number")
    VESTIGING = "vestiging", _("branch number")
    UZOVI = "uzovi", _("UZOVI code")
    URA = "ura", _("URA number")
    BIG = "big", _("BIG number")
    OTHER = "other", pgettext_lazy("identifier", "other")


class IdentifierState(models.TextChoices):
    """How far a number was checked (for a BSN: Wabvpz articles 4 to 6)."""

    FROM_MESSAGE = "from_message", _("from a message")
    SEEN = "seen", _("identity document seen")
    CONFIRMED = "confirmed", _("confirmed by the register")


class BsnStep(models.TextChoices):
    """What happened with a person's BSN; the latest step is how it stands."""

    FROM_MESSAGE = "from_message", _("from a message")
    SEEN = "seen", _("identity document seen")
    CONFIRMED = "confirmed", _("confirmed by the register")
    REMOVED = "removed", pgettext_lazy("BSN", "removed")


class DocumentKind(models.TextChoices):
    PASSPORT = "passport", _("passport")
    IDENTITY_CARD = "identity_card", _("identity card")
    DRIVING_LICENCE = "driving_licence", _("driving licence")
    RESIDENCE_PERMIT = "residence_permit", _("residence permit")


class InstructionKind(models.TextChoices):
    HEARING = "hearing", _("hearing")
    SIGHT = "sight", _("sight")
    SPEECH = "speech", _("speech")
    INTERPRETER = "interpreter", _("interpreter")
    CHANNEL = "channel", _("preferred channel")
    ADDRESS = "address", _("form of address")
    TIME = "time", _("when to call")
    VIA = "via", _("contact through someone else")
    VISIT = "visit", _("at the door")
    OTHER = "other", pgettext_lazy("instruction", "other")


MOST_INSTRUCTIONS = 3

# Why a search or the duplicate check names somebody.
REASONS = {
    "name": "",
    "other_name": _("by another name of this person"),
    "similar": _("looks like it"),
    "birth_date": _("birth date"),
    "birth_year": _("birth year"),
    "address": _("address"),
    "email": _("e-mail"),
    "phone": _("phone"),
    "bsn": _("BSN"),
    "client_number": _("client number"),
    "identifier": _("registration number"),
    "surname": _("surname"),
    "given": _("given name"),
    "birth": _("birth date"),
    "gender": _("gender"),
}


class QuestionAnswer(models.TextChoices):
    """What the administrator found out about a person who may be known already."""

    SAME = "same", _("known already")
    OTHER = "other", _("someone else")


# What of two parties is chosen in a merge, by the name of its field.
MERGE_FIELDS = {
    "name": _("name"),
    "birth": _("birth date"),
    "gender": _("gender"),
    "death": _("died on"),
    "form_of_address": _("form of address"),
    "language": _("language"),
    "unit": _("team"),
    "legal_name": _("legal name"),
    "kind": _("kind"),
    "website": _("website"),
    "key_safe": _("code of the key safe"),
    "household": _("household"),
    **dict(AddressUse.choices),
    **{str(system): label for system, label in IdentifierSystem.choices if system != "bsn"},
}


@dataclass(frozen=True, slots=True)
class ComesAlong:
    """A kind of rows that comes along in a merge: in words, and who may know of it.

    `only` keeps the rows that count.
    """

    data_class: str
    text: Any
    only: Mapping[str, Any] = field(default_factory=dict)

    def words(self, count: int) -> str:
        """Return how many there are, in words."""
        return str(self.text % {"n": count})


# By table; None is not told. A table that is not here counts as something else.
COMES_ALONG: Mapping[str, ComesAlong | None] = {
    "relations.Relationship": ComesAlong(
        "a", ngettext_lazy("%(n)s tie with somebody else", "%(n)s ties with others", "n")
    ),
    "relations.Address": ComesAlong("a", ngettext_lazy("%(n)s address", "%(n)s addresses", "n")),
    "relations.ContactPoint": ComesAlong(
        "a", ngettext_lazy("%(n)s phone number or e-mail", "%(n)s phone numbers and e-mails", "n")
    ),
    "relations.Identifier": ComesAlong(
        "a", ngettext_lazy("%(n)s registration number", "%(n)s registration numbers", "n")
    ),
    "relations.ContactInstruction": ComesAlong(
        "b", ngettext_lazy("%(n)s contact instruction", "%(n)s contact instructions", "n")
    ),
    "relations.HouseholdMember": ComesAlong(
        "b", ngettext_lazy("%(n)s household", "%(n)s households", "n")
    ),
    "relations.KeySafe": ComesAlong(
        "b", ngettext_lazy("%(n)s key safe", "%(n)s key safes", "n")
    ),
    "access.CareRelation": ComesAlong(
        "b", ngettext_lazy("%(n)s care relation", "%(n)s care relations", "n")
    ),
    "dossiers.PlannedVisit": ComesAlong(
        "b", ngettext_lazy("%(n)s planned visit", "%(n)s planned visits", "n")
    ),
    "linkage.RecordLink": ComesAlong(
        "b",
        ngettext_lazy("%(n)s record of a source", "%(n)s records of sources", "n"),
        {"state__in": ["automatic", "confirmed"]},
    ),
    "linkage.Source": ComesAlong("b", ngettext_lazy("%(n)s source", "%(n)s sources", "n")),
    "contact.InteractionParty": ComesAlong(
        "b", ngettext_lazy("%(n)s conversation or note", "%(n)s conversations and notes", "n")
    ),
    "contact.Task": ComesAlong(
        "b",
        ngettext_lazy("%(n)s open task", "%(n)s open tasks", "n"),
        {"closed_at__isnull": True},
    ),
    "contact.AppointmentParty": ComesAlong(
        "b", ngettext_lazy("%(n)s appointment", "%(n)s appointments", "n")
    ),
    "access.Representation": ComesAlong(
        "b",
        ngettext_lazy("%(n)s who stands for a client", "%(n)s who stand for a client", "n"),
    ),
    "": ComesAlong("b", ngettext_lazy("%(n)s other item", "%(n)s other items", "n")),
    **dict.fromkeys(
        (
            "relations.Party", "relations.PersonDetail", "relations.OrganisationDetail",
            "relations.BsnCheck", "relations.Merge", "relations.DuplicateQuestion",
            "access.Capacity", "access.Death", "access.Emergency", "access.Occasion",
            "contact.ClientStatement", "contact.IncomingCall", "contact.Interaction",
            "contact.MeetingAttendance", "contact.WorkedTime", "dossiers.DossierNotice",
            "linkage.Ground", "linkage.RecordMove", "privacy.Case", "privacy.Find",
            "privacy.LegalHold", "privacy.PrivacyRequest", "privacy.WellKnown",
            "relations.Objection", "relations.Restriction", "desk.Watch",
        )
    ),
}  # fmt: skip
