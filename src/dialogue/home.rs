//! The menu, the language and the hour.

use super::{Fields, field};
use crate::model::Locale;
use crate::words;

words! {
    /// Cities a person can pick for their clock; the zone is by name (domain 3.4).
    pub enum City {
        Moscow = "Europe/Moscow",
        Yekaterinburg = "Asia/Yekaterinburg",
        Novosibirsk = "Asia/Novosibirsk",
        Vladivostok = "Asia/Vladivostok",
        Tashkent = "Asia/Tashkent",
        Bishkek = "Asia/Bishkek",
        Almaty = "Asia/Almaty",
        Istanbul = "Europe/Istanbul",
        Dubai = "Asia/Dubai",
        Seoul = "Asia/Seoul",
        Shanghai = "Asia/Shanghai",
        Rome = "Europe/Rome",
        Warsaw = "Europe/Warsaw",
        London = "Europe/London",
        NewYork = "America/New_York",
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Tap {
    /// In place of the screen whose button it is.
    Menu,
    /// Below a message that has to stay readable.
    MenuBelow,
    /// The classes of the speaker, from an index on.
    Classes(i64),
    Settings,
    Languages,
    Language(Locale),
    Cities,
    /// Index into [`City::ALL`].
    City(i64),
    Hours,
    /// ISO weekday and hour.
    Hour(i64, i64),
    Quiet,
    /// Quiet from one hour to another; the same twice: never.
    QuietHours(i64, i64),
    Work,
    /// Reads from one minute of the day to another; the same twice: at any hour.
    WorkHours(i64, i64),
}

impl Tap {
    pub fn encode(&self) -> String {
        match self {
            Self::Menu => "m".into(),
            Self::MenuBelow => "b".into(),
            Self::Classes(from) => format!("k.{}", field(*from)),
            Self::Settings => "s".into(),
            Self::Languages => "l".into(),
            Self::Language(locale) => format!("L.{}", locale.as_str()),
            Self::Cities => "c".into(),
            Self::City(index) => format!("C.{}", field(*index)),
            Self::Hours => "h".into(),
            Self::Quiet => "q".into(),
            Self::QuietHours(from, to) => format!("Q.{}.{}", field(*from), field(*to)),
            Self::Work => "w".into(),
            Self::WorkHours(from, to) => format!("W.{}.{}", field(*from), field(*to)),
            Self::Hour(day, hour) => format!("H.{}.{}", field(*day), field(*hour)),
        }
    }

    pub fn decode(fields: &mut Fields<'_>) -> Option<Self> {
        Some(match fields.text()? {
            "m" => Self::Menu,
            "b" => Self::MenuBelow,
            "k" => Self::Classes(fields.number()?),
            "s" => Self::Settings,
            "l" => Self::Languages,
            "L" => Self::Language(fields.word()?),
            "c" => Self::Cities,
            "C" => Self::City(fields.number()?),
            "h" => Self::Hours,
            "q" => Self::Quiet,
            "Q" => Self::QuietHours(fields.number()?, fields.number()?),
            "w" => Self::Work,
            "W" => Self::WorkHours(fields.number()?, fields.number()?),
            "H" => Self::Hour(fields.number()?, fields.number()?),
            _ => return None,
        })
    }
}
