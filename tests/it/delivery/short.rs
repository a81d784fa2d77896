//! The short way: a page is stored, handled and answered in one transaction; and what may not go it.

use std::sync::Arc;
use std::time::Duration;

use chrono::TimeDelta;
use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use hongyan::app::asking::Short;
use hongyan::app::speaking::Voice;
use hongyan::base::{Env, Html, Listener, Secret, Wake};
use hongyan::inbox::{Handler, Inbox, Trouble};
use hongyan::model::Locale;
use hongyan::model::event::{Did, Event};
use hongyan::model::message::{Lane, Outgoing, Parcel};
use hongyan::outbox::{Dispatcher, HOLD, Hold, Refusal, Unreachable};
use hongyan::sandbox::{Handset, Person, Sandbox, serve};
use hongyan::store::outbox_view::OutboxState;
use hongyan::store::{Engine, Queue, Tx, accounts, outbox};
use hongyan::telegram::{Page, Polled, Poller, Reach, Telegram, event};
use serde_json::json;

use super::rig::{Rig, about_ming, on_both, to};
use crate::world::BOT;

on_both!(
    an_answer_leaves_with_the_commit_that_stores_what_it_answers,
    what_was_asked_for_first_only_is_stored_first,
    what_goes_wrong_is_as_if_it_had_not_come,
    nobody_is_overtaken,
    a_moment_to_come_calls_the_outbox,
    what_an_answer_teaches_has_a_turn_of_its_own,
    who_was_replaced_keeps_and_says_nothing,
    what_is_not_allowed_any_more_does_not_leave_with_an_answer,
    a_busy_inbox_is_not_disturbed,
    who_waits_for_the_messenger_lets_go,
    what_was_claimed_and_stayed_goes_once,
    what_ends_a_process_is_counted_from_then_on,
    who_waits_for_somebodys_rows_gives_up_soon,
    two_are_answered_at_once,
);

/// Says what it hears, at once or in an hour; fails or panics as it is told to.
struct Echo(Env);

impl Handler for Echo {
    fn handle<'a>(&'a self, tx: &'a mut Tx, event: Event) -> BoxFuture<'a, Result<(), Trouble>> {
        Box::pin(async move {
            let Did::Says { text, .. } = &event.did else {
                return Ok(());
            };
            let (env, text) = (&self.0, text.expose());
            let account = accounts::meet(tx, env, BOT, event.chat, Locale::En).await?;
            if text == "in English" {
                accounts::set_locale(tx, account.id, Locale::En).await?;
            }
            let later = env.now() + TimeDelta::hours(1);
            let answer = Outgoing {
                account: account.id,
                lane: Lane::Reply,
                parcel: Parcel::text(Html::escape(&format!("you said {text}"))),
                not_before: (text == "later").then_some(later),
                ..to(event.chat, "")
            };
            outbox::put_later(tx, env.id(), env.now(), &answer)?;
            assert_ne!(text, "panic", "as told");
            match text {
                "hang" => std::future::pending().await,
                "poison" => Err(Trouble::Other("as told")),
                _ => Ok(()),
            }
        })
    }
}

/// A process with its own hold, of which each part is called by hand.
struct Process {
    hold: Hold,
    poller: Poller,
    inbox: Arc<Inbox>,
    voice: Voice,
    short: Short,
    ears: Listener,
    mouth: Listener,
}

struct Town {
    sandbox: Sandbox,
    telegram: Telegram,
    phone: Handset,
}

impl Town {
    async fn open() -> Self {
        let token = format!("{BOT}:token-of-the-tests");
        let sandbox = Sandbox::new(Env::system());
        let bot = sandbox.add_bot(&token, "hongyan_bot", "hongyan");
        let chat = sandbox.add_person(Person::named("Mum", "79031234567"));
        let phone = sandbox.handset(chat, bot);
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let reach = Reach {
            api_url: Some(format!("http://{}", listener.local_addr().unwrap())),
            proxy: None,
            timeout: Some(Duration::from_secs(3)),
        };
        let (town, end) = (sandbox.clone(), std::future::pending());
        tokio::spawn(serve(listener, town, None, end));
        let telegram = Telegram::new(&Secret::new(token), &reach).unwrap();
        Self {
            sandbox,
            telegram,
            phone,
        }
    }

