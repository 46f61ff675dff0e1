//! Who is who: literate cases for each pass, and cases in which it must not act.

mod people;
mod places;

use actant::resolve::{self, Entities};
use actant::schema::EntityType;
use actant::syntax::Syntax;
use jiff::civil::{Date, date};

use crate::mentions::{STAGES, read};

struct Resolved {
    page: String,
    syntax: Syntax,
    mentions: actant::mentions::Mentions,
    entities: Entities,
}

fn resolve(page: &str) -> Resolved {
    resolve_on(date(2026, 1, 8), page)
}

/// The entities of an article of a day.
fn resolve_on(published: Date, page: &str) -> Resolved {
    let (text, syntax, mentions) = read(page);
    let published = Some(published);
    let entities = resolve::resolve(page, &text, &syntax, &mentions, &STAGES.lexicons, &STAGES.gazetteer, published);
    Resolved { page: page.to_owned(), syntax, mentions, entities }
}

impl Resolved {
    /// The names of the entities of the `nth` mention with these words.
    fn of(&self, words: &str, nth: usize) -> Vec<&str> {
        let found = self.mentions.iter().filter(|(_, m)| self.syntax.bytes(m.span).of(&self.page) == words).nth(nth);
        let Some((id, _)) = found else { panic!("no mention `{words}` in: {}", self.page) };
        self.entities.of[id.index()].iter().map(|e| self.entities.entities[e.index()].name.as_str()).collect()
    }

    fn entity(&self, name: &str) -> &resolve::Entity {
        let found = self.entities.entities.iter().find(|e| e.name == name);
        found.unwrap_or_else(|| panic!("no entity `{name}` in: {}", self.page))
    }

    fn offices(&self) -> Vec<String> {
        let name = |e: actant::source::EntityId| self.entities.entities[e.index()].name.as_str();
        self.entities
            .offices
            .iter()
            .map(|o| {
                format!(
                    "{} {} {}{}: {}",
                    name(o.holder),
                    if o.leads { "leads" } else { "works for" },
                    name(o.of),
                    if o.past { " (past)" } else { "" },
                    self.syntax.bytes(o.title).of(&self.page)
                )
            })
            .collect()
    }
}

#[test]
fn names_abbreviations_and_adjectives_of_a_country_are_one() {
    let r = resolve("The United States rejected the plan. American officials said the U.S. would wait.");
    assert_eq!(r.of("United States", 0), ["United States"]);
    assert_eq!(r.of("American", 0), ["United States"]);
    assert_eq!(r.of("U.S.", 0), ["United States"]);
    assert_eq!(r.entity("United States").wikidata.as_deref(), Some("Q30"));
}

#[test]
fn a_capital_that_acts_is_its_government() {
    let r = resolve("Lima rejected the offer. Relations between Lima and Quito are tense.");
    assert_eq!(r.of("Lima", 0), ["Peru"]);
    assert_eq!(r.of("Lima", 1), ["Peru"]);
    assert_eq!(r.of("Quito", 0), ["Ecuador"]);
}

#[test]
fn a_capital_that_is_struck_is_a_place() {
    let r = resolve("Missiles hit Lima on Monday. Quito was shelled for three days. Lima condemned Quito.");
    assert_eq!(r.of("Lima", 0), ["Lima"]);
    assert_eq!(r.of("Quito", 0), ["Quito"]);
    assert_eq!(r.of("Lima", 1), ["Peru"]);
    assert_eq!(r.of("Quito", 1), ["Ecuador"]);
}

#[test]
fn an_office_holder_described_first_is_the_one_named_next() {
    let r = resolve("Norway's envoy dismissed the report. \"It is wrong,\" Ambassador Lars Holm said.");
    assert_eq!(r.of("Norway's envoy", 0), ["Lars Holm"]);
    assert_eq!(r.offices(), ["Lars Holm works for Norway: Norway's envoy"]);
}

#[test]
fn somebody_of_another_office_is_not_the_one_described() {
    let r = resolve("Norway's envoy dismissed the report. Professor Lars Holm welcomed it.");
    assert_eq!(r.of("Norway's envoy", 0), ["Envoy of Norway"]);
}

#[test]
fn a_name_that_a_comma_parts_from_its_description_is_the_one_described() {
    let r = resolve("In an interview with Le Monde, Otto Lang's lawyer, Ana Ruiz, said he was innocent.");
    assert_eq!(r.of("Otto Lang's lawyer", 0), ["Ana Ruiz"]);
    assert_eq!(r.offices(), ["Ana Ruiz works for Otto Lang: lawyer"]);
}

#[test]
fn a_body_without_a_name_is_told_by_its_place() {
    let r = resolve("Peru's consulate in Oslo was closed. The High Court in Oslo met.");
    assert_eq!(r.of("Peru's consulate", 0), ["Consulate of Peru in Oslo"]);
    assert_eq!(r.of("The High Court", 0), ["High Court"]);
}

