//! RDF, SPARQL and the ontology.

use std::collections::BTreeSet;
use std::time::Duration;

use actant::rdf::{
    self, Answer, AnswerFormat, Dataset, Format, Limits, NamedQuery, Naming, Parameter, ParameterKind, QueryError,
    RdfError, Source, Version, named_queries,
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

fn source<'g>(graph: &'g Graph, naming: &'g Naming) -> Source<'g> {
    // The schema of the tests is read once.
    static SCHEMA: std::sync::LazyLock<actant::schema::Schema> = std::sync::LazyLock::new(schema);
    Source { graph, runs: &[], schema: &SCHEMA, naming, version: Version::Rdf11, measures: None }
}

fn quads(graph: &Graph, naming: &Naming) -> Vec<Quad> {
    rdf::quads(&source(graph, naming))
}

/// A graph's quads and the file that they come from, which may be searched.
fn file(documents: &[DocumentRecord]) -> (tempfile::TempDir, Dataset) {
    let folder = tempfile::tempdir().expect("a folder");
    let mut build = Build::begin(&folder.path().join("t.actant")).expect("a new file");
    build.add(documents).expect("good records");
    let store = build.commit(&schema(), &Run::default()).expect("room");
    let dataset = load(&store.graph(&schema(), &Filter::default()).expect("a graph"));
    (folder, dataset.searching(store))
}

fn load(graph: &Graph) -> Dataset {
    Dataset::load(&source(graph, &Naming::default())).expect("room")
}

fn written(graph: &Graph, format: Format) -> String {
    let bytes = rdf::write(&source(graph, &Naming::default()), format, Vec::new()).expect("a vector takes everything");
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
    let answer = rdf::query(&source(graph, &naming), query, Limits::default()).expect("an answer");
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
        let text = rdf::write(&source(&graph, &naming), Format::NQuads, Vec::new()).expect("a vector takes everything");
        let text = String::from_utf8(text).expect("UTF-8");
        assert!(text.contains(&format!("<{base}Q1>")));
        assert!(!text.contains("w3id.org/actant/id"), "{base}");
        assert_eq!(read_back(&text, Format::NQuads).len(), quads(&graph, &naming).len());
    }
    let error = Naming::new("no base").expect_err("refused").to_string();
    assert_eq!(error, "`no base` cannot be the beginning of IRIs; write an absolute IRI that ends in / or #");
}

#[test]
fn in_rdf_1_2_each_statement_reifies_its_triple() {
    let graph = graph(&odd_articles());
    let naming = Naming::default();
    let source = Source { version: Version::Rdf12, ..source(&graph, &naming) };
    let all: BTreeSet<String> = rdf::quads(&source).iter().map(Quad::to_string).collect();
    let reifiers = all.iter().filter(|q| q.contains("#reifies> <<(")).count();
    assert_eq!(reifiers, graph.statements.len());
    for format in [Format::Turtle, Format::TriG, Format::NTriples, Format::NQuads, Format::RdfXml] {
        let bytes = rdf::write(&source, format, Vec::new()).expect("a vector takes everything");
        let text = String::from_utf8(bytes).expect("UTF-8");
        if let Some(folder) = std::env::var_os("ACTANT_TEST_RDF_AT") {
            let name = std::path::Path::new(&folder).join(format!("odd-12.{}", ending(format)));
            std::fs::write(name, &text).expect("a folder that can be written");
        }
        let found = read_back(&text, format);
        assert_eq!(found.len(), all.len(), "{}", format.label());
        assert!(!format.has_graphs() || found == all, "{}", format.label());
    }
    let error = rdf::write(&source, Format::JsonLd, Vec::new()).expect_err("JSON-LD has no triple terms");
    assert!(matches!(error, RdfError::Version { .. }));
    assert_eq!(
        error.to_string(),
        "JSON-LD cannot carry RDF 1.2; write ttl, trig, nq, nt or rdfxml, or leave --rdf 1.2 out"
    );
}

