//! Entities in the making: which mentions were put together so far, and why.

use jiff::civil::Date;
use rustc_hash::FxHashMap;

use crate::mentions::{EntryId, Gazetteer, Gender, Lexicons, Mention, MentionKind, Mentions, Words};
use crate::schema::EntityType;
use crate::source::{MentionId, Span, TokenId, Tokens};

/// A draft of an entity; drafts that were joined share a root.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct DraftId(pub(super) u32);

/// What is known of an entity in the making.
#[derive(Debug, Clone, Default)]
pub(super) struct Draft {
    /// The entry of the gazetteer that it is.
    pub(super) entry: Option<EntryId>,
    /// The name that a pass gave it, where no words of the text are its name.
    pub(super) name: Option<String>,
    /// A name made with that of another draft: "Supporters of {}".
    pub(super) template: Option<(String, DraftId)>,
    /// The type that a pass gave it.
    pub(super) entity_type: Option<EntityType>,
    /// The country that it belongs to.
    pub(super) country: Option<EntryId>,
    /// The words of bodies, roles and groups by which the article described it, by lemma.
    pub(super) nouns: Vec<String>,
    /// Its mentions, in the order in which they were assigned.
    pub(super) mentions: Vec<MentionId>,
    /// Whether some mention is a proper name.
    pub(super) named: bool,
    /// Where the place in the name of a group comes from, if its name holds one.
    pub(super) place: Option<PlaceFrom>,
    /// He or she, learnt from a pronoun.
    pub(super) gender: Option<Gender>,
}

/// Where the place in the name of a group without a name of its own comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum PlaceFrom {
    /// A mention says it: "protesters in Lima".
    Mention,
    /// It is where the article speaks of.
    Article,
}

/// An office that the text gives to somebody.
#[derive(Debug, Clone)]
pub(super) struct OfficeDraft {
    pub(super) holder: DraftId,
    pub(super) of: DraftId,
    pub(super) title: Span<Tokens>,
    pub(super) head: TokenId,
    pub(super) noun: String,
    pub(super) leads: bool,
    pub(super) past: bool,
    pub(super) evidence: Span<Tokens>,
    pub(super) rule: &'static str,
}

/// What passes may look up to know that two mentions are one.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) enum Key {
    /// An entry of the gazetteer.
    Entry(EntryId),
    /// The people of a country or of a group: "Colombians".
    Members(EntryId),
    /// A name without diacritics.
    Name(String),
    /// A body or group of an owner: "government" of Colombia.
    Owned(String, Option<DraftId>),
}

/// The state that the passes share.
pub(super) struct Drafts<'a> {
    pub(super) words: &'a Words<'a>,
    pub(super) mentions: &'a Mentions,
    pub(super) lexicons: &'a Lexicons,
    pub(super) gazetteer: &'a Gazetteer,
    pub(super) published: Option<Date>,
    drafts: Vec<Draft>,
    parents: Vec<u32>,
    of: Vec<Vec<DraftId>>,
    reasons: Vec<&'static str>,
    keys: FxHashMap<Key, DraftId>,
    pub(super) offices: Vec<OfficeDraft>,
    dominant: Option<DraftId>,
    setting: Option<DraftId>,
    /// Office-holders whom the article has not named so far, with whose office they hold.
    unnamed: Vec<(DraftId, DraftId)>,
    /// Offices whose owner is not resolved yet.
    pub(super) pending: Vec<PendingOffice>,
}

