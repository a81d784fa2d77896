//! Writing an answer down with the text that was seen, and what it does at once: what waits by this
//! agreement is taken back in the same transaction.

use sha2::{Digest, Sha256};

use crate::base::{AdultId, ChildId, Env, Html};
use crate::model::Locale;
use crate::model::audit::Why;
use crate::model::consent::{Answer, How, Purpose, Whose};
use crate::model::rights::{Action, LinkRole};
use crate::say;
use crate::service::{Served, check_in, mail, weekly};
use crate::store::consents::Consent;
use crate::store::{self, Tx, audit};

/// The whole text a person reads before answering, the same for everybody.
pub fn text_of(locale: Locale, purpose: Purpose) -> Html {
    let mut html = Html::default();
    for part in parts_of(locale, purpose) {
        html.join("\n\n", &part);
    }
    html
}

/// Its paragraphs: what this purpose is, and twice what is the same for every purpose.
pub(super) fn parts_of(locale: Locale, purpose: Purpose) -> [Html; 3] {
    [
        say!(locale, &format!("consent-text-{}", purpose.as_str())),
        say!(locale, "consent-text-abroad"),
        say!(locale, "consent-text-free"),
    ]
}

/// The fingerprint of a text, as it is read.
pub(super) fn hash(text: &Html) -> String {
    let digest = Sha256::digest(text.plain().as_bytes());
    digest.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// An answer to the current text of a purpose.
pub(super) fn to_text(
    adult: AdultId,
    purpose: Purpose,
    answer: Answer,
    locale: Locale,
    env: &Env,
) -> Consent {
    Consent {
        adult,
        whose: Whose::Adult,
        purpose,
        answer,
        at: env.now(),
        how: How::Tap,
        recorded_by: None,
        paper_day: None,
        version: purpose.version(),
        locale,
        text_hash: Some(hash(&text_of(locale, purpose))),
    }
}

/// Keeps the answer, and lets nothing go on that it forbids.
pub(super) async fn keep(tx: &mut Tx, env: &Env, child: ChildId, consent: &Consent) -> Served<()> {
    store::consents::put(tx, env, child, consent).await?;
    let detail = format!("{} {}", consent.purpose.as_str(), consent.answer.as_str());
    let act = audit::Act {
        by: Some(consent.recorded_by.unwrap_or(consent.adult)),
        action: match consent.how {
            How::Tap => "consent",
            How::Paper => "consent_paper",
        },
        child: Some(child),
        unit: None,
        detail: Some(&detail),
        why: Some(match consent.recorded_by {
            Some(_) => Why::Post,
            None => Why::Link,
        }),
    };
    audit::note(tx, env, act).await?;
    if consent.answer == Answer::Agreed {
        return Ok(());
    }
    let adults = match consent.whose {
        Whose::Adult => vec![consent.adult],
        // Without the young person's own yes nobody gets what is optional.
        Whose::Child => {
            let links = store::links::of_child(tx, child).await?;
            links.iter().map(|link| link.adult).collect()
        }
    };
    for adult in adults {
        stop(tx, env, adult, child, consent.purpose).await?;
    }
    // A guardian's yes may have stood beside this one only.
    for link in store::links::of_child(tx, child).await? {
        if link.adult != consent.adult && consent.purpose.is_optional() {
            mail::uphold(tx, env, link.adult).await?;
        }
    }
    Ok(())
}

/// Takes back what waits; an update about several children is written anew about the others, one with
/// optional lines without them. The school's duty goes on.
async fn stop(
    tx: &mut Tx,
    env: &Env,
    adult: AdultId,
    child: ChildId,
    purpose: Purpose,
) -> Served<()> {
    let action = match purpose {
        Purpose::Weekly | Purpose::Extras => Action::WeeklyUpdate,
        Purpose::Notes => Action::FamilyNote,
        Purpose::CheckIns => Action::AnswerCheckIn,
        // The words of what waits go without the picture.
        Purpose::Pictures => return mail::uphold(tx, env, adult).await,
    };
    let pending = match purpose {
        Purpose::CheckIns => check_in::pending(tx, child, adult).await?,
        _ => Vec::new(),
    };
    let now = env.now();
    store::outbox_waiting::withdraw_action(tx, now, adult, child, action).await?;
    match action {
        Action::WeeklyUpdate => weekly::recompose(tx, env, adult).await?,
        // Pictures come with notes.
        Action::FamilyNote => {
            let action = Action::GetPictures;
            store::outbox_waiting::withdraw_action(tx, now, adult, child, action).await?;
        }
        _ => {}
    }
    check_in::pass_on(tx, env, &pending).await
}

/// Who confirms a link has read one text about all that goes with it, and agrees to that by the tap.
pub async fn at_joining(
    tx: &mut Tx,
    env: &Env,
    (adult, role): (AdultId, LinkRole),
    child: ChildId,
    locale: Locale,
    text: &Html,
) -> Served<()> {
    for purpose in Purpose::of_role(role) {
        if purpose.is_optional() {
            continue;
        }
        let consent = Consent {
            text_hash: Some(hash(text)),
            ..to_text(adult, *purpose, Answer::Agreed, locale, env)
        };
        store::consents::put(tx, env, child, &consent).await?;
    }
    Ok(())
}
