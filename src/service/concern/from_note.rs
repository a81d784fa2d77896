//! A note that worries whoever got it: told as it was written, and never to whoever wrote it.

use super::{button, ladder, people, refuse, report, who};
use crate::base::NoteId;
use crate::dialogue::concern::Tap;
use crate::label;
use crate::model::Locale;
use crate::model::concern::{Kind, Part};
use crate::model::message::Button;
use crate::model::rights::Action;
use crate::service::{Served, Talk};
use crate::store;

/// What is offered below a note.
pub(in crate::service) fn note_row(locale: Locale, note: NoteId) -> Vec<Button> {
    vec![button(label!(locale, "concern-note"), Tap::Note(note))]
}

/// The second tap: its content as it stands is what was told, also where it was taken back meanwhile. Its writer
/// counts as one of whom it may be from the first moment.
pub(super) async fn tell(talk: &mut Talk<'_>, id: NoteId) -> Served<()> {
    let note = store::notes::get(talk.tx, id).await?;
    let me = talk.adult();
    let got = note.filter(|note| me.is_some_and(|me| note.by != me && note.sent_to.contains(&me)));
    let Some(note) = got else {
        return refuse(talk).await;
    };
    let child = note.thread.child;
    if !talk.may(Action::ReportConcern, child).await? || !people::may_report(talk).await? {
        return refuse(talk).await;
    }
    let content = Some(note.content.clone());
    let Some(concern) = report::filed(talk, Some(child), Kind::Told, false, content).await? else {
        return Ok(());
    };
    let now = talk.env.now();
    store::concerns::stand(talk.tx, concern.id, note.by, Part::Named, now).await?;
    let detail = match note.written_as.is_staff() {
        true => "staff",
        false => "family",
    };
    ladder::note(talk.tx, talk.env, &concern, "concern_names", detail).await?;
    who::ask(talk, &concern).await
}
