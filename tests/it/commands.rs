//! The commands a chat shows: per part and language, changed when either changes, understood when typed.

use std::collections::BTreeSet;
use std::fmt::Write;
use std::time::Duration;

use chrono::TimeDelta;
use hongyan::app::loops::Worker;
use hongyan::app::offering::Offering;
use hongyan::base::{Env, Secret, Wake};
use hongyan::model::Locale;
use hongyan::model::commands::{List, USUAL};
use hongyan::model::record::Relation;
use hongyan::model::unit::Role;
use hongyan::outbox::Hold;
use hongyan::sandbox::{Fault, Person, Sandbox, When, serve};
use hongyan::service::commands::lines;
use hongyan::store;
use hongyan::store::commands::Due;
use hongyan::telegram::{Reach, Telegram};
use serde_json::{Value, json};

use crate::support::databases::databases;
use crate::world::{AUNT, BOT, DAD, GRANNY, LEAD, MUM, TEACHER, World};

const HOME: &str = "home";
const OFFICER: &str = "officer";
const NEUTRAL: &str = "I did not understand that.";

/// The lists the messenger does not know yet, by whose chat they are.
async fn due(world: &World) -> Vec<Due> {
    let mut tx = world.store.read().await.unwrap();
    store::commands::due(&mut tx, BOT, world.env.now(), 100)
        .await
        .unwrap()
}

/// The list `who` is to see, when the messenger has to be told.
async fn wanted(world: &World, who: &str) -> Option<(Option<List>, Locale)> {
    let chat = world.chat_of(who);
    let due = due(world).await;
    let mut own = due.iter().filter(|due| due.chat == chat);
    own.next().map(|due| (due.list, due.locale))
}

/// The messenger was told of all.
async fn all_told(world: &World) {
    let mut tx = world.store.write().await.unwrap();
    for due in due(world).await {
        store::commands::told(&mut tx, &due).await.unwrap();
    }
    tx.commit().await.unwrap();
    assert_eq!(due(world).await, []);
}

/// One person of each part, besides the school's.
async fn staffed(world: &World) {
    let (home, county) = (world.school.home, world.school.county);
    world.hires(HOME, "Zhou Min", home, Role::HomeStaff).await;
    world
        .hires(OFFICER, "Gao Lei", county, Role::CountyOfficer)
        .await;
}

#[test]
fn every_list_is_short_and_in_every_language() {
    let mut book = String::new();
    for locale in Locale::ALL {
        writeln!(book, "# {}", locale.as_str()).unwrap();
        let lists = List::ALL.iter().copied().map(Some);
        for list in std::iter::once(None).chain(lists) {
            writeln!(book, "{}", list.map_or("(the bot's own)", List::as_str)).unwrap();
            let lines = lines(*locale, list);
            let names: BTreeSet<_> = lines.iter().map(|(command, _)| command).collect();
            assert_eq!(names.len(), lines.len(), "{list:?}: one twice");
            let most = if list == Some(List::Guardian) { 3 } else { 5 };
            assert!(lines.len() <= most, "{list:?}");
            for (command, does) in &lines {
                // One line of a small phone, the command before it.
                assert!((1..=32).contains(&does.chars().count()), "{does}");
                writeln!(book, "  /{command} {does}").unwrap();
            }
        }
    }
    insta::assert_snapshot!(book);
}

#[tokio::test]
async fn whoever_comes_gets_the_list_of_their_part_once() {
    for db in databases().await {
        let mut world = World::linked_on(&db.url).await;
        staffed(&world).await;
        world.says("stranger", "/start").await;
        assert_eq!(due(&world).await, [], "strangers see the bot's own");
        for (who, list) in [
            (MUM, List::Parent),
            (GRANNY, List::Guardian),
            (TEACHER, List::Teacher),
            (HOME, List::Home),
            (LEAD, List::Lead),
            (OFFICER, List::Officer),
        ] {
            world.says(who, "/menu").await;
            let told = wanted(&world, who).await;
            assert_eq!(told, Some((Some(list), Locale::En)), "{who}");
        }
        all_told(&world).await;
        world.says(MUM, "/menu").await;
        world.says(TEACHER, "/start").await;
        assert_eq!(due(&world).await, [], "nothing is new");
    }
}

