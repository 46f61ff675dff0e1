//! RDF, SPARQL and the ontology.

use std::collections::BTreeSet;
use std::time::Duration;

use actant::rdf::{
    self, Answer, AnswerFormat, Dataset, Format, Limits, Naming, QueryError, named_queries, quads, write,
};
use actant::store::{Build, DocumentRecord, Filter, Graph, Run};
use oxigraph::io::{JsonLdProfileSet, RdfFormat, RdfParser};
use oxigraph::model::{NamedOrBlankNode, Quad, Term};

use crate::records::{Article, odd_articles, schema};

fn graph(documents: &[DocumentRecord]) -> Graph {
    let folder = tempfile::tempdir().expect("a folder");
    let mut build = Build::begin(&folder.path().join("t.actant")).expect("a new file");
    build.add(documents).expect("good records");
    let store = build.commit(&schema(), &Run::default()).expect("room");
    store.graph(&schema(), &Filter::default()).expect("a graph")
}

fn written(graph: &Graph, format: Format) -> String {
    let bytes = write(graph, &Naming::default(), format, Vec::new()).expect("a vector takes everything");
    String::from_utf8(bytes).expect("RDF is UTF-8")
}

fn oxigraph_format(format: Format) -> RdfFormat {
    match format {
        Format::Turtle => RdfFormat::Turtle,
        Format::TriG => RdfFormat::TriG,
        Format::NQuads => RdfFormat::NQuads,
        Format::NTriples => RdfFormat::NTriples,
        Format::RdfXml => RdfFormat::RdfXml,
        Format::JsonLd => RdfFormat::JsonLd { profile: JsonLdProfileSet::empty() },
    }
}

fn ending(format: Format) -> &'static str {
    match format {
        Format::Turtle => "ttl",
        Format::TriG => "trig",
        Format::NQuads => "nq",
        Format::NTriples => "nt",
        Format::RdfXml => "rdf",
        Format::JsonLd => "jsonld",
    }
}

fn read_back(text: &str, format: Format) -> BTreeSet<String> {
    RdfParser::from_format(oxigraph_format(format))
        .for_slice(text.as_bytes())
        .map(|quad| quad.expect("RDF that can be read").to_string())
        .collect()
}

fn table(graph: &Graph, query: &str) -> String {
    let naming = Naming::default();
    let answer = rdf::query(graph, &naming, query, Limits::default()).expect("an answer");
    let mut out = Vec::new();
    answer.write(AnswerFormat::Table, &naming, &mut out).expect("a vector takes everything");
    String::from_utf8(out).expect("UTF-8")
}

#[test]
fn every_format_is_read_back_with_the_same_quads() {
    let graph = graph(&odd_articles());
    let all = quads(&graph, &Naming::default());
    let with_graphs: BTreeSet<String> = all.iter().map(Quad::to_string).collect();
    let union: BTreeSet<String> = all
        .iter()
        .map(|q| {
            Quad::new(
                q.subject.clone(),
                q.predicate.clone(),
                q.object.clone(),
                oxigraph::model::GraphName::DefaultGraph,
            )
            .to_string()
        })
        .collect();
    assert_eq!(with_graphs.len(), all.len(), "no quad twice");
    for format in Format::ALL {
        let expected = if format.has_graphs() { &with_graphs } else { &union };
        let text = written(&graph, format);
        // For `read_back.py`, which lets other readers of RDF do the same.
        if let Some(folder) = std::env::var_os("ACTANT_TEST_RDF_AT") {
            let name = std::path::Path::new(&folder).join(format!("odd.{}", ending(format)));
            std::fs::write(name, &text).expect("a folder that can be written");
        }
        let found = read_back(&text, format);
        assert_eq!(&found, expected, "{}", format.label());
    }
}

#[test]
fn there_are_no_blank_nodes_and_every_iri_is_one() {
    let graph = graph(&odd_articles());
    let check = |iri: &str| {
        oxigraph::model::NamedNode::new(iri).unwrap_or_else(|e| panic!("{iri}: {e}"));
    };
    for quad in quads(&graph, &Naming::default()) {
        match &quad.subject {
            NamedOrBlankNode::NamedNode(node) => check(node.as_str()),
            other => panic!("{other}"),
        }
        check(quad.predicate.as_str());
        match &quad.object {
            Term::NamedNode(node) => check(node.as_str()),
            Term::Literal(_) => {}
            other => panic!("{other}"),
        }
    }
}

