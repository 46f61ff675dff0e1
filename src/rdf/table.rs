//! Rows as aligned columns for reading.

use oxigraph::model::Term;
use unicode_segmentation::UnicodeSegmentation;

use super::Naming;

/// The columns with a header and, below, how many rows there are.
pub(super) fn table(variables: &[String], rows: &[Vec<Option<Term>>], complete: bool, naming: &Naming) -> String {
    let cells: Vec<Vec<String>> =
        rows.iter().map(|row| row.iter().map(|cell| words(cell.as_ref(), naming)).collect()).collect();
    let width = |words: &str| words.graphemes(true).count();
    let widths: Vec<usize> = variables
        .iter()
        .enumerate()
        .map(|(i, v)| cells.iter().map(|row| width(&row[i])).chain([width(v)]).max().unwrap_or_default())
        .collect();
    let numeric: Vec<bool> = (0..variables.len())
        .map(|i| !rows.is_empty() && rows.iter().all(|row| row[i].as_ref().is_none_or(is_number)))
        .collect();
    let mut out = String::new();
    let line = |out: &mut String, cells: &[String]| {
        let mut written = String::new();
        for (i, cell) in cells.iter().enumerate() {
            let gap = " ".repeat(widths[i] - width(cell));
            let (before, after) = if numeric[i] { (gap.as_str(), "") } else { ("", gap.as_str()) };
            written.push_str(before);
            written.push_str(cell);
            written.push_str(after);
            written.push_str("  ");
        }
        out.push_str(written.trim_end());
        out.push('\n');
    };
    line(&mut out, variables);
    line(&mut out, &widths.iter().map(|w| "─".repeat(*w)).collect::<Vec<_>>());
    for row in &cells {
        line(&mut out, row);
    }
    let count = if rows.len() == 1 { "1 row".to_owned() } else { format!("{} rows", rows.len()) };
    out.push_str(&if complete { format!("({count})\n") } else { format!("(the first {count}; there are more)\n") });
    out
}

fn is_number(term: &Term) -> bool {
    matches!(term, Term::Literal(l) if l.language().is_none() && l.value().parse::<f64>().is_ok())
}

/// A term as people read it, on one line, without anything that a terminal would obey.
fn words(term: Option<&Term>, naming: &Naming) -> String {
    let words = match term {
        None => return String::new(),
        Some(Term::NamedNode(node)) => naming.shorten(node.as_str()),
        Some(Term::Literal(literal)) => literal.value().to_owned(),
        Some(other) => other.to_string(),
    };
    words.chars().map(|c| if matches!(c, '\n' | '\r' | '\t') { ' ' } else { c }).map(visible).collect()
}

fn visible(c: char) -> char {
    if c.is_control() { char::REPLACEMENT_CHARACTER } else { c }
}