#[test]
fn the_context_of_json_ld_is_that_of_the_schema() {
    let schema = actant::schema::Schema::built_in().expect("the built-in schema keeps to the rules");
    expect_test::expect_file!["../../schema/context.jsonld"].assert_eq(&rdf::context(&schema));
}

#[test]
fn json_ld_reads_as_people_write_it() {
    let graph = graph(&[Article::new("a")
        .publisher("Klow Courier")
        .published("2026-01-08")
        .say_that("Syldavia", "accuses", "Borduria", |s| s.date = Some("2026-01".to_owned()))
        .done()]);
    let text = written(&graph, Format::JsonLd);
    for line in [
        "\"@type\": \"Statement\"",
        "\"polarity\": \"Positive\"",
        "\"predicate\": \"accuses\"",
        "\"nif:anchorOf\": \"Syldavia accuses Borduria.\"",
        "\"schema:datePublished\": \"2026-01-08\"",
        "\"date\": {\"@type\":\"http://www.w3.org/2001/XMLSchema#gYearMonth\",\"@value\":\"2026-01\"}",
        "\"statementCount\": 1",
    ] {
        assert!(text.contains(&format!("          {line}")), "{line} in {text}");
    }
}

#[test]
fn the_runs_that_made_a_graph_are_activities() {
    let graph = graph(&[Article::new("a").say("Ada", "meets", "Bo").done()]);
    let run = Run { version: "0.1.0".to_owned(), schema_hash: "ab12".to_owned(), read: 3, skipped: 1 };
    let naming = Naming::default();
    let runs = [run];
    let source = Source { runs: &runs, ..source(&graph, &naming) };
    let bytes = rdf::write(&source, Format::Turtle, Vec::new()).expect("a vector takes everything");
    let text = String::from_utf8(bytes).expect("UTF-8");
    let told = "\
id:run-1 a prov:Activity ;
\tprov:wasAssociatedWith id:actant-0.1.0 ;
\tact:readCount 3 ;
\tact:schemaHash \"ab12\" ;
\tact:skippedCount 1 .
";
    assert!(text.contains(told), "{text}");
    assert!(text.contains("prov:wasGeneratedBy id:run-1"), "{text}");
}

#[test]
fn a_subject_stands_in_one_graph_only() {
    let mut graphs = std::collections::BTreeMap::new();
    for quad in quads(&graph(&odd_articles()), &Naming::default()) {
        let subject = quad.subject.to_string();
        assert_eq!(*graphs.entry(subject).or_insert_with(|| quad.graph_name.clone()), quad.graph_name);
    }
}

