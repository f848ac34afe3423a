"""Which place the words mean: one joint decision over an article, with confidence, alternatives and reasons."""

from __future__ import annotations

from geo.resolve.focus import Focus, focus
from geo.resolve.resolver import Resolver

__all__ = ["Focus", "Resolver", "focus"]
