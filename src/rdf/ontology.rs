//! The ontology: what every class, property and relation of an export means.
//!
//! The fixed part is written down here; relations come from the schema, so that those of a user's
//! own are described like the others.

use std::collections::BTreeMap;
use std::fmt::Write;

use oxigraph::model::Literal;

use super::jsonld::Usual;
use super::vocabulary::{PREFIXES, VOCABULARY, act, entity_class, event_class};
use crate::schema::{EntityType, Kind, Relation, Schema};

/// What stands above the ontology.
const HEADER: &str = "\
# The ontology of actant: classes, properties and relations of its RDF.
# Made from schema/relations by the test `the_ontology_is_that_of_the_schema`; UPDATE_EXPECT=1 writes it anew.
# Definitions are our own words. The names of event types are those of PLOVER (Open Event Data Alliance,
# CC BY-SA 4.0) and the codes those of CAMEO (Event Data Project, Pennsylvania State University): facts of
# correspondence, no text of either.
";

/// Classes with the classes above them, a label and a definition.
pub(super) const CLASSES: [(&str, &[&str], &str, &str); 11] = [
    ("Entity", &["prov:Entity"], "entity", "Somebody or something that articles speak of, over all articles."),
    (
        "Statement",
        &["prov:Entity"],
        "statement",
        "What one article says in one place: who does what to whom, whether it is so, on whose word, and by which words.",
    ),
    (
        "Edge",
        &[],
        "edge",
        "All statements with the same subject, relation and object, summed up. For symmetric relations both directions are one edge.",
    ),
    (
        "Event",
        &["sem:Event"],
        "event",
        "One happening that statements report: of one kind, between the same two, at compatible dates. It need not have happened; its status says what is known.",
    ),
    ("Relation", &["rdf:Property"], "relation", "What one entity may do to another or be to it."),
    ("Polarity", &[], "polarity", "Whether a statement says that it is so or that it is not so."),
    ("Modality", &[], "modality", "In which way a statement says that it is so."),
    ("Verdict", &[], "verdict", "What a person decided about a statement."),
    ("Status", &[], "status", "What is known of an event, all its statements taken together."),
    (
        "Casualties",
        &[],
        "casualties",
        "How many people a statement says were harmed in one way, as far as its words tell: as in UCDP's events a low, a best and a high number, or words alone.",
    ),
    ("Harm", &[], "harm", "In which way people are harmed."),
];

/// Types of entities with the classes above them and a definition.
pub(super) const ENTITY_TYPES: [(EntityType, &[&str], &str); 9] = [
    (EntityType::Person, &["sem:Actor", "schema:Person"], "A human being."),
    (
        EntityType::Country,
        &["sem:Actor", "schema:Country"],
        "A state or territory; also its government, where a capital stands for it.",
    ),
    (
        EntityType::Organization,
        &["sem:Actor", "schema:Organization"],
        "A body with members: a ministry, company, party, court, army or armed group.",
    ),
    (EntityType::Place, &["sem:Place", "schema:Place"], "A city, region, building or river."),
    (EntityType::Group, &["sem:Actor"], "People without a body: protesters, troops, lawmakers."),
    (EntityType::Event, &["schema:Event"], "A happening with a name of its own: a summit, a war."),
    (EntityType::Office, &[], "An office apart from its holder: a presidency."),
    (EntityType::Work, &["schema:CreativeWork"], "A book, law, treaty, newspaper issue or film."),
    (EntityType::Other, &[], "Anything else."),
];

