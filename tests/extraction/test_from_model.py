"""A contract from a pydantic class: what each annotation becomes, and what is refused in which words."""

from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from typing import Annotated, Any, Literal, Optional

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import BaseModel, create_model
from pydantic import Field as Described

from extraction.contract import AllowedValue, Check, Contract, ContractError, Conventions, FieldType
from extraction.from_model import HELD_BY, About, Spec, contract_from_model


class Colour(Enum):
    RED = "red"
    BLUE = "blue"


class Good(BaseModel):
    """One thing on the receipt."""

    name: str
    price: Annotated[Decimal, Spec(type="money", aliases=("Price", "Preis"))]


class TillReceipt(BaseModel):
    """What a till prints.

    In one language.
    """

    shop: str
    paid_on: date
    pieces: int
    weight: Decimal
    card: bool
    colour: Colour
    size: Literal["S", "M"]
    tip: Decimal | None = None
    goods: list[Good]


def field_of(annotation: Any, **described: Any) -> Any:
    """The one field of a class with this annotation."""
    default = Described(**described) if described else ...
    return contract_from_model(create_model("Sheet", x=(annotation, default))).field("x")


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("shop", FieldType.TEXT),
        ("paid_on", FieldType.DATE),
        ("pieces", FieldType.INTEGER),
        ("weight", FieldType.DECIMAL),
        ("card", FieldType.BOOLEAN),
        ("colour", FieldType.ENUM),
        ("size", FieldType.ENUM),
        ("tip", FieldType.DECIMAL),
    ],
)
def test_a_plain_annotation_gives_the_type(name, kind):
    assert contract_from_model(TillReceipt).field(name).type is kind


def test_the_class_gives_name_and_description():
    contract = contract_from_model(TillReceipt)
    assert contract.name == "till_receipt"
    assert contract.description == "What a till prints.\n\nIn one language."
    assert contract_from_model(TillReceipt, name="receipts").name == "receipts"


def test_fields_keep_their_order():
    assert [field.name for field in contract_from_model(TillReceipt).fields] == [
        "shop", "paid_on", "pieces", "weight", "card", "colour", "size", "tip",
    ]  # fmt: skip


def test_none_or_a_default_makes_a_field_optional():
    assert field_of(str).required
    assert not field_of(str | None).required
    assert not field_of(Optional[str]).required  # noqa: UP045 - people write it
    assert not field_of(str, default="").required
    assert not field_of(Annotated[str, Spec(required=False)]).required
    assert field_of(str | None, default=None, title="X").label == "X"


def test_title_and_description_are_label_and_description():
    field = field_of(str, title="Shop", description="Who sold it.")
    assert (field.label, field.description) == ("Shop", "Who sold it.")


def test_a_list_of_models_becomes_a_list_with_the_words_of_its_class():
    goods = contract_from_model(TillReceipt).list("goods")
    assert goods.description == "One thing on the receipt."
    assert [(field.name, field.type) for field in goods.fields] == [
        ("name", FieldType.TEXT),
        ("price", FieldType.MONEY),
    ]
    assert goods.field("price").aliases == ("Price", "Preis")


def test_a_class_may_be_one_list_alone():
    contract = contract_from_model(create_model("Results", goods=(list[Good], ...)))
    assert contract.fields == ()
    assert contract.lists[0].name == "goods"


def test_a_list_may_be_optional_and_carry_aliases():
    annotation = Annotated[list[Good], Spec(aliases=("Goods",))] | None
    contract = contract_from_model(create_model("Sheet", goods=(annotation, None)))
    assert contract.list("goods").aliases == ("Goods",)


@pytest.mark.parametrize(
    "annotation", [Annotated[str | None, Spec(case="ignore")], Annotated[str, Spec(case="ignore")] | None]
)
def test_a_spec_is_found_inside_and_outside_of_none(annotation):
    assert field_of(annotation).case == "ignore"
    assert not field_of(annotation).required


def test_everything_a_spec_says_reaches_the_field():
    spec = Spec(
        type="identifier",
        aliases=("No.", "Nr."),
        unit="EUR",
        conventions=Conventions(decimal=",", dates="dmy"),
        languages=("de",),
        required=False,
        critical=True,
        absolute_tolerance=Decimal("0.01"),
        relative_tolerance=Decimal("0.1"),
        weight=Decimal(3),
        key=True,
        spaces="ignore",
        case="ignore",
    )
    field = field_of(Annotated[str, spec])
    assert field.type is FieldType.IDENTIFIER
    for name in Spec.__dataclass_fields__:
        if name not in ("type", "allowed"):
            assert getattr(field, name) == getattr(spec, name), name


