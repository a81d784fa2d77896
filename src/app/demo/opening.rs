//! What a visitor finds: the words around the phones, and the first taps of a new demo, made on the
//! phones like a person would.

use std::time::Duration;

use super::people::{AUNT, FATHER, PHONES};
use crate::label;
use crate::sandbox::{Handset, Sandbox};

/// How long the bot may take to answer one of them.
const ANSWER: Duration = Duration::from_secs(10);

pub const INTRO: &str = "Two families, their school and the county. Everything you see goes through the real bot; the people are invented. In a real school the lead, too, types six digits before lists; here only the county's officer does.";

/// What to try, in order: a name, then who does what.
pub const STEPS: [&str; 11] = [
    "Link a mother: Rustam's phone (school lead) shows an invitation. Tap its link, open it on Dilnoza's phone, share the number, say yes. Then approve her on Rustam's phone.",
    "The week: Nodira (teacher) opens the week of 3-B and taps \"all as usual\". Then \"Somebody differs\": Aziz is away, no reason yet. Three minutes later Dilnoza and Salima hear of it; put it right, and they hear that too.",
    "Is all well? Press \"To the next event\": at 20:00 Salima, the grandmother, is asked. On another evening keep silent, go on, and watch who is asked next.",
    "Sunday: Go on to 19:00 in Seoul. The weekly update arrives on Dilnoza's phone; try the buttons under it.",
    "A note: Dilnoza taps Menu, \"Write to the school and home\", then a voice note or a photo with +. Salima has it at once; Nodira on Monday at 7:30, or now when Dilnoza taps \"It is urgent\". \"Take back\" takes it out of both chats. Another language: /language.",
    "Acting guardian: Akmal in Moscow has proposed Malika's aunt. Rustam taps \"Open the form\", fills it in and appoints. The notice to print arrives on Akmal's phone.",
    "Consent: Akmal taps \"Мои согласия\". Mood and pictures are open: he reads the text and says yes or no.",
    "A concern: Salima taps \"Something is wrong\". Rustam takes it and enters a receipt number; Gulnora (county) confirms it. Nobody else sees anything of it.",
    "Second key: Gulnora taps \"Concerns\" or any other list and is asked for six digits. Her authenticator app is under +.",
    "By exception: Gulnora taps \"Another child's record\", types malika-rahimova and a reason. Rustam is told at once; Akmal finds it under \"Кто смотрел\".",
    "One's own data: Dilnoza taps \"What we keep\", \"A copy\". Rustam approves: a locked file and its password arrive.",
];

/// Everybody but the mother greets the bot; the lead makes her invitation, and the other family's
/// father proposes an acting guardian.
pub async fn open(sandbox: Sandbox, bot: i64, chats: [i64; PHONES.len()]) {
    for chat in &chats[1..] {
        if sandbox.handset(*chat, bot).types("/start").is_err() {
            return;
        }
    }
    let locale = FATHER.locale;
    let proposal = [
        label!(locale, "guardian-menu"),
        label!(locale, "guardian-propose"),
        label!(locale, "guardian-lives-with_carer"),
        label!(locale, "guardian-months", count = 6_i64),
        AUNT.name.to_owned(),
    ];
    taps(&sandbox, sandbox.handset(chats[4], bot), &proposal).await;
    let invitation = ["3-B: pupils", "Aziz", "Invite mother"].map(str::to_owned);
    taps(&sandbox, sandbox.handset(chats[3], bot), &invitation).await;
}

async fn taps(sandbox: &Sandbox, phone: Handset, labels: &[String]) {
    for label in labels {
        let ready = sandbox.until(ANSWER, |_| phone.screen(3).contains(label.as_str()));
        if !ready.await || phone.taps(label).is_err() {
            tracing::warn!("the demo's opening stopped half-way");
            return;
        }
    }
}
