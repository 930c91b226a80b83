"""Error values that calamine does not know (`#SPILL!`, `#GETTING_DATA`): it refuses a whole sheet for one of them."""

from __future__ import annotations

import io
import re
import zipfile

_KNOWN = {"#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!", ""}
_NAME = rb"(?:[^\s<>/:]+:)?"
_ERROR = re.compile(
    rb"""(<%(n)sc\s(?:[^<>]{0,400}\s)?t=["']e["'][^<>]{0,400}(?<!/)>\s*"""
    rb"""(?:<%(n)sf\b[^<>]*(?:/>|(?<!/)>[^<]*</%(n)sf>)\s*)?"""
    rb"""<%(n)sv\b[^<>]*>)[^<]*(</)""" % {b"n": _NAME}
)  # fmt: skip


def are_unknown(errors: dict[int, dict[int, str]]) -> bool:
    """Whether any of the errors, by row and column, is none that calamine knows."""
    return any(not _KNOWN.issuperset(row.values()) for row in errors.values())


def with_known_errors(package: zipfile.ZipFile, part: zipfile.ZipInfo) -> bytes:
    """The package with each error of one sheet as `#N/A`; of the other sheets nothing."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as copy:
        for member in package.infolist():
            if member is part:
                copy.writestr(member.filename, _ERROR.sub(rb"\1#N/A\2", package.read(member)))
            elif "/worksheets/" not in member.filename.replace("\\", "/").lower():
                copy.writestr(member.filename, package.read(member))
    return target.getvalue()