def test_an_enumeration_takes_its_words_from_the_spec_and_its_values_from_the_annotation():
    field = field_of(Annotated[Colour, Spec(allowed=(AllowedValue(value="blue", aliases=("blau",)),))])
    assert field.allowed == (AllowedValue(value="red"), AllowedValue(value="blue", aliases=("blau",)))


def test_text_with_allowed_values_is_an_enumeration():
    allowed = (AllowedValue(value="EUR", aliases=("€",)),)
    field = field_of(Annotated[str, Spec(allowed=allowed)])
    assert (field.type, field.allowed) == (FieldType.ENUM, allowed)


@pytest.mark.parametrize("kind", [kind for kind in FieldType if kind is not FieldType.ENUM])
def test_text_holds_every_type_and_each_type_has_its_own_annotation(kind):
    assert field_of(Annotated[str, Spec(type=kind)]).type is kind
    assert field_of(Annotated[HELD_BY[kind], Spec(type=kind)]).type is kind


def test_the_document_speaks_through_its_contract_attribute():
    class Slip(BaseModel):
        __contract__ = About(title="Slips", kinds=("Slip",), checks=(Check(name="sane", rule="a >= b"),))
        a: Decimal
        b: Decimal

    contract = contract_from_model(Slip)
    assert (contract.title, contract.kinds, contract.checks[0].rule) == ("Slips", ("Slip",), "a >= b")


class Inner(BaseModel):
    a: str


@pytest.mark.parametrize(
    ("annotation", "words"),
    [
        (float, "Sheet.x: float .* use Decimal"),
        (float | None, "use Decimal"),
        (Inner, "model inside a model"),
        (list[str], "use list"),
        (list, "use list"),
        (list[list[str]], "use list"),
        (dict[str, str], "use list"),
        (datetime, "datetime is no type of a field"),
        (bytes, "bytes is no type of a field"),
        (Any, "no type of a field"),
        (str | int, "one type"),
        (Literal[1, 2], "enumeration are text"),
        (Annotated[str, Spec(type="colour")], "no type 'colour'; there are text, identifier"),
        (Annotated[int, Spec(type="money")], "money is held by Decimal, not int"),
        (Annotated[bool, Spec(type="integer")], "integer is held by int, not bool"),
        (Annotated[str, Spec(type="enum")], "enum needs them"),
        (Annotated[str, Spec(weight=Decimal(-1))], "weight"),
        (Annotated[str, Spec(), Spec()], "more than one Spec"),
        (Annotated[Literal["a"], Spec(allowed=(AllowedValue(value="b"),))], "words for b"),
        (Annotated[list[Inner], Spec(critical=True)], "on a list a Spec says aliases only"),
        (list[create_model("Deep", inner=(list[Inner], ...))], "Deep.inner: a list inside a list"),
        (list[create_model("Row", y=(float, ...))], "Row.y: float"),
    ],
)
def test_what_a_contract_cannot_hold_is_refused_with_what_to_write_instead(annotation, words):
    with pytest.raises(ContractError, match=words):
        field_of(annotation)


@pytest.mark.parametrize(
    ("model", "words"),
    [
        (create_model("Sheet", InvoiceNo=(str, ...)), "Sheet.InvoiceNo: name: "),
        (create_model("Sheet", Lines=(list[Inner], ...)), "Sheet.Lines: name: "),
        (create_model("Sheet"), "Sheet: a contract needs at least one field or list"),
        (create_model("Größe", a=(str, ...)), "Größe: name: "),
    ],
)
def test_a_name_no_sheet_could_carry_is_refused(model, words):
    with pytest.raises(ContractError, match=words):
        contract_from_model(model)


NAMES = st.from_regex(r"\A[a-z][a-z0-9_]{0,20}[a-z0-9]\Z")
SCALARS = st.sampled_from(
    [str, int, Decimal, date, bool, Colour, str | None, Annotated[str, Spec(aliases=("№", "Nº"))]]
)
COLUMNS = st.dictionaries(NAMES, SCALARS, min_size=1, max_size=6)


@settings(deadline=None, max_examples=40)
@given(COLUMNS, COLUMNS)
def test_a_contract_survives_its_journey_through_json(scalars, columns):
    row = create_model("Row", **{name: (annotation, ...) for name, annotation in columns.items()})
    fields = {name: (annotation, ...) for name, annotation in scalars.items()} | {"zz_rows_zz": (list[row], ...)}
    contract = contract_from_model(create_model("Sheet", **fields))
    back = Contract.model_validate_json(contract.model_dump_json())
    assert back == contract
    assert back.hash == contract.hash
