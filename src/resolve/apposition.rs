//! Descriptions that the grammar puts to a name: appositions and copulas.
//!
//! "Ana Ruiz, mayor of Lima," and "Ana Ruiz is the director of the port"
//! describe the person named. Must not: "Mexico, Canada and China", a list; "Ana Ruiz is not the
//! president of Peru".

use super::drafts::{DraftId, Drafts};
use super::offices;
use crate::mentions::{Mention, MentionKind, Number};
use crate::schema::EntityType;
use crate::source::{MentionId, TokenId};
use crate::syntax::{Label, Tag};

pub(super) fn run(drafts: &mut Drafts) {
    for id in drafts.ids() {
        let mention = drafts.mention(id);
        if mention.kind != MentionKind::Description || !drafts.is_open(id) {
            continue;
        }
        let members = if mention.number == Some(Number::Plural) { members(drafts, mention) } else { Vec::new() };
        if members.len() > 1 {
            drafts.assign_several(id, &members, "named in apposition");
            continue;
        }
        if let Some((name, rule)) = apposed(drafts, mention).or_else(|| predicated(drafts, mention))
            && fits(drafts, mention, name)
            && let Some(draft) = drafts.of(name)
        {
            let evidence = mention.span.join(drafts.mention(name).span);
            offices::learn(drafts, draft, mention.head, mention.span, evidence, rule);
            drafts.assign(id, draft, rule);
        }
    }
}

/// The persons whom a plural description is about: "two aides, Ana Quispe and Omar Sall", "Presidents Quispe of
/// Peru and Sall of Senegal". Must not: "several members, among them Ana Ruiz".
fn members(drafts: &Drafts, mention: &Mention) -> Vec<DraftId> {
    let words = drafts.words;
    let above = words.syntax.head(mention.head).filter(|_| words.label(mention.head) == Label::Compound);
    let first: Vec<TokenId> = words.syntax.children_by(mention.head, Label::Appos).chain(above).collect();
    let mut heads = first;
    let mut i = 0;
    while i < heads.len() {
        heads.extend(words.syntax.children_by(heads[i], Label::Conj));
        // "Quispe of Peru and Sall of Senegal": hung on Peru.
        let of = words.syntax.children_by(heads[i], Label::Prep).flat_map(|p| words.syntax.children_by(p, Label::Pobj));
        let owned = |t: &TokenId| words.syntax.children_by(*t, Label::Prep).next().is_some();
        let next = of.flat_map(|object| words.syntax.children_by(object, Label::Conj)).find(owned);
        heads.extend(next);
        i += 1;
    }
    let person = |token: &TokenId| {
        let id = drafts.mentions.by_head(*token).filter(|m| drafts.mention(*m).kind == MentionKind::Name)?;
        let draft = drafts.of(id)?;
        (drafts.type_of(draft).or(drafts.mention(id).entity_type) == Some(EntityType::Person)).then_some(draft)
    };
    let found: Vec<DraftId> = heads.iter().filter_map(person).collect();
    if found.len() == heads.len() { found } else { Vec::new() }
}

/// The name to which a description is apposed, on either side.
fn apposed(drafts: &Drafts, mention: &Mention) -> Option<(MentionId, &'static str)> {
    let words = drafts.words;
    let named =
        |token: TokenId| drafts.mentions.by_head(token).filter(|m| drafts.mention(*m).kind == MentionKind::Name);
    // "director of the group Peruvian Water Forum": the group is called so, not its director.
    let apart = |id: &MentionId| {
        let start = drafts.mention(*id).span.start;
        start <= mention.head.0 + 1 || !words.is_noun(TokenId(start - 1))
    };
    let below = words.syntax.children_by(mention.head, Label::Appos).find_map(named).filter(apart);
    // "the bishop of Malaga, Pedro Ruiz": hung on the place, but no place is called so.
    let person_name = |token: TokenId| {
        named(token).filter(|id| {
            drafts.of(*id).and_then(|d| drafts.type_of(d)).or(drafts.mention(*id).entity_type)
                == Some(EntityType::Person)
        })
    };
    let through = words.syntax.children_by(mention.head, Label::Prep).find_map(|preposition| {
        let owner = words.syntax.children_by(preposition, Label::Pobj).next()?;
        let other = person_name(owner).is_none() && mention.entity_type == Some(EntityType::Person);
        other.then(|| words.syntax.children_by(owner, Label::Appos).find_map(person_name).filter(apart)).flatten()
    });
    let above = words.syntax.head(mention.head).filter(|_| words.label(mention.head) == Label::Appos).and_then(named);
    // In "Dodik's lawyer, Anto Nobilo" hung to a name before it, the person is meant.
    let person = |id: &MentionId| {
        drafts.of(*id).and_then(|d| drafts.type_of(d)).or(drafts.mention(*id).entity_type) == Some(EntityType::Person)
    };
    let either = [below, beside(drafts, mention), through, above, joined(drafts, mention)];
    let best = either.iter().flatten().find(|id| person(id)).or_else(|| either.iter().flatten().next());
    best.map(|n| (*n, "apposition"))
}

