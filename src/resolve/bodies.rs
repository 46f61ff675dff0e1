//! Bodies, groups and offices of an owner, under the name that is usual for them.
//!
//! "Colombia's foreign ministry" and "the Colombian Foreign Ministry" are the Ministry of Foreign
//! Affairs of Colombia; "Djiboutian soldiers" are a body of their own; "American soldiers" are the
//! United States Armed Forces, because the gazetteer knows them by that name. Must not: "a
//! ministry" without an owner is nobody's yet.

use super::drafts::{DraftId, Drafts, Key};
use super::owner::{self, Owner};
use crate::mentions::{EntryId, Form, MentionKind};
use crate::schema::EntityType;
use crate::source::{MentionId, Span, TokenId, Tokens};
use crate::syntax::{Label, Pos, Tag};

/// Resolves bodies and groups whose owner the phrase names.
pub(super) fn run(drafts: &mut Drafts) {
    resolve(drafts, |_| true);
}

/// Resolves those that are left and whose owner is a country or body known by now: "the country's top court".
pub(super) fn retry(drafts: &mut Drafts) {
    resolve(drafts, |kind| matches!(kind, Some(EntityType::Country | EntityType::Organization)));
}

fn resolve(drafts: &mut Drafts, owns: impl Fn(Option<EntityType>) -> bool) {
    for id in drafts.ids() {
        let mention = drafts.mention(id);
        let described = mention.kind == MentionKind::Description && drafts.is_open(id);
        // "Colombian Foreign Ministry" was taken for a name of its own by the exact pass.
        let named = mention.kind == MentionKind::Name
            && drafts.of(id).is_some_and(|d| drafts.draft(d).entry.is_none() && drafts.draft(d).name.is_none());
        if !described && !named {
            continue;
        }
        let span = mention.name.unwrap_or(mention.span);
        let head = if named { span.tokens().next_back().unwrap_or(mention.head) } else { mention.head };
        let Some(class) = drafts.words.noun_class(drafts.lexicons, head) else { continue };
        // "National Intelligence and Security Agency" is more than a country's agency.
        let only_owner = (span.start..class.start.0).map(TokenId).all(|t| {
            let readings = drafts.gazetteer.readings(drafts.words.word(t));
            readings.iter().any(|r| drafts.gazetteer.entry(r.entry).entity_type == EntityType::Country)
        });
        if named && (!class.body || class.start.0 <= span.start || !only_owner) {
            continue;
        }
        if described && let Some(draft) = super::nominal::named_with(drafts, mention, &class.phrase) {
            super::nominal::assign_named(drafts, id, draft, class.entity_type);
            continue;
        }
        let Owner::Draft(owner) = owner::of(drafts, head, mention.span) else { continue };
        if drafts.of(id) == Some(owner) || !owns(drafts.type_of(owner)) {
            continue;
        }
        let draft = match class.entity_type {
            EntityType::Group if described && is_whole_people(drafts, id) => members(drafts, owner),
            EntityType::Organization | EntityType::Group => {
                owned(drafts, id, owner, &class.phrase, class.body, class.entity_type)
            }
            _ => None,
        };
        let Some(draft) = draft else { continue };
        let reason = "body or group of an owner";
        match drafts.of(id) {
            Some(old) => drafts.join(draft, old, reason),
            None => drafts.assign(id, draft, reason),
        }
    }
}

/// Whether a description means all people of a country: "the Peruvian people", not "two Peruvian people".
pub(super) fn is_whole_people(drafts: &Drafts, id: MentionId) -> bool {
    let mention = drafts.mention(id);
    let first = TokenId(mention.span.start);
    let middle = TokenId(mention.span.start + 1);
    let adjective = drafts.mentions.by_head(middle).is_some_and(|m| drafts.mention(m).kind == MentionKind::Adjective);
    mention.span.len() == 3
        && mention.head.0 == middle.0 + 1
        && adjective
        && drafts.words.lower(first) == "the"
        && drafts.lexicons.people.contains(drafts.words.lower(mention.head))
}

