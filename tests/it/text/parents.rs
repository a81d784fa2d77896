//! "Mum" and "dad" come from the record alone (domain section 6: death of a parent, prison, out of contact). No
//! sentence says "ask mum" to a child who has none to ask.

use hongyan::model::Locale;
use hongyan::text::FEATURES;

use super::sentences;

/// Sentences that are such a word, said where the record names that person, or the school's own question what the
/// record holds.
const FROM_THE_RECORD: &[&str] = &[
    "relation-mother",
    "relation-father",
    "relation-stepmother",
    "relation-stepfather",
    // In Chinese the name of an aunt has the sign in it.
    "relation-aunt",
    "lives-mother",
    "lives-father",
    // To staff: the roster names neither.
    "guardian-signed-nobody",
];

const ENGLISH: &[&str] = &[
    "mum", "mums", "mom", "moms", "mummy", "mommy", "mama", "dad", "dads", "daddy", "papa",
    "mother", "mothers", "father", "fathers",
];

const RUSSIAN: &[&str] = &[
    "мама",
    "мамы",
    "маме",
    "маму",
    "мамой",
    "мамою",
    "мам",
    "мамам",
    "мамами",
    "мамах",
    "мамин",
    "мамина",
    "мамино",
    "мамины",
    "мамочка",
    "мамочки",
    "мамочке",
    "мамочку",
    "папа",
    "папы",
    "папе",
    "папу",
    "папой",
    "папою",
    "пап",
    "папам",
    "папами",
    "папах",
    "папин",
    "папина",
    "папино",
    "папины",
    "папочка",
    "папочки",
    "папочке",
    "папочку",
    "мать",
    "матери",
    "матерью",
    "матерей",
    "матерям",
    "отец",
    "отца",
    "отцу",
    "отцом",
    "отце",
    "отцы",
    "отцов",
    "отцам",
];

const CHINESE: &[&str] = &["妈", "爸", "母亲", "父亲", "爹", "娘"];

const UZBEK: &[&str] = &["ona", "ota", "dada", "oyi", "aya"];

/// Whose, how many, to whom, in the order they are put behind a word.
const WHOSE: &[&str] = &["", "m", "ng", "si", "miz", "ngiz", "jon", "jonim"];
const MANY: &[&str] = &["", "lar", "lari", "larim", "laring", "laringiz"];
const CASES: &[&str] = &["", "ga", "ni", "ning", "dan", "da"];

fn words(text: &str) -> Vec<String> {
    let inside = |c: char| c.is_alphabetic() || matches!(c, 'ʻ' | 'ʼ');
    text.to_lowercase()
        .split(|c| !inside(c))
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect()
}

/// Whether an Uzbek word is one of these stems with its endings.
fn is_uzbek(word: &str, stems: &[&str]) -> bool {
    stems.iter().any(|stem| {
        word.strip_prefix(stem).is_some_and(|rest| {
            MANY.iter().any(|many| {
                WHOSE.iter().any(|whose| {
                    CASES
                        .iter()
                        .any(|case| rest == format!("{many}{whose}{case}"))
                })
            })
        })
    })
}

/// The parent words of a sentence. "Ota-ona", "ota yoki ona" and "父母" are the only words these languages have for
/// a parent, whichever it is.
fn found(locale: Locale, text: &str) -> Vec<String> {
    let all = words(text);
    match locale {
        Locale::En => all
            .into_iter()
            .filter(|word| ENGLISH.contains(&word.as_str()))
            .collect(),
        Locale::Ru => all
            .into_iter()
            .filter(|word| RUSSIAN.contains(&word.as_str()))
            .collect(),
        Locale::ZhCn => {
            let text = text.replace("父母", "");
            let found = CHINESE.iter().filter(|word| text.contains(**word));
            found.map(|word| (*word).to_owned()).collect()
        }
        Locale::Uz => {
            let (mut out, mut at) = (Vec::new(), 0);
            while at < all.len() {
                let is = |ahead: usize, stem: &str| {
                    all.get(at + ahead)
                        .is_some_and(|word| is_uzbek(word, &[stem]))
                };
                let next = |ahead: usize| all.get(at + ahead).map(String::as_str);
                at += if all[at] == "ota" && is(1, "ona") {
                    2
                } else if all[at] == "ota" && next(1) == Some("yoki") && is(2, "ona") {
                    3
                } else if all[at] == "ona" && matches!(next(1), Some("tili" | "tilida")) {
                    // The mother tongue.
                    2
                } else {
                    if is_uzbek(&all[at], UZBEK) {
                        out.push(all[at].clone());
                    }
                    1
                };
            }
            out
        }
    }
}

#[test]
fn no_sentence_says_mum_or_dad_by_itself() {
    let mut used = Vec::new();
    for locale in Locale::ALL {
        for feature in FEATURES {
            for (key, sentence) in sentences(*locale, feature) {
                // Piece by piece, so that a placeable ends a word.
                let said = found(*locale, &sentence.text.join(" # "));
                if said.is_empty() {
                    continue;
                }
                assert!(
                    FROM_THE_RECORD.contains(&key.as_str()),
                    "{}/{feature}.ftl: {key} says {said:?}",
                    locale.as_str()
                );
                used.push(key);
            }
        }
    }
    for key in FROM_THE_RECORD {
        assert!(
            used.iter().any(|used| used == key),
            "{key} says no such word"
        );
    }
}

#[test]
fn the_search_finds_what_it_is_for() {
    for (locale, bad) in [
        (Locale::En, "Please ask Mum’s sister."),
        (Locale::En, "Your father will be glad."),
        (Locale::Ru, "Спроси у мамы!"),
        (Locale::Ru, "Напиши письмо отцу."),
        (Locale::ZhCn, "问问妈妈吧。"),
        (Locale::ZhCn, "给父亲写封信。"),
        (Locale::Uz, "Onangdan soʻra."),
        (Locale::Uz, "Otasiga yozing."),
        (Locale::Uz, "Dadang qachon keladi?"),
        (Locale::Uz, "Onalaringizga ayting."),
    ] {
        assert_eq!(found(locale, bad).len(), 1, "{bad}");
    }
    for (locale, good) in [
        (Locale::En, "A parent has agreed; a grandmother too."),
        (Locale::Ru, "Согласие родителя. Материал в папке."),
        (Locale::ZhCn, "父母一方同意。"),
        (
            Locale::Uz,
            "Ota yoki onaning roziligi. Ota-onaga aytildi. Ona tili.",
        ),
        (Locale::Uz, "Otaxon, onda, otashin."),
    ] {
        assert!(found(locale, good).is_empty(), "{good}");
    }
}
