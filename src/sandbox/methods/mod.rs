//! One function per Bot API method, on the locked state. Owns the dispatch and what most methods
//! need (which chat, may the bot write there); must not know HTTP. Long polling is in `updates`.

mod chat;
mod commands;
mod copy;
mod edit;
mod file;
mod group_of_files;
mod send;
mod webhook;

use serde_json::{Value, json};

use super::faults::Lost;
use super::params::Params;
use super::refusal::Refusal;
use super::state::State;
use crate::base::{Instant, to_ms};

pub(super) use commands::menu;
pub(super) use webhook::valid_kinds;

/// A result or a refusal.
pub(super) type Answer = Result<Value, Refusal>;

/// One request of one bot.
pub(super) struct Call<'a> {
    pub state: &'a mut State,
    pub bot: i64,
    pub params: &'a Params,
    pub now: Instant,
    /// The person of the chat belongs to the share that cannot be reached now.
    pub lost: Option<Lost>,
}

/// Every method this server knows, in lower case. `getUpdates` is served elsewhere.
pub(super) const KNOWN: [&str; 47] = [
    "getme",
    "logout",
    "close",
    "getupdates",
    "setwebhook",
    "deletewebhook",
    "getwebhookinfo",
    "sendmessage",
    "sendphoto",
    "sendvoice",
    "sendvideo",
    "sendvideonote",
    "senddocument",
    "sendaudio",
    "sendanimation",
    "sendsticker",
    "sendlocation",
    "sendcontact",
    "sendmediagroup",
    "copymessage",
    "forwardmessage",
    "editmessagetext",
    "editmessagecaption",
    "editmessagereplymarkup",
    "deletemessage",
    "deletemessages",
    "answercallbackquery",
    "sendchataction",
    "setmycommands",
    "getmycommands",
    "deletemycommands",
    "setmyname",
    "getmyname",
    "setmydescription",
    "getmydescription",
    "setmyshortdescription",
    "getmyshortdescription",
    "setchatmenubutton",
    "getchatmenubutton",
    "getchat",
    "getchatmember",
    "getchatmembercount",
    "leavechat",
    "getfile",
    "setmessagereaction",
    "getuserprofilephotos",
    "sendvenue",
];

/// Performs a method; the name in lower case.
pub(super) fn answer(call: &mut Call<'_>, method: &str) -> Answer {
    use super::files::Kind;
    match method {
        "getme" => Ok(call.me()),
        "logout" | "close" => Ok(json!(true)),
        "setwebhook" => webhook::set(call),
        "deletewebhook" => Ok(webhook::delete(call)),
        "getwebhookinfo" => Ok(webhook::info(call)),
        "sendmessage" => send::text(call),
        "sendphoto" => file::send(call, Kind::Photo),
        "sendvoice" => file::send(call, Kind::Voice),
        "sendvideo" => file::send(call, Kind::Video),
        "sendvideonote" => file::send(call, Kind::VideoNote),
        "senddocument" => file::send(call, Kind::Document),
        "sendaudio" => file::send(call, Kind::Audio),
        "sendanimation" => file::send(call, Kind::Animation),
        "sendsticker" => file::send(call, Kind::Sticker),
        "sendlocation" | "sendvenue" => send::location(call),
        "sendcontact" => send::contact(call),
        "sendmediagroup" => group_of_files::send(call),
        "copymessage" => copy::copy(call),
        "forwardmessage" => copy::forward(call),
        "editmessagetext" => edit::text(call),
        "editmessagecaption" => edit::caption(call),
        "editmessagereplymarkup" => edit::buttons(call),
        "deletemessage" => edit::delete(call),
        "deletemessages" => edit::delete_many(call),
        "answercallbackquery" => chat::answer_query(call),
        "sendchataction" => chat::action(call),
        "setmessagereaction" => chat::reaction(call),
        "getchat" => chat::get(call),
        "getchatmember" => chat::member(call),
        "getchatmembercount" => chat::member_count(call),
        "leavechat" => chat::leave(call),
        "getuserprofilephotos" => Ok(json!({"total_count": 0, "photos": []})),
        "getfile" => file::get(call),
        "setmycommands" => commands::set(call),
        "getmycommands" => commands::get(call),
        "deletemycommands" => commands::delete(call),
        "setmyname" => commands::set_text(call, "name", 64),
        "getmyname" => Ok(commands::get_text(call, "name")),
        "setmydescription" => commands::set_text(call, "description", 512),
        "getmydescription" => Ok(commands::get_text(call, "description")),
        "setmyshortdescription" => commands::set_text(call, "short_description", 120),
        "getmyshortdescription" => Ok(commands::get_text(call, "short_description")),
        "setchatmenubutton" => commands::set_menu_button(call),
        "getchatmenubutton" => Ok(commands::menu_button(call)),
        _ => Err(Refusal::not_found()),
    }
}

