"""Tokens that open something for whoever holds them: 256 random bits, of which only a hash is kept."""

from __future__ import annotations

import hashlib
import secrets

_BYTES = 32


def fresh(prefix: str = "") -> str:
    return prefix + secrets.token_urlsafe(_BYTES)


def hash_of(token: str) -> str:
    """What is stored, and looked up when the token comes back."""
    return hashlib.sha256(token.encode()).hexdigest()
