# SPDX-License-Identifier: EUPL-1.2
"""Contact with persons and organisations, what is to be done, and what was said, kept apart."""

from nabij.contact.models.calls import IncomingCall
from nabij.contact.models.interactions import Interaction, InteractionParty
from nabij.contact.models.tasks import Task, TaskStep, TaskText
from nabij.contact.models.texts import GuardedText, InteractionText

__all__ = [
    "GuardedText",
    "IncomingCall",
    "Interaction",
    "InteractionParty",
    "InteractionText",
    "Task",
    "TaskStep",
    "TaskText",
]
