//! How many were killed, wounded or detained: numbers tied to the statements that tell of them.
//!
//! A number belongs to a statement if it counts whom the statement's own word harms ("killed 12
//! soldiers"), or if the sentence tells it as what came of the happening: by a participle
//! ("attacked the base, killing 12"), a second verb of the same doer ("and wounded 30"), the
//! happening as doer ("an attack that killed 12") or as scene ("12 were killed in the attack").
//! Where the words leave open whose number it is, there is none.

use crate::clauses::{Frame, Function, Link, PredicateKind, Role};
use crate::source::{EntityId, TokenId};
use crate::syntax::{Label, Pos, Tag};

use super::casualties::{Casualties, Figure, Harm, join};
use super::ends::{Heads, ends};
use super::harms::Harmed;
use super::marks::{marks, own_marks};
use super::quantity::Quantity;
use super::voice::Voices;
use super::wording::Wording;
use super::{Construction, Extraction, Grounds, Modality, Polarity, Statement};

/// The harms that an article tells.
pub(super) struct Losses<'a> {
    grounds: &'a Grounds<'a>,
    extraction: &'a Extraction<'a>,
    heads: &'a Heads,
    voices: &'a Voices,
    /// In text order.
    told: Vec<Told<'a>>,
}

/// Somebody harmed.
struct Told<'a> {
    frame: &'a Frame,
    harm: Harm,
    /// The heads of the phrases that say whom.
    whom: Vec<TokenId>,
    /// Whether it is the harm that is counted: "12 deaths".
    by_noun: bool,
}

impl<'a> Losses<'a> {
    pub(super) fn new(
        grounds: &'a Grounds<'a>,
        extraction: &'a Extraction<'a>,
        heads: &'a Heads,
        voices: &'a Voices,
    ) -> Self {
        let mut losses = Self { grounds, extraction, heads, voices, told: Vec::new() };
        for frame in grounds.clauses.frames.iter().filter(|f| f.kind == PredicateKind::Verb) {
            losses.read(frame);
        }
        losses
    }

