//! The graph as quads.

use std::collections::{BTreeMap, BTreeSet};

use oxigraph::model::vocab::rdf;
use oxigraph::model::{GraphName, Literal, NamedNode, Quad, Term};

use super::Naming;
use super::vocabulary::{
    DCTERMS, NIF, PROV, RDFS, SCHEMA_ORG, SEM, SKOS, WIKIDATA, XSD, act, capitalised, date, english, entity_class,
    event_class, name, number, string,
};
use crate::statements::Polarity;
use crate::store::{
    DocumentIndex, DocumentView, Edge, Event, EvidenceView, GlobalEntity, Graph, StatementView, modality_name,
    publisher_id,
};

/// All quads, sorted: the graph `kg` first, then that of each document; no quad twice.
#[must_use]
pub fn quads(graph: &Graph, naming: &Naming) -> Vec<Quad> {
    let mut all = Vec::new();
    let mut kg = Facts::new(naming.id("kg"), naming);
    kg.knowledge(graph);
    all.extend(kg.sorted());

    let mut statements: BTreeMap<DocumentIndex, Vec<&StatementView>> = BTreeMap::new();
    for statement in &graph.statements {
        statements.entry(statement.document).or_default().push(statement);
    }
    let mut documents: Vec<(&DocumentView, DocumentIndex)> =
        graph.documents.iter().zip((0..).map(DocumentIndex)).collect();
    documents.sort_by(|a, b| a.0.id.cmp(&b.0.id));
    for (document, index) in documents {
        let mut facts = Facts::new(naming.id(&document.id), naming);
        facts.document(graph, document);
        for statement in statements.get(&index).into_iter().flatten() {
            facts.statement(graph, document, statement);
        }
        all.extend(facts.sorted());
    }
    all
}

/// The facts of one named graph.
struct Facts<'n> {
    graph: NamedNode,
    naming: &'n Naming,
    /// Subject, predicate (the type first), object: in the order of the file.
    facts: BTreeSet<(String, bool, String, Object)>,
}

/// A term that has an order: names before literals, then by their letters.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum Object {
    Name(String),
    Value { value: String, datatype: String, language: Option<String> },
}

impl<'n> Facts<'n> {
    fn new(graph: NamedNode, naming: &'n Naming) -> Self {
        Self { graph, naming, facts: BTreeSet::new() }
    }

    fn add(&mut self, subject: &NamedNode, predicate: &NamedNode, object: impl Into<Term>) {
        let object = match object.into() {
            Term::NamedNode(node) => Object::Name(node.into_string()),
            Term::BlankNode(node) => Object::Name(node.into_string()),
            Term::Literal(literal) => {
                let (value, datatype, language) = literal.destruct();
                let datatype = datatype.map(NamedNode::into_string).unwrap_or_default();
                Object::Value { value, datatype, language }
            }
        };
        let predicate_order = *predicate != rdf::TYPE;
        self.facts.insert((subject.as_str().to_owned(), predicate_order, predicate.as_str().to_owned(), object));
    }

    fn sorted(self) -> impl Iterator<Item = Quad> {
        let graph = GraphName::NamedNode(self.graph);
        self.facts.into_iter().map(move |(subject, _, predicate, object)| {
            let object: Term = match object {
                Object::Name(iri) => NamedNode::new_unchecked(iri).into(),
                Object::Value { value, language: Some(language), .. } => {
                    Literal::new_language_tagged_literal_unchecked(value, language).into()
                }
                Object::Value { value, datatype, language: None } if datatype.is_empty() => {
                    Literal::new_simple_literal(value).into()
                }
                Object::Value { value, datatype, language: None } => {
                    Literal::new_typed_literal(value, NamedNode::new_unchecked(datatype)).into()
                }
            };
            Quad::new(NamedNode::new_unchecked(subject), NamedNode::new_unchecked(predicate), object, graph.clone())
        })
    }

    /// What holds over all documents.
    fn knowledge(&mut self, graph: &Graph) {
        let kg = self.graph.clone();
        self.add(&kg, &rdf::TYPE.into_owned(), name(PROV, "Entity"));
        for document in &graph.documents {
            self.add(&kg, &name(PROV, "wasDerivedFrom"), self.naming.id(&document.id));
            // One house publishes many documents: it is described once, here.
            if let Some(publisher) = &document.publisher {
                let node = self.naming.id(&publisher_id(publisher));
                self.add(&node, &rdf::TYPE.into_owned(), name(SCHEMA_ORG, "Organization"));
                self.add(&node, &name(SCHEMA_ORG, "name"), string(publisher));
            }
        }
        let ids: BTreeSet<&str> = graph.entities.iter().map(|e| e.id.as_str()).collect();
        for entity in &graph.entities {
            self.entity(entity, &ids);
        }
        for edge in &graph.edges {
            self.edge(graph, edge);
        }
        for event in &graph.events {
            self.event(graph, event);
        }
    }

