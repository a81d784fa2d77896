//! The school's side of linking: who decides, what they see, what the applicant hears, and who is told
//! when a code is misused.

use super::adoption::{Adoption, adopt};
use super::{school_zone, standing};
use crate::base::{AccountId, AdultId, Env, LinkId, UnitId};
use crate::dialogue::join::Tap;
use crate::dialogue::{self};
use crate::model::audit::{Look, Why};
use crate::model::message::{Button, Kind, Parcel};
use crate::model::rights::{Action, LinkRole, LinkState};
use crate::model::unit::Role;
use crate::service::mail::{self, Letter};
use crate::service::{
    Served, Talk, consent, guardian, home, impostor, on_behalf, rights, staff, vouch,
};
use crate::store::invitations::Invitation;
use crate::store::links::{Link, NumberCheck};
use crate::store::tasks::TaskKind;
use crate::store::{self, Tx, audit};
use crate::{label, say};

pub(in crate::service) async fn tell_school_of_misuse(
    tx: &mut Tx,
    env: &Env,
    invitation: &Invitation,
) -> Served<()> {
    let key = invitation.id.to_string();
    let (child, adult) = (invitation.child, Some(invitation.adult));
    let kind = TaskKind::CodeMisused;
    if !store::tasks::open(tx, env, invitation.unit, child, adult, kind, &key).await? {
        return Ok(());
    }
    let name = store::adults::get(tx, invitation.adult)
        .await?
        .map(|a| a.name);
    for lead in deciders(tx, env, invitation.unit).await? {
        let name = name.clone().unwrap_or_default();
        let mut letter = Letter::plain(lead, Kind::Task);
        if let Some(child) = child {
            letter = Letter::about(lead, child, Action::Decide, Kind::Task);
        }
        mail::post(tx, env, letter, |account| {
            Parcel::text(say!(account.locale, "join-misused", name = &name))
        })
        .await?;
    }
    Ok(())
}

/// Who decides for a unit: the leads of its school.
pub(in crate::service) async fn deciders(
    tx: &mut Tx,
    env: &Env,
    unit: UnitId,
) -> Served<Vec<AdultId>> {
    let mut out = Vec::new();
    for above in store::units::up(tx, unit).await? {
        out.extend(store::posts::holders(tx, above.id, Role::SchoolLead, env.now()).await?);
    }
    Ok(out)
}

/// The school's leads see who asks, with both number checks, and decide in one tap.
pub(super) async fn ask_deciders(talk: &mut Talk<'_>, link: &Link) -> Served<()> {
    let Some(child) = store::children::get(talk.tx, link.child).await? else {
        return Ok(());
    };
    let request = Request::load(talk.tx, talk.env, link).await?;
    for lead in staff::leads_for(talk.tx, talk.env, &child).await? {
        if lead == link.adult || talk.adult() == Some(lead) {
            continue;
        }
        let letter = Letter::about(lead, link.child, Action::Decide, Kind::Task);
        mail::post(talk.tx, talk.env, letter, |account| {
            Parcel::with_buttons(
                request.html(account.locale),
                request.buttons(account.locale),
            )
        })
        .await?;
    }
    Ok(())
}

/// What a decider sees of one link that waits.
struct Request {
    link: LinkId,
    name: crate::base::Name,
    role: LinkRole,
    relation: &'static str,
    child: crate::base::Name,
    class: String,
    check: NumberCheck,
    /// Others of the same school with this number, on the roster or proved by themselves.
    same_number: Vec<crate::base::Name>,
    /// Others of other schools: only how many.
    elsewhere: i64,
    childs: Childs,
    /// A parent's yes is needed and not there.
    unvouched: bool,
}

/// Whether the number stands in a child's own record.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Childs {
    No,
    /// This very child's: somebody holds the child's telephone.
    Own,
    Another,
}

impl Request {
    async fn load(tx: &mut Tx, env: &Env, link: &Link) -> Served<Self> {
        let adult = store::adults::get(tx, link.adult).await?;
        let child = store::children::get(tx, link.child).await?;
        let class = match &child {
            Some(child) => store::units::get(tx, child.class).await?.map(|u| u.name),
            None => None,
        };
        let (mut same_number, mut elsewhere, mut childs) = (Vec::new(), 0, Childs::No);
        if let (Some(phone), Some(child)) = (&link.shared_phone, &child) {
            same_number =
                store::adults::others_of_school(tx, phone, link.adult, child.school).await?;
            let all = store::adults::others_with_line(tx, phone, link.adult).await?;
            elsewhere = all - i64::try_from(same_number.len()).unwrap_or_default();
            let own = child.phone.as_ref().is_some_and(|own| own.same_line(phone));
            childs = if own && link.role == LinkRole::Oneself {
                // Just what is expected of them.
                Childs::No
            } else if own {
                Childs::Own
            } else if store::children::has_line(tx, phone).await? {
                Childs::Another
            } else {
                Childs::No
            };
        }
        Ok(Self {
            link: link.id,
            name: adult.map(|a| a.name).unwrap_or_default(),
            role: link.role,
            relation: link.relation.as_str(),
            child: child.map(|c| c.name).unwrap_or_default(),
            class: class.unwrap_or_default(),
            check: link.number_check.unwrap_or(NumberCheck::NoneRostered),
            same_number,
            elsewhere,
            childs,
            unvouched: !vouch::is_given(tx, env, link).await?,
        })
    }

