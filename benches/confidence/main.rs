//! What the confidence of statements is fitted to: features of statements that are known to be right or wrong.
//!
//! Takes folders of annotated articles, as `actant score` does; prints a line a statement: folder, document, 1 for
//! right or 0 for wrong, the statement, its features. `models/confidence/fit.py` reads them. Prints no words of the
//! articles but names. The same articles give the same bytes.
//!
//! ```sh
//! cargo bench --bench confidence -- GOLD_DIR… > observations.tsv
//! ```

mod gold;

use std::io::Write;
use std::path::Path;

use actant::pipeline::Pipeline;
use actant::schema::Schema;
use actant::statements::Feature;

type Result<T> = std::result::Result<T, Box<dyn std::error::Error>>;

/// A statement that is known to be right or wrong.
struct Observation {
    set: String,
    document: String,
    is_right: bool,
    statement: String,
    features: Vec<Feature>,
}

fn main() -> Result<()> {
    let pipeline = Pipeline::new(Schema::built_in()?)?;
    let mut out = std::io::stdout().lock();
    // Cargo adds `--bench`.
    for directory in std::env::args().skip(1).filter(|argument| argument != "--bench") {
        let observations = gold::observe(&pipeline, Path::new(&directory))?;
        for o in observations {
            let features: Vec<String> = o.features.iter().map(|f| format!("{}={:.4}", f.name, f.value)).collect();
            let label = u8::from(o.is_right);
            writeln!(out, "{}\t{}\t{label}\t{}\t{}", o.set, o.document, o.statement, features.join("\t"))?;
        }
    }
    Ok(())
}