#[test]
fn quads_kept_in_a_file_answer_as_those_in_memory() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("t.index");
    let naming = Naming::default();
    assert!(Dataset::open(&path, "one", &naming).expect("a folder that can be read").is_none());
    let graph = graph(&odd_articles());
    let memory = load(&graph);
    memory.keep(&path, "one").expect("room");
    assert!(Dataset::open(&path, "another", &naming).expect("a file that can be read").is_none());
    let kept = Dataset::open(&path, "one", &naming).expect("a file that can be read").expect("the same stamp");
    assert_eq!(kept.len(), quads(&graph, &naming).len());
    for query in [
        "SELECT * WHERE { ?s ?p ?o }",
        "SELECT * WHERE { GRAPH ?g { ?s ?p ?o } }",
        "SELECT * WHERE { GRAPH id:kg { ?s ?p ?o } }",
        "SELECT ?s WHERE { id:Q1 act:accuses ?s }",
        "SELECT ?p WHERE { id:Q1 ?p ?o . FILTER(ISLITERAL(?o)) }",
        "SELECT ?p ?o WHERE { ?s ?p ?o . ?o a act:Country }",
        "SELECT ?g (COUNT(*) AS ?n) WHERE { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g",
        "DESCRIBE id:Q1",
    ] {
        let answers = [&memory, &kept].map(|d| d.query(query, Limits::default()).expect("an answer"));
        assert_eq!(answers[0], answers[1], "{query}");
        assert!(!matches!(&answers[0], Answer::Rows(rows) if rows.rows.is_empty()), "{query}");
    }
    // Under another base the same file tells the same.
    let elsewhere = Naming::new("https://example.org/kg/").expect("a base");
    let kept = Dataset::open(&path, "one", &elsewhere).expect("a file that can be read").expect("the same stamp");
    let yes = kept.query("ASK { <https://example.org/kg/Q1> a act:Country }", Limits::default());
    assert_eq!(yes.expect("an answer"), Answer::Boolean(true));
    // A file with other bytes in some places gives wrong answers or an error, and does no harm.
    let bytes = std::fs::read(&path).expect("the file");
    let limits = Limits { time: Some(Duration::from_secs(10)), rows: Some(100_000) };
    for place in (48..bytes.len()).step_by(bytes.len() / 40) {
        let mut damaged = bytes.clone();
        let end = (place + 7).min(bytes.len());
        damaged[place..end].fill(0xFF);
        std::fs::write(&path, damaged).expect("room");
        let Some(dataset) = Dataset::open(&path, "one", &naming).expect("a file that can be read") else { continue };
        for query in
            ["SELECT * WHERE { ?s ?p ?o }", "SELECT ?g WHERE { GRAPH ?g { ?s a act:Statement ; act:subject ?o } }"]
        {
            if let Err(error) = dataset.query(query, limits) {
                assert!(!error.to_string().contains("broke off"), "{error}");
            }
        }
    }
    // A file that was cut is made anew.
    std::fs::write(&path, &bytes[..bytes.len() / 2]).expect("room");
    assert!(Dataset::open(&path, "one", &naming).expect("a file that can be read").is_none());
}

#[test]
fn the_evaluator_finds_what_oxigraph_finds() {
    let graph = graph(&odd_articles());
    let naming = Naming::default();
    let store = oxigraph::store::Store::new().expect("memory");
    store.extend(quads(&graph, &naming)).expect("memory");
    let dataset = load(&graph);
    for pattern in
        ["?s ?p ?o", "id:Q1 ?p ?o", "?s a ?o", "?s ?p id:Q1", "id:Q1 ?p ?o . ?o ?q ?r", "?s act:subject id:Q1"]
    {
        let query = format!("SELECT * WHERE {{ GRAPH ?g {{ {pattern} }} }}");
        let Answer::Rows(ours) = dataset.query(&query, Limits::default()).expect("an answer") else {
            panic!("{query}")
        };
        let theirs = oxigraph::sparql::SparqlEvaluator::new()
            .with_prefix("id", naming.base())
            .expect("an IRI")
            .with_prefix("act", rdf::VOCABULARY)
            .expect("an IRI")
            .parse_query(&query)
            .expect("SPARQL")
            .on_store(&store)
            .execute()
            .expect("an answer");
        let oxigraph::sparql::QueryResults::Solutions(theirs) = theirs else { panic!("{query}") };
        let names: Vec<String> = theirs.variables().iter().map(|v| v.as_str().to_owned()).collect();
        let lines = |names: &[String], cells: Vec<Option<Term>>| {
            let mut line: Vec<String> = names.iter().zip(cells).map(|(n, c)| format!("{n}={c:?}")).collect();
            line.sort();
            line.join(" ")
        };
        let mut expected: Vec<String> =
            theirs.map(|row| lines(&names, row.expect("a row").values().to_vec())).collect();
        let mut found: Vec<String> = ours.rows.into_iter().map(|row| lines(&ours.variables, row)).collect();
        expected.sort();
        found.sort();
        assert_eq!(found, expected, "{query}");
    }
}

