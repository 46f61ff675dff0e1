//! Date expressions and what they mean.

use std::sync::OnceLock;

use actant::dates::{Bound, Calendar, Dates, find};
use actant::schema::Schema;
use actant::syntax::{Engine, Syntax};
use jiff::civil::{Date, date};
use proptest::prelude::*;

fn engine() -> &'static Engine {
    static ENGINE: OnceLock<Engine> = OnceLock::new();
    ENGINE.get_or_init(|| Engine::built_in().expect("the built-in model is valid"))
}

fn calendar() -> &'static Calendar {
    static CALENDAR: OnceLock<Calendar> = OnceLock::new();
    CALENDAR.get_or_init(|| {
        Calendar::new(&Schema::built_in().expect("the built-in schema is valid")).expect("the lexicons are valid")
    })
}

fn dates(text: &str, published: Option<Date>) -> (Syntax, Dates) {
    let syntax = engine().parse_str(text);
    let dates = find(text, &syntax, published, calendar());
    (syntax, dates)
}

/// Each expression as "words = value".
fn read(text: &str, published: Option<Date>) -> Vec<String> {
    let (syntax, dates) = dates(text, published);
    let show = |e: &actant::dates::DateExpression| {
        let value = e.value.map_or_else(|| "?".to_owned(), |v| v.to_string());
        format!("{} = {value}", syntax.bytes(e.span).of(text))
    };
    dates.expressions.iter().map(show).collect()
}

/// A Thursday.
const THURSDAY: Date = date(2026, 1, 8);

fn check(cases: &[(&str, &[&str])]) {
    for (text, expected) in cases {
        assert_eq!(read(text, Some(THURSDAY)), *expected, "{text}");
    }
}

#[test]
fn a_weekday_in_a_past_clause_is_the_latest_one() {
    check(&[
        ("The minister left Orta on Saturday.", &["Saturday = 2026-01-03"]),
        ("Voss told reporters Wednesday that he would stay.", &["Wednesday = 2026-01-07"]),
        ("The talks, which began on Friday, failed.", &["Friday = 2026-01-02"]),
        ("Saturday’s raid angered the mayor.", &["Saturday = 2026-01-03"]),
        ("The dispute follows Tuesday’s vote.", &["Tuesday = 2026-01-06"]),
        ("The protest follows the mayor’s remarks at a rally on Sunday.", &["Sunday = 2026-01-04"]),
        ("By Tuesday, two ministers had resigned.", &["Tuesday = 2026-01-06"]),
        ("A strike launched on Monday killed two people.", &["Monday = 2026-01-05"]),
        ("Troops entered Orta late Saturday night.", &["late Saturday night = 2026-01-03"]),
        ("He was arrested last Friday.", &["last Friday = 2026-01-02"]),
    ]);
}

#[test]
fn the_weekday_of_publication_is_that_day() {
    check(&[
        ("The mayor resigned on Thursday.", &["Thursday = 2026-01-08"]),
        ("The court will rule on Thursday.", &["Thursday = 2026-01-08"]),
        ("The mayor resigned last Thursday.", &["last Thursday = 2026-01-01"]),
    ]);
}

#[test]
fn a_weekday_in_a_future_clause_is_the_next_one() {
    check(&[
        ("The leaders will meet on Saturday.", &["Saturday = 2026-01-10"]),
        ("The leaders plan to meet in Orta on Monday.", &["Monday = 2026-01-12"]),
        ("Voss is expected to appear in court on Monday.", &["Monday = 2026-01-12"]),
        ("A vote scheduled for Tuesday could end the crisis.", &["Tuesday = 2026-01-13"]),
        ("The trial begins on Friday.", &["Friday = 2026-01-09"]),
        ("They will travel to Prell next Friday.", &["next Friday = 2026-01-09"]),
        ("The rebels have until Sunday to leave.", &["Sunday = 2026-01-11"]),
    ]);
}

#[test]
fn months_and_days_without_a_year_get_one() {
    check(&[
        ("In October, Syldavia imposed sanctions on Borduria.", &["October = 2025-10"]),
        ("The talks will resume in March.", &["March = 2026-03"]),
        ("Since early September, the strikes have killed 80 people.", &["early September = 2025-09"]),
        ("The note was delivered on January 4.", &["January 4 = 2026-01-04"]),
        ("The raid took place on Oct. 3.", &["Oct. 3 = 2025-10-03"]),
        ("The army will withdraw on 3 February.", &["3 February = 2026-02-03"]),
        ("The council set a March 1 deadline.", &["March 1 = 2026-03-01"]),
        ("They last met last November.", &["last November = 2025-11"]),
        ("In mid-December the border was closed.", &["mid-December = 2025-12"]),
        ("He was born in Orta in May last year.", &["May last year = 2025-05"]),
        ("The flood came on Friday, Dec. 26.", &["Friday, Dec. 26 = 2025-12-26"]),
    ]);
}

#[test]
fn full_dates_and_years_need_no_publication() {
    let cases: &[(&str, &[&str])] = &[
        ("The treaty was signed on January 3, 2024.", &["January 3, 2024 = 2024-01-03"]),
        ("The war began on 24 February 2022.", &["24 February 2022 = 2022-02-24"]),
        ("He returned in January 2025.", &["January 2025 = 2025-01"]),
        ("The case dates back to 2020.", &["2020 = 2020"]),
        ("The union fell apart in mid-1996.", &["mid-1996 = 1996"]),
        ("The mayor resigned on Saturday.", &["Saturday = ?"]),
        ("The mayor resigned in October.", &["October = ?"]),
        ("The mayor resigned last year.", &["last year = ?"]),
    ];
    for (text, expected) in cases {
        assert_eq!(read(text, None), *expected, "{text}");
    }
}

