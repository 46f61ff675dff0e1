//! The graph as quads, one after the other.
//!
//! Takes a [`Source`]; gives its quads in the order of the file: the graph `kg` first, then that of
//! each document; within a graph by subject, the type first. A subject stands in one graph only, so
//! that formats without graphs give the same triples in the same order. Does not hold the quads:
//! only one subject's at a time, or one document's. Example: an edge gives eleven quads in `kg`.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::convert::Infallible;

use oxigraph::model::vocab::rdf;
use oxigraph::model::{GraphName, Literal, NamedNode, Quad, Term, Triple};

use super::Naming;
use super::ontology::quad_class;
use super::vocabulary::{
    DCTERMS, NIF, PROV, RDFS, SCHEMA_ORG, SEM, SKOS, WIKIDATA, XSD, act, capitalised, date, english, entity_class,
    event_class, name, number, string,
};
use crate::graph::Measure;
use crate::schema::Schema;
use crate::statements::{Figure, Harm, Polarity};
use crate::store::{
    CasualtiesView, DocumentIndex, DocumentView, Edge, EdgeIndex, EntityIndex, Event, EventIndex, EvidenceView,
    GlobalEntity, Graph, Run, StatementView, modality_name, publisher_id,
};

/// A version of RDF.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Version {
    /// RDF 1.1: statements name subject, predicate and object one by one.
    #[default]
    Rdf11,
    /// RDF 1.2: besides, each statement reifies its triple (`rdf:reifies <<( … )>>`).
    Rdf12,
}

/// What is told as RDF, and how.
#[derive(Debug, Clone, Copy)]
pub struct Source<'g> {
    /// The graph.
    pub graph: &'g Graph,
    /// The runs that wrote the file, in order: the activities that the graph comes from.
    pub runs: &'g [Run],
    /// What relations mean.
    pub schema: &'g Schema,
    /// How ids become IRIs.
    pub naming: &'g Naming,
    /// Whether statements are also reifiers of triples.
    pub version: Version,
    /// The measures of the graph's entities, in order, where they are to be told.
    pub measures: Option<&'g [Measure]>,
}

/// Hands over all quads in the order of the file, none twice; stops at the first error.
///
/// # Errors
/// Those of `each`.
pub fn for_each_quad<E>(source: &Source<'_>, mut each: impl FnMut(Quad) -> Result<(), E>) -> Result<(), E> {
    let Source { graph, naming, .. } = *source;
    let kg = GraphName::NamedNode(naming.id("kg"));
    let direct = direct_edges(graph);
    for (id, subject) in subjects(source) {
        let mut facts = Facts::new(naming.id(&id), naming);
        match subject {
            Subject::Graph => facts.knowledge(source),
            Subject::Run(run) => facts.run(run),
            Subject::Program(version) => facts.program(version),
            Subject::Publisher(publisher) => facts.publisher(publisher),
            Subject::Entity(at) => {
                facts.entity(graph, &graph[at]);
                if let Some(measure) = source.measures.and_then(|all| all.get(at.index())) {
                    facts.measure(measure);
                }
                for (edge, other) in &direct[at.index()] {
                    facts.add(&act(&graph[*edge].relation), naming.id(&graph[*other].id));
                }
            }
            Subject::Former(entities) => {
                for at in entities {
                    facts.add(&name(DCTERMS, "isReplacedBy"), naming.id(&graph[at].id));
                }
            }
            Subject::Edge(at) => facts.edge(graph, &graph[at]),
            Subject::Event(at) => facts.event(graph, &graph[at]),
        }
        facts.sorted(&kg).try_for_each(&mut each)?;
    }
    let relations: BTreeSet<&str> = graph.edges.iter().map(|e| e.relation.as_str()).collect();
    for id in relations {
        let mut facts = Facts::new(act(id), naming);
        facts.relation(source.schema, id);
        facts.sorted(&kg).try_for_each(&mut each)?;
    }
    let mut documents: Vec<DocumentIndex> = (0..graph.documents.len()).map(|i| DocumentIndex(i as u32)).collect();
    documents.sort_by(|a, b| graph[*a].id.cmp(&graph[*b].id));
    for at in documents {
        let document = &graph[at];
        let own = GraphName::NamedNode(naming.id(&document.id));
        let mut all = vec![Facts::new(naming.id(&document.id), naming)];
        all[0].document(graph, document);
        // Statements are ordered by document.
        let first = graph.statements.partition_point(|s| s.document < at);
        let statements = || graph.statements[first..].iter().take_while(|s| s.document == at);
        for statement in statements() {
            let mut facts = Facts::new(naming.id(&statement.id), naming);
            facts.statement(source, document, statement);
            all.push(facts);
            for casualties in &statement.casualties {
                let mut facts = Facts::new(naming.id(&casualties_id(statement, casualties.harm)), naming);
                facts.casualties(graph, casualties);
                all.push(facts);
            }
        }
        // Several statements may stand on the same words.
        let words: BTreeMap<(u32, u32), &EvidenceView> =
            statements().flat_map(|s| &s.evidence).map(|e| (e.quote.span, e)).collect();
        for (span, evidence) in words {
            let mut facts = Facts::new(naming.words(&document.id, span), naming);
            facts.evidence(document, evidence);
            all.push(facts);
        }
        all.sort_by(|a, b| a.subject.as_str().cmp(b.subject.as_str()));
        all.into_iter().flat_map(|facts| facts.sorted(&own)).try_for_each(&mut each)?;
    }
    Ok(())
}

