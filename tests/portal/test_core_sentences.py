"""What the core says of files, values, contracts and documents is known, whatever they hold."""

import json
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from extraction.canon import canon, value_of
from extraction.checks import run_checks, validate_contract
from extraction.contract import AllowedValue, Check, Contract, Conventions, Field, FieldType, ListField
from extraction.pdf.errors import SENTENCES as OF_PDFS
from extraction.pdf.model import EmbeddedFile, FormField
from extraction.pipeline import assemble
from extraction.sources.base import Statement
from extraction.sources.embedded import EmbeddedSource, invoice_xml
from extraction.sources.imported import ImportedSource
from extraction.sources.layout import Layout
from extraction.tables.errors import SENTENCES as OF_TABLES
from extraction.values import Cell, Invalid, Value
from portal import sentences
from portal.core_sentences import SENTENCES
from portal.sentences import translated
from tests.extraction.pages import document, page
from tests.portal.brackets import CATALOGUE, bracketing, is_known


@pytest.fixture(autouse=True, scope="module")
def _bracketing_catalogue():
    with bracketing():
        yield


# All that can be listed.


@pytest.mark.parametrize("text", [*OF_PDFS.values(), *OF_TABLES.values()])
def test_every_refusal_of_a_file_is_listed(text):
    assert translated(text) == f"⟪{text}⟫"


ANSWERS = {
    "problem": "Field required", "why": "trailing comma", "page": "3", "row": "7", "line": "8", "run": "9",
    "number": "1", "item": "2",
}  # fmt: skip


@pytest.mark.parametrize("sentence", SENTENCES)
def test_every_listed_sentence_is_found_as_itself(sentence):
    names = sentences._PLACEHOLDER.findall(sentence)
    parts = {name: ANSWERS.get(name, f"the {name}") for name in names}
    shown = {name: CATALOGUE.get(part, part) for name, part in parts.items()}
    assert translated(sentence % parts if names else sentence) == CATALOGUE[sentence] % shown


# Values.

ALLOWED = (AllowedValue(value="EUR", aliases=("€", "Euro")), AllowedValue(value="US Dollar", aliases=("$",)))
FIELDS = [
    Field(name="x", type=kind, unit=unit, allowed=ALLOWED if kind is FieldType.ENUM else ())
    for kind in FieldType
    for unit in ((None, "EUR", "1", "kg") if kind.is_number else (None,))
]
NOTATIONS = [
    Conventions(),
    *(Conventions(decimal=mark, dates=order) for mark in ",." for order in ("dmy", "mdy", "ymd")),
]
BAD = [
    "", "x", "12a", "1.234", "1,234", "1.2.3", "12 34", "1.5", "5 EUR USD", "EUR 5 USD", "5 kg", "5 m", "--5", "9" * 60,
    "9" * 300, "1e400", "1e9999", "5%%", "5 % VAT", "vielleicht", "03/04/2024", "01-02-03", "4. März", "31.02.2024",
    "2024-13-01", "99.99.9999", "0000", "x\x00y", "“", "a\nb", "Total 5", "½", "Yen", "(5", "%s %(text)s {}", "x" * 70,
]  # fmt: skip


def refusals(texts: list[str]) -> Iterator[str]:
    for text in texts:
        for field in FIELDS:
            for notation in NOTATIONS:
                for side in ("prediction", "label"):
                    found = canon(text, field, notation, side=side)
                    if isinstance(found, Invalid):
                        yield found.detail


def test_every_refusal_of_a_value_is_known():
    found = set(refusals(BAD))
    assert {text for text in found if translated(text) != f"⟪{text}⟫"} == set()
    assert len({text.partition("”")[2] for text in found}) > 15  # kinds


@given(
    st.text(max_size=90) | st.text(alphabet="0123456789.,'’ -−()+€$%eEkMT/:\u00a0StkMarchOkt“”\n", max_size=16),
    st.sampled_from(FIELDS),
    st.sampled_from(NOTATIONS),
    st.sampled_from(["prediction", "label"]),
)
def test_whatever_a_document_says_its_refusal_is_known(text, field, notation, side):
    found = canon(text, field, notation, side=side)
    if isinstance(found, Invalid):
        assert translated(found.detail) == f"⟪{found.detail}⟫"


@pytest.mark.parametrize(
    "field", [field for field in FIELDS if field.type not in (FieldType.TEXT, FieldType.IDENTIFIER)]
)
def test_a_stored_value_of_another_type_is_refused_in_known_words(field):
    found = value_of(Cell(value="x"), field)
    assert not isinstance(found, Invalid) or is_known(found.detail)


