"""Why a PDF could not be read, as a code for programs and a sentence for the person who uploaded it."""

from enum import StrEnum


class PdfErrorCode(StrEnum):
    EMPTY_FILE = "empty_file"
    UNREADABLE = "unreadable"
    """The file cannot be opened at all: gone, no permission."""
    TOO_LARGE = "too_large"
    NOT_A_PDF = "not_a_pdf"
    NEEDS_PASSWORD = "needs_password"
    NO_PAGES = "no_pages"
    NO_SUCH_PAGE = "no_such_page"
    TOO_MANY_PAGES = "too_many_pages"
    TOO_MUCH_TEXT = "too_much_text"
    TOO_SLOW = "too_slow"
    TOO_MUCH_MEMORY = "too_much_memory"
    CRASHED = "crashed"
    DAMAGED = "damaged"
    READER_FAILED = "reader_failed"
    """Not the file's fault: the reading process does not start or does not answer."""


SENTENCES = {
    PdfErrorCode.EMPTY_FILE: "The file is empty. Upload it again.",
    PdfErrorCode.UNREADABLE: "The file cannot be opened. Check that it exists and may be read.",
    PdfErrorCode.TOO_LARGE: "The file is larger than allowed. Split it, or save it with smaller pictures.",
    PdfErrorCode.NOT_A_PDF: "This is not a PDF, whatever its name says. Upload the PDF itself.",
    PdfErrorCode.NEEDS_PASSWORD: "The PDF needs a password to open. Save a copy without one and upload that.",
    PdfErrorCode.NO_PAGES: "The PDF has no pages. Ask its sender for a complete one.",
    PdfErrorCode.NO_SUCH_PAGE: "The PDF has no page of that number.",
    PdfErrorCode.TOO_MANY_PAGES: "The PDF has more pages than allowed. Split it and upload the parts.",
    PdfErrorCode.TOO_MUCH_TEXT: "The PDF holds more text than allowed. Split it and upload the parts.",
    PdfErrorCode.TOO_SLOW: "Reading the PDF took too long and was stopped. Print it to a new PDF and upload that.",
    PdfErrorCode.TOO_MUCH_MEMORY: "Reading the PDF took too much memory and was stopped. "
    "Print it to a new PDF and upload that.",
    PdfErrorCode.CRASHED: "The PDF made its reader crash. Print it to a new PDF and upload that.",
    PdfErrorCode.DAMAGED: "The PDF is damaged beyond repair. Ask its sender for it again.",
    PdfErrorCode.READER_FAILED: "The PDF reader could not be started. This is not the file's fault: "
    "try again, and tell the operator if it stays.",
}


class PdfError(Exception):
    """A PDF that gives no result. `message` says what is wrong and what to do; `detail` is for the log."""

    def __init__(self, code: PdfErrorCode, message: str = "", detail: str = "") -> None:
        self.code = code
        self.message = message or SENTENCES[code]
        self.detail = detail
        super().__init__(f"{code}: {self.message}" + (f" ({detail})" if detail else ""))

    def __reduce__(self) -> tuple[type["PdfError"], tuple[PdfErrorCode, str, str]]:
        return PdfError, (self.code, self.message, self.detail)
