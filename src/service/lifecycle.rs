//! The buttons of a link's life, each to its own act.

use super::{Served, Talk, came_home, exclusion, freeze, growing, transfer, vouch};
use crate::dialogue::{self, lifecycle::Tap};
use crate::model::message::Button;

/// A button of these features was tapped.
pub async fn tapped(talk: &mut Talk<'_>, tap: &Tap) -> Served<()> {
    match *tap {
        Tap::Draft(draft) => exclusion::draft(talk, draft).await,
        Tap::Exclude(draft) => exclusion::confirmed(talk, draft).await,
        Tap::Freeze(child) => freeze::kinds(talk, child).await,
        Tap::AskFreeze(child, kind) => freeze::ask(talk, child, kind).await,
        Tap::DoFreeze(child, kind) => freeze::confirmed(talk, child, kind).await,
        Tap::AskThaw(child) => freeze::ask_thaw(talk, child).await,
        Tap::Thaw(child) => freeze::thawed(talk, child).await,
        Tap::Own(child) => growing::screen(talk, child).await,
        Tap::OwnYes(child) => growing::note(talk, child, true).await,
        Tap::OwnNo(child) => growing::note(talk, child, false).await,
        Tap::OwnCode(child) => growing::code(talk, child).await,
        Tap::Schools(child, from) => transfer::schools(talk, child, from).await,
        Tap::AskMove(child, school) => transfer::ask(talk, child, school).await,
        Tap::Move(child, school) => transfer::start(talk, child, school).await,
        Tap::StopMove(id) => transfer::stop(talk, id).await,
        Tap::Offers => transfer::offers(talk).await,
        Tap::Classes(id) => transfer::classes(talk, id).await,
        Tap::Accept(id, class) => transfer::accept(talk, id, class).await,
        Tap::RefuseMove(id) => transfer::refuse(talk, id).await,
        Tap::ConfirmMove(id) => transfer::confirm(talk, id, true).await,
        Tap::DeclineMove(id) => transfer::confirm(talk, id, false).await,
        Tap::PaperMove(id) => transfer::confirm_on_paper(talk, id).await,
        Tap::Keep(child, adult) => transfer::keep(talk, child, adult).await,
        Tap::KeepNews(child) => came_home::keep(talk, child).await,
        Tap::Vouch(link) => vouch::answer(talk, link, true).await,
        Tap::Object(link) => vouch::answer(talk, link, false).await,
    }
}

pub(super) fn button(label: String, tap: Tap) -> Button {
    Button::tap(label, dialogue::Tap::Lifecycle(tap).encode())
}
