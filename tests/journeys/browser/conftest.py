"""Chromium, a real server and real invoices: people of the cast at their desks, and every page they see is watched."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.contrib.auth.models import User
from playwright.sync_api import ConsoleMessage, Page, Playwright, Request, Response, expect

from extraction.contracts import shipped
from portal.models import Document, ExtractionRun, Membership, Project, Review
from portal.services import contracts, documents, projects, runs
from tests import chromium

DESK = {"width": 1440, "height": 900}
PATIENCE = 20_000
"""Milliseconds: a busy machine is no failure."""

expect.set_options(timeout=PATIENCE)


@pytest.fixture(scope="session")
def playwright(playwright: Playwright) -> Playwright:
    # Playwright keeps an event loop in the thread of the tests from here to the end, and Django would refuse to work.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    return playwright


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict) -> dict:
    if chromium.CHROMIUM is None:  # on a laptop; .ci/run names one, so that there a missing one is a failure
        pytest.skip(chromium.NONE)
    return {**browser_type_launch_args, "executable_path": chromium.CHROMIUM, "args": chromium.OPTIONS}


@pytest.fixture(scope="session")
def _pw_artifacts_folder(tmp_path_factory: pytest.TempPathFactory) -> SimpleNamespace:
    """The plugin's own folder is removed too late in a parallel run, with a warning."""
    return SimpleNamespace(name=str(tmp_path_factory.mktemp("playwright")))


@pytest.fixture(scope="session")
def base_url() -> None:
    """Each desk has the address of its own live server; the plugin's fixture of this name warns."""


class Watch:
    """Everything that went wrong on a person's pages: scripts, refused content, failed requests."""

    def __init__(self) -> None:
        self.seen: list[str] = []
        self.expected: set[int] = set()
        """Statuses of refusals that belong to the journey."""

    def over(self, page: Page) -> None:
        page.on("console", self._console)
        page.on("pageerror", lambda error: self.seen.append(f"error in a script: {error}"))
        page.on("requestfailed", self._failed)
        page.on("response", self._answered)

    def _console(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning") and not message.text.startswith("Failed to load resource"):
            self.seen.append(f"{message.type} in the console: {message.text}")

    def _failed(self, request: Request) -> None:
        # An image still on its way when the person goes on, and a download, end as aborted.
        if request.failure != "net::ERR_ABORTED":
            self.seen.append(f"{request.url} failed: {request.failure}")

    def _answered(self, response: Response) -> None:
        if response.status >= 400 and response.status not in self.expected:
            self.seen.append(f"{response.url} answered {response.status}")


class Desk:
    """A person's browser: `page` is logged in and watched."""

    def __init__(self, page: Page, watch: Watch) -> None:
        self.page = page
        self.watch = watch

    def expect(self, status: int) -> None:
        """This refusal belongs to what is tested."""
        self.watch.expected.add(status)


@pytest.fixture
def desk(live_server, new_context) -> Iterator[Callable[[User], Desk]]:
    """Sit a person down: `desk(erika).page`."""
    watches: dict[str, Watch] = {}

    def sit(user: User) -> Desk:
        context = new_context(base_url=live_server.url, viewport=DESK, reduced_motion="reduce")
        context.set_default_timeout(PATIENCE)
        watch = watches[user.username] = Watch()
        page = context.new_page()
        watch.over(page)
        page.goto("/")
        page.get_by_label("Username").fill(user.username)
        page.get_by_label("Password").fill("pass")
        page.keyboard.press("Enter")
        page.get_by_role("heading", name="What waits for you").wait_for()
        return Desk(page, watch)

    yield sit
    seen = [f"{name}: {problem}" for name, watch in watches.items() for problem in watch.seen]
    assert not seen, "\n".join(seen)


@pytest.fixture
def project(root: User) -> Project:
    """Invoices, under the contract that comes with the product."""
    made = projects.create("Invoices of Beispiel AG", "invoices", shipped("invoices"), by=root)
    Membership.objects.filter(user=root).delete()
    return made


@pytest.fixture
def invoices(samples: Path) -> Path:
    return samples / "invoices"


def work(run: ExtractionRun) -> None:
    """What a worker does with a run, in this process."""
    for pk in run.extractions.order_by("pk").values_list("pk", flat=True):
        assert runs.perform(pk)


@pytest.fixture
def extracted(project: Project, ada: User, invoices: Path) -> Callable[[str], Document]:
    """A sample, uploaded and read for real by the layout rules; its review is open."""

    def extract(name: str) -> Document:
        document = documents.add(project, name, (invoices / name).read_bytes(), by=ada).document
        assert document is not None
        work(runs.start(contracts.in_force(project), "layout", [document], by=ada))
        return document

    return extract


@pytest.fixture
def open_review(extracted: Callable[[str], Document]) -> Review:
    return extracted("01-de-letter.pdf").reviews.get()
