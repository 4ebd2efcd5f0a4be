# SPDX-License-Identifier: EUPL-1.2
"""Read the columns of a resource about a person: one module per group of kinds."""