/// The people of a country: "the Colombian people" are the Colombians.
fn members(drafts: &mut Drafts, country: DraftId) -> Option<DraftId> {
    let entry = drafts.draft(country).entry.filter(|_| drafts.type_of(country) == Some(EntityType::Country))?;
    let draft = drafts.people(entry);
    let name = drafts.gazetteer.people(entry).map(str::to_owned);
    let slot = drafts.draft_mut(draft);
    slot.name = slot.name.take().or(name);
    Some(draft)
}

/// The draft of a body or group of an owner, with its usual name.
pub(super) fn owned(
    drafts: &mut Drafts,
    mention: MentionId,
    owner: DraftId,
    phrase: &str,
    body: bool,
    kind: EntityType,
) -> Option<DraftId> {
    let person = drafts.type_of(owner) == Some(EntityType::Person);
    let template = drafts.lexicons.bodies.get(phrase).cloned().flatten();
    let family = template.clone().unwrap_or_else(|| phrase.to_owned());
    // "Trump administration" is a body of its own name; "Petro's government" is Colombia's, and "his
    // administration" is the one that the article calls by his name, if it does.
    let by_name = Key::Owned(family.clone(), Some(drafts.root(owner)));
    if body && person {
        if let Some(draft) = drafts.known(&by_name) {
            return Some(draft);
        }
        if is_compound(drafts, mention, |d| drafts.root(d) == drafts.root(owner)) {
            let country = drafts.country_of(owner);
            let draft = drafts.keyed(by_name);
            let name = without_determiner(drafts, mention);
            let slot = drafts.draft_mut(draft);
            slot.name.get_or_insert(name);
            slot.entity_type = Some(kind);
            slot.country = country;
            slot.nouns.push(phrase.to_owned());
            return Some(draft);
        }
    }
    if drafts.lexicons.relational.contains(phrase) {
        return Some(related(drafts, owner, phrase));
    }
    // "parliament's lower house" is the country's as parliament is.
    let state = template.as_ref().filter(|_| drafts.type_of(owner) == Some(EntityType::Organization));
    let above = state.filter(|_| drafts.draft(owner).nouns.iter().any(|n| drafts.lexicons.is_of_state(n)));
    let above = above.and_then(|_| drafts.country_of(owner)).map(|c| drafts.entry(c));
    let target = above.unwrap_or(if body { owner::as_body(drafts, owner) } else { owner });
    let key = Key::Owned(family, Some(target));
    if let Some(draft) = drafts.known(&key) {
        return Some(draft);
    }
    let country = drafts.country_of(target);
    let country_name = country.map(|c| drafts.gazetteer.entry(c).name.clone());
    let is_country = country.is_some() && drafts.draft(target).entry == country;
    let text = without_determiner(drafts, mention);
    let candidates: Vec<String> = match (&country_name, is_country) {
        (Some(country_name), true) => {
            let adjective = adjective_of(drafts, country?).unwrap_or_else(|| country_name.clone());
            let mut names = Vec::new();
            if let Some(template) = &template {
                let name = template.replace("{}", country_name);
                let (what, _) = template.split_once(" of {}").unwrap_or((template, ""));
                names.push(format!("{country_name} {what}"));
                names.push(format!("{adjective} {phrase}"));
                names.push(name);
            } else {
                names.push(format!("{adjective} {phrase}"));
                // "US lawmakers" has no adjective to go by.
                if is_compound(drafts, mention, |_| true) {
                    names.push(format!("{country_name} {phrase}"));
                }
            }
            names
        }
        _ => vec![text.clone()],
    };
    // A body that the gazetteer knows under one of the names is that body.
    let known =
        candidates.iter().find_map(|name| {
            drafts.gazetteer.readings(name).iter().find(|r| {
                r.form == Form::Name && drafts.gazetteer.entry(r.entry).entity_type == EntityType::Organization
            })
        });
    let draft = if let Some(reading) = known {
        drafts.entry(reading.entry)
    } else {
        let name = if is_country { candidates.last().cloned().unwrap_or(text) } else { text };
        // What belongs to somebody unknown has only the words of the text.
        if (person || drafts.type_of(owner).is_none())
            && body
            && !is_country
            && drafts.draft(target).mentions.is_empty()
        {
            return None;
        }
        let same = drafts.keyed(Key::Name(super::exact::name_key(&name)));
        let slot = drafts.draft_mut(same);
        if slot.entry.is_none() {
            slot.name.get_or_insert(name);
            slot.entity_type.get_or_insert(kind);
            slot.country = slot.country.or(country);
        }
        same
    };
    let noun = phrase.to_owned();
    drafts.draft_mut(draft).nouns.push(noun);
    drafts.know(key, draft);
    Some(draft)
}