#[tokio::test]
async fn a_list_follows_its_person_and_their_language() {
    for db in databases().await {
        let mut world = World::linked_on(&db.url).await;
        for who in [MUM, GRANNY, TEACHER] {
            world.says(who, "/menu").await;
        }
        let old = due(&world).await;
        all_told(&world).await;

        world.says(GRANNY, "/language").await;
        world.taps(GRANNY, "Oʻzbek").await;
        let uzbek = Some((Some(List::Guardian), Locale::Uz));
        assert_eq!(wanted(&world, GRANNY).await, uzbek);
        // An answer about the English list does not end the wait for the Uzbek one.
        let mut tx = world.store.write().await.unwrap();
        for due in &old {
            store::commands::told(&mut tx, due).await.unwrap();
        }
        tx.commit().await.unwrap();
        assert_eq!(wanted(&world, GRANNY).await, uzbek);
        all_told(&world).await;

        // A stranger's language is the phone's: there is no list to set.
        world.says("stranger", "/language").await;
        world.taps("stranger", "Рус").await;
        assert_eq!(due(&world).await, []);

        // A mother who begins to teach, and ends again.
        let (adult, class, now) = (world.adult(MUM), world.school.class, world.env.now());
        let mut tx = world.store.write().await.unwrap();
        store::posts::activate(
            &mut tx,
            world.env.id(),
            adult,
            class,
            Role::Teacher,
            None,
            now,
        )
        .await
        .unwrap();
        tx.commit().await.unwrap();
        world.says(MUM, "/menu").await;
        let teacher = Some((Some(List::Teacher), Locale::En));
        assert_eq!(wanted(&world, MUM).await, teacher);
        all_told(&world).await;
        let mut tx = world.store.write().await.unwrap();
        let now = world.env.now();
        let ended = store::posts::end(&mut tx, adult, class, Role::Teacher, now).await;
        assert!(ended.unwrap());
        tx.commit().await.unwrap();
        world.advance(TimeDelta::minutes(1));
        // A command of the old list is where it is noticed, too.
        world.says(MUM, "/today").await;
        assert!(world.screen(MUM, 1).contains(NEUTRAL));
        let parent = Some((Some(List::Parent), Locale::En));
        assert_eq!(wanted(&world, MUM).await, parent);
        all_told(&world).await;

        // A phone that is nobody's any more shows the bot's own.
        let mut tx = world.store.write().await.unwrap();
        let lost = store::accounts::release_adult(&mut tx, adult).await;
        lost.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(wanted(&world, MUM).await, Some((None, Locale::En)));
    }
}

#[tokio::test]
async fn a_phone_others_use_shows_the_bots_own() {
    let mut world = World::linked().await;
    world.says(MUM, "/menu").await;
    all_told(&world).await;
    let mut tx = world.store.write().await.unwrap();
    let chat = world.chat_of(MUM);
    let account = store::accounts::by_chat(&mut tx, BOT, chat).await.unwrap();
    let account = account.unwrap();
    let code = Secret::new("2580");
    store::covers::set(&mut tx, account.id, Some(&code))
        .await
        .unwrap();
    tx.commit().await.unwrap();
    assert_eq!(wanted(&world, MUM).await, Some((None, Locale::En)));
    all_told(&world).await;
    world.says(MUM, "/child").await;
    assert!(!world.screen(MUM, 1).contains("Ming"));
    assert_eq!(due(&world).await, []);
}

