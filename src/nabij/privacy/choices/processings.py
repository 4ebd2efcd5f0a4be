# SPDX-License-Identifier: EUPL-1.2
"""The register of processing (AVG, article 30): what is done with data of persons, and why.

Each door and each job belongs to one processing: by its package, or by its own name where it does
something else than its package. A package that is not here fails a test.
"""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True, kw_only=True)
class Processing:
    """One processing: what for, on what ground of the law, of what data, seen by whom, how long."""

    name: Any
    purpose: Any
    ground: Any
    data: Any
    receivers: Any
    kept: Any


_DATA_A = _("identity and contact")
_KEPT_CARE = _("20 years after the last change (WGBO 7:454)")
_KEPT_LOG = _("at least 5 years, at most as long as the record")

CARE = Processing(
    name=_("Giving care with the whole picture"),
    purpose=_("to give and arrange care"),
    ground=_("agreement on treatment: WGBO 7:454 and 7:457, AVG 6(1)(b) and 9(2)(h)"),
    data=_("identity, contact, organisation and content of care; shielded data by consent"),
    receivers=_("care professionals of the client; the front office without the content of care"),
    kept=_KEPT_CARE,
)
RELATIONS = Processing(
    name=_("Knowing who is who, and how to reach them"),
    purpose=_("to reach the right person and mistake nobody"),
    ground=_("agreement and legitimate interest: AVG 6(1)(b) and (f)"),
    data=_("identity and contact, family, households; the BSN where the Wabvpz prescribes it"),
    receivers=_("colleagues with a relations role; of others the card only"),
    kept=_("with the care record; without care 2 years after the last contact"),
)
CONTACT = Processing(
    name=_("Contact, tasks and calls"),
    purpose=_("to keep what was agreed"),
    ground=_("agreement: AVG 6(1)(b) and 9(2)(h)"),
    data=_("what was said, with whom, and what is still to be done"),
    receivers=_("who serves the client; about business also account managers"),
    kept=_KEPT_CARE,
)
COPIES = Processing(
    name=_("Taking in and linking records of other providers"),
    purpose=_("to know at the client what other providers know"),
    ground=_("decision of the client or handoff: AVG 6(1)(a) and 9(2)(a) and (h), Wabvpz 15a"),
    data=_("records as the source sent them"),
    receivers=_("who is involved, as far as the decision of the client says"),
    kept=_("as long as its ground holds, except what was taken over"),
)
DECISIONS = Processing(
    name=_("Consent, objection and who stands for the client"),
    purpose=_("to obey what the client decides, and who decides for them"),
    ground=_("legal duty: AVG 7(1) and 21, WGBO 7:465"),
    data=_("decisions, papers, who may be told what, judgements of capacity"),
    receivers=_("front office and care professionals of the client"),
    kept=_KEPT_CARE,
)
EMERGENCY = Processing(
    name=_("Emergency button"),
    purpose=_("to help at once when nobody of the team can"),
    ground=_("vital interests: AVG 6(1)(d) and 9(2)(c)"),
    data=_("the dossier of one client, for an hour"),
    receivers=_("the care professional who pressed it; reviewed by the privacy officer"),
    kept=_KEPT_LOG,
)
AFTER_DEATH = Processing(
    name=_("A client who died"),
    purpose=_("to stop what was planned, and to answer relatives"),
    ground=_("legal duty: WGBO 7:458a"),
    data=_("date and source of the death; the dossier by case"),
    receivers=_("the team for a short time; then one colleague named in a case"),
    kept=_KEPT_CARE,
)
RIGHTS = Processing(
    name=_("Log, rights of persons and privacy cases"),
    purpose=_("to show who looked and why, and to put right what went wrong"),
    ground=_("legal duty: AVG 5(2), 12 to 22 and 33, Wabvpz 15e, NEN 7513"),
    data=_("who looked at whom, when and why; cases"),
    receivers=_("privacy officer, data protection officer, and the client"),
    kept=_KEPT_LOG,
)
SIGNING_IN = Processing(
    name=_("Signing in and rights of colleagues"),
    purpose=_("to let in who works here and nobody else"),
    ground=_("legal duty: AVG 32, NEN 7510"),
    data=_("name, address and roles of colleagues; hashed codes"),
    receivers=_("the colleague, and the administrator"),
    kept=_("as long as somebody works here, and 5 years in the log"),
)
BUSINESS = Processing(
    name=_("Business relations"),
    purpose=_("to work with organisations"),
    ground=_("legitimate interest: AVG 6(1)(f)"),
    data=_DATA_A,
    receivers=_("front office and account managers"),
    kept=_("2 years after the last contact"),
)
TOTALS = Processing(
    name=_("Strategy and value, by totals"),
    purpose=_("to run the institution"),
    ground=_("no data of persons: totals only"),
    data=_("totals, of at least as many as the setting says"),
    receivers=_("managers and controllers"),
    kept=_("as long as the plan is used"),
)

BY_PACKAGE = {
    "access": SIGNING_IN,
    "accounts": BUSINESS,
    "clientview": CARE,
    "config": SIGNING_IN,
    "contact": CONTACT,
    "core": SIGNING_IN,
    "desk": CONTACT,
    "dossiers": COPIES,
    "imports": RELATIONS,
    "linkage": COPIES,
    "lists": RELATIONS,
    "marketing": RELATIONS,
    "portal": CARE,
    "privacy": RIGHTS,
    "relations": RELATIONS,
    "service": CONTACT,
    "value": TOTALS,
    "web": SIGNING_IN,
}
# What does something else than its package does.
BY_EVENT = {
    "after-death": AFTER_DEATH,
    "capacity": DECISIONS,
    "consent": DECISIONS,
    "death": AFTER_DEATH,
    "emergency": EMERGENCY,
    "emergency-end": EMERGENCY,
    "emergency-form": EMERGENCY,
    "ground": DECISIONS,
    "grounds": DECISIONS,
    "objection": DECISIONS,
    "representation": DECISIONS,
    "representation-change": DECISIONS,
    "restriction": DECISIONS,
    "restriction-form": DECISIONS,
    "restriction-lifted": DECISIONS,
    "statement": DECISIONS,
    "statement-form": DECISIONS,
}
