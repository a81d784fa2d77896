//! Groups: adding and removing the bot, what members write, becoming a supergroup.

use serde_json::{Value, json};

use super::Sandbox;
use super::entities::Rich;
use super::state::{Body, Group, Message, State};

impl Sandbox {
    /// `by` adds a bot to a group: `my_chat_member` and the service message.
    pub fn add_to_group(&self, bot: i64, group: i64, by: i64) {
        let date = self.0.env.now().timestamp();
        self.with(|state| {
            if let Some(group) = state.groups.get_mut(&group) {
                group.bots.push(bot);
            }
            change_member(state, bot, group, by, date, ("left", "member"));
            let joined = json!({"new_chat_members": [state.user(bot)]});
            announce(state, bot, group, by, date, joined);
        });
    }

    /// `by` removes a bot from a group.
    pub fn remove_from_group(&self, bot: i64, group: i64, by: i64) {
        let date = self.0.env.now().timestamp();
        self.with(|state| {
            if let Some(group) = state.groups.get_mut(&group) {
                group.bots.retain(|b| *b != bot);
            }
            change_member(state, bot, group, by, date, ("member", "kicked"));
        });
    }

    /// A member writes in a group. The bot sees commands, mentions and replies to itself only
    /// (privacy mode, the default). Gives the message number.
    pub fn types_in_group(&self, bot: i64, group: i64, person: i64, text: &str) -> i64 {
        let date = self.0.env.now().timestamp();
        self.with(|state| {
            let message = Message::new(person, date, Body::Text, Rich::plain(text));
            let id = state.keep(bot, group, message);
            let name = state.bots.get(&bot).map(|b| format!("@{}", b.username));
            let meant = text.starts_with('/') || name.is_some_and(|n| text.contains(&n));
            if meant {
                let message = state.message(bot, group, id);
                state.report(bot, "message", message);
            }
            id
        })
    }

    /// The group becomes a supergroup with a new id: the old one answers with where it went.
    pub fn upgrade_group(&self, group: i64) -> i64 {
        let date = self.0.env.now().timestamp();
        self.with(|state| {
            let Some(old) = state.groups.get_mut(&group) else {
                return group;
            };
            let to = group - 1_000_000_000_000;
            let new = Group {
                title: old.title.clone(),
                members: old.members.clone(),
                bots: old.bots.clone(),
                migrated_to: None,
                supergroup: true,
            };
            let by = old.members.first().copied().unwrap_or_default();
            old.migrated_to = Some(to);
            let bots = new.bots.clone();
            state.groups.insert(to, new);
            for bot in bots {
                announce(
                    state,
                    bot,
                    group,
                    by,
                    date,
                    json!({"migrate_to_chat_id": to}),
                );
                announce(
                    state,
                    bot,
                    to,
                    by,
                    date,
                    json!({"migrate_from_chat_id": group}),
                );
            }
            to
        })
    }
}

fn announce(state: &mut State, bot: i64, chat: i64, by: i64, date: i64, fields: Value) {
    let message = Message::new(by, date, Body::Service(fields), Rich::default());
    let id = state.keep(bot, chat, message);
    let message = state.message(bot, chat, id);
    state.report(bot, "message", message);
}

/// `my_chat_member`, from one status to another.
pub(super) fn change_member(
    state: &mut State,
    bot: i64,
    chat: i64,
    by: i64,
    date: i64,
    (from, to): (&str, &str),
) {
    let member = |status: &str| {
        let mut member = json!({"user": state.user(bot), "status": status});
        if status == "kicked" {
            member["until_date"] = json!(0);
        }
        member
    };
    let update = json!({
        "chat": state.chat(chat), "from": state.user(by), "date": date,
        "old_chat_member": member(from), "new_chat_member": member(to),
    });
    state.report(bot, "my_chat_member", update);
}