#[test]
fn the_same_graph_gives_the_same_bytes_whatever_the_order_of_articles() {
    let articles = odd_articles();
    let reversed: Vec<DocumentRecord> = articles.iter().rev().cloned().collect();
    let (one, other) = (graph(&articles), graph(&reversed));
    for format in Format::ALL {
        assert_eq!(written(&one, format), written(&other, format), "{}", format.label());
    }
}

#[test]
fn only_what_an_article_says_in_its_own_voice_is_a_direct_triple() {
    let graph = graph(&[Article::new("1")
        .say("Ada", "accuses", "Bo")
        .say("Ada", "meets", "Cy")
        .quote("Cy", "Ada", "attacks", "Bo")
        .say_that("Bo", "accuses", "Ada", |s| s.polarity = actant::statements::Polarity::Negative)
        .say_that("Bo", "invites", "Ada", |s| s.modality = actant::statements::Modality::Planned)
        .done()]);
    let direct = table(
        &graph,
        "SELECT ?a ?p ?b WHERE { GRAPH id:kg { ?x ?p ?y . ?x rdfs:label ?a . ?y rdfs:label ?b } } ORDER BY ?a ?p",
    );
    assert_eq!(
        direct,
        "\
a    p            b
───  ───────────  ───
Ada  act:accuses  Bo
Ada  act:meets    Cy
Cy   act:meets    Ada
(3 rows)
"
    );
    let claimed = table(&graph, "SELECT ?s WHERE { ?st act:predicate act:attacks ; act:attributedTo/rdfs:label ?s }");
    assert!(claimed.contains("Cy"), "{claimed}");
}

#[test]
fn turtle_reads_as_people_write_it() {
    let graph = graph(&[Article::new("a")
        .title("Syldavia accuses Borduria")
        .url("https://news.example/a")
        .publisher("Klow Courier")
        .published("2026-01-08")
        .entity("Syldavia", actant::schema::EntityType::Country, Some("Q1"), None)
        .say_that("Syldavia", "accuses", "Borduria", |s| s.date = Some("2026-01-07".to_owned()))
        .done()]);
    expect_test::expect_file!["example.trig"].assert_eq(&written(&graph, Format::TriG));
}

#[test]
fn a_base_of_ones_own_is_used_throughout() {
    let graph = graph(&odd_articles());
    for base in ["https://example.org/kg/", "https://example.org/kg#"] {
        let naming = Naming::new(base).expect("a base");
        let text = write(&graph, &naming, Format::NQuads, Vec::new()).expect("a vector takes everything");
        let text = String::from_utf8(text).expect("UTF-8");
        assert!(text.contains(&format!("<{base}Q1>")));
        assert!(!text.contains("w3id.org/actant/id"), "{base}");
        assert_eq!(read_back(&text, Format::NQuads).len(), quads(&graph, &naming).len());
    }
    let error = Naming::new("no base").expect_err("refused").to_string();
    assert_eq!(error, "`no base` cannot be the beginning of IRIs; write an absolute IRI that ends in / or #");
}

#[test]
fn queries_that_cannot_be_answered_say_why() {
    let graph = graph(&odd_articles());
    let dataset = Dataset::load(&graph, &Naming::default()).expect("room");
    let error = |query: &str| dataset.query(query, Limits::default()).expect_err(query).to_string();
    let syntax = error("SELECT ?a WHERE {\n  ?a act:accuses }");
    assert!(syntax.starts_with("the query cannot be read at line 2, column 18: expected "), "{syntax}");
    assert!(error("SELECT * WHERE { ?a nope:b ?c }").starts_with("the query cannot be read at line 1, column "));
    assert_eq!(
        error("ASK {} LIMIT 3 x"),
        "the query cannot be read at line 1, column 17: expected the end of the query"
    );
    assert_eq!(error("  "), "the query cannot be read: it is empty");
    let update = "the graph follows from the articles and cannot be changed by SPARQL Update; ask with SELECT, ASK, CONSTRUCT or DESCRIBE";
    assert_eq!(error("DELETE WHERE { ?a ?b ?c }"), update);
    assert_eq!(error("INSERT DATA { id:a act:accuses id:b }"), update);
    assert_eq!(error("LOAD <https://example.org/>"), update);
    assert_eq!(
        error("SELECT * WHERE { SERVICE <https://example.org/sparql> { ?a ?b ?c } }"),
        "SERVICE asks another server; queries here never leave this file"
    );
}

