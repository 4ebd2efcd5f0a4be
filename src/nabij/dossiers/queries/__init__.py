# SPDX-License-Identifier: EUPL-1.2
"""Every read of dossiers, one module per subject: import the module, not this package."""
