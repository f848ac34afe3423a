-- The gazetteer's file format, version 1. One or more files (each <= 50 MB) share it: `places.db` holds place, name and
-- meta; `shapes.db` holds shape, border and meta. Opened read-only and memory-mapped. Larger builds use the same schema.
-- Ids are small integers inside the file; place.uid is the public id ("gn:616052", "ne:adm1:AZE-1735", "region:sahel").

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
    claimed_by  text not null default '', -- alpha-2 codes, space-separated
    valid_from  integer,
    valid_to    integer,
    shape       integer                  -- shape.id of the first shape, or null
);

-- One row a (folded name, place). `key` is gazetteer.names.fold(text); the primary key clusters, so that one look-up
-- reads one page. `text` is null where it equals the place's display name. kind and language are small integers:
-- see the tables of the same names.
create table name (
    key         text not null,
    place       integer not null,
    text        text,
    kind        integer not null,
    language    integer not null default 0,
    valid_from  integer,
    valid_to    integer,
    primary key (key, place, kind)
) without rowid;
create index name_place on name (place);

create table name_kind (id integer primary key, kind text not null);
create table language (id integer primary key, tag text not null);

create virtual table place_point using rtree_i32 (id, min_x, max_x, min_y, max_y); -- degrees * 1e5

create table shape (
    id          integer primary key,
    place       integer not null,        -- place.id
    detail      text not null,           -- 'fine' (resolution) or 'coarse' (drawing)
    worldview   text not null default '',-- '' for the de facto view, else an alpha-2 code
    valid_from  integer,
    valid_to    integer,
    wkb         blob not null            -- zlib of WKB, EPSG:4326, coordinates rounded to 1e-5, split at 180 degrees
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
