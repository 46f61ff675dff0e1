//! Proper names, as large as they are: the engine's entities, the gazetteer's names and runs of
//! proper nouns, joined and trimmed.
//!
//! Headings are written in Title Case, where the engine takes any noun for a name: there only
//! names of the gazetteer, names known from the running text, and full names of persons count.

use rustc_hash::{FxHashMap, FxHashSet};

use super::gazetteer::{Form, Gazetteer, Reading};
use super::{Lexicons, Words, abbreviation_of, fold, is_proper};
use crate::schema::EntityType;
use crate::source::{Span, TokenId, Tokens};
use crate::syntax::{EntityLabel, Label, Tag};

/// A proper name in the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Name {
    pub(super) span: Span<Tokens>,
    /// The engine's label, where it has one.
    pub(super) label: Option<EntityLabel>,
    /// Whether the gazetteer knows the whole name.
    pub(super) known: bool,
    /// Whether it is an adjective of a country or people.
    pub(super) adjective: bool,
    pub(super) entity_type: Option<EntityType>,
}

/// The names of an article, in order; one may lie inside another.
#[derive(Debug, Default)]
pub(super) struct Names {
    pub(super) names: Vec<Name>,
    /// For each token, one more than the index of the largest name that covers it.
    at: Vec<u32>,
}

impl Names {
    pub(super) fn at(&self, token: TokenId) -> Option<&Name> {
        let i = *self.at.get(token.index())?;
        (i > 0).then(|| &self.names[i as usize - 1])
    }

    fn cover(&mut self, tokens: usize) {
        self.names.sort_by_key(|n| (n.span.start, std::cmp::Reverse(n.span.end)));
        self.at = vec![0; tokens];
        for (i, name) in self.names.iter().enumerate() {
            for token in name.span.tokens() {
                if self.at[token.index()] == 0 {
                    self.at[token.index()] = i as u32 + 1;
                }
            }
        }
    }
}

pub(super) fn find(words: &Words, lexicons: &Lexicons, gazetteer: &Gazetteer) -> Names {
    let finder = Finder { words, lexicons, gazetteer };
    let mut spans = finder.merge();
    let known = finder.known_from_text(&spans);
    let common = finder.common_words();
    spans.retain_mut(|name| !words.heading(TokenId(name.span.start)) || finder.keep_in_heading(name, &known, &common));
    finder.add_known_to_headings(&mut spans, &known);
    let mut names = Names { names: spans, at: Vec::new() };
    finder.add_inner(&mut names.names);
    names.cover(words.len());
    names
}

struct Finder<'a> {
    words: &'a Words<'a>,
    lexicons: &'a Lexicons,
    gazetteer: &'a Gazetteer,
}

