//! The family-contact card of one child: who is who, what stands between them, and what may be done.

use super::{button, not_now};
use crate::base::{ChildId, Html};
use crate::dialogue::{self, lifecycle::Tap::Keep, roster::Tap};
use crate::model::Locale;
use crate::model::audit::Look;
use crate::model::hours::day_at;
use crate::model::message::Button;
use crate::model::record::{ParentFact, Whereabouts};
use crate::model::rights::{Action, LinkRole, LinkState};
use crate::service::{
    Served, Talk, audit as trace, concern, consent, cover, exclusion, freeze, growing, guardian,
    home, lifecycle, lost_phone, note, on_behalf, receipt, rights, transfer, week_entry,
};
use crate::store;
use crate::store::adults::Rostered;
use crate::store::links::Link;
use crate::{label, say};

/// The family-contact card (S10): with whom the child lives, where the parents are, who is linked.
pub(in crate::service) async fn child(talk: &mut Talk<'_>, id: ChildId) -> Served<()> {
    // The card of a child whose file rests is left to whoever may let it go on.
    let action = match talk.may(Action::Decide, id).await? {
        true => Action::Decide,
        false => Action::SeeCard,
    };
    if !talk.opens(Look::Card, action, id).await? {
        return talk.refuse().await;
    }
    let Some(record) = store::children::get(talk.tx, id).await? else {
        return not_now(talk).await;
    };
    let locale = talk.locale();
    let class = store::units::get(talk.tx, record.class)
        .await?
        .map(|u| u.name);
    let lives = label!(locale, &format!("lives-{}", record.lives_with.as_str()));
    let mut html = say!(
        locale,
        "roster-card",
        child = &record.name,
        class = class.unwrap_or_default(),
        lives = lives
    );
    for fact in store::children::parents(talk.tx, id).await? {
        html.join("\n", &parent_line(talk, &fact));
    }
    let may_invite = talk.may(Action::Invite, id).await?;
    let may_decide = talk.may(Action::Decide, id).await?;
    let links = store::links::of_child(talk.tx, id).await?;
    let now = talk.env.now();
    let papers = store::exclusions::standing(talk.tx, id, now).await?;
    let place = rights::place(talk.tx, id).await?;
    let zone = place
        .as_ref()
        .map_or(chrono_tz::Tz::UTC, |place| place.zone);
    let frozen = place.is_some_and(|place| place.is_frozen(now));
    if frozen {
        html.join("\n", &say!(locale, "lifecycle-frozen"));
    }
    let mut rows = Vec::new();
    for person in store::adults::rostered(talk.tx, id).await? {
        let link = links.iter().find(|link| link.adult == person.adult.id);
        let relation = label!(locale, &format!("relation-{}", person.relation.as_str()));
        let is_active = link.is_some_and(|link| link.state == LinkState::Active);
        let signed_out = is_active && !store::accounts::has_any(talk.tx, person.adult.id).await?;
        let paper = papers.iter().find(|paper| paper.adult == person.adult.id);
        let excluded = paper.is_some_and(|paper| paper.from <= now)
            || link.is_some_and(|link| link.state == LinkState::Excluded);
        let word = if excluded {
            "excluded"
        } else if signed_out {
            "signed_out"
        } else {
            link_word(link)
        };
        let state = label!(locale, &format!("link-{word}"));
        html.join(
            "\n",
            &say!(
                locale,
                "roster-person",
                name = &person.adult.name,
                relation = &relation,
                state = state
            ),
        );
        if let Some(paper) = paper.filter(|_| may_decide) {
            html.join(" ", &exclusion::described(locale, paper, zone));
        }
        let carried = link.and_then(|link| link.to.filter(|to| *to > now));
        let carried = carried.filter(|_| link.is_some_and(|l| l.state == LinkState::Active));
        if let Some(to) = carried {
            let until = day_at(to, zone).to_string();
            html.join(" ", &say!(locale, "lifecycle-linked-until", until = until));
        }
        let seen = Seen {
            state: link.map(|link| link.state),
            barred: excluded || paper.is_some(),
            carried: carried.is_some(),
            covered: may_decide && store::covers::is_on(talk.tx, person.adult.id).await?,
            signed_out,
            may_invite: may_invite && !frozen,
            may_decide,
        };
        rows.extend(person_rows(locale, id, &person, &seen));
    }
    if let Some(own) = links.iter().find(|link| link.role == LinkRole::Oneself) {
        html.join("\n", &own_line(talk, own).await?);
    }
    rows.extend(week_entry::child_rows(talk, &record).await?);
    rows.extend(note::child_rows(talk, &record).await?);
    rows.extend(receipt::child_rows(talk, &record).await?);
    rows.extend(growing::child_rows(talk, &record).await?);
    rows.extend(guardian::child_rows(talk, id).await?);
    if !frozen {
        rows.extend(on_behalf::child_rows(talk, &record).await?);
    }
    rows.extend(consent::child_rows(talk, id).await?);
    if !frozen {
        rows.extend(transfer::child_rows(talk, &record).await?);
    }
    rows.extend(freeze::child_rows(talk, &record, frozen).await?);
    rows.extend(trace::child_rows(talk, id).await?);
    rows.extend(concern::child_rows(talk, id).await?);
    // By exception one record is open, not its class, and what was noted of it is one tap away.
    if talk.may_at(Action::ReadRecord, record.class).await? {
        let back = label!(locale, "button-back");
        rows.push(vec![button(back, Tap::Class(record.class, 0))]);
    } else {
        let words = label!(locale, "weekly-button-how-is", name = record.called());
        let how = dialogue::Tap::Weekly(dialogue::weekly::Tap::HowIs(id));
        rows.push(vec![Button::tap(words, how.encode())]);
        rows.extend(home::open_menu(locale));
    }
    talk.show(html, rows).await
}

