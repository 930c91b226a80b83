"""What all tests share: SQLite in a file, as at work. In memory, threads of a live server lock each other out."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connection
from django.utils import translation


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings: None, tmp_path_factory: pytest.TempPathFactory) -> None:
    if connection.vendor == "sqlite":
        folder: Path = tmp_path_factory.mktemp("database")
        connection.settings_dict["TEST"]["NAME"] = str(folder / "test.sqlite3")


@pytest.fixture(autouse=True)
def _language_of_this_test() -> Iterator[None]:
    """A page that spoke German leaves its thread speaking it: the next request sets its own, a test does not."""
    before = translation.get_language()
    yield
    translation.activate(before) if before else translation.deactivate_all()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest first, so that no worker is left alone with them at the end."""
    items.sort(key=lambda item: item.get_closest_marker("processes") is None)
