//! What `merge`, `split`, `reject` and `accept` share: who decides, when, why.

use clap::Args;
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::{Failure, Outcome, output};
use crate::schema::Schema;
use crate::store::{Action, Decision, Effect, Store};

/// Who decides, when, why.
#[derive(Debug, Args)]
#[command(next_help_heading = "The decision")]
pub(super) struct Judge {
    /// Who decides [default: the name of the user]
    #[arg(long, value_name = "NAME")]
    author: Option<String>,
    /// Why
    #[arg(long, value_name = "TEXT")]
    note: Option<String>,
    /// When: 2026-01-09T08:00:00Z or 2026-01-09; of two decisions the later holds [default: now]
    #[arg(long, value_name = "TIME", value_parser = time)]
    at: Option<Timestamp>,
}

fn time(text: &str) -> Result<Timestamp, String> {
    let day = || text.parse::<Date>().ok()?.to_zoned(TimeZone::UTC).ok().map(|day| day.timestamp());
    text.parse().ok().or_else(day).ok_or_else(|| "a time such as 2026-01-09T08:00:00Z, or a day, is meant".to_owned())
}

impl Judge {
    /// Writes decisions down, carries them out, and tells what became of them.
    pub(super) fn decide(
        &self,
        store: &mut Store,
        schema: &Schema,
        actions: Vec<Action>,
        quiet: bool,
    ) -> Result<Outcome, Failure> {
        let author = match &self.author {
            Some(author) => author.clone(),
            None => ["USER", "LOGNAME", "USERNAME"]
                .iter()
                .find_map(|name| std::env::var(name).ok().filter(|user| !user.is_empty()))
                .ok_or_else(|| Failure::Usage("who decides? give --author".to_owned()))?,
        };
        let mut second = self.at.unwrap_or_else(Timestamp::now).as_second();
        if self.at.is_none() {
            // Decisions of one second have no order; who decides now has seen the last one.
            let last = store.decisions()?.iter().filter_map(|d| d.at.parse::<Timestamp>().ok()).max();
            second = second.max(last.map_or(second, |last| last.as_second() + 1));
        }
        let at = Timestamp::from_second(second)
            .map_err(|_| Failure::Usage("the time lies too far away".to_owned()))?
            .to_string();
        let decisions: Vec<Decision> = actions
            .into_iter()
            .map(|action| Decision { action, author: author.clone(), at: at.clone(), note: self.note.clone() })
            .collect();
        let new = store.decide(&decisions, schema)?;
        if quiet {
            return Ok(Outcome::Done);
        }
        let made: Vec<String> = decisions.iter().map(Decision::id).collect();
        let rulings = store.rulings(schema)?;
        output::print(|out| {
            if new == 0 {
                writeln!(out, "decided already")?;
            }
            for ruling in rulings.iter().filter(|r| made.contains(&r.id)) {
                match &ruling.effect {
                    Effect::Holds => writeln!(out, "{}", ruling.decision)?,
                    other => writeln!(out, "{}\n  {other}", ruling.decision)?,
                }
            }
            Ok(())
        })?;
        Ok(Outcome::Done)
    }
}
