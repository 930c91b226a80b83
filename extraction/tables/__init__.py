"""Tables that come in, as xlsx or csv: read in a confined child process into typed cells, or refused in words."""

from extraction.tables.errors import TableError, TableErrorCode
from extraction.tables.limits import DEFAULT, Limits
from extraction.tables.model import BLANK, Cell, Kind, Row, Sheet, Tables
from extraction.tables.reader import read

__all__ = [
    "BLANK",
    "DEFAULT",
    "Cell",
    "Kind",
    "Limits",
    "Row",
    "Sheet",
    "TableError",
    "TableErrorCode",
    "Tables",
    "read",
]
