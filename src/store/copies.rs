//! Documents that say the same as an earlier one in the same words.

use std::collections::{BTreeMap, BTreeSet};

use rusqlite::{Connection, OptionalExtension, params};
use rustc_hash::FxHashMap;

use super::consolidate::Source;
use super::rows::Sql;
use super::view::DocumentIndex;

/// The share of a document's sentences that must stand in an earlier one to make it a copy: wire
/// stories come with another headline, a cut end and a line of the house's own.
const COPIED: (usize, usize) = (4, 5);

/// How many originals are remembered for one sentence. Lines that every page of a house carries
/// stand in very many; a real copy shares other sentences with its original.
const REMEMBERED: usize = 16;

/// For each document the earlier one whose sentences it repeats.
pub(super) fn copies(sources: &[Source]) -> Vec<Option<DocumentIndex>> {
    let mut order: Vec<usize> = (0..sources.len()).collect();
    order.sort_by_key(|i| {
        let view = &sources[*i].view;
        (view.published.is_none(), view.published.as_deref(), view.key.as_str())
    });
    let mut originals_with: FxHashMap<i64, Vec<usize>> = FxHashMap::default();
    let mut copies = vec![None; sources.len()];
    for i in order {
        let digests: BTreeSet<i64> = sources[i].sentences.iter().map(|(_, digest)| *digest).collect();
        let mut shared: BTreeMap<usize, usize> = BTreeMap::new();
        for digest in &digests {
            for original in originals_with.get(digest).into_iter().flatten() {
                *shared.entry(*original).or_default() += 1;
            }
        }
        // Among equals the document whose key comes first.
        let best = shared.into_iter().max_by_key(|(original, count)| (*count, std::cmp::Reverse(*original)));
        match best {
            Some((original, count)) if count * COPIED.1 >= digests.len() * COPIED.0 => {
                copies[i] = Some(DocumentIndex(original as u32));
            }
            _ => {
                for digest in digests {
                    let originals = originals_with.entry(digest).or_default();
                    if originals.len() < REMEMBERED {
                        originals.push(i);
                    }
                }
            }
        }
    }
    copies
}

/// Where a document stands among all: those without a day of publication come last.
type Order = (bool, Option<String>, String);

/// The documents that have to be looked at again, in the order in which they came out.
#[derive(Debug, Default)]
pub(super) struct Queue(BTreeMap<Order, i64>);

impl Queue {
    /// Puts a document in line, if it is there.
    pub fn push(&mut self, connection: &Connection, document: i64) -> Sql<()> {
        if let Some(order) = order(connection, document)? {
            self.0.insert(order, document);
        }
        Ok(())
    }

    /// Puts the later documents in line that may look different now that this one begins or ceases
    /// to be an original.
    pub fn push_followers(&mut self, connection: &Connection, document: i64) -> Sql<()> {
        let Some(of) = order(connection, document)? else { return Ok(()) };
        let mut with = connection.prepare_cached(
            "SELECT DISTINCT d.published IS NULL, d.published, d.key, d.document, c.original IS NULL FROM sentence s \
             JOIN document d USING (document) LEFT JOIN document_copy c ON c.document = d.document \
             WHERE s.digest = ?1 AND d.document <> ?2",
        )?;
        for digest in digests(connection, document)? {
            let mut sharing: Vec<(Order, i64, bool)> = with
                .query_map(params![digest, document], |row| {
                    Ok(((row.get(0)?, row.get(1)?, row.get(2)?), row.get(3)?, row.get(4)?))
                })?
                .collect::<Sql<_>>()?;
            // Where enough originals came before, this one is not remembered.
            if sharing.iter().filter(|(order, _, is_original)| *is_original && *order < of).count() >= REMEMBERED {
                continue;
            }
            sharing.retain(|(order, ..)| *order > of);
            self.0.extend(sharing.into_iter().map(|(order, document, _)| (order, document)));
        }
        Ok(())
    }

    /// Looks at all documents in line, of which some came only now; gives those of which something
    /// else is known than before.
    pub fn settle(mut self, connection: &Connection, came: &BTreeSet<i64>) -> Sql<BTreeSet<i64>> {
        let mut changed = BTreeSet::new();
        while let Some((order, document)) = self.0.pop_first() {
            let before: Option<i64> = connection
                .prepare_cached("SELECT original FROM document_copy WHERE document = ?1")?
                .query_row([document], |row| row.get(0))
                .optional()?;
            let now = original(connection, document, &order)?;
            if before.is_none() != now.is_none() || (now.is_none() && came.contains(&document)) {
                self.push_followers(connection, document)?;
            }
            if before == now {
                continue;
            }
            changed.insert(document);
            match now {
                Some(original) => connection
                    .prepare_cached("INSERT OR REPLACE INTO document_copy VALUES (?1, ?2)")?
                    .execute([document, original])?,
                None => {
                    connection.prepare_cached("DELETE FROM document_copy WHERE document = ?1")?.execute([document])?
                }
            };
        }
        Ok(changed)
    }
}

fn order(connection: &Connection, document: i64) -> Sql<Option<Order>> {
    connection
        .prepare_cached("SELECT published IS NULL, published, key FROM document WHERE document = ?1")?
        .query_row([document], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
        .optional()
}

fn digests(connection: &Connection, document: i64) -> Sql<BTreeSet<i64>> {
    connection
        .prepare_cached("SELECT digest FROM sentence WHERE document = ?1")?
        .query_map([document], |row| row.get(0))?
        .collect()
}

/// The document that this one repeats, as [`copies`] finds it.
fn original(connection: &Connection, document: i64, order: &Order) -> Sql<Option<i64>> {
    let mut with = connection.prepare_cached(
        "SELECT DISTINCT d.published IS NULL, d.published, d.key, d.document FROM sentence s \
         JOIN document d USING (document) WHERE s.digest = ?1 \
         AND NOT EXISTS (SELECT 1 FROM document_copy c WHERE c.document = d.document)",
    )?;
    let digests = digests(connection, document)?;
    let mut shared: BTreeMap<(String, i64), usize> = BTreeMap::new();
    for digest in &digests {
        let mut originals: Vec<(Order, i64)> = with
            .query_map([digest], |row| Ok(((row.get(0)?, row.get(1)?, row.get(2)?), row.get(3)?)))?
            .collect::<Sql<_>>()?;
        originals.retain(|(other, _)| other < order);
        originals.sort_unstable();
        for ((_, _, key), original) in originals.into_iter().take(REMEMBERED) {
            *shared.entry((key, original)).or_default() += 1;
        }
    }
    let best = shared.into_iter().max_by(|a, b| a.1.cmp(&b.1).then_with(|| b.0.0.cmp(&a.0.0)));
    Ok(best.filter(|(_, count)| count * COPIED.1 >= digests.len() * COPIED.0).map(|((_, original), _)| original))
}
