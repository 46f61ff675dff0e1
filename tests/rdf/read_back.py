#!/usr/bin/env python3
"""Reads one graph in several formats of RDF and checks that all hold the same quads.

usage: read_back.py [--shapes schema/shapes.ttl] FILE...

FILEs are exports of one graph with the endings ttl, trig, nq, nt, rdf and jsonld; at least one must
carry named graphs (trig, nq, jsonld). Each is read by rdflib and, where it is installed, by
pyoxigraph; formats without graphs must hold the union. With --shapes and pyshacl installed, the
union is also validated. Prints what agreed; ends with 1 if anything did not.

To make files by hand: ACTANT_TEST_RDF_AT=DIR cargo test every_format_is_read_back
"""
import pathlib
import sys

import rdflib

GRAPHS = {"trig": "trig", "nq": "nquads", "jsonld": "json-ld"}
UNION = {"ttl": "turtle", "nt": "nt11", "rdf": "xml"}


def with_rdflib(path):
    """The quads of a file as sorted lines; those of a format without graphs have no graph."""
    # Values stay as they are written: 1.50 is not 1.5.
    rdflib.NORMALIZE_LITERALS = False
    ending = path.suffix[1:]
    dataset = rdflib.Dataset()
    if ending in GRAPHS:
        dataset.parse(path, format=GRAPHS[ending])
        return {" ".join(t.n3() for t in (s, p, o, g)) for s, p, o, g in quads_of(dataset)}
    graph = rdflib.Graph()
    graph.parse(path, format=UNION[ending])
    return {" ".join(t.n3() for t in triple) for triple in graph}


def quads_of(dataset):
    for s, p, o, g in dataset.quads():
        yield s, p, o, rdflib.URIRef(str(getattr(g, "identifier", g)))


def with_pyoxigraph(path, pyoxigraph):
    formats = pyoxigraph.RdfFormat
    by_ending = {
        "trig": formats.TRIG, "nq": formats.N_QUADS, "jsonld": formats.JSON_LD,
        "ttl": formats.TURTLE, "nt": formats.N_TRIPLES, "rdf": formats.RDF_XML,
    }
    ending = path.suffix[1:]
    quads = pyoxigraph.parse(path=str(path), format=by_ending[ending])
    return {str(q) if ending in GRAPHS else str(q.triple) for q in quads}


def compare(reader, read, paths):
    whole = {p: read(p) for p in paths if p.suffix[1:] in GRAPHS}
    first, quads = next(iter(whole.items()))
    good = True
    for path, other in whole.items():
        good &= report(reader, first, path, quads, other)
    unions = {p: read(p) for p in paths if p.suffix[1:] in UNION}
    if unions:
        union = next(iter(unions.values()))
        dropped = {quad.rsplit(" ", 1)[0] for quad in quads}
        if len(dropped) != len(union):
            print(f"{reader}: {first} has {len(dropped)} triples without graphs, {next(iter(unions))} has {len(union)}")
            good = False
        for path, other in unions.items():
            good &= report(reader, next(iter(unions)), path, union, other)
    return good


def report(reader, first, path, expected, found):
    if expected == found:
        print(f"{reader}: {path.name}: {len(found)} as in {first.name}")
        return True
    print(f"{reader}: {path} differs from {first}: {len(expected - found)} missing, {len(found - expected)} more")
    for line in sorted(expected ^ found)[:6]:
        print("  ", "-" if line in expected else "+", line[:300])
    return False


def validate(paths, shapes):
    try:
        import pyshacl
    except ImportError:
        print("pyshacl is not installed: shapes not checked")
        return True
    data = rdflib.Graph()
    path = next((p for p in paths if p.suffix[1:] in UNION), None)
    if path is None:
        print("shapes need a file without graphs (ttl, nt, rdf)")
        return False
    data.parse(path, format=UNION[path.suffix[1:]])
    conforms, _, text = pyshacl.validate(data, shacl_graph=str(shapes), shacl_graph_format="turtle")
    print(f"pyshacl: {path.name}: " + ("conforms" if conforms else text))
    return conforms


def main():
    arguments = sys.argv[1:]
    shapes = None
    if arguments[:1] == ["--shapes"]:
        shapes, arguments = arguments[1], arguments[2:]
    paths = [pathlib.Path(a) for a in arguments]
    if not any(p.suffix[1:] in GRAPHS for p in paths):
        sys.exit(__doc__)
    good = compare("rdflib", with_rdflib, paths)
    try:
        import pyoxigraph
        good &= compare("pyoxigraph", lambda p: with_pyoxigraph(p, pyoxigraph), paths)
    except ImportError:
        print("pyoxigraph is not installed: read with rdflib only")
    if shapes:
        good &= validate(paths, shapes)
    sys.exit(0 if good else 1)


if __name__ == "__main__":
    main()
