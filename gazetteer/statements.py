"""The read statements of the gazetteer: all of its SQL but the building of files. See schema.sql for the tables."""

from __future__ import annotations

META = "select key, value from {database}.meta"
NAME_KINDS = "select id, kind from name_kind"
LANGUAGES = "select id, tag from language"

TRAITS = "select id, claimed_by, valid_from, valid_to, has_shape, point_from, named from trait"

_PLACE = "p.uid, p.name, p.kind, p.country, p.lon, p.lat, p.admin1, p.admin2, p.population, p.trait"

# Each row of these begins with the columns that records.place_of reads.
PLACE_BY_UID = f"select {_PLACE}, p.id from place p where p.uid = ?"
PLACE_BY_ID = f"select {_PLACE} from place p where p.id = ?"
# The names are not joined in: to fetch them costs a third of a look-up, and most are found by their display name.
PLACES_BY_KEY = f"select {_PLACE}, n.nth, n.place from name n cross join place p on p.id = n.place where n.key = ?"
PLACES_BY_PREFIX = (
    f"select {_PLACE}, n.nth, n.place from"
    " (select place, min(nth) as nth from name where key >= ? and key < ? and nth <= ?"
    " group by place) n cross join place p on p.id = n.place"
    " order by n.nth > 0, p.kind glob 'PCL*' desc, p.population desc, p.uid limit ?"
)
# `kind <> 'PPL'` is written out so that SQLite may use the partial index place_area.
COUNTRIES = f"select {_PLACE} from place p where p.kind <> 'PPL' and p.kind >= 'PCL' and p.kind < 'PCM'"
CAPITALS = f"select {_PLACE} from place p where p.kind <> 'PPL' and p.kind = 'PPLC' and p.country = ?"
ADMIN1 = f"select {_PLACE} from place p where p.kind <> 'PPL' and p.kind = 'ADM1' and p.country = ? and p.admin1 = ?"
ADMIN2 = (
    f"select {_PLACE} from place p where p.kind <> 'PPL' and p.kind = 'ADM2'"
    " and p.country = ? and p.admin1 = ? and p.admin2 = ?"
)
UIDS = "select uid from place"
COUNT = "select count(*) from {table}"

NAMES = "select names from place_names where place = ?"

# A box n of place_point stands for the places 32n … 32n + 31.
_IN_BOX = (
    " from place_point b cross join place p on p.id between b.id * 32 and b.id * 32 + 31"
    " where b.max_x >= ?1 * 1e5 and b.min_x <= ?2 * 1e5 and b.max_y >= ?3 * 1e5 and b.min_y <= ?4 * 1e5"
    " and p.lon between ?1 and ?2 and p.lat between ?3 and ?4"
)
PLACES_IN_BOX = f"select {_PLACE} {_IN_BOX}"
TOWNS_IN_BOX = (
    f"select p.id, p.lon, p.lat {_IN_BOX}"
    " and p.kind glob 'PPL*' and p.kind not in ('PPLH', 'PPLCH', 'PPLQ', 'PPLW', 'PPLX')"
)

SHAPES_OF_PLACE = "select id, detail, worldview, valid_from, valid_to from shape where place = ?"
SHAPE = "select wkb from shape where id = ?"
SHAPES_AT = (
    "select b.id, s.place, s.worldview, s.valid_from, s.valid_to, p.kind from shape_box b"
    " cross join shape s on s.id = b.id cross join place p on p.id = s.place"
    " where b.max_x >= ? and b.min_x <= ? and b.max_y >= ? and b.min_y <= ? and s.detail = 'fine'"
    " and (p.kind glob 'PCL*' or p.kind = 'ADM1')"
)

BORDERS = (
    "select left_side, right_side, status, part, wkb from border"
    " where (left_side = ?1 and right_side = ?2) or (left_side = ?2 and right_side = ?1) order by id"
)
NEIGHBOURS = (
    "select right_side from border where left_side = ?1 union select left_side from border where right_side = ?1"
    " order by 1"
)

FUZZY_BUCKETS = "select length, keys from fuzzy where length between ? and ?"
FUZZY_LENGTHS = "select length from fuzzy"
KEYS_BY_LENGTH = (
    "select length(key), group_concat(key, char(10)) from (select distinct key from name order by key)"
    " where length(key) between ? and ? group by 1"
)