#[test]
fn hostile_queries_are_refused_and_not_fatal() {
    let graph = graph(&odd_articles()[..1]);
    let dataset = Dataset::load(&graph, &Naming::default()).expect("room");
    let refused = |query: String| match dataset.query(&query, Limits::default()) {
        Err(QueryError::Malformed { message }) => message,
        other => panic!("{other:?}"),
    };
    let brackets = format!("SELECT * WHERE {{ FILTER({}1{}) }}", "(".repeat(5000), ")".repeat(5000));
    assert_eq!(refused(brackets), "it is nested more than 200 deep");
    assert_eq!(refused(format!("ASK {{ FILTER({}true) }}", "! ".repeat(5000))), "it is nested more than 200 deep");
    assert_eq!(refused("#".repeat(200_000)), "it is longer than 100000 bytes");
    // What is deep or long, but not too deep and not too long, is answered or stopped in time.
    let limits = Limits { time: Some(Duration::from_secs(5)), rows: None };
    for query in [
        format!("ASK {{ FILTER({}true{}) }}", "(".repeat(150), ")".repeat(150)),
        format!("ASK {}?a ?b ?c{}", "{".repeat(100), "}".repeat(100)),
        format!("ASK {{ FILTER(true{}) }}", " && true".repeat(2000)),
        format!("ASK {{ ?a act:x{} ?b }}", "/act:x".repeat(60)),
    ] {
        let answer = dataset.query(&query, limits);
        assert!(matches!(answer, Ok(Answer::Boolean(_)) | Err(QueryError::Time { .. })), "{answer:?}");
    }
}

#[test]
fn a_query_that_takes_too_long_is_stopped() {
    let graph = graph(&odd_articles());
    let dataset = Dataset::load(&graph, &Naming::default()).expect("room");
    // All triples with all others twice over: long enough to be stopped, and not endless, since
    // joins in memory go on until they are done.
    let long = "SELECT (COUNT(*) AS ?n) WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }";
    let limits = Limits { time: Some(Duration::from_millis(20)), rows: None };
    let error = dataset.query(long, limits).expect_err("too long");
    assert_eq!(error.to_string(), "the query was stopped after 0.02 s; ask for less, or give it more time");
}

#[test]
fn rows_beyond_the_limit_are_cut_and_that_is_said() {
    let graph = graph(&odd_articles());
    let naming = Naming::default();
    let limits = Limits { rows: Some(2), time: None };
    let answer =
        rdf::query(&graph, &naming, "SELECT ?s WHERE { ?s a act:Statement } ORDER BY ?s", limits).expect("an answer");
    assert!(!answer.is_complete());
    let mut out = Vec::new();
    answer.write(AnswerFormat::Table, &naming, &mut out).expect("a vector takes everything");
    assert!(String::from_utf8(out).expect("UTF-8").ends_with("(the first 2 rows; there are more)\n"));
    let all = Limits { rows: Some(9), time: Some(Duration::from_secs(60)) };
    assert!(
        rdf::query(&graph, &naming, "SELECT ?s WHERE { ?s a act:Statement }", all).expect("an answer").is_complete()
    );
}

