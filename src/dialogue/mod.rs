//! Layer 2: conversations as pure data. Owns the state between two messages and the typed data behind
//! every button; decides nothing about rights and touches no table.

pub mod audit;
pub mod break_glass;
pub mod check_in;
mod code;
pub mod concern;
pub mod consent;
pub mod cover;
pub mod guardian;
pub mod home;
pub mod join;
pub mod letter;
pub mod lifecycle;
pub mod lost_phone;
pub mod note;
pub mod on_behalf;
pub mod receipt;
pub mod request;
pub mod roster;
pub mod second_factor;
pub mod staff;
pub mod template;
pub mod today;
pub mod week_entry;
pub mod weekly;

use serde::{Deserialize, Serialize};

pub use code::{Fields, field};

/// What the conversation waits for. Idle is not stored.
#[derive(Clone, Debug, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(tag = "at", rename_all = "snake_case")]
pub enum State {
    #[default]
    Idle,
    Join(join::State),
    WeekEntry(week_entry::State),
    Note(note::State),
    Lifecycle(lifecycle::State),
    Guardian(guardian::State),
    Consent(consent::State),
    BreakGlass(break_glass::State),
    SecondFactor(second_factor::State),
    Concern(concern::State),
    Request(request::State),
    Letter(letter::State),
    Cover(cover::State),
}

/// The stored form carries its version, so that a later release knows what it reads.
#[derive(Serialize, Deserialize)]
struct Stored {
    v: u32,
    s: State,
}

/// The version written by this release.
const VERSION: u32 = 1;

impl State {
    /// The text to store; `None` for idle.
    pub fn encode(&self) -> Option<String> {
        (*self != Self::Idle)
            .then(|| {
                serde_json::to_string(&Stored {
                    v: VERSION,
                    s: self.clone(),
                })
                .ok()
            })
            .flatten()
    }

    /// Total: what cannot be read (an older release's state, rubbish) is `None`, and the person is
    /// kindly told where we are instead of being locked in (invariant 14).
    pub fn decode(stored: Option<&str>) -> Option<Self> {
        match stored {
            None => Some(Self::Idle),
            Some(text) => serde_json::from_str::<Stored>(text)
                .ok()
                .filter(|stored| stored.v == VERSION)
                .map(|stored| stored.s),
        }
    }

    /// Whether the note or letter is being written that was being written `then`, however far it has come.
    pub fn goes_on(&self, then: &Self) -> bool {
        use note::State::{Class, Writing};
        match (self, then) {
            (Self::Note(now), Self::Note(then)) => match (now, then) {
                (
                    Writing { to, audience, .. },
                    Writing {
                        to: then_to,
                        audience: then_audience,
                        ..
                    },
                ) => to == then_to && audience == then_audience,
                (Class { whom, .. }, Class { whom: then, .. }) => whom == then,
                _ => false,
            },
            (Self::Letter(now), Self::Letter(then)) => {
                now.child == then.child && now.with == then.with
            }
            _ => false,
        }
    }
}

/// What a button means. Encoded in at most 64 bytes (Bot API, InlineKeyboardButton).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Tap {
    Home(home::Tap),
    Join(join::Tap),
    Roster(roster::Tap),
    WeekEntry(week_entry::Tap),
    Weekly(weekly::Tap),
    Note(note::Tap),
    CheckIn(check_in::Tap),
    Lifecycle(lifecycle::Tap),
    Guardian(guardian::Tap),
    Consent(consent::Tap),
    Audit(audit::Tap),
    BreakGlass(break_glass::Tap),
    SecondFactor(second_factor::Tap),
    Staff(staff::Tap),
    LostPhone(lost_phone::Tap),
    Concern(concern::Tap),
    Request(request::Tap),
    Receipt(receipt::Tap),
    OnBehalf(on_behalf::Tap),
    Today(today::Tap),
    Letter(letter::Tap),
    Template(template::Tap),
    Cover(cover::Tap),
}

