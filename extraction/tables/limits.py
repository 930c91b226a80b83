"""What reading one table may cost. Beyond any of them the file is refused with an error of its own."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    file_bytes: int = 100_000_000
    inflated_bytes: int = 400_000_000
    """Of all parts of a workbook together, as its directory promises and as it turns out."""
    ratio: int = 100
    """How many times its own size a workbook may unpack to."""
    rows: int = 250_000
    """Of one sheet."""
    columns: int = 300
    cells: int = 6_000_000
    """The rectangle around all cells of one sheet: cells far apart cost as much as those between them."""
    reply_bytes: int = 400_000_000
    cpu_seconds: int = 60
    wall_seconds: float = 90.0
    memory_bytes: int = 1_500_000_000
    """Address space of the reading process."""


DEFAULT = Limits()
