#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes the gazetteer and the outlines of the Gers from the open sources named in README.md.

usage: make-geo.py SOURCE_DIR

Writes communes.csv, gers.outlines and credits.txt beside itself. The same sources give the same
bytes.
"""

import csv
import hashlib
import json
import math
import sys
import unicodedata
from collections import defaultdict
from pathlib import Path

# Communes of the 2018 outlines that have since become part of another one.
MERGED_INTO = {"32074": "32344", "32067": "32365", "32260": "32365", "32413": "32365"}

# Six neighbouring departments, in the order of the file names.
NEIGHBOURS = ["31", "40", "47", "64", "65", "82"]

# A vertex that bends its line by less than this many pixels at a zoom is left out there.
TOLERANCE_PX = 0.4
FIRST_ZOOM, LAST_ZOOM = 6, 15

# Beyond the department detail serves nobody: those lines keep what is seen at this zoom.
NEIGHBOUR_ZOOM = 12

# In no language, since it is shown as it stands.
CREDITS = """\
© IGN · INSEE · GeoNames · Natural Earth
© IGN – Admin Express COG 2018, Licence Ouverte 2.0
© INSEE – Code officiel géographique, Licence Ouverte 2.0
© GeoNames (geonames.org), CC BY 4.0
Natural Earth (naturalearthdata.com)
"""


def to_mercator(point):
    """Longitude and latitude in degrees to Web Mercator, the whole world being one square."""
    longitude, latitude = point
    radians = math.radians(latitude)
    return ((longitude + 180) / 360,
            (1 - math.asinh(math.tan(radians)) / math.pi) / 2)


def to_grid(position):
    """A position of GeoJSON as whole numbers of 1e-5 degree: longitude, latitude."""
    return (round(position[0] * 100000), round(position[1] * 100000))


def polygons(geometry):
    """The polygons of a GeoJSON geometry, each a list of closed rings of grid points."""
    shapes = geometry["coordinates"]
    if geometry["type"] == "Polygon":
        shapes = [shapes]
    result = []
    for shape in shapes:
        rings = []
        for ring in shape:
            points = [to_grid(p) for p in ring]
            points = [p for i, p in enumerate(points) if i == 0 or p != points[i - 1]]
            assert points[0] == points[-1] and len(points) >= 4
            rings.append(points)
        result.append(rings)
    return result


def edges(ring):
    return zip(ring, ring[1:])


def undirected(a, b):
    return (a, b) if a < b else (b, a)


# --- Topology: which lines are shared -----------------------------------------------------------


def owned_edges(rings_of):
    """Directed edges of each owner, without those that its own parts share, and the owners of
    every undirected edge."""
    directed = {}
    for owner, rings in sorted(rings_of.items()):
        seen = {}
        for ring in rings:
            for a, b in edges(ring):
                if (b, a) in seen:
                    del seen[(b, a)]
                else:
                    seen[(a, b)] = True
        directed[owner] = list(seen)
    owners = defaultdict(list)
    for owner, pairs in directed.items():
        for a, b in pairs:
            owners[undirected(a, b)].append(owner)
    return directed, owners


def closed_walks(pairs):
    """Rings made of directed edges that come in equal numbers to and from every point."""
    following = defaultdict(list)
    for a, b in pairs:
        following[a].append(b)
    walks = []
    for start in sorted(following):
        while following[start]:
            walk = [start]
            while True:
                walk.append(following[walk[-1]].pop())
                if walk[-1] == start:
                    break
            walks.append(walk)
    return walks


def split_ring(ring, is_node):
    """A closed ring as lines from node to node; one closed line where it meets no node."""
    first = next((i for i, p in enumerate(ring) if is_node(p)), None)
    if first is None:
        first = ring.index(min(ring))
    turned = ring[first:-1] + ring[:first + 1]
    lines, line = [], [turned[0]]
    for point in turned[1:]:
        line.append(point)
        if is_node(point):
            lines.append(line)
            line = [point]
    if len(line) > 1:
        lines.append(line)
    return lines


class Arcs:
    """Lines stored once, whichever way round they are met."""

    def __init__(self):
        self.lines = []
        self.number = {}

    def add(self, line):
        """The number of the line, counting from 1; negative when it is stored the other way."""
        forward, backward = tuple(line), tuple(reversed(line))
        if forward in self.number:
            return self.number[forward]
        if backward in self.number:
            return -self.number[backward]
        self.lines.append(forward)
        self.number[forward] = len(self.lines)
        return len(self.lines)


def build_communes(rings_of, arcs):
    """The arc numbers of the rings of every commune."""
    directed, owners = owned_edges(rings_of)
    around = defaultdict(set)
    for (a, b), who in owners.items():
        around[a].add(tuple(who))
        around[b].add(tuple(who))
    degree = defaultdict(int)
    for a, b in owners:
        degree[a] += 1
        degree[b] += 1

    def is_node(point):
        return degree[point] != 2 or len(around[point]) > 1

    rings = {}
    for owner, pairs in directed.items():
        rings[owner] = [[arcs.add(line) for line in split_ring(walk, is_node)]
                        for walk in closed_walks(pairs)]
    outline = {point for edge, who in owners.items() if len(who) == 1 for point in edge}
    return rings, outline


def snap(point, targets, reach=1500):
    """The nearest of the targets when there is one within reach grid units."""
    nearest = min(targets, key=lambda t: (math.dist(t, point), t))
    assert math.dist(nearest, point) < reach, point
    return nearest


def build_borders(department, neighbour_rings, outline, arcs):
    """Borders of the neighbours, without the one they share with the department, each once."""
    own = {undirected(a, b) for ring in department for a, b in edges(ring)}
    own_points = {p for ring in department for p in ring}
    _, owners = owned_edges(neighbour_rings)
    outside = [edge for edge in owners if edge not in own]
    beside = defaultdict(list)
    for a, b in outside:
        beside[a].append(b)
        beside[b].append(a)

    def is_node(point):
        return len(beside[point]) != 2 or point in own_points

    left = {undirected(a, b) for a, b in outside}
    lines = []
    for start in sorted(beside, key=lambda p: (not is_node(p), p)):
        for second in sorted(beside[start]):
            if undirected(start, second) not in left:
                continue
            line = [start, second]
            left.remove(undirected(start, second))
            while not is_node(line[-1]) and line[-1] != start:
                step = next(p for p in beside[line[-1]] if p != line[-2])
                left.remove(undirected(line[-1], step))
                line.append(step)
            lines.append(line)
    numbers = []
    for line in lines:
        for end in (0, -1):
            if line[end] in own_points:
                line[end] = snap(line[end], outline)
        numbers.append(arcs.add(line))
    return numbers


# --- Significance: at which zoom each vertex begins to matter -----------------------------------


def distance_to_segment(p, a, b):
    dx, dy = b[0] - a[0], b[1] - a[1]
    length = dx * dx + dy * dy
    t = 0 if length == 0 else ((p[0] - a[0]) * dx + (p[1] - a[1]) * dy) / length
    t = min(1, max(0, t))
    return math.hypot(p[0] - a[0] - t * dx, p[1] - a[1] - t * dy)


def significance(points):
    """For each point how far it bends the line (Douglas and Peucker), never more than the point
    that was kept before it, so that a threshold keeps a consistent line. Ends are infinite."""
    result = [math.inf] * len(points)
    ranges = [(0, len(points) - 1, math.inf)]
    while ranges:
        first, last, limit = ranges.pop()
        if last - first < 2:
            continue
        worst, at = max((distance_to_segment(points[i], points[first], points[last]), -i)
                        for i in range(first + 1, last))
        at = -at
        result[at] = min(worst, limit)
        ranges += [(first, at, result[at]), (at, last, result[at])]
    return result


def zooms(line):
    """The first zoom at which each vertex of a line is drawn."""
    result = []
    for bend in significance([to_mercator((x / 100000, y / 100000)) for x, y in line]):
        zoom = FIRST_ZOOM
        while zoom < LAST_ZOOM and bend * 256 * 2 ** zoom < TOLERANCE_PX:
            zoom += 1
        result.append(zoom)
    if line[0] == line[-1]:
        # A ring of one arc stays an area at every zoom: two points beside its start are kept.
        inner = sorted(range(1, len(line) - 1), key=lambda i: (result[i], i))[:2]
        for i in inner:
            result[i] = FIRST_ZOOM
    return result


def encode(line):
    """One arc as text: where it begins, then for each step its zoom letter and signed offsets."""
    text = [f"{line[0][0]:+d}{line[0][1]:+d}"]
    for (x0, y0), (x, y), zoom in zip(line, line[1:], zooms(line)[1:]):
        text.append(f"{chr(ord('a') + zoom - FIRST_ZOOM)}{x - x0:+d}{y - y0:+d}")
    return "".join(text)


def thin(line, zoom):
    """The line without the vertices that only matter past a zoom."""
    return tuple(p for p, z in zip(line, zooms(line)) if z <= zoom)


# --- Points inside ------------------------------------------------------------------------------


def inside(point, rings):
    x, y = point
    odd = False
    for ring in rings:
        for (x0, y0), (x1, y1) in edges(ring):
            if (y0 > y) != (y1 > y) and x < (x1 - x0) * (y - y0) / (y1 - y0) + x0:
                odd = not odd
    return odd


def depth(point, rings):
    """How far a point lies inside the rings, negative outside."""
    nearest = min(distance_to_segment(point, a, b) for ring in rings for a, b in edges(ring))
    return nearest if inside(point, rings) else -nearest


def centroid(ring):
    area = x = y = 0
    for (x0, y0), (x1, y1) in edges(ring):
        cross = x0 * y1 - x1 * y0
        area += cross
        x += (x0 + x1) * cross
        y += (y0 + y1) * cross
    return (x / (3 * area), y / (3 * area)), abs(area / 2)


def deepest(rings, box, steps=24, rounds=4):
    """The point of a box that lies deepest inside the rings, on ever finer grids."""
    x0, y0, x1, y1 = box
    for _ in range(rounds):
        dx, dy = (x1 - x0) / steps, (y1 - y0) / steps
        grid = [(x0 + dx * i, y0 + dy * j) for i in range(steps + 1) for j in range(steps + 1)]
        best = max(grid, key=lambda p: (depth(p, rings), p))
        x0, x1 = best[0] - 2 * dx, best[0] + 2 * dx
        y0, y1 = best[1] - 2 * dy, best[1] + 2 * dy
        steps = 8
    return best


def bounds(rings):
    xs = [x for ring in rings for x, _ in ring]
    ys = [y for ring in rings for _, y in ring]
    return min(xs), min(ys), max(xs), max(ys)


def in_local_plane(rings, latitude, back=False):
    """Grid points with longitudes shrunk so that distances are the same in all directions."""
    factor = math.cos(math.radians(latitude))
    if back:
        return (rings[0] / factor, rings[1])
    return [[(x * factor, y) for x, y in ring] for ring in rings]


def point_inside(rings):
    """The centroid of the largest ring; where that lies near the edge, the deepest point."""
    plane = in_local_plane(rings, 43.6)
    best = deepest(plane, bounds(plane))
    middle, _ = max((centroid(ring) for ring in plane), key=lambda c: c[1])
    point = middle if depth(middle, plane) > 0.5 * depth(best, plane) else best
    return in_local_plane(point, 43.6, back=True)


# --- Names --------------------------------------------------------------------------------------


def plain(name):
    """A name without accents, punctuation and leading article, to tell whether two names differ."""
    letters = unicodedata.normalize("NFKD", name.lower().replace("œ", "oe"))
    letters = "".join(c if c.isalnum() else " " for c in letters if not unicodedata.combining(c))
    words = letters.split()
    return words[1:] if words[0] in ("l", "le", "la", "les") else words


def write_communes(path, rows, shapes, towns, old_names):
    fields = ["insee", "name", "postcodes", "population", "intercommunality", "latitude",
              "longitude", "former_codes", "former_names"]
    with open(path, "w", encoding="utf-8", newline="") as file:
        # The reader splits at commas alone, so a field that would need quotes ends the run here.
        out = csv.writer(file, lineterminator="\n", quoting=csv.QUOTE_NONE, quotechar=None)
        out.writerow(fields)
        for row in rows:
            code = row["insee"]
            rings = shapes[code]
            town = towns.get(code)
            if town is not None and not inside(town, rings):
                print(f"{row['name']}: the town point lies outside and is not used")
                town = None
            x, y = town or point_inside(rings)
            former = sorted(c for c, today in MERGED_INTO.items() if today == code)
            names = [old_names[c] for c in [code] + former]
            names = [n for n in names if plain(n) != plain(row["name"])]
            out.writerow([code, row["name"], row["postcodes"], row["population"],
                          row["intercommunality"].replace("Coeur", "Cœur"),
                          f"{y / 100000:.5f}", f"{x / 100000:.5f}",
                          " ".join(former), "; ".join(names)])


def write_outlines(path, arcs, rings, borders, neighbours, rivers):
    lines = ["soho-outlines 1",
             f"count {len(arcs.lines)} {len(rings)} {len(borders)} {len(neighbours)} {len(rivers)}"]
    lines += [encode(line) for line in arcs.lines]
    for code in sorted(rings):
        text = " / ".join(" ".join(map(str, ring)) for ring in rings[code])
        lines.append(f"commune {code} {text}")
    lines += [f"border {number}" for number in borders]
    lines += [f"neighbour {code} {x} {y} {name}" for code, name, x, y in neighbours]
    lines += [f"river {number} {name}" for number, name in rivers]
    body = ("\n".join(lines) + "\n").encode()
    path.write_bytes(body + b"end " + hashlib.sha256(body).hexdigest().encode() + b"\n")


def read_json(path):
    with open(path, encoding="utf-8") as file:
        return json.load(file)


def read_communes(source):
    """Rings by today's code, and the names of 2018 by the code of then."""
    shapes, names = defaultdict(list), {}
    for feature in read_json(source / "communes-32-gers.geojson")["features"]:
        code = feature["properties"]["code"]
        names[code] = feature["properties"]["nom"]
        for rings in polygons(feature["geometry"]):
            shapes[MERGED_INTO.get(code, code)] += rings
    return shapes, names


