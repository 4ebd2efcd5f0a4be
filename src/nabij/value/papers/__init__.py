# SPDX-License-Identifier: EUPL-1.2
"""The outcome in words, in rows and charts, as PDF and as a spreadsheet; for pages and commands."""
