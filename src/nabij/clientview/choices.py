# SPDX-License-Identifier: EUPL-1.2
"""The words of the picture: what the codes of the rules are called on a page."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

STANCES = {
    "in_force": _("in force"),
    "supplied": _("handed out"),
    "unsure": _("not certain"),
    "on_hold": _("on hold"),
    "planned": _("planned"),
    "ended": _("ended"),
    "denied": _("refuted"),
    "unclear": _("not understood"),
    "error": _("entered in error"),
}
# The same stance has a word of its own for some kinds of fact.
STANCES_BY_KIND = {
    ("medication", "in_force"): _("in use"),
    ("medication", "ended"): _("stopped"),
    ("medication", "denied"): _("not used"),
    ("problem", "in_force"): _("active"),
    ("problem", "ended"): _("over"),
    ("allergy", "in_force"): _("active"),
    ("allergy", "ended"): _("over"),
    ("goal", "in_force"): _("working on it"),
    ("goal", "ended"): _("closed"),
    ("procedure", "in_force"): _("done"),
    ("procedure", "denied"): _("not done"),
}
TONES = {
    "in_force": "ok",
    "supplied": "ok",
    "unsure": "warn",
    "on_hold": "warn",
    "planned": "info",
    "ended": "",
    "denied": "no",
    "unclear": "warn",
    "error": "no",
}
VERDICTS = {
    "differ": _("sources differ"),
    "contradict": _("sources contradict"),
}
DECISIONS = {
    "permit": _("yes, permitted"),
    "deny": _("no, refused"),
    "restricted": _("yes, but"),
    "": _("not clear"),
}
DECISION_TONES = {"permit": "ok", "deny": "no", "restricted": "warn", "": "warn"}
GROUPS = {
    "1-family": _("family and carers"),
    "2-team": _("care team"),
    "3-professional": _("professional"),
    "4-organisation": _("organisation"),
    "5-financier": _("pays"),
}
FAMILIES = {
    "personal_care": _("personal care"),
    "nursing": _("nursing"),
    "medication_help": _("help with medication"),
    "household": _("household help"),
    "guidance": _("guidance"),
    "day_care": _("day care"),
    "meals": _("meals"),
    "physiotherapy": _("physiotherapy"),
    "occupational_therapy": _("occupational therapy"),
    "dietetics": _("dietetics"),
    "case_management": _("case management"),
}
MEDICATION_KINDS = {
    "agreement": _("agreed"),
    "dosing_schedule": _("dosing schedule"),
    "dispense_request": _("asked to hand out"),
    "administration_agreement": _("agreed at the pharmacy"),
    "dispense": _("handed out"),
    "use": _("use as told"),
    "administration": _("given"),
}
CRITICALITIES = {
    "high": _("high risk"),
    "low": _("low risk"),
    "unable-to-assess": _("risk not known"),
}
SEVERITIES = {"mild": _("mild"), "moderate": _("moderate"), "severe": _("severe")}
# Why a source is shut; `no_ground`: nobody asked the client yet.
SHUT = {
    "refused": _("refused by the client"),
    "withdrawn": _("consent withdrawn by the client"),
    "no_ground": _("no ground recorded"),
}
VISIT_STATES = {
    "cancelled": _("called off"),
    "noshow": _("client was not there"),
    "no-show": _("client was not there"),
}
# Status words of FHIR as people say them; one that is not listed is shown as it was sent.
STATUSES = {
    "active": pgettext_lazy("status", "active"),
    "inactive": pgettext_lazy("status", "not active"),
    "resolved": pgettext_lazy("status", "over"),
    "remission": pgettext_lazy("status", "in remission"),
    "recurrence": pgettext_lazy("status", "came back"),
    "relapse": pgettext_lazy("status", "came back"),
    "confirmed": pgettext_lazy("status", "confirmed"),
    "unconfirmed": pgettext_lazy("status", "not confirmed"),
    "provisional": pgettext_lazy("status", "provisional"),
    "differential": pgettext_lazy("status", "one of the possibilities"),
    "refuted": pgettext_lazy("status", "refuted"),
    "entered-in-error": pgettext_lazy("status", "entered in error"),
    "completed": pgettext_lazy("status", "completed"),
    "stopped": pgettext_lazy("status", "stopped"),
    "cancelled": pgettext_lazy("status", "called off"),
    "on-hold": pgettext_lazy("status", "on hold"),
    "suspended": pgettext_lazy("status", "on hold"),
    "draft": pgettext_lazy("status", "draft"),
    "intended": pgettext_lazy("status", "intended"),
    "planned": pgettext_lazy("status", "planned"),
    "proposed": pgettext_lazy("status", "proposed"),
    "booked": pgettext_lazy("status", "booked"),
    "pending": pgettext_lazy("status", "asked for"),
    "arrived": pgettext_lazy("status", "arrived"),
    "fulfilled": pgettext_lazy("status", "done"),
    "noshow": pgettext_lazy("status", "client was not there"),
    "finished": pgettext_lazy("status", "finished"),
    "in-progress": pgettext_lazy("status", "going on"),
    "final": pgettext_lazy("status", "final"),
    "preliminary": pgettext_lazy("status", "preliminary"),
    "amended": pgettext_lazy("status", "amended"),
    "corrected": pgettext_lazy("status", "corrected"),
    "registered": pgettext_lazy("status", "registered"),
    "current": pgettext_lazy("status", "current"),
    "superseded": pgettext_lazy("status", "replaced"),
    "accepted": pgettext_lazy("status", "accepted"),
    "requested": pgettext_lazy("status", "asked for"),
    "received": pgettext_lazy("status", "received"),
    "ready": pgettext_lazy("status", "ready"),
    "rejected": pgettext_lazy("status", "rejected"),
    "revoked": pgettext_lazy("status", "withdrawn"),
    "not-done": pgettext_lazy("status", "not done"),
    "not-taken": pgettext_lazy("status", "not used"),
    "achieved": pgettext_lazy("status", "achieved"),
    "sustaining": pgettext_lazy("status", "being kept up"),
    "unknown": pgettext_lazy("status", "unknown"),
}
# Icons of the panels and lines, by kind of fact.
ICONS = {
    "allergy": "alert-triangle",
    "problem": "stethoscope",
    "medication": "pill",
    "directive": "clipboard-heart",
    "flag": "alert-hexagon",
    "care_plan": "clipboard-list",
    "goal": "target-arrow",
    "device": "wheelchair",
    "nutrition": "salad",
    "observation": "activity",
}
