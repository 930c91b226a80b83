"""A contract from a pydantic class: the way to write one in code.

    class Receipt(BaseModel):
        "What a till prints."
        shop: str
        paid_on: date
        total: Annotated[Decimal, Spec(type="money", aliases=("Total", "Summe"))]
        tip: Decimal | None = None
        goods: list[Good]

A plain class will do: the annotation gives the type, the docstring and `Field(title=, description=)`
the words, a default or `None` makes a field optional. `Spec` adds what Python types cannot say, and
`__contract__ = About(...)` what belongs to the document as a whole.
"""

from __future__ import annotations

import inspect
import re
from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal
from enum import Enum
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel, ValidationError
from pydantic.fields import FieldInfo

from extraction.contract import (
    UNKNOWN,
    AllowedValue,
    Check,
    Contract,
    ContractError,
    Conventions,
    Field,
    FieldType,
    ListField,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Spec:
    """What a field's annotation cannot say; meanings as in `contract.Field`.

    On a list only `aliases` applies. None: as the annotation says.
    """

    type: FieldType | str | None = None
    aliases: tuple[str, ...] = ()
    unit: str | None = None
    conventions: Conventions = UNKNOWN
    languages: tuple[str, ...] | None = None
    required: bool | None = None
    critical: bool = False
    allowed: tuple[AllowedValue, ...] = ()
    absolute_tolerance: Decimal = Decimal(0)
    relative_tolerance: Decimal = Decimal(0)
    weight: Decimal = Decimal(1)
    key: bool = False
    spaces: Literal["keep", "ignore"] = "keep"
    case: Literal["keep", "ignore"] = "keep"


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """What a class says of the document as a whole, as `__contract__`."""

    title: str = ""
    kinds: tuple[str, ...] = ()
    checks: tuple[Check, ...] = ()


NATURAL: dict[type, FieldType] = {
    str: FieldType.TEXT,
    int: FieldType.INTEGER,
    Decimal: FieldType.DECIMAL,
    date: FieldType.DATE,
    bool: FieldType.BOOLEAN,
}
"""The field type an annotation means when no Spec says another."""

HELD_BY: dict[FieldType, type] = {
    FieldType.TEXT: str,
    FieldType.IDENTIFIER: str,
    FieldType.ENUM: str,
    FieldType.INTEGER: int,
    FieldType.DECIMAL: Decimal,
    FieldType.MONEY: Decimal,
    FieldType.PERCENT: Decimal,
    FieldType.DATE: date,
    FieldType.BOOLEAN: bool,
}
"""The annotation that holds each type. `str` holds them all: text as the page prints it."""


def contract_from_model(model: type[BaseModel], name: str | None = None) -> Contract:
    """The contract a pydantic class describes, called `name` or by the class: `ServiceReport` -> `service_report`.

    Raises ContractError, naming the class and the field and saying what to write instead.
    """
    about = getattr(model, "__contract__", About())
    scalars, lists = [], []
    for field_name, info in model.model_fields.items():
        shape = _Shape.of(info, f"{model.__name__}.{field_name}")
        if get_origin(shape.annotation) in (list, tuple) or shape.annotation in (list, tuple):
            lists.append(_list(field_name, info, shape))
        else:
            scalars.append(_field(field_name, info, shape))
    try:
        return Contract(
            name=name or re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", model.__name__).lower(),
            title=about.title,
            description=inspect.cleandoc(model.__doc__ or ""),
            kinds=about.kinds,
            fields=tuple(scalars),
            lists=tuple(lists),
            checks=about.checks,
        )
    except ValidationError as error:
        raise ContractError(f"{model.__name__}: {readable(error)}") from error


def readable(error: ValidationError) -> str:
    """What pydantic found wrong, in one line: `name: should match ...; fields.0.type: ...`."""
    return "; ".join(
        ": ".join(filter(None, [".".join(map(str, part["loc"])), part["msg"].removeprefix("Value error, ")]))
        for part in error.errors()
    )


@dataclass(frozen=True, slots=True)
class _Shape:
    """An annotation without its wrapping: what it is, whether it may be missing, the Spec on it."""

    where: str
    annotation: Any
    optional: bool
    spec: Spec

    @classmethod
    def of(cls, info: FieldInfo, where: str) -> _Shape:
        annotation, optional, metadata = info.annotation, not info.is_required(), list(info.metadata)
        while True:
            origin = get_origin(annotation)
            if origin is Annotated:
                annotation, *inner = get_args(annotation)
                metadata = inner + metadata
            elif origin in (Union, UnionType):
                rest = [part for part in get_args(annotation) if part is not NoneType]
                if len(rest) != 1:
                    raise ContractError(f"{where}: one type, please, or one type and None")
                annotation, optional = rest[0], optional or len(rest) < len(get_args(annotation))
            else:
                break
        specs = [item for item in metadata if isinstance(item, Spec)]
        if len(specs) > 1:
            raise ContractError(f"{where}: more than one Spec")
        return cls(where, annotation, optional, specs[0] if specs else Spec())


def _field(name: str, info: FieldInfo, shape: _Shape) -> Field:
    spec = shape.spec
    kind, values = _type(shape)
    said = {key: getattr(spec, key) for key in _SAME_NAME}
    if spec.languages is not None:
        said["languages"] = spec.languages
    try:
        return Field(
            name=name,
            type=kind,
            label=info.title or "",
            description=info.description or "",
            required=not shape.optional if spec.required is None else spec.required,
            allowed=_allowed(values, shape),
            **said,
        )
    except ValidationError as error:
        raise ContractError(f"{shape.where}: {readable(error)}") from error


_SAME_NAME = [item.name for item in fields(Spec) if item.name not in ("type", "languages", "required", "allowed")]


def _type(shape: _Shape) -> tuple[FieldType, tuple[str, ...]]:
    """The field type and, for an enumeration, the values the annotation lists."""
    annotation, spec = shape.annotation, shape.spec
    values: tuple[Any, ...] = ()
    if get_origin(annotation) is Literal:
        values = get_args(annotation)
    elif isinstance(annotation, type) and issubclass(annotation, Enum):
        values = tuple(member.value for member in annotation)
    if values:
        if not all(isinstance(value, str) for value in values):
            raise ContractError(f"{shape.where}: the values of an enumeration are text")
        annotation, natural = str, FieldType.ENUM
    elif annotation in NATURAL:
        natural = FieldType.ENUM if spec.allowed and annotation is str else NATURAL[annotation]
    else:
        raise ContractError(f"{shape.where}: {_refusal(annotation)}")
    try:
        kind = FieldType(spec.type) if spec.type is not None else natural
    except ValueError:
        raise ContractError(f"{shape.where}: no type {spec.type!r}; there are {', '.join(FieldType)}") from None
    if annotation is not str and annotation is not HELD_BY[kind]:
        raise ContractError(f"{shape.where}: {kind} is held by {HELD_BY[kind].__name__}, not {annotation.__name__}")
    return kind, values


def _refusal(annotation: Any) -> str:
    if annotation is float:
        return "float cannot hold a printed number exactly: use Decimal"
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return f"a model inside a model has no column: put the fields of {annotation.__name__} here, or use a list"
    if annotation in (dict, set) or get_origin(annotation) in (dict, set):
        return "a contract has fields and lists of items only: use list[SomeModel]"
    known = ", ".join(kind.__name__ for kind in NATURAL)
    return (
        f"{getattr(annotation, '__name__', annotation)} is no type of a field: use {known}, Literal, Enum or list[...]"
    )


def _allowed(values: tuple[str, ...], shape: _Shape) -> tuple[AllowedValue, ...]:
    """The annotation's values with the Spec's words for them; without an annotation, the Spec's."""
    spoken = {item.value: item for item in shape.spec.allowed}
    if not values:
        return shape.spec.allowed
    strange = sorted(spoken.keys() - set(values))
    if strange:
        raise ContractError(f"{shape.where}: words for {', '.join(strange)}, which the annotation does not allow")
    return tuple(spoken.get(value, AllowedValue(value=value)) for value in values)


def _list(name: str, info: FieldInfo, shape: _Shape) -> ListField:
    items = [part for part in get_args(shape.annotation) if part is not Ellipsis]
    item = items[0] if len(items) == 1 else None
    if not (isinstance(item, type) and issubclass(item, BaseModel)):
        raise ContractError(f"{shape.where}: the items of a list need fields: use list[SomeModel]")
    columns = []
    for field_name, column in item.model_fields.items():
        inner = _Shape.of(column, f"{item.__name__}.{field_name}")
        if get_origin(inner.annotation) in (list, tuple):
            raise ContractError(f"{inner.where}: a list inside a list has no sheet")
        columns.append(_field(field_name, column, inner))
    if shape.spec != Spec(aliases=shape.spec.aliases):
        raise ContractError(f"{shape.where}: on a list a Spec says aliases only")
    try:
        return ListField(
            name=name,
            label=info.title or "",
            description=info.description or inspect.cleandoc(item.__doc__ or ""),
            aliases=shape.spec.aliases,
            fields=tuple(columns),
        )
    except ValidationError as error:
        raise ContractError(f"{shape.where}: {readable(error)}") from error
