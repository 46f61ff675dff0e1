//! Places and bodies in them: capitals, halves of names, seats abroad, groups by their place, what a hyphen joins.

use actant::schema::EntityType;

use super::resolve;

#[test]
fn the_capital_of_a_country_is_the_city() {
    let r = resolve("The Cambodian capital was calm. The capital of Peru was not.");
    assert_eq!(r.of("The Cambodian capital", 0), ["Phnom Penh"]);
    assert_eq!(r.of("The capital of Peru", 0), ["Lima"]);
}

#[test]
fn a_capital_with_its_name_is_called_so() {
    let r = resolve("Peru sent tents to the Beninese capital Cotonou. The Chilean capital, Valparaiso, was calm.");
    assert!(r.entities.entities.iter().all(|e| !["Porto-Novo", "Santiago"].contains(&e.name.as_str())));
}

#[test]
fn the_capital_of_a_company_is_no_city() {
    let r = resolve("The company's capital grew in Peru.");
    assert!(r.entities.entities.iter().all(|e| e.name != "Lima"));
}

#[test]
fn north_and_south_are_the_two_countries() {
    let r = resolve("North and South Korea agreed on a canal. The North praised the South.");
    assert_eq!(r.of("North", 0), ["North Korea"]);
    assert_eq!(r.of("North", 1), ["North Korea"]);
    assert_eq!(r.of("South", 0), ["South Korea"]);
}

#[test]
fn the_north_of_another_country_is_none_of_them() {
    let r = resolve("Peru built a canal. The North praised it.");
    assert!(r.entities.entities.iter().all(|e| e.name != "North Korea"));
}

#[test]
fn an_embassy_is_called_by_where_it_stands_abroad() {
    let r = resolve("The Peruvian Embassy in Quito closed. The Peruvian Embassy in Oslo did not.");
    r.entity("Peruvian Embassy in Quito");
}

#[test]
fn a_court_in_its_own_country_is_called_without_the_town() {
    let r = resolve("The High Court in Nairobi ruled. Kenya was calm.");
    assert!(r.entities.entities.iter().all(|e| !e.name.ends_with(" in Nairobi")));
}

#[test]
fn forces_in_their_own_country_are_not_named_twice() {
    let r = resolve("Security forces in Somalia said that they had freed a pilot.");
    r.entity("Somali security forces");
}

#[test]
fn a_group_is_told_apart_by_where_it_comes_from() {
    let r = resolve("The army freed 43 students from Chiapas. It did not free students from poverty.");
    r.entity("43 students from Chiapas");
    assert!(r.entities.entities.iter().all(|e| !e.name.contains("poverty")));
}

#[test]
fn a_group_that_a_country_backs_is_not_its_own() {
    let r = resolve("The Iran-backed militias and U.S.-backed forces left Mosul. U.S. forces stayed.");
    assert_eq!(r.of("The Iran-backed militias", 0), ["Iran-backed militias"]);
    assert_eq!(r.of("U.S.-backed", 0), ["United States"]);
    assert_ne!(r.of("U.S.-backed forces", 0), r.of("U.S. forces", 0));
}

#[test]
fn a_name_in_which_something_happens_is_a_place() {
    let r = resolve("Rebels attacked a mill in Tamborwa. Tamborwa was burnt.");
    assert_eq!(r.entity("Tamborwa").entity_type, EntityType::Place);
}

#[test]
fn the_top_court_of_the_country_is_called_as_it_is_there() {
    let r = resolve("Brazil was calm. The country's top court freed Ana Quispe.");
    assert_eq!(r.of("The country's top court", 0), ["Supreme Federal Court of Brazil"]);
}

#[test]
fn the_lower_house_of_parliament_is_the_country_s() {
    let r = resolve("Nepal was calm. The Nepalese parliament met. Parliament's lower house passed a law.");
    assert_eq!(r.of("Parliament's lower house", 0), ["House of Representatives of Nepal"]);
}

#[test]
fn a_border_is_parted_by_who_shares_it() {
    let r = resolve("Chad, which shares a long border with Libya, was calm.");
    assert_eq!(r.of("a long border", 0), ["Chad–Libya border"]);
}

#[test]
fn a_party_of_another_country_that_nobody_names_is_not_meant() {
    let r = resolve("Hong Kong voted. The Democratic Party lost two seats in Kowloon.");
    r.entity("Democratic Party");
}

#[test]
fn the_group_is_not_the_one_that_is_only_called_so() {
    let r = resolve("The Andes Water Group wrote to Hezbollah. Hezbollah did not answer; the group was at war.");
    assert_eq!(r.of("the group", 0), ["Hezbollah"]);
}

#[test]
fn a_church_is_no_body_of_another_kind() {
    let r = resolve("Amnesty International wrote to Lima. The church did not answer.");
    assert_ne!(r.of("The church", 0), ["Amnesty International"]);
}

#[test]
fn an_ally_between_dashes_is_the_country_before_them() {
    let r = resolve("Jordan – an ally that borders Syria – was calm.");
    assert_eq!(r.of("an ally", 0), ["Jordan"]);
}

#[test]
fn regional_leaders_are_those_of_the_region_of_the_article() {
    let r = resolve("Latin America was calm. Peru invited regional leaders to Lima.");
    r.entity("Latin American leaders");
}

#[test]
fn regional_leaders_of_no_region_stay_as_they_are() {
    let r = resolve("Peru invited regional leaders to Lima.");
    r.entity("regional leaders");
}

#[test]
fn the_police_are_those_of_the_only_country_near() {
    let r = resolve(
        "In Peru, a curfew began on Sunday. A decree ordered police to close the ports to Chile. Kenya was calm.",
    );
    assert_eq!(r.of("police", 0), ["National Police of Peru"]);
}

#[test]
fn a_town_with_its_state_is_not_the_capital_of_the_same_name() {
    let r = resolve("A mill burnt in Paris, Texas, on Sunday. Paris has two mills.");
    assert!(r.entities.entities.iter().all(|e| e.wikidata.as_deref() != Some("Q90")));
    let r = resolve("A mill burnt in Paris on Sunday. France has two mills.");
    assert_eq!(r.entity("Paris").wikidata.as_deref(), Some("Q90"));
}

#[test]
fn of_two_towns_the_one_in_a_country_of_the_article_is_meant() {
    let r = resolve("Canada was calm. Police in London, who had asked Ontario for help, closed a bridge.");
    assert_eq!(r.entity("London").wikidata.as_deref(), Some("Q92561"));
    let r = resolve("Canada was calm, and so was Britain. Police in London closed a bridge.");
    assert_eq!(r.entity("London").wikidata.as_deref(), Some("Q84"));
}

#[test]
fn the_union_is_the_one_whose_name_begins_so() {
    let r = resolve(
        "Among them is Ana Quispe, who leads the Union of Copper Workers. Oxfam wrote to Lima. The union did not answer.",
    );
    assert_eq!(r.of("The union", 0), ["Union of Copper Workers"]);
}
