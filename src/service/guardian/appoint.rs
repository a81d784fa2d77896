//! The decision: refused with what is missing, or a dated link and everybody told.

use super::case::{case, decidable};
use super::form::{note, show};
use super::people::{self, carer, hand, tell};
use super::{button, not_now, notice, term};
use crate::base::{AdultId, AppointmentId, Env, Html};
use crate::dialogue::guardian::Tap;
use crate::dialogue::{self, roster};
use crate::model::Locale;
use crate::model::guardian::{self, State, missing};
use crate::model::message::{Button, Kind};
use crate::model::record::Relation;
use crate::model::rights::{Action, LinkState};
use crate::service::{Served, Talk, consent, home, on_behalf};
use crate::store::appointments::Appointment;
use crate::store::links::Link;
use crate::store::tasks::TaskKind;
use crate::store::{self, Tx};
use crate::{label, say};

pub(super) async fn appoint(talk: &mut Talk<'_>, id: AppointmentId) -> Served<()> {
    let (Some((child, mut found)), Some(by)) = (decidable(talk, id).await?, talk.adult()) else {
        return not_now(talk).await;
    };
    let case = case(talk, &child, &found).await?;
    let against = missing(&case);
    let (Some(adult), Some(months), true) = (found.adult, found.months, against.is_empty()) else {
        let words: Vec<&str> = against.iter().map(|what| what.as_str()).collect();
        note(talk, "appoint_refused", &child, Some(&words.join(" "))).await?;
        return show(talk, &child, &found, &against).await;
    };
    let (now, zone) = (talk.env.now(), people::zone(talk.tx, &child).await?);
    if let (None, Some(view)) = (found.view, guardian::view(&case)) {
        // Under 8 nobody has to ask; that it was so is kept like an answer.
        store::appointments::set_view(talk.tx, id, view, by, now).await?;
    }
    // A renewal goes on from today: the old term would end the link in the middle of the new one.
    if let Some(old) = store::appointments::standing(talk.tx, child.id, adult).await? {
        store::appointments::end(talk.tx, old.id, State::Ended, Some(by), now).await?;
        found.begins_in = 0;
    }
    let term = guardian::term(now, found.begins_in, months, zone);
    let begun = term.from <= now;
    let (state, next) = match begun {
        true => (State::InForce, guardian::next(term, now)),
        false => (State::Appointed, term.from),
    };
    let (decided, clock) = (Some(term), Some(next));
    if !store::appointments::decide(talk.tx, id, state, decided, by, now, clock).await? {
        return not_now(talk).await;
    }
    (found.state, found.term) = (state, decided);
    (found.decided_by, found.decided) = (Some(by), Some(now));
    note(talk, "appoint_guardian", &child, None).await?;
    let (kind, key) = (TaskKind::GuardianProposed, id.to_string());
    store::tasks::done_by_key(talk.tx, kind, &key, by, now).await?;
    // Who looks after the child then is answered.
    for earlier in store::appointments::of_child(talk.tx, child.id).await? {
        let (kind, key) = (TaskKind::GuardianEnds, earlier.id.to_string());
        store::tasks::done_by_key(talk.tx, kind, &key, by, now).await?;
    }
    let carer = carer(talk.tx, &found).await?;
    let relation = carer.relation.unwrap_or(Relation::Other);
    let reached = store::accounts::of_adult(talk.tx, adult).await?.is_some();
    // Without the chat, too: somebody can be named to answer in their place. Who waits for a yes is dated with it.
    let own = store::links::pair(talk.tx, child.id, adult).await?;
    let waits = own.is_some_and(|link| link.state == LinkState::AwaitingApproval);
    if reached || !waits {
        let (link, pair) = (talk.env.id(), (child.id, adult));
        store::invitations::withdraw_pair(talk.tx, child.id, adult).await?;
        let whose = Some(by);
        store::appointments::date_link(talk.tx, link, pair, relation, term, whose, now).await?;
    }
    if begun && !found.overlap {
        term::hand_over(talk.tx, talk.env, &child, &found, Some(by)).await?;
    }
    // What was recorded in this person's name is shown to whoever entrusted the child to them.
    let papers = consent::OnPaper::of(talk.tx, child.id, adult).await?;
    for parent in people::parents(talk.tx, child.id).await? {
        let about = (child.id, Some(Action::ReadRecord));
        tell(talk.tx, talk.env, parent, about, |locale| {
            let (from, to) = people::span(locale, term, zone);
            let mut html = say!(
                locale,
                "guardian-appointed-parent",
                name = &carer.name,
                child = child.called(),
                from = from,
                to = to
            );
            html.join("\n\n", &papers.html(locale, zone));
            (html, vec![])
        })
        .await?;
    }
    tell_recorder(talk, &found, |locale| {
        let (from, to) = people::span(locale, term, zone);
        let (name, child) = (&carer.name, &child.name);
        say!(
            locale,
            "guardian-appointed-school",
            name = name,
            child = child,
            from = from,
            to = to
        )
    })
    .await?;
    // Not the right of now: a term may begin later.
    tell(talk.tx, talk.env, adult, (child.id, None), |locale| {
        let (from, to) = people::span(locale, term, zone);
        let html = say!(
            locale,
            "guardian-appointed-carer",
            child = child.called(),
            from = from,
            to = to
        );
        // What goes with the part is theirs to read and to stop; before the term begins there is none.
        let consents = begun.then(|| consent::open_row(locale));
        (html, consents.into_iter().collect())
    })
    .await?;
    let sheet = notice::load(talk.tx, &child, &found, now).await?;
    let about = (child.id, Some(Action::ProposeGuardian));
    hand(talk.tx, talk.env, found.proposed_by, about, |locale| {
        sheet.parcel(locale)
    })
    .await?;
    let locale = talk.locale();
    let parcel = sheet.parcel(locale);
    let (from, to) = people::span(locale, term, zone);
    let mut html = say!(
        locale,
        "guardian-appointed-school",
        name = &carer.name,
        child = &child.name,
        from = from,
        to = to
    );
    let mut rows: Vec<Vec<Button>> = Vec::new();
    if !reached {
        html.join("\n\n", &say!(locale, "guardian-not-in-chat"));
        let words = label!(locale, "guardian-invite", name = &carer.name);
        let invite = dialogue::Tap::Roster(roster::Tap::Invite(child.id, adult));
        rows.push(vec![Button::tap(words, invite.encode())]);
        rows.push(consent::paper_row(locale, child.id, adult, &carer.name));
        if begun && !waits {
            html.join("\n", &say!(locale, "guardian-no-chat-behalf"));
            rows.push(on_behalf::open_row(locale, child.id, adult, &carer.name));
        }
    }
    let words = label!(locale, "guardian-break-off", name = &carer.name);
    rows.push(vec![button(words, Tap::AskEnd(id))]);
    rows.extend(home::open_menu(locale));
    talk.show(html, rows).await?;
    talk.put(Kind::Notice, parcel, None).await.map(drop)
}

