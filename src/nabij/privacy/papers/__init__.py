# SPDX-License-Identifier: EUPL-1.2
"""What leaves on paper: registers, and letters as text to copy."""
