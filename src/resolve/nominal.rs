//! Descriptions that mean somebody named before: "the ministry", "the journalist", "the country".
//!
//! A definite description goes to the last entity that the article described by the same noun; "the
//! country" to the country last spoken of; "the group" to the last body that is no government.
//! A person noun that nobody bears ("the former rebel fighter") goes to the last person who was a
//! subject. Must not: "a ministry", "another group", which are new.

use super::drafts::{DraftId, Drafts, Key};
use super::owner::{self, Owner};
use crate::mentions::{EntryId, Form, Mention, MentionKind, Number, Reading};
use crate::schema::EntityType;
use crate::source::{MentionId, TokenId};
use crate::syntax::{Label, Tag};

/// How many sentences back a person noun without a bearer looks for a subject.
const SENTENCES: u32 = 2;

pub(super) fn run(drafts: &mut Drafts) {
    let order: Vec<MentionId> = drafts.ids().collect();
    let mut seen = Seen::default();
    for id in order {
        let mention = drafts.mention(id);
        // "police" is many and one body.
        let one = || {
            let class = drafts.words.noun_class(drafts.lexicons, mention.head);
            mention.number != Some(Number::Plural) || class.is_some_and(|c| c.entity_type == EntityType::Organization)
        };
        if mention.kind == MentionKind::Description && drafts.is_open(id) && one() {
            resolve(drafts, id, mention, &seen);
        }
        seen.see(drafts, id, mention);
    }
}

/// What was mentioned so far.
#[derive(Default)]
struct Seen {
    /// The last draft described by a noun.
    by_noun: rustc_hash::FxHashMap<String, DraftId>,
    /// The country of whoever was mentioned last.
    country: Option<EntryId>,
    /// The country of the last subject, with its sentence.
    subject: Option<(EntryId, u32)>,
    body: Option<DraftId>,
    /// The last person who was a subject, with the sentence.
    person: Option<(DraftId, u32)>,
}

impl Seen {
    fn see(&mut self, drafts: &Drafts, id: MentionId, mention: &Mention) {
        let Some(draft) = drafts.of(id) else { return };
        let known = drafts.draft(draft);
        if mention.kind == MentionKind::Description || mention.title.is_some() || mention.kind == MentionKind::Name {
            for noun in &known.nouns {
                self.by_noun.insert(noun.clone(), draft);
                self.by_noun.insert(drafts.lexicons.like(noun).to_owned(), draft);
                if let Some((_, last)) = noun.rsplit_once(' ') {
                    self.by_noun.insert(last.to_owned(), draft);
                }
            }
        }
        if mention.kind == MentionKind::Name {
            let whole = mention.name.filter(|n| n.len() > 1 && known.entity_type != Some(EntityType::Person));
            let last = whole.and_then(|n| n.tokens().next_back());
            // "the union" after "Union of Copper Workers"
            let first = whole
                .map(|n| TokenId(n.start))
                .filter(|t| drafts.words.after(*t).is_some_and(|next| drafts.words.lower(next) == "of"));
            for noun in last.into_iter().chain(first).map(|t| drafts.words.lower(t)) {
                // "the group" after "Peruvian Water Group" may be any that was named since.
                if !drafts.lexicons.comes_in_kinds(noun) {
                    self.by_noun.insert(noun.to_owned(), draft);
                }
            }
        }
        if let Some(country) = drafts.country_of(draft) {
            self.country = Some(country);
            if drafts.words.is_subject(mention.head) {
                self.subject = Some((country, drafts.words.syntax.token(mention.head).sentence.0));
            }
        }
        match drafts.type_of(draft) {
            Some(EntityType::Organization) if mention.kind == MentionKind::Name => self.body = Some(draft),
            Some(EntityType::Person) if drafts.words.is_subject(mention.head) && known.named => {
                let sentence = drafts.words.syntax.token(mention.head).sentence.0;
                self.person = Some((draft, sentence));
            }
            _ => {}
        }
    }
}