def read_departments(source):
    """Rings and names by department code."""
    rings, names = {}, {}
    for path in sorted(source.glob("departement-*.geojson")):
        feature = read_json(path)
        code = feature["properties"]["code"]
        names[code] = feature["properties"]["nom"]
        rings[code] = [ring for polygon in polygons(feature["geometry"]) for ring in polygon]
    return rings, names


def read_towns(source):
    with open(source / "geonames_gers_cities500.csv", encoding="utf-8") as file:
        return {row["insee"]: to_grid((float(row["lon"]), float(row["lat"])))
                for row in csv.DictReader(file)}


def read_rivers(source, box, margin=60000):
    """Pieces of rivers within a margin of the box, with their names."""
    x0, y0, x1, y1 = box
    pieces = []
    for feature in read_json(source / "ne_10m_rivers_gers_area.geojson")["features"]:
        geometry = feature["geometry"]
        lines = geometry["coordinates"]
        if geometry["type"] == "LineString":
            lines = [lines]
        name = feature["properties"]["name"].split(",")[0]
        for line in lines:
            piece = []
            for p in map(to_grid, line):
                near = x0 - margin < p[0] < x1 + margin and y0 - margin < p[1] < y1 + margin
                if piece and piece[-1] == p:
                    continue
                if near:
                    piece.append(p)
                elif piece:
                    pieces.append((name, piece + [p]))
                    piece = []
            if len(piece) > 1:
                pieces.append((name, piece))
    return [(name, piece) for name, piece in pieces if len(piece) > 1]


