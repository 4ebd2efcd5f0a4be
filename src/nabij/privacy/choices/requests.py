# SPDX-License-Identifier: EUPL-1.2
"""What a person may ask, and what can become of it."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from nabij.relations.choices.restrictions import RestrictionReason


class RequestKind(models.TextChoices):
    """Each with its article; destruction of care data is another right than erasure."""

    ACCESS = "access", _("a copy of everything")
    PORTABILITY = "portability", _("take the data along")
    RECTIFICATION = "rectification", _("correct something")
    ERASURE = "erasure", _("erase (what is no care)")
    DESTRUCTION = "destruction", _("destroy the care record")
    RESTRICTION = "restriction", _("restrict the use")
    OBJECTION = "objection", _("object to a use")
    MARKETING = "marketing", _("no marketing")


# What may be restricted while it is judged, and for which reasons (AVG 18 paragraph 1).
RESTRICTS: dict[str, frozenset[str]] = {
    RequestKind.RESTRICTION: frozenset(RestrictionReason.values),
    RequestKind.RECTIFICATION: frozenset({RestrictionReason.ACCURACY}),
    RequestKind.OBJECTION: frozenset({RestrictionReason.OBJECTION}),
}


class Asker(models.TextChoices):
    PERSON = "person", _("the person")
    REPRESENTATIVE = "representative", _("who represents them")
    RELATIVE = "relative", _("a relative after death")
    OTHER = "other", _("somebody else")
    OURSELVES = "ourselves", _("we ourselves: the term is over")


# Who is no party on record: by name, with how we know them and by what right they ask.
BY_NAME = (Asker.RELATIVE, Asker.OTHER)


class IdentityCheck(models.TextChoices):
    DOCUMENT = "document", _("identity document seen")
    KNOWN = "known", _("known to us in person")
    SIGNED_IN = "signed_in", _("signed in to the portal")
    CALLED_BACK = "called_back", _("called back on the known number")


class RequestState(models.TextChoices):
    OPEN = "open", _("to decide")
    DECIDED = "decided", _("decided")
    DONE = "done", _("carried out")


class Decision(models.TextChoices):
    GRANTED = "granted", _("granted")
    PARTLY = "partly", _("partly granted")
    REFUSED = "refused", _("refused")


class Ground(models.TextChoices):
    """Why something is refused or kept."""

    NONE = "", _("nothing stands against it")
    CARE_RECORD = "wgbo_454", _("the care record is kept for 20 years (WGBO 7:454)")
    OTHERS_INTEREST = "wgbo_455", _("substantial interest of somebody else (WGBO 7:455)")
    LAW = "law", _("a law says we keep it")
    COMPLAINT = "complaint", _("a complaint or claim is open")
    OTHERS_RIGHTS = "others", _("rights of somebody else (AVG 15 paragraph 4)")
    NOT_IDENTIFIED = "identity", _("we cannot tell who asks (AVG 12 paragraph 2)")
    UNFOUNDED = "unfounded", _("unfounded or excessive (AVG 12 paragraph 5)")
