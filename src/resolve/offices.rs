//! Offices that the text gives to persons, and the descriptions that mean their holders.
//!
//! "US President Donald Trump" says who leads the United States; then "the American leader" is
//! he. Where the text does not say, the gazetteer does, at the article's date, but only for
//! somebody whom the article names. "Colombia's foreign minister", never named, stays the Foreign
//! Minister of Colombia.

use super::drafts::{DraftId, Drafts, Key, OfficeDraft};
use super::owner::{self, Owner};
use crate::mentions::{MentionKind, Number, OfficeNoun, Scope};
use crate::schema::EntityType;
use crate::source::{MentionId, Span, TokenId, Tokens};
use crate::syntax::{Label, Tag};

/// Facts from titles: "US President Donald Trump", "Turkish presidential adviser Mesut Casin".
pub(super) fn from_titles(drafts: &mut Drafts) {
    for id in drafts.ids() {
        let mention = drafts.mention(id);
        let (Some(title), Some(name), Some(holder)) = (mention.title, mention.name, drafts.of(id)) else { continue };
        if matches!(drafts.type_of(holder), Some(EntityType::Country | EntityType::Place | EntityType::Organization)) {
            let last = TokenId(title.end - 1);
            if let Some(class) = drafts.words.noun_class(drafts.lexicons, last) {
                drafts.draft_mut(holder).nouns.push(class.phrase);
            }
            continue;
        }
        let head = office_word(drafts, title);
        let span = title.join(name);
        learn(drafts, holder, head, title, span, "title");
    }
}

/// The word of a title that names the office: "Minister" of "Prime Minister Prince", "Chairman" of "panel Chairman Rep."
fn office_word(drafts: &Drafts, title: Span<Tokens>) -> TokenId {
    let words = drafts.words;
    let last = TokenId(title.end - 1);
    let behind =
        |t: &TokenId| (t.0 + 1..title.end).all(|t| drafts.lexicons.titles.contains_key(words.word(TokenId(t))));
    let office = |t: &TokenId| words.noun_class(drafts.lexicons, *t).is_some_and(|c| c.office);
    title.tokens().rev().skip(1).take_while(behind).find(office).unwrap_or(last)
}

/// Offices that one title gives to several: "Presidents Ana Quispe of Peru and Omar Sall of Senegal".
pub(super) fn from_shared_titles(drafts: &mut Drafts) {
    for id in drafts.ids() {
        let mention = drafts.mention(id);
        if mention.kind != MentionKind::Description || mention.number != Some(Number::Plural) {
            continue;
        }
        let words = drafts.words;
        let Some(class) = words.noun_class(drafts.lexicons, mention.head).filter(|c| c.office) else { continue };
        let Some(office) = drafts.lexicons.offices.get(&class.phrase).copied() else { continue };
        for holder in drafts.all_of(id) {
            let named = |m: &MentionId| {
                let name = drafts.mention(*m);
                name.span.start >= mention.span.end
                    && words.syntax.token(name.head).sentence == words.syntax.token(mention.head).sentence
            };
            let Some(name) = drafts.draft(holder).mentions.iter().copied().find(named) else { continue };
            let name = drafts.mention(name);
            let Owner::Draft(of) = owner::of(drafts, name.head, Span::new(name.span.end, name.span.end)) else {
                continue;
            };
            // "councillors Ana Ruiz of the Labour Party" are not the party's councillors.
            if drafts.type_of(of) == Some(EntityType::Organization) {
                continue;
            }
            drafts.offices.push(OfficeDraft {
                holder,
                of: owner::as_body(drafts, of),
                title: Span::new(class.start.0, mention.head.0 + 1),
                head: mention.head,
                noun: class.phrase.clone(),
                leads: office.leads,
                past: false,
                evidence: mention.span.join(name.span),
                rule: "title",
            });
        }
    }
}

