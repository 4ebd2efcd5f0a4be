# SPDX-License-Identifier: EUPL-1.2
"""What is true about a client's health and care, and which source says what about it."""