/// All quads in the order of the file. For much, [`for_each_quad`] needs less memory.
#[must_use]
pub fn quads(source: &Source<'_>) -> Vec<Quad> {
    let mut all = Vec::new();
    let result: Result<(), Infallible> = for_each_quad(source, |quad| {
        all.push(quad);
        Ok(())
    });
    match result {
        Ok(()) => all,
    }
}

/// Something that the graph `kg` speaks of.
enum Subject<'g> {
    Graph,
    Run(&'g Run),
    Program(&'g str),
    Publisher(&'g str),
    Entity(EntityIndex),
    /// An id that was given up for that of these entities.
    Former(Vec<EntityIndex>),
    Edge(EdgeIndex),
    Event(EventIndex),
}

/// Everything that the graph `kg` speaks of, ordered by id.
fn subjects<'g>(source: &Source<'g>) -> Vec<(Cow<'g, str>, Subject<'g>)> {
    let graph = source.graph;
    let mut all: Vec<(Cow<'g, str>, Subject<'g>)> = vec![(Cow::Borrowed("kg"), Subject::Graph)];
    for (i, run) in source.runs.iter().enumerate() {
        all.push((Cow::Owned(run_id(i)), Subject::Run(run)));
    }
    let versions: BTreeSet<&str> = source.runs.iter().map(|r| r.version.as_str()).collect();
    all.extend(versions.into_iter().map(|v| (Cow::Owned(program_id(v)), Subject::Program(v))));
    // One house publishes many documents: it is described once, here.
    let publishers: BTreeSet<&str> = graph.documents.iter().filter_map(|d| d.publisher.as_deref()).collect();
    all.extend(publishers.into_iter().map(|p| (Cow::Owned(publisher_id(p)), Subject::Publisher(p))));
    let mut former: BTreeMap<&str, Vec<EntityIndex>> = BTreeMap::new();
    for (entity, at) in graph.entities.iter().zip((0..).map(EntityIndex)) {
        all.push((Cow::Borrowed(&entity.id), Subject::Entity(at)));
        for old in &entity.redirects {
            former.entry(old).or_default().push(at);
        }
    }
    // An id that is still in use is nobody's former one.
    let in_use = |id: &str| graph.entities.binary_search_by(|e| e.id.as_str().cmp(id)).is_ok();
    former.retain(|id, _| !in_use(id));
    all.extend(former.into_iter().map(|(id, to)| (Cow::Borrowed(id), Subject::Former(to))));
    all.extend(graph.edges.iter().zip((0..).map(EdgeIndex)).map(|(e, at)| (Cow::Borrowed(&*e.id), Subject::Edge(at))));
    all.extend(
        graph.events.iter().zip((0..).map(EventIndex)).map(|(e, at)| (Cow::Borrowed(&*e.id), Subject::Event(at))),
    );
    all.sort_by(|a, b| a.0.cmp(&b.0));
    all
}

/// For each entity the edges by which it is joined directly to another one.
fn direct_edges(graph: &Graph) -> Vec<Vec<(EdgeIndex, EntityIndex)>> {
    let mut direct = vec![Vec::new(); graph.entities.len()];
    for (edge, at) in graph.edges.iter().zip((0..).map(EdgeIndex)).filter(|(e, _)| e.direct) {
        direct[edge.source.index()].push((at, edge.target));
        if edge.symmetric {
            direct[edge.target.index()].push((at, edge.source));
        }
    }
    direct
}

fn run_id(position: usize) -> String {
    format!("run-{}", position + 1)
}

fn program_id(version: &str) -> String {
    format!("actant-{version}")
}

/// The id of what a statement says of those harmed in one way.
fn casualties_id(statement: &StatementView, harm: Harm) -> String {
    format!("{}-{}", statement.id, harm.as_str())
}

/// The facts about one subject.
struct Facts<'n> {
    subject: NamedNode,
    naming: &'n Naming,
    facts: Vec<(NamedNode, Term)>,
}

