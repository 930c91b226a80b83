"""PyMuPDF, imported in the one way that is safe and quick here. For the reading process only.

`import pymupdf` also loads, when they are installed, a layout model, `pymupdf4llm` and onnxruntime,
whose telemetry writes below the user's home. None is needed for reading: left out, the import takes
0.25 s and 60 MB instead of 1.4 s and 138 MB.
"""

import os
import re
import sys

os.environ["ORT_DISABLE_TELEMETRY"] = "1"
for name in ("pymupdf.layout", "pymupdf4llm", "onnxruntime"):
    sys.modules.setdefault(name, None)  # type: ignore[arg-type]  # None makes its import fail, which PyMuPDF accepts

import pymupdf  # noqa: E402
from pymupdf import mupdf  # noqa: E402

pymupdf.TOOLS.mupdf_display_errors(False)
pymupdf.TOOLS.mupdf_display_warnings(False)

FOR_WANT_OF_MEMORY = re.compile(r"\b(m|c|re)alloc\b|out of memory|cannot allocate", re.IGNORECASE)


def reraise_for_want_of_memory(error: Exception) -> None:
    """MuPDF says so in the words of another error. Raises MemoryError, or does nothing."""
    if isinstance(error, MemoryError) or FOR_WANT_OF_MEMORY.search(str(error)):
        raise MemoryError(str(error)) from error


__all__ = ["mupdf", "pymupdf", "reraise_for_want_of_memory"]
