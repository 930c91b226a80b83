"""What templates need to speak the reader's language."""

from __future__ import annotations

from django import template

from portal.sentences import translated

register = template.Library()
register.filter(translated)
