//! The loaded languages and how a sentence is made.

use std::sync::LazyLock;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use unic_langid::LanguageIdentifier;

use super::{Arg, Args};
use crate::base::Html;
use crate::model::Locale;

macro_rules! features {
    ($($name:literal),* $(,)?) => {
        /// The files of one language, one per feature.
        pub const FEATURES: &[&str] = &[$($name),*];

        fn sources(locale: Locale) -> Vec<&'static str> {
            match locale {
                Locale::En => vec![$(include_str!(concat!("../../locales/en/", $name, ".ftl"))),*],
                Locale::ZhCn => vec![$(include_str!(concat!("../../locales/zh-CN/", $name, ".ftl"))),*],
                Locale::Ru => vec![$(include_str!(concat!("../../locales/ru/", $name, ".ftl"))),*],
                Locale::Uz => vec![$(include_str!(concat!("../../locales/uz/", $name, ".ftl"))),*],
            }
        }
    };
}

features![
    "common",
    "home",
    "join",
    "roster",
    "week_entry",
    "week_sheet",
    "weekly",
    "note",
    "halt",
    "letter",
    "template",
    "check_in",
    "on_behalf",
    "today",
    "lifecycle",
    "growing",
    "guardian",
    "consent",
    "audit",
    "break_glass",
    "impostor",
    "second_factor",
    "staff",
    "lost_phone",
    "numbers",
    "concern",
    "request",
    "copy",
    "same_day",
    "receipt",
    "urgent",
    "easy",
    "cover"
];

type Bundle = FluentBundle<FluentResource>;

static BUNDLES: LazyLock<Vec<Bundle>> =
    LazyLock::new(|| Locale::ALL.iter().map(|locale| load(*locale)).collect());

fn load(locale: Locale) -> Bundle {
    let language: LanguageIdentifier = locale.as_str().parse().unwrap_or_default();
    let mut bundle = Bundle::new_concurrent(vec![language]);
    // Isolation marks would show as boxes on old phones and count against the limits.
    bundle.set_use_isolating(false);
    for source in sources(locale) {
        // A broken line loses itself only; the tests refuse it before it gets here.
        let resource = match FluentResource::try_new(source.to_owned()) {
            Ok(resource) | Err((resource, _)) => resource,
        };
        bundle.add_resource_overriding(resource);
    }
    bundle
}

fn bundle(locale: Locale) -> &'static Bundle {
    &BUNDLES[locale as usize]
}

/// The sentence, or every complaint about it: unknown key, missing argument.
pub fn try_say(locale: Locale, key: &str, args: &Args, escape: bool) -> Result<String, String> {
    let bundle = bundle(locale);
    let pattern = bundle
        .get_message(key)
        .and_then(|message| message.value())
        .ok_or_else(|| format!("{}: no sentence '{key}'", locale.as_str()))?;
    let mut values = FluentArgs::with_capacity(args.len());
    for (name, arg) in args {
        let value: FluentValue<'static> = match arg {
            Arg::Text(text) if escape => Html::escape(text).as_str().to_owned().into(),
            Arg::Text(text) => text.clone().into(),
            Arg::Html(html) if escape => html.as_str().to_owned().into(),
            Arg::Html(html) => html.plain().into(),
            Arg::Number(number) => (*number).into(),
        };
        values.set(*name, value);
    }
    let mut complaints = Vec::new();
    let text = bundle
        .format_pattern(pattern, Some(&values), &mut complaints)
        .into_owned();
    if complaints.is_empty() {
        Ok(text)
    } else {
        Err(format!("{}: '{key}': {complaints:?}", locale.as_str()))
    }
}

/// A sentence as markup; arguments are escaped.
pub fn say(locale: Locale, key: &str, args: &Args) -> Html {
    Html::trusted(spoken(locale, key, args, true))
}

/// A sentence as plain text.
pub fn label(locale: Locale, key: &str, args: &Args) -> String {
    spoken(locale, key, args, false)
}

fn spoken(locale: Locale, key: &str, args: &Args, escape: bool) -> String {
    try_say(locale, key, args, escape)
        .or_else(|_| try_say(Locale::En, key, args, escape))
        .unwrap_or_else(|problem| {
            // The problem names keys and argument names, never their values.
            tracing::error!(problem, "a sentence could not be said");
            // A person still gets something to press: an empty button would sink the whole message.
            key.to_owned()
        })
}

/// Every key of one feature's file in one language, in order.
pub fn keys(locale: Locale, feature: &str) -> Vec<String> {
    let Some(index) = FEATURES.iter().position(|name| *name == feature) else {
        return Vec::new();
    };
    sources(locale)[index]
        .lines()
        .filter_map(|line| line.split_once('='))
        .map(|(key, _)| key.trim_end())
        .filter(|key| {
            key.starts_with(|c: char| c.is_ascii_lowercase())
                && key
                    .chars()
                    .all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_')
        })
        .map(str::to_owned)
        .collect()
}
