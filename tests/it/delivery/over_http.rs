//! The adapter against a Bot API server over real HTTP.

use std::time::Duration;

use chrono::TimeDelta;
use hongyan::base::{Env, Html, Secret};
use hongyan::model::event::Did;
use hongyan::model::message::{Button, Content, Keyboard, MediaKind, Parcel};
use hongyan::outbox::{Channel, HOLD, Hold, Manner, Receipt, Refusal, Scope, Unreachable};
use hongyan::sandbox::{Fault, Handset, Person, Sandbox, When, serve};
use hongyan::store::inbox::{self, InboxState};
use hongyan::telegram::{
    CallError, Menu, PollError, Polled, Poller, Reach, SetupError, Telegram, event,
};

use super::rig::{Rig, on_sqlite};

const TOKEN: &str = "77:token-of-the-tests";

struct Line {
    sandbox: Sandbox,
    telegram: Telegram,
    phone: Handset,
    chat: i64,
}

async fn line() -> Line {
    let sandbox = Sandbox::new(Env::system());
    let bot = sandbox.add_bot(TOKEN, "hongyan_bot", "hongyan");
    let chat = sandbox.add_person(Person::named("Mum", "79031234567"));
    let phone = sandbox.handset(chat, bot);
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(serve(
        listener,
        sandbox.clone(),
        None,
        std::future::pending(),
    ));
    Line {
        sandbox,
        telegram: telegram(&format!("http://{address}"), TOKEN),
        phone,
        chat,
    }
}

fn telegram(url: &str, token: &str) -> Telegram {
    let reach = Reach {
        api_url: Some(url.to_owned()),
        proxy: None,
        timeout: Some(Duration::from_secs(3)),
    };
    Telegram::new(&Secret::new(token), &reach).unwrap()
}

impl Line {
    async fn gives(&self, parcel: &Parcel) -> Result<Receipt, Refusal> {
        self.telegram
            .deliver(self.chat, parcel, Manner::default())
            .await
    }
}

fn text(words: &str) -> Parcel {
    Parcel::text(Html::escape(words))
}

fn content(content: Content, keyboard: Option<Keyboard>) -> Parcel {
    Parcel::Send {
        content,
        keyboard,
        protect: true,
        silent: true,
    }
}

#[tokio::test]
async fn every_parcel_arrives() {
    let line = line().await;
    line.phone.opens_link("").unwrap();
    let html = Html::trusted("<b>Week</b> &lt;3 https://example.org");
    let rows = vec![vec![Button::tap("Yes", "1:yes")]];
    let sent = line
        .gives(&Parcel::with_buttons(html, rows.clone()))
        .await
        .unwrap();
    let message = sent.remote_id.unwrap();
    assert!(
        line.phone.screen(9).contains("Yes"),
        "{}",
        line.phone.screen(9)
    );

    let edit = Parcel::Edit {
        message,
        html: Html::escape("changed"),
        keyboard: Some(Keyboard::Buttons(rows)),
    };
    line.gives(&edit).await.unwrap();
    assert_eq!(line.gives(&edit).await, Err(Refusal::GoneStale));

    let caption = Html::escape("scan me");
    let link = "https://t.me/hongyan_bot?start=x".to_owned();
    line.gives(&content(Content::Qr { link, caption }, None))
        .await
        .unwrap();
    assert!(line.phone.screen(9).contains("scan me"));

    let label = "Share my number".to_owned();
    let html = Html::escape("Your number?");
    let ask = content(Content::Text { html }, Some(Keyboard::AskContact { label }));
    line.gives(&ask).await.unwrap();
    line.phone.shares_contact().unwrap();
    let html = Html::escape("Thanks");
    line.gives(&content(Content::Text { html }, Some(Keyboard::Remove)))
        .await
        .unwrap();

    let words = String::new();
    let query = "no-such-query".to_owned();
    let answer = Parcel::Answer { query, words };
    assert_eq!(line.gives(&answer).await, Err(Refusal::GoneStale));
    let long = text(&"x".repeat(4_097));
    assert!(matches!(
        line.gives(&long).await,
        Err(Refusal::Malformed(_))
    ));
}

#[tokio::test]
async fn every_no_has_its_refusal() {
    let line = line().await;
    let not_started = line.gives(&text("hello")).await.unwrap_err();
    assert!(
        matches!(not_started, Refusal::Unreachable(_)),
        "{not_started:?}"
    );
    line.phone.opens_link("").unwrap();
    let fault = |fault| {
        line.sandbox
            .faults(|faults| faults.next("sendMessage", 1, fault))
    };
    fault(Fault::TooMany(4));
    let later = Refusal::LaterBy {
        by: TimeDelta::seconds(4),
        scope: Scope::Chat,
    };
    assert_eq!(line.gives(&text("a")).await, Err(later));
    fault(Fault::Cut(When::After));
    assert_eq!(line.gives(&text("b")).await, Err(Refusal::InDoubt));
    fault(Fault::Status(502, When::After));
    assert_eq!(line.gives(&text("c")).await, Err(Refusal::InDoubt));
    fault(Fault::Status(500, When::Before));
    assert_eq!(line.gives(&text("d")).await, Err(Refusal::InDoubt));
    line.phone.blocks();
    let blocked = Refusal::Unreachable(Unreachable::Blocked);
    assert_eq!(line.gives(&text("e")).await, Err(blocked));
    let nobody = telegram("http://127.0.0.1:9", TOKEN);
    let away = nobody
        .deliver(line.chat, &text("f"), Manner::default())
        .await;
    assert_eq!(away, Err(Refusal::ServerTrouble));
}

