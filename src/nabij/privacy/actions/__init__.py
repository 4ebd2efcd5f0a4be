# SPDX-License-Identifier: EUPL-1.2
"""Every write of privacy."""

from nabij.privacy.actions.cases import OutcomeMissing, close_case, open_cases, read_notice
from nabij.privacy.actions.export import NoSuchClient, export_log

__all__ = [
    "NoSuchClient",
    "OutcomeMissing",
    "close_case",
    "export_log",
    "open_cases",
    "read_notice",
]
