# SPDX-License-Identifier: EUPL-1.2
"""What can be done about contact. Each is one transaction, with its lines in the access log."""

from nabij.contact.actions.interactions import (
    ChangedMeanwhile,
    MayNotRecord,
    correct_interaction,
    record_interaction,
)

__all__ = ["ChangedMeanwhile", "MayNotRecord", "correct_interaction", "record_interaction"]
