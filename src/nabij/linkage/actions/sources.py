# SPDX-License-Identifier: EUPL-1.2
"""Which places dossiers come from."""

from django.core.exceptions import ValidationError
from django.core.validators import validate_slug
from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from nabij.access import rules as access_rules
from nabij.core.errors import DomainError
from nabij.core.viewer import Role, Viewer
from nabij.linkage.choices import SENSITIVE_CARE_TYPES
from nabij.linkage.models import Source
from nabij.linkage.queries.sources import SourceNotFound


class SourceNameTaken(DomainError):
    code = "source-name-taken"
    message = _("There is a source named %(name)s already. Choose another name.")


class SourceNameNotValid(DomainError):
    code = "source-name-not-valid"
    message = _("%(name)s cannot be the name of a source: use letters, digits, - and _ only.")


def add_source(
    *,
    viewer: Viewer,
    name: str,
    title: str,
    care_type: str,
    fhir_version: str = "",
    default_ground: str = "",
    organisation_id: int | None = None,
    is_own: bool = False,
) -> Source:
    """Add a place that dossiers come from.

    Its class follows from the kind of care: of psychiatry and addiction care even the name is
    sensitive (class d).

    Raises:
        SourceNotFound: this role may not take dossiers in.
        SourceNameNotValid: it has other signs than letters, digits, - and _.
        SourceNameTaken: the name is in use.
    """
    may = access_rules.may_take_in(viewer.roles) or viewer.has(Role.ADMINISTRATOR)
    if not (viewer.is_machine or may):
        raise SourceNotFound
    try:
        validate_slug(name)
    except ValidationError as error:
        raise SourceNameNotValid(name=name) from error
    try:
        with transaction.atomic():
            return Source.objects.create(
                name=name,
                title=title,
                care_type=care_type,
                fhir_version=fhir_version,
                default_ground=default_ground,
                data_class="d" if care_type in SENSITIVE_CARE_TYPES else "b",
                organisation_id=organisation_id,
                is_own=is_own,
            )
    except IntegrityError as error:
        raise SourceNameTaken(name=name) from error