/// What stands between one adult and the child, and what the speaker may do about it.
struct Seen {
    state: Option<LinkState>,
    /// A paper stands, or will.
    barred: bool,
    /// The link came from another school and ends by itself.
    carried: bool,
    /// Messages to them show only with a code.
    covered: bool,
    /// Linked, and without any account: a lost phone.
    signed_out: bool,
    may_invite: bool,
    may_decide: bool,
}

/// The buttons about one person of the roster.
fn person_rows(locale: Locale, child: ChildId, person: &Rostered, seen: &Seen) -> Vec<Vec<Button>> {
    let (adult, name) = (person.adult.id, &person.adult.name);
    let mut rows = Vec::new();
    let linked =
        matches!(seen.state, Some(LinkState::Active | LinkState::Paused)) && !seen.signed_out;
    if seen.may_invite && !seen.barred && !linked {
        let relation = label!(locale, &format!("relation-{}", person.relation.as_str()));
        let words = label!(locale, "roster-invite", relation = relation, name = name);
        rows.push(vec![button(words, Tap::Invite(child, adult))]);
    }
    if !seen.may_decide {
        return rows;
    }
    if seen.carried {
        let words = label!(locale, "lifecycle-keep", name = name);
        rows.push(vec![lifecycle::button(words, Keep(child, adult))]);
    }
    if seen.state == Some(LinkState::Active) {
        let words = label!(locale, "roster-end", name = name);
        rows.push(vec![button(words, Tap::AskEnd(child, adult))]);
        if !seen.signed_out {
            rows.push(lost_phone::card_row(locale, child, adult, name.expose()));
        }
        if seen.covered {
            rows.push(cover::card_row(locale, child, adult, name.expose()));
        }
    }
    rows.push(vec![if seen.barred {
        let words = label!(locale, "parting-lift", name = name);
        button(words, Tap::AskLift(child, adult))
    } else {
        let words = label!(locale, "parting-exclude", name = name);
        button(words, Tap::AskExclude(child, adult))
    }]);
    rows
}

/// The young person, who is on no roster.
async fn own_line(talk: &mut Talk<'_>, own: &Link) -> Served<Html> {
    let locale = talk.locale();
    let known = store::adults::get(talk.tx, own.adult).await?;
    Ok(say!(
        locale,
        "roster-person",
        name = &known.map(|known| known.name).unwrap_or_default(),
        relation = label!(locale, "relation-oneself"),
        state = label!(locale, &format!("link-{}", own.state.as_str()))
    ))
}

fn link_word(link: Option<&Link>) -> &'static str {
    link.map_or("none", |link| link.state.as_str())
}

fn parent_line(talk: &Talk<'_>, fact: &ParentFact) -> Html {
    let locale = talk.locale();
    let who = label!(locale, &format!("relation-{}", fact.parent.as_str()));
    let place = fact.place.clone().unwrap_or_default();
    let key = match fact.whereabouts {
        Whereabouts::Away | Whereabouts::Abroad if !place.is_empty() => "roster-parent-at",
        _ => "roster-parent",
    };
    let state = label!(
        locale,
        &format!("whereabouts-{}", fact.whereabouts.as_str())
    );
    let mut html = match key {
        "roster-parent-at" => say!(
            locale,
            "roster-parent-at",
            who = who,
            state = state,
            place = place
        ),
        _ => say!(locale, "roster-parent", who = who, state = state),
    };
    if let Some(zone) = fact.zone.filter(|_| fact.whereabouts.is_away()) {
        let clock = crate::text::dates::clock(talk.env.now(), zone);
        html.join(" ", &say!(locale, "roster-clock", clock = clock));
    }
    html
}