fn resolve(drafts: &mut Drafts, id: MentionId, mention: &Mention, seen: &Seen) {
    let words = drafts.words;
    let first = TokenId(mention.span.start);
    let definite = matches!(words.lower(first), "the" | "this" | "that") && words.tag(first) == Tag::Dt;
    let Some(class) = words.noun_class(drafts.lexicons, mention.head) else { return };
    if let Some(draft) = named_with(drafts, mention, &class.phrase) {
        assign_named(drafts, id, draft, class.entity_type);
        return;
    }
    let owner = owner::of(drafts, mention.head, mention.span);
    // "the Tanzanian capital Dodoma" is called by its name.
    let named = words.after(mention.head).and_then(|next| drafts.mentions.by_head(next)).is_some()
        || words.syntax.children_by(mention.head, Label::Appos).next().is_some()
        || matches!(words.label(mention.head), Label::Compound | Label::Nmod | Label::Appos);
    if !named
        && let Owner::Draft(country) = owner
        && let Some(city) = capital(drafts, country, &class.phrase)
    {
        drafts.assign(id, city, "capital of its country");
        return;
    }
    // "the group's", "the country's": the owner's noun decides for itself; an owned noun is not this pass's.
    if owner != Owner::None {
        return;
    }
    let lemma = words.syntax.lemma(mention.head).to_lowercase();
    let heads_up = definite || words.tag(first) == Tag::Nnp || mention.span.len() == 1 && class.body;
    if !heads_up {
        return;
    }
    let plain = mention.span.len() <= 2 + class.phrase.split(' ').count() as u32;
    let like = drafts.lexicons.like(&class.phrase);
    let same = seen
        .by_noun
        .get(&class.phrase)
        .or_else(|| seen.by_noun.get(like))
        .or_else(|| seen.by_noun.get(&lemma))
        .copied();
    let found = match class.entity_type {
        EntityType::Country => {
            let sentence = words.syntax.token(mention.head).sentence.0;
            let own = seen.subject.filter(|(_, at)| words.label(mention.head) == Label::Poss && *at == sentence);
            let near = own.map(|(country, _)| country).or(seen.country);
            drafts.dominant_country().or_else(|| near.map(|c| drafts.entry(c)))
        }
        EntityType::Organization => {
            let government = drafts.lexicons.is_of_state(&class.phrase);
            // "the group" may be any body, "the church" and "the alliance" only one of that kind.
            let any = drafts.lexicons.named.contains(&class.phrase) || drafts.lexicons.named.contains(&lemma);
            let last = seen.body.filter(|_| any && plain && definite && !government);
            same.filter(|d| drafts.type_of(*d) != Some(EntityType::Person)).or(last)
        }
        EntityType::Person => {
            same.filter(|d| drafts.type_of(*d).is_none_or(|t| t == EntityType::Person)).or_else(|| {
                let sentence = words.syntax.token(mention.head).sentence.0;
                let (person, at) = seen.person?;
                // Only a description that tells more than the office leans on the subject.
                (definite && !class.office && sentence - at <= SENTENCES && sentence >= at).then_some(person)
            })
        }
        EntityType::Place => same.filter(|d| matches!(drafts.type_of(*d), Some(EntityType::Place) | None)),
        _ => None,
    };
    if let Some(draft) = found {
        drafts.assign(id, draft, "same noun as before");
        return;
    }
    // "the government" of an article on one country is that country's.
    if class.body
        && drafts.lexicons.is_of_state(&class.phrase)
        && let Some(country) = country_around(drafts, mention)
            .or_else(|| drafts.dominant_country())
            .or_else(|| country_near(drafts, mention))
        && let Some(draft) = super::bodies::owned(drafts, id, country, &class.phrase, true, class.entity_type)
    {
        drafts.assign(id, draft, "body of the article's country");
    }
}