    fn process(&self, rig: &Rig, owner: &str) -> Process {
        let (store, env) = (rig.store().clone(), rig.world.env.clone());
        // At the usual pace, other than most of these tests.
        let hold = Hold::shared(BOT, owner);
        let (script, held) = (rig.script.clone(), hold.clone());
        let dispatcher = Dispatcher::new(store.clone(), env.clone(), script, held);
        let echo = Arc::new(Echo(env.clone()));
        let inbox = Inbox::new(store.clone(), env.clone(), BOT, event, echo);
        let (inbox, voice) = (Arc::new(inbox), Voice::new(dispatcher));
        let (line, held) = (self.telegram.clone(), hold.clone());
        let listen = |queue| store.bell(queue, BOT).listen();
        Process {
            poller: Poller::new(line, store.clone(), env, held, Duration::ZERO),
            short: Short::new(store.clone(), BOT, inbox.clone(), voice.clone()),
            ears: listen(Queue::Inbox),
            mouth: listen(Queue::Outbox),
            hold,
            inbox,
            voice,
        }
    }

    /// A process that has been at work for a while.
    async fn warm(&self, rig: &Rig, owner: &str) -> Process {
        let mut process = self.process(rig, owner);
        process.turn().await;
        process.inbox.tick().await.unwrap();
        self.phone.types("hello").unwrap();
        let page = process.ask().await;
        assert!(process.long(page).await > 0);
        while process.inbox.tick().await.unwrap() == Wake::Now {}
        process.turn().await;
        process.ring();
        process
    }
}

impl Process {
    async fn ask(&self) -> Page {
        let page = self.poller.ask().await.unwrap();
        page.expect("the bot is ours")
    }

    async fn go(&self, page: &Page) -> Option<Polled> {
        self.short.go(&self.poller, page).await.unwrap()
    }

    /// Asks, and what came goes the short way.
    async fn goes(&self) {
        let page = self.ask().await;
        assert!(matches!(self.go(&page).await, Some(Polled::Brought(_))));
    }

    /// Asks, and what came may not go the short way.
    async fn stays(&self) -> Page {
        let page = self.ask().await;
        assert!(self.go(&page).await.is_none());
        page
    }

    /// How many were stored.
    async fn long(&self, page: Page) -> u64 {
        match self.poller.keep(page).await.unwrap() {
            Polled::Brought(arrived) => arrived.stored,
            Polled::Elsewhere(_) => panic!("the bot is in other hands"),
        }
    }

    /// What waits leaves, and what has left is written down.
    async fn turn(&self) {
        let mut dispatcher = self.voice.take().await;
        while dispatcher.tick().await.unwrap() == Wake::Now {}
    }

    /// Whether inbox and outbox were called since this was asked last.
    fn ring(&mut self) -> (bool, bool) {
        let rung = |listener: &mut Listener| listener.rung().now_or_never().is_some();
        (rung(&mut self.ears), rung(&mut self.mouth))
    }
}

const DONE: &str = "SELECT COUNT(*) FROM inbox WHERE state = 'done'";
const OPEN: &str = "SELECT COUNT(*) FROM inbox WHERE state <> 'done'";
const CLAIMED: &str = "SELECT COUNT(*) FROM outbox o JOIN under_way u ON u.bot_id = o.bot_id
    WHERE u.claims LIKE '%\"' || CAST(o.id AS TEXT) || '\"%'";
const WAITING: &str = "SELECT COUNT(*) FROM outbox o JOIN under_way u ON u.bot_id = o.bot_id
    WHERE o.state = 'waiting' AND u.claims NOT LIKE '%\"' || CAST(o.id AS TEXT) || '\"%'";
const SENT: &str = "SELECT COUNT(*) FROM outbox WHERE state = 'sent'";

async fn an_answer_leaves_with_the_commit_that_stores_what_it_answers(rig: Rig) {
    let town = Town::open().await;
    let mut process = town.warm(&rig, "first").await;
    assert_eq!((rig.number(DONE).await, rig.number(SENT).await), (1, 1));
    for words in ["one", "two"] {
        town.phone.types(words).unwrap();
    }
    process.goes().await;
    assert_eq!((rig.number(DONE).await, rig.number(OPEN).await), (3, 0));
    // One message of a chat at a time: the second waits for the first.
    assert_eq!(
        (rig.number(CLAIMED).await, rig.number(WAITING).await),
        (1, 1)
    );
    // Nobody need be called: what has left calls when it has landed.
    assert_eq!(process.ring(), (false, false));
    process.turn().await;
    let said = rig.seen();
    let said: Vec<_> = said
        .iter()
        .filter_map(|line| line.split_once(' '))
        .collect();
    let words = ["you said hello", "you said one", "you said two"];
    assert_eq!(
        said.iter().map(|(_, words)| *words).collect::<Vec<_>>(),
        words
    );
    assert_eq!(rig.number(SENT).await, 3);
    // The next question tells the messenger that all of it may be forgotten.
    process.ask().await;
    assert_eq!(town.sandbox.pending(BOT.parse().unwrap()), 0);
}

