"""Counts that somebody gives."""
