"""`export_workbook`: the final sheets in a file that is whole or not there."""

import openpyxl
import pytest

from portal.services import reviews


@pytest.fixture
def approved(review, erika, anton):
    return reviews.approve(reviews.submit(review, by=erika, confirm_rest=True), by=anton)


def test_ines_gets_what_is_approved(manage, approved, ines, tmp_path):
    path = tmp_path / "final.xlsx"
    ended = manage("export_workbook", "--project", "bills", "--approved", path, "--by", "ines", "--json")
    assert ended.code == 0, ended
    assert ended.report == {"file": str(path), "documents": 1, "items": 2, "approved_only": True}
    book = openpyxl.load_workbook(path)
    assert book.sheetnames == ["Final", "Final Lines"]
    assert book["Final"].max_row == 2
    assert [file.name for file in tmp_path.iterdir() if file.suffix == ".xlsx" or "unfinished" in file.name] == [
        path.name
    ]


def test_what_is_not_approved_needs_a_role_that_sees_it(manage, review, ines, ada, tmp_path):
    path = tmp_path / "all.xlsx"
    refused = manage("export_workbook", "--project", "bills", path, "--by", "ines")
    assert refused.code == 1
    assert not path.exists()
    assert manage("export_workbook", "--project", "bills", path, "--by", "ada").code == 0
    assert openpyxl.load_workbook(path)["Final"].max_row == 2


def test_a_file_that_cannot_be_written_is_a_problem_in_words(manage, approved, ines, tmp_path):
    ended = manage("export_workbook", "--project", "bills", "--approved", tmp_path / "no" / "f.xlsx", "--by", "ines")
    assert ended.code == 1
    assert "cannot be written" in ended.error


def test_a_workbook_is_called_xlsx(manage, approved, ines, tmp_path):
    ended = manage("export_workbook", "--project", "bills", "--approved", tmp_path / "final.csv", "--by", "ines")
    assert ended.code == 2
    assert not list(tmp_path.glob("final*"))


def test_a_failed_export_leaves_the_file_that_was_there(manage, approved, ines, tmp_path, monkeypatch):
    path = tmp_path / "final.xlsx"
    path.write_bytes(b"as it was")
    monkeypatch.setattr("portal.workbook.writer.LONGEST_TEXT", 2)
    ended = manage("export_workbook", "--project", "bills", "--approved", path, "--by", "ines")
    assert ended.code == 1
    assert path.read_bytes() == b"as it was"
    assert not list(tmp_path.glob(".*"))
