"""What reading one table may cost. Beyond any of them the file is refused with an error of its own."""

from __future__ import annotations

from dataclasses import dataclass, replace

_MB = 1_000_000


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
    wall_seconds: float = 300.0
    memory_bytes: int = 1_500_000_000
    """Address space of the reading process."""

    def for_file_of(self, size: int) -> Limits:
        """These limits, lowered to several times what honest files of so many bytes take: small ones get little."""
        return replace(
            self,
            cpu_seconds=min(self.cpu_seconds, 8 + 6 * size // _MB),
            memory_bytes=min(self.memory_bytes, 450 * _MB + 20 * size),
            reply_bytes=min(self.reply_bytes, 50 * _MB + 40 * size),
        )


DEFAULT = Limits()
