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
