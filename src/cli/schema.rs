//! `actant schema`

use clap::{Args, Subcommand};

use super::{Failure, General, Outcome, output};
use crate::check::{self, Problem};
use crate::clauses::Grammar;
use crate::patterns::Patterns;
use crate::pipeline::Pipeline;
use crate::syntax::Engine;

/// So many examples show that a pattern is more than one story's wording.
const EXAMPLES: usize = 2;

/// Work with the schema of relations
#[derive(Debug, Subcommand)]
#[command(after_long_help = "\
Examples:
  actant schema check
  actant schema list")]
pub(super) enum Command {
    Check(Check),
    List(List),
    Lock(Lock),
}

/// Test the schema: is every pattern understood, does every example hold
///
/// Says which patterns cannot be understood and why, which statements of examples are not found,
/// and which counterexamples are. With --patterns it shows how each pattern was understood. Ends
/// with exit code 1 if something does not hold.
#[derive(Debug, Args)]
#[command(after_long_help = "\
Examples:
  actant schema check
  actant schema check --schema my-schema/ --patterns
  actant schema check --examples")]
pub(super) struct Check {
    /// Show how each pattern was understood
    #[arg(long)]
    patterns: bool,

    /// List the patterns that fewer than two examples show
    #[arg(long)]
    examples: bool,
}

/// List the relations with what they mean
#[derive(Debug, Args)]
#[command(after_long_help = "\
Examples:
  actant schema list
  actant schema list --schema my-schema/")]
pub(super) struct List {}

/// Print how the engine understands each pattern, as the lock file of the schema holds it
#[derive(Debug, Args)]
#[command(after_long_help = "\
Examples:
  actant schema lock > schema/patterns.lock")]
pub(super) struct Lock {}

impl Command {
    pub(super) fn run(&self, general: &General) -> Result<Outcome, Failure> {
        match self {
            Self::Check(check) => check.run(general),
            Self::List(_) => list(general),
            Self::Lock(_) => lock(general),
        }
    }
}

impl Check {
    fn run(&self, general: &General) -> Result<Outcome, Failure> {
        let schema = general.schema()?;
        let grammar = Grammar::new(&schema)?;
        let engine = Engine::built_in().map_err(crate::pipeline::PipelineError::from)?;
        let (patterns, errors) = Patterns::parsed(&schema, &grammar, &engine);
        let count = patterns.patterns.len();
        if self.patterns {
            output::print(|out| {
                patterns.patterns.iter().try_for_each(|pattern| {
                    let relation = &schema.relation(pattern.relation).id;
                    writeln!(out, "{relation}  \"{}\"\n    {}", pattern.text, pattern.tree)
                })
            })?;
        }
        if !errors.is_empty() {
            output::print(|out| errors.iter().try_for_each(|error| writeln!(out, "{error}")))?;
            return Ok(Outcome::Incomplete);
        }
        let relations = schema.relations.len();
        let examples: usize = schema.relations.iter().map(|r| r.examples.len() + r.counterexamples.len()).sum();
        let pipeline = Pipeline::new(schema)?;
        let check::Report { findings, shown } = check::check(&pipeline);
        output::print(|out| {
            for pattern in shown.iter().filter(|p| self.examples && p.examples < EXAMPLES) {
                let check::Shown { relation, pattern, examples } = pattern;
                writeln!(out, "relations/{relation}.toml: {examples} of {EXAMPLES} examples: {pattern}")?;
            }
            for finding in &findings {
                match &finding.problem {
                    Problem::Missing(wanted) => {
                        writeln!(out, "relations/{}.toml: not found: {wanted}", finding.relation)?;
                    }
                    Problem::Unexpected(found) => {
                        writeln!(out, "relations/{}.toml: must not be found: {found}", finding.relation)?;
                    }
                }
                writeln!(out, "    in: {}", finding.text)?;
                let found = if finding.found.is_empty() { "nothing".to_owned() } else { finding.found.join("; ") };
                writeln!(out, "    found: {found}")?;
            }
            if general.quiet {
                return Ok(());
            }
            writeln!(
                out,
                "{relations} relations, {count} patterns, {examples} examples; {} do not hold",
                findings.len()
            )
        })?;
        Ok(if findings.is_empty() { Outcome::Done } else { Outcome::Incomplete })
    }
}

fn list(general: &General) -> Result<Outcome, Failure> {
    let schema = general.schema()?;
    output::print(|out| {
        schema.relations.iter().try_for_each(|relation| {
            let class = relation.plover.as_deref().unwrap_or("-");
            writeln!(out, "{:18} {class:10} {}", relation.id, relation.definition)
        })
    })?;
    Ok(Outcome::Done)
}

fn lock(general: &General) -> Result<Outcome, Failure> {
    let schema = general.schema()?;
    let grammar = Grammar::new(&schema)?;
    let engine = Engine::built_in().map_err(crate::pipeline::PipelineError::from)?;
    let (patterns, errors) = Patterns::parsed(&schema, &grammar, &engine);
    for error in &errors {
        output::complain(&format!("{error}\n"))?;
    }
    output::print(|out| out.write_all(patterns.lock(&schema).as_bytes()))?;
    Ok(if errors.is_empty() { Outcome::Done } else { Outcome::Incomplete })
}
