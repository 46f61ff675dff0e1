//! The vocabulary as a page for people: `docs/vocabulary.md`.
//!
//! Takes a schema; gives Markdown with every class, property and relation. Says the same as the
//! ontology, from the same tables.

use std::fmt::Write;

use super::ontology::{CLASSES, COPY, ENTITY_TYPES, INDIVIDUALS, LINKS, NOTES, VALUES};
use super::vocabulary::{PREFIXES, entity_class};
use crate::schema::{EntityType, Kind, Relation, Schema};

/// Names of other vocabularies that exports use: on what, which, for what.
const OTHERS: [(&str, &str, &str); 20] = [
    ("entity", "`rdfs:label`, `skos:altLabel`", "the usual name, and each other one"),
    ("entity", "`skos:exactMatch`", "the same in Wikidata"),
    ("former id", "`dcterms:isReplacedBy`", "the entity that now stands for it"),
    ("event", "`a sem:Event`", "every event is also one of the Simple Event Model"),
    ("event", "`sem:hasActor`, `sem:hasPlace`", "who takes part, and where"),
    ("article", "`a schema:NewsArticle`", "an article; its named graph has the same name"),
    ("article", "`schema:identifier`", "the key: an address, an id or a path"),
    ("article", "`schema:headline`, `schema:author`, `schema:url`", "as the source gives them"),
    ("article", "`schema:datePublished`", "the day of publication"),
    ("article", "`schema:publisher`, `prov:wasAttributedTo`", "the house that published it"),
    ("publisher", "`a schema:Organization`, `schema:name`", "a house, by its name"),
    ("words", "`a nif:Sentence`, `a nif:Phrase`", "a whole sentence, or a part of one"),
    ("words", "`nif:referenceContext`", "the article in which they stand"),
    ("words", "`nif:beginIndex`, `nif:endIndex`", "where, in Unicode code points of the stored page"),
    ("words", "`nif:anchorOf`", "the words; not in a file that keeps no texts"),
    ("`id:kg`", "`prov:wasDerivedFrom`, `prov:wasGeneratedBy`", "the articles and the runs it comes from"),
    ("run", "`a prov:Activity`, `prov:wasAssociatedWith`", "one run, and the program that ran"),
    ("program", "`a prov:SoftwareAgent`, `schema:softwareVersion`", "the program, by its version"),
    ("relation", "`rdfs:label`", "its words: accuses"),
    ("statement", "`rdf:reifies`", "its triple, in RDF 1.2 only"),
];

/// The page about the vocabulary of a schema, in Markdown.
#[must_use]
pub fn vocabulary_page(schema: &Schema) -> String {
    let mut out = HEAD.to_owned();
    table(&mut out, &["prefix", "namespace"], PREFIXES.iter().map(|(p, ns)| vec![format!("`{p}:`"), (*ns).to_owned()]));
    section(&mut out, "Classes");
    let rows = CLASSES.iter().map(|(name, above, _, definition)| {
        vec![
            code(name),
            above.iter().map(|c| format!("`{c}`")).collect::<Vec<_>>().join(", "),
            (*definition).to_owned(),
        ]
    });
    table(&mut out, &["class", "is also", "meaning"], rows);
    section(&mut out, "Types of entities");
    let rows = ENTITY_TYPES.iter().map(|(entity_type, above, definition)| {
        let above: Vec<String> = above.iter().map(|c| format!("`{c}`")).collect();
        vec![class(*entity_type), above.join(", "), (*definition).to_owned()]
    });
    table(&mut out, &["class", "is also", "meaning"], rows);
    section(&mut out, "Polarity, modality, verdict, status, harm");
    let rows =
        INDIVIDUALS.iter().map(|(name, class, definition)| vec![code(name), code(class), (*definition).to_owned()]);
    table(&mut out, &["name", "is a", "meaning"], rows);
    section(&mut out, "Properties that lead to things");
    let rows = LINKS.iter().chain([&COPY]).map(|(name, above, domain, range, definition)| {
        vec![code(name), spelled(domain), spelled(range), spelled(above), (*definition).to_owned()]
    });
    table(&mut out, &["property", "of", "to", "is also", "meaning"], rows);
    section(&mut out, "Properties that lead to values");
    let rows = VALUES.iter().map(|(name, domain, range, definition)| {
        vec![code(name), spelled(domain), spelled(range), (*definition).to_owned()]
    });
    table(&mut out, &["property", "of", "type", "meaning"], rows);
    section(&mut out, "Properties of relations");
    table(
        &mut out,
        &["property", "meaning"],
        NOTES.iter().map(|(name, definition)| vec![code(name), (*definition).to_owned()]),
    );
    section(&mut out, "Names of other vocabularies");
    table(
        &mut out,
        &["on", "name", "for"],
        OTHERS.iter().map(|(on, name, what)| vec![(*on).to_owned(), (*name).to_owned(), (*what).to_owned()]),
    );
    section(&mut out, "Relations");
    out.push_str(RELATIONS);
    table(
        &mut out,
        &["relation", "words, and of the other direction", "meaning", "from", "to", "PLOVER", "CAMEO"],
        schema.relations.iter().map(row),
    );
    out
}

