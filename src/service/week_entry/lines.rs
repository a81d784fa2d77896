//! "Lan: helped the little ones": sentences of several pupils, typed on the screen of their class. A name that is
//! nobody's, or more than one's, is asked about with buttons; it is never guessed.

use super::typed::SENTENCE_MAX;
use super::{Desk, act, button, children, class, class_desk, held, last, seat};
use crate::base::{ChildId, Html, Words, utf16_len};
use crate::dialogue;
use crate::dialogue::week_entry::{Lines, State, Tap, Typing, lines};
use crate::model::entry::Fact;
use crate::model::record::Child;
use crate::model::rights::Action;
use crate::model::week_entry as rules;
use crate::service::{Served, Talk};
use crate::{label, say};

/// Names offered for one line; a hundred buttons are the messenger's limit.
const MOST_OFFERED: usize = 80;

/// What became of the lines that were typed.
#[derive(Default)]
struct Told {
    noted: Vec<String>,
    /// Too long, each in a sentence of its own.
    long: Vec<Html>,
    stopped: Vec<(ChildId, String)>,
}

/// Takes what was typed. False: the class is not the speaker's to enter any more.
pub async fn take(talk: &mut Talk<'_>, mut waits: Lines, text: &Words) -> Served<bool> {
    let Some(desk) = class_desk(talk, waits.class, Some(waits.week)).await? else {
        return Ok(false);
    };
    let pupils = children(talk, &desk.unit).await?;
    let mut told = Told::default();
    for open in lines(text.expose()) {
        match found(&pupils, open.name.expose()).as_slice() {
            [child] => enter(talk, &desk, &waits, child.id, &open.words, &mut told).await?,
            _ => waits.open.push(open),
        }
    }
    answer(talk, &desk, &pupils, waits, told).await?;
    Ok(true)
}

/// The line that was asked about is this child's, or nobody's.
pub async fn choose(
    talk: &mut Talk<'_>,
    waits: Option<Lines>,
    child: Option<ChildId>,
) -> Served<bool> {
    let Some(mut waits) = waits.filter(|waits| !waits.open.is_empty()) else {
        return Ok(false);
    };
    let Some(desk) = class_desk(talk, waits.class, Some(waits.week)).await? else {
        return Ok(false);
    };
    let pupils = children(talk, &desk.unit).await?;
    let mut told = Told::default();
    let open = waits.open.remove(0);
    if let Some(child) = child {
        if !pupils.iter().any(|pupil| pupil.id == child) {
            return Ok(false);
        }
        enter(talk, &desk, &waits, child, &open.words, &mut told).await?;
    }
    answer(talk, &desk, &pupils, waits, told).await?;
    Ok(true)
}

/// Those of whom a name may be: called so, or else with a name that begins so.
fn found<'a>(pupils: &'a [Child], name: &str) -> Vec<&'a Child> {
    let wanted = plain(name);
    let names = |pupil: &Child| {
        let mut names = vec![plain(pupil.name.expose())];
        names.extend(pupil.short_name.as_ref().map(|name| plain(name.expose())));
        names
    };
    let called = |pupil: &&Child| names(pupil).contains(&wanted);
    let exactly: Vec<&Child> = pupils.iter().filter(called).collect();
    if !exactly.is_empty() {
        return exactly;
    }
    let begins = |pupil: &&Child| {
        let names = names(pupil);
        let mut parts = names.iter().flat_map(|name| {
            let parts = name.split_whitespace();
            std::iter::once(name.as_str()).chain(parts)
        });
        parts.any(|part| part.starts_with(&wanted))
    };
    pupils.iter().filter(begins).collect()
}

fn plain(name: &str) -> String {
    let name = name.replace(['ʻ', 'ʼ', '‘', '’', '`'], "'").to_lowercase();
    name.split_whitespace().collect::<Vec<_>>().join(" ")
}

