//! The lists against sentences people write: what must stop, what must pass, in four languages.

use hongyan::model::concern::Kind;
use hongyan::model::concern::words::{Own, scan};
use proptest::prelude::*;

const STOP: &[(&str, Kind)] = &[
    ("She told me she wants to die", Kind::WordSelfHarm),
    ("I will BEAT him when I am home!", Kind::WordThreat),
    ("I'll kill him", Kind::WordThreat),
    ("he b e a t s   her", Kind::WordViolence),
    ("i will be@t him", Kind::WordThreat),
    ("ｗａｎｔｓ　ｔｏ　ｄｉｅ", Kind::WordSelfHarm),
    ("uncle touched her private parts", Kind::WordSexual),
    ("he has run away again", Kind::WordRunaway),
    ("please send money, here is my card number", Kind::WordMoney),
    ("她说她不想活了", Kind::WordSelfHarm),
    ("他说要 打 死 他", Kind::WordThreat),
    ("打，死他", Kind::WordThreat),
    ("叔叔脱她衣服", Kind::WordSexual),
    ("奶奶打我", Kind::WordViolence),
    ("孩子离家出走了", Kind::WordRunaway),
    ("把银行卡号发给我", Kind::WordMoney),
    ("Она сказала, что не хочет жить", Kind::WordSelfHarm),
    ("Я его УБЬЮ", Kind::WordThreat),
    ("отчим трогает её там", Kind::WordSexual),
    ("Дядя бьёт его ремнём", Kind::WordViolence),
    ("я его yбью", Kind::WordThreat),
    ("у б ь ю", Kind::WordThreat),
    ("сбежал из дома", Kind::WordRunaway),
    ("пришлите код из смс", Kind::WordMoney),
    ("U yashagim kelmayapti dedi", Kind::WordSelfHarm),
    ("Men uni oʻldiraman", Kind::WordThreat),
    ("Men uni o'ldiraman", Kind::WordThreat),
    ("Men uni o‘ldiraman", Kind::WordThreat),
    ("Мен уни ўлдираман", Kind::WordThreat),
    ("Amakisi zo`rlagan", Kind::WordSexual),
    ("meni urdi", Kind::WordViolence),
    ("uydan qochib ketdi", Kind::WordRunaway),
    ("karta raqamingizni yuboring", Kind::WordMoney),
];

const PASS: &[&str] = &[
    "Ming read aloud today and helped his neighbour.",
    "Please ring me on Sunday at seven.",
    "He scored a goal and beat the other class at football.",
    "The card for grandmother is ready.",
    "He killed time with a book.",
    "小明今天篮球打得很好。",
    "请打我电话。",
    "学校离家很近，孩子自己走回家。",
    "作业已经做完，请放心。",
    "Сегодня он хорошо читал и помог товарищу.",
    "Он ударился коленкой, уже всё хорошо.",
    "Позвоните мне, пожалуйста, вечером.",
    "Bugun darsda yaxshi oʻqidi.",
    "Iltimos, kechqurun qoʻngʻiroq qiling.",
    "Uydagi hamma sogʻ-salomat.",
];

#[test]
fn what_must_stop_stops_and_what_must_pass_passes() {
    for (text, kind) in STOP {
        assert_eq!(scan(text, &[]), Some(*kind), "{text}");
    }
    for text in PASS {
        assert_eq!(scan(text, &[]), None, "{text}");
    }
}

#[test]
fn a_schools_own_words_are_found_in_any_form() {
    let own = |word: &str| Own {
        kind: Kind::WordRunaway,
        word: word.into(),
    };
    let all = [own("quarr*"), own("老矿井")];
    for text in ["At the QUARRY", "at the q u a r r y", "他在老 矿井"] {
        assert_eq!(scan(text, &all), Some(Kind::WordRunaway), "{text}");
    }
    assert_eq!(scan("at the square", &all), None);
}

proptest! {
    #[test]
    fn any_text_is_looked_through_without_harm(text in "\\PC{0,400}") {
        scan(&text, &[]);
    }
}