/// By what objects are ordered: names before literals, then by their letters.
fn order(object: &Term) -> (u8, &str, &str, &str) {
    match object {
        Term::NamedNode(node) => (0, node.as_str(), "", ""),
        Term::Literal(literal) => {
            (1, literal.value(), literal.datatype().as_str(), literal.language().unwrap_or_default())
        }
        Term::BlankNode(node) => (2, node.as_str(), "", ""),
        // At most one for each statement.
        Term::Triple(_) => (3, "", "", ""),
    }
}

impl<'n> Facts<'n> {
    fn new(subject: NamedNode, naming: &'n Naming) -> Self {
        Self { subject, naming, facts: Vec::new() }
    }

    fn add(&mut self, predicate: &NamedNode, object: impl Into<Term>) {
        self.facts.push((predicate.clone(), object.into()));
    }

    fn sorted(mut self, graph: &GraphName) -> impl Iterator<Item = Quad> {
        let key = |(predicate, _): &(NamedNode, Term)| *predicate != rdf::TYPE;
        self.facts.sort_by(|a, b| (key(a), a.0.as_str(), order(&a.1)).cmp(&(key(b), b.0.as_str(), order(&b.1))));
        self.facts.dedup();
        let (subject, graph) = (self.subject, graph.clone());
        self.facts
            .into_iter()
            .map(move |(predicate, object)| Quad::new(subject.clone(), predicate, object, graph.clone()))
    }

    /// What the graph is made from.
    fn knowledge(&mut self, source: &Source<'_>) {
        self.add(&rdf::TYPE.into_owned(), name(PROV, "Entity"));
        for document in &source.graph.documents {
            self.add(&name(PROV, "wasDerivedFrom"), self.naming.id(&document.id));
        }
        for i in 0..source.runs.len() {
            self.add(&name(PROV, "wasGeneratedBy"), self.naming.id(&run_id(i)));
        }
    }

    fn run(&mut self, run: &Run) {
        self.add(&rdf::TYPE.into_owned(), name(PROV, "Activity"));
        self.add(&name(PROV, "wasAssociatedWith"), self.naming.id(&program_id(&run.version)));
        self.add(&act("schemaHash"), string(&run.schema_hash));
        self.add(&act("readCount"), number(run.read.cast_signed()));
        self.add(&act("skippedCount"), number(run.skipped.cast_signed()));
    }

    fn program(&mut self, version: &str) {
        self.add(&rdf::TYPE.into_owned(), name(PROV, "SoftwareAgent"));
        self.add(&name(RDFS, "label"), english("actant"));
        self.add(&name(SCHEMA_ORG, "softwareVersion"), string(version));
    }

    fn publisher(&mut self, publisher: &str) {
        self.add(&rdf::TYPE.into_owned(), name(SCHEMA_ORG, "Organization"));
        self.add(&name(SCHEMA_ORG, "name"), string(publisher));
    }

    fn entity(&mut self, graph: &Graph, entity: &GlobalEntity) {
        self.add(&rdf::TYPE.into_owned(), entity_class(entity.entity_type));
        self.add(&name(RDFS, "label"), english(&entity.name));
        for (other, _) in entity.names.iter().filter(|(n, _)| *n != entity.name) {
            self.add(&name(SKOS, "altLabel"), english(other));
        }
        if let Some(wikidata) = &entity.wikidata {
            self.add(&name(SKOS, "exactMatch"), name(WIKIDATA, wikidata));
        }
        if let Some(country) = &entity.country {
            if graph.entities.binary_search_by(|e| e.id.cmp(country)).is_ok() {
                self.add(&act("country"), self.naming.id(country));
            } else if country.starts_with('Q') && country[1..].bytes().all(|b| b.is_ascii_digit()) {
                self.add(&act("country"), name(WIKIDATA, country));
            } else {
                self.add(&act("countryName"), string(country));
            }
        }
        self.add(&act("mentionCount"), number(entity.mentions));
        self.add(&act("documentCount"), number(entity.documents.len() as i64));
    }

