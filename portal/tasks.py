"""What the queue calls, by dotted name: ids in, a service called. Nothing imports this module."""

from portal.services import runs


def extract_document(extraction_id: int) -> None:
    runs.perform(extraction_id)
