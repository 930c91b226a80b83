"""A catalogue that translates a sentence by putting it into brackets, so that one sees what was known of a text."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.utils.translation import override

from portal import sentences
from portal.core_sentences import DETAILS, SENTENCES, TERMS
from portal.sentences import translated

CATALOGUE = {one: f"⟪{one}⟫" for one in (*SENTENCES, *DETAILS, *TERMS)}


@contextmanager
def bracketing() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch, override("de"):
        patch.setattr(sentences, "gettext", lambda text: CATALOGUE.get(text, text))
        yield


def is_known(text: str) -> bool:
    """Whether all of the text is one sentence of the list; further ones may stand within it."""
    found = translated(text)
    return found.startswith("⟪") and found.endswith("⟫") and found.replace("⟪", "").replace("⟫", "") == text