    fn html(&self, locale: crate::model::Locale) -> crate::base::Html {
        let relation = label!(locale, &format!("relation-{}", self.relation));
        let key = match self.role {
            LinkRole::Oneself => "join-request-oneself",
            _ => "join-request",
        };
        let mut html = say!(
            locale,
            key,
            name = &self.name,
            relation = relation,
            child = &self.child,
            class = &self.class
        );
        let check = format!("join-number-{}", self.check.as_str());
        html.join("\n", &say!(locale, &check));
        if !self.same_number.is_empty() {
            let names: Vec<&str> = self.same_number.iter().map(|name| name.expose()).collect();
            let names = names.join(", ");
            html.join("\n", &say!(locale, "join-number-same-as", names = names));
        }
        if self.elsewhere > 0 {
            let line = say!(locale, "join-number-shared", count = self.elsewhere);
            html.join("\n", &line);
        }
        match self.childs {
            Childs::No => {}
            Childs::Own => html.join("\n", &say!(locale, "join-number-own-child")),
            Childs::Another => html.join("\n", &say!(locale, "join-number-childs")),
        }
        if self.unvouched {
            html.join("\n", &say!(locale, "lifecycle-vouch-missing"));
        }
        html
    }

    fn buttons(&self, locale: crate::model::Locale) -> Vec<Vec<Button>> {
        let tap = |tap| dialogue::Tap::Join(tap).encode();
        vec![vec![
            Button::tap(label!(locale, "join-approve"), tap(Tap::Approve(self.link))),
            Button::tap(label!(locale, "join-refuse"), tap(Tap::Refuse(self.link))),
        ]]
    }
}

/// The account that asks for this link.
pub(super) async fn applicant(tx: &mut Tx, link: &Link) -> Served<Option<AccountId>> {
    match link.account {
        Some(account) => Ok(Some(account)),
        None => store::invitations::used_account(tx, link.child, link.adult).await,
    }
}

/// Whether the speaker decides about this link: by a post, and never about their own, also when they
/// confirmed it for another roster row of the same person.
async fn may_decide(talk: &mut Talk<'_>, link: &Link) -> Served<bool> {
    let applicant = applicant(talk.tx, link).await?;
    let own = talk.adult() == Some(link.adult) || applicant == Some(talk.account.id);
    Ok(!own && talk.sees(Look::Request, Action::Decide, link.child).await?)
}

/// One tap of a named person of the child's school.
pub(super) async fn decide(talk: &mut Talk<'_>, id: LinkId, yes: bool) -> Served<()> {
    let locale = talk.locale();
    let link = store::links::get(talk.tx, id).await?;
    let allowed = match &link {
        Some(link) => may_decide(talk, link).await?,
        None => false,
    };
    let Some(link) = link.filter(|_| allowed) else {
        return talk.refuse().await;
    };
    if yes && !vouch::is_given(talk.tx, talk.env, &link).await? {
        return talk.toast(label!(locale, "lifecycle-vouch-first")).await;
    }
    // Nobody gets a link that would not be theirs: no yes makes it so.
    let in_vain = yes && !standing::can_stand(talk, &link).await?;
    let yes = yes && !in_vain;
    let to = if yes {
        LinkState::Active
    } else {
        LinkState::Ended
    };
    let (by, now) = (talk.adult(), talk.env.now());
    if let (true, Some(lead)) = (yes, by)
        && let Some(child) = store::children::get(talk.tx, link.child).await?
        && !impostor::may_approve(talk.tx, talk.env, lead, child.school).await?
    {
        return talk.toast(label!(locale, "impostor-approvals-rest")).await;
    }
    let named = on_behalf::named(talk, &link).await?;
    // A no is to who asked, not to the guardian who was appointed: that has an end of its own.
    let pair = (link.child, link.adult);
    let resumed = !yes && store::links::resume(talk.tx, pair.0, pair.1).await?;
    let waits = LinkState::AwaitingApproval;
    let done = resumed || store::links::decide(talk.tx, id, waits, to, by, now).await?;
    if !done {
        return talk.toast(label!(locale, "join-already-decided")).await;
    }
    if yes || resumed {
        // Also one that was decided anew while it waited.
        guardian::date_link(talk.tx, talk.env, &link, by).await?;
    } else if link.goes_on() {
        // It cannot go on: no term without its link.
        store::appointments::close_pair(talk.tx, pair, by, now).await?;
    }
    if yes {
        if link.goes_on() {
            standing::agrees(talk, &link).await?;
        }
        on_behalf::over(talk, &link, named).await?;
    }
    let act = audit::Act {
        by,
        action: if yes { "approve_link" } else { "refuse_link" },
        child: Some(link.child),
        why: Some(Why::Post),
        ..Default::default()
    };
    audit::note(talk.tx, talk.env, act).await?;
    let request = Request::load(talk.tx, talk.env, &link).await?;
    let outcome = match (yes, in_vain) {
        (true, _) => "join-you-approved",
        (false, true) => "join-cannot-stand",
        (false, false) => "join-you-refused",
    };
    let mut html = request.html(locale);
    html.join("\n\n", &say!(locale, outcome));
    talk.show(html, vec![]).await?;
    tell_applicant(talk, &link, yes).await
}

