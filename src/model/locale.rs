//! The languages hongyan speaks (docs: CLDR plural rules are applied by `text`).

use crate::words;

words! {
    /// A language of the interface.
    pub enum Locale {
        En = "en",
        ZhCn = "zh-CN",
        Ru = "ru",
        /// Latin script.
        Uz = "uz",
    }
}

impl Locale {
    /// The nearest language to an IETF tag as accounts carry it (`zh-hans`, `ru-RU`); `None` when
    /// we do not speak it.
    pub fn near(tag: &str) -> Option<Self> {
        let language = tag.split(['-', '_']).next().unwrap_or_default();
        match language.to_ascii_lowercase().as_str() {
            "en" => Some(Self::En),
            "zh" => Some(Self::ZhCn),
            "ru" | "be" | "uk" | "kk" | "ky" | "tg" => Some(Self::Ru),
            "uz" => Some(Self::Uz),
            _ => None,
        }
    }

    /// The language's own name, as a person looks for it in a list.
    pub const fn own_name(self) -> &'static str {
        match self {
            Self::En => "English",
            Self::ZhCn => "简体中文",
            Self::Ru => "Русский",
            Self::Uz => "Oʻzbekcha",
        }
    }
}