# Contracts and checks.

WHOLE = {
    "name": "bills",
    "kinds": ["bill"],
    "fields": [
        {"name": "total", "type": "money", "conventions": {"decimal": ",", "dates": "dmy"}, "languages": ["en"],
         "aliases": ["Sum"], "absolute_tolerance": "1", "required": True},
        {"name": "kind", "type": "enum", "allowed": [{"value": "a", "aliases": ["b"]}]},
    ],
    "lists": [{"name": "lines", "fields": [{"name": "amount", "type": "money"}]}],
    "checks": [{"name": "add", "rule": "total = 1", "tolerance": 1}],
}  # fmt: skip
ODD = [None, 5, -1, 1.5, "", True, [], {}, "nonsense", "nan", [1], [[]], {"a": 1}, "x" * 200, ["a", "a"],
       [{"name": "a"}, {"name": "a"}], [{"name": "a", "rule": ""}] * 2]  # fmt: skip
NO_JSON = [
    "", "{", "[", '{"a"', '{"a":', '{"a":1', "{a", '{"a":1,}', "[1,]", '"\\x"', '"abc', "nul", "01", "1.", "-", "{}x",
    '"\x01"', "[1 2]", '{"a" 1}', '{"a":1 "b"}', "{1:2}", "[" * 500, '"\\u12"', "[1,", "tru", "'a'", "",
]  # fmt: skip


def places(part, path=()):
    yield path
    for key, inside in part.items() if isinstance(part, dict) else enumerate(part) if isinstance(part, list) else ():
        yield from places(inside, (*path, key))


def with_one_odd(path, value):
    if not path:
        return value
    whole = deepcopy(WHOLE)
    *outer, last = path
    part = whole
    for key in outer:
        part = part[key]
    part[last] = value
    return whole


def complaints(read, given) -> list[str]:
    try:
        read(given)
    except ValidationError as error:
        return [one["msg"] for one in error.errors()]
    return []


def test_every_complaint_about_a_definition_is_known():
    found = set()
    for path in places(WHOLE):
        for value in ODD:
            definition = with_one_odd(path, value)
            found |= {*complaints(Contract.model_validate_json, json.dumps(definition))}
            found |= {*complaints(Contract.model_validate, definition)}
    assert {text for text in found if not is_known(text)} == set()
    assert len(found) > 20


@pytest.mark.parametrize("text", [*NO_JSON, '"\\ud800"', "NaN", "1e999"])
def test_a_definition_that_is_no_json_is_refused_in_known_words(text):
    told = complaints(Contract.model_validate_json, text)
    assert told
    assert all(map(is_known, told))


@pytest.mark.parametrize("text", NO_JSON)
def test_a_line_that_is_no_json_is_refused_in_known_words(text):
    with pytest.raises(json.JSONDecodeError) as refused:
        json.loads(text)
    assert is_known(str(refused.value))


FULL = Contract(
    name="bills",
    fields=(
        *(Field(name=name, type="money") for name in ("net", "tax", "gross")),
        *(Field(name=name, type="date") for name in ("issued", "due")),
        Field(name="iban", type="identifier"),
        Field(name="seller"),
    ),
    lists=(ListField(name="lines", fields=(Field(name="amount", type="money"), Field(name="account"))),),
)
BROKEN_RULES = [
    "", "nothing", "net", "net + tax", "net = = tax", "net != tax", "1 = 1", "net = issued", "net + issued = gross",
    "sum(net) = gross", "sum(lines.amount", "sum(lines.other) = net", "sum(lines.account) = net", "lines = net",
    "lines.amount = net", "others.amount = net", "sum(others.amount) = net", "each others: amount = net",
    "seller = net", "iban(net)", "iban(nothing)", "max(net, tax) = gross", "net ** 2 = gross", "net = 'a'",
    "net < tax < gross", "each lines: other = net", "“; ” = 1", "a: b = 1", "%s = %(x)s", "net =\n", "x" * 600,
    "issued + 1 = due", "net = True",
]  # fmt: skip
BROKEN_FIELDS = [
    Field(name="a", languages=("xx",)),
    Field(name="a", languages=("“; %s”",)),
    Field(name="a", type="money", unit="kg"),
    Field(name="a", type="percent", unit="€"),
    Field(
        name="a",
        type="enum",
        allowed=(AllowedValue(value="x", aliases=("z",)), AllowedValue(value="y", aliases=("Z",))),
    ),
]


