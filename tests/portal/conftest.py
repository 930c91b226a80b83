"""The cast: erika the expert, anton the approver, lee the labeller, ada the engineer, ines the integrator,
lena the lead, vera the viewer, otto the outsider, root the operator; a project, and another that only otto is in."""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from extraction.contract import Check, Contract, Field, FieldType, ListField
from extraction.values import Cell, ExtractionResult, Grounding
from portal.models import ContractVersion, Document, Extraction, ExtractionRun, Membership, Project, Role
from portal.models.documents import stored_under
from portal.services import projects, runs
from portal.services.documents import split_of

CONTRACT = Contract(
    name="bills",
    title="Bills",
    fields=(
        Field(name="number", type=FieldType.IDENTIFIER, label="Number", aliases=("Invoice no.",), required=True),
        Field(name="issued", type=FieldType.DATE, label="Issued", aliases=("Date",)),
        Field(name="total", type=FieldType.MONEY, label="Total", aliases=("Total due",), critical=True),
        Field(name="buyer", type=FieldType.TEXT, label="Buyer"),
    ),
    lists=(
        ListField(
            name="lines",
            label="Lines",
            fields=(
                Field(name="what", type=FieldType.TEXT, label="What"),
                Field(name="amount", type=FieldType.MONEY, label="Amount"),
            ),
        ),
    ),
    checks=(Check(name="lines_add_up", rule="sum(lines.amount) = total"),),
)


@pytest.fixture(autouse=True)
def _files_of_this_test(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "files"
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


def person(name: str) -> User:
    return User.objects.create_user(name, f"{name}@example.org", "pass", is_staff=True)


@pytest.fixture
def root(db) -> User:
    return User.objects.create_superuser("root", "root@example.org", "pass")


@pytest.fixture
def project(root) -> Project:
    """A project with the contract above; root, who made it, has left."""
    made = projects.create("Bills of Beispiel AG", "bills", CONTRACT, by=root)
    Membership.objects.filter(user=root).delete()
    return made


def _member(project: Project, name: str, role: Role) -> User:
    user = person(name)
    Membership.objects.create(project=project, user=user, role=role)
    return user


@pytest.fixture
def erika(project):
    return _member(project, "erika", Role.EXPERT)


@pytest.fixture
def anton(project):
    return _member(project, "anton", Role.APPROVER)


@pytest.fixture
def lee(project):
    return _member(project, "lee", Role.LABELLER)


@pytest.fixture
def ada(project):
    return _member(project, "ada", Role.ENGINEER)


@pytest.fixture
def ines(project):
    return _member(project, "ines", Role.INTEGRATOR)


@pytest.fixture
def lena(project):
    return _member(project, "lena", Role.LEAD)


@pytest.fixture
def vera(project):
    return _member(project, "vera", Role.VIEWER)


@pytest.fixture
def other_project(root) -> Project:
    made = projects.create("Secrets of Otto", "otto", CONTRACT, by=root)
    Membership.objects.filter(user=root).delete()
    return made


@pytest.fixture
def otto(other_project):
    """Lead of another project: knows the product well, and must find nothing of this one."""
    return _member(other_project, "otto", Role.LEAD)


@pytest.fixture
def version(project) -> ContractVersion:
    return project.contract_versions.get()


@pytest.fixture
def add_document(project) -> Callable[..., Document]:
    """Make a document row without reading a PDF; with `content`, its bytes are stored."""

    def add(name: str = "bill.pdf", project: Project = project, content: bytes | None = None) -> Document:
        number = Document.objects.count() + 1
        sha256 = f"{number:064x}"
        if content is not None:
            default_storage.save(stored_under(sha256), ContentFile(content))
        return Document.objects.create(
            project=project, sha256=sha256, name=name, size=len(content or b"1"), pages=1, split=split_of(sha256)
        )

    return add


@pytest.fixture
def document(add_document) -> Document:
    return add_document()


RESULT = ExtractionResult(
    fields={
        "number": Cell(value="R-007", raw="R-007", page=1, box=(100, 50, 140, 60), grounding=Grounding.EXACT),
        "issued": Cell(
            value="2024-03-04",
            precision="day",
            raw="04.03.2024",
            page=1,
            box=(100, 70, 150, 80),
            grounding=Grounding.EXACT,
        ),
        "total": Cell(
            value="30.00", unit="EUR", raw="30,00 €", page=1, box=(100, 90, 140, 100), grounding=Grounding.EXACT
        ),
        "buyer": None,
    },
    lists={
        "lines": [
            {"what": Cell(value="Nails", raw="Nails"), "amount": Cell(value="10.00", unit="EUR", raw="10,00 €")},
            {"what": Cell(value="Screws", raw="Screws"), "amount": Cell(value="20.00", unit="EUR", raw="20,00 €")},
        ]
    },
)


@pytest.fixture
def make_extraction(version, ada) -> Callable[..., Extraction]:
    """A finished extraction of a document by the delivery source, as a worker would leave it."""

    def make(document: Document, result: ExtractionResult = RESULT, source: str = "layout") -> Extraction:
        run = ExtractionRun.objects.create(
            project=document.project, contract_version=version, source=source, created_by=ada
        )
        extraction = Extraction.objects.create(run=run, document=document)
        claimed = runs.claim(extraction.pk)
        assert claimed is not None
        assert runs.succeed(claimed, result, 0.1)
        return claimed

    return make


@pytest.fixture
def review(document, make_extraction):
    make_extraction(document)
    return document.reviews.get()


@pytest.fixture
def samples() -> Path:
    return Path(__file__).parents[2] / "samples"