/// An office whose owner is not resolved yet: holder, head, phrase, evidence, rule.
pub(super) type PendingOffice = (DraftId, TokenId, Span<Tokens>, Span<Tokens>, &'static str);

impl<'a> Drafts<'a> {
    pub(super) fn new(
        words: &'a Words<'a>,
        mentions: &'a Mentions,
        lexicons: &'a Lexicons,
        gazetteer: &'a Gazetteer,
        published: Option<Date>,
    ) -> Self {
        let n = mentions.mentions.len();
        Self {
            words,
            mentions,
            lexicons,
            gazetteer,
            published,
            drafts: Vec::new(),
            parents: Vec::new(),
            of: vec![Vec::new(); n],
            reasons: vec!["unresolved"; n],
            keys: FxHashMap::default(),
            offices: Vec::new(),
            dominant: None,
            setting: None,
            unnamed: Vec::new(),
            pending: Vec::new(),
        }
    }

    pub(super) fn root(&self, draft: DraftId) -> DraftId {
        let mut i = draft.0;
        while self.parents[i as usize] != i {
            i = self.parents[i as usize];
        }
        DraftId(i)
    }

    pub(super) fn draft(&self, draft: DraftId) -> &Draft {
        &self.drafts[self.root(draft).0 as usize]
    }

    pub(super) fn draft_mut(&mut self, draft: DraftId) -> &mut Draft {
        let root = self.root(draft);
        &mut self.drafts[root.0 as usize]
    }

    pub(super) fn create(&mut self) -> DraftId {
        let id = DraftId(self.drafts.len() as u32);
        self.drafts.push(Draft::default());
        self.parents.push(id.0);
        id
    }

    /// The draft of a key, made if there is none.
    pub(super) fn keyed(&mut self, key: Key) -> DraftId {
        if let Some(draft) = self.keys.get(&key) {
            return self.root(*draft);
        }
        let draft = self.create();
        self.keys.insert(key, draft);
        draft
    }

    pub(super) fn known(&self, key: &Key) -> Option<DraftId> {
        self.keys.get(key).map(|d| self.root(*d))
    }

    pub(super) fn know(&mut self, key: Key, draft: DraftId) {
        self.keys.entry(key).or_insert(draft);
    }

    /// The draft of an entry, with its name and type.
    pub(super) fn entry(&mut self, entry: EntryId) -> DraftId {
        let draft = self.keyed(Key::Entry(entry));
        let known = self.gazetteer.entry(entry);
        let slot = self.draft_mut(draft);
        if slot.entry.is_none() {
            slot.entry = Some(entry);
            slot.entity_type = Some(known.entity_type);
            slot.country = known.country;
        }
        draft
    }

    /// The draft of the people of a country.
    pub(super) fn people(&mut self, country: EntryId) -> DraftId {
        let draft = self.keyed(Key::Members(country));
        let slot = self.draft_mut(draft);
        slot.entity_type = Some(EntityType::Group);
        slot.country = Some(country);
        draft
    }

    /// Puts a mention to a draft.
    pub(super) fn assign(&mut self, mention: MentionId, draft: DraftId, reason: &'static str) {
        let root = self.root(draft);
        self.of[mention.index()] = vec![root];
        self.reasons[mention.index()] = reason;
        let named = self.mention(mention).kind == MentionKind::Name;
        let slot = &mut self.drafts[root.0 as usize];
        slot.mentions.push(mention);
        slot.named |= named;
    }

    /// Puts a plural mention to several drafts; none of them takes it for its name.
    pub(super) fn assign_several(&mut self, mention: MentionId, drafts: &[DraftId], reason: &'static str) {
        let mut roots: Vec<DraftId> = Vec::new();
        for draft in drafts {
            let root = self.root(*draft);
            if !roots.contains(&root) {
                roots.push(root);
            }
        }
        self.of[mention.index()] = roots;
        self.reasons[mention.index()] = reason;
    }

    /// Joins two drafts; the first keeps its entry, name and type where both have one.
    pub(super) fn join(&mut self, keep: DraftId, other: DraftId, reason: &'static str) {
        let (keep, other) = (self.root(keep), self.root(other));
        if keep == other {
            return;
        }
        let gone = std::mem::take(&mut self.drafts[other.0 as usize]);
        self.parents[other.0 as usize] = keep.0;
        for mention in &gone.mentions {
            self.reasons[mention.index()] = reason;
        }
        let slot = &mut self.drafts[keep.0 as usize];
        slot.entry = slot.entry.or(gone.entry);
        slot.name = slot.name.take().or(gone.name);
        slot.template = slot.template.take().or(gone.template);
        slot.entity_type = slot.entity_type.or(gone.entity_type);
        slot.country = slot.country.or(gone.country);
        slot.named |= gone.named;
        slot.gender = slot.gender.or(gone.gender);
        slot.mentions.extend(gone.mentions);
        slot.nouns.extend(gone.nouns);
    }

    /// The one draft of a mention.
    pub(super) fn of(&self, mention: MentionId) -> Option<DraftId> {
        match self.of[mention.index()].as_slice() {
            [draft] => Some(self.root(*draft)),
            _ => None,
        }
    }

    /// All drafts of a mention.
    pub(super) fn all_of(&self, mention: MentionId) -> Vec<DraftId> {
        let mut roots = Vec::new();
        for draft in &self.of[mention.index()] {
            let root = self.root(*draft);
            if !roots.contains(&root) {
                roots.push(root);
            }
        }
        roots
    }

    pub(super) fn is_open(&self, mention: MentionId) -> bool {
        self.of[mention.index()].is_empty()
    }

    pub(super) fn reason(&self, mention: MentionId) -> &'static str {
        self.reasons[mention.index()]
    }

    pub(super) fn mention(&self, mention: MentionId) -> &'a Mention {
        &self.mentions.mentions[mention.index()]
    }

    pub(super) fn ids(&self) -> impl Iterator<Item = MentionId> + use<> {
        (0..self.mentions.mentions.len() as u32).map(MentionId)
    }

    /// The drafts that stand, in the order in which they were made.
    pub(super) fn roots(&self) -> impl Iterator<Item = DraftId> + '_ {
        (0..self.drafts.len() as u32).map(DraftId).filter(|d| self.parents[d.index()] == d.0)
    }

    /// The name of a mention as written, without titles.
    pub(super) fn name_text(&self, mention: &Mention) -> &'a str {
        self.words.text(mention.name.unwrap_or(mention.span))
    }

    /// What a draft is, as far as passes and the gazetteer tell.
    pub(super) fn type_of(&self, draft: DraftId) -> Option<EntityType> {
        self.draft(draft).entity_type
    }

    /// The country that a draft is or belongs to.
    pub(super) fn country_of(&self, draft: DraftId) -> Option<EntryId> {
        let draft = self.draft(draft);
        match draft.entry {
            Some(entry) if self.gazetteer.entry(entry).entity_type == EntityType::Country => Some(entry),
            _ => draft.country,
        }
    }

    /// The country that the article is about: named or described far more often than any other.
    pub(super) fn dominant_country(&self) -> Option<DraftId> {
        self.dominant.map(|d| self.root(d))
    }

    /// The country in which everything happens that the article gives no other place.
    pub(super) fn setting(&self) -> Option<DraftId> {
        self.setting.map(|d| self.root(d))
    }

    /// Counts by how many names and adjectives each country is mentioned, and finds the dominant one.
    pub(super) fn find_dominant_country(&mut self) {
        let mut counts: Vec<(usize, DraftId)> = self
            .roots()
            .filter(|d| self.type_of(*d) == Some(EntityType::Country))
            .map(|d| (self.draft(d).mentions.len(), d))
            .filter(|(count, _)| *count > 0)
            .collect();
        counts.sort_by_key(|(count, draft)| (std::cmp::Reverse(*count), *draft));
        let leads = |times: usize| match counts.as_slice() {
            [(_, only)] => Some(*only),
            [(first, draft), (second, _), ..] if *first >= times * second => Some(*draft),
            _ => None,
        };
        self.dominant = leads(self.lexicons.prominence.article_country);
        self.setting = leads(self.lexicons.prominence.setting);
    }

    /// Notes that a draft is an office-holder without a name.
    pub(super) fn note_unnamed(&mut self, holder: DraftId, of: DraftId) {
        self.unnamed.push((holder, of));
    }

    /// Whether a draft is an office-holder without a name.
    pub(super) fn holds_unnamed(&self, draft: DraftId) -> bool {
        !self.draft(draft).named && self.owner_of_unnamed(draft).is_some()
    }

    /// Whose office an office-holder without a name holds.
    pub(super) fn owner_of_unnamed(&self, draft: DraftId) -> Option<DraftId> {
        let root = self.root(draft);
        self.unnamed.iter().find(|(holder, _)| self.root(*holder) == root).map(|(_, of)| self.root(*of))
    }

    /// He or she, as titles, first names and pronouns tell.
    pub(super) fn gender_of(&self, draft: DraftId) -> Option<Gender> {
        self.draft(draft).gender
    }

    pub(super) fn learn_gender(&mut self, draft: DraftId, gender: Option<Gender>) {
        let slot = self.draft_mut(draft);
        slot.gender = slot.gender.or(gender);
    }

    /// The day of publication in ISO 8601.
    pub(super) fn day(&self) -> Option<String> {
        self.published.map(|d| d.to_string())
    }
}

impl DraftId {
    pub(super) fn index(self) -> usize {
        self.0 as usize
    }
}