/// Individuals with their class and a definition.
pub(super) const INDIVIDUALS: [(&str, &str, &str); 18] = [
    ("Positive", "Polarity", "It is so."),
    ("Negative", "Polarity", "It is not so."),
    ("Actual", "Modality", "It happened, is happening or stands."),
    ("Planned", "Modality", "It is announced, arranged or expected."),
    ("Possible", "Modality", "It may or could happen, is considered or threatened."),
    ("Hypothetical", "Modality", "It would happen if something else did."),
    ("Alleged", "Modality", "It is said by a third party, and the text marks it as unproven."),
    ("Requested", "Modality", "It is asked for."),
    ("Past", "Modality", "It stood once and has ended."),
    ("Accepted", "Verdict", "A person says that the statement is right."),
    (
        "Rejected",
        "Verdict",
        "A person says that the statement is wrong: it counts for no edge, event or direct triple.",
    ),
    ("Reported", "Status", "At least one article says in its own voice that it happened."),
    ("Claimed", "Status", "Articles say it happened only on the word of others."),
    ("Prospective", "Status", "Nobody says that it happened; somebody plans, fears, alleges or asks for it."),
    ("Denied", "Status", "Every statement about it says that it did not happen."),
    ("Killed", "Harm", "Dead (in ACLED: fatalities; in GTD: nkill)."),
    ("Wounded", "Harm", "Hurt and alive (in GTD: nwound)."),
    ("Detained", "Harm", "Arrested, captured, abducted or held."),
];

/// Properties that lead to things: name, above, domain, range, definition.
pub(super) const LINKS: [(&str, &str, &str, &str, &str); 19] = [
    ("subject", "", "", "act:Entity", "Who does it, of a statement or an edge."),
    ("predicate", "", "", "act:Relation", "The relation, of a statement, an edge or an event."),
    ("object", "", "", "act:Entity", "To whom it is done, of a statement or an edge."),
    ("edge", "", "act:Statement", "act:Edge", "The edge that sums the statement up."),
    ("event", "", "act:Statement", "act:Event", "The happening that the statement reports."),
    ("polarity", "", "act:Statement", "act:Polarity", "Whether it says that it is so."),
    ("modality", "", "act:Statement", "act:Modality", "In which way it says so."),
    ("verdict", "", "act:Statement", "act:Verdict", "What a person decided about it."),
    (
        "attributedTo",
        "prov:wasAttributedTo",
        "",
        "act:Entity",
        "On whose word a statement stands; without it the article speaks in its own voice. Of casualties, where the number is on another's word than its statement.",
    ),
    ("document", "prov:hadPrimarySource", "act:Statement", "schema:NewsArticle", "The article that says it."),
    ("evidence", "prov:wasDerivedFrom", "act:Statement", "nif:String", "The words that say it."),
    ("about", "", "act:Statement", "act:Entity", "Whom or what its content names."),
    (
        "casualties",
        "",
        "",
        "act:Casualties",
        "How many were killed, wounded or detained, of a statement; of an event, by the statement that tells it best.",
    ),
    ("harm", "", "act:Casualties", "act:Harm", "In which way people were harmed."),
    ("place", "", "act:Statement", "act:Entity", "Where it happened."),
    (
        "source",
        "sem:hasActor",
        "act:Event",
        "act:Entity",
        "Who did it; of symmetric relations, whom the earliest statement names first.",
    ),
    ("target", "sem:hasActor", "act:Event", "act:Entity", "To whom it was done."),
    ("status", "", "act:Event", "act:Status", "What is known of it."),
    ("country", "", "act:Entity", "", "The country that the entity belongs to."),
];

/// One more property that leads to things, apart because it joins articles.
pub(super) const COPY: (&str, &str, &str, &str, &str) = (
    "copyOf",
    "prov:wasDerivedFrom",
    "schema:NewsArticle",
    "schema:NewsArticle",
    "The earlier article whose sentences this one repeats; a copy corroborates nothing.",
);