/// The person who waited hears the outcome where they asked.
async fn tell_applicant(talk: &mut Talk<'_>, link: &Link, yes: bool) -> Served<()> {
    let Some(account) = applicant(talk.tx, link).await? else {
        return Ok(());
    };
    let Some(mut account) = store::accounts::get(talk.tx, account).await? else {
        return Ok(());
    };
    let Some(child) = store::children::get(talk.tx, link.child).await? else {
        return Ok(());
    };
    if !yes {
        let locale = account.locale;
        let letter = Letter::plain(link.adult, Kind::Notice);
        let parcel = Parcel::text(say!(locale, "join-refused"));
        return mail::put(talk.tx, talk.env, &account, letter, parcel)
            .await
            .map(drop);
    }
    if let Some(other) = account.adult.filter(|adult| *adult != link.adult) {
        standing::stands_on_own_row(talk, link, other).await?;
    } else {
        let parents = store::children::parents(talk.tx, link.child).await?;
        let away = parents
            .iter()
            .find(|p| Some(p.parent) == link.relation.parent())
            .and_then(|p| p.zone);
        let adult = store::adults::get(talk.tx, link.adult)
            .await?
            .and_then(|a| a.zone);
        let zone = away.or(adult).or(school_zone(talk, child.school).await?);
        let by = Adoption {
            school: child.school,
            by_post: false,
            phone: link.shared_phone.as_ref(),
        };
        adopt(talk, &account, link.adult, zone, &by).await?;
        account.adult = Some(link.adult);
    }
    let to = account.adult.unwrap_or(link.adult);
    let right = match link.role {
        LinkRole::Parent | LinkRole::Guardian => Action::ReadRecord,
        LinkRole::Contact => Action::AnswerCheckIn,
        LinkRole::Oneself => Action::AskData,
    };
    // The account's own row may be excluded since the code was used.
    if !rights::allowed(talk.tx, talk.env, to, right, link.child).await? {
        return Ok(());
    }
    let locale = account.locale;
    let key = format!("join-approved-{}", link.role.as_str());
    let html = say!(locale, &key, child = child.called());
    let letter = Letter::about(to, link.child, right, Kind::Notice);
    let mut rows = match link.role {
        LinkRole::Oneself => Vec::new(),
        _ => vec![consent::open_row(locale)],
    };
    rows.extend(home::menu_below(locale));
    mail::put(
        talk.tx,
        talk.env,
        &account,
        letter,
        Parcel::with_buttons(html, rows),
    )
    .await
    .map(drop)
}

/// Everything that waits for this person's decision, each with its own buttons.
pub(super) async fn waiting(talk: &mut Talk<'_>) -> Served<()> {
    let locale = talk.locale();
    talk.leave_tapped();
    let mut any = false;
    for school in home::schools_led(talk).await? {
        for link in store::links::waiting(talk.tx, school).await? {
            if !may_decide(talk, &link).await? {
                continue;
            }
            any = true;
            let request = Request::load(talk.tx, talk.env, &link).await?;
            talk.say(request.html(locale), request.buttons(locale))
                .await?;
        }
    }
    if any {
        return Ok(());
    }
    talk.say(say!(locale, "join-nobody-waits"), home::open_menu(locale))
        .await
}
