use actant::{clauses::Grammar, patterns::Patterns, schema::Schema, syntax::Engine};
fn main() {
    let t = std::time::Instant::now();
    let schema = Schema::built_in().unwrap();
    eprintln!("schema {:?}", t.elapsed());
    let engine = Engine::built_in().unwrap();
    eprintln!("engine {:?}", t.elapsed());
    let g = Grammar::new(&schema).unwrap();
    let (p, e) = Patterns::understood(&schema, &g, &engine);
    eprintln!("patterns {:?} {} {}", t.elapsed(), p.patterns.len(), e.len());
    print!("{}", p.lock(&schema));
    for x in e {
        eprintln!("{x}");
    }
}
