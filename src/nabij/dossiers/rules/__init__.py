# SPDX-License-Identifier: EUPL-1.2
"""What the intake knows without a database: from files to rows, sealed and ready to copy."""