/// On the first page may be what ended the last process: it is stored before it is touched, so that tries count.
async fn what_was_asked_for_first_only_is_stored_first(rig: Rig) {
    let town = Town::open().await;
    let process = town.process(&rig, "first");
    process.turn().await;
    process.inbox.tick().await.unwrap();
    town.phone.types("one").unwrap();
    let page = process.stays().await;
    assert_eq!(process.long(page).await, 1);
    process.inbox.tick().await.unwrap();
    // Too many for one are shared by two workers.
    for n in 0..9 {
        town.phone.types(&format!("number {n}")).unwrap();
    }
    let page = process.stays().await;
    assert_eq!(process.long(page).await, 9);
    while process.inbox.tick().await.unwrap() == Wake::Now {}
    town.phone.types("one more").unwrap();
    process.goes().await;
    // Whoever may have missed something counts each try first.
    process.inbox.be_careful();
    town.phone.types("the last").unwrap();
    let page = process.stays().await;
    assert_eq!(process.long(page).await, 1);
}

async fn what_goes_wrong_is_as_if_it_had_not_come(rig: Rig) {
    let town = Town::open().await;
    let mut process = town.warm(&rig, "first").await;
    let unreadable = json!({"message": {"message_id": "seven", "chat": {"id": 5}}});
    let bot: i64 = BOT.parse().unwrap();
    for (bad, parked) in [("poison", 0), ("panic", 0), ("", 1)] {
        let before = rig.number(DONE).await;
        let behind = town.sandbox.add_person(Person::named("Dad", "79030000000"));
        let behind = town.sandbox.handset(behind, bot);
        match bad {
            "" => drop(town.sandbox.raw_update(bot, unreadable.clone())),
            bad => drop(town.phone.types(bad).unwrap()),
        }
        behind.types("and I").unwrap();
        let page = process.ask().await;
        assert!(process.go(&page).await.is_none(), "{bad}");
        // Nothing is left of it, and nothing has left.
        assert_eq!(rig.number(DONE).await, before);
        assert_eq!((rig.number(OPEN).await, rig.number(WAITING).await), (0, 0));
        assert_eq!(process.ring(), (false, false), "{bad}");
        assert_eq!(process.long(page).await, 2);
        assert!(process.ring().0);
        while process.inbox.tick().await.unwrap() == Wake::Now {}
        process.turn().await;
        assert_eq!(rig.number(DONE).await, before + 1, "{bad}");
        let left = "SELECT COUNT(*) FROM inbox WHERE state = 'parked'";
        assert_eq!(rig.number(left).await, parked, "{bad}");
        rig.execute("DELETE FROM inbox WHERE state <> 'done'").await;
        process.ring();
    }
    assert!(rig.seen().iter().all(|line| !line.contains("poison")));
}

/// What failed before stands before what came later from the same person, and holds up nobody else.
async fn nobody_is_overtaken(rig: Rig) {
    let town = Town::open().await;
    let mut process = town.warm(&rig, "first").await;
    town.phone.types("poison").unwrap();
    let page = process.stays().await;
    process.long(page).await;
    while process.inbox.tick().await.unwrap() == Wake::Now {}
    process.ring();
    let other = town.sandbox.add_person(Person::named("Dad", "79030000000"));
    let other = town.sandbox.handset(other, BOT.parse().unwrap());
    town.phone.types("behind it").unwrap();
    other.types("elsewhere").unwrap();
    process.goes().await;
    process.turn().await;
    let said = |words: &str| rig.seen().iter().any(|line| line.ends_with(words));
    assert!(said("elsewhere") && !said("behind it"), "{:?}", rig.seen());
    // It is in the inbox, which is called for it.
    assert_eq!(rig.number(OPEN).await, 2);
    assert!(process.ring().0);
    for _ in 0..3 {
        rig.world.advance(TimeDelta::minutes(2));
        while process.inbox.tick().await.unwrap() == Wake::Now {}
    }
    process.turn().await;
    assert!(said("behind it"), "{:?}", rig.seen());
}

async fn a_moment_to_come_calls_the_outbox(rig: Rig) {
    let town = Town::open().await;
    let mut process = town.warm(&rig, "first").await;
    for words in ["later", "now"] {
        town.phone.types(words).unwrap();
    }
    process.goes().await;
    // One has left; when the other is due only a turn of the outbox's own finds out.
    assert_eq!(
        (rig.number(CLAIMED).await, rig.number(WAITING).await),
        (1, 1)
    );
    assert_eq!(process.ring(), (false, true));
}

