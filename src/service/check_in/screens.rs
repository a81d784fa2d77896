//! The words and buttons of a check-in: three rows, one large button each, a colour and a word.

use super::asked::{Asked, Side};
use super::case::Case;
use super::people::Kin;
use crate::base::{CheckInId, Html};
use crate::dialogue::{self, check_in::Tap};
use crate::model::Locale;
use crate::model::check_in::State;
use crate::model::message::Button;
use crate::model::rights::LinkRole;
use crate::model::settings::Rung;
use crate::{label, say};

fn row(words: String, tap: Tap) -> Vec<Button> {
    vec![Button::tap(words, dialogue::Tap::CheckIn(tap).encode())]
}

/// The three buttons of somebody at home.
pub(super) fn home_buttons(locale: Locale, id: CheckInId) -> Vec<Vec<Button>> {
    vec![
        row(label!(locale, "check-in-well"), Tap::Well(id)),
        row(label!(locale, "check-in-problem"), Tap::Problem(id)),
        row(label!(locale, "check-in-ring"), Tap::Ring(id)),
    ]
}

/// The three buttons of somebody at school, who rings home first.
pub(super) fn staff_buttons(locale: Locale, id: CheckInId) -> Vec<Vec<Button>> {
    vec![
        row(label!(locale, "check-in-staff-well"), Tap::Well(id)),
        row(label!(locale, "check-in-staff-problem"), Tap::Problem(id)),
        row(label!(locale, "check-in-staff-pass"), Tap::Pass(id)),
    ]
}

/// The three buttons of whoever is asked. Who is sent to look in has nobody to be rung but the family.
pub(super) fn buttons(locale: Locale, id: CheckInId, side: Side) -> Vec<Vec<Button>> {
    match side {
        Side::Home => home_buttons(locale, id),
        Side::School => staff_buttons(locale, id),
        Side::Helper => {
            let mut rows = home_buttons(locale, id);
            rows.pop();
            rows.push(row(label!(locale, "behalf-ring"), Tap::Ring(id)));
            rows
        }
    }
}

/// Ends a problem: somebody of the school has looked.
pub(super) fn solved_button(locale: Locale, id: CheckInId) -> Vec<Vec<Button>> {
    vec![row(label!(locale, "check-in-staff-well"), Tap::Well(id))]
}

/// Whoever said "all well" can still say otherwise. The first button stays where it was, so that a
/// finger that taps twice does not report a problem.
pub(super) fn correct_buttons(locale: Locale, id: CheckInId, school: bool) -> Vec<Vec<Button>> {
    let mut rows = match school {
        true => staff_buttons(locale, id),
        false => home_buttons(locale, id),
    };
    rows.truncate(2);
    rows
}

/// The question to the guardian.
pub(super) fn question_at_home(locale: Locale, case: &Case) -> Html {
    say!(locale, "check-in-ask", child = case.child.called())
}

/// The question to whoever stands on `rung`; `again` for one who was asked before.
pub(super) fn question(
    locale: Locale,
    case: &Case,
    asked: &Asked,
    rung: Rung,
    again: bool,
    family: &[Kin],
) -> Html {
    let child = case.child.called();
    if let Some(whose) = &asked.whose {
        return instead(locale, case, asked.side, whose, family);
    }
    match rung {
        Rung::Guardian if again => say!(locale, "check-in-ask-again", child = child),
        Rung::Guardian => question_at_home(locale, case),
        Rung::SecondContact => say!(locale, "check-in-ask-contact", child = child),
        Rung::Teacher | Rung::SchoolLead => {
            let mut html = say!(
                locale,
                "check-in-ask-staff",
                child = &case.child.name,
                class = &case.class,
                since = crate::text::dates::clock(case.row.asked, case.zone)
            );
            html.join("\n\n", &numbers_at_home(locale, family));
            html
        }
    }
}

/// The question in place of a guardian: about the same evening, to somebody who has to hear from them first.
fn instead(locale: Locale, case: &Case, side: Side, whose: &Kin, family: &[Kin]) -> Html {
    let relation = label!(locale, &format!("relation-{}", whose.relation.as_str()));
    if side == Side::Helper {
        let child = case.child.called();
        return say!(
            locale,
            "behalf-ask-helper",
            child = child,
            relation = relation
        );
    }
    let mut html = say!(
        locale,
        "behalf-ask-school",
        child = &case.child.name,
        class = &case.class,
        name = &whose.name,
        relation = relation
    );
    html.join("\n\n", &numbers_at_home(locale, family));
    html
}

/// The school's people see whom to ring.
pub(super) fn numbers_at_home(locale: Locale, family: &[Kin]) -> Html {
    let mut html = Html::default();
    for kin in family.iter().filter(|kin| kin.role != LinkRole::Parent) {
        let Some(phone) = &kin.phone else { continue };
        let relation = label!(locale, &format!("relation-{}", kin.relation.as_str()));
        let line = say!(
            locale,
            "check-in-number-at-home",
            name = &kin.name,
            relation = relation,
            phone = phone.digits()
        );
        html.join("\n", &line);
    }
    html
}

/// Nobody answered, as the school's people read it: they own the silence now.
pub(super) fn missed(locale: Locale, case: &Case) -> Html {
    say!(
        locale,
        "check-in-missed-staff",
        child = &case.child.name,
        class = &case.class,
        since = crate::text::dates::clock(case.row.asked, case.zone)
    )
}

/// Where the check-in stands, in one line, for an old question of it.
pub(super) fn outcome(locale: Locale, case: &Case, state: State) -> Html {
    let key = match state {
        State::Asked => return question_at_home(locale, case),
        State::Well => "check-in-is-well",
        State::Problem => "check-in-is-problem",
        State::Ring => "check-in-is-ring",
        State::Missed => "check-in-is-missed",
    };
    say!(locale, key, child = case.child.called())
}