/// "Petro's supporters", "its allies": a group named after the one that it belongs to.
fn related(drafts: &mut Drafts, owner: DraftId, phrase: &str) -> DraftId {
    let draft = drafts.keyed(Key::Owned(phrase.to_owned(), Some(drafts.root(owner))));
    let country = drafts.country_of(owner);
    let mut letters = phrase.chars();
    let capital: String = letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect();
    let slot = drafts.draft_mut(draft);
    if slot.template.is_none() {
        slot.template = Some((format!("{capital} of {{}}"), owner));
        slot.entity_type = Some(EntityType::Group);
        slot.country = country;
        slot.nouns.push(phrase.to_owned());
    }
    draft
}

/// Whether one whom `asked` knows stands as a noun right before: "Trump administration", "US troops".
fn is_compound(drafts: &Drafts, mention: MentionId, asked: impl Fn(DraftId) -> bool) -> bool {
    let mention = drafts.mention(mention);
    (mention.span.start..mention.head.0).map(TokenId).any(|t| {
        let of = drafts.mentions.by_head(t).filter(|m| drafts.mention(*m).kind == MentionKind::Name);
        of.and_then(|m| drafts.of(m)).is_some_and(&asked)
            && matches!(drafts.words.label(t), Label::Compound | Label::Nmod | Label::Amod)
    })
}

/// The first adjective of a country: "Somali".
pub(super) fn adjective_of(drafts: &Drafts, country: EntryId) -> Option<String> {
    drafts.gazetteer.adjective(country).map(str::to_owned)
}