    fn entity(&mut self, entity: &GlobalEntity, ids: &BTreeSet<&str>) {
        let subject = self.naming.id(&entity.id);
        self.add(&subject, &rdf::TYPE.into_owned(), entity_class(entity.entity_type));
        self.add(&subject, &name(RDFS, "label"), english(&entity.name));
        for (other, _) in entity.names.iter().filter(|(n, _)| *n != entity.name) {
            self.add(&subject, &name(SKOS, "altLabel"), english(other));
        }
        if let Some(wikidata) = &entity.wikidata {
            self.add(&subject, &name(SKOS, "exactMatch"), name(WIKIDATA, wikidata));
        }
        if let Some(country) = &entity.country {
            if ids.contains(country.as_str()) {
                self.add(&subject, &act("country"), self.naming.id(country));
            } else if country.starts_with('Q') && country[1..].bytes().all(|b| b.is_ascii_digit()) {
                self.add(&subject, &act("country"), name(WIKIDATA, country));
            } else {
                self.add(&subject, &act("countryName"), string(country));
            }
        }
        self.add(&subject, &act("mentionCount"), number(entity.mentions));
        self.add(&subject, &act("documentCount"), number(entity.documents.len() as i64));
        for old in &entity.redirects {
            self.add(&self.naming.id(old), &name(DCTERMS, "isReplacedBy"), subject.clone());
        }
    }

    fn edge(&mut self, graph: &Graph, edge: &Edge) {
        let subject = self.naming.id(&edge.id);
        let (source, target) = (self.naming.id(&graph[edge.source].id), self.naming.id(&graph[edge.target].id));
        let relation = act(&edge.relation);
        if edge.direct {
            self.add(&source, &relation, target.clone());
            if edge.symmetric {
                self.add(&target, &relation, source.clone());
            }
        }
        self.add(&subject, &rdf::TYPE.into_owned(), act("Edge"));
        self.add(&subject, &act("subject"), source);
        self.add(&subject, &act("predicate"), relation);
        self.add(&subject, &act("object"), target);
        self.add(&subject, &act("statementCount"), number(edge.statements.len() as i64));
        self.add(&subject, &act("positiveCount"), number(edge.positive));
        self.add(&subject, &act("negativeCount"), number(edge.negative));
        self.add(&subject, &act("actualCount"), number(edge.actual));
        self.add(&subject, &act("documentCount"), number(edge.documents.len() as i64));
        self.add(&subject, &act("independentDocumentCount"), number(edge.independent_documents));
        if let (Some(first), Some(last)) = (&edge.first_reported, &edge.last_reported) {
            self.add(&subject, &act("firstReported"), date(first));
            self.add(&subject, &act("lastReported"), date(last));
        }
    }

    fn event(&mut self, graph: &Graph, event: &Event) {
        let subject = self.naming.id(&event.id);
        self.add(&subject, &rdf::TYPE.into_owned(), act("Event"));
        self.add(&subject, &rdf::TYPE.into_owned(), name(SEM, "Event"));
        for relation in &event.relations {
            self.add(&subject, &rdf::TYPE.into_owned(), event_class(relation));
            self.add(&subject, &act("predicate"), act(relation));
        }
        self.add(&subject, &act("source"), self.naming.id(&graph[event.source].id));
        self.add(&subject, &act("target"), self.naming.id(&graph[event.target].id));
        for participant in &event.participants {
            self.add(&subject, &name(SEM, "hasActor"), self.naming.id(&graph[*participant].id));
        }
        for place in &event.places {
            self.add(&subject, &name(SEM, "hasPlace"), self.naming.id(&graph[*place].id));
        }
        if let Some(when) = &event.date {
            self.add(&subject, &act("date"), date(when));
        }
        self.add(&subject, &act("status"), act(&capitalised(event.status.as_str())));
        self.add(&subject, &act("statementCount"), number(event.statements.len() as i64));
    }