    fn wording(&self) -> &'a Wording {
        self.extraction.wording
    }

    fn lemma(&self, token: TokenId) -> &str {
        self.wording().grammar.lemma(self.grounds.page, self.grounds.syntax, token)
    }

    fn word(&self, token: TokenId) -> String {
        self.grounds.syntax.word(self.grounds.page, token).to_lowercase()
    }

    /// Reads whom a verb says to be harmed.
    fn read(&mut self, frame: &'a Frame) {
        let harms = &self.wording().harms;
        let verb = frame.predicate;
        let lemma = self.lemma(verb);
        if let Some((harm, harmed)) = harms.verbs.get(lemma).copied() {
            let whom = self.harmed(frame, harmed);
            self.told.push(Told { frame, harm, whom, by_noun: false });
        } else if harms.leaves.contains(lemma) {
            let states: Vec<TokenId> = frame.in_role(Role::Attribute).collect();
            for state in states {
                self.left(frame, state);
            }
        } else if harms.causes.contains(lemma) {
            for noun in frame.in_role(Role::Object) {
                if let Some(harm) = harms.nouns.get(self.lemma(noun)).copied() {
                    self.told.push(Told { frame, harm, whom: vec![noun], by_noun: true });
                }
            }
        }
    }

    /// "leaving 12 people dead and 30 injured".
    fn left(&mut self, frame: &'a Frame, state: TokenId) {
        let syntax = self.grounds.syntax;
        let harms = &self.wording().harms;
        if let Some(harm) = harms.states.get(&self.word(state)).copied() {
            let whom: Vec<TokenId> = frame.in_role(Role::Object).collect();
            // "left nine dead": the number stands with the state.
            let by_noun = whom.is_empty();
            let whom = if by_noun { vec![state] } else { whom };
            self.told.push(Told { frame, harm, whom, by_noun });
        }
        for other in syntax.children_by(state, Label::Conj) {
            let whom: Vec<TokenId> = syntax.children_by(other, Label::Nsubj).collect();
            if let Some(harm) = harms.states.get(&self.word(other)).copied().filter(|_| !whom.is_empty()) {
                self.told.push(Told { frame, harm, whom, by_noun: false });
            }
        }
    }

    /// The phrases that a verb of harm itself stands with, and those joined to them. What it only shares
    /// with another verb ("killed or wounded 20") is not among them.
    fn harmed(&self, frame: &Frame, harmed: Harmed) -> Vec<TokenId> {
        let syntax = self.grounds.syntax;
        let verb = frame.predicate;
        let labels: &[Label] = match harmed {
            Harmed::Object => &[Label::Dobj, Label::Nsubjpass],
            Harmed::Subject => &[Label::Nsubj],
        };
        let own = syntax.children(verb).iter().copied().filter(|c| labels.contains(&syntax.token(*c).label));
        // "nine were killed and 20 wounded": the second does without its auxiliary, and seems active.
        let gapped = self.is_gapped(frame).then(|| syntax.children_by(verb, Label::Nsubj).next()).flatten();
        // "the 12 soldiers killed in the attack", "and 30 injured"
        let participle = syntax.token(verb).tag == Tag::Vbn && harmed == Harmed::Object;
        let bare = syntax.children(verb).iter().all(|c| !matches!(syntax.token(*c).label, Label::Aux | Label::Auxpass));
        let described =
            (participle && bare && syntax.token(verb).label == Label::Acl).then(|| syntax.head(verb)).flatten();
        let mut whom: Vec<TokenId> = own.chain(described).chain(gapped).collect();
        let mut i = 0;
        while i < whom.len() {
            let nominal = |c: &TokenId| matches!(syntax.token(*c).pos, Pos::Noun | Pos::Propn | Pos::Pron | Pos::Num);
            whom.extend(syntax.children_by(whom[i], Label::Conj).filter(nominal));
            i += 1;
        }
        whom
    }

    /// Whether a verb is a participle that shares the passive auxiliary of the verb before it.
    fn is_gapped(&self, frame: &Frame) -> bool {
        let syntax = self.grounds.syntax;
        let verb = frame.predicate;
        let auxiliary = |t: TokenId| syntax.children_by(t, Label::Auxpass).next().is_some();
        syntax.token(verb).label == Label::Conj
            && syntax.token(verb).tag == Tag::Vbn
            && !auxiliary(verb)
            && syntax.head(verb).is_some_and(auxiliary)
    }

    /// How many a statement says were killed, wounded, detained.
    pub(super) fn of(&self, statement: &Statement) -> Vec<Casualties> {
        let relation = self.extraction.schema.relation(statement.relation);
        let Some(carried) = self.wording().harms.relations.get(&relation.id) else { return Vec::new() };
        let happened = matches!(statement.modality, Modality::Actual | Modality::Alleged);
        let clause = statement.finding.construction == Construction::Clause;
        // A toll of what did not happen, or is only planned or feared, is none.
        if !happened || !clause || statement.polarity == Polarity::Negative {
            return Vec::new();
        }
        let Some(frame) = self.grounds.clauses.frame(statement.trigger) else { return Vec::new() };
        let mut found = Vec::new();
        if let Some(harm) = carried.own {
            join(&mut found, self.of_target(statement, frame, harm));
        }
        let causes = self.causes(frame);
        for told in &self.told {
            let own = told.frame.predicate == frame.predicate;
            if !carried.harms.contains(&told.harm) || own && carried.own == Some(told.harm) {
                continue;
            }
            let speaker = if own { Some(None) } else { self.follows(statement, told, &causes) };
            let counted = speaker.and_then(|speaker| Some(Casualties { speaker, ..self.counted(told)? }));
            join(&mut found, counted.into_iter().collect());
        }
        found
    }

    /// How many the target of the statement is: "killed 12 soldiers".
    fn of_target(&self, statement: &Statement, frame: &Frame, harm: Harm) -> Vec<Casualties> {
        let (grounds, wording) = (self.grounds, self.wording());
        let subject = wording.harms.verbs.get(self.lemma(frame.predicate)).is_some_and(|(_, w)| *w == Harmed::Subject);
        let role = if subject { Role::Subject } else { Role::Object };
        let is_target = |o: &TokenId| {
            let is_meant = ends(grounds, wording, self.heads, *o).iter().any(|e| e.entity == statement.target.entity);
            is_meant && !self.is_shared(frame, harm, *o)
        };
        let counted =
            frame.in_role(role).filter(is_target).find_map(|o| wording.quantities.people(grounds, self.heads, o));
        counted.map(|q| Casualties { harm, figure: q.figure, words: q.words, speaker: None }).into_iter().collect()
    }

    /// Whether another harm is done to the same: "killed or wounded 20".
    fn is_shared(&self, frame: &Frame, harm: Harm, whom: TokenId) -> bool {
        let harms = &self.wording().harms;
        let sentence = self.grounds.syntax.sentence_of(frame.predicate);
        let others = sentence.tokens().filter(|t| *t != frame.predicate).filter_map(|t| self.grounds.clauses.frame(t));
        others.filter(|f| f.has(Role::Object) || f.has(Role::Subject)).any(|other| {
            let told = harms.verbs.get(self.lemma(other.predicate));
            told.is_some_and(|(done, harmed)| {
                let role = if *harmed == Harmed::Object { Role::Object } else { Role::Subject };
                *done != harm && other.in_role(role).any(|o| o == whom)
            })
        })
    }

    /// The words by which a happening may be the cause of another: its own, the noun of a light verb, the light
    /// verb of a noun.
    fn causes(&self, frame: &Frame) -> Vec<TokenId> {
        let wording = self.wording();
        let mut causes = vec![frame.predicate];
        if frame.kind == PredicateKind::Verb {
            let nouns = frame.in_role(Role::Object);
            causes.extend(nouns.filter(|n| wording.is_happening(self.grounds.syntax.lemma(*n))));
        } else if let Some((above, Link::Complement)) = frame.governor
            && wording.grammar.has(self.lemma(above), Function::Light)
        {
            causes.push(above);
        }
        causes
    }

    /// Whether a harm is told as what came of a happening, and for a fact; and on whose word, where that is another's
    /// than the statement's.
    #[expect(clippy::option_option, reason = "a number on nobody's word and none are two answers")]
    fn follows(&self, statement: &Statement, told: &Told<'_>, causes: &[TokenId]) -> Option<Option<EntityId>> {
        let (grounds, wording) = (self.grounds, self.wording());
        let frame = told.frame;
        let none = told.whom.iter().any(|w| self.quantity(told, *w).is_some_and(|q| q.figure == Figure::exactly(0)));
        let own = own_marks(grounds, wording, frame);
        if own.modality != Modality::Actual || own.polarity == Polarity::Negative && !none {
            return None;
        }
        if self.is_beside(frame, causes) {
            return Some(None);
        }
        if !(self.is_second(frame, causes) || self.is_doer(frame, causes) || self.is_scene(frame, causes)) {
            return None;
        }
        let all = marks(grounds, wording, frame);
        let speaker = self.voices.speaker(grounds, wording, self.heads, frame).map(|a| a.speaker);
        let by_other = match (speaker, statement.attribution.map(|a| a.speaker)) {
            (own, of_statement) if own == of_statement => None,
            (Some(other), None) => Some(other),
            _ => return None,
        };
        let is_told = all.modality == statement.modality || by_other.is_some() && all.modality == Modality::Alleged;
        (is_told && (all.polarity == Polarity::Positive || none)).then_some(by_other)
    }

    /// "attacked the base, killing 12 and wounding 30".
    fn is_beside(&self, frame: &Frame, causes: &[TokenId]) -> bool {
        let syntax = self.grounds.syntax;
        let plain = |token: TokenId| {
            syntax.token(token).tag == Tag::Vbg
                && syntax.children(token).iter().all(|c| {
                    let before =
                        *c < token && matches!(syntax.token(*c).label, Label::Mark | Label::Prep | Label::Advmod);
                    !before && !matches!(syntax.token(*c).label, Label::Nsubj | Label::Nsubjpass)
                })
        };
        // Of "killing 12 and wounding 30" the second hangs on the first.
        let first = std::iter::successors(Some(frame.predicate), |t| {
            syntax.head(*t).filter(|_| syntax.token(*t).label == Label::Conj)
        });
        let first = first.last().unwrap_or(frame.predicate);
        plain(frame.predicate)
            && plain(first)
            && syntax.token(first).label == Label::Advcl
            && syntax.head(first).is_some_and(|head| causes.contains(&head) && head < first)
    }

    /// "shelled the town and killed 12": a second verb of the same doer.
    fn is_second(&self, frame: &Frame, causes: &[TokenId]) -> bool {
        let syntax = self.grounds.syntax;
        let above = std::iter::successors(Some(frame.predicate), |t| {
            syntax.head(*t).filter(|_| syntax.token(*t).label == Label::Conj)
        });
        let own = syntax.children(frame.predicate).iter();
        let bare =
            own.clone().all(|c| !matches!(syntax.token(*c).label, Label::Nsubj | Label::Nsubjpass | Label::Auxpass));
        bare && above.skip(1).any(|verb| causes.contains(&verb))
    }

    /// "the attack killed 12", "an attack that left 12 dead".
    fn is_doer(&self, frame: &Frame, causes: &[TokenId]) -> bool {
        frame.in_role(Role::Subject).any(|doer| causes.contains(&doer))
    }

    /// "12 were killed in the attack", "12 died when it attacked".
    fn is_scene(&self, frame: &Frame, causes: &[TokenId]) -> bool {
        let (syntax, clauses) = (self.grounds.syntax, self.grounds.clauses);
        // Of "two were killed and five wounded in the raid" the scene is that of both.
        let above = syntax.head(frame.predicate).filter(|_| self.is_gapped(frame));
        let below = syntax.children_by(frame.predicate, Label::Conj);
        let below = below.filter(|c| clauses.frame(*c).is_some_and(|other| self.is_gapped(other)));
        let mut others = above.into_iter().chain(below).filter_map(|t| clauses.frame(t));
        self.has_scene(frame, causes) || others.any(|other| self.has_scene(other, causes))
    }

    fn has_scene(&self, frame: &Frame, causes: &[TokenId]) -> bool {
        let (grounds, harms) = (self.grounds, &self.wording().harms);
        let within = frame.arguments.iter().any(|a| {
            let Role::Preposition(preposition) = a.role else { return false };
            causes.contains(&a.head) && harms.prepositions.contains(&self.word(preposition))
        });
        within
            || causes.iter().any(|cause| {
                let first = TokenId(grounds.syntax.subtree(*cause).start);
                grounds.syntax.token(*cause).label == Label::Advcl
                    && grounds.syntax.head(*cause) == Some(frame.predicate)
                    && harms.conjunctions.contains(&self.word(first))
            })
    }

    fn quantity(&self, told: &Told<'_>, whom: TokenId) -> Option<Quantity> {
        let quantities = &self.wording().quantities;
        if told.by_noun {
            return quantities.count(self.grounds, whom);
        }
        quantities.people(self.grounds, self.heads, whom).filter(|_| !self.is_shared(told.frame, told.harm, whom))
    }

    /// How many are harmed in all: "three soldiers and a driver" are four. With some that are not counted
    /// ("12 people and their dogs") it is at least the rest.
    fn counted(&self, told: &Told<'_>) -> Option<Casualties> {
        let mut counted = told.whom.iter().map(|w| self.quantity(told, *w));
        let first = counted.next()??;
        let mut sum = first;
        for next in counted {
            // "between 10 and 15 soldiers" may stand in the tree as two phrases.
            if next.is_some_and(|n| n.words.overlaps(sum.words)) {
                continue;
            }
            sum.words = next.map_or(sum.words, |n| sum.words.join(n.words));
            sum.figure = sum.figure.plus(next.map(|n| n.figure).unwrap_or_default());
        }
        Some(Casualties { harm: told.harm, figure: sum.figure, words: sum.words, speaker: None })
    }
}