/// The school does not appoint this person; the parent is asked to ring, no reason is written.
pub(super) async fn refuse(talk: &mut Talk<'_>, id: AppointmentId) -> Served<()> {
    let (Some((child, found)), Some(by)) = (decidable(talk, id).await?, talk.adult()) else {
        return not_now(talk).await;
    };
    let now = talk.env.now();
    let (state, next) = (State::Refused, None);
    store::appointments::decide(talk.tx, id, state, None, by, now, next).await?;
    let (kind, key) = (TaskKind::GuardianProposed, id.to_string());
    store::tasks::done_by_key(talk.tx, kind, &key, by, now).await?;
    note(talk, "refuse_guardian", &child, None).await?;
    let about = (child.id, Some(Action::ProposeGuardian));
    tell(talk.tx, talk.env, found.proposed_by, about, |locale| {
        let html = say!(locale, "guardian-refused-parent", child = child.called());
        (html, vec![])
    })
    .await?;
    tell_recorder(talk, &found, |locale| {
        say!(locale, "guardian-refused", child = &child.name)
    })
    .await?;
    let locale = talk.locale();
    let html = say!(locale, "guardian-refused", child = &child.name);
    talk.show(html, home::open_menu(locale)).await
}

/// Who recorded a parent's paper hears what became of it, and tells the parent.
async fn tell_recorder(
    talk: &mut Talk<'_>,
    found: &Appointment,
    words: impl FnOnce(Locale) -> Html,
) -> Served<()> {
    let Some(paper) = found.paper else {
        return Ok(());
    };
    let about = (found.child, Some(Action::RecordConsent));
    tell(talk.tx, talk.env, paper.by, about, |locale| {
        let mut html = words(locale);
        html.join("\n\n", &say!(locale, "guardian-signed-tell"));
        (html, vec![])
    })
    .await
}

/// A link was approved: where the school has appointed this person, it is one of the term.
pub(in crate::service) async fn date_link(
    tx: &mut Tx,
    env: &Env,
    link: &Link,
    by: Option<AdultId>,
) -> Served<()> {
    let standing = store::appointments::standing(tx, link.child, link.adult).await?;
    let Some(term) = standing.and_then(|found| found.term) else {
        return Ok(());
    };
    let active = store::links::get(tx, link.id).await?;
    if active.is_some_and(|link| link.state == LinkState::Active) {
        let pair = (link.child, link.adult);
        let (id, now, relation) = (env.id(), env.now(), link.relation);
        store::appointments::date_link(tx, id, pair, relation, term, by, now).await?;
    }
    Ok(())
}
