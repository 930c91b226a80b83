from evaluation.report import score_table
from evaluation.scores import Score
from tests.evaluation.building import labels, predicted, row, score


def table(*documents):
    total = Score()
    for document in documents:
        total.add(document)
    return score_table(total)


def test_each_field_has_a_line_with_its_n():
    text = table(
        score(labels({"net": 5, "gross": 6}, rows=[row("bolt", 2, 10)]), predicted({"net": 5, "gross": 7})),
        score(labels({"net": 5}), predicted({"net": 5})),
    )
    lines = {line.split()[0]: line.split() for line in text.splitlines() if line.strip()}
    assert lines["net"][1:5] == ["2", "2", "0", "0"]
    assert lines["gross"][1:5] == ["1", "0", "1", "0"]
    assert lines["items.price"][1:6] == ["1", "0", "0", "1", "0"]
    assert lines["number"][-5:] == ["n/a", "n/a", "n/a", "0", "0"]
    assert "documents without an error 1 of 2 (50.0 %)" in text
    assert "failed" not in text


def test_columns_stand_below_each_other():
    header, rule, *rest = table(score(labels({"net": 5}), predicted({"net": 5}))).splitlines()
    assert {len(line) for line in (header, rule, *rest[:7])} == {len(header)}


def test_a_failed_extraction_is_named():
    assert "omitted because the extraction failed: 1" in table(score(labels({"net": 5}), None))


def test_a_score_of_nothing_prints():
    assert "n/a" in table()