#[test]
fn answers_come_in_every_format_that_can_hold_them() {
    let graph = graph(&[Article::new("k").say("Ada \"A\"\u{1b}[31m\nMoor", "accuses", "Bo").done()]);
    let naming = Naming::default();
    let give = |query: &str, format: AnswerFormat| {
        let mut out = Vec::new();
        let answer = rdf::query(&graph, &naming, query, Limits::default()).expect("an answer");
        answer.write(format, &naming, &mut out).map(|()| String::from_utf8(out).expect("UTF-8"))
    };
    let select =
        "SELECT ?name ?to (1 AS ?n) ?none WHERE { ?a act:accuses ?b . ?a rdfs:label ?name . ?b rdfs:label ?to }";
    // Nothing that a terminal would obey reaches it.
    assert_eq!(
        give(select, AnswerFormat::Table).expect("a table"),
        "\
name               to  n  none
─────────────────  ──  ─  ────
Ada \"A\"\u{FFFD}[31m Moor  Bo  1
(1 row)
"
    );
    assert_eq!(
        give(select, AnswerFormat::Csv).expect("CSV"),
        "name,to,n,none\r\n\"Ada \"\"A\"\"\u{FFFD}[31m\nMoor\",Bo,1,\r\n"
    );
    assert_eq!(
        give(select, AnswerFormat::Tsv).expect("TSV"),
        "?name\t?to\t?n\t?none\n\"Ada \\\"A\\\"\u{FFFD}[31m\\nMoor\"@en\t\"Bo\"@en\t1\t\n"
    );
    assert!(
        give(select, AnswerFormat::Json)
            .expect("JSON")
            .starts_with("{\"head\":{\"vars\":[\"name\",\"to\",\"n\",\"none\"]}")
    );
    assert!(give(select, AnswerFormat::Xml).expect("XML").contains("<literal xml:lang=\"en\">Bo</literal>"));
    assert_eq!(
        give(select, AnswerFormat::Turtle).expect_err("rows are no triples").to_string(),
        "Turtle cannot hold the rows of a SELECT query"
    );
    assert_eq!(give("ASK { ?a act:accuses ?b }", AnswerFormat::Table).expect("a table"), "yes\n");
    assert_eq!(give("ASK { ?a act:leads ?b }", AnswerFormat::Table).expect("a table"), "no\n");
    let construct = "CONSTRUCT { ?b act:accusedBy ?a } WHERE { ?a act:accuses ?b }";
    let turtle = give(construct, AnswerFormat::Turtle).expect("Turtle");
    assert!(
        turtle
            .lines()
            .last()
            .is_some_and(|l| l.starts_with("id:bo-") && l.contains(" act:accusedBy id:ada_a_31m_moor-")),
        "{turtle}"
    );
    assert!(give("DESCRIBE id:kg", AnswerFormat::Turtle).expect("Turtle").contains("id:kg a prov:Entity"));
    assert_eq!(
        give(construct, AnswerFormat::Csv).expect_err("triples are no rows").to_string(),
        "CSV cannot hold the triples of a CONSTRUCT or DESCRIBE query; ask for Turtle"
    );
}

/// A small world in which each ready-made query has something to tell.
fn world() -> Graph {
    use actant::statements::{Modality, Polarity};
    graph(&[
        Article::new("one")
            .title("Klow protests")
            .publisher("Klow Courier")
            .published("2026-01-08")
            .say_that("Syldavia", "accuses", "Borduria", |s| s.date = Some("2026-01-07".to_owned()))
            .say("Muskar", "leads", "Syldavia")
            .quote("Muskar", "Borduria", "attacks", "Syldavia")
            .say_that("Syldavia", "meets", "Borduria", |s| s.modality = Modality::Planned)
            .done(),
        Article::new("two")
            .publisher("Szohod Post")
            .published("2026-01-10")
            .say_that("Syldavia", "accuses", "Borduria", |s| s.polarity = Polarity::Negative)
            .say_that("San Theodoros", "condemns", "Borduria", |s| s.date = Some("2026-01".to_owned()))
            .say("Borduria", "accuses", "Syldavia")
            .say_that("Plekszy", "leads", "Borduria", |s| s.modality = Modality::Past)
            .done(),
        Article::new("three")
            .published("2026-01-11")
            .say("Syldavia", "accuses", "Borduria")
            .say("Muskar", "leads", "Syldavia")
            .say_that("Syldavia", "accuses", "Borduria", |s| s.polarity = Polarity::Negative)
            .sentence("It snowed.")
            .sentence("Nobody came.")
            .done(),
    ])
}

#[test]
fn ready_made_queries_tell_what_they_promise() {
    let graph = world();
    let mut out = String::new();
    let queries = named_queries(&schema());
    assert!(queries.len() >= 10);
    for query in &queries {
        assert!(query.description.ends_with('.'), "{}: {}", query.name, query.description);
        let told = table(&graph, &query.text);
        assert!(!told.contains("(0 rows)"), "{}", query.name);
        out.push_str(&format!("## {}\n{}\n", query.name, query.description));
        for parameter in &query.parameters {
            out.push_str(&format!("- {}: {}\n", parameter.name, parameter.description));
        }
        out.push_str(&format!("\n{told}\n"));
    }
    expect_test::expect_file!["queries.txt"].assert_eq(&out);
}

