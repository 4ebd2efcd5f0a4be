# SPDX-License-Identifier: EUPL-1.2
"""What colleagues type into the pages of access."""
