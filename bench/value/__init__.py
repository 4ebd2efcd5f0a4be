# SPDX-License-Identifier: EUPL-1.2
"""The value model at full size, and the same model as a spreadsheet."""
