# SPDX-License-Identifier: EUPL-1.2
"""Read the columns of any resource: a person's record, a fact about a person, or the directory."""

import hashlib

from . import directory, patient, references
from .canonical import canonical
from .facts.draft import Draft
from .facts.kinds import KINDS, OTHER
from .modifiers import UNCHANGED, Modifiers
from .security import is_sensitive
from .subjects import is_directory, subject_of
from .types import Columns, FactColumns, Found, Version

ERROR = "entered-in-error"


def read_columns(found: Found, version: Version) -> Columns:
    """Return what the pages show of a resource, by what it is about.

    A Patient gives PatientColumns; providers, products and terms give DirectoryColumns; all else
    gives FactColumns, with subject None when it names no one person. Never raises on an
    unexpected shape: what cannot be read stays empty, and the original stays whole.

    Source: HL7 FHIR STU3 and R4, nl-core; docs/known-odd-data.md.
    """
    tree = found.tree
    kind = found.type
    refs, changing = references.read(tree)
    modifiers = Modifiers(tree, changing) if changing or "implicitRules" in tree else UNCHANGED
    key = source_key(found)
    if kind == "Patient":
        return patient.read(tree, key, refs, modifiers)
    subject = subject_of(tree, kind, refs)
    if is_directory(tree, kind, subject):
        return directory.read(tree, key, refs, modifiers)
    reader = KINDS.get(kind, OTHER)
    draft = Draft(tree, version, refs, modifiers)
    draft.kind = reader.name
    reader.read(draft)
    in_error = ERROR in (tree.get("status"), draft.status, draft.details.get("verification"))
    return FactColumns(
        source_key=key,
        type=kind,
        kind=draft.kind,
        subject=subject,
        code_system=draft.code.system,
        code=draft.code.code,
        code_text=draft.code.text,
        category=draft.category,
        status=draft.status,
        is_active=draft.is_active and not in_error,
        is_understood=draft.is_understood and not modifiers.unknown,
        starts=draft.starts,
        ends=draft.ends,
        recorded=draft.recorded or draft.date_in_meta(),
        value=draft.value,
        unit=draft.unit,
        text=draft.text,
        author=draft.author,
        details=draft.details,
        data_class="d" if is_sensitive(tree) else draft.data_class,
        references=refs,
        is_entered_in_error=in_error,
        unknown_modifiers=modifiers.unknown,
        warnings=tuple(draft.warnings),
    )


def source_key(found: Found) -> str:
    """Return the id of a resource, or a hash of its content when it has none."""
    if found.id is not None:
        return found.id
    return "sha256:" + hashlib.sha256(canonical(found.original, found.media)).hexdigest()
