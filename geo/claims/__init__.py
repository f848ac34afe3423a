"""Counts that somebody gives: how many, of what, whose, and who says so."""

from geo.claims.reader import ClaimReader

__all__ = ["ClaimReader"]
