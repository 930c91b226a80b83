"""A JSON column that is opened only through its pydantic class."""

from typing import Any

from django.db import models
from pydantic import TypeAdapter, ValidationError


class PydanticField(models.JSONField):
    """Holds one object of `schema` (a pydantic model or dataclass); None when the column is null.

    Raises pydantic's ValidationError on foreign data.
    """

    def __init__(self, schema: type | None = None, **kwargs: Any) -> None:
        self.schema = schema
        super().__init__(**kwargs)

    def deconstruct(self) -> tuple[str, str, list[Any], dict[str, Any]]:
        """Migrations see a plain JSON column, so that they never depend on where a class lives today."""
        name, _, args, kwargs = super().deconstruct()
        return name or "", "django.db.models.JSONField", list(args), dict(kwargs)

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Any:
        if self.schema is None or not isinstance(value, str) or not value.startswith("{"):
            return super().from_db_value(value, expression, connection)
        try:
            return _adapter(self.schema).validator.validate_json(value)
        except ValidationError:  # of half a character, too, which Python's reader takes
            return _adapter(self.schema).validate_python(super().from_db_value(value, expression, connection))

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:
        if self.schema is not None and isinstance(value, self.schema):
            value = _adapter(self.schema).dump_python(value, mode="json")
        return super().get_db_prep_value(value, connection, prepared)


_adapters: dict[type, TypeAdapter[Any]] = {}


def _adapter(schema: type) -> TypeAdapter[Any]:
    """Built once a class: building one costs more than using it a thousand times."""
    if schema not in _adapters:
        _adapters[schema] = TypeAdapter(schema)
    return _adapters[schema]