#[test]
fn queries_that_cannot_be_answered_say_why() {
    let graph = graph(&odd_articles());
    let dataset = load(&graph);
    let error = |query: &str| dataset.query(query, Limits::default()).expect_err(query).to_string();
    let syntax = error("SELECT ?a WHERE {\n  ?a act:accuses }");
    assert!(syntax.starts_with("the query cannot be read at line 2, column 18: expected "), "{syntax}");
    assert!(syntax.ends_with("\n    ?a act:accuses }\n                   ^"), "{syntax}");
    assert!(error("SELECT * WHERE { ?a nope:b ?c }").starts_with("the query cannot be read at line 1, column "));
    assert_eq!(
        error("ASK {} LIMIT 3 x"),
        "the query cannot be read at line 1, column 17: expected the end of the query\n  ASK {} LIMIT 3 x\n                  ^"
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
    let dataset = load(&graph);
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
    let dataset = load(&graph);
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
    let answer = rdf::query(&source(&graph, &naming), "SELECT ?s WHERE { ?s a act:Statement } ORDER BY ?s", limits)
        .expect("an answer");
    assert!(!answer.is_complete());
    let mut out = Vec::new();
    answer.write(AnswerFormat::Table, &naming, &mut out).expect("a vector takes everything");
    assert!(String::from_utf8(out).expect("UTF-8").ends_with("(the first 2 rows; there are more)\n"));
    let all = Limits { rows: Some(9), time: Some(Duration::from_secs(60)) };
    assert!(
        rdf::query(&source(&graph, &naming), "SELECT ?s WHERE { ?s a act:Statement }", all)
            .expect("an answer")
            .is_complete()
    );
}

#[test]
fn answers_come_in_every_format_that_can_hold_them() {
    let graph = graph(&[Article::new("k").say("Ada \"A\"\u{1b}[31m\nMoor", "accuses", "Bo").done()]);
    let naming = Naming::default();
    let give = |query: &str, format: AnswerFormat| {
        let mut out = Vec::new();
        let answer = rdf::query(&source(&graph, &naming), query, Limits::default()).expect("an answer");
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
fn world() -> Vec<DocumentRecord> {
    use crate::records::casualties;
    use actant::statements::{Figure, Harm, Modality, Polarity};
    vec![
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
        Article::new("four")
            .publisher("Klow Courier")
            .published("2026-02-03")
            .entity("Klow", actant::schema::EntityType::Place, None, None)
            .say("Syldavia", "sanctions", "Borduria")
            .say_that("Borduria", "attacks", "Syldavia", |s| {
                s.place = Some(0);
                s.date = Some("2026-02-01".to_owned());
                s.casualties = vec![casualties(s, Harm::Killed, Figure { low: Some(12), ..Figure::default() })];
            })
            .say("Syldavia", "allyOf", "San Theodoros")
            .say("San Theodoros", "condemns", "Syldavia")
            .say("San Theodoros", "meets", "Muskar")
            .say("Syldavia", "supports", "Muskar")
            .done(),
    ]
}

/// Values for what ready-made queries need, in that world.
fn needed(query: &NamedQuery) -> Vec<(String, String)> {
    let value = |parameter: &Parameter| match (parameter.name.as_str(), parameter.kind) {
        ("other", _) => "Borduria",
        (_, ParameterKind::Date) => "2026-01-09",
        (_, ParameterKind::Text) => "sanctioned",
        _ => "Syldavia",
    };
    query.parameters.iter().filter(|p| p.is_needed).map(|p| (p.name.clone(), value(p).to_owned())).collect()
}

#[test]
fn ready_made_queries_tell_what_they_promise() {
    let (_folder, dataset) = file(&world());
    let mut out = String::new();
    let schema = schema();
    let queries = named_queries(&schema).expect("good headers");
    assert!(queries.len() >= 15);
    for query in &queries {
        assert!(query.description.ends_with('.'), "{}: {}", query.name, query.description);
        let values = needed(query);
        let text = query.with(&values, &dataset, &schema).expect("good values");
        let answer = dataset.query(&text, Limits::default()).unwrap_or_else(|e| panic!("{}: {e}", query.name));
        let Answer::Rows(rows) = &answer else { panic!("{} is a SELECT", query.name) };
        assert_eq!(rows.variables, query.columns, "the columns of {}", query.name);
        assert!(!rows.rows.is_empty(), "{} tells something", query.name);
        let mut told = Vec::new();
        answer.write(AnswerFormat::Table, dataset.naming(), &mut told).expect("a vector takes everything");
        out.push_str(&format!("## {}\n{}\n", query.name, query.description));
        for Parameter { name, kind, is_needed, default, description } in &query.parameters {
            let kind = kind.as_str();
            let note = if *is_needed { ", needed" } else { "" };
            let default = default.as_ref().map(|d| format!(", {d}")).unwrap_or_default();
            out.push_str(&format!("- {name} ({kind}{note}{default}): {description}\n"));
        }
        for (name, value) in values {
            out.push_str(&format!("\nwith {name}={value}"));
        }
        out.push_str(&format!("\n{}\n", String::from_utf8(told).expect("UTF-8")));
    }
    expect_test::expect_file!["queries.txt"].assert_eq(&out);
}

#[test]
fn values_put_into_ready_made_queries_are_words_and_nothing_else() {
    let (_folder, dataset) = file(&world());
    let schema = schema();
    let queries = named_queries(&schema).expect("good headers");
    let ask = |name: &str, values: &[(&str, &str)]| -> Result<String, QueryError> {
        let query = queries.iter().find(|q| q.name == name).expect("a query of the name");
        let values: Vec<_> = values.iter().map(|(n, v)| ((*n).to_owned(), (*v).to_owned())).collect();
        let answer = dataset.query(&query.with(&values, &dataset, &schema)?, Limits::default())?;
        let mut out = Vec::new();
        answer.write(AnswerFormat::Table, dataset.naming(), &mut out)?;
        Ok(String::from_utf8(out).expect("UTF-8"))
    };
    let told = ask("accusations", &[("source", "san theodoros"), ("target", "Borduria")]).expect("parameters");
    assert!(told.contains("San Theodoros  condemns  Borduria"), "{told}");
    assert!(told.ends_with("(1 row)\n"), "{told}");
    let told = ask("timeline", &[("one", "Syldavia"), ("other", "Borduria")]).expect("parameters");
    assert!(!told.contains("San Theodoros") && told.contains("2026-01-07"), "{told}");
    let told = ask("accusations", &[("least", "2")]).expect("a parameter");
    assert!(told.contains("Syldavia  accuses   Borduria") && told.ends_with("(1 row)\n"), "{told}");
    let told = ask("most-sanctioned", &[("relation", "condemns")]).expect("a parameter");
    assert!(told.contains("Borduria"), "{told}");
    for hostile in ["\" } DROP ALL #", "VALUES ?target { UNDEF }", "\\", "a\n}", "$0 ${source}"] {
        let told = ask("unproven", &[("only", hostile)]).expect("any words may be a string");
        assert!(told.ends_with("(0 rows)\n"), "{hostile}: {told}");
        let error = ask("accusations", &[("source", hostile)]).expect_err("nobody is called so");
        assert!(matches!(error, QueryError::NoEntity { .. }), "{error}");
    }
    let error = |name: &str, values: &[(&str, &str)]| ask(name, values).expect_err(name).to_string();
    assert_eq!(
        error("accusations", &[("who", "x")]),
        "the query accusations has no parameter who; it knows source, target, least"
    );
    assert_eq!(
        error("timeline", &[("one", "Sildavia")]),
        "nobody in the graph is called `Sildavia`; did you mean Syldavia?"
    );
    assert_eq!(error("timeline", &[("one", "Xyz")]), "nobody in the graph is called `Xyz`");
    assert_eq!(error("timeline", &[]), "the query timeline needs --param one=…");
    assert_eq!(
        error("changed-since", &[("since", "yesterday")]),
        "`yesterday` cannot be the value of since: a day, month or year: 2026-01-08, 2026-01, 2026 is meant"
    );
    assert_eq!(
        error("accusations", &[("least", "many")]),
        "`many` cannot be the value of least: a whole number is meant"
    );
    assert_eq!(
        error("most-sanctioned", &[("relation", "x> ?y")]),
        "`x> ?y` cannot be the value of relation: the id of a relation; `actant schema list` names them is meant"
    );
}

#[test]
fn words_of_sentences_are_searched_from_sparql() {
    let (_folder, dataset) = file(&world());
    let find = |words: &str| {
        let query = format!("SELECT ?t WHERE {{ ?w nif:anchorOf ?t FILTER(act:matches(?w, {words})) }}");
        let Answer::Rows(rows) = dataset.query(&query, Limits::default()).expect("an answer") else { panic!() };
        rows.rows.iter().flatten().flatten().map(ToString::to_string).collect::<Vec<_>>()
    };
    assert_eq!(find("\"sanction\""), ["\"Syldavia sanctions Borduria.\"@en"]);
    assert_eq!(find("\"nothing of the kind\""), Vec::<String>::new());
    assert_eq!(find("\"* OR NEAR(\""), Vec::<String>::new());
    // Without a file nothing can be searched, and the function is not known.
    let query = "SELECT ?t WHERE { ?w nif:anchorOf ?t FILTER(act:matches(?w, \"x\")) }";
    let answer = load(&graph(&world())).query(query, Limits::default());
    assert!(answer.is_err() || matches!(&answer, Ok(Answer::Rows(rows)) if rows.rows.is_empty()), "{answer:?}");
}

#[test]
fn a_ready_made_query_of_ones_own_says_what_it_needs() {
    let read = |text: &str| {
        let folder = tempfile::tempdir().expect("a folder");
        std::fs::create_dir(folder.path().join("queries")).expect("room");
        std::fs::write(folder.path().join("queries/mine.rq"), text).expect("room");
        let schema = actant::schema::Schema::with_directory(folder.path()).expect("a schema");
        named_queries(&schema).map(|all| all.into_iter().find(|q| q.name == "mine").expect("my query"))
    };
    let mine = read("# Mine.\n# needs x: entity  whom\nSELECT * { VALUES ?x { UNDEF } ?x ?p ?o }").expect("good");
    assert_eq!(mine.description, "Mine.");
    assert!(mine.parameters[0].is_needed);
    let error = |text: &str| read(text).expect_err(text).to_string();
    assert_eq!(error("SELECT * {}"), "queries/mine.rq, line 1: begin with a comment that says what the query tells");
    assert_eq!(
        error("# Mine.\n# param x  whom\nSELECT * {}"),
        "queries/mine.rq, line 2: `# param NAME: KIND what it means` is meant, with KIND one of entity, relation, string, integer, date"
    );
    assert_eq!(
        error("# Mine.\n# param x: date  when\nSELECT * {}"),
        "queries/mine.rq, line 2: the query does not bind the parameter: `VALUES ?x { UNDEF }`"
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
fn the_page_about_the_vocabulary_is_that_of_the_schema() {
    let schema = actant::schema::Schema::built_in().expect("the built-in schema keeps to the rules");
    let page = rdf::vocabulary_page(&schema);
    expect_test::expect_file!["../../docs/vocabulary.md"].assert_eq(&page);
    for relation in &schema.relations {
        assert!(page.contains(&format!("| `{}` | {}; {} |", relation.id, relation.label, relation.inverse)));
    }
    for name in ["Statement", "Person", "Alleged", "attributedTo", "independentDocumentCount", "quadClass"] {
        assert!(page.contains(&format!("| `{name}` |")), "{name}");
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
    for graph in [graph(&odd_articles()), graph(&world())] {
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

#[test]
fn measures_are_told_where_they_are_asked_for() {
    let naming = Naming::default();
    let graph = graph(&world());
    let plain = source(&graph, &naming);
    let leanings = actant::graph::Leanings::new(&schema()).expect("the built-in schema");
    let measured = actant::graph::measure(&graph, &leanings).entities;
    let told = rdf::quads(&Source { measures: Some(&measured), ..plain });
    let ranks: Vec<String> =
        told.iter().filter(|q| q.predicate.as_str().ends_with("#pageRank")).map(|q| q.object.to_string()).collect();
    assert_eq!(ranks.len(), graph.entities.len());
    assert!(ranks[0].starts_with("\"0."), "{}", ranks[0]);
    assert_eq!(told.len(), rdf::quads(&plain).len() + 7 * graph.entities.len());
}
