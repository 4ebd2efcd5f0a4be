# SPDX-License-Identifier: EUPL-1.2
"""Forms, one module per subject."""
