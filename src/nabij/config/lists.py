# SPDX-License-Identifier: EUPL-1.2
"""Which lists there are. Composes all packages, as the menu does."""

from dataclasses import replace

from nabij.contact.lists import GIVE_TASK, PROMISED, TASKS
from nabij.relations.lists import ORGANISATIONS, PERSONS

LISTS = (
    replace(
        PERSONS,
        filters=(*PERSONS.filters, PROMISED),
        actions=(*PERSONS.actions, GIVE_TASK),
    ),
    replace(ORGANISATIONS, actions=(*ORGANISATIONS.actions, GIVE_TASK)),
    TASKS,
)
