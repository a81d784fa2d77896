//! What else a reader can do about a note: one small button beside the answer, so that nobody has to look for it
//! and nobody taps it by mistake.

use super::halt;
use crate::base::NoteId;
use crate::model::rights::Action;
use crate::say;
use crate::service::{Served, Talk, concern, home};
use crate::store;

/// Shows it below the note, which stays as it is. Only to who got it: a writer takes their own back.
pub(super) async fn open(talk: &mut Talk<'_>, id: NoteId) -> Served<()> {
    let note = store::notes::get(talk.tx, id).await?;
    let me = talk.adult();
    let got = note.filter(|note| me.is_some_and(|me| note.by != me && note.sent_to.contains(&me)));
    let Some(note) = got else {
        return talk.refuse().await;
    };
    if !talk.may(Action::ReportConcern, note.thread.child).await? {
        return talk.refuse().await;
    }
    talk.leave_tapped();
    let locale = talk.locale();
    let mut rows = vec![concern::note_row(locale, note.id)];
    let mut html = say!(locale, "note-about");
    if let Some((about, row)) = halt::offer(talk, &note).await? {
        html.join("\n\n", &about);
        rows.push(row);
    }
    rows.extend(home::open_menu(locale));
    talk.say(html, rows).await
}
