"""Final data leave by one address, for those of the project, and only what is approved."""

import io

import pytest
from django.urls import reverse
from python_calamine import CalamineWorkbook

from tests.portal.admin.conftest import body


@pytest.fixture
def sheet(world, log_in):
    def download(name, query=""):
        response = log_in(world.people[name]).get(
            reverse("admin:portal_extraction_final_xlsx", args=[world.project.pk]) + query, follow=True
        )
        if response["Content-Type"].startswith("text/html"):
            return response.content.decode()
        content = b"".join(response.streaming_content)
        return CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_name("Final").to_python()

    return download


@pytest.mark.parametrize("name", ["ines", "vera", "erika", "anton", "ada", "lena"])
def test_members_download_what_is_approved(name, sheet, world):
    header, *rows = sheet(name)
    assert [row[header.index("file")] for row in rows] == [world.approved.name]
    assert rows[0][header.index("number")] == "R-007"
    assert rows[0][header.index("total")] == 30


def test_who_may_downloads_what_is_not_approved_too(sheet):
    header, *rows = sheet("ada", "?all")
    assert len(rows) == 2
    assert "status" in header


def test_an_integrator_is_refused_what_is_not_approved(sheet):
    assert "you need the role" in sheet("ines", "?all")


def test_the_page_says_how_much_is_approved(world, ines, log_in):
    page = body(log_in(ines).get(reverse("admin:portal_extraction_final")))
    assert "Bills of Beispiel AG" in page
    assert "<td>1</td>" in page
    assert "?all" not in page
