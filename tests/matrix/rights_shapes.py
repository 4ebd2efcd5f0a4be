# SPDX-License-Identifier: EUPL-1.2
"""Who sees what of histories and requests of persons; the words are those of `table`."""

RIGHTS_SHAPES = {
    # What changed of a relation: how care is organised only where that is open.
    "history": """
        carers                     nab -   - - nab - nab -   nab > na
        offices                    nab nab - - nab - nab nab nab > na
        contact                    na  na  - - na  - -   -   na  > na
    """,
    "task history": """
        carers                     n - - - - - - - - - n
        offices                    n - - - - - - - - - n
        complaints officer         n - - - - - - - - - n
        relations                  - - - - - - - - - - n
    """,
    "request recorded": """
        privacy officer  n n n - n - n n n - -
    """,
    "changes": """
        officers  na na n n na . n n na na na
    """,
}