#[test]
fn every_string_that_refers_to_somebody_is_kept() {
    let r = resolve("Norwegian Prime Minister Ana Ruiz, a former skier, met Otto Lang. Ruiz thanked him.");
    assert_eq!(
        r.entity("Ana Ruiz").forms,
        ["Norwegian Prime Minister Ana Ruiz", "Ana Ruiz", "Norwegian Prime Minister Ana Ruiz, a former skier", "Ruiz"]
    );
}

#[test]
fn a_capital_in_which_something_happens_is_a_place() {
    let r = resolve("The ministers met in Lima and flew to Quito. Lima's streets were empty.");
    assert_eq!(r.of("Lima", 0), ["Lima"]);
    assert_eq!(r.of("Quito", 0), ["Quito"]);
    assert_eq!(r.of("Lima", 1), ["Lima"]);
}

#[test]
fn a_surname_belongs_to_the_full_name_and_takes_its_type() {
    let r = resolve("Paula Brenner resigned on Friday. Mr Brenner is no relative. Brenner gave no reason.");
    assert_eq!(r.of("Brenner", 0), ["Paula Brenner"]);
    assert_eq!(r.entity("Paula Brenner").entity_type, EntityType::Person);
}

#[test]
fn two_full_names_with_one_surname_stay_apart() {
    let r = resolve("Paula Brenner met Karl Brenner in Oslo.");
    assert_eq!(r.of("Paula Brenner", 0), ["Paula Brenner"]);
    assert_eq!(r.of("Karl Brenner", 0), ["Karl Brenner"]);
}

#[test]
fn an_abbreviation_in_brackets_is_the_name_before_it() {
    let r = resolve("The Harbour Workers Defence League (HWDL) called a strike. HWDL has 900 members.");
    assert_eq!(r.of("HWDL", 0), r.of("HWDL", 1));
    assert_eq!(r.of("HWDL", 1), ["Harbour Workers Defence League"]);
}

#[test]
fn a_news_agency_in_brackets_is_not_the_city_before_it() {
    let r = resolve("ANKARA (AFP) - Talks began on Monday. AFP spoke to a diplomat.");
    assert_eq!(r.of("AFP", 1), ["Agence France-Presse"]);
}

#[test]
fn an_office_means_its_holder_as_the_article_tells() {
    let r = resolve("Kenyan President Amina Odera met workers. The Kenyan leader promised help.");
    assert_eq!(r.of("The Kenyan leader", 0), ["Amina Odera"]);
    assert_eq!(r.offices(), ["Amina Odera leads Kenya: President", "Amina Odera leads Kenya: leader"][..1]);
}

#[test]
fn an_office_nobody_is_named_for_keeps_its_own_entity() {
    let r = resolve("Kenya's foreign minister flew to Oslo.");
    let minister = r.entity(r.of("Kenya's foreign minister", 0)[0]);
    assert_eq!(minister.entity_type, EntityType::Person);
}

#[test]
fn the_leader_of_another_country_is_somebody_else() {
    let r = resolve("Kenyan President Amina Odera met workers. The Ugandan leader did not come.");
    assert_ne!(r.of("The Ugandan leader", 0), ["Amina Odera"]);
}

#[test]
fn an_apposition_describes_the_name() {
    let r = resolve("Nora Lind, the union's executive director, spoke first. The director thanked them.");
    assert_eq!(r.of("the union's executive director", 0), ["Nora Lind"]);
    assert_eq!(r.of("The director", 0), ["Nora Lind"]);
}

#[test]
fn a_list_is_no_apposition() {
    let r = resolve("Mexico, Canada and Brazil signed the treaty.");
    assert_eq!(r.of("Mexico", 0), ["Mexico"]);
    assert_eq!(r.of("Canada", 0), ["Canada"]);
}

#[test]
fn an_office_that_has_ended_is_marked_as_past() {
    let r = resolve("Former Kenyan President Amina Odera spoke in Oslo.");
    assert_eq!(r.offices(), ["Amina Odera leads Kenya (past): President"]);
}

#[test]
fn an_ambassador_to_a_body_works_for_the_country() {
    let r = resolve("Lena Moreau, Canada's U.N. ambassador, agreed.");
    assert_eq!(r.offices(), ["Lena Moreau works for Canada: ambassador"]);
}

#[test]
fn a_journalist_of_a_country_does_not_work_for_it() {
    let r = resolve("Kenyan journalist Amina Odera was freed.");
    assert!(r.offices().is_empty());
}