    /// How an entity is connected, as [`crate::graph::measure`] says; shares with six digits.
    fn measure(&mut self, measure: &Measure) {
        let share = |value: f64| Literal::new_typed_literal(format!("{value:.6}"), name(XSD, "decimal"));
        self.add(&act("pageRank"), share(measure.rank));
        self.add(&act("betweenness"), share(measure.betweenness));
        self.add(&act("neighbourCount"), number(i64::from(measure.neighbours)));
        self.add(&act("cooperationCount"), number(i64::from(measure.cooperation)));
        self.add(&act("conflictCount"), number(i64::from(measure.conflict)));
        self.add(&act("component"), number(i64::from(measure.component)));
        self.add(&act("community"), number(i64::from(measure.community)));
    }

    /// What a reader without the ontology wants to know of a relation.
    fn relation(&mut self, schema: &Schema, id: &str) {
        self.add(&rdf::TYPE.into_owned(), act("Relation"));
        let Some(relation) = schema.relation_id(id).map(|r| schema.relation(r)) else {
            self.add(&name(RDFS, "label"), english(id));
            return;
        };
        self.add(&name(RDFS, "label"), english(&relation.label));
        if let Some(plover) = &relation.plover {
            self.add(&act("ploverType"), string(plover));
            if let Some(class) = quad_class(schema, plover) {
                self.add(&act("quadClass"), string(class));
            }
        }
    }

    fn edge(&mut self, graph: &Graph, edge: &Edge) {
        let (source, target) = (self.naming.id(&graph[edge.source].id), self.naming.id(&graph[edge.target].id));
        let relation = act(&edge.relation);
        self.add(&rdf::TYPE.into_owned(), act("Edge"));
        self.add(&act("subject"), source);
        self.add(&act("predicate"), relation);
        self.add(&act("object"), target);
        self.add(&act("statementCount"), number(edge.statements.len() as i64));
        self.add(&act("positiveCount"), number(edge.positive));
        self.add(&act("negativeCount"), number(edge.negative));
        self.add(&act("actualCount"), number(edge.actual));
        self.add(&act("documentCount"), number(edge.documents.len() as i64));
        self.add(&act("independentDocumentCount"), number(edge.independent_documents));
        if let (Some(first), Some(last)) = (&edge.first_reported, &edge.last_reported) {
            self.add(&act("firstReported"), date(first));
            self.add(&act("lastReported"), date(last));
        }
    }

    fn event(&mut self, graph: &Graph, event: &Event) {
        self.add(&rdf::TYPE.into_owned(), act("Event"));
        self.add(&rdf::TYPE.into_owned(), name(SEM, "Event"));
        for relation in &event.relations {
            self.add(&rdf::TYPE.into_owned(), event_class(relation));
            self.add(&act("predicate"), act(relation));
        }
        self.add(&act("source"), self.naming.id(&graph[event.source].id));
        self.add(&act("target"), self.naming.id(&graph[event.target].id));
        for participant in &event.participants {
            self.add(&name(SEM, "hasActor"), self.naming.id(&graph[*participant].id));
        }
        for casualties in &event.casualties {
            let statement = &graph[casualties.statement];
            self.add(&act("casualties"), self.naming.id(&casualties_id(statement, casualties.harm)));
        }
        for place in &event.places {
            self.add(&name(SEM, "hasPlace"), self.naming.id(&graph[*place].id));
        }
        if let Some(when) = &event.date {
            self.add(&act("date"), date(when));
        }
        self.add(&act("status"), act(&capitalised(event.status.as_str())));
        self.add(&act("statementCount"), number(event.statements.len() as i64));
    }

    /// What is known of a document.
    fn document(&mut self, graph: &Graph, document: &DocumentView) {
        let org = |local: &str| name(SCHEMA_ORG, local);
        self.add(&rdf::TYPE.into_owned(), org("NewsArticle"));
        self.add(&org("identifier"), string(&document.key));
        if let Some(title) = &document.title {
            self.add(&org("headline"), english(title));
        }
        if let Some(url) = &document.url {
            self.add(&org("url"), address(url));
        }
        if let Some(author) = &document.author {
            self.add(&org("author"), string(author));
        }
        if let Some(published) = &document.published {
            self.add(&org("datePublished"), date(published));
        }
        if let Some(publisher) = &document.publisher {
            let node = self.naming.id(&publisher_id(publisher));
            self.add(&org("publisher"), node.clone());
            self.add(&name(PROV, "wasAttributedTo"), node);
        }
        if let Some(original) = document.copy_of {
            self.add(&act("copyOf"), self.naming.id(&graph[original].id));
        }
        self.add(&act("tokenCount"), number(document.tokens));
        self.add(&act("textSha256"), string(&document.text_sha256));
    }