#[test]
fn values_put_into_ready_made_queries_are_words_and_nothing_else() {
    let graph = world();
    let queries = named_queries(&schema());
    let with = |name: &str, values: &[(&str, &str)]| {
        let query = queries.iter().find(|q| q.name == name).expect("a query of the name");
        let values: Vec<_> = values.iter().map(|(n, v)| ((*n).to_owned(), (*v).to_owned())).collect();
        query.with(&values)
    };
    let told = table(&graph, &with("accusations", &[("source", "san theodoros")]).expect("a parameter"));
    assert!(told.contains("San Theodoros  condemns  Borduria"), "{told}");
    assert!(told.ends_with("(1 row)\n"), "{told}");
    let told = table(&graph, &with("timeline", &[("one", "Syldavia"), ("other", "Borduria")]).expect("parameters"));
    assert!(!told.contains("San Theodoros") && told.contains("2026-01-07"), "{told}");
    for hostile in ["\" } DROP ALL #", "VALUES ?target { UNDEF }", "\\", "a\n}", "$0 ${source}"] {
        let told =
            table(&graph, &with("accusations", &[("source", hostile), ("target", "Borduria")]).expect("parameters"));
        assert!(told.ends_with("(0 rows)\n"), "{hostile}: {told}");
    }
    for query in &queries {
        for parameter in &query.parameters {
            let put = query.with(&[(parameter.name.clone(), "x".to_owned())]).expect("its own parameter");
            assert_ne!(put, query.text, "{} binds {}", query.name, parameter.name);
        }
    }
    assert_eq!(
        with("accusations", &[("who", "x")]).expect_err("no such parameter").to_string(),
        "the query accusations has no parameter who; it knows source, target"
    );
}

#[test]
fn the_ontology_is_that_of_the_schema() {
    let schema = actant::schema::Schema::built_in().expect("the built-in schema keeps to the rules");
    let ontology = rdf::ontology(&schema);
    expect_test::expect_file!["../../schema/ontology.ttl"].assert_eq(&ontology);
    let triples = read_back(&ontology, Format::Turtle);
    for relation in &schema.relations {
        let label = format!(
            "<https://w3id.org/actant/ns#{}> <http://www.w3.org/2000/01/rdf-schema#label> \"{}\"@en",
            relation.id, relation.label
        );
        assert!(triples.contains(&label), "{label}");
    }
}

#[test]
fn every_class_and_property_of_an_export_is_in_the_ontology() {
    let ontology = rdf::ontology(&schema());
    let of_ours = |iri: &str| iri.strip_prefix("https://w3id.org/actant/ns#").map(str::to_owned);
    let known: BTreeSet<String> = RdfParser::from_format(RdfFormat::Turtle)
        .for_slice(ontology.as_bytes())
        .filter_map(|quad| match quad.expect("Turtle that can be read").subject {
            NamedOrBlankNode::NamedNode(node) => of_ours(node.as_str()),
            NamedOrBlankNode::BlankNode(_) => None,
        })
        .collect();
    for graph in [graph(&odd_articles()), world()] {
        for quad in quads(&graph, &Naming::default()) {
            let object = if let Term::NamedNode(node) = &quad.object { of_ours(node.as_str()) } else { None };
            for name in of_ours(quad.predicate.as_str()).into_iter().chain(object) {
                assert!(known.contains(&name), "act:{name}");
            }
        }
    }
}

#[test]
fn the_shapes_can_be_read_and_speak_of_known_names_only() {
    let ontology = read_back(rdf::ONTOLOGY, Format::Turtle);
    let shapes = read_back(rdf::SHAPES, Format::Turtle);
    assert!(shapes.len() > 100);
    for triple in shapes {
        let Some((_, name)) = triple.rsplit_once(" <https://w3id.org/actant/ns#") else { continue };
        let name = name.trim_end_matches('>');
        let defined = format!("<https://w3id.org/actant/ns#{name}> ");
        assert!(name.ends_with("Shape") || ontology.iter().any(|t| t.starts_with(&defined)), "act:{name}");
    }
}
