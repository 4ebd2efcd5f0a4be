# SPDX-License-Identifier: EUPL-1.2
"""How somebody proves to be a colleague: passwords, codes, passkeys, single sign-on.

An engine: no tables, no request, no clock of its own. Who may sign in, and how often they may
try, is decided in `access.actions`.
"""
