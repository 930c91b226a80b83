from dataclasses import asdict, fields
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaluation.metrics import RATES, Costs, Counts, Metrics, macro, metrics, shown

PLANTED = Counts(
    ok=6, wrong=2, omitted=1, spurious=1, ok_absent=3, unscored=9, fabricated=1, misattributed=1, unverifiable=1,
    pipeline=1, records=5, records_exact=2, documents=4, documents_exact=1,
)  # fmt: skip


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("precision", 6 / 9),
        ("recall", 6 / 9),
        ("f1", 12 / 18),
        ("jaccard", 6 / 10),
        ("accuracy", 9 / 13),
        ("omission", 1 / 9),
        ("spurious", 1 / 4),
        ("wrong", 2 / 8),
        ("fabrication", 1 / 9),
        ("misattribution", 1 / 9),
        ("unverifiable", 1 / 9),
        ("record_exact", 2 / 5),
        ("document_exact", 1 / 4),
    ],
)
def test_rates_by_hand(name, expected):
    assert getattr(metrics(PLANTED), name) == pytest.approx(expected)


def test_there_is_a_definition_for_every_rate():
    assert list(RATES) == [field.name for field in fields(Metrics)]


def test_nothing_over_nothing_is_no_number():
    assert set(asdict(metrics(Counts())).values()) == {None}
    assert shown(None) == "n/a"


@pytest.mark.parametrize(
    ("rate", "text"), [(0, "0.0 %"), (1, "100.0 %"), (0.9999, "99.9 %"), (0.0001, "0.1 %"), (0.973, "97.3 %")]
)
def test_only_perfection_prints_as_a_hundred_percent(rate, text):
    assert shown(rate) == text


def test_the_correction_cost_weighs_fields_and_kinds_of_errors():
    costs = Costs(wrong=Decimal(3), omitted=Decimal(2), spurious=Decimal("0.5"))
    assert costs.of(PLANTED, Decimal(2)) == 2 * (3 * 2 + 2 * 1 + Decimal("0.5") * 1)


def possible(counts):
    """No more exact ones than there are, no more kinds of errors than errors."""
    counts.records += counts.records_exact
    counts.documents += counts.documents_exact
    counts.wrong += counts.fabricated + counts.misattributed + counts.unverifiable
    counts.omitted += counts.pipeline
    return counts


counts = st.builds(Counts, **{field.name: st.integers(0, 50) for field in fields(Counts)}).map(possible)


@given(st.lists(counts, min_size=1, max_size=6))
def test_a_micro_rate_lies_between_the_extremes_of_its_strata(strata):
    whole = sum(strata, Counts())
    for name, rate in RATES.items():
        parts = [value for part in strata if (value := rate(part).value) is not None]
        total = rate(whole).value
        if parts:
            assert min(parts) - 1e-12 <= total <= max(parts) + 1e-12, name
        else:
            assert total is None


@given(st.lists(counts, min_size=1, max_size=6))
def test_a_macro_rate_is_the_mean_of_the_parts_that_have_it(parts):
    found = [m.precision for m in map(metrics, parts) if m.precision is not None]
    assert macro(parts).precision == (pytest.approx(sum(found) / len(found)) if found else None)


@given(counts, counts)
def test_counts_add_up(a, b):
    assert (a + b).scored == a.scored + b.scored
    assert a + b == b + a
    assert a + Counts() == a
