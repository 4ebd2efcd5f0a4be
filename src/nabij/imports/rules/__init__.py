# SPDX-License-Identifier: EUPL-1.2
"""How rows of files are understood. Pure: no Django, no clock, no database."""