/// Learns what a phrase says of the person `holder`: nouns, and the office if it is one.
pub(super) fn learn(
    drafts: &mut Drafts,
    holder: DraftId,
    head: TokenId,
    phrase: Span<Tokens>,
    evidence: Span<Tokens>,
    rule: &'static str,
) {
    let Some(class) = drafts.words.noun_class(drafts.lexicons, head) else { return };
    let noun = class.phrase.clone();
    let slot = drafts.draft_mut(holder);
    if !slot.nouns.contains(&noun) {
        slot.nouns.push(noun.clone());
    }
    let person = class.entity_type == EntityType::Person;
    if person && slot.entry.is_none() {
        slot.entity_type = Some(EntityType::Person);
    }
    if !class.office {
        if person && let Owner::Draft(owner) = owner::of(drafts, head, phrase) {
            let country = drafts.country_of(owner);
            let slot = drafts.draft_mut(holder);
            slot.country = slot.country.or(country);
        }
        return;
    }
    let Some(office) = drafts.lexicons.offices.get(&noun).copied() else { return };
    let of = match owner::of_office(drafts, head, phrase, office.scope) {
        Owner::Draft(owner) if drafts.root(owner) == drafts.root(holder) => None,
        Owner::Draft(owner) => {
            let kind = drafts.type_of(owner);
            if office.scope == Scope::Body && kind == Some(EntityType::Country) && !office.leads {
                // "Cambodian journalist" says where somebody is from, not for whom he works.
                let country = drafts.country_of(owner);
                let slot = drafts.draft_mut(holder);
                slot.country = slot.country.or(country);
                None
            } else if office.scope == Scope::Body && kind == Some(EntityType::Person) {
                // "Dodik's lawyer" works for Dodik.
                Some(owner)
            } else {
                Some(owner::as_body(drafts, owner)).filter(|d| drafts.type_of(*d) != Some(EntityType::Person))
            }
        }
        _ => {
            // "president of the Ticino canton": of no country that is not named there.
            let owned = drafts.words.syntax.children_by(head, Label::Prep).any(|p| drafts.words.lower(p) == "of");
            let of = if owned { None } else { default_country(drafts, holder, &noun, office) };
            if of.is_none() && rule != "title" {
                drafts.pending.push((holder, head, phrase, evidence, rule));
            }
            of
        }
    };
    let Some(of) = of else { return };
    let country = drafts.country_of(of);
    let slot = drafts.draft_mut(holder);
    slot.country = slot.country.or(country);
    let status = |t: TokenId| drafts.lexicons.status.get(drafts.words.lower(t)).map(String::as_str);
    let before = phrase.start.saturating_sub(2);
    let past = (before..head.0).map(TokenId).any(|t| phrase.has(t) && status(t) == Some("past"));
    let future = phrase.tokens().any(|t| status(t) == Some("future"));
    if future {
        return;
    }
    drafts.offices.push(OfficeDraft {
        holder,
        of,
        title: Span::new(class.start.0, head.0 + 1),
        head,
        noun,
        leads: office.leads,
        past,
        evidence,
        rule,
    });
}

/// Offices whose owner was a description that no pass had resolved: "the association's director".
pub(super) fn retry(drafts: &mut Drafts) {
    for (holder, head, phrase, evidence, rule) in std::mem::take(&mut drafts.pending) {
        learn(drafts, holder, head, phrase, evidence, rule);
    }
    drafts.pending.clear();
}

/// The country of an office whose phrase names none: the one that the gazetteer gives the holder,
/// the one that is usual for the office, else for a head of state the one that the article is about.
///
/// "President Obama", never given a first name, is the one who held that office on the article's day.
/// Must not: the president of whatever country an article speaks of, if that one is called otherwise.
fn default_country(drafts: &mut Drafts, holder: DraftId, noun: &str, office: OfficeNoun) -> Option<DraftId> {
    if office.scope != Scope::Country {
        return None;
    }
    let surname = (drafts.draft(holder).entry.is_none()).then(|| only_name(drafts, holder)).flatten();
    if let Some(name) = surname
        && let Some(day) = drafts.day()
    {
        if let [(person, country)] = drafts.gazetteer.holders_called(name, noun, &day)[..] {
            let known = drafts.entry(person);
            drafts.join(known, holder, "office-holder on the article's day");
            return Some(drafts.entry(country));
        }
        let here = drafts.dominant_country().and_then(|d| drafts.draft(d).entry);
        if here.is_some_and(|country| drafts.gazetteer.holder(country, noun, &day).is_some()) {
            return None;
        }
    }
    let known = drafts.draft(holder).country;
    let usual = office.usual.and_then(|code| drafts.gazetteer.country(code));
    if let Some(country) = known.or(usual) {
        let sure = drafts.draft(holder).entry.is_some() || usual.is_some();
        return drafts.known(&Key::Entry(country)).or_else(|| sure.then(|| drafts.entry(country)));
    }
    if office.leads { drafts.dominant_country() } else { None }
}

/// The name of somebody who has no longer one: "Obama" of "President Obama".
fn only_name<'a>(drafts: &Drafts<'a>, holder: DraftId) -> Option<&'a str> {
    let mut names = drafts.draft(holder).mentions.iter().filter_map(|m| drafts.mention(*m).name);
    let first = names.next().filter(|n| n.len() == 1)?;
    names.all(|n| n.len() == 1).then(|| drafts.words.text(first))
}

