# SPDX-License-Identifier: EUPL-1.2
"""Pages of linkage. They show what patient records say of who somebody is, never a fact."""
