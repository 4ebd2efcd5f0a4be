# SPDX-License-Identifier: EUPL-1.2
"""Closed lists of lists."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class SharedWith(models.TextChoices):
    NOBODY = "nobody", _("only me")
    TEAM = "team", _("one of my teams")
    EVERYBODY = "everybody", _("everybody who may open this list")


class RunState(models.TextChoices):
    """How far an action on many rows is."""

    ASKED = "asked", _("to be filled in")
    TRYING = "trying", _("being tried")
    TRIED = "tried", _("tried")
    DOING = "doing", _("being done")
    DONE = "done", _("done")
    UNDOING = "undoing", _("being taken back")
    UNDONE = "undone", _("taken back")


BUSY = (RunState.TRYING, RunState.DOING, RunState.UNDOING)


class RowState(models.TextChoices):
    """What became of one row."""

    WAITING = "waiting", _("waiting")
    READY = "ready", _("can be done")
    SKIPPED = "skipped", _("skipped")
    DONE = "done", _("done")
    UNDONE = "undone", _("taken back")
    STAYS = "stays", _("stays as it is")


# What each kind of work starts from, row by row.
FROM = {
    RunState.TRYING: (RowState.WAITING,),
    RunState.DOING: (RowState.READY,),
    RunState.UNDOING: (RowState.DONE,),
}

# More rows than this go to a job; more than the most are refused.
FEW_ROWS, MOST_ROWS = 25, 2_000
