"""The scores of an evaluation in a workbook, and how far they can be trusted."""

import io
import random
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from evaluation.metrics import Ratio
from evaluation.outcomes import CellOutcome, DocumentOutcome, Outcome
from extraction.tables import Kind, read
from extraction.values import Grounding
from portal.models import Document, EvalDocument, EvalRun, ExtractionRun, LabelKind, LabelSet
from portal.services import evaluation
from portal.services.errors import BadInput
from portal.workbook.quality_sheet import SHOWN_RATES, Spread, quality_sheet
from portal.workbook.writer import write


def cell(field, outcome, list_name="", grounding=None):
    return CellOutcome(field, list_name, 0 if list_name else None, None, outcome, grounding=grounding)


RIGHT = (cell("number", Outcome.OK), cell("total", Outcome.OK), cell("what", Outcome.OK, "lines"))
FAULTY = (
    cell("number", Outcome.WRONG, grounding=Grounding.NONE),
    cell("total", Outcome.OMITTED),
    cell("what", Outcome.UNSCORED, "lines"),
)


@pytest.fixture
def evaluate(project, version):
    """An evaluation of planted outcomes, by pairs of a source of documents and the cells of one."""

    def make(*planted, finished=True) -> EvalRun:
        run = ExtractionRun.objects.create(project=project, contract_version=version, source="layout")
        label_set = LabelSet.objects.create(project=project, kind=LabelKind.GOLD, hash=f"{run.pk:064x}")
        made = EvalRun.objects.create(project=project, run=run, label_set=label_set, contract_version=version)
        start = Document.objects.count()
        documents = Document.objects.bulk_create(
            Document(project=project, sha256=f"{start + n:064x}", name=f"{n}.pdf", stratum=source, size=1, split="dev")
            for n, (source, _) in enumerate(planted)
        )
        EvalDocument.objects.bulk_create(
            EvalDocument(eval_run=made, document=one, outcome=DocumentOutcome(cells))
            for one, (_, cells) in zip(documents, planted, strict=True)
        )
        if finished:
            assert evaluation.score(made.pk)
        made.refresh_from_db()
        return made

    return make


def rows_of(sheet):
    headers = [column.header for column in sheet.columns]
    rows = [dict(zip(headers, row, strict=True)) for row in sheet.rows]
    assert len(rows) == sheet.count
    return {(row["source"], row["field"]): row for row in rows}


def test_a_field_is_a_row_and_all_of_them_and_then_each_source(evaluate):
    rows = rows_of(quality_sheet(evaluate(("post", RIGHT), ("post", FAULTY), ("mail", RIGHT), ("", RIGHT))))
    fields = ["number", "total", "lines.what", "(all)"]
    assert list(rows) == [(source, field) for source in ("(all)", "mail", "post") for field in fields]
    whole = rows["(all)", "(all)"]
    assert {name: whole[name] for name in ("title", "documents", "n", "ok", "wrong", "omitted", "unscored")} == {
        "title": "All cells", "documents": 4, "n": 11, "ok": 9, "wrong": 1, "omitted": 1, "unscored": 1,
    }  # fmt: skip
    assert whole["precision"] == Decimal("0.900000000")
    assert whole["recall"] == Decimal("0.818181818")
    assert whole["document_exact"] == Decimal("0.750000000")
    assert whole["fabrication"] == Decimal("0.100000000")
    assert rows["post", "number"]["accuracy"] == Decimal("0.500000000")
    assert rows["(all)", "lines.what"]["title"] == "Lines › What"
    assert rows["mail", "(all)"]["f1"] == 1


def test_where_there_is_nothing_to_count_there_is_no_number(evaluate):
    rows = rows_of(quality_sheet(evaluate(("", (cell("total", Outcome.OMITTED),)))))
    assert rows["(all)", "total"]["precision"] is None
    assert rows["(all)", "total"]["precision_low"] is None
    assert rows["(all)", "total"]["recall"] == 0


