"""Properties of relative places that hold everywhere on the globe."""

from __future__ import annotations

import math

import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from gazetteer import open_default
from geo.records import Footprint
from geo.relations import between, border, near, ring, sector, wedge
from geo.relations.plane import BEARINGS, Plane, area_km2, bearing, bearing_of, centre_of, distance_km, wind

LON = st.floats(-180.0, 180.0)
LAT = st.floats(-89.0, 89.0)
POINT = st.tuples(LON, LAT)
KM = st.floats(1.0, 800.0)
OPPOSITE = {"N": "S", "E": "W", "NE": "SW", "NW": "SE"}
QUICK = settings(max_examples=40, deadline=None)


@st.composite
def areas(draw: st.DrawFn) -> shapely.Geometry:
    """A ragged polygon of 20 to 900 km anywhere, over 180° and the poles too.

    Its middle stays 3° from the poles: nearer, coordinates of five decimals no longer hold a sector's straight edge.
    """
    lon, lat = draw(st.tuples(LON, st.floats(-87.0, 87.0)))
    size = draw(st.floats(20.0, 900.0))
    shares = draw(st.lists(st.floats(0.3, 1.0), min_size=5, max_size=12))
    turns = [2 * math.pi * index / len(shares) for index in range(len(shares))]
    ragged = [(size * s * math.cos(t), size * s * math.sin(t)) for s, t in zip(shares, turns, strict=True)]
    return Plane(lon, lat).unflatten(shapely.Polygon(ragged))


def _geometry(footprint: Footprint) -> shapely.Geometry:
    assert footprint.geometry is not None, footprint.how
    assert footprint.geometry.is_valid
    west, south, east, north = footprint.geometry.bounds
    assert -180.0 <= west <= east <= 180.0 and -90.0 <= south <= north <= 90.0
    return footprint.geometry


def _shared(one: Footprint, other: Footprint) -> float:
    if one.geometry is None or other.geometry is None:
        return 0.0
    shared = one.geometry.intersection(other.geometry)
    return area_km2(shared) if shared.geom_type.endswith("Polygon") and not shared.is_empty else 0.0


@QUICK
@given(areas(), st.sampled_from(sorted(OPPOSITE)))
def test_opposite_sectors_do_not_overlap(area: shapely.Geometry, side: str) -> None:
    """North and south of an area share no ground; nor do east and west, nor opposite corners."""
    assert _shared(sector(area, side), sector(area, OPPOSITE[side])) <= 1e-3 * area_km2(area)


@QUICK
@given(areas())
def test_all_sectors_cover_the_area(area: shapely.Geometry) -> None:
    """The four cardinal sectors and the centre leave nothing out, and nothing of them lies outside."""
    parts = [sector(area, side).geometry for side in ("N", "E", "S", "W", "C")]
    plane = Plane(*centre_of(area))  # put together there: near a pole a straight line in degrees is none on the ground
    whole = shapely.union_all([plane.flatten(part) for part in parts if part is not None])
    assert whole.area == pytest.approx(plane.flatten(area).area, rel=0.01)
    assert whole.difference(plane.flatten(area)).area <= 0.01 * whole.area


@QUICK
@given(POINT, KM, st.sampled_from(sorted(BEARINGS)))
def test_the_bearing_and_distance_of_a_wedge_hold(point: tuple[float, float], km: float, side: str) -> None:
    """Every corner of a wedge is as far as told, give or take its spread, and within its half angle of the bearing."""
    for corner in shapely.get_coordinates(_geometry(wedge(point, km, side, spread=0.2))):
        there = (float(corner[0]), float(corner[1]))
        if abs(there[0]) >= 179.999 or abs(there[1]) >= 89.999:
            continue  # the cut at 180° or at a pole, no corner of the wedge
        off = distance_km(point, there)
        assert abs(off - km) <= max(1.5, 0.2 * km) + 0.02 * km
        if off > 0.1:
            turned = (bearing(point, there) - BEARINGS[side] + 180.0) % 360.0 - 180.0
            assert abs(turned) <= 24.0