async fn enter(
    talk: &mut Talk<'_>,
    desk: &Desk,
    waits: &Lines,
    child: ChildId,
    words: &Words,
    told: &mut Told,
) -> Served<()> {
    let locale = talk.locale();
    let Some(seat) = seat(talk, child, waits.week)
        .await?
        .filter(|seat| seat.whole)
    else {
        return Ok(());
    };
    let name = &seat.child.name;
    let units = utf16_len(words.expose());
    if units > SENTENCE_MAX {
        told.long.push(say!(
            locale,
            "entry-lines-long",
            child = name,
            units = units,
            most = SENTENCE_MAX
        ));
        return Ok(());
    }
    if held::is_listed(talk, desk.unit.id, words.expose()).await? {
        told.stopped.push((child, words.expose().to_owned()));
        return Ok(());
    }
    let words = words.clone();
    let day = seat.calendar.entry_day(waits.week);
    let have = act::lines(talk, &seat).await?;
    let change = rules::set(&have, day, Fact::Sentence { words });
    act::change(talk, &seat, change, "sentence").await?;
    told.noted.push(name.expose().to_owned());
    Ok(())
}

/// Says what was noted and asks about the next name nobody knows; more may be typed.
async fn answer(
    talk: &mut Talk<'_>,
    desk: &Desk,
    pupils: &[Child],
    waits: Lines,
    told: Told,
) -> Served<()> {
    let locale = talk.locale();
    let mut html = Html::default();
    if !told.noted.is_empty() {
        let names = told.noted.join(", ");
        html.join("", &say!(locale, "entry-lines-noted", names = names));
    }
    for line in &told.long {
        html.join("\n", line);
    }
    let week = waits.week;
    let mut rows = Vec::new();
    match waits.open.first() {
        Some(open) => {
            let question = say!(
                locale,
                "entry-lines-whose",
                name = &open.name,
                words = &open.words
            );
            html.join("\n\n", &question);
            let meant = found(pupils, open.name.expose());
            let offered: Vec<&Child> = match meant.is_empty() {
                true => pupils.iter().collect(),
                false => meant,
            };
            for pupil in offered.iter().take(MOST_OFFERED) {
                talk.tells_of(pupil.id, Action::EnterWeek);
            }
            let buttons = offered.iter().take(MOST_OFFERED).map(|pupil| {
                let name = pupil.name.expose().to_owned();
                button(name, Tap::LineOf(pupil.id))
            });
            let buttons: Vec<_> = buttons.collect();
            rows.extend(buttons.chunks(2).map(<[_]>::to_vec));
            rows.push(vec![button(
                label!(locale, "entry-lines-none"),
                Tap::LineOfNobody,
            )]);
        }
        None => {
            if html.plain().is_empty() {
                html = say!(locale, "entry-lines-nothing");
            }
            rows.extend(class::undo_row(talk, desk, week).await?);
            let tap = Tap::Week(desk.unit.id, week);
            rows.push(vec![button(label!(locale, "entry-to-class"), tap)]);
        }
    }
    wait(talk, waits).await?;
    talk.show(html, rows).await?;
    for (child, text) in told.stopped {
        let line = Typing::Sentence { child, week };
        talk.leave_tapped();
        held::stopped(talk, &line, (Some(child), desk.unit.id), &text).await?;
    }
    Ok(())
}

/// Lines may be typed from now on; what was done last can still be taken back.
pub async fn wait(talk: &mut Talk<'_>, waits: Lines) -> Served<()> {
    let state = State {
        undo: last(talk),
        lines: Some(waits),
        ..State::default()
    };
    talk.goto(&dialogue::State::WeekEntry(state)).await
}

/// What is waited for.
pub fn waiting(talk: &Talk<'_>) -> Option<Lines> {
    match dialogue::State::decode(talk.account.dialogue.as_deref()) {
        Some(dialogue::State::WeekEntry(state)) => state.lines,
        _ => None,
    }
}
