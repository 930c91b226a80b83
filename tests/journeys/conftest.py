"""The cast plays here, too."""

from tests.portal.conftest import (  # noqa: F401
    _files_of_this_test,
    ada,
    add_document,
    anton,
    document,
    erika,
    ines,
    lee,
    lena,
    make_extraction,
    other_project,
    otto,
    project,
    review,
    root,
    samples,
    vera,
    version,
)
