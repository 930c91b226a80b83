"""Cells of admin lists."""

from __future__ import annotations

from django.utils.html import format_html

from portal.views.words import Sign


def signed(sign: Sign) -> str:
    """A state as sign and words, short enough for a column; the rest where one points at it."""
    chip = '<span class="ps-chip ps-nowrap ps-{}" title="{}"><span aria-hidden="true">{}</span> {}</span>'
    return format_html(chip, sign.kind, sign.words, sign.sign, sign.short)


def said(sign: Sign) -> str:
    """A sentence with its sign, free to wrap."""
    return format_html(
        '<span class="ps-{}"><span aria-hidden="true">{}</span> {}</span>', sign.kind, sign.sign, sign.words
    )
