"""Every sentence in the source code of the core that a page can show is listed: a new one without a row fails here."""

import ast
import importlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from extraction.tables.errors import TableError, TableErrorCode
from portal.core_sentences import STORED
from portal.sentences import translated
from tests.portal.brackets import bracketing, is_known

ROOT = Path(__file__).parents[2]
SAMPLES = ("7", "1 or 2", "in the contract")
"""What may stand in the place of a value."""


@pytest.fixture(autouse=True, scope="module")
def _bracketing_catalogue():
    with bracketing():
        yield


class Made(NamedTuple):
    """A sentence where it is made, as it reads with each sample."""

    where: str
    texts: tuple[str, ...]


def made(where: str, argument: Callable[[ast.Call], ast.expr | None]) -> list[Made]:
    """The literal texts of an argument, of all calls in the files that the pattern names."""
    return [
        Made(f"{path.relative_to(ROOT)}:{node.lineno}", texts)
        for path in sorted((ROOT / "extraction").glob(where))
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Call) and (text := argument(node)) is not None
        for texts in zip(*(spelled(text, path, sample) for sample in SAMPLES), strict=True)
    ]


def spelled(node: ast.expr, path: Path, sample: str) -> Iterator[str]:
    """The texts that an expression may stand for; none for what is no literal."""
    match node:
        case ast.Constant(value=str() as text):
            yield text
        case ast.JoinedStr(values=parts):
            yield "".join(_filled(part, path, sample) for part in parts)
        case ast.IfExp(body=body, orelse=orelse):
            yield from (*spelled(body, path, sample), *spelled(orelse, path, sample))
        case ast.BinOp(left=left, op=ast.Add()):
            yield from spelled(left, path, sample)
        case ast.Name(id=name) if name.strip("_").isupper():
            yield _filled(ast.FormattedValue(node), path, sample)


def _filled(part: ast.expr, path: Path, sample: str) -> str:
    match part:
        case ast.Constant(value=str() as text):
            return text
        case ast.FormattedValue(value=ast.Name(id=name)) if name.strip("_").isupper():  # a constant of the module
            module = ".".join(path.relative_to(ROOT).with_suffix("").parts)
            return str(getattr(importlib.import_module(module), name))
    return sample


def last_of(*names: str, least: int = 1) -> Callable[[ast.Call], ast.expr | None]:
    """The last argument of calls of these names that have as many as `least`."""

    def argument(call: ast.Call) -> ast.expr | None:
        given = [*call.args, *(keyword.value for keyword in call.keywords)]
        return given[-1] if called(call) in names and len(given) >= least else None

    return argument


def called(call: ast.Call) -> str:
    return getattr(call.func, "id", getattr(call.func, "attr", ""))


def message_of_flag(call: ast.Call) -> ast.expr | None:
    return next((one.value for one in call.keywords if called(call) == "Flag" and one.arg == "message"), None)


def problem_of_cell(call: ast.Call) -> ast.expr | None:
    return call.args[1] if called(call) == "Cell" and ast.unparse(call.args[0]) == "Kind.PROBLEM" else None


def at_a_cell(call: ast.Call) -> ast.expr | None:
    """What `_damaged` says of a cell, behind its place."""
    if called(call) != "_damaged":
        return None
    said = call.args[0]
    return ast.JoinedStr(
        [ast.Constant("row 7, column 8 "), *(said.values if isinstance(said, ast.JoinedStr) else [said])]
    )


REFUSALS = [*made("**/*.py", last_of("refuse", "Invalid", least=2)), *made("**/*.py", last_of("CheckError"))]
OTHERS = [
    *made("**/*.py", message_of_flag),
    *made("pdf/flags.py", last_of("flag")),
    *made("tables/*.py", problem_of_cell),
    *made("contract*.py", last_of("ValueError", "ContractError")),
]
XML = made("sources/**/*.py", last_of("XmlError"))
DETAILS = [
    *(one for one in made("tables/*.py", last_of("TableError", least=2)) if one.texts[0] != "row 7, column 7 7"),
    *made("tables/*.py", at_a_cell),
]


def named(found: list[Made]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("texts", [one.texts for one in found], ids=[one.where for one in found])


def test_the_sentences_in_the_source_code_are_found():
    assert [len(found) > least for found, least in ((REFUSALS, 35), (OTHERS, 20), (XML, 2), (DETAILS, 5))] == [True] * 4


@named([*REFUSALS, *OTHERS])
def test_every_sentence_in_the_source_code_is_known(texts):
    assert any(is_known(text.replace("{}", "“x”")) for text in texts)


@named(XML)
def test_what_is_wrong_with_an_attached_file_is_known(texts):
    assert any(is_known(f"invoice.xml: {text}") for text in texts)


@named(DETAILS)
def test_every_detail_of_a_refused_table_is_known(texts):
    told = [TableError(TableErrorCode.DAMAGED, text).message for text in texts]
    assert any(translated(text).endswith("⟫)") for text in told)


@pytest.mark.parametrize(
    "detail",
    ["Data reaches to row 7; 5 are allowed", "Data reaches to column 7; 5 are allowed",
     "Data: 3 rows x 4 columns; 5 cells are allowed", "xl/a.xml is missing"],
)  # fmt: skip
def test_how_far_a_refused_table_reaches_is_known(detail):
    told = TableError(TableErrorCode.TOO_SPARSE, detail).message
    assert translated(told).endswith(f"⟫ (⟪{detail}⟫)")


def test_every_sentence_with_placeholders_that_a_service_stores_is_listed():
    marked = {
        node.args[0].value
        for path in (ROOT / "portal" / "services").glob("*.py")
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Call) and called(node) == "gettext_noop" and isinstance(node.args[0], ast.Constant)
    }
    assert {text for text in marked if "%(" in text} == set(STORED)
