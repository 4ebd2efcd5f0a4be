# SPDX-License-Identifier: EUPL-1.2
"""The forms of the pages of a client, one module per page."""
