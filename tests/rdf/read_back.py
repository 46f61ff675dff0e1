#!/usr/bin/env python3
"""Reads one graph in several formats of RDF and checks that all hold the same quads.

usage: read_back.py [--shapes schema/shapes.ttl [--break ROUNDS]] FILE...

FILEs are exports of one graph with the endings ttl, trig, nq, nt, rdf and jsonld; at least one must
carry named graphs (trig, nq, jsonld). Each is read by rdflib and, where it is installed, by
pyoxigraph; formats without graphs must hold the union. Files whose name ends in -12 are of RDF 1.2:
pyoxigraph reads them (rdflib cannot), and without their reifiers they must hold the same.

With --shapes and pyshacl installed, the union is also validated. With --break, statements, their
words, edges, events, entities and articles are then broken, each in one of many ways, chosen by
numbers that look like chance and are the same at every run; the shapes must see each of them.
Prints what agreed; ends with 1 if anything did not.

To make files by hand: ACTANT_TEST_RDF_AT=DIR cargo test every_format_is_read_back
"""
import pathlib
import random
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


def compare_later_version(paths, later, pyoxigraph):
    """Files of RDF 1.2 against those of 1.1: the same and, for each statement, a reifier."""
    quads = {p.suffix: with_pyoxigraph(p, pyoxigraph) for p in paths}
    good = True
    for path in later:
        found = with_pyoxigraph(path, pyoxigraph)
        reifiers = {q for q in found if "#reifies> <<(" in q}
        statements = {q for q in found if q.split(" ")[1:3] == [RDF_TYPE, "<" + ACT + "Statement>"]}
        if len(reifiers) != len(statements):
            print(f"pyoxigraph: {path.name} has {len(reifiers)} reifiers for {len(statements)} statements")
            good = False
        good &= report("pyoxigraph", path.with_stem(path.stem.removesuffix("-12")), path, quads[path.suffix], found - reifiers)
    return good


ACT = "https://w3id.org/actant/ns#"
NIF = "http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#"
SCHEMA = "https://schema.org/"
SH = "http://www.w3.org/ns/shacl#"
RDF_TYPE = "<" + str(rdflib.RDF.type) + ">"


def validate(paths, shapes, rounds):
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
    shapes_graph = rdflib.Graph().parse(shapes, format="turtle")
    conforms, _, text = pyshacl.validate(data, shacl_graph=shapes_graph)
    print(f"pyshacl: {path.name}: " + ("conforms" if conforms else text))
    return conforms and all(breaks(data, shapes_graph, seed, pyshacl) for seed in range(rounds))