impl Finder<'_> {
    fn merge(&self) -> Vec<Name> {
        let words = self.words;
        let entities = self.entities();
        let listed = self.listed(&entities);
        let mut taken: Vec<bool> = vec![false; words.len()];
        let mut names: Vec<Name> = Vec::new();
        let mut take = |name: Name, taken: &mut Vec<bool>| {
            name.span.tokens().for_each(|t| taken[t.index()] = true);
            names.push(name);
        };
        // A listed name beats an entity that it covers or crosses; a larger entity keeps it inside.
        let mut l = 0;
        let mut beaten = vec![false; entities.len()];
        let mut inside = vec![false; listed.len()];
        for (e, entity) in entities.iter().enumerate() {
            while l > 0 && listed[l - 1].span.end > entity.span.start {
                l -= 1;
            }
            while l < listed.len() && listed[l].span.start < entity.span.end {
                let name = &listed[l];
                if name.span.overlaps(entity.span) {
                    let same = name.span == entity.span;
                    if !same && entity.span.covers(name.span) && self.stays_whole(entity, name) {
                        inside[l] = true;
                    } else {
                        beaten[e] = true;
                    }
                }
                l += 1;
            }
        }
        for (e, entity) in entities.iter().enumerate() {
            if !beaten[e] {
                take(*entity, &mut taken);
            }
        }
        for (i, name) in listed.iter().enumerate() {
            if !inside[i] && !name.span.tokens().any(|t| taken[t.index()]) {
                take(*name, &mut taken);
            }
        }
        for run in self.runs(&taken) {
            take(run, &mut taken);
        }
        names.sort_by_key(|n| n.span);
        let mut names = self.join_posts(self.join_neighbours(names));
        names.retain(|n| !self.is_only_words_of_office(n));
        names
    }

    /// Whether an entity with a listed name inside it is one name: "Colombian Foreign Ministry" and
    /// "University of Somalia" are, "Venezuelan Nicolás Maduro" is not.
    fn stays_whole(&self, entity: &Name, listed: &Name) -> bool {
        let person = entity.label == Some(EntityLabel::Person);
        if person && listed.entity_type == Some(EntityType::Person) {
            return false;
        }
        // "Jordan Smith" is nobody's Jordan; yet "Venezuelan …" is no first name.
        !(person && listed.adjective)
    }

    /// The engine's entities that name something, trimmed to the name.
    fn entities(&self) -> Vec<Name> {
        let words = self.words;
        let mut out = Vec::new();
        let mut i = 0;
        while i < words.len() {
            let Some((label, _)) = words.syntax.tokens[i].entity else {
                i += 1;
                continue;
            };
            let start = i;
            i += 1;
            while i < words.len() && words.syntax.tokens[i].entity.is_some_and(|(l, begins)| l == label && !begins) {
                i += 1;
            }
            let Some(entity_type) = type_of(label) else { continue };
            self.split_entity(Span::new(start as u32, i as u32), label, entity_type, &mut out);
        }
        out
    }

    fn split_entity(&self, span: Span<Tokens>, label: EntityLabel, entity_type: EntityType, out: &mut Vec<Name>) {
        let words = self.words;
        // "Somalia's National Intelligence Agency" is two names, "Workers' Party" one.
        if let Some(mark) = span.tokens().find(|t| matches!(words.tag(*t), Tag::Lrb | Tag::Rrb)) {
            self.split_entity(Span::new(span.start, mark.0), label, entity_type, out);
            let inner = words.word(mark).starts_with(['(', '[']);
            let close = span.tokens().find(|t| t.0 > mark.0 && words.tag(*t) == Tag::Rrb);
            if inner && let Some(close) = close {
                self.split_entity(Span::new(mark.0 + 1, close.0), label, entity_type, out);
            }
            return;
        }
        let divide = span.tokens().find(|t| {
            words.tag(*t) == Tag::Pos && t.0 > span.start && t.0 + 1 < span.end && {
                let owner = words.text(Span::new(span.start, t.0));
                self.gazetteer.readings(owner).iter().any(|r| r.form != Form::Adjective)
                    || words.label(TokenId(t.0 - 1)) == Label::Poss && label == EntityLabel::Person
            }
        });
        if let Some(mark) = divide {
            self.split_entity(Span::new(span.start, mark.0), label, entity_type, out);
            self.split_entity(Span::new(mark.0 + 1, span.end), label, entity_type, out);
            return;
        }
        // "In Karachi the Communist Party": two names, unless a small word joins them.
        let article = span.tokens().find(|t| {
            t.0 > span.start
                && t.0 + 1 < span.end
                && words.tag(*t) == Tag::Dt
                && words.lower(*t) == words.word(*t)
                && words.word(TokenId(t.0 - 1)).starts_with(char::is_uppercase)
        });
        if let Some(article) = article {
            self.split_entity(Span::new(span.start, article.0), label, entity_type, out);
            self.split_entity(Span::new(article.0 + 1, span.end), label, entity_type, out);
            return;
        }
        // "North and South Korea" are two.
        let country = |span: Span<Tokens>| {
            let readings = self.gazetteer.readings(words.text(span));
            readings.iter().any(|r| r.form == Form::Name && kind(self.gazetteer, r) == EntityType::Country)
        };
        let both = span
            .tokens()
            .find(|t| words.tag(*t) == Tag::Cc && t.0 > span.start && country(Span::new(t.0 + 1, span.end)));
        if let Some(and) = both {
            self.split_entity(Span::new(span.start, and.0), label, entity_type, out);
            self.split_entity(Span::new(and.0 + 1, span.end), label, entity_type, out);
            return;
        }
        // "Omar Sall of Senegal" is a person and a country.
        let person = label == EntityLabel::Person;
        let of = |t: &TokenId| t.0 > span.start && words.tag(*t) == Tag::In && country(Span::new(t.0 + 1, span.end));
        if let Some(of) = span.tokens().filter(|_| person).find(of) {
            self.split_entity(Span::new(span.start, of.0), label, entity_type, out);
            self.split_entity(Span::new(of.0 + 1, span.end), label, entity_type, out);
            return;
        }
        // "Eduardo Salas led Uruguay": a verb is no part of a name.
        let verb = span.tokens().find(|t| {
            t.0 > span.start
                && t.0 + 1 < span.end
                && words.is_verb(*t)
                && words.lower(*t) == words.word(*t)
                && !self.lexicons.name_links.contains(words.word(*t))
        });
        if let Some(verb) = verb {
            self.split_entity(Span::new(span.start, verb.0), label, entity_type, out);
            self.split_entity(Span::new(verb.0 + 1, span.end), label, entity_type, out);
            return;
        }
        let Some(span) = self.trim(span, label) else { return };
        out.push(Name {
            span,
            label: Some(label),
            known: false,
            adjective: false,
            entity_type: (entity_type != EntityType::Other).then_some(entity_type),
        });
    }

    fn trim(&self, span: Span<Tokens>, label: EntityLabel) -> Option<Span<Tokens>> {
        let words = self.words;
        let (mut start, mut end) = (span.start, span.end);
        let edge = |t: TokenId| {
            matches!(
                words.tag(t),
                Tag::Pos
                    | Tag::Comma
                    | Tag::Period
                    | Tag::Colon
                    | Tag::OpenQuote
                    | Tag::CloseQuote
                    | Tag::Space
                    | Tag::Lrb
                    | Tag::Rrb
                    | Tag::Prp
                    | Tag::In
                    | Tag::Cc
            ) || !words.word(t).chars().any(char::is_alphanumeric)
        };
        while start < end
            && (edge(TokenId(start)) || matches!(words.tag(TokenId(start)), Tag::Dt | Tag::PrpPossessive | Tag::Cd))
        {
            start += 1;
        }
        while start < end && (edge(TokenId(end - 1)) || words.tag(TokenId(end - 1)) == Tag::Vbz) {
            end -= 1;
        }
        while start + 1 < end && self.lexicons.titles.get(words.word(TokenId(start))).is_some_and(Option::is_some) {
            start += 1;
        }
        if label == EntityLabel::Person {
            // Titles that the engine took for part of the name; "Colombian" before it too.
            while start + 1 < end {
                let token = TokenId(start);
                let title = self.lexicons.titles.contains_key(words.word(token))
                    || self.lexicons.offices.contains_key(words.lower(token))
                    || self.lexicons.roles.contains(words.lower(token))
                        && words.lower(token) != words.word(token)
                        && !self.gazetteer.is_first_name(words.word(token))
                    || self.gazetteer.readings(words.word(token)).iter().any(|r| r.form == Form::Adjective);
                if !title {
                    break;
                }
                start += 1;
            }
        }
        // "Monday Ennahda", "March Nigeria": a date before the name.
        while start + 1 < end
            && self.lexicons.dates.contains(words.lower(TokenId(start)))
            && !self.gazetteer.is_first_name(words.word(TokenId(start)))
        {
            start += 1;
        }
        // "Landlocked Bhutan": a capital that only opens the sentence, before a country.
        if start + 1 < end
            && start == words.syntax.sentence_of(TokenId(start)).start
            && matches!(words.tag(TokenId(start)), Tag::Jj | Tag::Vbn | Tag::Rb | Tag::Vbg)
            && self
                .gazetteer
                .readings(words.text(Span::new(start + 1, end)))
                .iter()
                .any(|r| r.form == Form::Name && self.gazetteer.entry(r.entry).entity_type == EntityType::Country)
        {
            start += 1;
        }
        // "Archivist Laura Byrne": a capital that only opens the sentence, before a first name.
        if start + 2 < end
            && start == words.syntax.sentence_of(TokenId(start)).start
            && !self.gazetteer.is_first_name(words.word(TokenId(start)))
            && self.gazetteer.is_first_name(words.word(TokenId(start + 1)))
        {
            start += 1;
        }
        let any_capital = (start..end).any(|t| is_proper(words.word(TokenId(t))));
        (start < end && any_capital).then(|| Span::new(start, end))
    }

    /// The names of the gazetteer, longest first, not overlapping.
    fn listed(&self, entities: &[Name]) -> Vec<Name> {
        let words = self.words;
        let mut out = Vec::new();
        let mut i = 0u32;
        let mut next_entity = 0;
        while (i as usize) < words.len() {
            let token = TokenId(i);
            let sentence = words.syntax.sentence_of(token);
            while next_entity < entities.len() && entities[next_entity].span.end <= i {
                next_entity += 1;
            }
            // "Somali troops" is a description of the army; its first word is a name all the same.
            let mut end = sentence.end;
            let name = loop {
                let found = self.gazetteer.longest((i..end).map(|t| words.word(TokenId(t))));
                let Some((length, readings)) = found else { break None };
                let span = Span::new(i, i + length as u32);
                let entity = entities.get(next_entity).filter(|e| e.span.overlaps(span)).copied();
                if let Some(name) = self.accept(span, readings, entity) {
                    break Some(name);
                }
                end = span.end - 1;
            };
            i = name.as_ref().map_or(i + 1, |name| name.span.end);
            out.extend(name);
        }
        out
    }

    fn accept(&self, span: Span<Tokens>, readings: &[Reading], entity: Option<Name>) -> Option<Name> {
        let words = self.words;
        let first = TokenId(span.start);
        // "the gaitanistas", "the peshmerga": the gazetteer writes them so.
        let capital = span.tokens().any(|t| is_proper(words.word(t)));
        let named = |r: &Reading| matches!(r.form, Form::Name | Form::Members);
        let small = !capital && words.is_noun(TokenId(span.end - 1)) && readings.iter().any(named);
        if !capital && !small {
            return None;
        }
        let noun = |t: TokenId| matches!(words.tag(t), Tag::Nnp | Tag::Nnps);
        let form = |form: Form| readings.iter().any(|r| r.form == form);
        let label = entity.and_then(|e| e.label);
        let last = TokenId(span.end - 1);
        let best = readings[0];
        let kind = self.gazetteer.entry(best.entry).entity_type;
        let adjective = form(Form::Adjective)
            && (matches!(words.tag(last), Tag::Jj | Tag::Nnp | Tag::Nn)
                && words.after(last).is_some_and(|n| {
                    words.is_noun(n)
                        || matches!(words.tag(n), Tag::Jj | Tag::Hyph)
                        || matches!(words.label(last), Label::Amod | Label::Compound | Label::Nmod)
                })
                || matches!(words.label(last), Label::Amod | Label::Acomp));
        if adjective && !form(Form::Name) {
            return Some(Name { span, label, known: true, adjective: true, entity_type: Some(kind) });
        }
        if span.len() == 1 {
            let capitals = words.word(first).chars().filter(|c| c.is_uppercase()).count() > 2;
            let proper = noun(first)
                || small
                || capitals
                || label.is_some()
                || matches!(words.tag(first), Tag::Nns | Tag::Jj | Tag::Nn)
                    && (form(Form::Members) || form(Form::Member))
                // "Bahrain supports it": at the head of a sentence the engine may see a common noun.
                || kind == EntityType::Country && form(Form::Name) && words.is_subject(first);
            if !proper {
                return None;
            }
            // Many a surname is also a town: a lone town needs the engine's word or a government, and so
            // does a region with a first name ("Virginia"). "Crimea" and "Oregon" stand by themselves.
            let first_name = self.gazetteer.is_first_name(words.word(first));
            let only_place = readings.iter().all(|r| {
                let entry = self.gazetteer.entry(r.entry);
                let town = (1..1_000_000).contains(&entry.population);
                entry.entity_type == EntityType::Place && r.form == Form::Name && (town || first_name)
            });
            if only_place && !matches!(label, Some(EntityLabel::Gpe | EntityLabel::Loc | EntityLabel::Fac)) {
                return None;
            }
            if label == Some(EntityLabel::Person) && entity.is_some_and(|e| e.span.len() > 1) {
                return None;
            }
        } else if !span.tokens().any(noun) && label.is_none() || self.describes(last) {
            return None;
        }
        let person = kind == EntityType::Person;
        let members = readings.iter().all(|r| matches!(r.form, Form::Members | Form::Member));
        let entity_type = if members { EntityType::Group } else { kind };
        Some(Name {
            span,
            label: if person { Some(EntityLabel::Person) } else { label },
            known: true,
            adjective: false,
            entity_type: Some(
                if members && readings.iter().all(|r| r.form == Form::Member) && words.tag(first) == Tag::Nn {
                    EntityType::Person
                } else {
                    entity_type
                },
            ),
        })
    }

    /// Whether a phrase ends in a common noun that says what it means: "Somali troops".
    fn describes(&self, last: TokenId) -> bool {
        let words = self.words;
        words.lower(last) == words.word(last) && words.is_noun(last) && words.noun_class(self.lexicons, last).is_some()
    }

    /// Runs of proper nouns that neither the engine nor the gazetteer named.
    fn runs(&self, taken: &[bool]) -> Vec<Name> {
        let words = self.words;
        let mut out = Vec::new();
        let mut i = 0u32;
        let n = words.len() as u32;
        let dated = |t: TokenId| words.entity(t).is_some_and(|l| type_of(l).is_none());
        let proper = |t: TokenId| {
            let noun = matches!(words.tag(t), Tag::Nnp | Tag::Nnps)
                // "CamboJA" is a name whatever the tagger thinks of it.
                || words.tag(t) == Tag::Nn && words.word(t).chars().skip(1).any(char::is_uppercase);
            noun && is_proper(words.word(t)) && !taken[t.index()] && !dated(t)
        };
        while i < n {
            if !proper(TokenId(i)) || self.is_title(TokenId(i)) {
                i += 1;
                continue;
            }
            let start = i;
            let sentence = words.syntax.sentence_of(TokenId(i));
            i += 1;
            loop {
                if i < sentence.end && proper(TokenId(i)) {
                    i += 1;
                } else if i + 1 < sentence.end && proper(TokenId(i + 1)) && !taken[i as usize] && self.links(TokenId(i))
                {
                    i += 2;
                } else {
                    break;
                }
            }
            let span = Span::new(start, i);
            out.push(Name { span, label: None, known: false, adjective: false, entity_type: None });
        }
        out
    }

    /// Whether a token joins two proper nouns to one name: the hyphen of "al-Assad", "de", "of" after a body.
    fn links(&self, token: TokenId) -> bool {
        let words = self.words;
        if words.tag(token) == Tag::Hyph || words.word(token) == "-" {
            return true;
        }
        let word = words.lower(token);
        if !self.lexicons.name_links.contains(word) {
            return false;
        }
        match word {
            "of" | "the" | "for" | "and" | "&" | "y" => {
                let body = TokenId(token.0 - 1);
                word == "&" || word == "of" && self.lexicons.bodies.contains_key(words.lower(body))
            }
            _ => true,
        }
    }

    fn is_title(&self, token: TokenId) -> bool {
        let words = self.words;
        let word = words.word(token);
        if self.lexicons.titles.contains_key(word) {
            return true;
        }
        let lower = words.lower(token);
        self.lexicons.offices.contains_key(lower) || self.lexicons.status.contains_key(lower)
    }

    /// "Gustavo" and "Petro" side by side, where the engine or the gazetteer saw only one of them.
    fn join_neighbours(&self, names: Vec<Name>) -> Vec<Name> {
        let words = self.words;
        let sentence = |n: &Name| words.syntax.token(TokenId(n.span.start)).sentence;
        let plain = |n: &Name| !n.known && (n.label.is_none() || n.label == Some(EntityLabel::Person));
        let mut joined: Vec<Name> = Vec::with_capacity(names.len());
        for right in names {
            let Some(left) = joined.last_mut() else {
                joined.push(right);
                continue;
            };
            let touching = left.span.end == right.span.start && sentence(left) == sentence(&right);
            let last_head = words.syntax.head(TokenId(left.span.end - 1));
            let in_tree = last_head.is_some_and(|h| right.span.has(h) || left.span.has(h))
                || words.syntax.head(TokenId(right.span.start)).is_some_and(|h| left.span.has(h));
            let hyphen = left.span.end + 1 == right.span.start && words.tag(TokenId(left.span.end)) == Tag::Hyph;
            // Two halves of a name may bear two labels: "Mahad" a town, "Wasuge" a person.
            let compound = !left.known
                && !right.known
                && words.label(TokenId(left.span.end - 1)) == Label::Compound
                && last_head.is_some_and(|h| right.span.has(h));
            // "Plaza Mayor Simón Bolívar": a place that bears a person's name begins with what it is.
            let honours = touching
                && left.span.len() > 1
                && self.lexicons.places.contains_key(words.lower(TokenId(left.span.start)))
                && !left.known
                && !left.span.tokens().any(|t| self.is_title(t))
                && right.label == Some(EntityLabel::Person);
            if honours {
                left.span = left.span.join(right.span);
                left.label = None;
                left.entity_type = None;
                continue;
            }
            if plain(left) && plain(&right) && (touching && in_tree || hyphen) || touching && compound {
                left.span = left.span.join(right.span);
                let person = [left.label, right.label].contains(&Some(EntityLabel::Person));
                left.label = if person { Some(EntityLabel::Person) } else { right.label.or(left.label) };
                left.entity_type = left.label.and_then(type_of);
            } else {
                joined.push(right);
            }
        }
        joined.iter_mut().for_each(|name| self.drop_trade(name));
        joined
    }

    /// "U.S. Mission to the United Nations": a body that stands somewhere, and the one to which it was sent.
    fn join_posts(&self, names: Vec<Name>) -> Vec<Name> {
        let words = self.words;
        let mut joined: Vec<Name> = Vec::with_capacity(names.len());
        for right in names {
            if let Some(left) = joined.last_mut() {
                let seat = self.lexicons.seated.contains(words.lower(TokenId(left.span.end - 1)));
                let between: Vec<TokenId> = (left.span.end..right.span.start).map(TokenId).collect();
                let sent = match between.as_slice() {
                    [to] => self.lexicons.recipients.contains(words.lower(*to)),
                    [to, article] => {
                        self.lexicons.recipients.contains(words.lower(*to)) && words.tag(*article) == Tag::Dt
                    }
                    _ => false,
                };
                if seat && sent {
                    left.span = left.span.join(right.span);
                    left.label = Some(EntityLabel::Org);
                    left.entity_type = type_of(EntityLabel::Org);
                    continue;
                }
            }
            joined.push(right);
        }
        joined
    }

    /// "Inventor Milan Kral": a trade with a capital is no part of the name, whatever the engine took it for;
    /// "Farmer Focus Group" is a name.
    fn drop_trade(&self, name: &mut Name) {
        let words = self.words;
        let last = words.lower(TokenId(name.span.end - 1));
        let body = self.lexicons.bodies.contains_key(last) || self.lexicons.places.contains_key(last);
        if name.known || body {
            return;
        }
        let trade = |token: TokenId| {
            let word = words.lower(token);
            self.lexicons.titles.contains_key(words.word(token))
                || (self.lexicons.roles.contains(word) || self.lexicons.offices.contains_key(word))
                    && !self.gazetteer.is_first_name(words.word(token))
        };
        // The last trade that a first name, or just two words, follow.
        // "Astronaut Vanessa Cole": whatever opens the sentence before a first name and a surname.
        let first = TokenId(name.span.start);
        let opens = name.span.len() == 3
            && words.syntax.sentence_of(first).start == first.0
            && !self.gazetteer.is_first_name(words.word(first))
            && self.gazetteer.is_first_name(words.word(TokenId(first.0 + 1)));
        let behind = (name.span.start + 1..name.span.end.saturating_sub(1)).rev().find(|next| {
            let person = name.label == Some(EntityLabel::Person)
                || *next == name.span.start + 1 && name.label != Some(EntityLabel::Org);
            let two = name.span.end - next == 2 && person;
            (trade(TokenId(next - 1)) || opens && *next == first.0 + 1)
                && (two || self.gazetteer.is_first_name(words.word(TokenId(*next))))
        });
        if let Some(start) = behind {
            name.span.start = start;
            name.label = Some(EntityLabel::Person);
            name.entity_type = type_of(EntityLabel::Person);
        }
    }

    /// "President", "Foreign Ministry": words of office or of a body without a name are descriptions.
    fn is_only_words_of_office(&self, name: &Name) -> bool {
        if name.known {
            return false;
        }
        let words = self.words;
        let last = TokenId(name.span.end - 1);
        let class = words.noun_class(self.lexicons, last);
        class.is_some_and(|c| c.start.0 <= name.span.start)
            || name.span.tokens().all(|t| self.is_title(t) || self.lexicons.places.contains_key(words.lower(t)))
    }

    /// The words of names in running text: whole names and the last words of persons.
    fn known_from_text(&self, names: &[Name]) -> FxHashMap<String, Name> {
        let words = self.words;
        let mut known = FxHashMap::default();
        for name in names.iter().filter(|n| !words.heading(TokenId(n.span.start)) && !n.adjective) {
            known.entry(fold(words.text(name.span)).into_owned()).or_insert(*name);
            if name.label == Some(EntityLabel::Person) && name.span.len() > 1 {
                let last = words.word(TokenId(name.span.end - 1));
                known.entry(fold(last).into_owned()).or_insert(*name);
            }
        }
        known
    }

    /// The words that running text writes without a capital.
    fn common_words(&self) -> FxHashSet<String> {
        let words = self.words;
        (0..words.len() as u32)
            .map(TokenId)
            .filter(|t| !words.heading(*t) && !is_proper(words.word(*t)))
            .map(|t| words.word(t).to_owned())
            .collect()
    }

    fn keep_in_heading(&self, name: &mut Name, known: &FxHashMap<String, Name>, common: &FxHashSet<String>) -> bool {
        let words = self.words;
        if name.known {
            return true;
        }
        // Words that the article also writes small are no part of a name.
        let ordinary = |t: TokenId| {
            let lower = words.lower(t);
            common.contains(lower)
                || self.is_title(t)
                || self.lexicons.roles.contains(words.syntax.lemma(t).to_lowercase().as_str())
                || self.lexicons.groups.contains_key(lower)
                || matches!(words.tag(t), Tag::Vbz | Tag::Vb | Tag::Vbd | Tag::Vbg | Tag::Vbp | Tag::Vbn)
        };
        let (mut start, mut end) = (name.span.start, name.span.end);
        while start < end && ordinary(TokenId(start)) {
            start += 1;
        }
        while start < end && ordinary(TokenId(end - 1)) {
            end -= 1;
        }
        if start == end {
            return false;
        }
        name.span = Span::new(start, end);
        if known.contains_key(fold(words.text(name.span)).as_ref()) {
            return true;
        }
        // What the running text never names is kept only as a person's full name.
        let any_text = !known.is_empty();
        !any_text || name.label == Some(EntityLabel::Person) && name.span.len() > 1
    }

    /// Names of the running text that the engine missed in headings.
    fn add_known_to_headings(&self, names: &mut Vec<Name>, known: &FxHashMap<String, Name>) {
        let words = self.words;
        let mut taken = vec![false; words.len()];
        for name in names.iter() {
            name.span.tokens().for_each(|t| taken[t.index()] = true);
        }
        let mut found = Vec::new();
        let mut i = 0u32;
        while (i as usize) < words.len() {
            let token = TokenId(i);
            if taken[token.index()] || !words.heading(token) || !is_proper(words.word(token)) {
                i += 1;
                continue;
            }
            let sentence = words.syntax.sentence_of(token);
            let longest = (i + 1..=sentence.end.min(i + 6)).rev().find_map(|end| {
                let span = Span::new(i, end);
                if span.tokens().any(|t| taken[t.index()]) {
                    return None;
                }
                known.get(fold(words.text(span)).as_ref()).map(|name| Name {
                    span,
                    known: name.known && name.span.len() == span.len(),
                    ..*name
                })
            });
            if let Some(name) = longest {
                i = name.span.end;
                found.push(name);
            } else {
                i += 1;
            }
        }
        names.extend(found);
        names.sort_by_key(|n| n.span);
    }

    /// Countries and their adjectives inside larger names: "Colombian" in "Colombian Foreign Ministry".
    fn add_inner(&self, names: &mut Vec<Name>) {
        let words = self.words;
        let mut inner = Vec::new();
        for name in names.iter().filter(|n| !n.known && n.span.len() > 1 && n.entity_type != Some(EntityType::Person)) {
            let mut i = name.span.start;
            while i < name.span.end {
                let found = self.gazetteer.longest((i..name.span.end).map(|t| words.word(TokenId(t))));
                let Some((length, readings)) = found else {
                    i += 1;
                    continue;
                };
                let span = Span::new(i, i + length as u32);
                let reading = readings.iter().find(|r| {
                    self.gazetteer.entry(r.entry).entity_type == EntityType::Country
                        && matches!(r.form, Form::Name | Form::Adjective)
                });
                if let Some(reading) = reading
                    && span != name.span
                {
                    inner.push(Name {
                        span,
                        label: None,
                        known: true,
                        adjective: reading.form == Form::Adjective,
                        entity_type: Some(EntityType::Country),
                    });
                }
                i = span.end;
            }
        }
        for token in (0..words.len() as u32).map(TokenId) {
            let Some(part) = abbreviation_of(words.word(token)) else { continue };
            let named = |r: &&Reading| r.form == Form::Name && kind(self.gazetteer, r) != EntityType::Person;
            if let Some(reading) = self.gazetteer.readings(part).iter().find(named) {
                let span = Span::new(token.0, token.0 + 1);
                let entity_type = Some(kind(self.gazetteer, reading));
                inner.push(Name { span, label: None, known: true, adjective: true, entity_type });
            }
        }
        names.extend(inner);
    }
}

fn kind(gazetteer: &Gazetteer, reading: &Reading) -> EntityType {
    gazetteer.entry(reading.entry).entity_type
}

/// The type that a label of the engine means; `None` for dates and numbers, `Other` where it does not tell.
pub(super) fn type_of(label: EntityLabel) -> Option<EntityType> {
    match label {
        EntityLabel::Person => Some(EntityType::Person),
        EntityLabel::Gpe | EntityLabel::Loc | EntityLabel::Fac => Some(EntityType::Place),
        EntityLabel::Org => Some(EntityType::Organization),
        EntityLabel::Norp => Some(EntityType::Group),
        EntityLabel::Event => Some(EntityType::Event),
        EntityLabel::WorkOfArt | EntityLabel::Law => Some(EntityType::Work),
        EntityLabel::Product => Some(EntityType::Other),
        _ => None,
    }
}