/// The capital of a country, where a description says so: "the Cambodian capital".
fn capital(drafts: &mut Drafts, country: DraftId, noun: &str) -> Option<DraftId> {
    let entry = drafts.draft(country).entry.filter(|_| drafts.lexicons.capitals.contains(noun))?;
    let name = drafts.gazetteer.capital(entry)?;
    let place = |r: &&Reading| r.form == Form::Name && drafts.gazetteer.entry(r.entry).entity_type == EntityType::Place;
    let own = |r: &&Reading| drafts.gazetteer.entry(r.entry).country == Some(entry);
    let city = drafts.gazetteer.readings(name).iter().filter(place).find(own)?.entry;
    Some(drafts.entry(city))
}

/// The country of the place in which the sentence says that something happens: "in Dublin the Senate".
fn country_around(drafts: &mut Drafts, mention: &Mention) -> Option<DraftId> {
    let words = drafts.words;
    let sentence = words.syntax.sentence_of(mention.head);
    let places: Vec<EntryId> = sentence
        .tokens()
        .filter(|t| words.label(*t) == Label::Pobj)
        .filter(|t| words.syntax.head(*t).is_some_and(|p| drafts.lexicons.location.contains(words.lower(p))))
        .filter_map(|t| drafts.mentions.by_head(t).and_then(|m| drafts.of(m)))
        .filter(|d| drafts.type_of(*d) == Some(EntityType::Place))
        .filter_map(|d| drafts.country_of(d))
        .collect();
    match places.as_slice() {
        [first, rest @ ..] if rest.iter().all(|other| other == first) => Some(drafts.entry(*first)),
        _ => None,
    }
}

/// The only country of which the sentence up to there and the one before it speak.
fn country_near(drafts: &mut Drafts, mention: &Mention) -> Option<DraftId> {
    let words = drafts.words;
    let at = words.syntax.token(mention.head);
    let near = |head: TokenId| {
        let token = words.syntax.token(head);
        token.paragraph == at.paragraph && (token.sentence == at.sentence || token.sentence.0 + 1 == at.sentence.0)
    };
    let told = drafts
        .mentions
        .iter()
        .filter(|(_, m)| near(m.head) && m.head < mention.head)
        .filter_map(|(id, _)| drafts.of(id));
    let mut countries: Vec<EntryId> = told.filter_map(|d| drafts.country_of(d)).collect();
    countries.sort_unstable();
    countries.dedup();
    match countries[..] {
        [only] => Some(drafts.entry(only)),
        _ => None,
    }
}

/// Puts a noun to the name beside it, which has the noun's type: "the village of Jangebe" is a place.
pub(super) fn assign_named(drafts: &mut Drafts, id: MentionId, draft: DraftId, kind: EntityType) {
    let slot = drafts.draft_mut(draft);
    if slot.entry.is_none() && matches!(kind, EntityType::Place | EntityType::Organization) {
        slot.entity_type = Some(kind);
    }
    drafts.assign(id, draft, "noun with its name");
}