#[test]
fn an_office_with_a_usual_country_needs_no_name_of_it() {
    let r = resolve("Chile waited. Commerce Secretary Karl Brenner came to Chile.");
    assert_eq!(r.offices(), ["Karl Brenner works for United States: Commerce Secretary"]);
}

#[test]
fn a_minister_works_for_the_country() {
    let r = resolve("Norwegian Defense Minister Erik Solberg visited the base.");
    assert_eq!(r.offices(), ["Erik Solberg works for Norway: Defense Minister"]);
}

#[test]
fn the_ministry_is_the_one_named_before() {
    let r = resolve("The Peruvian Foreign Ministry protested. The ministry called in the ambassador.");
    assert_eq!(r.of("The ministry", 0), r.of("Peruvian Foreign Ministry", 0));
}

#[test]
fn another_ministry_is_not_the_one_named_before() {
    let r = resolve("The Peruvian Foreign Ministry protested. A ministry in Chile did not.");
    assert_ne!(r.of("A ministry", 0), r.of("Peruvian Foreign Ministry", 0));
}

#[test]
fn a_village_and_its_name_are_one_place() {
    let r = resolve("Floods hit the village of Oderhain on Monday.");
    assert_eq!(r.of("the village of Oderhain", 0), ["Oderhain"]);
    assert_eq!(r.entity("Oderhain").entity_type, EntityType::Place);
}

#[test]
fn the_two_leaders_are_the_last_two_named() {
    let r = resolve("Amina Odera telephoned Paula Brenner on Monday. The two leaders agreed to meet.");
    assert_eq!(r.of("The two leaders", 0), ["Amina Odera", "Paula Brenner"]);
}

#[test]
fn pronouns_go_to_the_nearest_fitting_subject() {
    let r = resolve("Paula Brenner praised Kenya. She said it had kept its word.");
    assert_eq!(r.of("She", 0), ["Paula Brenner"]);
    assert_eq!(r.of("it", 0), ["Kenya"]);
}

#[test]
fn he_is_not_a_woman_named_nearer() {
    let r = resolve("Robert Haas met Paula Brenner. He thanked her.");
    assert_eq!(r.of("He", 0), ["Robert Haas"]);
    assert_eq!(r.of("her", 0), ["Paula Brenner"]);
}

#[test]
fn a_relative_pronoun_means_the_noun_before_it() {
    let r = resolve("The plan pleased Paula Brenner, who signed it.");
    assert_eq!(r.of("who", 0), ["Paula Brenner"]);
}

#[test]
fn i_in_a_quotation_is_its_speaker() {
    let r = resolve("“I will not resign,” Paula Brenner said.");
    assert_eq!(r.of("I", 0), ["Paula Brenner"]);
}

#[test]
fn i_outside_a_quotation_is_nobody() {
    let r = resolve("I met Paula Brenner.");
    assert!(r.of("I", 0).is_empty());
}

#[test]
fn a_government_called_by_a_person_is_a_body_of_its_own() {
    let r = resolve("The Brenner administration imposed a tax. Paula Brenner defended it.");
    assert_eq!(r.entity("Brenner administration").entity_type, EntityType::Organization);
}

#[test]
fn entities_stand_in_the_order_of_their_first_mention() {
    let r = resolve("Kenya warned Uganda. Uganda warned Norway.");
    let names: Vec<&str> = r.entities.entities.iter().map(|e| e.name.as_str()).collect();
    assert_eq!(names, ["Kenya", "Uganda", "Norway"]);
}

#[test]
fn every_decision_keeps_its_pass() {
    let r = resolve("Kenyan President Amina Odera met workers. She left.");
    assert_eq!(r.entities.reasons.len(), r.mentions.mentions.len());
    assert!(r.entities.reasons.contains(&"pronoun"));
}

#[test]
fn five_thousand_names_take_little_longer_each_than_five_hundred() {
    let time = |n: usize| {
        let mut page = String::new();
        for i in 0..n {
            let letters: String = (0..4).map(|k| char::from(b'a' + (i / 26usize.pow(k) % 26) as u8)).collect();
            page.push_str(&format!("Pavel R{letters}ov met Anna K{letters}ina in the town. "));
            if i % 10 == 9 {
                page.push_str("\n\n");
            }
        }
        let (text, syntax, mentions) = read(page.trim());
        let start = std::time::Instant::now();
        let page = page.trim();
        let entities = resolve::resolve(page, &text, &syntax, &mentions, &STAGES.lexicons, &STAGES.gazetteer, None);
        assert!(entities.entities.len() > n, "{} entities of {n} sentences", entities.entities.len());
        start.elapsed().as_secs_f64() / n as f64
    };
    let (few, many) = (time(250), time(2500));
    assert!(many < few * 8.0, "{few} and {many} seconds a sentence");
}