    fn statement(&mut self, source: &Source<'_>, document: &DocumentView, statement: &StatementView) {
        let graph = source.graph;
        self.add(&rdf::TYPE.into_owned(), act("Statement"));
        let subject = self.naming.id(&graph[statement.source.entity].id);
        let predicate = act(&statement.relation);
        let object = self.naming.id(&graph[statement.target.entity].id);
        if source.version == Version::Rdf12 {
            let triple = Triple::new(subject.clone(), predicate.clone(), object.clone());
            self.add(&rdf::REIFIES.into_owned(), triple);
        }
        self.add(&act("subject"), subject);
        self.add(&act("predicate"), predicate);
        self.add(&act("object"), object);
        if let Some(edge) = statement.edge {
            self.add(&act("edge"), self.naming.id(&graph[edge].id));
        }
        if let Some(event) = statement.event {
            self.add(&act("event"), self.naming.id(&graph[event].id));
        }
        let polarity = match statement.polarity {
            Polarity::Positive => "Positive",
            Polarity::Negative => "Negative",
        };
        self.add(&act("polarity"), act(polarity));
        self.add(&act("modality"), act(&capitalised(modality_name(statement.modality))));
        if let Some(verdict) = statement.verdict {
            self.add(&act("verdict"), act(&capitalised(verdict.as_str())));
        }
        if let Some(attribution) = &statement.attribution {
            self.add(&act("attributedTo"), self.naming.id(&graph[attribution.speaker.entity].id));
            self.add(&act("cue"), english(&attribution.cue));
        }
        if let Some(when) = &statement.date {
            self.add(&act("date"), date(when));
        }
        if let Some(content) = &statement.content {
            self.add(&act("content"), english(content));
        }
        for entity in &statement.about {
            self.add(&act("about"), self.naming.id(&graph[*entity].id));
        }
        for casualties in &statement.casualties {
            self.add(&act("casualties"), self.naming.id(&casualties_id(statement, casualties.harm)));
        }
        if let Some(place) = statement.place {
            self.add(&act("place"), self.naming.id(&graph[place].id));
        }
        if let Some(confidence) = statement.confidence {
            let value = format!("{confidence:.2}");
            self.add(&act("confidence"), Literal::new_typed_literal(value, name(XSD, "decimal")));
        }
        self.add(&act("rule"), string(&statement.rule));
        self.add(&act("document"), self.naming.id(&document.id));
        for evidence in &statement.evidence {
            self.add(&act("evidence"), self.naming.words(&document.id, evidence.quote.span));
        }
    }

    /// How many were harmed, and the words that count them.
    fn casualties(&mut self, graph: &Graph, casualties: &CasualtiesView) {
        self.add(&rdf::TYPE.into_owned(), act("Casualties"));
        self.add(&act("harm"), act(&capitalised(casualties.harm.as_str())));
        let Figure { low, best, high } = casualties.figure;
        for (property, figure) in [("low", low), ("best", best), ("high", high)] {
            if let Some(figure) = figure {
                self.add(&act(property), number(figure));
            }
        }
        if let Some(speaker) = casualties.speaker {
            self.add(&act("attributedTo"), self.naming.id(&graph[speaker].id));
        }
        // A file may keep no texts.
        if !casualties.words.text.is_empty() {
            self.add(&act("words"), english(&casualties.words.text));
        }
    }

    fn evidence(&mut self, document: &DocumentView, evidence: &EvidenceView) {
        let (start, end) = evidence.quote.span;
        let class = if evidence.is_sentence { "Sentence" } else { "Phrase" };
        self.add(&rdf::TYPE.into_owned(), name(NIF, class));
        self.add(&name(NIF, "referenceContext"), self.naming.id(&document.id));
        self.add(&name(NIF, "beginIndex"), number(start));
        self.add(&name(NIF, "endIndex"), number(end));
        // A file may keep no texts.
        if !evidence.quote.text.is_empty() {
            self.add(&name(NIF, "anchorOf"), english(&evidence.quote.text));
        }
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
