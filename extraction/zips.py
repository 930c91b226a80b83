"""What Python raises for a zip that is damaged, locked or made in a way it cannot read."""

import lzma
import zipfile
import zlib

UNREADABLE_ZIP = (
    zipfile.BadZipFile,  # the directory or a checksum is wrong
    zlib.error,  # of deflated members
    lzma.LZMAError,
    OSError,  # of members packed by bzip2
    EOFError,  # a member ends too early
    ValueError,  # places before the start of the file; names in no encoding
    RuntimeError,  # a password is needed; and its subclass NotImplementedError: a version or packing Python lacks
)
