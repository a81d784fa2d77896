//! Who has a phone on the demo's page, and who stands on its roster without one. Invented people.

use chrono_tz::Tz;

use crate::model::Locale;

/// The school's clock.
pub const SCHOOL_ZONE: Tz = Tz::Asia__Tashkent;

/// A person with a phone on the page.
#[derive(Clone, Copy, Debug)]
pub struct Phoned {
    /// Roster key.
    pub key: &'static str,
    pub name: &'static str,
    pub phone: &'static str,
    pub zone: Tz,
    /// What the phone and the bot speak.
    pub locale: Locale,
    /// What stands above the phone.
    pub role: &'static str,
}

pub const MOTHER: Phoned = Phoned {
    key: "dilnoza",
    name: "Dilnoza Karimova",
    phone: "+82 10 5550 0001",
    zone: Tz::Asia__Seoul,
    locale: Locale::En,
    role: "Mother of Aziz, works in Seoul",
};
pub const TEACHER: Phoned = Phoned {
    key: "nodira",
    name: "Nodira Yusupova",
    phone: "+998 90 555 00 02",
    zone: SCHOOL_ZONE,
    locale: Locale::En,
    role: "Class teacher of 3-B",
};
pub const GRANDMOTHER: Phoned = Phoned {
    key: "salima",
    name: "Salima Karimova",
    phone: "+998 90 555 00 03",
    zone: SCHOOL_ZONE,
    locale: Locale::En,
    role: "Grandmother, cares for Aziz at home",
};
pub const LEAD: Phoned = Phoned {
    key: "rustam",
    name: "Rustam Aliyev",
    phone: "+998 90 555 00 04",
    zone: SCHOOL_ZONE,
    locale: Locale::En,
    role: "School lead, approves links",
};
pub const FATHER: Phoned = Phoned {
    key: "akmal",
    name: "Akmal Rahimov",
    phone: "+7 900 555 00 05",
    zone: Tz::Europe__Moscow,
    locale: Locale::Ru,
    role: "Father of Malika, works in Moscow, reads Russian",
};
pub const OFFICER: Phoned = Phoned {
    key: "gulnora",
    name: "Gulnora Saidova",
    phone: "+998 90 555 00 06",
    zone: SCHOOL_ZONE,
    locale: Locale::En,
    role: "County officer, proves herself with six digits",
};
/// The phones in the order of the page.
pub const PHONES: [Phoned; 6] = [MOTHER, TEACHER, GRANDMOTHER, LEAD, FATHER, OFFICER];

/// The aunt whom Malika's father proposes as acting guardian: on the roster, without a phone here.
pub const AUNT: Phoned = Phoned {
    key: "feruza",
    name: "Feruza Rahimova",
    phone: "+998 90 555 00 07",
    zone: SCHOOL_ZONE,
    locale: Locale::En,
    role: "",
};
