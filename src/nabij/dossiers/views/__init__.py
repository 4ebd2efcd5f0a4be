# SPDX-License-Identifier: EUPL-1.2
"""Pages about what comes in. They show counts, places and reasons, never what a dossier says."""
