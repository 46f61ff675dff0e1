//! Pronouns: the nearest antecedent that fits in number, gender and kind, subjects first.
//!
//! "who" and "which" mean the noun that their clause modifies; "I" and "my" inside a quotation its
//! speaker; "he" the last person who can be he, a subject before an object; "it" the last body,
//! country or place; "they" the last group or the last two joined by "and". Inside a quotation "he"
//! is not its speaker.

use super::drafts::{DraftId, Drafts};
use super::owner::{self, Owner};
use super::quotation::Quotations;
use crate::mentions::{Gender, Mention, MentionKind, Number, Pronoun, PronounKind};
use crate::schema::EntityType;
use crate::source::{MentionId, TokenId};
use crate::syntax::{Label, Tag};

/// How many sentences back an antecedent may stand.
const SENTENCES: u32 = 3;
/// How many mentions back are looked at, whatever the sentences.
const MENTIONS: usize = 60;

pub(super) fn run(drafts: &mut Drafts) {
    let quotations = Quotations::find(drafts);
    let mut before: Vec<Candidate> = Vec::new();
    for id in drafts.ids() {
        let mention = drafts.mention(id);
        if mention.kind == MentionKind::Pronoun {
            resolve(drafts, &quotations, id, mention, &before);
        } else if mention.kind == MentionKind::Description && drafts.is_open(id) {
            // The possessive stands inside the phrase and after it in the order of mentions.
            for child in drafts.words.syntax.children_by(mention.head, Label::Poss) {
                if let Some(possessive) = drafts.mentions.by_head(child)
                    && drafts.mention(possessive).kind == MentionKind::Pronoun
                {
                    resolve(drafts, &quotations, possessive, drafts.mention(possessive), &before);
                }
            }
            owned_by_pronoun(drafts, id, mention);
        }
        if let Some(candidate) = Candidate::of(drafts, id, mention, &quotations) {
            before.push(candidate);
        }
    }
}

/// Somebody mentioned before.
#[derive(Clone, Copy)]
struct Candidate {
    mention: MentionId,
    draft: DraftId,
    sentence: u32,
    head: TokenId,
    subject: bool,
    quoted: bool,
}

impl Candidate {
    fn of(drafts: &Drafts, id: MentionId, mention: &Mention, quotations: &Quotations) -> Option<Self> {
        if mention.kind == MentionKind::Adjective {
            return None;
        }
        let draft = drafts.of(id)?;
        let words = drafts.words;
        Some(Self {
            mention: id,
            draft,
            sentence: words.syntax.token(mention.head).sentence.0,
            head: mention.head,
            subject: words.is_subject(mention.head),
            quoted: quotations.has(mention.head),
        })
    }
}

fn resolve(drafts: &mut Drafts, quotations: &Quotations, id: MentionId, mention: &Mention, before: &[Candidate]) {
    let words = drafts.words;
    if !drafts.is_open(id) {
        return;
    }
    let Some(pronoun) = drafts.lexicons.pronouns.get(words.lower(mention.head)).copied() else { return };
    if pronoun.kind == PronounKind::Relative {
        if let Some(antecedent) = modified(drafts, mention.head) {
            let drafts_of = drafts.all_of(antecedent);
            match drafts_of.as_slice() {
                [] => {}
                [draft] => drafts.assign(id, *draft, "relative pronoun"),
                several => drafts.assign_several(id, several, "relative pronoun"),
            }
        }
        return;
    }
    if pronoun.person < 3 {
        if pronoun.person == 1
            && let Some(speaker) = quotations.speaker_of(mention.head)
            && let Some(draft) = speaker_draft(drafts, speaker, before)
        {
            drafts.assign(id, draft, "speaker of the quotation");
        }
        return;
    }
    let speaker = quotations.speaker_of(mention.head).and_then(|s| drafts.of(s));
    if pronoun.kind == PronounKind::Plural {
        return;
    }
    if pronoun.number == Some(Number::Plural)
        && let Some(several) = coordinated(drafts, mention, before)
    {
        drafts.assign_several(id, &several, "pronoun for those joined");
        return;
    }
    if let Some(draft) = antecedent(drafts, mention, pronoun, before, speaker) {
        drafts.assign(id, draft, "pronoun");
        if drafts.type_of(draft) == Some(EntityType::Person) && pronoun.gender.is_some() {
            drafts.learn_gender(draft, pronoun.gender);
        }
    }
}

