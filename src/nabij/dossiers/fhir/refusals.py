# SPDX-License-Identifier: EUPL-1.2
"""Why something was not read: one code and one sentence each, in one table.

The sentences are gettext msgids; each says what is wrong and what to do about it.
"""

from typing import Final

from .types import Refused


def gettext_noop(message: str) -> str:
    """Return the message as it is; the name marks it as one to translate (no Django here)."""
    return message


REASONS: Final[dict[str, str]] = {
    "empty-file": gettext_noop("This file is empty. Ask the sender for it again."),
    "too-large": gettext_noop("This file is larger than %(limit)d MB. Deliver it in parts or as NDJSON."),
    "line-too-large": gettext_noop("This line is longer than %(limit)d MB. Let the sender deliver the document apart."),
    "encoding": gettext_noop("This text is not UTF-8 but looks like %(encoding)s. Save it as UTF-8 and deliver it again."),
    "cut-off": gettext_noop("This ends in the middle: it was cut off on the way. Ask the sender for it again."),
    "not-json": gettext_noop("This is not valid JSON (%(detail)s). Let the sender mend it and deliver it again."),
    "not-a-number": gettext_noop("This holds NaN or Infinity where a number belongs. Let the sender fill in the number or leave it out."),
    "bad-number": gettext_noop("This holds a number that is too long to be real. Let the sender mend it."),
    "duplicate-key": gettext_noop("The field %(key)s stands here twice, so it is not sure which one counts. Let the sender mend it."),
    "too-deep": gettext_noop("This is nested deeper than %(limit)d levels, which no care record needs. Let the sender mend it."),
    "long-string": gettext_noop("The field %(key)s holds more than %(limit)d kB of text. Let the sender deliver it as a document."),
    "bad-character": gettext_noop("This text holds a control character that FHIR forbids. Let the sender leave it out."),
    "not-fhir": gettext_noop("This is not a FHIR resource: it does not say which resourceType it is."),
    "not-fhir-list": gettext_noop("This is a list instead of a FHIR resource. Deliver the resources in a Bundle or as NDJSON."),
    "not-fhir-text": gettext_noop("This is neither JSON nor XML. Deliver the dossier as FHIR JSON, FHIR XML or NDJSON."),
    "not-fhir-xml": gettext_noop("This XML is not FHIR: its outer element is %(element)s, outside the namespace http://hl7.org/fhir."),
    "bad-id": gettext_noop("The id of this resource is not one that can be kept: at most 200 characters and no spaces. Let the sender mend it."),
    "not-xml": gettext_noop("This is not well-formed XML (%(detail)s). Let the sender mend it and deliver it again."),
    "xml-dtd": gettext_noop("This XML has a DOCTYPE, which FHIR forbids because it can hide an attack. Deliver it without."),
    "duplicate-id": gettext_noop("This file already holds another %(type)s with the id %(id)s and another content. Let the sender say which one counts."),
    "deletion": gettext_noop("This entry asks to delete %(url)s. Nothing was deleted; archive it in nabij if it should go."),
    "no-resource": gettext_noop("This entry of the bundle holds no resource, so there is nothing to keep."),
    "bundles-too-deep": gettext_noop("This bundle lies more than %(limit)d bundles deep. Deliver it apart."),
    "unknown-version": gettext_noop("Neither the source nor the resource says whether this is STU3 or R4. Choose the FHIR version of the source and try again."),
    "unsupported-version": gettext_noop("This says it is FHIR %(version)s. nabij reads STU3 and R4; ask the sender for one of these."),
    "other-version": gettext_noop("The profile %(profile)s belongs to %(version)s, but %(declared)s was chosen. Correct the version of the source and try again."),
    "zip-broken": gettext_noop("This zip file is damaged. Ask the sender for it again."),
    "zip-bomb": gettext_noop("This zip file unpacks to far more than its size: more than %(limit)d times. It was not opened."),
    "zip-too-large": gettext_noop("This zip file unpacks to more than %(limit)d MB. Deliver it in parts."),
    "zip-too-many": gettext_noop("This zip file holds more than %(limit)d files. Deliver it in parts."),
    "zip-in-zip": gettext_noop("This zip file lies in another zip file. Unpack the outer one first."),
    "zip-encrypted": gettext_noop("This file in the zip is protected by a password. Deliver it without."),
    "unreadable-file": gettext_noop("This file could not be read from disk: %(detail)s."),
}  # fmt: skip

SAMPLE: Final = 64 * 1024
"""Of a file refused as a whole for its size, this many bytes go along."""


def refuse(code: str, position: int, pointer: str, original: bytes, **values: str | int) -> Refused:
    """Return the refusal with the sentence of the code; values from outside are shortened."""
    short = {
        name: printable(value) if isinstance(value, str) else value
        for name, value in values.items()
    }
    return Refused(position, pointer, code, REASONS[code], original, short)


def printable(value: str, longest: int = 120) -> str:
    """Return outside text fit for a sentence: one line, no control characters, not too long."""
    line = "".join(sign if sign.isprintable() else " " for sign in value[: longest + 1])
    return line if len(line) <= longest else line[: longest - 1] + "…"