/// Properties that lead to values: name, domain, range, definition.
pub(super) const VALUES: [(&str, &str, &str, &str); 31] = [
    (
        "date",
        "",
        "",
        "When: a day (xsd:date), month (xsd:gYearMonth) or year (xsd:gYear), as exact as the text allows.",
    ),
    ("cue", "act:Statement", "rdf:langString", "The word that shows who speaks: said, according to."),
    ("content", "act:Statement", "rdf:langString", "What it is about, in the article's words."),
    ("low", "act:Casualties", "xsd:integer", "Not fewer, as the words say: at least 12; also of an exact number."),
    ("best", "act:Casualties", "xsd:integer", "This many or about this many; missing where only a bound is told."),
    ("high", "act:Casualties", "xsd:integer", "Not more: up to 12; also of an exact number."),
    ("words", "act:Casualties", "rdf:langString", "The article's words that count them: at least 12 soldiers."),
    ("rule", "act:Statement", "xsd:string", "The pattern of the schema that found the statement."),
    ("confidence", "act:Statement", "xsd:decimal", "The calibrated probability that the statement is right."),
    ("statementCount", "", "xsd:integer", "How many statements an edge or event has."),
    ("positiveCount", "act:Edge", "xsd:integer", "How many of them say that it is so."),
    ("negativeCount", "act:Edge", "xsd:integer", "How many of them say that it is not so."),
    ("actualCount", "act:Edge", "xsd:integer", "How many of them say that it happened or stands, whoever says it."),
    ("documentCount", "", "xsd:integer", "How many articles speak of the entity or make the edge."),
    (
        "independentDocumentCount",
        "act:Edge",
        "xsd:integer",
        "How many articles make the edge, copies of one counted once.",
    ),
    ("firstReported", "act:Edge", "xsd:date", "The earliest day of publication among its articles."),
    ("lastReported", "act:Edge", "xsd:date", "The latest day of publication among its articles."),
    ("mentionCount", "act:Entity", "xsd:integer", "How many places in all articles refer to the entity."),
    ("pageRank", "act:Entity", "xsd:decimal", "Its PageRank over edges weighted by statements; all together give 1."),
    (
        "betweenness",
        "act:Entity",
        "xsd:decimal",
        "The share of shortest paths between two others that lead through it.",
    ),
    ("neighbourCount", "act:Entity", "xsd:integer", "How many other entities share an edge with it."),
    ("cooperationCount", "act:Entity", "xsd:integer", "How many statements of cooperation it is an end of."),
    ("conflictCount", "act:Entity", "xsd:integer", "How many statements of conflict it is an end of."),
    ("component", "act:Entity", "xsd:integer", "The number of its component, from 0 for the largest."),
    ("community", "act:Entity", "xsd:integer", "The number of its community (Louvain), from 0 for the largest."),
    (
        "countryName",
        "act:Entity",
        "xsd:string",
        "The country that the entity belongs to, where only its name is known.",
    ),
    ("tokenCount", "schema:NewsArticle", "xsd:integer", "How many words and signs of the article were read."),
    (
        "textSha256",
        "schema:NewsArticle",
        "xsd:string",
        "The SHA-256 of the stored text of the page; offsets count its code points.",
    ),
    ("schemaHash", "prov:Activity", "xsd:string", "What identifies the schema that a run used."),
    ("readCount", "prov:Activity", "xsd:integer", "How many inputs a run read."),
    ("skippedCount", "prov:Activity", "xsd:integer", "How many inputs a run could not read."),
];

/// Properties that describe relations in the ontology itself.
pub(super) const NOTES: [(&str, &str); 7] = [
    ("inverseLabel", "The words for the other direction of a relation."),
    ("ploverType", "The PLOVER event type of a relation or of a class of events."),
    ("quadClass", "The quad class of a PLOVER type: verbal or material, cooperation or conflict."),
    ("cameoCode", "A CAMEO code that the relation covers."),
    ("kind", "Whether a relation happens at a time (event) or stands (standing)."),
    ("eventClass", "The class of the events that a relation makes."),
    ("symmetric", "Whether the two ends of a relation may be swapped."),
];

/// Properties of our vocabulary whose values are of one kind, with the kind.
pub(super) fn usual_values() -> impl Iterator<Item = (&'static str, Usual)> {
    let links = LINKS.into_iter().chain([COPY]).map(|(name, _, _, range, _)| {
        let names = ["act:Polarity", "act:Modality", "act:Verdict", "act:Status", "act:Harm", "act:Relation"];
        (name, if names.contains(&range) { Usual::Name } else { Usual::Thing })
    });
    let values = VALUES.into_iter().filter_map(|(name, _, range, _)| {
        let kind = match range {
            "rdf:langString" => Usual::English,
            "xsd:decimal" => Usual::Decimal,
            "xsd:date" => Usual::Day,
            _ if name == "date" => Usual::Day,
            _ => return None,
        };
        Some((name, kind))
    });
    links.chain(values)
}

