import pytest

from extraction.sources import find, names


def test_every_source_is_found_by_its_name():
    assert {"layout", "embedded"} <= set(names())
    assert all(find(name).name == name for name in names())


def test_an_unknown_source_is_answered_with_those_there_are():
    with pytest.raises(KeyError, match="no source 'oracle': there are layout, embedded"):
        find("oracle")
