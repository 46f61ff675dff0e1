//! The measures of coreference: MUC (Vilain et al. 1995), B³ (Bagga and Baldwin 1998), CEAFe (Luo
//! 2005) and their mean, as the reference scorer of CoNLL-2012 computes them.

use std::collections::BTreeMap;

/// Mentions, by any key, as sets that refer to the same.
pub type Clusters = Vec<Vec<usize>>;

/// Numerators and denominators of precision and recall, to be summed over documents.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Fraction {
    pub precision: (f64, f64),
    pub recall: (f64, f64),
}

impl Fraction {
    pub fn add(&mut self, other: Self) {
        self.precision.0 += other.precision.0;
        self.precision.1 += other.precision.1;
        self.recall.0 += other.recall.0;
        self.recall.1 += other.recall.1;
    }

    pub fn values(self) -> (f64, f64, f64) {
        let divide = |(part, whole): (f64, f64)| if whole == 0.0 { 0.0 } else { part / whole };
        let (precision, recall) = (divide(self.precision), divide(self.recall));
        let sum = precision + recall;
        (precision, recall, if sum == 0.0 { 0.0 } else { 2.0 * precision * recall / sum })
    }
}

fn owners(clusters: &Clusters) -> BTreeMap<usize, usize> {
    clusters.iter().enumerate().flat_map(|(i, cluster)| cluster.iter().map(move |m| (*m, i))).collect()
}

/// MUC: links that are kept.
pub fn muc(gold: &Clusters, given: &Clusters) -> Fraction {
    let kept = |key: &Clusters, response: &Clusters| {
        let owner = owners(response);
        let (mut kept, mut all) = (0.0, 0.0);
        for cluster in key {
            let mut parts: Vec<usize> = cluster.iter().filter_map(|m| owner.get(m)).copied().collect();
            let missing = cluster.len() - parts.len();
            parts.sort_unstable();
            parts.dedup();
            kept += (cluster.len() - missing - parts.len()) as f64;
            all += cluster.len() as f64 - 1.0;
        }
        (kept, all)
    };
    Fraction { precision: kept(given, gold), recall: kept(gold, given) }
}

/// B³: for each mention, how much of its cluster is shared.
pub fn b_cubed(gold: &Clusters, given: &Clusters) -> Fraction {
    let shared = |key: &Clusters, response: &Clusters| {
        let owner = owners(response);
        let (mut sum, mut all) = (0.0, 0.0);
        for cluster in key {
            let mut parts: BTreeMap<usize, f64> = BTreeMap::new();
            for part in cluster.iter().filter_map(|m| owner.get(m)) {
                *parts.entry(*part).or_default() += 1.0;
            }
            sum += parts.values().map(|n| n * n).sum::<f64>() / cluster.len() as f64;
            all += cluster.len() as f64;
        }
        (sum, all)
    };
    Fraction { precision: shared(given, gold), recall: shared(gold, given) }
}

/// CEAFe: clusters aligned one to one so that the sum of 2·|K∩R| / (|K|+|R|) is greatest.
pub fn ceaf(gold: &Clusters, given: &Clusters) -> Fraction {
    let owner = owners(given);
    let mut similarity = vec![vec![0.0; given.len()]; gold.len()];
    for (i, cluster) in gold.iter().enumerate() {
        for part in cluster.iter().filter_map(|m| owner.get(m)) {
            similarity[i][*part] += 2.0 / (cluster.len() + given[*part].len()) as f64;
        }
    }
    let best = greatest_assignment(&similarity);
    Fraction { precision: (best, given.len() as f64), recall: (best, gold.len() as f64) }
}

/// The greatest sum of cells, no two of one row or column: the Hungarian method on negated weights.
fn greatest_assignment(weights: &[Vec<f64>]) -> f64 {
    let size = weights.len().max(weights.first().map_or(0, Vec::len));
    let cost = |row: usize, column: usize| -weights.get(row).and_then(|r| r.get(column)).copied().unwrap_or(0.0);
    // Rows and columns count from 1; 0 stands for none.
    let (mut row_price, mut column_price) = (vec![0.0; size + 1], vec![0.0; size + 1]);
    let mut row_of = vec![0; size + 1];
    for row in 1..=size {
        row_of[0] = row;
        let mut column = 0;
        let mut least = vec![f64::INFINITY; size + 1];
        let mut before = vec![0; size + 1];
        let mut is_used = vec![false; size + 1];
        while row_of[column] != 0 {
            is_used[column] = true;
            let from = row_of[column];
            let (mut step, mut next) = (f64::INFINITY, 0);
            for to in 1..=size {
                if is_used[to] {
                    continue;
                }
                let reduced = cost(from - 1, to - 1) - row_price[from] - column_price[to];
                if reduced < least[to] {
                    (least[to], before[to]) = (reduced, column);
                }
                if least[to] < step {
                    (step, next) = (least[to], to);
                }
            }
            for to in 0..=size {
                if is_used[to] {
                    row_price[row_of[to]] += step;
                    column_price[to] -= step;
                } else {
                    least[to] -= step;
                }
            }
            column = next;
        }
        while column != 0 {
            row_of[column] = row_of[before[column]];
            column = before[column];
        }
    }
    (1..=size).map(|column| -cost(row_of[column] - 1, column - 1)).sum()
}