/// The draft of a speaker, even where the speaker is a pronoun that comes after the quotation: "he said".
fn speaker_draft(drafts: &Drafts, speaker: MentionId, before: &[Candidate]) -> Option<DraftId> {
    if let Some(draft) = drafts.of(speaker) {
        return Some(draft);
    }
    let mention = drafts.mention(speaker);
    if mention.kind != MentionKind::Pronoun {
        return None;
    }
    let pronoun = drafts.lexicons.pronouns.get(drafts.words.lower(mention.head)).copied()?;
    if pronoun.person != 3 {
        return None;
    }
    // "he said" after the quotation: who was last the subject before it.
    let outside: Vec<Candidate> = before.iter().rev().take(MENTIONS).filter(|c| !c.quoted).copied().collect();
    outside
        .iter()
        .filter(|c| c.subject)
        .chain(&outside)
        .find(|c| agrees(drafts, c.draft, c.mention, pronoun))
        .map(|c| c.draft)
}

/// The noun that the relative clause of a pronoun modifies.
fn modified(drafts: &Drafts, pronoun: TokenId) -> Option<MentionId> {
    let words = drafts.words;
    let mut token = pronoun;
    for _ in 0..8 {
        let label = words.label(token);
        let head = words.syntax.head(token)?;
        if label == Label::Relcl {
            return drafts.mentions.by_head(head);
        }
        token = head;
    }
    None
}

/// "Trump and Petro … they": the two subjects last joined by "and".
fn coordinated(drafts: &Drafts, mention: &Mention, before: &[Candidate]) -> Option<Vec<DraftId>> {
    let words = drafts.words;
    let sentence = words.syntax.token(mention.head).sentence.0;
    for candidate in before.iter().rev().take(12) {
        if sentence - candidate.sentence > 1 {
            break;
        }
        // A group nearer than the list is the better antecedent.
        let own = drafts.mention(candidate.mention);
        if candidate.subject && own.number == Some(Number::Plural) && own.kind != MentionKind::Pronoun {
            return None;
        }
        if words.label(candidate.head) == Label::Conj
            && let Some(first) = words.syntax.head(candidate.head)
            && words.is_subject(first)
            && let Some(other) = drafts.mentions.by_head(first).and_then(|m| drafts.of(m))
            && other != drafts.root(candidate.draft)
        {
            return Some(vec![other, candidate.draft]);
        }
    }
    None
}

fn antecedent(
    drafts: &Drafts,
    mention: &Mention,
    pronoun: Pronoun,
    before: &[Candidate],
    speaker: Option<DraftId>,
) -> Option<DraftId> {
    let words = drafts.words;
    let sentence = words.syntax.token(mention.head).sentence.0;
    let mut best: Option<(i64, DraftId)> = None;
    for (rank, candidate) in before.iter().rev().take(MENTIONS).enumerate() {
        let distance = sentence.saturating_sub(candidate.sentence);
        if distance > SENTENCES {
            break;
        }
        if speaker.is_some_and(|s| drafts.root(s) == drafts.root(candidate.draft)) {
            continue;
        }
        if !agrees(drafts, candidate.draft, candidate.mention, pronoun) || barred(drafts, mention, pronoun, candidate) {
            continue;
        }
        let reflexive = pronoun.kind == PronounKind::Reflexive;
        let mut score = -(distance as i64) * 40 - rank as i64;
        if candidate.subject {
            score += 30;
            // The subject of the sentence before that of a clause in it.
            let verb = words.syntax.head(candidate.head);
            if verb.is_some_and(|v| words.label(v) == Label::Root) {
                score += 12;
            }
        }
        if drafts.mention(candidate.mention).kind == MentionKind::Name {
            score += 4;
        }
        if reflexive && candidate.subject && distance == 0 {
            score += 60;
        }
        // Owners inside another noun phrase are seldom taken up: "Petro's visa … he" may be, "Israel's war … it" not.
        if words.label(candidate.head) == Label::Poss && pronoun.gender == Some(Gender::Neuter) {
            score -= 12;
        }
        // "After Maduro's capture, he said": a subject seldom takes up the owner within a phrase before it.
        if words.label(candidate.head) == Label::Poss && distance == 0 && words.is_subject(mention.head) {
            score -= 24;
        }
        let kind = drafts.type_of(candidate.draft);
        if kind == Some(EntityType::Place) {
            score -= 25;
        }
        // "they" is a body only for want of people.
        if pronoun.number == Some(Number::Plural) && kind == Some(EntityType::Organization) {
            score -= 45;
        }
        if best.is_none_or(|(s, _)| score > s) {
            best = Some((score, candidate.draft));
        }
    }
    best.map(|(_, draft)| draft)
}