/// The ontology of a schema in Turtle.
#[must_use]
pub fn ontology(schema: &Schema) -> String {
    let mut out = HEADER.to_owned();
    out.push('\n');
    for (prefix, namespace) in PREFIXES {
        line(&mut out, format_args!("@prefix {prefix}: <{namespace}> ."));
    }
    let ontology = VOCABULARY.trim_end_matches('#');
    line(&mut out, format_args!("\n<{ontology}> a owl:Ontology ;"));
    line(&mut out, format_args!("  rdfs:label \"actant\"@en ;"));
    line(
        &mut out,
        format_args!(
            "  dcterms:description \"Who did, said or threatened what to whom, when, on whose word, and in which sentence it says so.\"@en ."
        ),
    );
    fixed_part(&mut out);
    happenings(&mut out, schema);
    section(&mut out, "Relations");
    for relation in &schema.relations {
        describe(&mut out, relation);
    }
    out
}

fn fixed_part(out: &mut String) {
    section(out, "Classes");
    for (name, above, label, definition) in CLASSES {
        item(out, &format!("act:{name}"), "owl:Class", label, definition, &above_all(above));
    }
    section(out, "Types of entities");
    for (entity_type, above, definition) in ENTITY_TYPES {
        let class = short(&entity_class(entity_type));
        let label = entity_type.as_str().to_lowercase();
        let above: Vec<&str> = std::iter::once("act:Entity").chain(above.iter().copied()).collect();
        item(out, &class, "owl:Class", &label, definition, &above_all(&above));
    }
    section(out, "Polarity, modality, verdict, status, harm");
    for (name, class, definition) in INDIVIDUALS {
        item(
            out,
            &format!("act:{name}"),
            &format!("owl:NamedIndividual , act:{class}"),
            &name.to_lowercase(),
            definition,
            &[],
        );
    }
    section(out, "Properties that lead to things");
    for (name, above, domain, range, definition) in LINKS.into_iter().chain([COPY]) {
        property(
            out,
            name,
            "owl:ObjectProperty",
            [("rdfs:subPropertyOf", above), ("rdfs:domain", domain), ("rdfs:range", range)],
            definition,
        );
    }
    section(out, "Properties that lead to values");
    for (name, domain, range, definition) in VALUES {
        property(
            out,
            name,
            "owl:DatatypeProperty",
            [("rdfs:domain", domain), ("rdfs:range", range), ("", "")],
            definition,
        );
    }
    section(out, "Properties of relations");
    for (name, definition) in NOTES {
        property(out, name, "owl:AnnotationProperty", [("", ""); 3], definition);
    }
}

/// The classes of events: those of PLOVER types, and below them those of relations.
fn happenings(out: &mut String, schema: &Schema) {
    let mut of_plover: BTreeMap<&str, Vec<&Relation>> = BTreeMap::new();
    for relation in schema.relations.iter().filter(|r| r.kind == Kind::Event) {
        of_plover.entry(relation.plover.as_deref().unwrap_or_default()).or_default().push(relation);
    }
    section(out, "Events");
    for (plover, relations) in of_plover {
        let mut above = "act:Event".to_owned();
        if !plover.is_empty() {
            above = short(&event_class(plover));
            let mut facts = vec![format!("rdfs:subClassOf act:Event"), format!("act:ploverType {}", string(plover))];
            if let Some(quad) = quad_class(schema, plover) {
                facts.push(format!("act:quadClass {}", string(quad)));
            }
            let definition = format!("A happening of the PLOVER type {plover}.");
            item(out, &above, "owl:Class", &plover.to_lowercase(), &definition, &facts);
        }
        for relation in relations {
            let class = short(&event_class(&relation.id));
            let definition = format!("A happening in which one {} the other.", relation.label);
            let definition = if relation.symmetric { definition.replace("one ", "the one ") } else { definition };
            item(
                out,
                &class,
                "owl:Class",
                &format!("{} (event)", relation.label),
                &definition,
                &[format!("rdfs:subClassOf {above}")],
            );
        }
    }
}

