//! Graphs and tables for other programs.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use actant::export::{self, Roots};
use actant::statements::{Modality, Polarity};
use actant::store::Filter;
use expect_test::expect;
use quick_xml::events::Event;

use super::{graph, leanings, palette, store, written};
use crate::records::{Article, odd_articles, schema};

/// The elements of an XML file with their attributes and text, in order; fails if it is not well-formed.
fn elements(xml: &str) -> Vec<(String, BTreeMap<String, String>, String)> {
    let mut reader = quick_xml::Reader::from_str(xml);
    reader.config_mut().check_end_names = true;
    let mut elements: Vec<(String, BTreeMap<String, String>, String)> = Vec::new();
    loop {
        match reader.read_event().expect("well-formed XML") {
            Event::Start(tag) | Event::Empty(tag) => {
                let attributes = tag.attributes().map(|a| {
                    let a = a.expect("an attribute");
                    let value = a.unescape_value().expect("known entities").into_owned();
                    (String::from_utf8_lossy(a.key.as_ref()).into_owned(), value)
                });
                let name = String::from_utf8_lossy(tag.name().as_ref()).into_owned();
                elements.push((name, attributes.collect(), String::new()));
            }
            Event::Text(text) => {
                if let Some(last) = elements.last_mut() {
                    last.2.push_str(text.unescape().expect("known entities").trim());
                }
            }
            Event::Eof => return elements,
            _ => {}
        }
    }
}

#[test]
fn graphml_holds_every_node_and_edge_with_declared_attributes() {
    let graph = graph(&odd_articles());
    let xml = written(|out| export::write_graphml(&graph, &leanings(), out));
    assert_eq!(xml, written(|out| export::write_graphml(&graph, &leanings(), out)));
    let elements = elements(&xml);
    let of = |name: &'static str| elements.iter().filter(move |e| e.0 == name);
    let keys: BTreeSet<&String> = of("key").map(|k| &k.1["id"]).collect();
    assert!(of("data").all(|d| keys.contains(&d.1["key"])));
    let nodes: Vec<&String> = of("node").map(|n| &n.1["id"]).collect();
    assert_eq!(nodes, graph.entities.iter().map(|e| &e.id).collect::<Vec<_>>());
    let edges: Vec<&String> = of("edge").map(|e| &e.1["id"]).collect();
    assert_eq!(edges, graph.edges.iter().map(|e| &e.id).collect::<Vec<_>>());
    assert!(of("edge").all(|e| nodes.contains(&&e.1["source"]) && nodes.contains(&&e.1["target"])));
    let names: Vec<&String> = of("data").filter(|d| d.1["key"] == "n_name").map(|d| &d.2).collect();
    assert!(names.iter().any(|n| n.starts_with("Muskar \"the XII\"\n\tOttokar")), "{names:?}");
    assert!(of("data").any(|d| d.1["key"] == "e_symmetric" && d.2 == "true"));
}

#[test]
fn gexf_puts_elements_in_order_and_time_on_edges() {
    let graph = graph(&odd_articles());
    let xml = written(|out| export::write_gexf(&graph, &leanings(), &palette(), out));
    let elements = elements(&xml);
    let mut order: Vec<&str> = elements.iter().map(|e| e.0.as_str()).collect();
    order.retain(|name| ["gexf", "meta", "graph", "attributes", "nodes", "edges"].contains(name));
    assert_eq!(order, ["gexf", "meta", "graph", "attributes", "attributes", "nodes", "edges"]);
    let of = |name: &'static str| elements.iter().filter(move |e| e.0 == name);
    assert_eq!(of("node").count(), graph.entities.len());
    assert_eq!(of("graph").next().map(|g| g.1["timeformat"].as_str()), Some("date"));
    let accusation = of("edge").find(|e| e.1["label"] == "accuses" && e.1["weight"] == "2").expect("an edge");
    // "2026-01-07" and "2026": the whole year.
    assert_eq!((accusation.1["start"].as_str(), accusation.1["end"].as_str()), ("2026-01-01", "2026-12-31"));
    let declared: BTreeSet<&String> = of("attribute").map(|a| &a.1["id"]).collect();
    assert!(of("attvalue").all(|v| declared.contains(&v.1["for"])));
}