@pytest.mark.parametrize("rule", BROKEN_RULES)
@pytest.mark.parametrize(
    "contract", [FULL, Contract(name="a", lists=FULL.lists), Contract(name="a", fields=FULL.fields)]
)
def test_every_problem_with_a_rule_is_known(rule, contract):
    problems = validate_contract(contract.model_copy(update={"checks": (Check(name="add_up", rule=rule),)}))
    assert problems
    for problem in problems:
        told = problem.removeprefix("Check add_up: ")
        assert translated(problem) == f"⟪Check add_up: ⟪{told}⟫⟫"


@pytest.mark.parametrize("field", BROKEN_FIELDS)
def test_every_problem_with_a_field_is_known(field):
    (problem,) = validate_contract(Contract(name="a", fields=(field,)))
    assert translated(problem) == f"⟪Field a: ⟪{problem.removeprefix('Field a: ')}⟫⟫"


def test_all_problems_of_a_contract_at_once_are_known_one_by_one():
    checks = tuple(Check(name=f"c{at}", rule=rule) for at, rule in enumerate(BROKEN_RULES))
    problems = validate_contract(FULL.model_copy(update={"checks": checks}))
    told = "This contract cannot be published: " + "; ".join(problems)
    assert translated(told) == told.partition("Check")[0] + "; ".join(map(translated, problems))


AMOUNTS = {name: Value(Decimal(number)) for name, number in (("net", 5), ("tax", 3), ("gross", 9))}
DAYS = {name: Value(day, precision="day") for name, day in (("issued", "2024-03-04"), ("due", "2024-02-01"))}
STATED = AMOUNTS | DAYS | {"iban": Value("DE00 1234")}
ITEMS = {"lines": [{"amount": Value(Decimal(2)), "account": Value("DE00")}]}


@pytest.mark.parametrize("label", ["", "The sums are wrong: look"])
@pytest.mark.parametrize(
    "rule",
    ["net = gross", "gross <= net", "net >= gross", "gross < net", "net > gross", "net = 1", "gross <= 1", "net >= 8",
     "gross < 1", "net > 8", "due = issued", "issued <= due", "due >= issued", "issued < due", "due > issued",
     "iban(iban)", "net * sum(lines.amount) = gross", "each lines: iban(account)", "each lines: amount = net"],
)  # fmt: skip
def test_what_a_failed_check_says_is_known(rule, label):
    contract = FULL.model_copy(update={"checks": (Check(name="a", rule=rule, label=label),)})
    (result,) = run_checks(contract, STATED, ITEMS)
    assert result.passed is False
    assert is_known(result.detail)
    assert translated(result.detail).count("⟪") == 1 + rule.count("sum(") + rule.count("iban(account)")


# Notes of sources.


def embedded_notes(*files: bytes, form: tuple[FormField, ...] = ()) -> tuple[str, ...]:
    attached = [EmbeddedFile(f"file {at}.xml", content) for at, content in enumerate(files)]
    return EmbeddedSource().state(replace(document(page("a"), embedded=attached), form_fields=form), NO_INVOICE).notes


NO_INVOICE = Contract(name="bills", fields=(Field(name="net", type="money"),))


def test_every_note_of_a_source_is_known(monkeypatch):
    monkeypatch.setattr(invoice_xml, "MAX_BYTES", 2_000_000)
    doctype = b"<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>"
    large = b"<a>" + b" " * 2_000_000 + b"</a>"
    error = {"code": "no_pages", "message": "The PDF has no pages. Ask its sender for a complete one."}
    line = {"file": "a", "source": "b", "status": "failed", "seconds": 1, "fields": {"net": {"raw": "5"}}}
    empty, field = document(page()), FormField("net", "5", 1, (0, 0, 1, 1))
    strange = Statement(fields={"other": None}, lists={"lines": [{"else": None}], "more": []})
    notes = [
        *embedded_notes(b"<a/>", b"<a>", doctype, large),
        *embedded_notes(b"<CrossIndustryInvoice/>"),
        *embedded_notes(form=(field,)),
        *ImportedSource({"net": [5], "lines": 3}).state(empty, FULL).notes,
        *ImportedSource({**line, "error": error}).state(empty, FULL).notes,
        *Layout().state(empty, FULL).notes,
        *assemble(empty, strange, FULL).notes,
    ]
    assert [note for note in notes if not is_known(note)] == []
    assert len(set(notes)) >= 12
