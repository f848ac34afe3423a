"""Expressions of time: found, and tied to days."""