const HEAD: &str = "\
# Vocabulary

Every class, property and relation of the RDF that actant writes. Made from the schema by the test
`the_page_about_the_vocabulary_is_that_of_the_schema`; the same as [ontology.ttl](../schema/ontology.ttl), which machines
read, and [shapes.ttl](../schema/shapes.ttl) says what must be there. Names without a prefix are those of `act:`.

Each article is a named graph with its statements and their words. The graph `id:kg` holds what follows from all articles:
entities, edges, events, direct triples. A direct triple (`id:Q22686 act:accuses id:Q739`) stands only where an article says
so in its own voice, as a fact; what others claim, deny, plan or allege is a statement. In RDF 1.2 (`--rdf 1.2`) a statement
also reifies its triple.

";

const RELATIONS: &str = "\
Events happen at a time and get a class of their own (`accuses` makes `AccusesEvent`); standing relations last. An empty *from* or
*to* means anybody. Types and codes are those of PLOVER and CAMEO to which a relation comes nearest.

";

fn row(relation: &Relation) -> Vec<String> {
    let types = |types: &[EntityType]| types.iter().map(|t| class(*t)).collect::<Vec<_>>().join(", ");
    let mut meaning = relation.definition.clone();
    if relation.kind == Kind::Standing {
        meaning.push_str(" Standing.");
    }
    if relation.symmetric {
        meaning.push_str(" Symmetric.");
    }
    vec![
        code(&relation.id),
        format!("{}; {}", relation.label, relation.inverse),
        meaning,
        types(&relation.source),
        types(&relation.target),
        relation.plover.clone().unwrap_or_default(),
        relation.cameo.join(", "),
    ]
}

fn class(entity_type: EntityType) -> String {
    let class = entity_class(entity_type).into_string();
    code(class.rsplit('#').next().unwrap_or_default())
}

fn code(name: &str) -> String {
    format!("`{name}`")
}

/// A name with its prefix as code, those of our own without; nothing stays nothing.
fn spelled(name: &str) -> String {
    if name.is_empty() { String::new() } else { code(name.trim_start_matches("act:")) }
}

fn section(out: &mut String, title: &str) {
    line(out, format_args!("\n## {title}\n"));
}

fn table(out: &mut String, columns: &[&str], rows: impl Iterator<Item = Vec<String>>) {
    line(out, format_args!("| {} |", columns.join(" | ")));
    line(out, format_args!("|{}", " --- |".repeat(columns.len())));
    for row in rows {
        // A bar would begin another cell.
        let cells: Vec<String> = row.iter().map(|cell| cell.replace('|', "\\|").replace('\n', " ")).collect();
        line(out, format_args!("| {} |", cells.join(" | ")));
    }
}

fn line(out: &mut String, words: std::fmt::Arguments<'_>) {
    writeln!(out, "{words}").expect("a string takes everything");
}