def name_points(departments, names, box, margin=30000, room=10000):
    """Where to write the neighbours' names: with room around them, and as far inside a window that
    holds the department as that leaves."""
    x0, y0, x1, y1 = box
    factor = math.cos(math.radians(43.6))

    def outwards(p):
        return max(abs(2 * p[0] - x0 - x1) / (x1 - x0), abs(2 * p[1] - y0 - y1) / (y1 - y0))

    grid = [(x0 - margin + (x1 - x0 + 2 * margin) * i / 60,
             y0 - margin + (y1 - y0 + 2 * margin) * j / 60) for i in range(61) for j in range(61)]
    result = []
    for code in NEIGHBOURS:
        plane = in_local_plane(departments[code], 43.6)
        x, y = max(grid, key=lambda p: (min(depth((p[0] * factor, p[1]), plane), room),
                                        -outwards(p), p))
        result.append((code, names[code], round(x), round(y)))
    return result


def main():
    if len(sys.argv) != 2:
        sys.exit(__doc__.strip())
    source, target = Path(sys.argv[1]), Path(__file__).resolve().parent
    shapes, old_names = read_communes(source)
    with open(source / "communes-32.csv", encoding="utf-8") as file:
        rows = sorted(csv.DictReader(file), key=lambda row: row["insee"])
    assert {row["insee"] for row in rows} == set(shapes)

    departments, names = read_departments(source)
    arcs = Arcs()
    rings, outline = build_communes(shapes, arcs)
    box = bounds(departments["32"])
    borders = build_borders(departments["32"], {code: departments[code] for code in NEIGHBOURS},
                            outline, arcs)
    for number in borders:
        arcs.lines[number - 1] = thin(arcs.lines[number - 1], NEIGHBOUR_ZOOM)
    rivers = [(arcs.add(line), name) for name, line in read_rivers(source, box)]

    write_communes(target / "communes.csv", rows, shapes, read_towns(source), old_names)
    write_outlines(target / "gers.outlines", arcs, rings, borders,
                   name_points(departments, names, box), rivers)
    (target / "credits.txt").write_text(CREDITS, encoding="utf-8")


if __name__ == "__main__":
    main()
