# SPDX-License-Identifier: EUPL-1.2
"""Closed lists of contact: what is stored is lower-case, what is shown is translated."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Channel(models.TextChoices):
    PHONE = "phone", _("phone")
    VISIT = "visit", _("visit")
    EMAIL = "email", _("e-mail")
    LETTER = "letter", _("letter")
    CHAT = "chat", _("chat")
    PORTAL = "portal", _("client portal")


CHANNEL_ICONS = {
    Channel.PHONE: "phone",
    Channel.VISIT: "home",
    Channel.EMAIL: "mail",
    Channel.LETTER: "file-text",
    Channel.CHAT: "message",
    Channel.PORTAL: "world",
}


# What another colleague did or is about to do, said to who approaches the same relation.
APPROACHES = {
    Channel.PHONE: _("%(name)s phoned %(when)s"),
    Channel.VISIT: _("%(name)s visited %(when)s"),
    Channel.EMAIL: _("%(name)s mailed %(when)s"),
    Channel.LETTER: _("%(name)s wrote %(when)s"),
    Channel.CHAT: _("%(name)s chatted %(when)s"),
    Channel.PORTAL: _("%(name)s had contact through the portal %(when)s"),
    "contact": _("%(name)s was in contact %(when)s"),
    "planned": _("%(name)s is to do something here %(when)s"),
    "appointment": _("%(name)s has an appointment %(when)s"),
}


class Direction(models.TextChoices):
    IN = "in", _("they came to us")
    OUT = "out", _("we went to them")


class Topic(models.TextChoices):
    """What kind of conversation it was; what was said stands in the text."""

    PLANNING = "planning", _("visits and planning")
    CARE = "care", _("question about care")
    REGISTRATION = "registration", _("registration or intake")
    INVOICE = "invoice", _("invoice or payment")
    INFORMATION = "information", _("information")
    COOPERATION = "cooperation", _("working together")
    OTHER = "other", pgettext_lazy("topic", "something else")


class Outcome(models.TextChoices):
    DONE = "done", _("dealt with")
    FOLLOW_UP = "follow_up", _("to be continued")
    NO_ANSWER = "no_answer", _("no answer")
    MESSAGE = "message", _("left a message")


class TextClass(models.TextChoices):
    """Who reads what was said: the classes of data that a way in opens."""

    ORGANISATION = "b", _("colleagues who serve this client")
    CARE = "c", _("only colleagues who give care")
    # Discontent is read by the complaints officer too, who sees no organisation of care.
    IDENTITY = "a", _("whoever serves this client, and the complaints officer")


# What a colleague chooses from when writing down what was said.
SAID_CLASSES = [
    (TextClass.ORGANISATION.value, TextClass.ORGANISATION.label),
    (TextClass.CARE.value, TextClass.CARE.label),
]


class ConfidenceReason(models.TextChoices):
    """Why something is in confidence, or no longer: a closed list that tells nothing of it."""

    ASKED = "asked", _("who said it asks for it")
    HARMS_CLIENT = "harms_client", _("the client could come to harm")
    HARMS_OTHER = "harms_other", _("somebody else could come to harm")
    AGREED = "agreed", _("who said it agrees that the client reads it")
    KNOWN = "known", _("the client knows it already")
    MISTAKE = "mistake", _("it was marked by mistake")


# For which reasons it is put in confidence, and for which it is lifted.
CONFIDES = (
    ConfidenceReason.ASKED,
    ConfidenceReason.HARMS_CLIENT,
    ConfidenceReason.HARMS_OTHER,
)
LIFTS = (ConfidenceReason.AGREED, ConfidenceReason.KNOWN, ConfidenceReason.MISTAKE)


class TaskKind(models.TextChoices):
    TASK = "task", _("task")
    CALL_BACK = "call_back", _("call-back")
    PROMISE = "promise", _("promise")
    DISCONTENT = "discontent", _("discontent")


TASK_ICONS = {
    TaskKind.TASK: "list-check",
    TaskKind.CALL_BACK: "phone-call",
    TaskKind.PROMISE: "heart-handshake",
    TaskKind.DISCONTENT: "alert-circle",
}


class Priority(models.IntegerChoices):
    """The lower, the sooner."""

    URGENT = 1, _("urgent")
    NORMAL = 2, _("normal")
    LOW = 3, _("when there is time")


class Recurrence(models.TextChoices):
    DAY = "day", _("every day")
    WEEK = "week", _("every week")
    MONTH = "month", _("every month")
    YEAR = "year", _("every year")


class TaskEnd(models.TextChoices):
    DONE = "done", _("done")
    CANCELLED = "cancelled", _("no longer needed")
    DIED = "died", _("stopped: the client has died")


class StepKind(models.TextChoices):
    ATTEMPT = "attempt", _("called")
    HAND_OVER = "hand_over", _("handed over")
    DONE = "done", _("done")
    CANCELLED = "cancelled", _("no longer needed")
    DIED = "died", _("stopped: the client has died")
    REOPENED = "reopened", _("opened again")


class AttemptOutcome(models.TextChoices):
    REACHED = "reached", _("spoke to them")
    NO_ANSWER = "no_answer", _("no answer")
    VOICEMAIL = "voicemail", _("left a message on voicemail")
    BUSY = "busy", _("number engaged")
    WRONG_NUMBER = "wrong_number", _("wrong number")


class Manner(models.TextChoices):
    """How discontent came in: what is written asks for a written answer."""

    ORAL = "oral", _("oral")
    WRITTEN = "written", _("written")


class IdentityCheck(models.TextChoices):
    """What a caller is asked, to be sure who it is."""

    BIRTH_DATE = "birth_date", _("birth date")
    ADDRESS = "address", _("postcode with house number")
    CLIENT_NUMBER = "client_number", _("client number")


class AppointmentKind(models.TextChoices):
    """What an appointment is, for whoever may know with whom it is."""

    VISIT = "visit", _("visit")
    OFFICE = "office", _("conversation at our office")
    PHONE = "phone", _("phone call")
    VIDEO = "video", _("video call")
    MEETING = "meeting", _("meeting")
    OTHER = "other", pgettext_lazy("appointment", "something else")


APPOINTMENT_ICONS = {
    AppointmentKind.VISIT: "home",
    AppointmentKind.OFFICE: "building",
    AppointmentKind.PHONE: "phone",
    AppointmentKind.VIDEO: "device-mobile",
    AppointmentKind.MEETING: "users-group",
    AppointmentKind.OTHER: "calendar",
}

# By what channel the contact went that an appointment becomes in its report.
APPOINTMENT_CHANNELS = {
    AppointmentKind.PHONE: Channel.PHONE,
    AppointmentKind.VIDEO: Channel.CHAT,
}


class Repeats(models.TextChoices):
    """How often an appointment recurs: what a colleague chooses from, as RFC 5545 rules."""

    NEVER = "", _("no")
    DAY = "FREQ=DAILY", _("every day")
    WORKDAY = "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", _("every working day")
    WEEK = "FREQ=WEEKLY", _("every week")
    TWO_WEEKS = "FREQ=WEEKLY;INTERVAL=2", _("every two weeks")
    MONTH = "FREQ=MONTHLY", _("every month")
    YEAR = "FREQ=YEARLY", _("every year")


class Which(models.TextChoices):
    """How much of what recurs a change is about."""

    ONE = "one", _("only this one")
    FOLLOWING = "following", _("this one and those that follow")
    ALL = "all", _("all of them")


class CancelReason(models.TextChoices):
    """Why an appointment does not go on: a closed list, so that it tells nothing of care."""

    THEY = "they", _("they called it off")
    WE = "we", _("we called it off")
    NO_SHOW = "no_show", _("nobody was there")
    MISTAKE = "mistake", _("made by mistake")
    DIED = "died", _("stopped: the client has died")


class MeetingTemplate(models.TextChoices):
    """What a meeting begins with."""

    PLAIN = "plain", _("meeting")
    WORKSHOP = "workshop", _("workshop")
    ACCOUNT = "account", _("account management meeting")


# The agenda that a meeting begins with, a line each.
AGENDAS = {
    MeetingTemplate.PLAIN: _("Opening\nMinutes and actions of last time\nAny other business"),
    MeetingTemplate.WORKSHOP: _(
        "Welcome and goal\nWhat we see now\nIdeas, without judging\nChoosing: effect and effort\n"
        "What we try first, and who"
    ),
    MeetingTemplate.ACCOUNT: _(
        "Actions of last time\nNews about the accounts\nOpportunities and risks\n"
        "Who approaches whom\nDecisions and actions"
    ),
}


class Attendance(models.TextChoices):
    PRESENT = "present", pgettext_lazy("attendance", "present")
    EXCUSED = "excused", _("absent with notice")
    ABSENT = "absent", pgettext_lazy("attendance", "absent")