/// The quad class of a PLOVER type.
pub(super) fn quad_class<'s>(schema: &'s Schema, plover: &str) -> Option<&'s str> {
    let types = schema.lexicon("plover").ok()?;
    let column = types.column("quad")?;
    types.get(plover).map(|row| row[column].as_str())
}

fn describe(out: &mut String, relation: &Relation) {
    let mut class = "owl:ObjectProperty , act:Relation".to_owned();
    if relation.symmetric {
        class.push_str(" , owl:SymmetricProperty");
    }
    let kind = match relation.kind {
        Kind::Event => "event",
        Kind::Standing => "standing",
    };
    let mut facts = vec![
        format!("act:inverseLabel {}", english(&relation.inverse)),
        format!("act:kind {}", string(kind)),
        format!("act:symmetric {}", relation.symmetric),
    ];
    for (property, types) in [("schema:domainIncludes", &relation.source), ("schema:rangeIncludes", &relation.target)] {
        if !types.is_empty() {
            let classes: Vec<String> = types.iter().map(|t| short(&entity_class(*t))).collect();
            facts.push(format!("{property} {}", classes.join(" , ")));
        }
    }
    if relation.kind == Kind::Event {
        facts.push(format!("act:eventClass {}", short(&event_class(&relation.id))));
    }
    if let Some(plover) = &relation.plover {
        facts.push(format!("act:ploverType {}", string(plover)));
    }
    if !relation.cameo.is_empty() {
        let codes: Vec<String> = relation.cameo.iter().map(|code| string(code)).collect();
        facts.push(format!("act:cameoCode {}", codes.join(" , ")));
    }
    item(out, &short(&act(&relation.id)), &class, &relation.label, &relation.definition, &facts);
}

fn property(out: &mut String, name: &str, class: &str, links: [(&str, &str); 3], definition: &str) {
    let facts: Vec<String> =
        links.into_iter().filter(|(_, to)| !to.is_empty()).map(|(by, to)| format!("{by} {to}")).collect();
    item(out, &format!("act:{name}"), class, &spaced(name), definition, &facts);
}

fn item(out: &mut String, subject: &str, class: &str, label: &str, definition: &str, facts: &[String]) {
    let label = format!("rdfs:label {}", english(label));
    let definition = format!("skos:definition {}", english(definition));
    let all: Vec<String> = [format!("a {class}"), label, definition].into_iter().chain(facts.iter().cloned()).collect();
    line(out, format_args!("\n{subject} {} .", all.join(" ;\n  ")));
}

fn section(out: &mut String, title: &str) {
    line(out, format_args!("\n# {title}"));
}

fn above_all(classes: &[&str]) -> Vec<String> {
    if classes.is_empty() { Vec::new() } else { vec![format!("rdfs:subClassOf {}", classes.join(" , "))] }
}

/// A name of our vocabulary with its prefix, or in full where Turtle has no short form for it.
fn short(node: &oxigraph::model::NamedNode) -> String {
    match node.as_str().strip_prefix(VOCABULARY) {
        Some(name) if name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_') => format!("act:{name}"),
        _ => node.to_string(),
    }
}

/// `independentDocumentCount` as "independent document count".
fn spaced(name: &str) -> String {
    let mut words = String::new();
    for c in name.chars() {
        if c.is_uppercase() {
            words.push(' ');
        }
        words.extend(c.to_lowercase());
    }
    words
}

fn english(words: &str) -> String {
    Literal::new_language_tagged_literal_unchecked(words, "en").to_string()
}

fn string(words: &str) -> String {
    Literal::new_simple_literal(words).to_string()
}

fn line(out: &mut String, words: std::fmt::Arguments<'_>) {
    writeln!(out, "{words}").expect("a string takes everything");
}
