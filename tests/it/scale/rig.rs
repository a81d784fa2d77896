//! The real program, several times, over one PostgreSQL database and three bots of a sandbox.

use std::fs::File;
use std::path::PathBuf;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::Duration;

use hongyan::base::Env;
use hongyan::sandbox::{Handset, Person, Sandbox, serve};
use sqlx::{AnyConnection, Connection};
use tempfile::TempDir;

use crate::support::databases::{TestDb, postgres};

pub const BOTS: usize = 3;
/// People who write to each bot.
const PEOPLE: usize = 4;
pub const PATIENCE: Duration = Duration::from_secs(20);

pub struct Town {
    pub db: TestDb,
    pub sandbox: Sandbox,
    pub phones: Vec<Handset>,
    folder: TempDir,
    api: String,
}

/// `hongyan serve`; killed when dropped, as `kill -9` does.
pub struct Program {
    child: Child,
    log: PathBuf,
}

impl Town {
    /// `None`: there is no PostgreSQL here and none is required.
    pub async fn new() -> Option<Self> {
        let db = postgres().await?;
        let sandbox = Sandbox::new(Env::system());
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let api = format!("http://{}", listener.local_addr().unwrap());
        let (town, end) = (sandbox.clone(), std::future::pending());
        tokio::spawn(serve(listener, town, None, end));
        let mut phones = Vec::new();
        for bot in 0..BOTS {
            let id = sandbox.add_bot(&token(bot), &format!("hongyan{bot}_bot"), "hongyan");
            for n in 0..PEOPLE {
                let person = Person::named(&format!("P{n}"), &format!("790300000{bot}{n}"));
                phones.push(sandbox.handset(sandbox.add_person(person), id));
            }
        }
        Some(Self {
            db,
            sandbox,
            phones,
            folder: TempDir::new().unwrap(),
            api,
        })
    }

    /// Starts a process that is set up with all bots.
    pub fn start(&self, name: &str) -> Program {
        self.start_on(name, &self.db.url)
    }

    pub fn start_on(&self, name: &str, database: &str) -> Program {
        use std::fmt::Write;
        let mut text = format!("database_url = \"{database}\"\n");
        for bot in 0..BOTS {
            let (token, api) = (token(bot), &self.api);
            let section = "[[bots]]\nname = \"bot";
            writeln!(
                text,
                "{section}{bot}\"\ntoken = \"{token}\"\napi_url = \"{api}\""
            )
            .unwrap();
        }
        let file = self.folder.path().join(format!("{name}.toml"));
        std::fs::write(&file, text).unwrap();
        let log = self.folder.path().join(format!("{name}.log"));
        let mut command = Command::new(env!("CARGO_BIN_EXE_hongyan"));
        command.arg("serve").arg("--config").arg(file).env_clear();
        command.env("HONGYAN_LOG_FORMAT", "json");
        command.env("HONGYAN_KEY", crate::support::keys::KEY);
        command.stdout(File::create(&log).unwrap());
        command.stderr(Stdio::from(
            File::options().append(true).open(&log).unwrap(),
        ));
        let child = command.spawn().unwrap();
        Program { child, log }
    }

    /// Messages of the bots in all chats.
    pub fn answers(&self) -> usize {
        self.phones.iter().map(answers).sum()
    }

    /// Everybody writes once; waits until everybody has `each` answers.
    pub async fn round(&self, each: usize) {
        for phone in &self.phones {
            phone.types("is anybody there?").unwrap();
        }
        self.answered(each).await;
    }

    pub async fn answered(&self, each: usize) {
        let all = |_: &Sandbox| self.phones.iter().all(|phone| answers(phone) >= each);
        let done = self.sandbox.until(PATIENCE, all).await;
        assert!(done, "{} answers, wanted {each} each", self.answers());
    }

    pub fn conflicts(&self) -> u64 {
        let refused = self.sandbox.counts().refused;
        refused.get(&409).copied().unwrap_or_default()
    }

    pub async fn count(&self, sql: &'static str) -> i64 {
        let mut connection = AnyConnection::connect(&self.db.url).await.unwrap();
        let found: i64 = sqlx::query_scalar(sql)
            .fetch_one(&mut connection)
            .await
            .unwrap();
        connection.close().await.unwrap();
        found
    }

    pub async fn execute(&self, sql: &'static str) {
        let mut connection = AnyConnection::connect(&self.db.url).await.unwrap();
        sqlx::query(sql).execute(&mut connection).await.unwrap();
        connection.close().await.unwrap();
    }

    /// Waits until a question to the database has this answer.
    pub async fn until(&self, sql: &'static str, wanted: i64) {
        let waiting = async {
            while self.count(sql).await != wanted {
                tokio::time::sleep(Duration::from_millis(50)).await;
            }
        };
        let done = tokio::time::timeout(PATIENCE + Duration::from_secs(8), waiting).await;
        assert!(
            done.is_ok(),
            "{sql}: {} instead of {wanted}",
            self.count(sql).await
        );
    }

    /// Everything that came in was answered once; again only as often as it was counted as in doubt.
    pub async fn nothing_lost_nothing_doubled(&self, wanted: usize) {
        // A doubled answer looks like one more: the last updates may still be on their way.
        self.until("SELECT COUNT(*) FROM inbox", wanted as i64)
            .await;
        let open = "SELECT (SELECT COUNT(*) FROM inbox WHERE state <> 'done')
            + (SELECT COUNT(*) FROM outbox WHERE state <> 'sent')";
        self.until(open, 0).await;
        let (updates, rows) = (
            self.count("SELECT COUNT(*) FROM inbox").await,
            self.count("SELECT COUNT(*) FROM outbox").await,
        );
        assert_eq!((updates, rows), (wanted as i64, wanted as i64));
        let doubted = self.count("SELECT CAST(SUM(doubts) AS BIGINT) FROM outbox");
        let (doubled, doubted) = (self.answers() as i64 - wanted as i64, doubted.await);
        assert!(doubled >= 0, "{doubled}");
        assert!(doubled <= doubted, "{doubled} doubled, {doubted} in doubt");
    }
}

impl Program {
    pub fn signal(&self, name: &str) {
        let id = self.child.id().to_string();
        let sent = Command::new("kill").args([name, &id]).status().unwrap();
        assert!(sent.success());
    }

    /// Asks it to stop and waits until it has.
    pub async fn stop(mut self) -> ExitStatus {
        self.signal("-TERM");
        let ended = async {
            loop {
                if let Some(status) = self.child.try_wait().unwrap() {
                    return status;
                }
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
        };
        let ended = tokio::time::timeout(PATIENCE, ended).await;
        ended.unwrap_or_else(|_| panic!("it does not stop: {}", self.log()))
    }

    pub fn log(&self) -> String {
        std::fs::read_to_string(&self.log).unwrap()
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        // Ended already when it was asked to.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn token(bot: usize) -> String {
    format!("{}:AAtestTestTestTestTestTestTestTest0", 77 + bot)
}

fn answers(phone: &Handset) -> usize {
    let from = |message: &hongyan::sandbox::Message| message.from != phone.person();
    phone.messages().iter().filter(|m| from(m)).count()
}
