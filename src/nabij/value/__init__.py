# SPDX-License-Identifier: EUPL-1.2
"""The value model: what the four levers may yield, what they may cost, and what to test first."""
