"""What a file is, by its bytes: a name proves nothing."""

from __future__ import annotations

from extraction.tables.errors import TableError, TableErrorCode

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED_STREAM = "EncryptedPackage".encode("utf-16-le")
_OTHERS = (b"%PDF-", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"\x1f\x8b", b"Rar!", b"7z\xbc\xaf", b"{\\rtf", b"BZh")
_BYTE_ORDER_MARKS = (b"\xff\xfe", b"\xfe\xff")
_LOOKED_AT = 65_536


def kind_of(content: bytes) -> str:
    """`zip` or `text`. Raises TableError for everything else, naming what it is."""
    if not content:
        raise TableError(TableErrorCode.EMPTY_FILE)
    if content.startswith(b"PK\x03\x04"):
        return "zip"
    if content.startswith(_OLE):
        raise TableError(TableErrorCode.ENCRYPTED if _ENCRYPTED_STREAM in content else TableErrorCode.OLD_EXCEL)
    head = content[:_LOOKED_AT]
    if head.startswith(_OTHERS) or head.startswith(b"PK"):
        raise TableError(TableErrorCode.NOT_A_TABLE)
    if head.startswith(_BYTE_ORDER_MARKS):
        return "text"
    if b"\0" in head:
        raise TableError(TableErrorCode.NOT_A_TABLE)
    if _is_markup(head):
        raise TableError(TableErrorCode.HTML)
    return "text"


def _is_markup(head: bytes) -> bool:
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()[:200].lower()
    return start.startswith((b"<!doctype", b"<html", b"<head", b"<body", b"<table", b"<?xml", b"<style", b"<meta"))
