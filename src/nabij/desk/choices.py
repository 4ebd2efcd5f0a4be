# SPDX-License-Identifier: EUPL-1.2
"""What the desk calls things."""

from django.utils.translation import gettext_lazy as _

# Forms that are kept while somebody types, by the first word of their name (`{% draft %}`).
FORMS = {
    "action": _("Action of a meeting"),
    "answer": _("Answer to the privacy officer"),
    "appointment": _("Appointment"),
    "breach": _("Data breach"),
    "contact": _("Contact"),
    "correction": _("Correction of a contact"),
    "decision": _("Decision of a meeting"),
    "instruction": _("Contact instruction"),
    "minutes": _("Minutes of a meeting"),
    "organisation": _("Organisation"),
    "person": _("Person"),
    "relationship": _("Relationship"),
    "report": _("Report of an appointment"),
    "request": _("Request of a person"),
    "restriction": _("Restriction of the use"),
    "task": _("Task"),
    "verdict": _("Decision on a request"),
}
FORM = _("A form that you did not send")
