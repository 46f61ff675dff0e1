//! Reads JSON Lines of strings from standard input; writes the tokens of each as a line of JSON.
//!
//! `models/parity.py` compares them with those of spaCy.

use std::io::{self, BufRead, Write};

use actant::syntax::Engine;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let engine = Engine::built_in()?;
    let mut out = io::BufWriter::new(io::stdout().lock());
    for line in io::stdin().lock().lines() {
        let text: String = serde_json::from_str(&line?)?;
        let syntax = engine.parse_str(&text);
        let tokens: Vec<_> = syntax
            .tokens
            .iter()
            .enumerate()
            .map(|(i, token)| {
                let sentence = syntax.sentences[token.sentence.index()];
                let (entity, begins) = token.entity.map_or(("", false), |(label, begins)| (label.as_str(), begins));
                serde_json::json!([
                    token.span.start,
                    token.span.end,
                    token.tag.as_str(),
                    token.pos.as_str(),
                    token.head.0,
                    token.label.as_str(),
                    &syntax.lemmas[token.lemma.0 as usize..token.lemma.1 as usize],
                    entity,
                    begins,
                    sentence.start as usize == i,
                ])
            })
            .collect();
        serde_json::to_writer(&mut out, &tokens)?;
        out.write_all(b"\n")?;
    }
    out.flush()?;
    Ok(())
}