/// Descriptions of office-holders: "the Colombian president", "the US president", "the minister".
pub(super) fn describe(drafts: &mut Drafts) {
    for id in drafts.ids() {
        let mention = drafts.mention(id);
        if mention.kind != MentionKind::Description || !drafts.is_open(id) || mention.number == Some(Number::Plural) {
            continue;
        }
        let Some(class) = drafts.words.noun_class(drafts.lexicons, mention.head) else { continue };
        if !class.office {
            continue;
        }
        // "a Somali lawmaker" is somebody new, or named only later.
        if drafts.words.tag(TokenId(mention.span.start)) == Tag::Dt
            && drafts.words.lower(TokenId(mention.span.start)).starts_with('a')
        {
            continue;
        }
        let Some(office) = drafts.lexicons.offices.get(&class.phrase).copied() else { continue };
        let owner = owner::of_office(drafts, mention.head, mention.span, office.scope);
        let Owner::Draft(owner) = owner else { continue };
        // "Dodik's lawyer" is his own, "Petro's foreign minister" is Colombia's.
        let own = office.scope == Scope::Body && drafts.type_of(owner) == Some(EntityType::Person);
        let of = if own { owner } else { owner::as_body(drafts, owner) };
        let past = mention
            .span
            .tokens()
            .any(|t| drafts.lexicons.status.get(drafts.words.lower(t)).is_some_and(|s| s == "past" || s == "future"));
        if let Some(holder) = holder(drafts, of, &class.phrase, office.leads, mention.span.start, past) {
            drafts.assign(id, holder, "office of a named holder");
            continue;
        }
        if drafts.type_of(of) == Some(EntityType::Person) || past {
            continue;
        }
        unnamed(drafts, id, of, &class.phrase);
    }
}

/// Who of the article holds an office of `of`; the one mentioned last before `position` first.
fn holder(drafts: &Drafts, of: DraftId, noun: &str, leads: bool, position: u32, past: bool) -> Option<DraftId> {
    let of = drafts.root(of);
    let like = |o: &OfficeDraft| drafts.lexicons.like(&o.noun) == drafts.lexicons.like(noun);
    let fits = |o: &&OfficeDraft| drafts.root(o.of) == of && o.past == past && (like(o) || leads && o.leads);
    let same = drafts.offices.iter().filter(fits).filter(|o| like(o));
    let before = |o: &&OfficeDraft| o.evidence.start <= position;
    let best = same
        .clone()
        .rfind(before)
        .or_else(|| same.clone().next())
        .or_else(|| drafts.offices.iter().filter(fits).rfind(before))
        .or_else(|| drafts.offices.iter().find(fits));
    if let Some(office) = best {
        return Some(drafts.root(office.holder));
    }
    // The gazetteer's office-holder at the article's date, if the article names that person.
    let country = drafts.draft(of).entry?;
    let day = drafts.day()?;
    let offices: Vec<&str> = if leads && drafts.gazetteer.holder(country, noun, &day).is_none() {
        drafts.lexicons.heads_of_state.iter().map(String::as_str).collect()
    } else {
        vec![noun]
    };
    offices.into_iter().find_map(|office| {
        let person = drafts.gazetteer.holder(country, office, &day)?;
        drafts.known(&Key::Entry(person)).filter(|d| !past && !drafts.draft(*d).mentions.is_empty())
    })
}

/// An office-holder whom the article never names: "Foreign Minister of Colombia".
fn unnamed(drafts: &mut Drafts, id: MentionId, of: DraftId, noun: &str) {
    let key = Key::Owned(noun.to_owned(), Some(of));
    let draft = drafts.keyed(key);
    if drafts.draft(draft).name.is_none() {
        let owner_name = drafts.draft(of).entry.map(|e| drafts.gazetteer.entry(e).name.clone());
        let name = match owner_name {
            Some(owner) => format!("{} of {owner}", capitalised(noun)),
            None => super::bodies::without_determiner(drafts, id),
        };
        let country = drafts.country_of(of);
        let slot = drafts.draft_mut(draft);
        slot.name = Some(name);
        slot.entity_type = Some(EntityType::Person);
        slot.country = country;
        slot.nouns.push(noun.to_owned());
        drafts.note_unnamed(draft, of);
    }
    drafts.assign(id, draft, "office without a named holder");
}

fn capitalised(phrase: &str) -> String {
    phrase
        .split(' ')
        .map(|word| {
            let mut chars = word.chars();
            match chars.next() {
                Some(first) if word.len() > 2 => first.to_uppercase().collect::<String>() + chars.as_str(),
                _ => word.to_owned(),
            }
        })
        .collect::<Vec<_>>()
        .join(" ")
}
