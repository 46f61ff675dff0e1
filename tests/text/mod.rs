//! Paragraphs and their languages.

use actant::ingest::{Options, Reader};
use actant::schema::Schema;
use actant::text::{Language, read};

fn languages(text: &str) -> Vec<(Language, String)> {
    let schema = Schema::built_in().expect("the built-in schema is valid");
    let reader = Reader::new(&schema, Options::default()).expect("the built-in lexicons are valid");
    let articles = reader.read_text("a", text);
    let page = &articles[0].page;
    read(&articles[0]).paragraphs.iter().map(|p| (p.language, p.span.of(page).to_owned())).collect()
}

const ENGLISH: &str = "The river Orta left its banks on Tuesday and drove four thousand people from their homes, the \
    mayor said. Soldiers carried the old and the sick to a school on the hill.";

#[test]
fn a_spanish_post_in_an_english_article_is_spanish() {
    let post = "Acabo de hablar con la alcaldesa de Orta y le ofrecí toda nuestra ayuda para las familias afectadas por la riada.";
    let text = format!("{ENGLISH}\n\nGracias a todos los voluntarios.\n\n{post}\n\n{ENGLISH}");
    let spanish = Language::Other("spa");
    let found: Vec<_> = languages(&text).into_iter().map(|(l, _)| l).collect();
    assert_eq!(found, [Language::English, spanish, spanish, Language::English]);
}

#[test]
fn english_with_many_spanish_names_stays_english() {
    let names = [
        "President Álvaro Muñoz Peñalosa met José Luis Rodríguez de la Torre and María Fernanda Núñez at the Palacio de San Carlos.",
        "Ambassador Íñigo Gutiérrez, Foreign Minister Lucía Hernández Ibáñez and Senator Andrés Castañeda Ruiz went to Nueva Esperanza.",
        "Gutiérrez, Hernández and Muñoz left for Bogotá.",
    ];
    for name in names {
        let found = languages(&format!("{ENGLISH}\n\n{name}\n\n{ENGLISH}"));
        assert!(!matches!(found[1].0, Language::Other(_)), "{found:?}");
    }
}

#[test]
fn a_spanish_article_is_spanish_in_every_paragraph() {
    let text = "Inundación en Orta\n\nEl río Orta se desbordó el martes y obligó a cuatro mil personas a abandonar sus casas, \
        según informó la alcaldesa.\n\nLos soldados llevaron a los ancianos y a los enfermos a una escuela.\n\n«No hubo heridos», dijo.";
    for (language, words) in languages(text) {
        assert_eq!(language, Language::Other("spa"), "{words}");
    }
}

#[test]
fn other_scripts_are_told_by_a_few_letters() {
    let found = languages(&format!("{ENGLISH}\n\nМост закрыт.\n\n{ENGLISH}"));
    assert_eq!(found[1].0, Language::Other("rus"));
}

#[test]
fn short_english_lines_are_read() {
    let text = format!("“No,” she said.\n\nKarl Voss\n\n{ENGLISH}\n\n“We had an hour,” said a baker.");
    for (language, words) in languages(&text) {
        assert!(!matches!(language, Language::Other(_)), "{words}");
    }
}

#[test]
fn furniture_is_kept_and_not_read() {
    let schema = Schema::built_in().expect("the built-in schema is valid");
    let reader = Reader::new(&schema, Options::default()).expect("the built-in lexicons are valid");
    let article = &reader.read_text("a", &format!("Flood in Orta\n\nBy Ana Prell\n\n{ENGLISH}"))[0];
    let read_words: Vec<_> =
        read(article).paragraphs.iter().filter(|p| p.is_read()).map(|p| p.span.of(&article.page)).collect();
    assert_eq!(read_words, ["Flood in Orta", ENGLISH]);
}

#[test]
fn languages_near_to_english_are_told_from_it() {
    for (code, paragraph) in [
        (
            "por",
            "O rio Orta transbordou na terça-feira e obrigou quatro mil pessoas a deixar as suas casas, disse a prefeita da cidade. Os soldados levaram os idosos para uma escola.",
        ),
        (
            "ita",
            "Il fiume Orta è straripato martedì e ha costretto quattromila persone a lasciare le loro case, ha detto la sindaca della città. I soldati hanno portato gli anziani in una scuola.",
        ),
        (
            "deu",
            "Der Fluss Orta ist am Dienstag über die Ufer getreten und hat viertausend Menschen aus ihren Häusern vertrieben, sagte die Bürgermeisterin. Soldaten brachten die Alten in eine Schule.",
        ),
        (
            "nld",
            "De rivier de Orta is dinsdag buiten haar oevers getreden en heeft vierduizend mensen uit hun huizen verdreven, zei de burgemeester. Soldaten brachten de ouderen naar een school.",
        ),
        (
            "dan",
            "Floden Orta gik tirsdag over sine bredder og drev fire tusind mennesker ud af deres hjem, sagde borgmesteren. Soldater bragte de gamle og syge til en skole oppe på bakken i byen.",
        ),
    ] {
        let found = languages(&format!("{ENGLISH}\n\n{paragraph}\n\n{ENGLISH}"));
        assert!(matches!(found[1].0, Language::Other(_)), "{code}: {:?}", found[1]);
    }
}
