"""One best figure out of claims that contradict each other: the highest that a named source gives."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from geo.records import Claim


def best_figure(claims: Iterable[Claim], measure: str) -> int | None:
    """The best figure of `measure` ("killed" …), or None where nobody gives one; denied claims do not count.

    A stated total wins (the highest of several). Without one, the highest figure of each side is taken and the sides
    are added up, unless a figure that names no side is higher than that sum. Claims without a claimant count only
    where no claim has one.
    """
    counted = [c for c in claims if c.measure == measure and not c.denied and _number(c) is not None]
    totals = [c for c in counted if c.total]
    chosen = _named(totals) or _named(counted)
    if not chosen:
        return None
    if totals:
        return max(_figure(c) for c in chosen)
    sides: dict[str, int] = {}
    for claim in chosen:
        sides[claim.side] = max(_figure(claim), sides.get(claim.side, 0))
    nobodys = sides.pop("", 0)
    return max(sum(sides.values()), nobodys)


def _named(claims: Sequence[Claim]) -> Sequence[Claim]:
    return [c for c in claims if c.claimant] or claims


def _number(claim: Claim) -> int | None:
    return next((n for n in (claim.value, claim.high, claim.low) if n is not None), None)


def _figure(claim: Claim) -> int:
    return _number(claim) or 0
