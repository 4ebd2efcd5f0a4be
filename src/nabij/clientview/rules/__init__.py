# SPDX-License-Identifier: EUPL-1.2
"""How facts of several sources become one picture. Pure: no Django, no clock, no database."""