async fn what_an_answer_teaches_has_a_turn_of_its_own(rig: Rig) {
    let town = Town::open().await;
    let mut process = town.warm(&rig, "first").await;
    rig.script
        .refuses(555, Refusal::Unreachable(Unreachable::Blocked));
    rig.put(to(555, "news")).await;
    {
        let mut dispatcher = process.voice.take().await;
        dispatcher.turn().await.unwrap();
        dispatcher.landed().await;
    }
    process.ring();
    town.phone.types("one").unwrap();
    process.goes().await;
    assert_eq!(
        (rig.number(CLAIMED).await, rig.number(WAITING).await),
        (1, 1)
    );
    assert_eq!(process.ring(), (false, true));
    process.turn().await;
    assert!(rig.seen().last().unwrap().ends_with("you said one"));
    let refused = "SELECT COUNT(*) FROM outbox WHERE state = 'refused'";
    assert_eq!(rig.number(refused).await, 1);
}

async fn who_was_replaced_keeps_and_says_nothing(rig: Rig) {
    let town = Town::open().await;
    let mut process = town.warm(&rig, "first").await;
    town.phone.types("one").unwrap();
    let page = process.ask().await;
    rig.world.advance(HOLD);
    let second = town.process(&rig, "second");
    let mut tx = rig.store().write().await.unwrap();
    let taken = second.hold.renew(&mut tx, rig.now()).await.unwrap();
    assert!(taken.is_some());
    tx.commit().await.unwrap();
    let rows = "SELECT (SELECT COUNT(*) FROM inbox) + (SELECT COUNT(*) FROM outbox)";
    let before = rig.number(rows).await;
    assert!(process.go(&page).await.is_none());
    let kept = process.poller.keep(page).await.unwrap();
    assert!(matches!(kept, Polled::Elsewhere(_)));
    assert_eq!(rig.number(rows).await, before);
    assert_eq!(process.ring(), (false, false));
    // Nothing is lost: the other one is told it again.
    second.turn().await;
    let page = second.ask().await;
    assert_eq!(second.long(page).await, 1);
}

async fn what_is_not_allowed_any_more_does_not_leave_with_an_answer(rig: Rig) {
    let town = Town::open().await;
    let process = town.warm(&rig, "first").await;
    let screen = Outgoing {
        lane: Lane::Reply,
        ..about_ming(&rig, "not any more")
    };
    let id = rig.put(screen).await;
    rig.execute("UPDATE links SET state = 'ended'").await;
    town.phone.types("one").unwrap();
    process.goes().await;
    assert_eq!(rig.state(id).await.0, OutboxState::Withdrawn);
    assert_eq!(rig.number(CLAIMED).await, 1);
    process.turn().await;
    assert!(rig.seen().last().unwrap().ends_with("you said one"));
    assert!(rig.seen().iter().all(|line| !line.contains("not any more")));
}

async fn a_busy_inbox_is_not_disturbed(rig: Rig) {
    let town = Town::open().await;
    let process = town.warm(&rig, "first").await;
    town.phone.types("one").unwrap();
    let page = process.ask().await;
    let round = process.inbox.at_rest().unwrap();
    assert!(process.go(&page).await.is_none());
    drop(round);
    assert!(process.go(&page).await.is_some());
}

async fn who_waits_for_the_messenger_lets_go(rig: Rig) {
    let town = Town::open().await;
    let process = town.warm(&rig, "first").await;
    town.phone.types("one").unwrap();
    let page = process.ask().await;
    let go = Arc::new(tokio::sync::Notify::new());
    rig.script.answers(556, [super::rig::Answer::Slow(go)]);
    rig.put(to(556, "slow")).await;
    process.voice.take().await.turn().await.unwrap();
    let voice = process.voice.clone();
    let waiting = tokio::spawn(async move { voice.news().await });
    while process.voice.dispatcher().try_lock().is_ok() {
        tokio::time::sleep(Duration::from_millis(1)).await;
    }
    let went = tokio::time::timeout(Duration::from_secs(5), process.go(&page)).await;
    assert!(went.expect("it waits for the messenger").is_some());
    // What has left meanwhile is heard of.
    let heard = tokio::time::timeout(Duration::from_secs(5), waiting).await;
    heard.expect("nobody hears of it").unwrap();
}