def test_few_documents_make_an_interval_that_calls_itself_unreliable(evaluate):
    few = rows_of(quality_sheet(evaluate(*[("", RIGHT)] * 8, ("", FAULTY))))["(all)", "total"]
    assert few["remarks"] == "Intervals made of fewer than 10 documents are unreliable: all of them"
    stated_once = rows_of(quality_sheet(evaluate(*[("", FAULTY)] * 10, ("", RIGHT))))["(all)", "total"]
    assert stated_once["remarks"].endswith("are unreliable: precision, fabrication, misattribution, unverifiable")
    enough = rows_of(quality_sheet(evaluate(*[("", RIGHT)] * 10)))["(all)", "total"]
    assert enough["remarks"] == ""


def test_an_interval_is_made_of_the_documents_around_the_rate(evaluate):
    planted = [("", RIGHT)] * 30 + [("", FAULTY)] * 10
    row = rows_of(quality_sheet(evaluate(*planted)))["(all)", "number"]
    # 30 of 40 documents: SE sqrt(.75 * .25 / 39), t of 39 degrees of freedom 2.0227, on the logit scale.
    assert row["accuracy"] == Decimal("0.75")
    assert float(row["accuracy_low"]) == pytest.approx(0.5863, abs=0.0005)
    assert float(row["accuracy_high"]) == pytest.approx(0.8639, abs=0.0005)


def test_without_an_error_there_is_still_a_bound():
    spread = Spread()
    for _ in range(299):
        spread.add(Ratio(20, 20))
    low, high = spread.interval()
    assert high == 1
    assert 1 - low == pytest.approx(0.01, abs=0.0001)  # 299 documents certify an error of 1 %


def test_one_document_says_nothing_of_how_documents_differ():
    spread = Spread()
    assert spread.interval() is None
    spread.add(Ratio(1, 2))
    assert spread.interval() is None


@given(st.lists(st.tuples(st.integers(0, 30), st.integers(1, 30)), min_size=2, max_size=40))
def test_a_rate_lies_within_its_interval(pairs):
    spread = Spread()
    for n, m in pairs:
        spread.add(Ratio(min(n, m), m))
    low, high = spread.interval()
    assert low - 1e-9 <= spread.n / spread.m <= high + 1e-9
    assert 0 <= low <= high <= 1


@pytest.mark.parametrize("rate", [0.85, 0.97, 0.99])
def test_intervals_cover_what_they_promise_though_cells_of_a_document_are_alike(rate):
    """50 documents of 20 cells, correlation .05 within a document."""
    draw = random.Random(7)
    covered, trials = 0, 600
    for _ in range(trials):
        spread = Spread()
        for _ in range(50):
            chance = draw.betavariate(19 * rate, 19 * (1 - rate))
            spread.add(Ratio(sum(draw.random() < chance for _ in range(20)), 20))
        low, high = spread.interval()
        covered += low <= rate <= high
    assert 0.92 <= covered / trials <= 0.98


def test_what_is_not_finished_is_refused(evaluate):
    with pytest.raises(BadInput, match="it is not finished"):
        quality_sheet(evaluate(("", RIGHT), finished=False))


def test_hundreds_of_documents_take_as_many_queries_as_one(evaluate):
    def queries(made):
        made = EvalRun.objects.select_related("contract_version").get(pk=made.pk)
        with CaptureQueriesContext(connection) as captured:
            assert rows_of(quality_sheet(made))
        return len(captured)

    assert queries(evaluate(("", RIGHT))) == queries(evaluate(*[("", RIGHT), ("post", FAULTY)] * 200)) <= 2


def test_numbers_come_back_from_a_workbook_as_numbers(evaluate):
    target = io.BytesIO()
    write([quality_sheet(evaluate(("post", RIGHT), ("post", FAULTY)))], target, title="Quality")
    (sheet,) = [sheet for sheet in read(target.getvalue()).sheets if sheet.name == "Quality"]
    header, *rows = sheet.rows()
    names = {cell.text: index for index, cell in header.cells.items()}
    assert len(names) == 12 + 3 * len(SHOWN_RATES)
    whole = rows[3]
    assert whole[names["n"]].text == "5"
    assert whole[names["precision"]].kind is not Kind.TEXT
    assert Decimal(whole[names["precision"]].text.rstrip("%")) in (Decimal("0.75"), Decimal(75))
