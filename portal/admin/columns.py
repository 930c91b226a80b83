"""Cells of admin lists."""

from __future__ import annotations

from django.utils.html import format_html

from portal.views.words import Sign


def signed(sign: Sign) -> str:
    """A state as sign and words."""
    return _with_sign(f"ps-chip ps-{sign.kind}", sign)


def said(sign: Sign) -> str:
    """A sentence with its sign, free to wrap."""
    return _with_sign(f"ps-{sign.kind}", sign)


def _with_sign(style: str, sign: Sign) -> str:
    return format_html('<span class="{}"><span aria-hidden="true">{}</span> {}</span>', style, sign.sign, sign.words)
