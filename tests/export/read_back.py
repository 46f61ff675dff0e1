#!/usr/bin/env python3
"""Reads exports of one graph with other programs and checks that they hold the same.

usage: read_back.py FOLDER

FOLDER holds the exports of one graph: news.graphml, news.gexf, news.cyjs, tables/ (csv), parquet/,
neo4j/, dyads.csv. GraphML and GEXF are read by networkx with all attributes, Parquet and CSV by
DuckDB; Neo4j's pair is checked for its header and references. PageRank, betweenness, components
and reciprocity are compared with networkx's own. Prints what agreed; ends with 1 if anything did not.
"""
import csv
import json
import math
import pathlib
import re
import sys

import duckdb
import networkx as nx
from networkx.algorithms.link_analysis import pagerank_alg

TABLES = ["documents", "entities", "mentions", "statements", "events", "edges"]
WHOLE = {"documents", "mentions", "statements_out", "statements_in", "cooperation", "conflict", "neighbours",
         "component", "community", "statements", "positive", "negative", "actual", "independent_documents"}
failures = []


def check(what, good, detail=""):
    print(("" if good else "FAILED: ") + what + (f" ({detail})" if detail else ""))
    if not good:
        failures.append(what)


def rows(path):
    with open(path, newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def plain(row, name):
    """The cell of a CSV table without the apostrophe that keeps spreadsheets from running it."""
    value = row[name]
    return value[1:] if value.startswith("'") and value[1:2] in ("=", "+", "-", "@", "\t", "\r", "\n") else value


def same(cell, value):
    if isinstance(value, bool):
        return cell == str(value).lower()
    if isinstance(value, (int, float)):
        return cell != "" and math.isclose(float(cell), value, abs_tol=1e-9)
    return " ".join(cell.split()) == " ".join(str(value).split())


def compare_attributes(what, expected, found, skipped):
    """Each element has the attributes that the table has, and no others."""
    wrong = []
    for key, row in expected.items():
        attributes = found[key]
        for name in row:
            cell = plain(row, name)
            if name in skipped:
                continue
            if cell == "" and name not in attributes:
                continue
            if name not in attributes or not same(cell, attributes[name]):
                wrong.append((key, name, cell, attributes.get(name)))
            elif name in WHOLE and not isinstance(attributes[name], int):
                wrong.append((key, name, "not a whole number", attributes[name]))
    check(f"{what}: {len(expected)} with all attributes as in the table", not wrong, wrong[:3] or "")


def read_graphs(folder, entities, edges):
    by_id = {row["id"]: row for row in entities}
    edge_by_id = {row["id"]: row for row in edges}
    graphml = nx.read_graphml(folder / "news.graphml", force_multigraph=True)
    gexf = nx.read_gexf(folder / "news.gexf", version="1.3")
    gexf = nx.MultiDiGraph(gexf)
    for name, graph in [("graphml", graphml), ("gexf", gexf)]:
        nodes = dict(graph.nodes(data=True))
        found = {data["id"] if "id" in data else key: data for *_, key, data in graph.edges(keys=True, data=True)}
        check(f"{name}: nodes as in the table", nodes.keys() == by_id.keys(), len(nodes))
        check(f"{name}: edges as in the table", found.keys() == edge_by_id.keys(), len(found))
        ends = {key: (source, target) for source, target, key in graph.edges(keys=True)}
        if name == "graphml":
            check("graphml: edges run between the same ends", all(
                ends[key] == (row["source_id"], row["target_id"]) for key, row in edge_by_id.items()))
        compare_attributes(f"{name} nodes", by_id, nodes, {"id"})
        # networkx keeps the ends of an edge and drops attributes of their names.
        compare_attributes(f"{name} edges", edge_by_id, found, {"id"})
    timed = [data for *_, data in gexf.edges(data=True) if "start" in data]
    dates = [row for row in edges if row["first_date"]]
    check("gexf: edges have the time that the table says", len(timed) == len(dates) and all(
        data["start"] == edge_by_id[data["id"]]["first_date"] and data["end"] == edge_by_id[data["id"]]["last_date"]
        for data in timed), len(timed))
    cyjs = json.loads((folder / "news.cyjs").read_text(encoding="utf-8"))
    nodes = {n["data"]["id"]: n["data"] for n in cyjs["elements"]["nodes"]}
    check("cyjs: nodes and edges as in the tables", nodes.keys() == by_id.keys() and {
        e["data"]["id"] for e in cyjs["elements"]["edges"]} == edge_by_id.keys())
    check("cyjs: edges run between nodes", all(
        e["data"]["source"] in nodes and e["data"]["target"] in nodes for e in cyjs["elements"]["edges"]))
    return graphml


def compare_measures(graph, entities, edges):
    directed, plain_graph = nx.DiGraph(), nx.Graph()
    for g in (directed, plain_graph):
        g.add_nodes_from(row["id"] for row in entities)
    for row in edges:
        source, target, weight = row["source_id"], row["target_id"], int(row["statements"])
        if source == target:
            continue
        plain_graph.add_edge(source, target)
        plain_graph[source][target]["weight"] = plain_graph[source][target].get("weight", 0) + weight
        ways = [(source, target), (target, source)] if row["symmetric"] == "true" else [(source, target)]
        for a, b in ways:
            directed.add_edge(a, b)
            directed[a][b]["weight"] = directed[a][b].get("weight", 0) + weight
    # The version in plain Python, as the public one asks for scipy.
    rank = pagerank_alg._pagerank_python(directed, tol=1e-12, max_iter=500)
    between = nx.betweenness_centrality(plain_graph)
    check("rank as networkx has it", all(abs(rank[r["id"]] - float(r["rank"])) < 2e-6 for r in entities))
    check("betweenness as networkx has it", all(abs(between[r["id"]] - float(r["betweenness"])) < 2e-6 for r in entities))
    groups = {}
    for row in entities:
        groups.setdefault(row["component"], set()).add(row["id"])
    check("components as networkx has them", {frozenset(g) for g in groups.values()} == {
        frozenset(c) for c in nx.connected_components(plain_graph)}, len(groups))
    groups = {}
    for row in entities:
        groups.setdefault(row["community"], set()).add(row["id"])
    if plain_graph.number_of_edges():
        ours = nx.community.modularity(plain_graph, groups.values())
        theirs = nx.community.modularity(plain_graph, nx.community.louvain_communities(plain_graph, seed=1))
        check("communities as good as networkx's, or nearly", ours > theirs - 0.03, f"{ours:.4f}, {theirs:.4f}")


def read_tables(folder):
    duckdb.sql("SET threads = 1")
    for table in TABLES:
        counts = []
        columns = []
        for path, read in [(f"tables/{table}.csv", "read_csv({}, all_varchar = true, header = true, delim = ',', quote = '\"', escape = '\"')"),
                           (f"parquet/{table}.parquet", "read_parquet({})")]:
            place = "'" + str(folder / path).replace("'", "''") + "'"
            relation = duckdb.sql(f"SELECT * FROM {read.format(place)}")
            columns.append(relation.columns)
            counts.append(len(relation.fetchall()))
        check(f"{table}: DuckDB reads as many rows from csv and parquet", counts[0] == counts[1] and columns[0] == columns[1], counts[0])
    statements = "'" + str(folder / "parquet/statements.parquet") + "'"
    words = duckdb.sql(f"SELECT source, relation, target, evidence FROM read_parquet({statements})").fetchall()
    check("parquet: each statement has ends, relation and words", all(all(row) for row in words), len(words))
    names = duckdb.sql(f"SELECT names FROM read_parquet('{folder}/parquet/entities.parquet')").fetchall()
    check("parquet: names are lists", all(isinstance(row[0], list) for row in names))


def check_neo4j(folder):
    with open(folder / "neo4j/entities.csv", newline="", encoding="utf-8") as file:
        nodes = list(csv.reader(file))
    with open(folder / "neo4j/edges.csv", newline="", encoding="utf-8") as file:
        edges = list(csv.reader(file))
    field = re.compile(r"^[A-Za-z_]\w*(:(long|double|boolean|string\[\]|ID\(Entity\)))?$|^:(LABEL|TYPE|START_ID\(Entity\)|END_ID\(Entity\))$")
    for name, table in [("entities", nodes), ("edges", edges)]:
        check(f"neo4j: header of {name}", all(field.match(cell) for cell in table[0]), " ".join(table[0])[:60])
        check(f"neo4j: rows of {name} as long as the header", all(len(row) == len(table[0]) for row in table))
        kinds = [cell.rsplit(":", 1)[-1] for cell in table[0]]
        typed = {"long": int, "double": float, "boolean": {"true": 1, "false": 0}.__getitem__}
        for row in table[1:]:
            for kind, cell in zip(kinds, row):
                if kind in typed and cell:
                    typed[kind](cell)
    ids = [row[0] for row in nodes[1:]]
    check("neo4j: ids are given once", len(ids) == len(set(ids)), len(ids))
    check("neo4j: relationships run between nodes", all(row[0] in set(ids) and row[1] in set(ids) for row in edges[1:]))
    check("neo4j: types are names", all(re.fullmatch(r"[A-Z][A-Z0-9_]*", row[-1]) for row in edges[1:]))


def check_dyads(folder, edges):
    dyads = rows(folder / "dyads.csv")
    roots = {f"{i:02}" for i in range(1, 21)}
    check("dyads: roots and intensities", all(
        r["cameo_root"] in roots and -10 <= float(r["intensity"]) <= 10 for r in dyads), len(dyads))
    check("dyads: mentions are reported, claimed, prospective or denied", all(
        int(r["mentions"]) == sum(int(r[k]) for k in ("reported", "claimed", "prospective", "denied")) for r in dyads))
    mentions = sum(int(r["mentions"]) for r in dyads)
    check("dyads: no more mentions than statements", mentions <= sum(int(r["statements"]) for r in edges), mentions)


def main():
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    folder = pathlib.Path(sys.argv[1])
    entities, edges = rows(folder / "tables/entities.csv"), rows(folder / "tables/edges.csv")
    graph = read_graphs(folder, entities, edges)
    compare_measures(graph, entities, edges)
    read_tables(folder)
    check_neo4j(folder)
    check_dyads(folder, edges)
    sys.exit(1 if failures else 0)


if __name__ == "__main__":
    main()
