# SPDX-License-Identifier: EUPL-1.2
"""Closed lists of the intake and of facts."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class FactKind(models.TextChoices):
    # What a Patient says beside the columns of its record: contacts, general practitioner,
    # language.
    IDENTITY = "identity", _("personal data")
    RELATED_PERSON = "related_person", _("contact person")
    PROBLEM = "problem", _("problem")
    ALLERGY = "allergy", _("allergy or intolerance")
    MEDICATION = "medication", _("medication")
    OBSERVATION = "observation", _("measurement or observation")
    PROCEDURE = "procedure", _("treatment")
    IMMUNIZATION = "immunization", _("vaccination")
    ENCOUNTER = "encounter", _("contact with a care provider")
    EPISODE = "episode", _("care period")
    CARE_PLAN = "care_plan", _("care plan")
    GOAL = "goal", _("goal")
    CARE_TEAM = "care_team", _("care team")
    APPOINTMENT = "appointment", _("visit or appointment")
    TASK = "task", _("task")
    CONSENT = "consent", _("consent")
    DIRECTIVE = "directive", _("treatment directive")
    COVERAGE = "coverage", _("insurance or financing")
    FLAG = "flag", _("alert")
    DEVICE = "device", _("aid or device")
    DOCUMENT = "document", _("document")
    REPORT = "report", _("result report")
    NUTRITION = "nutrition", _("diet")
    QUESTIONNAIRE = "questionnaire", _("questionnaire")
    NOTE = "note", _("report or handoff")
    COMMUNICATION = "communication", _("message")
    OTHER = "other", _("other")


class IntakeState(models.TextChoices):
    WAITING = "waiting", _("waiting")
    RUNNING = "running", _("running")
    DONE = "done", _("done")
    FAILED = "failed", _("stopped with an error")
    CANCELLED = "cancelled", _("stopped by a colleague")


class ReferenceState(models.TextChoices):
    WAITING = "waiting", _("not resolved yet")
    RESOLVED = "resolved", _("found")
    CONTAINED = "contained", _("inside the resource itself")
    DANGLING = "dangling", _("refers to something that did not come along")
    DISPLAY_ONLY = "display_only", _("a name only")


class Media(models.TextChoices):
    JSON = "json", "JSON"
    XML = "xml", "XML"


class NoticeKind(models.TextChoices):
    CHANGED = "changed", _("something changed in the dossier")
    NEW_SOURCE = "new_source", _("a source was added")


# What stands in the columns of a roster, in words.
ROSTER_COLUMNS = {
    "client_number": _("Client number"),
    "date": _("Day"),
    "start": _("Begin"),
    "end": _("Until"),
    "team": _("Team"),
    "colleague": _("Colleague"),
    "kind": _("Kind"),
}
