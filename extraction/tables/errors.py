"""Why a table could not be read, as a code for programs and a sentence for the person who sent it."""

from enum import StrEnum


class TableErrorCode(StrEnum):
    EMPTY_FILE = "empty_file"
    UNREADABLE = "unreadable"
    """The file cannot be opened at all: gone, no permission."""
    NOT_A_TABLE = "not_a_table"
    HTML = "html"
    OLD_EXCEL = "old_excel"
    BINARY_EXCEL = "binary_excel"
    OPEN_DOCUMENT = "open_document"
    ENCRYPTED = "encrypted"
    MACROS = "macros"
    TOO_LARGE = "too_large"
    BOMB = "bomb"
    TOO_MANY_ROWS = "too_many_rows"
    TOO_MANY_COLUMNS = "too_many_columns"
    TOO_SPARSE = "too_sparse"
    TOO_SLOW = "too_slow"
    TOO_MUCH_MEMORY = "too_much_memory"
    ENCODING = "encoding"
    DAMAGED = "damaged"
    CRASHED = "crashed"
    READER_FAILED = "reader_failed"
    """Not the file's fault: the reading process does not start or does not answer."""


_SAVE_AS = "Open it in Excel or LibreOffice, save it as .xlsx (Excel workbook) and upload that."

SENTENCES = {
    TableErrorCode.EMPTY_FILE: "The file is empty. Upload it again.",
    TableErrorCode.UNREADABLE: "The file cannot be opened. Check that it exists and may be read.",
    TableErrorCode.NOT_A_TABLE: "This is neither an Excel workbook nor a text table, whatever its name says. "
    "Upload an .xlsx or .csv file.",
    TableErrorCode.HTML: f"This is a web page or XML that only has the name of a table. {_SAVE_AS}",
    TableErrorCode.OLD_EXCEL: f"This is a workbook of the old Excel format (.xls). {_SAVE_AS}",
    TableErrorCode.BINARY_EXCEL: f"This is a binary workbook (.xlsb). {_SAVE_AS}",
    TableErrorCode.OPEN_DOCUMENT: f"This is an OpenDocument file. {_SAVE_AS}",
    TableErrorCode.ENCRYPTED: "The workbook needs a password to open. Save a copy without one and upload that.",
    TableErrorCode.MACROS: "The workbook holds macros (.xlsm). Save it as .xlsx, without macros, and upload that.",
    TableErrorCode.TOO_LARGE: "The file is larger than allowed. Split it and upload the parts.",
    TableErrorCode.BOMB: "The workbook unpacks to far more than its size. Copy its cells into a new workbook "
    "and upload that.",
    TableErrorCode.TOO_MANY_ROWS: "The table has more rows than allowed. Split it and upload the parts.",
    TableErrorCode.TOO_MANY_COLUMNS: "The table has more columns than allowed. Delete what stands far to the right.",
    TableErrorCode.TOO_SPARSE: "The cells of the sheet lie too far apart. Delete what stands far below or far to "
    "the right of the table.",
    TableErrorCode.TOO_SLOW: "Reading the table took too long and was stopped. Split it and upload the parts.",
    TableErrorCode.TOO_MUCH_MEMORY: "Reading the table took too much memory and was stopped. Split it and upload "
    "the parts.",
    TableErrorCode.ENCODING: "The text of the file is in no known encoding. Save it as CSV UTF-8 and upload that.",
    TableErrorCode.DAMAGED: "The file is damaged or incomplete. Open it, save it again and upload that.",
    TableErrorCode.CRASHED: "The file made its reader crash. Open it, save it again and upload that.",
    TableErrorCode.READER_FAILED: "The table reader could not be started. This is not the file's fault: try again, "
    "and tell the operator if it stays.",
}


class TableError(Exception):
    """A table that gives no result. `message` says what is wrong and what to do; `detail` names the place."""

    def __init__(self, code: TableErrorCode, detail: str = "") -> None:
        self.code = code
        self.detail = detail
        self.message = SENTENCES[code] + (f" ({detail})" if detail else "")
        super().__init__(self.message)

    def __reduce__(self) -> tuple[type["TableError"], tuple[TableErrorCode, str]]:
        return TableError, (self.code, self.detail)
