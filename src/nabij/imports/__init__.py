# SPDX-License-Identifier: EUPL-1.2
"""The import wizard: rows of a file become persons, organisations, relationships, interactions."""