#[test]
fn words_that_count_from_publication_are_counted() {
    check(&[
        ("The mayor resigned yesterday.", &["yesterday = 2026-01-07"]),
        ("The council meets tomorrow.", &["tomorrow = 2026-01-09"]),
        ("The two clashed last year.", &["last year = 2025"]),
        ("Prell joined the union three years ago.", &["three years ago = 2023"]),
        ("The mayor resigned two months ago.", &["two months ago = 2025-11"]),
        ("The envoy left ten days ago.", &["ten days ago = 2025-12-29"]),
        ("The budget passed earlier this month.", &["earlier this month = 2026-01"]),
        ("The union will decide later this year.", &["later this year = 2026"]),
        ("The bridge will open by the end of the year.", &["the end of the year = 2026"]),
        ("The bridge fell last night.", &["last night = 2026-01-07"]),
        ("The bridge fell this morning.", &["this morning = 2026-01-08"]),
    ]);
}

#[test]
fn a_span_of_days_is_the_month_that_surely_holds_it_else_the_year() {
    check(&[
        ("Over the weekend, Voss insulted the mayor.", &["the weekend = 2026-01"]),
        ("Earlier this week, Voss insulted the mayor.", &["Earlier this week = 2026-01"]),
        ("The leaders will meet next week.", &["next week = 2026-01"]),
        // From 28 December to 3 January: no month and no year holds it.
        ("Voss insulted the mayor last week.", &["last week = ?"]),
    ]);
    let on = |day| read("Voss insulted the mayor last week.", Some(day));
    assert_eq!(on(date(2025, 3, 9)), ["last week = 2025-03"]);
    assert_eq!(on(date(2025, 4, 9)), ["last week = 2025"]);
}

#[test]
fn words_of_an_unknown_time_have_no_value() {
    check(&[
        ("The two have been allies for the past two decades.", &[]),
        ("Relations have recently improved.", &[]),
        ("He was jailed several years ago.", &["years ago = ?"]),
        ("He died two weeks later.", &["two weeks later = ?"]),
    ]);
}

#[test]
fn the_next_day_is_counted_from_the_day_named_before() {
    let text = "The raid took place on Saturday. The next day, the mayor resigned.";
    assert_eq!(read(text, Some(THURSDAY)), ["Saturday = 2026-01-03", "The next day = 2026-01-04"]);
    let text = "The raid took place in October. The next day, the mayor resigned.";
    assert_eq!(read(text, Some(THURSDAY)), ["October = 2025-10", "The next day = ?"]);
}

#[test]
fn names_that_are_words_of_the_calendar_are_no_dates() {
    check(&[
        ("April Jones may march to the palace.", &[]),
        ("She spoke to the Sunday Times about the army.", &[]),
        ("“This Week” invited the mayor.", &[]),
        ("About 2000 people fled.", &[]),
    ]);
}

#[test]
fn prepositions_bound_the_time() {
    let bound = |text: &str| dates(text, Some(THURSDAY)).1.expressions[0].bound;
    assert_eq!(bound("Since September, strikes have killed 80 people."), Bound::Since);
    assert_eq!(bound("The rebels have until Sunday to leave."), Bound::Until);
    assert_eq!(bound("After Tuesday the border was closed."), Bound::After);
    assert_eq!(bound("The mayor resigned on Tuesday."), Bound::At);
    assert_eq!(bound("The mayor resigned Tuesday."), Bound::At);
}

#[test]
fn an_expression_hangs_by_its_highest_word() {
    for (text, head) in [
        ("Troops entered Orta on Saturday night.", "night"),
        ("The treaty was signed on January 3, 2024.", "January"),
        ("The two clashed last year.", "year"),
        ("Saturday’s raid angered the mayor.", "Saturday"),
    ] {
        let (syntax, dates) = dates(text, Some(THURSDAY));
        assert_eq!(syntax.word(text, dates.expressions[0].head), head, "{text}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(60) })]

    #[test]
    fn expressions_are_in_order_and_apart(
        words in proptest::collection::vec(
            prop_oneof![
                Just("last"), Just("Saturday"), Just("the"), Just("year"), Just("January"), Just("31"), Just(","),
                Just("2026"), Just("ago"), Just("two"), Just("days"), Just("end"), Just("of"), Just("week"), Just("29"),
                Just("February"), Just("later"), Just("."), Just("night"), Just("weekend"), Just("mid"), Just("-"),
            ],
            0..30,
        ),
        day in 1i8..=28, month in 1i8..=12, year in prop_oneof![Just(-9999i16), Just(9999), 1900i16..2100],
    ) {
        let text = words.join(" ");
        let (syntax, dates) = dates(&text, Date::new(year, month, day).ok());
        let mut end = 0;
        for expression in &dates.expressions {
            prop_assert!(expression.span.start >= end && !expression.span.is_empty());
            prop_assert!((expression.span.end as usize) <= syntax.tokens.len());
            prop_assert!(expression.span.has(expression.head));
            end = expression.span.end;
        }
    }
}
