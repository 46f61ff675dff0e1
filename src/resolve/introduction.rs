//! Office-holders described first and named afterwards: "Russia's envoy dismissed the report. …,
//! Ambassador Vassily Nebenzia said."
//!
//! A person who is named for the first time, with a title of the same kind and no country of its
//! own, or as the bare speaker of the next sentences, is the office-holder whom the article has just
//! described. Must not: a person of another title, or one who was named before the description.

use super::drafts::{DraftId, Drafts, OfficeDraft};
use crate::mentions::{Mention, MentionKind};
use crate::schema::EntityType;
use crate::source::{MentionId, TokenId};

/// How many sentences after the description the name may stand.
const SENTENCES: u32 = 2;

pub(super) fn run(drafts: &mut Drafts) {
    let mut described: Vec<(MentionId, DraftId)> = Vec::new();
    let mut met: Vec<DraftId> = Vec::new();
    for id in drafts.ids() {
        let mention = drafts.mention(id);
        let Some(draft) = drafts.of(id) else { continue };
        if drafts.holds_unnamed(draft) && mention.kind == MentionKind::Description {
            described.push((id, draft));
            continue;
        }
        let new = mention.kind == MentionKind::Name
            && drafts.type_of(draft).or(mention.entity_type) == Some(EntityType::Person)
            && !met.contains(&draft);
        if !new {
            continue;
        }
        met.push(draft);
        if let Some((description, office)) = described.last().copied()
            && drafts.root(office) != draft
            && names(drafts, draft, mention, drafts.mention(description))
        {
            let noun = drafts.draft(office).nouns.first().cloned().unwrap_or_default();
            let Some(of) = drafts.owner_of_unnamed(office) else { continue };
            let (head, title) = (drafts.mention(description).head, drafts.mention(description).span);
            let leads = drafts.lexicons.offices.get(&noun).is_some_and(|o| o.leads);
            drafts.join(draft, office, "named after the description of the office");
            // From now on the name stands in the text.
            drafts.draft_mut(draft).name = None;
            let rule = "description before the name";
            drafts.offices.push(OfficeDraft {
                holder: draft,
                of,
                title,
                head,
                noun,
                leads,
                past: false,
                evidence: title,
                rule,
            });
            described.pop();
        }
    }
}

/// Whether a name that stands for the first time is that of somebody just described by an office.
fn names(drafts: &Drafts, draft: DraftId, name: &Mention, description: &Mention) -> bool {
    let words = drafts.words;
    let sentence = |token: TokenId| words.syntax.token(token).sentence.0;
    let distance = sentence(name.head).saturating_sub(sentence(description.head));
    if distance > SENTENCES || drafts.offices.iter().any(|o| drafts.root(o.holder) == drafts.root(draft)) {
        return false;
    }
    if let Some(title) = name.title {
        let class = |token: TokenId| words.noun_class(drafts.lexicons, token).map(|c| c.phrase);
        let (Some(one), Some(two)) = (class(TokenId(title.end - 1)), class(description.head)) else { return false };
        return drafts.lexicons.like(&one) == drafts.lexicons.like(&two);
    }
    // A bare full name that speaks, after an office-holder who was the subject.
    let full = name.name.is_some_and(|n| n.len() > 1);
    let speaks = words.is_subject(name.head)
        && words
            .syntax
            .head(name.head)
            .is_some_and(|verb| drafts.lexicons.report_verbs.contains(words.syntax.lemma(verb)));
    full && speaks && words.is_subject(description.head) && drafts.draft(draft).nouns.is_empty()
}
