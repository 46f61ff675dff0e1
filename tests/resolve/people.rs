//! Persons: office-holders by the day, first names, offices that several share, those whom a plural names.

use actant::schema::EntityType;
use jiff::civil::date;

use super::{resolve, resolve_on};

#[test]
fn a_president_without_a_first_name_is_the_one_of_that_day() {
    let page = "President Clinton wrote to Peru. Lima thanked Clinton. Peru and Lima were calm.";
    let r = resolve_on(date(1998, 3, 2), page);
    assert_eq!(r.of("President Clinton", 0), ["Bill Clinton"]);
    assert_eq!(r.offices(), ["Bill Clinton leads United States: President"]);
}

#[test]
fn a_president_whom_the_article_s_country_does_not_have_is_not_given_it() {
    let r = resolve_on(date(2012, 3, 2), "President Quispe wrote to Chile. Chile and Santiago were calm.");
    assert_eq!(r.offices(), [] as [&str; 0], "in 2012 Chile had a president of another name");
}

#[test]
fn a_namesake_of_another_time_is_somebody_else() {
    let r = resolve_on(date(2022, 3, 2), "President Clinton of the Lima Chess Club wrote to Peru.");
    assert_ne!(r.of("President Clinton", 0), ["Bill Clinton"]);
}

#[test]
fn of_two_presidents_of_a_name_the_one_in_office_is_meant() {
    let wrote = "George Bush wrote to Peru.";
    assert_eq!(resolve_on(date(1991, 3, 2), wrote).of("George Bush", 0), ["George H. W. Bush"]);
    assert_eq!(resolve_on(date(2003, 3, 2), wrote).of("George Bush", 0), ["George W. Bush"]);
}

#[test]
fn the_office_before_another_title_counts() {
    let r = resolve("Peruvian Prime Minister Dr. Ana Quispe wrote to Chile.");
    assert_eq!(r.offices(), ["Ana Quispe leads Peru: Prime Minister"]);
}

#[test]
fn one_title_gives_several_their_offices() {
    let r = resolve("Presidents Ana Quispe of Peru and Omar Sall of Senegal signed a treaty.");
    assert_eq!(r.offices(), ["Ana Quispe leads Peru: Presidents", "Omar Sall leads Senegal: Presidents"]);
    assert_eq!(r.of("Presidents", 0), ["Ana Quispe", "Omar Sall"]);
}

#[test]
fn a_shared_title_gives_no_office_of_a_party() {
    let r = resolve("Councillors Ana Quispe of the Labour Party and Omar Sall of the Green Party met in Lima.");
    assert_eq!(r.offices(), [] as [&str; 0]);
}

#[test]
fn a_first_name_that_both_genders_bear_makes_a_person() {
    let r = resolve("Jean-Marc Oyelaran praised Chile. Dana Oyelaran did not.");
    assert_eq!(r.entity("Jean-Marc Oyelaran").entity_type, EntityType::Person);
}

#[test]
fn a_first_name_alone_is_the_person_and_not_the_town() {
    let r = resolve("Bryan Oyelaran lost the vote in Lima. Friends of Bryan said that Bryan had wept.");
    assert_eq!(r.of("Bryan", 0), ["Bryan Oyelaran"]);
}

#[test]
fn a_plural_description_is_those_whom_its_apposition_names() {
    let r = resolve("Two ministers, Ana Quispe and Omar Sall, left Lima.");
    assert_eq!(r.of("Two ministers", 0), ["Ana Quispe", "Omar Sall"]);
}

#[test]
fn a_plural_description_with_one_name_is_not_that_one() {
    let r = resolve("Several ministers, among them Ana Quispe, left Lima.");
    assert_ne!(r.of("Several ministers", 0), ["Ana Quispe"]);
}

#[test]
fn all_people_of_a_country_are_its_people_but_two_are_not() {
    let r = resolve("Peruvians voted. The Peruvian people chose Ana Quispe. Two Peruvian people were hurt.");
    assert_eq!(r.of("The Peruvian people", 0), r.of("Peruvians", 0));
    assert_ne!(r.of("Two Peruvian people", 0), r.of("Peruvians", 0));
}