/// "Trump told him": an object is not its own verb's subject.
fn barred(drafts: &Drafts, mention: &Mention, pronoun: Pronoun, candidate: &Candidate) -> bool {
    if pronoun.kind != PronounKind::Personal {
        return false;
    }
    let words = drafts.words;
    let clause = |t: TokenId| {
        words.syntax.head(t).map(|h| {
            if words.label(h) == Label::Prep || words.label(h) == Label::Dative {
                words.syntax.head(h).unwrap_or(h)
            } else {
                h
            }
        })
    };
    if words.is_subject(mention.head) {
        return false;
    }
    let Some(mut verb) = clause(mention.head) else { return false };
    // "Trump invited Petro after accusing him": a clause without a subject has that of the clause above,
    // so "him" is not who accuses.
    for _ in 0..6 {
        if Some(verb) == clause(candidate.head) {
            return candidate.subject || Some(verb) == clause(mention.head);
        }
        let own = words.syntax.children(verb).iter().any(|c| words.is_subject(*c));
        if own || !matches!(words.label(verb), Label::Conj | Label::Advcl | Label::Pcomp | Label::Prep | Label::Xcomp) {
            return false;
        }
        let Some(above) = words.syntax.head(verb) else { return false };
        verb = above;
    }
    false
}

fn agrees(drafts: &Drafts, draft: DraftId, mention: MentionId, pronoun: Pronoun) -> bool {
    let kind = drafts.type_of(draft).or(drafts.mention(mention).entity_type);
    let own = drafts.mention(mention);
    let plural =
        own.number == Some(Number::Plural) && own.kind != MentionKind::Pronoun || kind == Some(EntityType::Group);
    if pronoun.human {
        let person =
            kind == Some(EntityType::Person) || kind.is_none() && own.kind == MentionKind::Name && own.title.is_some();
        if !person || plural {
            return false;
        }
        return match (drafts.gender_of(draft), pronoun.gender) {
            (Some(a), Some(b)) => a == b,
            _ => true,
        };
    }
    match pronoun.gender {
        Some(Gender::Neuter) => {
            !plural && matches!(kind, Some(EntityType::Country | EntityType::Organization | EntityType::Place))
        }
        _ if pronoun.number == Some(Number::Plural) => plural || matches!(kind, Some(EntityType::Organization)),
        _ => true,
    }
}

/// "his government", "its forces": bodies and groups whose owner is a pronoun resolved by now.
fn owned_by_pronoun(drafts: &mut Drafts, id: MentionId, mention: &Mention) {
    let Owner::Draft(owner) = owner::of(drafts, mention.head, mention.span) else { return };
    let possessed = drafts
        .words
        .syntax
        .children_by(mention.head, Label::Poss)
        .any(|c| matches!(drafts.words.tag(c), Tag::PrpPossessive | Tag::WpPossessive));
    if !possessed {
        return;
    }
    let Some(class) = drafts.words.noun_class(drafts.lexicons, mention.head) else { return };
    if !matches!(class.entity_type, EntityType::Organization | EntityType::Group) {
        return;
    }
    if let Some(draft) = super::bodies::owned(drafts, id, owner, &class.phrase, class.body, class.entity_type) {
        drafts.assign(id, draft, "body of a pronoun's owner");
    }
}
