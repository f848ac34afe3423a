-- The gazetteer's file format, version 2. Its tables lie in files of at most 48 MB each, side by side:
--   places.db   meta, place, trait                      (what a place is)
--   index.db    meta, name, place_point                 (how to find it: by name, by point)
--   shapes.db   meta, place_names, name_kind, language, shape, shape_box, border, fuzzy
--                                                       (what else it is called and how it is drawn, once it is found)
-- A reader takes each table from whichever file has it.
-- A user's own build or overlay may hold all tables in one file. Opened read-only (ATTACH the others).
-- Ids are small integers inside the files; place.uid is the public id ("gn:616052", "ne:adm1:AZE-1735", "region:sahel").

-- Every file's meta has format = 'dateline-gazetteer' and format_version = '2': a reader refuses other files and other
-- versions. The rest of meta is for people (`dateline gazetteer info`).
create table meta (key text primary key, value text not null) without rowid;

create table place (
    id          integer primary key,
    uid         text not null unique,
    name        text not null,           -- preferred display name
    kind        text not null,           -- GeoNames feature code
    country     text not null,           -- ISO 3166-1 alpha-2, '' for none or several
    admin1      text not null default '',
    admin2      text not null default '',
    population  integer not null default 0,
    lon         real not null,
    lat         real not null,
    trait       integer not null         -- trait.id
);
-- What few places differ in, one row a combination (some dozens of them, which readers keep in memory).
create table trait (
    id          integer primary key,
    claimed_by  text not null,           -- alpha-2 codes, space-separated
    valid_from  integer,
    valid_to    integer,
    has_shape   integer not null,        -- 1 where the table shape has one of the place
    point_from  text not null,           -- '' a source's own; 'members' mean of member places; 'shape' inside its
                                         -- shape; 'namesake' that of its town; 'parent' that of the area above
    named       text not null            -- line 0 of place_names after its text: most look-ups need no other name
);
-- Countries, areas and capitals by code; plain towns are found by name or point only.
create index place_area on place (kind, country, admin1, admin2) where kind <> 'PPL';

-- All names of a place, one a line, the fields of a line parted by tabs, empty ones at its end left out:
--     text <tab> kind <tab> language <tab> valid_from <tab> valid_to
-- An empty text is the place's display name (place.name). kind is name_kind.id (empty: 0, 'alternate'), language is
-- language.id (empty: 0, unknown). Lines are numbered from 0; line 0 is the display name.
create table place_names (
    place       integer primary key,
    names       text not null
);
create table name_kind (id integer primary key, kind text not null);   -- 0 is 'alternate'
create table language (id integer primary key, tag text not null);     -- 0 is ''

-- One row a (folded name, place, kind, years). `key` is gazetteer.names.fold(text); the primary key clusters, so that
-- one look-up reads one page. `nth` is the line in place_names that it stands for (of several spellings that fold to
-- one key the first; for an exact match compare the other lines too).
create table name (
    key         text not null,
    place       integer not null,
    nth         integer not null,
    primary key (key, place, nth)
) without rowid;

-- Optional: the distinct keys by their length in code points, for the fuzzy tier (gazetteer.fuzzy.write fills it from
-- `name`; without it the same is made in memory at the first fuzzy look-up).
create table fuzzy (
    length      integer primary key,
    keys        blob not null            -- zlib of UTF-8, sorted, parted by line feeds
);

-- Boxes (degrees * 1e5) round the points of 32 places whose ids follow each other: box n holds the places 32n … 32n + 31.
-- The writer numbers places along a Hilbert curve, so that such places lie together; one box a place would take 13 MB.
create virtual table place_point using rtree_i32 (id, min_x, max_x, min_y, max_y);

create table shape (
    id          integer primary key,
    place       integer not null,        -- place.id
    detail      text not null,           -- 'fine' (resolution) or 'coarse' (drawing)
    worldview   text not null default '',-- '' for the de facto view, else an alpha-2 code
    valid_from  integer,
    valid_to    integer,
    wkb         blob not null            -- zlib of WKB, EPSG:4326, coordinates multiples of 2^-16, split at 180 degrees
);
create index shape_place on shape (place);
create virtual table shape_box using rtree (id, min_x, max_x, min_y, max_y);

create table border (
    id          integer primary key,
    left_side   text not null,           -- alpha-2 code of the country left of the line's direction
    right_side  text not null,
    status      text not null,           -- 'international', 'disputed', 'line of control', 'indefinite' ...
    part        text not null default '',-- what tells parts of one border apart ("main", "enclave", "exclave")
    wkb         blob not null
);
create index border_sides on border (left_side, right_side);