#[test]
fn cytoscape_json_has_typed_data_and_edges_between_its_nodes() {
    let graph = graph(&odd_articles());
    let json = written(|out| export::write_cytoscape(&graph, &leanings(), out));
    let json: serde_json::Value = serde_json::from_str(&json).expect("JSON");
    let data = |list: &str| -> Vec<serde_json::Value> {
        let list = json["elements"][list].as_array().expect("a list");
        list.iter().map(|e| e["data"].clone()).collect()
    };
    let nodes: BTreeSet<String> = data("nodes").iter().map(|n| n["id"].as_str().expect("an id").to_owned()).collect();
    assert_eq!(nodes.len(), graph.entities.len());
    let edges = data("edges");
    assert_eq!(edges.len(), graph.edges.len());
    for edge in &edges {
        assert!(nodes.contains(edge["source"].as_str().expect("an id")) && edge["statements"].is_number());
        assert!(edge["symmetric"].is_boolean() && edge["source_name"].is_string());
    }
    assert!(data("nodes").iter().all(|n| n["names"].is_array() && n["rank"].is_number()));
}

#[test]
fn neo4j_files_have_typed_headers_and_no_dangling_relationship() {
    let folder = tempfile::tempdir().expect("a folder");
    let graph = graph(&odd_articles());
    export::write_neo4j(folder.path(), &graph, &leanings()).expect("room");
    let read = |name: &str| -> Vec<csv::StringRecord> {
        let reader = csv::ReaderBuilder::new().has_headers(false).from_path(folder.path().join(name));
        reader.expect("a table").records().map(|r| r.expect("a row as long as the header")).collect()
    };
    let (nodes, edges) = (read("entities.csv"), read("edges.csv"));
    assert_eq!(&nodes[0][0], "id:ID(Entity)");
    assert!(nodes[0].iter().any(|c| c == "names:string[]") && nodes[0].iter().any(|c| c == "rank:double"));
    assert_eq!((&edges[0][0], &edges[0][1]), (":START_ID(Entity)", ":END_ID(Entity)"));
    let ids: BTreeSet<&str> = nodes[1..].iter().map(|n| &n[0]).collect();
    assert_eq!(ids.len(), graph.entities.len());
    for edge in &edges[1..] {
        assert!(ids.contains(&edge[0]) && ids.contains(&edge[1]));
        assert!(edge.iter().all(|cell| !cell.contains(char::is_control)), "{edge:?}");
    }
    let types: BTreeSet<&str> = edges[1..].iter().map(|e| &e[e.len() - 1]).collect();
    assert_eq!(types, BTreeSet::from(["ACCUSES", "ATTACKS", "CONDEMNS", "LEADS", "MEETS"]));
    let labels: BTreeSet<&str> = nodes[1..].iter().map(|n| &n[n.len() - 1]).collect();
    assert!(labels.contains("Entity;Country") && labels.contains("Entity;Person"), "{labels:?}");
}

