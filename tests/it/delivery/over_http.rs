//! The adapter against a Bot API server over real HTTP.

use std::time::Duration;

use chrono::TimeDelta;
use hongyan::base::{Env, Html, Secret};
use hongyan::model::event::Did;
use hongyan::model::file::{Data, MOST_BYTES};
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
    let code = content(Content::Qr { link, caption }, None);
    let shown = line.gives(&code).await.unwrap().remote_id.unwrap();
    assert!(line.phone.screen(9).contains("scan me"));
    let delete = Parcel::Delete { message: shown };
    line.gives(&delete).await.unwrap();
    assert!(!line.phone.screen(9).contains("scan me"));
    assert_eq!(line.gives(&delete).await, Err(Refusal::GoneStale));

    // As large as a copy of a long record.
    let data = Data::new(vec![b'%'; MOST_BYTES]).unwrap();
    let caption = Html::escape("to print");
    let file = Parcel::file("notice.pdf", "application/pdf", data, caption);
    line.gives(&file).await.unwrap();
    let screen = line.phone.screen(9);
    assert!(screen.contains("to print"), "{screen}");
    assert!(screen.contains("notice.pdf"), "{screen}");

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

/// The event behind every waiting update of the bot.
async fn heard(line: &Line) -> Vec<Did> {
    let mut raw = Vec::new();
    on_sqlite(async |rig: Rig| {
        let (store, env) = (rig.store().clone(), rig.world.env.clone());
        let telegram = line.telegram.clone();
        let poller = Poller::new(telegram, store, env, Hold::alone(), Duration::ZERO);
        poller.tick().await.unwrap();
        let mut tx = rig.store().write().await.unwrap();
        let (now, lease) = (rig.now(), rig.now() + TimeDelta::minutes(1));
        loop {
            let found = inbox::claim(&mut tx, "77", now, lease, 9).await.unwrap();
            let Some(update) = found.first() else { break };
            raw.push(event("77", &update.body).unwrap().unwrap().did);
            inbox::settle_done(&mut tx, update, now).await.unwrap();
        }
    })
    .await;
    raw
}

#[tokio::test]
async fn an_album_comes_one_by_one_and_goes_with_one_call() {
    use hongyan::model::album::{Album, Item};
    use hongyan::sandbox::FileKind;
    const PNG: &[u8] = b"\x89PNG\r\n\x1a\n";

    let line = line().await;
    line.phone.opens_link("").unwrap();
    let files = [
        (FileKind::Photo, PNG),
        (FileKind::Video, b"film".as_slice()),
        (FileKind::Photo, PNG),
    ];
    line.phone.sends_album(&files, "by <us>").unwrap();
    let mut names = Vec::new();
    let mut items = Vec::new();
    for did in heard(&line).await {
        if let Did::Sends {
            media,
            file,
            caption,
            album,
            ..
        } = did
        {
            names.push(album.unwrap());
            items.push(Item {
                media,
                file,
                caption,
            });
        }
    }
    assert_eq!(names.len(), 3);
    assert!(names.iter().all(|name| *name == names[0]));

    let mut album = Album::begin(items[0].clone()).unwrap();
    let alone = Content::Album {
        album: album.clone(),
    };
    assert!(album.add(items[1].clone()) && album.add(items[2].clone()));
    let whole = content(Content::Album { album }, None);
    let first = line.gives(&whole).await.unwrap().remote_id.unwrap();
    let shown = line.phone.messages();
    let group: Vec<_> = shown.iter().filter(|m| m.id >= first).collect();
    assert_eq!(group.len(), 3);
    assert_eq!(group[0].rich.text, "by <us>");
    assert!(group.iter().all(|m| m.silent && m.protected));
    assert!(
        group
            .iter()
            .all(|m| m.album == group[0].album && m.album.is_some())
    );
    // The numbers of one album follow each other: replies to any of them are found by that.
    assert_eq!(group[2].id, first + 2);

    line.sandbox
        .faults(|f| f.next("sendMediaGroup", 1, Fault::TooMany(9)));
    assert!(matches!(
        line.gives(&whole).await,
        Err(Refusal::LaterBy { .. })
    ));
    // One item is no album.
    line.gives(&content(alone, None)).await.unwrap();
    let shown = line.phone.messages();
    assert_eq!(shown.last().map(|m| m.album.is_none()), Some(true));
    assert_eq!(shown.len(), 8);
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

/// A Bot API that only knows updates: `texts` as they are, asked for by offset and limit.
async fn updates_of(texts: Vec<(i64, String)>) -> Telegram {
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let mut asked = String::new();
            let question = loop {
                let mut piece = [0; 4096];
                let length = stream.read(&mut piece).await.unwrap();
                asked.push_str(std::str::from_utf8(&piece[..length]).unwrap());
                let body = asked.split_once("\r\n\r\n").map(|parts| parts.1);
                let body = body.and_then(|body| serde_json::from_str(body).ok());
                if let Some(body) = body {
                    break body;
                }
            };
            let question: serde_json::Value = question;
            let from = question["offset"].as_i64().unwrap_or_default();
            let limit = question["limit"].as_u64().unwrap() as usize;
            let page: Vec<&str> = texts
                .iter()
                .filter(|(update, _)| *update >= from)
                .take(limit)
                .map(|(_, text)| text.as_str())
                .collect();
            let body = format!(r#"{{"ok":true,"result":[{}]}}"#, page.join(","));
            let head = format!(
                "HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-length: {}\r\n\r\n",
                body.len()
            );
            // Who has heard enough hangs up.
            let _ = stream.write_all(head.as_bytes()).await;
            let _ = stream.write_all(body.as_bytes()).await;
        }
    });
    telegram(&url, TOKEN)
}

#[tokio::test]
async fn no_update_holds_up_those_behind_it() {
    on_sqlite(async |rig: Rig| {
        let plain = |n: i64| format!(r#"{{"update_id":{n},"message":{{"chat":{{"id":5}}}}}}"#);
        let mut texts: Vec<(i64, String)> = (1..=40).map(|n| (n, plain(n))).collect();
        // Larger than a whole page may be; larger than an update may be; half a character; not JSON.
        texts[16].1 = format!(r#"{{"update_id":17,"x":"{}"}}"#, "y".repeat(9 << 20));
        texts[20].1 = format!(r#"{{"update_id":21,"x":"{}"}}"#, "y".repeat(2 << 20));
        texts[24].1 = r#"{"update_id":25,"message":{"chat":{"id":5},"text":"\ud83d"}}"#.into();
        texts[30].1 = r#"{"update_id":31,"message":oops}"#.into();
        let (store, env) = (rig.store().clone(), rig.world.env.clone());
        let line = updates_of(texts).await;
        let poller = Poller::new(line, store, env, Hold::alone(), Duration::ZERO);
        let mut questions = 0;
        while rig.number("SELECT COUNT(*) FROM inbox").await < 40 {
            let arrived = stored(&poller).await;
            assert!(arrived > 0, "no progress");
            questions += 1;
        }
        assert!(questions < 20, "{questions}");
        assert_eq!(stored(&poller).await, 0);
        let parked = "SELECT COUNT(*) FROM inbox WHERE state = 'parked'";
        assert_eq!(rig.number(parked).await, 3);
        let next = "SELECT next_update_id FROM offsets WHERE bot_id = '77'";
        assert_eq!(rig.number(next).await, 41);
    })
    .await;
}