#[tokio::test]
async fn the_operator_gets_clear_answers() {
    let line = line().await;
    let me = line.telegram.get_me().await.unwrap();
    assert_eq!(
        (me.id.as_str(), me.username.as_deref()),
        ("77", Some("hongyan_bot"))
    );
    let menu = Menu {
        language: Some("ru".into()),
        commands: vec![("start".into(), "Начать".into())],
    };
    line.telegram.set_menus(&[menu]).await.unwrap();
    let reach = Reach::default();
    for wrong in ["", "77", "x:y", "77:"] {
        let made = Telegram::new(&Secret::new(wrong), &reach);
        assert!(matches!(made, Err(SetupError::Token)), "{wrong}");
    }
    assert_eq!(format!("{:?}", line.telegram), "Telegram(77)");
    let nobody = telegram("http://127.0.0.1:9", TOKEN);
    assert_eq!(nobody.get_me().await, Err(CallError::NotSent));
    assert!(!CallError::NotSent.to_string().contains("token-of"));
}

/// How many updates one question brought.
async fn stored(poller: &Poller) -> u64 {
    match poller.tick().await.unwrap() {
        Polled::Brought(arrived) => arrived.stored,
        Polled::Elsewhere(_) => panic!("the bot is in other hands"),
    }
}

#[tokio::test]
async fn one_process_asks_and_a_late_answer_is_not_kept() {
    on_sqlite(async |rig: Rig| {
        let line = line().await;
        let process = |owner, wait| {
            let (store, env) = (rig.store().clone(), rig.world.env.clone());
            let hold = Hold::shared("77", owner);
            Poller::new(line.telegram.clone(), store, env, hold, wait)
        };
        let first = process("first", Duration::from_secs(60));
        let second = process("second", Duration::ZERO);
        line.phone.opens_link("").unwrap();
        assert_eq!(stored(&first).await, 1);
        assert!(matches!(second.tick().await.unwrap(), Polled::Elsewhere(_)));
        // The first waits for news while its lease runs out unrenewed and the second takes over.
        let mut answer = Box::pin(first.tick());
        tokio::select! {
            _ = &mut answer => panic!("there are no news"),
            () = tokio::time::sleep(Duration::from_millis(200)) => {}
        }
        rig.world.advance(HOLD);
        let mut tx = rig.store().write().await.unwrap();
        let hold = Hold::shared("77", "second");
        let taken = hold.renew(&mut tx, rig.now()).await.unwrap();
        assert!(taken.is_some());
        tx.commit().await.unwrap();
        line.phone.types("hello").unwrap();
        assert!(matches!(answer.await.unwrap(), Polled::Elsewhere(_)));
        assert_eq!(stored(&second).await, 1);
        assert!(matches!(first.tick().await.unwrap(), Polled::Elsewhere(_)));
    })
    .await;
}

#[tokio::test]
async fn polling_stores_before_it_acknowledges() {
    on_sqlite(async |rig: Rig| {
        let line = line().await;
        let bot = 77;
        let (store, env) = (rig.store().clone(), rig.world.env.clone());
        let poller = Poller::new(
            line.telegram.clone(),
            store,
            env,
            Hold::alone(),
            Duration::ZERO,
        );
        line.phone.opens_link("").unwrap();
        line.phone.types("你好").unwrap();
        line.phone.sends_voice(b"voice").unwrap();
        assert_eq!(stored(&poller).await, 3);
        // Told again only with the next question.
        assert_eq!(line.sandbox.pending(bot), 3);
        assert_eq!(stored(&poller).await, 0);
        assert_eq!(line.sandbox.pending(bot), 0);

        let mut tx = rig.store().write().await.unwrap();
        let (now, lease) = (rig.now(), rig.now() + TimeDelta::minutes(1));
        let mut did = Vec::new();
        for _ in 0..3 {
            let found = inbox::claim(&mut tx, "77", now, lease, 9).await.unwrap();
            assert_eq!(found.len(), 1, "one of a chat at a time");
            did.push(event("77", &found[0].body).unwrap().unwrap().did);
            assert!(inbox::settle_done(&mut tx, &found[0], now).await.unwrap());
        }
        tx.commit().await.unwrap();
        assert!(matches!(&did[1], Did::Says { text, .. } if text.expose() == "你好"));
        let Did::Sends {
            media: MediaKind::Voice,
            file,
            ..
        } = &did[2]
        else {
            panic!("a voice message");
        };
        let (file, caption) = (file.clone(), Html::escape("from mum"));
        let media = MediaKind::Voice;
        let voice = content(
            Content::Media {
                media,
                file,
                caption,
            },
            None,
        );
        line.gives(&voice).await.unwrap();

        line.sandbox
            .faults(|f| f.next("getUpdates", 1, Fault::Conflict));
        assert!(matches!(poller.tick().await, Err(PollError::SecondPoller)));
        let secret = Secret::new("s3cret");
        let url = "https://example.org/hook";
        line.telegram.set_webhook(url, &secret, 4).await.unwrap();
        assert!(matches!(poller.tick().await, Err(PollError::Webhook)));
        line.telegram.delete_webhook().await.unwrap();
        assert_eq!(stored(&poller).await, 0);
        let stranger = telegram("http://127.0.0.1:9", "78:x");
        let (store, env) = (rig.store().clone(), rig.world.env.clone());
        let poller = Poller::new(stranger, store, env, Hold::alone(), Duration::ZERO);
        assert!(matches!(
            poller.tick().await,
            Err(PollError::Telegram { .. })
        ));
        let mut tx = rig.store().read().await.unwrap();
        let done = inbox::list(&mut tx, InboxState::Done, 9).await.unwrap();
        assert_eq!(done.len(), 3);
    })
    .await;
}
