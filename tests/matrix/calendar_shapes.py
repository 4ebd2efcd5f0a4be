# SPDX-License-Identifier: EUPL-1.2
"""Who sees what of appointments, meetings and hours; the words are those of `table`."""

CALENDAR_SHAPES = {
    # Whose it is sees with whom; what it is about only where all of them open.
    "appointment": """
        carers                     nb - - - - - - - - - na
        front office on the phone  nb - - - - - - - - - na
        front office               n  - - - - - - - - - na
        complaints officer         n  - - - - - - - - - na
        relations                  -  - - - - - - - - - na
    """,
    "appointment changed": """
        care professional standing in  - - - - - - - - - - -
        care professional on duty      - - - - - - - - - - -
        care professional in an emergency  - - - - - - - - - - -
        carers                     nb - - - - - - - - - -
        front office on the phone  nb - - - - - - - - - -
        front office               n  - - - - - - - - - -
        complaints officer         n  - - - - - - - - - -
    """,
    "appointment off": """
        care professional standing in  - - - - - - - - - - -
        care professional on duty      - - - - - - - - - - -
        care professional in an emergency  - - - - - - - - - - -
        registering         . - - - - - - - - - -
        complaints officer  . - - - - - - - - - -
    """,
    "reported": """
        care professional standing in  - - - - - - - - - - -
        care professional on duty      - - - - - - - - - - -
        care professional in an emergency  - - - - - - - - - - -
        registering         n - - - - - - - - - -
        complaints officer  n - - - - - - - - - -
    """,
    # Minutes are kept by whose meeting it is and who may read them.
    "meeting changed": """
        care professional standing in  - - - - - - - - - - -
        care professional on duty      - - - - - - - - - - -
        care professional in an emergency  - - - - - - - - - - -
        carers                     nb - - - - - - - - - -
        front office on the phone  nb - - - - - - - - - -
    """,
    "meeting made": """
        care professional standing in  - - - - - - - - - - -
        care professional on duty      - - - - - - - - - - -
        care professional in an emergency  - - - - - - - - - - -
        registering         > - - - - - - - - - -
        complaints officer  > - - - - - - - - - -
    """,
    # Hours for clients follow care; a manager sees totals, and commerce the hours for accounts.
    "hours": """
        carers              n . . . n . . . . . n
        offices             n . . . n . . . . . n
        account manager     . . . . . . . . . . n
        complaints officer  . . . . . . . . . . n
        manager             . . . . . . . . . . .
    """,
    "meetings": """
        carers              n . . . . . . . . . n
        offices             n . . . . . . . . . n
        complaints officer  n . . . . . . . . . n
        relations           . . . . . . . . . . n
    """,
    "calendar": """
        carers              n . . . . . . . . . n
        offices             n . . . . . . . . . n
        front office        n . . . . . . . . . na
        relations           . . . . . . . . . . n
    """,
}
