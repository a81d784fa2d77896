//! What happens in most tests before what they are about: somebody is linked, reads another language, writes with
//! a number the messenger gave, a school has a number to ring.

use hongyan::base::{ChildId, Instant, Words};
use hongyan::model::Locale;
use hongyan::model::event::Did;
use hongyan::model::record::Relation;
use hongyan::model::rights::{LinkRole, LinkState};
use hongyan::model::settings::{Number, Settings};
use hongyan::service::check_in;
use hongyan::store;

use super::{BOT, World, agree_all};

impl World {
    /// An active link, about which its adult has not been asked anything yet.
    pub async fn links(&self, child: ChildId, who: &str, role: LinkRole, relation: Relation) {
        let mut tx = self.store.write().await.unwrap();
        let (id, now, adult) = (self.env.id(), self.env.now(), self.adult(who));
        store::links::invite(&mut tx, id, child, adult, role, relation, now)
            .await
            .unwrap();
        let (from, to) = (LinkState::Invited, LinkState::Active);
        store::links::decide(&mut tx, id, from, to, None, now)
            .await
            .unwrap();
        tx.commit().await.unwrap();
    }

    /// One parent more, who agrees to everything.
    pub async fn joins(&self, child: ChildId, who: &str, relation: Relation) {
        let role = LinkRole::Parent;
        self.links(child, who, role, relation).await;
        let mut tx = self.store.write().await.unwrap();
        agree_all(&mut tx, &self.env, child, self.adult(who), role).await;
        tx.commit().await.unwrap();
    }

    /// From now on this person's chat is in that language.
    pub async fn speaks(&self, who: &str, locale: Locale) {
        let mut tx = self.store.write().await.unwrap();
        let chat = self.chat_of(who);
        let account = store::accounts::by_chat(&mut tx, BOT, chat).await.unwrap();
        store::accounts::set_locale(&mut tx, account.unwrap().id, locale)
            .await
            .unwrap();
        tx.commit().await.unwrap();
    }

    /// Writes a message that can be named later by the messenger's number of it.
    pub async fn says_as(&mut self, who: &str, message: i64, text: &str) {
        let (chat, text, reply_to) = (self.chat_of(who), Words::new(text), None);
        let did = Did::Says {
            text,
            message,
            reply_to,
        };
        self.hear(chat, did).await;
    }

    /// Changes a message of one's own.
    pub async fn rewrites(&mut self, who: &str, message: i64, text: &str) {
        let (chat, text) = (self.chat_of(who), Words::new(text));
        self.hear(chat, Did::Edits { message, text }).await;
    }

    /// 20:00 of a day at the school: the question of the evening.
    pub async fn evening(&mut self, day: &str) {
        let due: Instant = format!("{day}T12:00:00Z").parse().unwrap();
        self.env.clock.set(due);
        self.asks_at_home().await;
    }

    /// The question of the evening, whatever the hour is.
    pub async fn asks_at_home(&mut self) {
        let mut tx = self.store.write().await.unwrap();
        let (school, due) = (self.school.school, self.env.now());
        check_in::page(&mut tx, &self.env, school, due, 0, 50)
            .await
            .unwrap();
        tx.commit().await.unwrap();
        self.deliver().await;
    }

    /// The school has a number to ring.
    pub async fn has_number(&self, label: &str, number: &str) {
        let settings = Settings {
            numbers: vec![Number {
                label: label.into(),
                number: number.into(),
            }],
            ..Settings::default()
        };
        let mut tx = self.store.write().await.unwrap();
        store::units::set_settings(&mut tx, self.school.school, &settings)
            .await
            .unwrap();
        tx.commit().await.unwrap();
    }
}
