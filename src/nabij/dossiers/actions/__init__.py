# SPDX-License-Identifier: EUPL-1.2
"""Every write of dossiers, one function per use case."""