#[tokio::test]
async fn every_command_offered_leads_somewhere_and_no_other() {
    let mut world = World::linked().await;
    staffed(&world).await;
    let all = ["child", "write", "week", "today", "tasks"];
    for (who, list) in [
        (MUM, List::Parent),
        (GRANNY, List::Guardian),
        (TEACHER, List::Teacher),
        (HOME, List::Home),
        (LEAD, List::Lead),
        (OFFICER, List::Officer),
    ] {
        let offered: BTreeSet<&str> = list.commands().iter().map(|one| one.as_str()).collect();
        for command in &offered {
            world.says(who, &format!("/{command}")).await;
            let screen = world.screen(who, 1);
            assert!(!screen.contains(NEUTRAL), "{who} /{command}: {screen}");
        }
        for command in all.iter().filter(|command| !offered.contains(*command)) {
            world.says(who, "/menu").await;
            let menu = world.screen(who, 1);
            world.says(who, &format!("/{command}")).await;
            let screen = world.screen(who, 1);
            // What a list leaves out for being short is in the menu.
            let also = list == List::Lead && matches!(*command, "week" | "write");
            assert_eq!(!screen.contains(NEUTRAL), also, "{who} /{command}: {menu}");
        }
    }
    // Who is asked only when the guardian is silent has neither news nor letters; a stranger has nothing.
    for who in [AUNT, "stranger"] {
        for command in all {
            world.says(who, &format!("/{command}")).await;
            assert!(world.screen(who, 1).contains(NEUTRAL), "{who} /{command}");
        }
    }
    for command in USUAL {
        world
            .says("stranger", &format!("/{}", command.as_str()))
            .await;
        assert!(!world.screen("stranger", 1).contains(NEUTRAL));
    }
}

#[tokio::test]
async fn a_command_is_its_button_and_asks_which_where_there_are_several() {
    let mut world = World::linked().await;
    world.says(TEACHER, "/week").await;
    assert!(world.screen(TEACHER, 1).contains("Class 3-2"));
    world.says(MUM, "/write").await;
    world.says(MUM, "He likes the new coat.").await;
    assert_eq!(world.count(TEACHER, "He likes the new coat."), 1);
    world.says(DAD, "/child").await;
    assert!(world.screen(DAD, 1).contains("Lan"));

    let ming = world.school.ming;
    world.joins(ming, DAD, Relation::Father).await;
    world.says(DAD, "/child").await;
    let screen = world.screen(DAD, 1);
    insta::assert_snapshot!(screen);
    // A note that is being written stays when a command leads nowhere.
    world.says(GRANNY, "/write").await;
    let before = dialogue(&world, GRANNY).await;
    assert!(before.is_some());
    world.says(GRANNY, "/tasks").await;
    assert_eq!(dialogue(&world, GRANNY).await, before);
}

async fn dialogue(world: &World, who: &str) -> Option<String> {
    let mut tx = world.store.read().await.unwrap();
    let chat = world.chat_of(who);
    let account = store::accounts::by_chat(&mut tx, BOT, chat).await.unwrap();
    account.unwrap().dialogue
}

/// A Bot API server with one person, and the worker that tells it of lists.
struct Line {
    sandbox: Sandbox,
    url: String,
    chat: i64,
    offering: Offering,
    hold: Hold,
}

const TOKEN: &str = "1:token-of-the-tests";

impl Line {
    async fn new(world: &World) -> Self {
        let sandbox = Sandbox::new(Env::system());
        sandbox.add_bot(TOKEN, "hongyan_bot", "hongyan");
        let chat = sandbox.add_person(Person::named("Granny", "13800000009"));
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let end = std::future::pending();
        tokio::spawn(serve(listener, sandbox.clone(), None, end));
        let reach = Reach {
            api_url: Some(url.clone()),
            proxy: None,
            timeout: Some(Duration::from_secs(3)),
        };
        let telegram = Telegram::new(&Secret::new(TOKEN), &reach).unwrap();
        let hold = Hold::shared(BOT, "the test");
        let mut tx = world.store.write().await.unwrap();
        let taken = hold.renew(&mut tx, world.env.now()).await.unwrap();
        assert!(taken.is_some());
        // Granny's chat is the one the server gave her.
        let old = world.chat_of(GRANNY);
        store::reach::moved(&mut tx, BOT, old, chat).await.unwrap();
        tx.commit().await.unwrap();
        Self {
            sandbox,
            url,
            chat,
            offering: Offering::new(
                world.store.clone(),
                world.env.clone(),
                telegram,
                hold.clone(),
            ),
            hold,
        }
    }

