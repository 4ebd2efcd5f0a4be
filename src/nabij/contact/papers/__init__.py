# SPDX-License-Identifier: EUPL-1.2
"""What leaves contact as a file."""