#[test]
fn a_group_without_a_name_is_told_apart_by_the_country_of_the_article() {
    let r = resolve(
        "Peru will vote on Sunday. Peru's congress met twice. Peruvian radio said students and officials would \
         count the votes, and that donors were pleased with Peru.",
    );
    assert_eq!(r.of("students", 0), ["students in Peru"]);
    assert_eq!(r.of("officials", 0), ["Peruvian officials"]);
    assert_eq!(r.of("donors", 0), ["donors to Peru"]);
    assert!(r.entity("students in Peru").by_scene);
}

#[test]
fn in_an_article_on_two_countries_a_group_stays_as_it_is() {
    let r = resolve("Peru and Chile will vote on Sunday. Chile and Peru said students would count the votes.");
    assert_eq!(r.of("students", 0), ["students"]);
}

#[test]
fn a_group_takes_the_place_that_the_text_gives_before_that_of_the_article() {
    let r =
        resolve("Peru will vote. Peru said students across Bolivia were watching Peru. The mosques in Lima were full.");
    assert_eq!(r.of("students", 0), ["students across Bolivia"]);
    assert_eq!(r.of("The mosques", 0), ["mosques in Lima"]);
    assert!(!r.entity("students across Bolivia").by_scene);
}

#[test]
fn a_group_with_an_adjective_of_its_own_is_not_of_the_article_s_country() {
    let r = resolve("Peru will vote. Peru's congress said Chilean students were welcome in Peru.");
    assert_eq!(r.of("Chilean students", 0), ["Chilean students"]);
}

#[test]
fn a_border_is_called_by_the_two_countries_that_it_parts() {
    let r = resolve("Chad's eastern border with Sudan was closed. Traders waited at the border.");
    assert_eq!(r.of("Chad's eastern border", 0), ["Chad–Sudan border"]);
    assert_eq!(r.of("the border", 0), ["Chad–Sudan border"]);
}

#[test]
fn a_border_of_one_country_may_be_any() {
    let r = resolve("Chad's border was closed, and Sudan protested.");
    assert_eq!(r.of("Chad's border", 0), ["Chad's border"]);
}

#[test]
fn soldiers_of_a_country_are_its_forces_under_their_usual_name() {
    let r = resolve("Kenyan troops crossed the river. The Kenyan army said nothing.");
    assert_eq!(r.of("Kenyan troops", 0), ["Kenya Defence Forces"]);
    assert_eq!(r.of("The Kenyan army", 0), ["Kenya Defence Forces"]);
}

#[test]
fn a_mission_is_called_by_whom_it_was_sent_to() {
    let r = resolve("The U.S. Mission to the United Nations rejected the text.");
    assert_eq!(r.of("U.S. Mission to the United Nations", 0), ["U.S. Mission to the United Nations"]);
}

#[test]
fn a_body_in_a_title_is_a_body_of_the_article_s_country() {
    let r = resolve("Cambodia will vote. Senate head Dara Keo opened the hall in Cambodia.");
    assert_eq!(r.of("Senate", 0), ["Senate of Cambodia"]);
}

#[test]
fn a_second_description_in_an_apposition_describes_the_same_person() {
    let r = resolve("Ana Ruiz, mayor of Lima and a close ally of Pablo Mora, resigned.");
    assert_eq!(r.of("a close ally of Pablo Mora", 0), ["Ana Ruiz"]);
}

#[test]
fn a_person_listed_after_an_apposition_is_somebody_else() {
    let r = resolve("Ana Ruiz, the mayor of Lima, and the rector met on Sunday.");
    assert_eq!(r.of("the rector", 0), ["rector"]);
}

#[test]
fn a_group_beside_its_name_is_called_so_and_not_its_director() {
    let r = resolve("Pablo Mora is a director of the group Coral Bay Rescue.");
    assert_eq!(r.offices(), ["Pablo Mora leads Coral Bay Rescue: director"]);
}

#[test]
fn a_name_and_the_last_word_of_it_are_a_person_whatever_the_label() {
    let r = resolve("\"Bread is dear,\" Vassily Mirabel told shopkeepers. Mirabel blamed the mayor.");
    assert_eq!(r.entity("Vassily Mirabel").entity_type, EntityType::Person);
    assert_eq!(r.of("Mirabel", 0), ["Vassily Mirabel"]);
}

#[test]
fn a_square_that_bears_a_person_s_name_is_a_place() {
    let r = resolve("They marched to the Plazoleta Grande Pablo Mora in Quito.");
    assert_eq!(r.entity("Plazoleta Grande Pablo Mora").entity_type, EntityType::Place);
}

#[test]
fn an_office_of_a_region_is_no_office_of_the_article_s_country() {
    let r = resolve("Italy met. The president of the Ticino canton, Paolo Neri, spoke in Italy.");
    assert_eq!(r.offices(), [] as [String; 0]);
}
