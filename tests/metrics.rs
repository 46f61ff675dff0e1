//! The measures of coreference that `benches/accuracy` uses, on small worked examples.

#[path = "../benches/accuracy/metrics.rs"]
mod measures;

use measures::{Clusters, b_cubed, ceaf, muc};

fn near(value: f64, expected: f64) {
    assert!((value - expected).abs() < 1e-9, "{value} is not {expected}");
}

/// Five, two and five mentions; the answer joins the first and the last.
fn joined() -> (Clusters, Clusters) {
    let gold = vec![vec![1, 2, 3, 4, 5], vec![6, 7], vec![8, 9, 10, 11, 12]];
    (gold, vec![vec![1, 2, 3, 4, 5, 8, 9, 10, 11, 12], vec![6, 7]])
}

#[test]
fn muc_counts_one_wrong_link_where_two_clusters_are_joined() {
    let (gold, given) = joined();
    let fraction = muc(&gold, &given);
    assert_eq!(fraction.precision, (9.0, 10.0));
    assert_eq!(fraction.recall, (9.0, 9.0));
}

#[test]
fn b_cubed_weighs_the_mentions_of_the_joined_clusters() {
    let (gold, given) = joined();
    let (precision, recall, _) = b_cubed(&gold, &given).values();
    near(precision, 7.0 / 12.0);
    near(recall, 1.0);
}

#[test]
fn ceaf_aligns_a_cluster_only_once() {
    let (gold, given) = joined();
    let fraction = ceaf(&gold, &given);
    near(fraction.precision.0, 2.0 * 5.0 / 15.0 + 1.0);
    assert_eq!((fraction.precision.1, fraction.recall.1), (2.0, 3.0));
}

#[test]
fn mentions_that_are_missing_or_invented_cost_recall_and_precision() {
    let gold = vec![vec![1, 2, 3]];
    let given = vec![vec![1, 2, 9]];
    assert_eq!(muc(&gold, &given).recall, (1.0, 2.0));
    let (precision, recall, _) = b_cubed(&gold, &given).values();
    near(precision, 4.0 / 9.0);
    near(recall, 4.0 / 9.0);
    near(ceaf(&gold, &given).recall.0, 4.0 / 6.0);
}

#[test]
fn clusters_are_aligned_best_and_not_greedily() {
    // Greedily the first would take the half of itself and leave the second with nothing.
    let gold = vec![vec![1, 2, 3, 4, 5], vec![6, 7, 8]];
    let given = vec![vec![1, 2, 3, 6, 7, 8], vec![4, 5]];
    near(ceaf(&gold, &given).recall.0, 2.0 * 2.0 / 7.0 + 2.0 * 3.0 / 9.0);
}

#[test]
fn the_score_of_two_documents_is_that_of_their_summed_counts() {
    let (gold, given) = joined();
    let mut sum = muc(&gold, &given);
    sum.add(muc(&vec![vec![1, 2]], &vec![vec![3, 4]]));
    assert_eq!((sum.precision, sum.recall), ((9.0, 11.0), (9.0, 10.0)));
}

#[test]
fn nothing_has_no_score() {
    for measure in [muc, b_cubed, ceaf] {
        near(measure(&Vec::new(), &Vec::new()).values().2, 0.0);
    }
}

#[test]
fn equal_clusters_are_perfect() {
    let (gold, _) = joined();
    for measure in [muc, b_cubed, ceaf] {
        near(measure(&gold, &gold).values().2, 1.0);
    }
}
