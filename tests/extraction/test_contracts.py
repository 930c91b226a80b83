"""The contracts that come with Proofsheet, and getting one by what a person types."""

import json

import pytest

from extraction.checks.validation import validate_contract
from extraction.contract import Contract, ContractError, FieldType
from extraction.contracts import AGREEMENTS, INVOICES, NAMES, load, shipped

OWN = Contract.model_validate({"name": "own", "fields": [{"name": "a"}]})


@pytest.fixture
def own_module(tmp_path, monkeypatch):
    """A module a user might have beside them, and one that does not load."""
    (tmp_path / "my_contracts.py").write_text(
        "from pydantic import BaseModel\nclass Slip(BaseModel):\n    total: str\n"
        "class Bad(BaseModel):\n    total: float\nNUMBER = 5\n"
    )
    (tmp_path / "my_broken_contracts.py").write_text("class Slip(:\n")
    monkeypatch.syspath_prepend(tmp_path)


def test_two_contracts_come_with_it():
    assert NAMES == ("invoices", "agreements")
    assert [shipped(name).name for name in NAMES] == list(NAMES)


def test_the_invoice_contract_has_the_fields_every_label_file_names():
    assert [field.name for field in INVOICES.fields] == [
        "invoice_number", "invoice_date", "due_date", "seller_name", "seller_vat_id", "buyer_name", "buyer_reference",
        "order_reference", "currency", "total_net", "total_tax", "total_gross", "payment_iban",
    ]  # fmt: skip
    assert [field.name for field in INVOICES.list("line_items").fields] == [
        "position", "description", "quantity", "unit", "unit_price", "line_total",
    ]  # fmt: skip


def test_the_agreement_contract_is_of_quite_another_kind():
    assert {"provider_name", "customer_name", "effective_date", "term", "governing_law", "notice_period"} <= {
        field.name for field in AGREEMENTS.fields
    }
    assert AGREEMENTS.field("liability_cap").type is FieldType.MONEY
    assert AGREEMENTS.field("renewal").type is FieldType.ENUM
    assert {field.type for field in AGREEMENTS.fields} >= {FieldType.BOOLEAN, FieldType.PERCENT, FieldType.INTEGER}


@pytest.mark.parametrize("name", NAMES)
def test_a_shipped_contract_has_nothing_wrong_with_it(name):
    assert validate_contract(shipped(name)) == []


@pytest.mark.parametrize("name", NAMES)
def test_a_shipped_contract_survives_json(name):
    assert Contract.model_validate_json(shipped(name).model_dump_json()) == shipped(name)


def every_field():
    for name in NAMES:
        contract = shipped(name)
        yield from ((f"{name}.{field.name}", field) for field in contract.fields)
        for part in contract.lists:
            yield from ((f"{name}.{part.name}.{field.name}", field) for field in part.fields)


@pytest.mark.parametrize(
    ("where", "field"), list(every_field()), ids=lambda value: value if isinstance(value, str) else ""
)
def test_every_field_is_known_by_its_words_in_four_languages(where, field):
    assert len(field.aliases) >= 8, where
    assert any("а" <= letter <= "я" for word in field.aliases for letter in word.casefold()) or "IBAN" in field.aliases
    assert all(word == word.strip() and word for word in field.aliases)
    assert len(set(field.aliases)) == len(field.aliases)


@pytest.mark.parametrize(
    "field", [INVOICES.field("currency"), AGREEMENTS.field("renewal")], ids=lambda field: field.name
)
def test_no_word_means_two_values_of_an_enumeration(field):
    meanings = {(word.casefold(), item.value) for item in field.allowed for word in (item.value, *item.aliases)}
    words = [word for word, _ in meanings]
    assert sorted(word for word in words if words.count(word) > 1) == []


@pytest.mark.parametrize(
    ("word", "code"), [("€", "EUR"), ("Euro", "EUR"), ("$", "USD"), ("руб.", "RUB"), ("Fr.", "CHF")]
)
def test_the_signs_and_words_of_money_mean_a_currency(word, code):
    assert code in [item.value for item in INVOICES.field("currency").allowed if word in item.aliases]


def test_account_and_tax_numbers_are_compared_without_their_spaces():
    for name in ("payment_iban", "seller_vat_id"):
        field = INVOICES.field(name)
        assert (field.type, field.spaces, field.case) == (FieldType.IDENTIFIER, "ignore", "ignore")
    assert INVOICES.field("invoice_number").spaces == "keep"


def test_a_contract_is_loaded_by_name():
    assert load("invoices") is INVOICES


def test_a_contract_is_loaded_from_a_json_file(tmp_path):
    path = tmp_path / "mine.json"
    path.write_text(OWN.model_dump_json())
    assert load(str(path)) == OWN


def test_a_contract_is_loaded_from_a_class(own_module):
    contract = load("my_contracts:Slip")
    assert (contract.name, contract.fields[0].name) == ("slip", "total")


def test_a_contract_is_loaded_from_a_module_that_holds_one():
    assert load("extraction.contracts.agreements:AGREEMENTS") is AGREEMENTS


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("invoice", "no contract 'invoice': give invoices, agreements, a .json file, or module:Class"),
        ("", "no contract ''"),
        ("missing.json", "missing.json: No such file"),
        ("no_such_module:Slip", "no_such_module: cannot be imported"),
        ("my_broken_contracts:Slip", "my_broken_contracts: cannot be imported: SyntaxError"),
        ("my_contracts:Other", "my_contracts:Other: no such class"),
        ("my_contracts:NUMBER", "neither a pydantic class nor a Contract"),
        ("my_contracts:Bad", "Bad.total: float .* use Decimal"),
        (":", "cannot be imported"),
    ],
)
def test_what_cannot_be_loaded_says_why(own_module, text, words):
    with pytest.raises(ContractError, match=words):
        load(text)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("{", "Invalid JSON"),
        ("{}", "name: Field required"),
        (json.dumps({"name": "a", "fields": [{"name": "Total"}]}), r"fields\.0\.name"),
        (json.dumps({"name": "a", "fields": [{"name": "x", "typ": "date"}]}), r"fields\.0\.typ: Extra"),
        (json.dumps({"name": "a", "fields": [{"name": "x"}, {"name": "x"}]}), "x: named more than once"),
        (
            json.dumps({"name": "a", "fields": [{"name": "x"}], "checks": [{"name": "c", "rule": "x + y = x"}]}),
            r"wrong\.json: Check c: .*y",
        ),
        (json.dumps({"name": "a", "fields": [{"name": "x", "languages": ["klingon"]}]}), "klingon"),
    ],
)
def test_a_wrong_file_says_where(tmp_path, content, words):
    path = tmp_path / "wrong.json"
    path.write_text(content)
    with pytest.raises(ContractError, match=words):
        load(str(path))


def test_a_file_too_large_for_a_contract_is_not_read(tmp_path):
    path = tmp_path / "large.json"
    with path.open("wb") as file:
        file.truncate(5_000_000)
    with pytest.raises(ContractError, match="too large"):
        load(str(path))


def test_an_unknown_shipped_name_is_refused():
    with pytest.raises(ContractError, match="there are invoices, agreements"):
        shipped("orders")