#[test]
fn dyads_count_by_date_pair_and_root() {
    let document = |key: &str, publisher: &str| {
        Article::new(key)
            .publisher(publisher)
            .published("2026-01-08")
            .say_that("Syldavia", "accuses", "Borduria", |s| s.date = Some("2026-01-07".to_owned()))
            .say_that("Syldavia", "condemns", "Borduria", |s| {
                s.date = Some("2026-01-07".to_owned());
                s.polarity = Polarity::Negative;
            })
            .say_that("Borduria", "accuses", "Syldavia", |s| s.modality = Modality::Planned)
            .say("Muskar", "leads", "Syldavia")
            .sentence(&format!("So writes the {publisher} of the whole affair, word for word."))
            .done()
    };
    let graph = graph(&[document("a", "Courier"), document("b", "Herald")]);
    let roots = Roots::new(&schema()).expect("the table of intensities");
    let table = written(|out| export::write_dyads(&graph, &roots, out));
    let table: Vec<String> = table
        .lines()
        .map(|line| {
            let cells: Vec<&str> = line.split(',').collect();
            [&cells[..2], &cells[5..6], &cells[9..]].concat().join(",")
        })
        .collect();
    expect![[r#"
        date,source,target,cameo_root,cameo_label,plover,quad,intensity,events,mentions,documents,publishers,dated,reported,claimed,prospective,denied
        2026-01-07,Syldavia,Borduria,11,disapprove,ACCUSE,verbal conflict,-2,1,4,1,2,4,2,0,0,2
        2026-01-08,Borduria,Syldavia,11,disapprove,ACCUSE,verbal conflict,-2,1,2,1,2,0,0,0,2,0"#]]
    .assert_eq(&table.join("\n"));
}

#[test]
fn a_failed_folder_keeps_what_was_there() {
    let (folder, store) = store(&odd_articles());
    let graph = store.graph(&schema(), &Filter::default()).expect("a graph");
    let tables = folder.path().join("tables");
    fs::create_dir(&tables).expect("room");
    fs::write(tables.join("entities.csv"), "kept").expect("room");
    let fail = |_: &str| Err(actant::store::StoreError::Missing { path: "gone".into() });
    export::write_tables(&tables, &graph, &leanings(), fail).expect_err("a document that cannot be read");
    assert_eq!(fs::read_to_string(tables.join("entities.csv")).expect("the old table"), "kept");
    assert_eq!(fs::read_dir(&tables).expect("the folder").count(), 1);
}

#[cfg(feature = "parquet")]
#[test]
fn parquet_holds_the_rows_of_the_tables_verbatim() {
    use parquet::file::reader::{FileReader, SerializedFileReader};
    use parquet::record::{Field, Row};

    let (folder, store) = store(&odd_articles());
    let graph = store.graph(&schema(), &Filter::default()).expect("a graph");
    let path = folder.path().join("parquet");
    export::write_parquet(&path, &graph, &leanings(), |key| store.document(key)).expect("room");
    let bytes = |name: &str| fs::read(path.join(name)).expect("a file");
    let before = bytes("statements.parquet");
    export::write_parquet(&path, &graph, &leanings(), |key| store.document(key)).expect("room");
    assert_eq!(before, bytes("statements.parquet"));
    let rows = |name: &str| -> Vec<Row> {
        let file = fs::File::open(path.join(format!("{name}.parquet"))).expect("a file");
        let reader = SerializedFileReader::new(file).expect("Parquet");
        reader.get_row_iter(None).expect("rows").map(|r| r.expect("a row")).collect()
    };
    assert_eq!(rows("entities").len(), graph.entities.len());
    assert_eq!(rows("documents").len(), graph.documents.len());
    assert_eq!(rows("edges").len(), graph.edges.len());
    assert_eq!(rows("events").len(), graph.events.len());
    assert_eq!(rows("statements").len(), graph.statements.len());
    let field = |row: &Row, name: &str| row.get_column_iter().find(|c| c.0 == name).expect("a column").1.clone();
    for (row, entity) in rows("entities").iter().zip(&graph.entities) {
        assert_eq!(field(row, "name"), Field::Str(entity.name.clone()));
        let Field::ListInternal(names) = field(row, "names") else { panic!("names are a list") };
        let names: Vec<Field> = names.elements().to_vec();
        assert_eq!(names, entity.names.iter().map(|n| Field::Str(n.0.clone())).collect::<Vec<_>>());
    }
    for (row, statement) in rows("statements").iter().zip(&graph.statements) {
        let confidence = statement.confidence.map_or(Field::Null, Field::Double);
        assert_eq!(field(row, "confidence"), confidence);
    }
}
