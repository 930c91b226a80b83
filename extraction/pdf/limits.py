"""What reading one PDF may cost. Beyond any of them the file is refused with an error of its own."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    file_bytes: int = 100_000_000
    pages: int = 2_000
    words: int = 1_000_000
    """In the whole document."""
    page_characters: int = 300_000
    cpu_seconds: int = 20
    """Of one job; a long document is read in several."""
    wall_seconds: float = 60.0
    """Of one job, however little of it is computing."""
    document_seconds: float = 300.0
    """Of all jobs of one document."""
    visibility_seconds: int = 5
    """CPU of one job for looking whether its words can be seen; then they stay unchecked."""
    memory_bytes: int = 1_500_000_000
    """Address space of a job, the reader's own code (about 0.5 GB of addresses) included."""
    pages_per_job: int = 10
    """At most; a job that has used a quarter of its CPU seconds leaves the rest to the next."""
    pixels: int = 12_000_000
    """Of one page image: a larger page is drawn at fewer dpi."""
    reply_bytes: int = 100_000_000
    embedded_files: int = 50
    embedded_bytes: int = 30_000_000
    """Of all embedded files together."""


DEFAULT = Limits()
