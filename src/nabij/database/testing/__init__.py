# SPDX-License-Identifier: EUPL-1.2
"""The database under the tests: its environment, its cluster, its fixtures."""
