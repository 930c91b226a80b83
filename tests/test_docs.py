"""What the documentation says is there."""

import re
from pathlib import Path

import pytest
from django.core.management import get_commands

from extraction import sources
from extraction.pdf.errors import PdfErrorCode

ROOT = Path(__file__).parent.parent
PAGES = [ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").rglob("*.md"))]
OPERATION = (ROOT / "docs" / "operation.md").read_text()


def test_every_setting_that_can_be_set_is_documented():
    settings = (ROOT / "portal" / "settings.py").read_text()
    names = set(re.findall(r"env\.\w+\(\s*\"(\w+)\"", settings))
    assert len(names) > 10
    assert not {name for name in names if f"`{name}`" not in OPERATION}


def test_every_documented_setting_exists():
    settings = (ROOT / "portal" / "settings.py").read_text()
    documented = re.findall(
        r"`([A-Z_]{4,})`", "\n".join(line.split("|")[1] for line in OPERATION.splitlines() if line.startswith("| `"))
    )
    assert documented
    assert not [name for name in documented if f'"{name}"' not in settings]


@pytest.mark.parametrize("path", PAGES, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_command_and_target_exists(path):
    text = path.read_text()
    assert not set(re.findall(r"manage\.py (\w+)", text)) - set(get_commands())
    targets = re.findall(r"^([\w-]+):", (ROOT / "Makefile").read_text(), flags=re.MULTILINE)
    assert not set(re.findall(r"(?:^|`)make ([\w-]+)", text, flags=re.MULTILINE)) - set(targets)


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_every_link_inside_the_repository_leads_somewhere(path):
    links = re.findall(r"\]\((?!http)([^)#]+)", path.read_text())
    assert not [link for link in links if not (path.parent / link).exists()]


def test_every_source_and_every_reason_to_refuse_a_file_is_explained():
    text = (ROOT / "docs" / "sources.md").read_text()
    assert not [name for name in sources.names() if f"`{name}`" not in text]
    about_files = set(PdfErrorCode) - {PdfErrorCode.UNREADABLE, PdfErrorCode.NO_SUCH_PAGE, PdfErrorCode.READER_FAILED}
    assert not [code for code in about_files if f"`{code}`" not in text]


def test_no_page_names_an_address_of_a_package_index_or_a_path_of_somebodys_machine():
    for page in [*PAGES, *ROOT.glob("*.lock"), ROOT / "pyproject.toml", ROOT / "Makefile", ROOT / ".ci" / "run"]:
        text = page.read_text()
        assert "index-url" not in text.replace("--no-emit-index-url", "")
        assert not re.search(r"(?<![\w.])/(home|root|work|Users)/", text), page
