//! The sandbox with four phones and a bot that echoes: for looking at the page while working on it.
//! `cargo run --example sandbox_page -- 8099`, then open `http://127.0.0.1:8099/`.

use chrono::TimeDelta;
use futures_util::future::BoxFuture;
use hongyan::base::{Chance, Clock, Env};
use hongyan::sandbox::{ClockControl, Limits, NextThing, Page, Person, Sandbox, serve};
use serde_json::{Value, json};

const TOKEN: &str = "4001:echo";

struct Moves(Clock);

impl ClockControl for Moves {
    fn advance(&self, by: TimeDelta) -> BoxFuture<'_, ()> {
        self.0.advance(by);
        Box::pin(async {})
    }

    fn next(&self) -> BoxFuture<'_, Option<NextThing>> {
        let at = self.0.now() + TimeDelta::minutes(95);
        let label = "the weekly update goes out".to_owned();
        Box::pin(async move { Some(NextThing { at, label }) })
    }

    fn to_next(&self) -> BoxFuture<'_, ()> {
        self.advance(TimeDelta::minutes(95))
    }
}

fn people() -> [Person; 4] {
    let person = |id, label: &str, role: &str, place: &str, zone, language: &str, phone: &str| {
        let first = label.split([',', '(']).next().unwrap_or(label).trim();
        Person {
            id,
            label: label.to_owned(),
            role: role.to_owned(),
            place: place.to_owned(),
            zone,
            language: language.to_owned(),
            ..Person::named(first, phone)
        }
    };
    use chrono_tz::{Asia, Europe};
    [
        person(
            71,
            "王丽, mother",
            "Works in a textile factory, sees her son once a year",
            "Shenzhen",
            Asia::Shanghai,
            "zh",
            "8613800000071",
        ),
        person(
            72,
            "Бахтиёр, father",
            "Builds houses far away, calls on Sundays",
            "Moscow",
            Europe::Moscow,
            "ru",
            "79000000072",
        ),
        person(
            73,
            "Gulnora, grandmother",
            "The acting guardian at home",
            "Namangan",
            Asia::Tashkent,
            "uz",
            "998900000073",
        ),
        person(
            74,
            "Ms Karimova, teacher",
            "Class teacher of 4B",
            "School 12",
            Asia::Tashkent,
            "uz",
            "998900000074",
        ),
    ]
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let port: u16 = std::env::args()
        .nth(1)
        .unwrap_or_default()
        .parse()
        .unwrap_or(8099);
    let clock = Clock::system();
    let sandbox = Sandbox::new(Env::with(clock.clone(), Chance::system()));
    sandbox.limit(Limits::telegram());
    sandbox.add_bot(TOKEN, "echo_goose_bot", "Echo goose");
    for person in people() {
        sandbox.add_person(person);
    }
    let page = Page {
        title: "hongyan 鸿雁".to_owned(),
        intro: "Four phones, one school, no network: everything happens on this machine."
            .to_owned(),
        steps: [
            "Press Start on the teacher's phone and choose “Register a child”.",
            "Open the invitation link in her chat on the mother's phone.",
            "Answer the check-in question on the grandmother's phone.",
            "Press “To the next event” and read the weekly update in everybody's own time.",
            "Block the bot on one phone and see what the teacher is told.",
        ]
        .map(str::to_owned)
        .to_vec(),
        clock: Box::new(Moves(clock)),
        hosts: Vec::new(),
    };
    let listener = tokio::net::TcpListener::bind(("127.0.0.1", port)).await?;
    let address = listener.local_addr()?;
    println!("http://{address}/");
    tokio::spawn(echo(format!("http://{address}/bot{TOKEN}")));
    let stop = async {
        // Ends at once when there is no signal to wait for.
        let _ = tokio::signal::ctrl_c().await;
    };
    serve(listener, sandbox, Some(page), stop).await?;
    Ok(())
}

async fn echo(api: String) {
    let http = reqwest::Client::new();
    let call = async |method: &str, body: Value| -> Value {
        let sent = http
            .post(format!("{api}/{method}"))
            .json(&body)
            .send()
            .await;
        match sent {
            Ok(answer) => answer.json().await.unwrap_or_default(),
            Err(_) => Value::Null,
        }
    };
    call("setMyCommands", json!({"commands": [
        {"command": "start", "description": "Begin"}, {"command": "help", "description": "What I can do"},
    ]})).await;
    call("setMyDescription", json!({"description": "I carry words, voices and pictures between home, school and the people who work far away."})).await;
    let mut offset = 0;
    loop {
        let page = call("getUpdates", json!({"offset": offset, "timeout": 30})).await;
        let Some(updates) = page["result"].as_array() else {
            tokio::time::sleep(std::time::Duration::from_secs(1)).await;
            continue;
        };
        for update in updates {
            offset = update["update_id"].as_i64().unwrap_or_default() + 1;
            if let Some(query) = update.get("callback_query") {
                let data = query["data"].as_str().unwrap_or_default();
                call("answerCallbackQuery", json!({"callback_query_id": query["id"], "text": format!("You chose {data}"), "show_alert": data == "alert"})).await;
                let message = &query["message"];
                call("editMessageText", json!({"chat_id": message["chat"]["id"], "message_id": message["message_id"], "parse_mode": "HTML",
                    "text": format!("You chose <b>{data}</b>."), "reply_markup": message["reply_markup"]})).await;
                continue;
            }
            let message = &update["message"];
            let chat = &message["chat"]["id"];
            match message["text"].as_str() {
                Some(text) if text.starts_with("/start") => {
                    call("sendMessage", json!({"chat_id": chat, "parse_mode": "HTML", "text": "<b>Good evening!</b> I am the <i>echo goose</i> 🪿.\n\nПривет! 你好，欢迎。 Assalomu alaykum!\n<blockquote>Attendance: 5 of 5 days\nMood: <tg-spoiler>cheerful</tg-spoiler></blockquote>\nInvite the mother: https://t.me/echo_goose_bot?start=inv-7Q2K",
                        "reply_markup": {"inline_keyboard": [[{"text": "Yes, that is my child", "callback_data": "yes"}, {"text": "No", "callback_data": "no"}], [{"text": "Show an alert", "callback_data": "alert"}], [{"text": "Open the invitation", "url": "https://t.me/echo_goose_bot?start=inv-7Q2K"}]]}})).await;
                    call("sendMessage", json!({"chat_id": chat, "text": "How shall I know you?", "disable_notification": true,
                        "reply_markup": {"keyboard": [[{"text": "Share my number", "request_contact": true}], ["Later", "Ask the teacher"]], "resize_keyboard": true, "one_time_keyboard": true}})).await;
                }
                _ => {
                    call("copyMessage", json!({"chat_id": chat, "from_chat_id": chat, "message_id": message["message_id"],
                        "reply_parameters": {"message_id": message["message_id"]}})).await;
                }
            }
        }
    }
}
