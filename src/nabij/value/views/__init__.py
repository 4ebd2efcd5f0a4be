# SPDX-License-Identifier: EUPL-1.2
"""Pages of the value model. They show totals and estimates, nothing of a person."""
