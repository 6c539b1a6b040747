#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes a richer map (README.md) from GeoJSON, the form in which ogr2ogr writes any of IGN BD TOPO, BD CARTO or an
OpenStreetMap extract: ogr2ogr -f GeoJSON -t_srs EPSG:4326 roads.geojson SOURCE LAYER -where …

usage: make-pack.py OUT.gersmap --name N --version V --date YYYY-MM-DD --licence L --attribution A
                    CLASS:FIRST_ZOOM=FILE.geojson…

CLASS is wood, building, river, road or main-road.
"""

import argparse
import json
import os
import pathlib
import sqlite3
import struct
import sys

CLASSES = ("wood", "building", "river", "road", "main-road")
AREAS = ("wood", "building")
POINTS_MAX = 20000


def lines_of(geometry):
    """The lines of a geometry: of an area its outer rings, since the map fills no holes."""
    kind, places = geometry["type"], geometry.get("coordinates", [])
    if kind == "LineString":
        yield places
    elif kind == "MultiLineString":
        yield from places
    elif kind == "Polygon":
        yield places[0]
    elif kind == "MultiPolygon":
        for polygon in places:
            yield polygon[0]
    elif kind == "GeometryCollection":
        for part in geometry["geometries"]:
            yield from lines_of(part)


def pieces(line, is_area):
    """A line in pieces that the format bears, each beginning where the one before ends. An area that long is left
    out: it cannot be cut."""
    if is_area and len(line) > POINTS_MAX:
        return
    for start in range(0, len(line) - 1, POINTS_MAX - 1):
        yield line[start : start + POINTS_MAX]


def pack(line):
    return b"".join(struct.pack("<ii", round(lon * 1e6), round(lat * 1e6)) for lon, lat, *_ in line)


def features_of(source):
    name, _, path = source.partition("=")
    kind, _, zoom = name.partition(":")
    if kind not in CLASSES or not zoom.isdigit() or not path:
        sys.exit(f"“{source}” is not CLASS:FIRST_ZOOM=FILE; the classes are {', '.join(CLASSES)}.")
    with open(path, encoding="utf-8") as file:
        collection = json.load(file)
    for feature in collection["features"]:
        for line in lines_of(feature["geometry"] or {"type": "nothing"}):
            for piece in pieces(line, kind in AREAS):
                yield kind, int(zoom), pack(piece)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out", type=pathlib.Path)
    for key in ("name", "version", "date", "licence", "attribution"):
        parser.add_argument(f"--{key}", required=True)
    parser.add_argument("sources", nargs="+")
    arguments = parser.parse_args()
    coming = arguments.out.with_suffix(".coming")
    coming.unlink(missing_ok=True)
    database = sqlite3.connect(coming)
    database.execute("CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT)")
    database.execute("CREATE TABLE feature (id INTEGER PRIMARY KEY, class TEXT, first_zoom INTEGER, geometry BLOB)")
    database.execute("INSERT INTO meta VALUES ('format', '1')")
    for key in ("name", "version", "date", "licence", "attribution"):
        database.execute("INSERT INTO meta VALUES (?, ?)", (key, getattr(arguments, key)))
    for source in arguments.sources:
        database.executemany(
            "INSERT INTO feature (class, first_zoom, geometry) VALUES (?, ?, ?)", features_of(source)
        )
    database.commit()
    database.execute("VACUUM")
    database.close()
    os.replace(coming, arguments.out)


if __name__ == "__main__":
    main()
