# SPDX-License-Identifier: EUPL-1.2
"""Rows that come along with another row in the same query: out as JSON, and back as rows."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from types import SimpleNamespace
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db import models


@cache
def _open_fields(model: type[models.Model]) -> "list[models.Field[Any, Any]]":
    fields = model._meta.concrete_fields
    return [field for field in fields if not isinstance(field, models.BinaryField)]


@dataclass(frozen=True, slots=True)
class Along[Row: models.Model]:
    """One kind of row that comes along. Sealed columns stay behind, and refuse to be read."""

    model: type[Row]

    @property
    def _fields(self) -> "list[models.Field[Any, Any]]":
        return _open_fields(self.model)

    def beside(self, rows: models.QuerySet[Row]) -> ArraySubquery:
        """Return the annotation that brings these rows along; they name theirs by `OuterRef`."""
        # An array: names of columns would make the statement twice as long.
        columns = [models.F(field.attname) for field in self._fields]
        packed = models.Func(
            *columns, function="JSONB_BUILD_ARRAY", output_field=models.JSONField()
        )
        return ArraySubquery(rows.values(row=packed))

    def plain(self, found: Iterable[list[Any]] | None) -> list[SimpleNamespace]:
        """Return what came along by the names of its fields: for a list, at a tenth of the cost."""
        fields = [(field.attname, field.to_python) for field in self._fields]
        return [
            SimpleNamespace(
                **{name: read(value) for (name, read), value in zip(fields, row, strict=True)}
            )
            for row in found or ()
        ]

    def rows(self, found: Iterable[list[Any]] | None) -> list[Row]:
        """Return what came along as rows, which refuse to load anything more."""
        names = [field.attname for field in self._fields]
        return [
            self.model.from_db(
                "default",
                names,
                [field.to_python(value) for field, value in zip(self._fields, row, strict=True)],
                fetch_mode=models.FETCH_RAISE,
            )
            for row in found or ()
        ]
