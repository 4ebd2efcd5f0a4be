# SPDX-License-Identifier: EUPL-1.2
"""What a colleague does on the pages of a client that leaves a trace."""

from nabij.clientview.actions.persons import open_call, record_refused, record_shown

__all__ = ["open_call", "record_refused", "record_shown"]
