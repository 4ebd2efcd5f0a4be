# SPDX-License-Identifier: EUPL-1.2
"""Closed lists of sources, grounds and links."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class CareType(models.TextChoices):
    GENERAL_PRACTICE = "gp", _("general practice")
    HOSPITAL = "hospital", _("hospital")
    PHARMACY = "pharmacy", _("pharmacy")
    HOME_CARE = "home_care", _("home care")
    DAY_CARE = "day_care", _("day care")
    NURSING_HOME = "nursing_home", _("nursing home")
    MENTAL_HEALTH = "mental_health", _("mental health care")
    ADDICTION_CARE = "addiction_care", _("addiction care")
    OTHER = "other", _("other care")


SENSITIVE_CARE_TYPES = frozenset({CareType.MENTAL_HEALTH, CareType.ADDICTION_CARE})


class FhirVersion(models.TextChoices):
    STU3 = "stu3", "FHIR STU3"
    R4 = "r4", "FHIR R4"


class GroundKind(models.TextChoices):
    """Why a copy from this source may be open at all; without one it is stored closed."""

    OWN_RECORD = "own_record", _("our own record")
    HANDOFF = "handoff", _("nursing handoff received")
    CONSENT = "consent", _("consent of the client")
    BROUGHT = "brought", _("brought by the client")


class Decision(models.TextChoices):
    GIVEN = "given", pgettext_lazy("decision", "given")
    REFUSED = "refused", _("refused")
    WITHDRAWN = "withdrawn", _("withdrawn")


class Category(models.TextChoices):
    """What of a copy the client lets others see; sensitive data is asked apart."""

    CARE = "care", _("everything, the content of care too")
    ORGANISATION = "organisation", _("only who comes and when")


class GivenHow(models.TextChoices):
    """How a decision was told."""

    PAPER = "paper", _("on paper, with a signature")
    SPOKEN = "spoken", _("by word of mouth")
    PORTAL = "portal", _("in the portal")


class BsnState(models.TextChoices):
    """What a source tells of the BSN: a masked one is unknown, not different."""

    PRESENT = "present", _("present")
    MASKED = "masked", _("masked")
    ABSENT = "absent", _("absent")


class LinkState(models.TextChoices):
    AUTOMATIC = "automatic", _("linked automatically")
    CONFIRMED = "confirmed", _("confirmed by a colleague")
    PROPOSED = "proposed", _("proposed")
    REJECTED = "rejected", _("not the same person")
    SUPERSEDED = "superseded", _("replaced by another link")


class MoveKind(models.TextChoices):
    """Why records of one person became those of another."""

    LINKED = "linked", _("judged to be the same person")
    UNLINKED = "unlinked", _("taken away from this person")
    BY_HAND = "by_hand", _("put with another person by hand")
    PUT_BACK = "put_back", _("put back")


class Verdict(models.TextChoices):
    SAME = "same", _("the same person")
    DIFFERENT = "different", _("not the same person")
    LATER = "later", _("later")


class Queue(models.TextChoices):
    """In which order a colleague judges, and what."""

    SCORE = "score", _("likeliest first")
    RISK = "risk", _("riskiest first")
    LATER = "later", _("put off")
    SAMPLE = "sample", _("sample")


class MachineSaid(models.TextChoices):
    """What linking had made of two records before a colleague judged them."""

    LINKED = "linked", _("linked automatically")
    DOUBTED = "doubted", _("linked, but no longer fits")
    ASKED = "asked", _("asked a colleague")
    APART = "apart", _("kept apart without asking")


class RunState(models.TextChoices):
    """How far a linking of all records is."""

    READING = "reading", "reading and comparing"
    WRITING = "writing", "writing"
    DONE = "done", "done"


class PlannedKind(models.TextChoices):
    """What a linking of all records will write."""

    PERSON = "person", "a person of its own"
    LINK = "link", "a link to a person"
    ASK = "ask", "a proposal to a colleague"
    LOOK = "look", "seen as it is now, with a question when it no longer fits"


ACTIVE_LINK_STATES = (LinkState.AUTOMATIC, LinkState.CONFIRMED)


# What a piece of evidence says, in the words of a colleague; the codes are those of
# `rules.reasons`.
REASONS = {
    "client_number-same": _("same client number"),
    "bsn-same": _("same BSN"),
    "bsn-different": _("another BSN"),
    "surname-same": _("same surname"),
    "surname-rare": _("same surname, and a rare one"),
    "surname-common": _("same surname, and a common one"),
    "surname-crossed": _("the surname of the one is the given name of the other"),
    "surname-one-letter": _("surname differs one letter"),
    "surname-shared": _("one surname in common"),
    "surname-typed": _("surname is spelled nearly the same"),
    "surname-alike": _("surname looks alike"),
    "surname-close": _("surname sounds or looks alike"),
    "surname-different": _("another surname"),
    "given-same": _("same given name"),
    "given-call": _("the call name of the one is the given name of the other"),
    "given-initials": _("same initials"),
    "given-form": _("given names can be forms of one name"),
    "given-close": _("given name is spelled nearly the same"),
    "given-initial": _("first initial is the same, more is not known"),
    "given-order": _("the same given names in another order"),
    "given-different": _("another given name"),
    "given-other_initials": _("same given name, other initials"),
    "given-initials_differ": _("same first initial, other ones after it"),
    "given-other_name": _("another given name with the same initial"),
    "given-other_initial": _("another first initial"),
    "birth-same": _("same birth date"),
    "birth-swapped": _("day and month of the birth date are swapped"),
    "birth-partial": _("birth dates agree as far as they are known"),
    "birth-close": _("birth date differs in one part"),
    "birth-digit": _("birth date differs in one digit"),
    "birth-different": _("another birth date"),
    "birth-generation": _("birth dates a generation apart"),
    "gender-same": _("same gender"),
    "gender-different": _("another gender"),
    "address-same": _("same address"),
    "address-suffix": _("same house number, another suffix"),
    "address-postcode": _("same postcode, another house number"),
    "address-near": _("same house number, postcode nearly the same"),
    "address-area": _("same neighbourhood, another address"),
    "address-different": _("another address"),
    "phone-same": _("same phone number"),
    "phone-family": _("same phone number, which a few others have as well"),
    "phone-crowd": _("same phone number, which many others have as well"),
    "phone-typed": _("phone number is typed nearly the same"),
    "phone-different": _("another phone number"),
    "email-same": _("same e-mail address"),
    "email-family": _("same e-mail address, which a few others have as well"),
    "email-crowd": _("same e-mail address, which many others have as well"),
    "email-typed": _("e-mail address is typed nearly the same"),
    "email-different": _("another e-mail address"),
}

# The rows of two copies side by side, by the attribute of `rules.Side`.
FIELD_LABELS = {
    "name": _("Name"),
    "given_names": _("Given names"),
    "initials": _("Initials"),
    "call_name": _("Call name"),
    "surname": _("Surname"),
    "partner_name": _("Partner's name"),
    "birth": _("Birth date"),
    "gender": _("Gender"),
    "address": _("Address"),
    "city": _("Postcode and city"),
    "phones": _("Phone"),
    "emails": _("E-mail"),
    "bsn_state": _("BSN"),
    "client_number": _("Client number"),
}
GENDERS = {
    "female": _("woman"),
    "male": _("man"),
    "other": pgettext_lazy("gender", "other"),
    "unknown": pgettext_lazy("gender", "unknown"),
}
BSN_WORDS = {
    "present": _("known, not shown here"),
    "masked": _("shielded by the source"),
    "absent": _("not known"),
}
OPEN_STATES = {
    "open": pgettext_lazy("record", "open"),
    "refused": _("refused"),
    "withdrawn": _("withdrawn"),
    "no_ground": _("no ground"),
    "not_for_you": _("open to others, not to you"),
}
# How good linking is: in the same words on the page and from `nabij link evaluate`.
PRECISION = _("of what was joined is right (precision)")
RECALL = _("of what belongs together was joined (recall)")
REACHED = _("of what belongs together was joined or asked")
SAMPLED = _("drawn as a sample")
NOT_SAMPLED = _("judged for another reason")

# What the score of two copies means, by `rules.Outcome`.
OUTCOMES = {
    "strong": _("Strong: name, birth date and more agree, and nothing contradicts it."),
    "likely": _("More likely one person than two, but not sure enough without you."),
    "even": _("It can go either way."),
    "unlikely": _("More likely two persons than one, but something important agrees."),
}
# One key per decision, in the language of the page.
KEYS = {
    "same": pgettext_lazy("key", "y"),
    "different": pgettext_lazy("key", "n"),
    "later": pgettext_lazy("key", "l"),
    "take_back": pgettext_lazy("key", "u"),
}
RECORDED_SAME = _("Recorded: the same person.")
RECORDED_DIFFERENT = _("Recorded: not the same person.")
RECORDED_LATER = _("Put off: it stands at the back until then.")

# How sure the engine is that two copies are one person: the lowest score of each, and its words.
SURE, LIKELY = 0.999, 0.95
BANDS = ((0.0, _("possible")), (LIKELY, _("likely")), (SURE, _("very likely")))


def band(score: float) -> int:
    """Return the position in `BANDS` of a score."""
    return sum(score >= lowest for lowest, _words in BANDS[1:])


def likeliness(score: float) -> str:
    """Return in words how sure the engine is that two copies are one person."""
    return str(BANDS[band(score)][1])
