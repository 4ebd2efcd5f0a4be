# SPDX-License-Identifier: EUPL-1.2
"""The pages of one client. What shows facts reads and renders inside one opened dossier."""