/// The name that a noun has beside it: "the village of Jangebe", "the Chapinero locality".
pub(super) fn named_with(drafts: &Drafts, mention: &Mention, phrase: &str) -> Option<DraftId> {
    let words = drafts.words;
    let lemma = words.syntax.lemma(mention.head).to_lowercase();
    if !drafts.lexicons.named.contains(phrase) && !drafts.lexicons.named.contains(&lemma) {
        return None;
    }
    let name = |token: TokenId| {
        let id = drafts.mentions.by_head(token)?;
        let named = drafts.mention(id).kind == MentionKind::Name;
        drafts.of(id).filter(|_| named)
    };
    let place = drafts.lexicons.places.contains_key(&lemma);
    let fits = |draft: &DraftId| {
        let kind = drafts.type_of(*draft);
        let unsure = drafts.draft(*draft).entry.is_none()
            && drafts.draft(*draft).mentions.iter().all(|m| {
                let mention = drafts.mention(*m);
                mention.title.is_none() && mention.name.is_none_or(|n| n.len() == 1)
            });
        if place {
            unsure || matches!(kind, Some(EntityType::Place | EntityType::Country) | None)
        } else {
            !matches!(kind, Some(EntityType::Place | EntityType::Country | EntityType::Person))
        }
    };
    // "the Hamas group", but not "the US company" nor "a Somali town".
    let before = words.syntax.children(mention.head).iter().copied().filter(|c| {
        *c < mention.head
            && matches!(words.label(*c), Label::Compound | Label::Nmod)
            && drafts.mentions.by_head(*c).is_some_and(|m| drafts.mention(m).kind == MentionKind::Name)
    });
    let compound = before.filter_map(name).find(|d| fits(d) && drafts.type_of(*d) != Some(EntityType::Country));
    // "the group Peruvian Water Forum", whatever the engine took the name for.
    let body = |draft: &DraftId| drafts.draft(*draft).entry.is_none() && !place;
    let apposed =
        words.syntax.children_by(mention.head, Label::Appos).find(|c| words.left_edge(*c) <= mention.head.0 + 2);
    let behind = apposed.filter(|c| (mention.head.0 + 1..c.0).all(|t| words.tag(TokenId(t)) != Tag::Comma));
    compound.or_else(|| behind.and_then(name).filter(|d| fits(d) || body(d))).or_else(|| {
        let of = words.syntax.children_by(mention.head, Label::Prep).filter(|p| place && words.lower(*p) == "of");
        of.flat_map(|p| words.syntax.children_by(p, Label::Pobj)).filter_map(name).find(fits)
    })
}

/// Makes an entity of its own of each description that is left: "protesters", "left-wing rebels".
/// "the militants" are those of whom the article spoke before. What belongs to a pronoun waits
/// until pronouns are resolved.
pub(super) fn rest(drafts: &mut Drafts, which: Rest) {
    let mut groups: rustc_hash::FxHashMap<String, DraftId> = rustc_hash::FxHashMap::default();
    for id in drafts.ids() {
        let mention = drafts.mention(id);
        if mention.kind != MentionKind::Description {
            continue;
        }
        let lemma = drafts.words.syntax.lemma(mention.head).to_lowercase();
        let plural = mention.number == Some(Number::Plural);
        if !drafts.is_open(id) {
            if plural && let Some(draft) = drafts.of(id) {
                groups.insert(lemma, draft);
            }
            continue;
        }
        let owner = owner::of(drafts, mention.head, mention.span);
        if which == Rest::WithoutPronoun && matches!(owner, Owner::Pronoun(_)) {
            continue;
        }
        let first = TokenId(mention.span.start);
        let definite = drafts.words.tag(first) == Tag::Dt && drafts.words.lower(first).starts_with("th");
        if definite
            && plural
            && owner == Owner::None
            && let Some(draft) = groups.get(&lemma).copied()
        {
            drafts.assign(id, draft, "same group as before");
            continue;
        }
        let name = super::bodies::words_of(drafts, id);
        let draft = drafts.keyed(Key::Owned(name.to_lowercase(), None));
        let country = match owner {
            Owner::Draft(owner) => drafts.country_of(owner),
            _ => None,
        };
        let slot = drafts.draft_mut(draft);
        slot.name.get_or_insert(name);
        slot.entity_type = slot.entity_type.or(mention.entity_type);
        slot.country = slot.country.or(country);
        slot.nouns.push(lemma.clone());
        if plural {
            groups.insert(lemma, draft);
        }
        drafts.assign(id, draft, "description of its own");
    }
}

/// Which descriptions become entities of their own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Rest {
    /// Those that do not belong to a pronoun.
    WithoutPronoun,
    /// All.
    All,
}