/// The words of a mention without article, possessive pronoun or number at its head.
pub(super) fn without_determiner(drafts: &Drafts, mention: MentionId) -> String {
    let span = drafts.mention(mention).span;
    let mut start = span.start;
    while start + 1 < span.end
        && matches!(drafts.words.tag(TokenId(start)), Tag::Dt | Tag::Pdt | Tag::PrpPossessive | Tag::WpPossessive)
    {
        start += 1;
    }
    drafts.words.text(Span::new(start, span.end)).split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The place or country in which a preposition says that something is: "Nairobi" of "protesters in Nairobi".
pub(super) fn within(drafts: &Drafts, preposition: TokenId) -> Option<Span<Tokens>> {
    drafts.lexicons.location.contains(drafts.words.lower(preposition)).then(|| place_behind(drafts, preposition))?
}

/// The name of a place or country behind a preposition.
fn place_behind(drafts: &Drafts, preposition: TokenId) -> Option<Span<Tokens>> {
    let words = drafts.words;
    let place = |id: &MentionId| {
        let kind = drafts.of(*id).and_then(|d| drafts.type_of(d));
        matches!(kind, Some(EntityType::Place | EntityType::Country))
    };
    let object = words.syntax.children_by(preposition, Label::Pobj).next();
    let found = object.and_then(|o| drafts.mentions.by_head(o)).filter(place);
    // "Mosques across Turkey broadcast prayers": the parser may take the verb for a noun, and the place for its first half.
    let beside = || {
        let next = words.after(preposition).filter(|t| words.tag(*t) != Tag::Dt)?;
        let id = drafts.mentions.by_head(next).filter(place)?;
        let after = TokenId(drafts.mention(id).span.end);
        let whole = words.label(next) == Label::Compound && after.index() < words.len() && words.tag(after) != Tag::Pos;
        whole.then_some(id)
    };
    let mention = drafts.mention(found.or_else(beside)?);
    mention.name
}

/// Whether a noun is no name: in small letters, or with a capital only because it opens the sentence.
fn is_common(drafts: &Drafts, noun: TokenId) -> bool {
    let words = drafts.words;
    !words.word(noun).starts_with(char::is_uppercase) || words.syntax.sentence_of(noun).start == noun.0
}

/// The place that some mention of a draft says it is in: "Istanbul" of "Israel's consulate in Istanbul".
pub(super) fn place_of(drafts: &Drafts, mentions: &[MentionId]) -> Option<String> {
    mentions.iter().find_map(|id| {
        let head = drafts.mention(*id).head;
        // "the High Court in Nairobi" has a name.
        if !is_common(drafts, head) {
            return None;
        }
        let place = drafts.words.syntax.children_by(head, Label::Prep).find_map(|p| within(drafts, p))?;
        Some(drafts.words.text(place).to_owned())
    })
}

/// The preposition and the place by which a description says where somebody is or comes from.
pub(super) fn placing(drafts: &Drafts, mention: MentionId) -> Option<(TokenId, Span<Tokens>)> {
    let words = drafts.words;
    let whole = drafts.mention(mention);
    let next = words.after(whole.head)?;
    let from = whole.entity_type == Some(EntityType::Group) && drafts.lexicons.origin.contains(words.lower(next));
    // "the High Court in Nairobi" has a name, "the consulate in Nairobi" has none.
    let asked = is_common(drafts, whole.head) && (from || drafts.lexicons.location.contains(words.lower(next)));
    let own = words.label(next) == Label::Prep && words.syntax.head(next) == Some(whole.head);
    let place = place_behind(drafts, next).filter(|_| asked && own)?;
    Some((next, place))
}

/// The words of a description up to its head, and what follows "of" or "in" where that is a name:
/// "members of the Senate", but "politicians" of "politicians of misleading the public".
pub(super) fn words_of(drafts: &Drafts, mention: MentionId) -> String {
    let whole = drafts.mention(mention);
    let words = drafts.words;
    let mut end = whole.head.0 + 1;
    for preposition in words.syntax.children_by(whole.head, Label::Prep) {
        let owner = words.syntax.children_by(preposition, Label::Pobj).next();
        let Some(owner) = owner.filter(|o| preposition.0 == end && words.syntax.token(*o).pos == Pos::Propn) else {
            continue;
        };
        // The whole name: "Court of Bosnia and Herzegovina".
        let name = drafts.mentions.by_head(owner).and_then(|m| drafts.mention(m).name);
        if words.lower(preposition) == "of" {
            end = name.map_or(owner.0 + 1, |n| n.end.max(owner.0 + 1));
        }
    }
    let mut start = whole.span.start;
    let determiner =
        |t: u32| matches!(words.tag(TokenId(t)), Tag::Dt | Tag::Pdt | Tag::PrpPossessive | Tag::WpPossessive);
    while start + 1 < end && determiner(start) {
        start += 1;
    }
    let text = |span| words.text(span).split_whitespace().collect::<Vec<_>>().join(" ");
    let own = text(Span::new(start, end.max(start + 1)));
    match placing(drafts, mention) {
        // "students from Chiapas", "mosques across Turkey": others than those elsewhere.
        Some((preposition, place)) => format!("{own} {} {}", words.lower(preposition), text(place)),
        None => own,
    }
}