    /// The commands the chat shows: `None` where it has none of its own.
    async fn shows(&self) -> Option<Vec<String>> {
        let url = format!("{}/bot{TOKEN}/getMyCommands", self.url);
        let scope = json!({"scope": {"type": "chat", "chat_id": self.chat}});
        let answer = reqwest::Client::new().post(url).json(&scope).send().await;
        let answer: Value = answer.unwrap().json().await.unwrap();
        let list = answer["result"].as_array().unwrap();
        let line = |one: &Value| {
            let part = |key: &str| one[key].as_str().unwrap().to_owned();
            format!("/{} {}", part("command"), part("description"))
        };
        (!list.is_empty()).then(|| list.iter().map(line).collect())
    }

    fn refuses(&self, fault: Fault) {
        self.sandbox
            .faults(|faults| faults.next("setMyCommands", 1, fault));
    }
}

#[tokio::test]
async fn the_messenger_is_told_and_told_again() {
    for db in databases().await {
        let mut world = World::linked_on(&db.url).await;
        world.says(GRANNY, "/menu").await;
        let line = Line::new(&world).await;
        assert_eq!(line.shows().await, None);
        let now = world.env.now();

        // Whatever it answers, nobody is unreachable for it, and no message is written.
        line.refuses(Fault::TooMany(7));
        let at = now + TimeDelta::seconds(7);
        assert_eq!(line.offering.tick().await.unwrap(), Wake::At(at));
        assert_eq!(due(&world).await, [], "not before its time");
        world.advance(TimeDelta::seconds(7));
        line.refuses(Fault::Status(500, When::Before));
        line.offering.tick().await.unwrap();
        assert_eq!(line.shows().await, None);
        keep(&world, &line).await;
        line.refuses(Fault::Status(403, When::Before));
        line.offering.tick().await.unwrap();
        let mut tx = world.store.read().await.unwrap();
        let account = store::accounts::by_chat(&mut tx, BOT, line.chat).await;
        assert!(account.unwrap().unwrap().reachable);
        drop(tx);
        world.advance(TimeDelta::days(1));
        world.everybody_was_seen().await;
        keep(&world, &line).await;
        line.offering.tick().await.unwrap();
        let shown = line.shows().await.unwrap();
        assert_eq!(
            shown,
            [
                "/child How is my child?",
                "/write Write a note",
                "/menu What you can do now"
            ]
        );
        assert_eq!(due(&world).await, []);

        let mut tx = world.store.write().await.unwrap();
        let account = store::accounts::by_chat(&mut tx, BOT, line.chat).await;
        let account = account.unwrap().unwrap();
        store::accounts::set_locale(&mut tx, account.id, Locale::ZhCn)
            .await
            .unwrap();
        tx.commit().await.unwrap();
        line.offering.tick().await.unwrap();
        assert_eq!(line.shows().await.unwrap()[0], "/child 孩子怎么样？");

        let mut tx = world.store.write().await.unwrap();
        let adult = world.adult(GRANNY);
        store::accounts::release_adult(&mut tx, adult)
            .await
            .unwrap();
        tx.commit().await.unwrap();
        line.offering.tick().await.unwrap();
        assert_eq!(line.shows().await, None);
    }
}

/// A minute on, with the bot still held.
async fn keep(world: &World, line: &Line) {
    world.advance(TimeDelta::minutes(1));
    let mut tx = world.store.write().await.unwrap();
    let held = line.hold.renew(&mut tx, world.env.now()).await;
    assert!(held.unwrap().is_some());
    tx.commit().await.unwrap();
}