/// The name that a description describes together with the one that it is joined to: "Ana Ruiz, mayor of
/// Lima and a close ally of the president". Must not: "Ana Ruiz, the mayor, and the president".
fn joined(drafts: &Drafts, mention: &Mention) -> Option<MentionId> {
    let words = drafts.words;
    let first = words.syntax.head(mention.head).filter(|_| words.label(mention.head) == Label::Conj)?;
    let name = words.syntax.head(first).filter(|_| words.label(first) == Label::Appos)?;
    let listed = (first.0..mention.span.start).any(|t| words.tag(TokenId(t)) == Tag::Comma);
    let id = drafts.mentions.by_head(name).filter(|_| !listed && mention.number != Some(Number::Plural))?;
    (drafts.mention(id).kind == MentionKind::Name).then_some(id)
}

/// The name of the same kind that a comma parts from a description, wherever the parser hangs the two:
/// "in an interview with Le Monde, Lang's lawyer, Ana Ruiz, said", "the town hall in Gusau, the capital of Zamfara".
fn beside(drafts: &Drafts, mention: &Mention) -> Option<MentionId> {
    let words = drafts.words;
    let comma = |token: u32| words.tag(TokenId(token)) == Tag::Comma;
    let named = |id: &MentionId| drafts.mention(*id).kind == MentionKind::Name;
    let same = |id: &MentionId| {
        let kind = drafts.of(*id).and_then(|d| drafts.type_of(d)).or(drafts.mention(*id).entity_type);
        kind == mention.entity_type
    };
    let person = mention.entity_type == Some(EntityType::Person);
    // Mentions stand in the order in which they begin.
    let all = &drafts.mentions.mentions;
    let from = all.partition_point(|m| m.span.start < mention.span.end + 1);
    let there = all[from..].iter().take_while(|m| m.span.start == mention.span.end + 1);
    let behind = (from as u32..).map(MentionId).zip(there).map(|(id, _)| id).find(named).filter(|id| {
        let head = drafts.mention(*id).head;
        person && comma(mention.span.end) && words.label(head) == Label::Appos
    });
    let last = mention.span.start.checked_sub(2).and_then(|token| drafts.mentions.by_head(TokenId(token)));
    let before =
        last.filter(named).filter(|_| comma(mention.span.start - 1) && words.label(mention.head) == Label::Appos);
    // "Jordan – an ally that borders Syria –": no parser hangs what dashes part.
    let dash = |token: u32| matches!(words.word(TokenId(token)), "–" | "—" | "--" | "-");
    let opens = words.tag(TokenId(mention.span.start)) == Tag::Dt;
    let parted = last.filter(named).filter(|id| opens && dash(mention.span.start - 1) && fits(drafts, mention, *id));
    behind.into_iter().chain(before).find(same).or(parted)
}

/// The subject of "be", of which a description is the complement: "Petro is the president".
fn predicated(drafts: &Drafts, mention: &Mention) -> Option<(MentionId, &'static str)> {
    let words = drafts.words;
    if words.label(mention.head) != Label::Attr {
        return None;
    }
    let verb = words.syntax.head(mention.head)?;
    if words.syntax.lemma(verb) != "be" || words.syntax.children_by(verb, Label::Neg).next().is_some() {
        return None;
    }
    let subject = words.syntax.children_by(verb, Label::Nsubj).next()?;
    let name = drafts.mentions.by_head(subject)?;
    (drafts.mention(name).kind == MentionKind::Name).then_some((name, "copula"))
}

/// Whether a description can be said of a name: persons of persons, one of one.
fn fits(drafts: &Drafts, mention: &Mention, name: MentionId) -> bool {
    let Some(draft) = drafts.of(name) else { return false };
    let theirs = drafts.type_of(draft).or(drafts.mention(name).entity_type);
    if mention.number == Some(Number::Plural) {
        return false;
    }
    match (mention.entity_type, theirs) {
        (Some(EntityType::Person), Some(EntityType::Person)) => true,
        (Some(EntityType::Person), None) => true,
        (Some(a), Some(b)) if a == b => true,
        (Some(EntityType::Person), Some(EntityType::Organization | EntityType::Place)) => {
            // A full name that the engine took for a body is still a person's if it is described as one.
            drafts.draft(draft).entry.is_none()
                && drafts
                    .mention(name)
                    .name
                    .is_some_and(|n| n.len() > 1 && drafts.gazetteer.is_first_name(drafts.words.word(TokenId(n.start))))
        }
        // "Cuba, a close ally of Russia": what countries are to each other as persons are.
        (Some(EntityType::Person), Some(EntityType::Country)) => {
            drafts.lexicons.peers.contains(&drafts.words.syntax.lemma(mention.head).to_lowercase())
        }
        (Some(EntityType::Organization), None) => true,
        (Some(EntityType::Place), Some(EntityType::Country)) => true,
        _ => false,
    }
}