@QUICK
@given(POINT, KM)
def test_a_ring_lies_round_its_place(point: tuple[float, float], km: float) -> None:
    """A ring's area is that of two discs' difference (on a sphere)."""
    slack, radius = max(1.5, 0.25 * km), 6371.0
    inner, outer = max(0.0, km - slack), km + slack
    expected = 2 * math.pi * radius**2 * (math.cos(inner / radius) - math.cos(outer / radius))
    assert area_km2(_geometry(ring(point, km))) == pytest.approx(expected, rel=0.03)


@QUICK
@given(POINT, st.floats(1.0, 400.0))
def test_near_holds_its_place(point: tuple[float, float], km: float) -> None:
    """What is near a place holds the place itself and is about as large as its disc."""
    disc = _geometry(near(point, km))
    assert Plane(*point).flatten(disc).distance(shapely.Point(0.0, 0.0)) == 0.0
    assert area_km2(disc) == pytest.approx(math.pi * (km + 0.5) ** 2, rel=0.05)


@QUICK
@given(POINT, st.floats(5.0, 1500.0), st.floats(0.0, 360.0))
def test_between_holds_the_middle(point: tuple[float, float], km: float, degrees: float) -> None:
    """The middle of the way lies between two places, whichever comes first."""
    plane = Plane(*point)
    x, y = km * math.sin(math.radians(degrees)), km * math.cos(math.radians(degrees))
    ends = [plane.unflatten(shapely.Point(sign * x, sign * y)) for sign in (-1, 1)]
    for first, second in (ends, ends[::-1]):
        strip = _geometry(between((first.x, first.y), (second.x, second.y)))
        assert plane.flatten(strip).distance(shapely.Point(0.0, 0.0)) <= 0.02 * km


@QUICK
@given(POINT, st.floats(0.0, 360.0), st.floats(0.1, 3000.0))
def test_the_plane_keeps_distances_from_its_centre(point: tuple[float, float], degrees: float, km: float) -> None:
    """What is laid flat and carried back is where it was, and as far from the centre as the plane says."""
    there = shapely.Point(km * math.sin(math.radians(degrees)), km * math.cos(math.radians(degrees)))
    carried = Plane(*point).unflatten(there)
    assert distance_km(point, (carried.x, carried.y)) == pytest.approx(km, abs=1e-3)


@pytest.mark.parametrize(("a", "b"), [("Armenia", "Azerbaijan"), ("Texas", "Oklahoma"), ("Chile", "Argentina")])
def test_a_border_is_the_same_from_both_sides(a: str, b: str) -> None:
    """border(A, B) is border(B, A)."""
    one, other = border(a, b).geometry, border(b, a).geometry
    assert one is not None and other is not None
    assert one.normalize().equals_exact(other.normalize(), 1e-9)


def test_all_borders_of_a_country_are_those_with_its_neighbours() -> None:
    """The border without a neighbour named holds the border with each one."""
    whole = border("Mali").geometry
    assert whole is not None
    for code in open_default().neighbours("ML"):
        neighbour = open_default().country(code)
        assert neighbour is not None
        part = border("Mali", neighbour).geometry
        assert part is not None and part.difference(whole.buffer(1e-6)).is_empty


@pytest.mark.parametrize("word", ["north-eastern", "NE", "North East", "ne"])
def test_winds_are_read_however_they_are_written(word: str) -> None:
    """A direction may be a letter or a word."""
    assert wind(word) == "NE"
    assert bearing_of(word) == 45.0


def test_what_is_no_direction_or_distance_is_refused() -> None:
    """A wrong argument is an error that says what is right."""
    with pytest.raises(ValueError, match="no direction"):
        sector("Armenia", "upwards")
    with pytest.raises(ValueError, match="above zero"):
        wedge((0.0, 0.0), 0.0, "N")
    with pytest.raises(LookupError, match="no place called"):
        near("Zzyzxlandia")