impl Tap {
    /// `1` (version), a letter for the feature, then its own fields.
    pub fn encode(&self) -> String {
        match self {
            Self::Home(tap) => format!("1h{}", tap.encode()),
            Self::Join(tap) => format!("1j{}", tap.encode()),
            Self::Roster(tap) => format!("1r{}", tap.encode()),
            Self::WeekEntry(tap) => format!("1w{}", tap.encode()),
            Self::Weekly(tap) => format!("1u{}", tap.encode()),
            Self::Note(tap) => format!("1n{}", tap.encode()),
            Self::CheckIn(tap) => format!("1c{}", tap.encode()),
            Self::Lifecycle(tap) => format!("1l{}", tap.encode()),
            Self::Guardian(tap) => format!("1g{}", tap.encode()),
            Self::Consent(tap) => format!("1k{}", tap.encode()),
            Self::Audit(tap) => format!("1a{}", tap.encode()),
            Self::BreakGlass(tap) => format!("1b{}", tap.encode()),
            Self::SecondFactor(tap) => format!("1f{}", tap.encode()),
            Self::Staff(tap) => format!("1s{}", tap.encode()),
            Self::LostPhone(tap) => format!("1x{}", tap.encode()),
            Self::Concern(tap) => format!("1o{}", tap.encode()),
            Self::Request(tap) => format!("1q{}", tap.encode()),
            Self::Receipt(tap) => format!("1e{}", tap.encode()),
            Self::OnBehalf(tap) => format!("1v{}", tap.encode()),
            Self::Today(tap) => format!("1t{}", tap.encode()),
            Self::Letter(tap) => format!("1m{}", tap.encode()),
            Self::Template(tap) => format!("1y{}", tap.encode()),
            Self::Cover(tap) => format!("1p{}", tap.encode()),
        }
    }

    /// `None` for anything this release did not write.
    pub fn decode(data: &str) -> Option<Self> {
        let rest = data.strip_prefix('1')?;
        let mut chars = rest.chars();
        let feature = chars.next()?;
        let fields = &mut Fields::new(chars.as_str());
        let tap = match feature {
            'h' => Self::Home(home::Tap::decode(fields)?),
            'j' => Self::Join(join::Tap::decode(fields)?),
            'r' => Self::Roster(roster::Tap::decode(fields)?),
            'w' => Self::WeekEntry(week_entry::Tap::decode(fields)?),
            'u' => Self::Weekly(weekly::Tap::decode(fields)?),
            'n' => Self::Note(note::Tap::decode(fields)?),
            'c' => Self::CheckIn(check_in::Tap::decode(fields)?),
            'l' => Self::Lifecycle(lifecycle::Tap::decode(fields)?),
            'g' => Self::Guardian(guardian::Tap::decode(fields)?),
            'k' => Self::Consent(consent::Tap::decode(fields)?),
            'a' => Self::Audit(audit::Tap::decode(fields)?),
            'b' => Self::BreakGlass(break_glass::Tap::decode(fields)?),
            'f' => Self::SecondFactor(second_factor::Tap::decode(fields)?),
            's' => Self::Staff(staff::Tap::decode(fields)?),
            'x' => Self::LostPhone(lost_phone::Tap::decode(fields)?),
            'o' => Self::Concern(concern::Tap::decode(fields)?),
            'q' => Self::Request(request::Tap::decode(fields)?),
            'e' => Self::Receipt(receipt::Tap::decode(fields)?),
            'v' => Self::OnBehalf(on_behalf::Tap::decode(fields)?),
            't' => Self::Today(today::Tap::decode(fields)?),
            'm' => Self::Letter(letter::Tap::decode(fields)?),
            'y' => Self::Template(template::Tap::decode(fields)?),
            'p' => Self::Cover(cover::Tap::decode(fields)?),
            _ => return None,
        };
        fields.is_done().then_some(tap)
    }
}
