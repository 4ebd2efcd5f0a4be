# SPDX-License-Identifier: EUPL-1.2
"""Pure rules: what the law and the log say, without a database."""
