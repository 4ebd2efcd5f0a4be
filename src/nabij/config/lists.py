# SPDX-License-Identifier: EUPL-1.2
"""Which lists there are. Composes all packages, as the menu does."""

from nabij.relations.lists import ORGANISATIONS, PERSONS

LISTS = (PERSONS, ORGANISATIONS)
