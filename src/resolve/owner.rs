//! To whom a noun belongs: "Colombian" government, "Colombia's" ministry, president "of Colombia".

use super::drafts::{DraftId, Drafts};
use crate::mentions::{MentionKind, Scope};
use crate::schema::EntityType;
use crate::source::{MentionId, Span, TokenId, Tokens};
use crate::syntax::Label;

/// To whom a noun belongs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Owner {
    /// An entity.
    Draft(DraftId),
    /// A possessive pronoun that no pass has resolved yet.
    Pronoun(MentionId),
    /// Nobody that the phrase names.
    None,
}

/// The owner of an office of state: the country of "U.S. deputy U.N. ambassador", else the owner of its noun.
pub(super) fn of_office(drafts: &Drafts, head: TokenId, span: Span<Tokens>, scope: Scope) -> Owner {
    let nearest = of(drafts, head, span);
    let Owner::Draft(found) = nearest else { return nearest };
    if scope != Scope::Country || drafts.type_of(found) != Some(EntityType::Organization) {
        return nearest;
    }
    let country = (span.start..head.0).map(TokenId).find_map(|t| {
        let draft = drafts.mentions.by_head(t).and_then(|m| drafts.of(m))?;
        (drafts.type_of(draft) == Some(EntityType::Country)).then_some(draft)
    });
    country.map_or(nearest, Owner::Draft)
}

/// The owner of the noun `head` in the phrase `span`.
pub(super) fn of(drafts: &Drafts, head: TokenId, span: Span<Tokens>) -> Owner {
    let words = drafts.words;
    let resolved = |token: TokenId| -> Option<Owner> {
        let id = drafts.mentions.by_head(token)?;
        match drafts.of(id) {
            Some(draft) => Some(Owner::Draft(draft)),
            None if drafts.mention(id).kind == MentionKind::Pronoun => Some(Owner::Pronoun(id)),
            None => None,
        }
    };
    // The nearest noun's own possessor first: "his government", "Colombia's foreign ministry".
    for child in words.syntax.children_by(head, Label::Poss) {
        if let Some(owner) = resolved(child) {
            return owner;
        }
    }
    for token in (span.start..head.0).rev().map(TokenId) {
        let Some(id) = drafts.mentions.by_head(token) else { continue };
        // "Iran-backed militias" are not Iran's own.
        if words.in_compound_adjective(token) {
            continue;
        }
        let mention = drafts.mention(id);
        if mention.kind == MentionKind::Pronoun {
            return resolved(token).unwrap_or(Owner::None);
        }
        let owns = mention.kind == MentionKind::Adjective
            || drafts.of(id).is_some_and(|d| {
                matches!(
                    drafts.type_of(d),
                    Some(EntityType::Country | EntityType::Organization | EntityType::Place | EntityType::Group)
                ) || drafts.type_of(d).is_none() && words.label(token) == Label::Poss
                    // "Trump administration", but not "Trump supporter Smith", whose owner a title has.
                    || words.label(token) == Label::Compound && words.syntax.head(token) == Some(head)
            });
        if owns && let Some(owner) = resolved(token) {
            return owner;
        }
    }
    for prep in words.syntax.children_by(head, Label::Prep) {
        if !matches!(words.lower(prep), "of" | "in" | "for" | "from" | "at" | "to" | "with") || prep < head {
            continue;
        }
        for object in words.syntax.children_by(prep, Label::Pobj) {
            let Some(id) = drafts.mentions.by_head(object) else { continue };
            let fits = drafts.of(id).is_some_and(|d| {
                words.lower(prep) == "of"
                    || matches!(drafts.type_of(d), Some(EntityType::Country | EntityType::Place) if words.lower(prep) == "in")
                    || matches!(drafts.type_of(d), Some(EntityType::Organization | EntityType::Country) if matches!(words.lower(prep), "for" | "at" | "with" | "to"))
            });
            if fits && let Some(owner) = resolved(object) {
                return owner;
            }
        }
    }
    // "Venezuela's vice president and oil minister": the second office has the first one's owner.
    if words.label(head) == Label::Conj
        && let Some(first) = words.syntax.head(head)
        && words.noun_class(drafts.lexicons, first).is_some_and(|c| c.office)
        && words.label(first) != Label::Conj
    {
        return of(drafts, first, Span::new(words.left_edge(first), first.0 + 1));
    }
    Owner::None
}

/// The owner of an office or body as the country that is meant: a person stands for the country
/// that the person leads.
pub(super) fn as_body(drafts: &Drafts, owner: DraftId) -> DraftId {
    if drafts.type_of(owner) != Some(EntityType::Person) {
        return owner;
    }
    let led = drafts.offices.iter().rev().find(|o| drafts.root(o.holder) == drafts.root(owner) && o.leads && !o.past);
    if let Some(office) = led {
        return drafts.root(office.of);
    }
    match drafts.draft(owner).country.and_then(|c| drafts.known(&super::drafts::Key::Entry(c))) {
        Some(country) => country,
        None => owner,
    }
}