def ways():
    """How to break things: a name, the class of what is broken, and a change of (graph, node)."""
    act, nif, schema = rdflib.Namespace(ACT), rdflib.Namespace(NIF), rdflib.Namespace(SCHEMA)
    integer = lambda n: rdflib.Literal(n, datatype=rdflib.XSD.integer)

    def drop(p):
        return lambda g, s: g.remove((s, p, None))

    def also(p, o):
        return lambda g, s: g.add((s, p, o))

    def instead(p, o):
        return lambda g, s: g.set((s, p, o))

    def second(p, one, other):
        # Whichever it has, it then has both.
        return lambda g, s: (g.add((s, p, one)), g.add((s, p, other)))

    nowhere = rdflib.URIRef("https://example.org/nobody")
    words = rdflib.Literal("words")
    for p in "subject predicate object edge polarity modality document evidence rule".split():
        yield f"statement without {p}", act.Statement, drop(act[p])
    for p in "subject predicate object polarity modality document evidence".split():
        yield f"{p} is words", act.Statement, instead(act[p], words)
    for p in "subject object attributedTo place".split():
        yield f"{p} is nobody", act.Statement, instead(act[p], nowhere)
        yield f"{p} is a modality", act.Statement, instead(act[p], act.Actual)
    yield "two polarities", act.Statement, second(act.polarity, act.Positive, act.Negative)
    yield "two modalities", act.Statement, second(act.modality, act.Planned, act.Actual)
    yield "two subjects", act.Statement, lambda g, s: g.add((s, act.subject, another(g, s, act.subject, act.Person)))
    yield "two edges", act.Statement, lambda g, s: g.add((s, act.edge, another(g, s, act.edge, act.Edge)))
    yield "two rules", act.Statement, also(act.rule, words)
    yield "unknown polarity", act.Statement, instead(act.polarity, act.Maybe)
    yield "unknown modality", act.Statement, instead(act.modality, act.Positive)
    yield "unknown verdict", act.Statement, instead(act.verdict, act.Doubted)
    yield "event of another kind", act.Statement, instead(act.event, act.Positive)
    yield "date is words", act.Statement, instead(act.date, rdflib.Literal("yesterday"))
    yield "too sure", act.Statement, instead(act.confidence, rdflib.Literal("1.50", datatype=rdflib.XSD.decimal))
    yield "sure in words", act.Statement, instead(act.confidence, rdflib.Literal("very"))
    yield "empty rule", act.Statement, instead(act.rule, rdflib.Literal(""))
    yield "words from nowhere", act.Statement, instead(act.evidence, nowhere)
    for p in "beginIndex endIndex referenceContext".split():
        yield f"words without {p}", nif.Sentence, drop(nif[p])
    yield "words that end before they begin", nif.Sentence, instead(nif.endIndex, integer(0))
    yield "words that begin before the text", nif.Sentence, instead(nif.beginIndex, integer(-1))
    yield "empty words", nif.Sentence, instead(nif.anchorOf, rdflib.Literal("", lang="en"))
    for p in "subject predicate object statementCount positiveCount negativeCount actualCount documentCount".split():
        yield f"edge without {p}", act.Edge, drop(act[p])
    yield "edge of nothing", act.Edge, instead(act.statementCount, integer(0))
    yield "more for it than there are", act.Edge, instead(act.positiveCount, integer(10**6))
    yield "edge that no statement makes", act.Edge, lambda g, s: g.remove((None, act.edge, s))
    for p in "source target predicate status statementCount".split():
        yield f"event without {p}", act.Event, drop(act[p])
    yield "event with two states", act.Event, second(act.status, act.Denied, act.Reported)
    yield "event at no time", act.Event, instead(act.date, words)
    for kind in (act.Person, act.Country, act.Organization):
        yield "entity without name", kind, drop(rdflib.RDFS.label)
        yield "entity with two names", kind, also(rdflib.RDFS.label, rdflib.Literal("Nobody", lang="en"))
        yield "entity of two kinds", kind, also(rdflib.RDF.type, act.Work)
        yield "entity that is also a statement", kind, also(rdflib.RDF.type, act.Statement)
        yield "link that is none", kind, instead(rdflib.SKOS.exactMatch, nowhere)
        yield "entity in no article", kind, instead(act.documentCount, integer(0))
    yield "article without key", schema.NewsArticle, drop(schema.identifier)
    yield "article without hash", schema.NewsArticle, instead(act.textSha256, rdflib.Literal("0"))
    yield "article of some day", schema.NewsArticle, instead(schema.datePublished, words)
    yield "relation without name", act.Relation, drop(rdflib.RDFS.label)


def another(graph, node, of, kind):
    """Something of a kind that the node is not yet joined with."""
    return next(o for o in sorted(graph.subjects(rdflib.RDF.type, kind)) if (node, of, o) not in graph)


def breaks(data, shapes, seed, pyshacl):
    """Breaks one thing in each way, as far as there are enough things, and looks for each in the report."""
    chance = random.Random(seed)
    broken = rdflib.Graph()
    broken += data
    untouched = {}
    done = []
    for name, kind, change in ways():
        if kind not in untouched:
            untouched[kind] = sorted(data.subjects(rdflib.RDF.type, kind))
            chance.shuffle(untouched[kind])
        # What is used up is left to the next seed.
        if untouched[kind]:
            node = untouched[kind].pop()
            change(broken, node)
            done.append((name, node))
    _, found, _ = pyshacl.validate(broken, shacl_graph=shapes)
    seen = set(found.objects(None, rdflib.URIRef(SH + "focusNode")))
    missed = [f"{name} ({node})" for name, node in done if node not in seen]
    print(f"pyshacl: seed {seed}: {len(done) - len(missed)} of {len(done)} broken things seen", *missed, sep="\n  ")
    return not missed


def main():
    arguments = sys.argv[1:]
    shapes, rounds = None, 0
    if arguments[:1] == ["--shapes"]:
        shapes, arguments = arguments[1], arguments[2:]
    if arguments[:1] == ["--break"]:
        rounds, arguments = int(arguments[1]), arguments[2:]
    every = [pathlib.Path(a) for a in arguments]
    paths = [p for p in every if not p.stem.endswith("-12")]
    later = [p for p in every if p.stem.endswith("-12")]
    if not any(p.suffix[1:] in GRAPHS for p in paths):
        sys.exit(__doc__)
    good = compare("rdflib", with_rdflib, paths)
    try:
        import pyoxigraph
        good &= compare("pyoxigraph", lambda p: with_pyoxigraph(p, pyoxigraph), paths)
        good &= compare_later_version(paths, later, pyoxigraph)
    except ImportError:
        print("pyoxigraph is not installed: read with rdflib only")
    if shapes:
        good &= validate(paths, shapes, rounds)
    sys.exit(0 if good else 1)


if __name__ == "__main__":
    main()