impl Call<'_> {
    fn me(&self) -> Value {
        let mut me = self.state.user(self.bot);
        me["can_join_groups"] = json!(true);
        me["can_read_all_group_messages"] = json!(false);
        me["supports_inline_queries"] = json!(false);
        me["can_connect_to_business"] = json!(false);
        me["has_main_web_app"] = json!(false);
        me
    }

    /// Unix seconds.
    fn date(&self) -> i64 {
        self.now.timestamp()
    }

    fn now_ms(&self) -> i64 {
        to_ms(self.now)
    }

    /// The chat a parameter names, if this bot may know it.
    fn chat(&self, name: &str) -> Result<i64, Refusal> {
        let Some(text) = self.params.text(name).filter(|t| !t.is_empty()) else {
            return Err(Refusal::bad(format!("{name} is empty")));
        };
        let unknown = || Refusal::bad("chat not found");
        let id: i64 = text.trim().parse().map_err(|_| unknown())?;
        if let Some(group) = self.state.groups.get(&id) {
            if let Some(to) = group.migrated_to {
                return Err(Refusal::migrated(to));
            }
            if !group.bots.contains(&self.bot) {
                return Err(match self.state.chats.contains_key(&(self.bot, id)) {
                    true if group.supergroup => {
                        Refusal::forbidden("bot is not a member of the supergroup chat")
                    }
                    true => Refusal::forbidden("bot was kicked from the group chat"),
                    false => unknown(),
                });
            }
            return Ok(id);
        }
        let started = self
            .state
            .chats
            .get(&(self.bot, id))
            .is_some_and(|c| c.started);
        if started {
            return Ok(id);
        }
        let shares_group = || {
            let mut groups = self.state.groups.values();
            groups.any(|g| g.bots.contains(&self.bot) && g.members.contains(&id))
        };
        if self.state.people.contains_key(&id) && shares_group() {
            return Err(Refusal::forbidden(
                "bot can't initiate conversation with a user",
            ));
        }
        Err(unknown())
    }

    /// Refuses to write where the person does not want it or does not exist any more.
    fn may_write(&self, chat: i64) -> Result<(), Refusal> {
        let account = self.state.people.get(&chat);
        let lost = self.lost.filter(|_| account.is_some());
        if lost == Some(Lost::Vanished) || account.is_some_and(|a| a.deactivated) {
            return Err(Refusal::forbidden("user is deactivated"));
        }
        let room = self.state.chats.get(&(self.bot, chat));
        if lost == Some(Lost::Blocked) || room.is_some_and(|c| c.blocked) {
            return Err(Refusal::forbidden("bot was blocked by the user"));
        }
        Ok(())
    }

    /// Counts `messages` against the rate limits.
    fn admit(&mut self, chat: i64, messages: u32) -> Result<(), Refusal> {
        let now = self.now_ms();
        self.state
            .pace
            .admit(self.bot, chat, messages, now)
            .map_err(Refusal::too_many)
    }

    /// A message as an answer.
    fn shown(&self, chat: i64, id: i64) -> Value {
        self.state.message(self.bot, chat, id)
    }
}
