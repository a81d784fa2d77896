//! The real program, killed in the middle of its work and started again: nothing is lost, and what
//! may come twice was counted as in doubt.

use std::time::Duration;

use hongyan::base::Env;
use hongyan::sandbox::{Handset, Person, Sandbox, serve};
use hongyan::store::Engine;
use sqlx::{AnyConnection, Connection};

use crate::support::databases::{TestDb, databases};
use crate::support::program::Program;

const TOKEN: &str = "77:AAtestTestTestTestTestTestTestTest0";
const PEOPLE: i64 = 10;
const EACH: usize = 3;
/// On SQLite the next process goes on at once; where others could be alive it waits for the end of the
/// dead one's lease first.
fn patience(engine: Engine) -> Duration {
    match engine {
        Engine::Sqlite => Duration::from_secs(7),
        Engine::Postgres => Duration::from_secs(20),
    }
}

fn start(api: &str, database: &str) -> Program {
    let settings = [
        ("TELOXIDE_TOKEN", TOKEN),
        ("TELOXIDE_API_URL", api),
        ("HONGYAN_DATABASE_URL", database),
        ("HONGYAN_LISTEN", ""),
    ];
    Program::start(&settings, None)
}

/// Messages of the bot in a chat.
fn answers(phone: &Handset) -> usize {
    let messages = phone.messages();
    messages
        .iter()
        .filter(|message| message.from != phone.person())
        .count()
}

async fn count(db: &TestDb, sql: &'static str) -> usize {
    let mut connection = AnyConnection::connect(&db.url).await.unwrap();
    let found: i64 = sqlx::query_scalar(sql)
        .fetch_one(&mut connection)
        .await
        .unwrap();
    connection.close().await.unwrap();
    usize::try_from(found).unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn killed_in_the_middle_it_loses_nothing() {
    for db in databases().await {
        let patience = patience(db.engine());
        let sandbox = Sandbox::new(Env::system());
        let bot = sandbox.add_bot(TOKEN, "hongyan_bot", "hongyan");
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let api = format!("http://{}", listener.local_addr().unwrap());
        let (town, end) = (sandbox.clone(), std::future::pending());
        tokio::spawn(serve(listener, town, None, end));
        let phones: Vec<Handset> = (0..PEOPLE)
            .map(|n| {
                let person = Person::named(&format!("P{n}"), &format!("7903000000{n}"));
                sandbox.handset(sandbox.add_person(person), bot)
            })
            .collect();
        let all = || phones.iter().map(answers).sum::<usize>();
        let wanted = phones.len() * EACH;

        let program = start(&api, &db.url);
        for phone in &phones {
            phone.opens_link("").unwrap();
        }
        assert!(sandbox.until(patience, |_| all() >= 4).await, "{}", all());
        for _ in 1..EACH {
            for phone in &phones {
                phone.types("is anybody there?").unwrap();
            }
        }
        assert!(sandbox.until(patience, |_| all() >= 14).await, "{}", all());
        drop(program);
        let before = all();
        assert!(before < wanted, "it was killed too late to show anything");

        let _program = start(&api, &db.url);
        let answered = sandbox.until(patience, |_| phones.iter().all(|p| answers(p) >= EACH));
        assert!(answered.await, "{} of {wanted}", all());
        let open = "SELECT (SELECT COUNT(*) FROM inbox WHERE state <> 'done')
            + (SELECT COUNT(*) FROM outbox WHERE state <> 'sent')";
        while count(&db, open).await > 0 {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        let updates = count(&db, "SELECT COUNT(*) FROM inbox").await;
        let rows = count(&db, "SELECT COUNT(*) FROM outbox").await;
        assert_eq!((updates, rows), (wanted, wanted));
        // Each once; twice at most what the first life sent and could not write down.
        let doubted = count(&db, "SELECT COUNT(*) FROM outbox WHERE in_doubt = 1").await;
        let doubled = all() - wanted;
        assert!(doubled <= doubted, "{doubled} doubled, {doubted} in doubt");
        println!("{before} before, {doubted} in doubt, {doubled} twice");
    }
}