    /// What is known of a document.
    fn document(&mut self, graph: &Graph, document: &DocumentView) {
        let subject = self.graph.clone();
        let org = |local: &str| name(SCHEMA_ORG, local);
        self.add(&subject, &rdf::TYPE.into_owned(), org("NewsArticle"));
        self.add(&subject, &org("identifier"), string(&document.key));
        if let Some(title) = &document.title {
            self.add(&subject, &org("headline"), english(title));
        }
        if let Some(url) = &document.url {
            self.add(&subject, &org("url"), address(url));
        }
        if let Some(author) = &document.author {
            self.add(&subject, &org("author"), string(author));
        }
        if let Some(published) = &document.published {
            self.add(&subject, &org("datePublished"), date(published));
        }
        if let Some(publisher) = &document.publisher {
            let node = self.naming.id(&publisher_id(publisher));
            self.add(&subject, &org("publisher"), node.clone());
            self.add(&subject, &name(PROV, "wasAttributedTo"), node);
        }
        if let Some(original) = document.copy_of {
            self.add(&subject, &act("copyOf"), self.naming.id(&graph[original].id));
        }
        self.add(&subject, &act("tokenCount"), number(document.tokens));
        self.add(&subject, &act("textSha256"), string(&document.text_sha256));
    }

    fn statement(&mut self, graph: &Graph, document: &DocumentView, statement: &StatementView) {
        let subject = self.naming.id(&statement.id);
        self.add(&subject, &rdf::TYPE.into_owned(), act("Statement"));
        self.add(&subject, &act("subject"), self.naming.id(&graph[statement.source.entity].id));
        self.add(&subject, &act("predicate"), act(&statement.relation));
        self.add(&subject, &act("object"), self.naming.id(&graph[statement.target.entity].id));
        if let Some(edge) = statement.edge {
            self.add(&subject, &act("edge"), self.naming.id(&graph[edge].id));
        }
        if let Some(event) = statement.event {
            self.add(&subject, &act("event"), self.naming.id(&graph[event].id));
        }
        let polarity = match statement.polarity {
            Polarity::Positive => "Positive",
            Polarity::Negative => "Negative",
        };
        self.add(&subject, &act("polarity"), act(polarity));
        self.add(&subject, &act("modality"), act(&capitalised(modality_name(statement.modality))));
        if let Some(attribution) = &statement.attribution {
            self.add(&subject, &act("attributedTo"), self.naming.id(&graph[attribution.speaker.entity].id));
            self.add(&subject, &act("cue"), english(&attribution.cue));
        }
        if let Some(when) = &statement.date {
            self.add(&subject, &act("date"), date(when));
        }
        if let Some(content) = &statement.content {
            self.add(&subject, &act("content"), english(content));
        }
        if let Some(place) = statement.place {
            self.add(&subject, &act("place"), self.naming.id(&graph[place].id));
        }
        if let Some(confidence) = statement.confidence {
            let value = format!("{confidence:.2}");
            self.add(&subject, &act("confidence"), Literal::new_typed_literal(value, name(XSD, "decimal")));
        }
        self.add(&subject, &act("rule"), string(&statement.rule));
        self.add(&subject, &act("document"), self.graph.clone());
        for evidence in &statement.evidence {
            let words = self.evidence(document, evidence);
            self.add(&subject, &act("evidence"), words);
        }
    }

    fn evidence(&mut self, document: &DocumentView, evidence: &EvidenceView) -> NamedNode {
        let (start, end) = evidence.quote.span;
        let words = self.naming.words(&document.id, evidence.quote.span);
        let class = if evidence.is_sentence { "Sentence" } else { "Phrase" };
        self.add(&words, &rdf::TYPE.into_owned(), name(NIF, class));
        self.add(&words, &name(NIF, "referenceContext"), self.graph.clone());
        self.add(&words, &name(NIF, "beginIndex"), number(start));
        self.add(&words, &name(NIF, "endIndex"), number(end));
        // A file may keep places without words.
        if !evidence.quote.text.is_empty() {
            self.add(&words, &name(NIF, "anchorOf"), english(&evidence.quote.text));
        }
        words
    }
}

/// An address as an IRI if it is one of the web, else as the words that were given.
fn address(url: &str) -> Term {
    let web = url.starts_with("https://") || url.starts_with("http://");
    match NamedNode::new(url) {
        Ok(iri) if web => iri.into(),
        _ => string(url),
    }
}
