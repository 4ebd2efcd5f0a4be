# SPDX-License-Identifier: EUPL-1.2
"""What colleagues fill in about contact."""