/// A claim that was not committed, and one of which nobody knows that it was.
async fn what_was_claimed_and_stayed_goes_once(rig: Rig) {
    let town = Town::open().await;
    let process = town.warm(&rig, "first").await;
    let epoch = process.ask().await.epoch();
    for (chat, committed) in [(557, false), (558, true)] {
        let answer = Outgoing {
            lane: Lane::Reply,
            ..to(chat, "words")
        };
        let id = rig.put(answer).await;
        let mut dispatcher = process.voice.take().await;
        let mut tx = rig.store().write().await.unwrap();
        let joined = dispatcher.join(&mut tx, epoch).await.unwrap().unwrap();
        match committed {
            true => tx.commit().await.unwrap(),
            false => tx.undo().await.unwrap(),
        }
        dispatcher.stay(&joined);
        assert!(dispatcher.has_landed());
        drop(dispatcher);
        // Whoever listens hears of it without anything landing.
        tokio::time::timeout(Duration::from_secs(5), process.voice.news())
            .await
            .expect("nobody writes it down");
        process.turn().await;
        assert_eq!(rig.state(id).await.0, OutboxState::Sent);
        let line = format!("{chat} words");
        assert_eq!(rig.seen().iter().filter(|seen| **seen == line).count(), 1);
    }
    let doubts = "SELECT CAST(SUM(doubts) AS BIGINT) FROM outbox";
    assert_eq!(rig.number(doubts).await, 0);
}

async fn what_ends_a_process_is_counted_from_then_on(rig: Rig) {
    let town = Town::open().await;
    let process = town.warm(&rig, "first").await;
    town.phone.types("hang").unwrap();
    let page = process.ask().await;
    tokio::select! {
        _ = process.go(&page) => panic!("it does not come back"),
        () = tokio::time::sleep(Duration::from_millis(300)) => {}
    }
    drop(process);
    assert_eq!(rig.number(OPEN).await, 0);
    rig.world.advance(HOLD);
    // Once more it is tried before it is known for what it is: then it is in the inbox.
    let next = town.process(&rig, "second");
    next.turn().await;
    next.inbox.tick().await.unwrap();
    let page = next.stays().await;
    assert_eq!(next.long(page).await, 1);
    for tries in 0..3 {
        let counted = "SELECT tries FROM inbox WHERE state <> 'done'";
        assert_eq!(rig.number(counted).await, tries);
        let another = town.process(&rig, &format!("later {tries}"));
        tokio::select! {
            _ = another.inbox.tick() => panic!("it does not come back"),
            () = tokio::time::sleep(Duration::from_millis(300)) => {}
        }
        // As whoever takes the bot over does.
        rig.execute(
            "UPDATE inbox SET state = 'waiting', lease_until_ms = NULL WHERE state = 'claimed'",
        )
        .await;
    }
}

/// An import, say, that is not done: whoever speaks for the bot does not stand still for it.
async fn who_waits_for_somebodys_rows_gives_up_soon(rig: Rig) {
    let town = Town::open().await;
    let process = town.warm(&rig, "first").await;
    if rig.store().engine() == Engine::Sqlite {
        // There nobody's rows are waited for but by who has not begun.
        return;
    }
    town.phone.types("in English").unwrap();
    let page = process.ask().await;
    let mut import = rig.store().write().await.unwrap();
    let env = &rig.world.env;
    let chat = town.phone.person();
    let account = accounts::meet(&mut import, env, BOT, chat, Locale::En).await;
    let other = accounts::set_locale(&mut import, account.unwrap().id, Locale::Ru);
    other.await.unwrap();
    let went = tokio::time::timeout(Duration::from_secs(5), process.go(&page)).await;
    assert!(went.expect("it waits").is_none());
    assert_eq!(rig.number(OPEN).await, 0);
    import.commit().await.unwrap();
    // The same page goes when nobody is in its way.
    assert!(process.go(&page).await.is_some());
}

/// The usual pace lets several answers go at once.
async fn two_are_answered_at_once(rig: Rig) {
    let town = Town::open().await;
    let mut process = town.warm(&rig, "first").await;
    let other = town.sandbox.add_person(Person::named("Dad", "79030000000"));
    let other = town.sandbox.handset(other, BOT.parse().unwrap());
    town.phone.types("one").unwrap();
    other.types("two").unwrap();
    process.goes().await;
    assert_eq!(
        (rig.number(CLAIMED).await, rig.number(WAITING).await),
        (2, 0)
    );
    assert_eq!(process.ring(), (false, false));
    // What can wait for its turn is left to the outbox.
    rig.put(to(559, "news")).await;
    process.ring();
    town.phone.types("three").unwrap();
    process.goes().await;
    let news = "SELECT COUNT(*) FROM outbox WHERE state = 'waiting' AND chat_id = 559";
    assert_eq!(rig.number(news).await, 1);
}
