//! How long what is kept is kept: the table, the report that changes nothing, and a moved clock under
//! which every kind goes in its time and what is open stays.

use std::collections::BTreeMap;

use chrono::TimeDelta;
use hongyan::base::Name;
use hongyan::model::record::{Child, LivesWith, Programme};
use hongyan::model::retention::{End, Keep, What};
use hongyan::service::retention::{self, PAGE, Round};
use hongyan::store;
use sqlx::{AnyConnection, AssertSqlSafe, Connection};

use crate::support::databases::{TestDb, databases};
use crate::support::program::asked;
use crate::world::{DAD, GRANNY, MUM, World};

async fn execute(url: &str, sql: String) {
    let mut raw = AnyConnection::connect(url).await.unwrap();
    sqlx::query(AssertSqlSafe(sql))
        .execute(&mut raw)
        .await
        .unwrap();
    raw.close().await.unwrap();
}

async fn number(url: &str, sql: &str) -> i64 {
    let mut raw = AnyConnection::connect(url).await.unwrap();
    let sql = AssertSqlSafe(sql.to_owned());
    let found = sqlx::query_scalar(sql).fetch_one(&mut raw).await.unwrap();
    raw.close().await.unwrap();
    found
}

/// One row of every kind, all ended now, and beside each one that is open or still needed.
async fn year(world: &World) {
    let (now, school) = (world.env.now().timestamp_millis(), &world.school);
    let (ming, class, unit) = (school.ming, school.class, school.school);
    let (mum, dad) = (world.adult(MUM), world.adult(DAD));
    let day = "2026-03-02";
    let entry = |id: i64, kind: &str| {
        format!("INSERT INTO entries (id, child_id, day, kind, slot, fact, source, by_adult, entered_ms)
             VALUES ({id}, {ming}, '{day}', '{kind}', '{id}', '{{}}', 'staff', NULL, {now})")
    };
    let task = |id: i64, state: &str, done: &str| {
        format!("INSERT INTO tasks (id, unit_id, child_id, adult_id, kind, key, state, created_ms, done_by, done_ms)
             VALUES ({id}, {unit}, {ming}, NULL, 'problem', 'k{id}', '{state}', {now}, NULL, {done})")
    };
    let check_in = |id: i64, state: &str| {
        format!("INSERT INTO check_ins (id, child_id, day, at_time, state, asked_ms, step, next_step_ms, answered_by, answered_ms)
             VALUES ({id}, {ming}, '{day}', '{id}', '{state}', {now}, 0, NULL, NULL, NULL)")
    };
    let invitation = |id: i64, expires: i64| {
        format!("INSERT INTO invitations (id, child_id, unit_id, adult_id, role, relation, token_hash, locator, code_hash, wrong_tries, state, created_by, created_ms, expires_ms, used_ms, used_by)
             VALUES ({id}, {ming}, {unit}, {mum}, 'parent', NULL, 't{id}', '{id}', 'c', 0, 'open', NULL, {now}, {expires}, NULL, NULL)")
    };
    let request = |id: i64, state: &str, answered: &str| {
        format!("INSERT INTO requests (id, kind, child_id, adult_id, unit_id, state, asked_ms, due_ms, step, answered_ms, words)
             VALUES ({id}, 'copy', {ming}, {mum}, {unit}, '{state}', {now}, {now}, 'none', {answered}, 'words')")
    };
    let account = |id: i64, adult: &str| {
        format!("INSERT INTO accounts (id, bot_id, chat_id, adult_id, locale, state, wrong_codes, first_seen_ms, last_seen_ms)
             VALUES ({id}, '1', {id}, {adult}, 'en', 'open', 0, {now}, {now})")
    };
    let lan = school.lan;
    let appointment = |id: i64, state: &str, ended: &str| {
        format!("INSERT INTO appointments (id, child_id, adult_id, proposed_by, proposed_ms, lives, view, view_words, stated, begins_in, overlap, state, ended_ms)
             VALUES ({id}, {lan}, {dad}, {mum}, {now}, 'same', 'agrees', 'words', '{{}}', 0, 0, '{state}', {ended})")
    };
    let exclusion = |id: i64, until: &str, lifted: &str| {
        format!("INSERT INTO exclusions (id, child_id, adult_id, kind, from_ms, to_ms, entered_ms, lifted_ms)
             VALUES ({id}, {lan}, {dad}, 'other', {now}, {until}, {now}, {lifted})")
    };
    let freeze = |id: i64, until: &str| {
        format!(
            "INSERT INTO freezes (id, child_id, kind, from_ms, to_ms, programme)
             VALUES ({id}, {lan}, 'order', {now}, {until}, 'active')"
        )
    };
    let own = |id: i64, until: &str| {
        format!(
            "INSERT INTO own_consents (id, child_id, purpose, from_ms, to_ms)
             VALUES ({id}, {lan}, 'links', {now}, {until})"
        )
    };
    let transfer = |id: i64, state: &str, settled: &str| {
        format!("INSERT INTO transfers (id, child_id, from_school, to_school, state, started_ms, settled_ms)
             VALUES ({id}, {lan}, {unit}, {unit}, '{state}', {now}, {settled})")
    };
    let opened = |id: i64, until: i64| {
        format!(
            "INSERT INTO break_glass (id, adult_id, child_id, reason, from_ms, to_ms)
             VALUES ({id}, {dad}, {lan}, 'words', {now}, {until})"
        )
    };
    let ever = now + TimeDelta::days(40_000).num_milliseconds();
    let done = now.to_string();
    for sql in [
        entry(1, "mood"),
        entry(2, "sentence"),
        entry(3, "attendance"),
        entry(4, "mark"),
        format!(
            "INSERT INTO coming (id, class_id, child_id, day, at_time, words, by_adult, entered_ms) VALUES (1, {class}, NULL, '{day}', NULL, 'words', NULL, {now})"
        ),
        format!(
            "INSERT INTO rolls (class_id, day, by_adult, taken_ms) VALUES ({class}, '{day}', NULL, {now})"
        ),
        format!(
            "INSERT INTO week_sheets (id, account_id, adult_id, state, body, children, tries, due_ms, sent_ms)
             SELECT 1, MIN(id), {mum}, 'asked', 'words', '[{ming}]', 1, {now}, {now} FROM accounts WHERE adult_id = {mum}"
        ),
        format!(
            "INSERT INTO weekly_updates (adult_id, week, run_id, outbox_id, composed_ms, talked_ms) VALUES ({mum}, '{day}', 1, NULL, {now}, NULL)"
        ),
        format!(
            "INSERT INTO note_templates (id, adult_id, body, used_ms) VALUES (1, {dad}, 'words', {now})"
        ),
        format!(
            "INSERT INTO mailings (id, by_adult, class_id, children, sent_ms) VALUES (1, {dad}, {class}, '[{ming}]', {now})"
        ),
        format!(
            "INSERT INTO receipts (mailing_id, child_id, by_adult, way, seen_ms) VALUES (1, {ming}, {mum}, 'tap', {now})"
        ),
        task(1, "done", &done),
        task(2, "open", "NULL"),
        check_in(1, "well"),
        check_in(2, "asked"),
        invitation(1, now),
        invitation(2, ever),
        request(1, "answered", &done),
        request(2, "open", "NULL"),
        appointment(1, "ended", &done),
        appointment(2, "in_force", "NULL"),
        exclusion(1, "NULL", &done),
        exclusion(2, &done, "NULL"),
        exclusion(3, "NULL", "NULL"),
        exclusion(4, &ever.to_string(), "NULL"),
        freeze(1, &done),
        freeze(2, "NULL"),
        own(1, &done),
        own(2, "NULL"),
        transfer(1, "done", &done),
        transfer(2, "offered", "NULL"),
        opened(1, now),
        opened(2, ever),
        account(5_001, "NULL"),
        account(5_002, &mum.to_string()),
        // Dad's link has ended, with the number shared for it and his consent; mum's stands.
        format!(
            "UPDATE links SET state = 'ended', to_ms = {now}, shared_phone = '79030000002' WHERE adult_id = {dad}"
        ),
        format!("UPDATE links SET shared_phone = '79030000001' WHERE adult_id = {mum}"),
        format!(
            "INSERT INTO consents (id, adult_id, child_id, purpose, version, locale, given_ms) VALUES (1, {dad}, {lan}, 'p', 1, 'en', {now}), (2, {mum}, {ming}, 'p', 1, 'en', {now})"
        ),
        // Lan's own answer, which dad noted as a member of staff, stands as long as Lan is in the programme.
        format!(
            "INSERT INTO consents (id, adult_id, child_id, purpose, version, locale, given_ms, whose) VALUES (0, {dad}, {lan}, 'p', 1, 'en', {now}, 'child')"
        ),
    ] {
        execute(world.url(), sql).await;
    }
}

/// Whole rounds until nothing is over; what went, by kind.
async fn forget(world: &World, keep: &Keep) -> BTreeMap<What, u64> {
    let (mut round, mut gone) = (Round::default(), BTreeMap::new());
    loop {
        let mut tx = world.store.write().await.unwrap();
        let page = retention::page(&mut tx, &world.env, keep, &mut round)
            .await
            .unwrap();
        tx.commit().await.unwrap();
        if page.rows > 0 {
            *gone.entry(page.what).or_default() += page.rows;
        }
        if !page.more {
            return gone;
        }
    }
}

async fn report(world: &World, keep: &Keep) -> BTreeMap<What, i64> {
    let mut tx = world.store.read().await.unwrap();
    let lines = retention::report(&mut tx, &world.env, keep, None)
        .await
        .unwrap();
    let over = lines.into_iter().filter(|line| line.end != End::Stay);
    over.filter_map(|line| Some((line.kind, line.over?)))
        .filter(|(_, over)| *over > 0)
        .collect()
}

/// Somebody of age, whose record nobody asks for.
async fn grown_up(world: &World) {
    let env = world.env.aside();
    let record = Child {
        id: env.id(),
        key: "grown".into(),
        name: Name::new("Zhao Yang"),
        short_name: None,
        birth: "2008-03-01".parse().ok(),
        phone: None,
        school: world.school.school,
        class: world.school.class,
        home: None,
        lives_with: LivesWith::Unknown,
        programme: Programme::Adult,
    };
    let mut tx = world.store.write().await.unwrap();
    store::children::put(&mut tx, &record, env.now())
        .await
        .unwrap();
    tx.commit().await.unwrap();
}

async fn worlds() -> Vec<(World, TestDb)> {
    let mut out = Vec::new();
    for db in databases().await {
        let mut world = World::linked_on(&db.url).await;
        world.says(MUM, "/menu").await;
        world.taps(MUM, "Write to the school").await;
        world.says(MUM, "a note of words").await;
        world.taps(MUM, "Done").await;
        year(&world).await;
        grown_up(&world).await;
        out.push((world, db));
    }
    out
}

#[tokio::test]
async fn every_kind_goes_in_its_time_and_the_report_knows_before() {
    for (world, _db) in worlds().await {
        let keep = Keep::default();
        assert!(forget(&world, &keep).await.is_empty());
        let mut went = BTreeMap::new();
        // Eleven years, a month at a step: what goes is what was reported, and never before its time.
        for month in 1..=132 {
            world.advance(TimeDelta::days(31));
            let told = report(&world, &keep).await;
            let gone = forget(&world, &keep).await;
            let as_told: BTreeMap<What, i64> = gone
                .iter()
                .map(|(what, rows)| (*what, i64::try_from(*rows).unwrap()))
                .collect();
            // Messages lose their words and go in the same round after long pauses only.
            assert_eq!(as_told, told, "month {month}");
            // A conversation is over with its last note: it goes in the round after.
            let mut left = report(&world, &keep).await;
            left.remove(&What::Threads);
            // So is what was sent to many.
            left.remove(&What::Mailings);
            assert!(left.is_empty(), "month {month}: {left:?}");
            for (what, rows) in gone {
                let days = keep.days(what);
                assert!(
                    month * 31 >= days,
                    "{} went after {month} months",
                    what.as_str()
                );
                *went.entry(what).or_insert(0) += rows;
            }
        }
        let kinds: Vec<&str> = went.keys().map(|what| what.as_str()).collect();
        let expected: Vec<&str> = What::ALL
            .iter()
            .filter(|what| keep.rule(**what).end != End::Stay)
            // Nothing came over the network in this world.
            .filter(|what| !matches!(what, What::Updates | What::Parked))
            .map(|what| what.as_str())
            .collect();
        assert_eq!(kinds, expected);
        assert_eq!(went[&What::OptionalEntries], 2);
        assert_eq!(went[&What::DutyEntries], 2);
        // What is open, in force or still usable is there.
        for (sql, left) in [
            ("SELECT COUNT(*) FROM tasks", 1),
            ("SELECT COUNT(*) FROM check_ins", 1),
            ("SELECT COUNT(*) FROM invitations", 1),
            ("SELECT COUNT(*) FROM requests", 1),
            ("SELECT COUNT(*) FROM consents WHERE id < 3", 2),
            ("SELECT COUNT(*) FROM consents WHERE whose = 'child'", 1),
            ("SELECT COUNT(*) FROM appointments", 1),
            (
                "SELECT COUNT(*) FROM appointments WHERE view_words IS NOT NULL",
                1,
            ),
            ("SELECT COUNT(*) FROM exclusions", 2),
            ("SELECT COUNT(*) FROM exclusions WHERE id > 2", 2),
            ("SELECT COUNT(*) FROM freezes", 1),
            ("SELECT COUNT(*) FROM own_consents", 1),
            ("SELECT COUNT(*) FROM transfers", 1),
            ("SELECT COUNT(*) FROM break_glass", 1),
            ("SELECT COUNT(*) FROM threads", 0),
            (
                "SELECT COUNT(*) FROM links WHERE shared_phone IS NOT NULL",
                1,
            ),
            ("SELECT COUNT(*) FROM accounts WHERE chat_id = 5002", 1),
            ("SELECT COUNT(*) FROM accounts WHERE chat_id = 5001", 0),
            (
                "SELECT COUNT(*) FROM notes WHERE content LIKE 'v1.child.%'",
                0,
            ),
            ("SELECT COUNT(*) FROM notes", 0),
            ("SELECT COUNT(*) FROM entries", 0),
        ] {
            assert_eq!(number(world.url(), sql).await, left, "{sql}");
        }
        // The audit is kept longest.
        assert!(number(world.url(), "SELECT COUNT(*) FROM audit").await > 0);
        // The own answer goes when the child has left and nobody is linked.
        let left = format!(
            "UPDATE children SET programme = 'left' WHERE id = {}",
            world.school.lan
        );
        execute(world.url(), left).await;
        assert_eq!(
            report(&world, &keep).await,
            BTreeMap::from([(What::Consents, 1)])
        );
        assert_eq!(
            forget(&world, &keep).await,
            BTreeMap::from([(What::Consents, 1)])
        );
    }
}

/// What is held, by kind.
async fn held(world: &World, keep: &Keep) -> BTreeMap<What, i64> {
    let mut tx = world.store.read().await.unwrap();
    let lines = retention::report(&mut tx, &world.env, keep, None)
        .await
        .unwrap();
    let held = lines
        .into_iter()
        .filter_map(|line| Some((line.kind, line.held?)));
    held.filter(|(_, held)| *held > 0).collect()
}

/// The report of one school, as somebody there may get to see it.
async fn of_school(world: &World, keep: &Keep) -> String {
    let mut tx = world.store.read().await.unwrap();
    let school = Some(world.school.school);
    let lines = retention::report(&mut tx, &world.env, keep, school).await;
    let mut lines = lines.unwrap();
    // The trace has more lines of somebody who told something; that is no secret of this report.
    lines.retain(|line| line.kind != What::Audit);
    serde_json::to_string(&lines).unwrap()
}

#[tokio::test]
async fn an_open_concern_holds_what_is_about_its_child() {
    for (mut world, db) in worlds().await {
        let (lan, now) = (world.school.lan, world.env.now().timestamp_millis());
        execute(&db.url, format!("INSERT INTO entries (id, child_id, day, kind, slot, fact, source, by_adult, entered_ms)
             VALUES (77, {lan}, '2026-03-02', 'attendance', '1', '{{}}', 'staff', NULL, {now})")).await;
        // What the year had of Lan and is over was Ming's, and one note has lost its words already.
        let (ming, dad) = (world.school.ming, world.adult(DAD));
        for table in [
            "appointments",
            "exclusions",
            "freezes",
            "own_consents",
            "transfers",
            "break_glass",
            "consents",
        ] {
            let sql = format!("UPDATE {table} SET child_id = {ming} WHERE id = 1");
            execute(&db.url, sql).await;
        }
        let links = format!("UPDATE links SET child_id = {ming} WHERE adult_id = {dad}");
        execute(&db.url, links).await;
        let emptied = "INSERT INTO notes (id, thread_id, by_adult, content, sent_to, account_id, message, written_ms)
             SELECT 78, thread_id, by_adult, '{\"is\":\"text\",\"html\":\"\"}', '[]', account_id, 0, written_ms
             FROM notes LIMIT 1";
        execute(&db.url, emptied.to_owned()).await;
        let keep = Keep::default();
        let unended =
            |state: &str| format!("UPDATE concerns SET state = '{state}', next_ms = NULL");
        world.says(GRANNY, "/menu").await;
        world.taps(GRANNY, "Something is wrong").await;
        world.taps(GRANNY, "Bruises").await;
        world.taps(GRANNY, "None of these").await;
        world.advance(TimeDelta::days(8 * 365));
        execute(&db.url, unended("done")).await;
        let (over, quiet) = (report(&world, &keep).await, of_school(&world, &keep).await);
        assert!(held(&world, &keep).await.is_empty());
        execute(&db.url, unended("taken")).await;
        // The school's report is the same byte for byte; the operator's says what is held.
        assert_eq!(of_school(&world, &keep).await, quiet);
        let holds = held(&world, &keep).await;
        let kinds: Vec<&str> = holds.keys().map(|what| what.as_str()).collect();
        let expected: Vec<&str> = What::ALL
            .iter()
            .filter(|what| keep.rule(**what).held)
            // The coming date is the class's.
            .filter(|what| **what != What::Coming)
            .map(|what| what.as_str())
            .collect();
        assert_eq!(kinds, expected);
        for (what, rows) in &holds {
            let left = report(&world, &keep).await.get(what).copied();
            assert_eq!(
                left.unwrap_or_default() + rows,
                over[what],
                "{}",
                what.as_str()
            );
        }
        let gone = forget(&world, &keep).await;
        let of_ming = format!(
            "SELECT COUNT(*) FROM entries WHERE child_id = {}",
            world.school.ming
        );
        assert_eq!(number(&db.url, &of_ming).await, 4);
        assert_eq!(
            number(
                &db.url,
                &format!("SELECT COUNT(*) FROM entries WHERE child_id = {lan}")
            )
            .await,
            0
        );
        let words = "SELECT COUNT(*) FROM notes WHERE content LIKE 'v1.child.%'";
        assert_eq!(number(&db.url, words).await, 1);
        assert_eq!(gone.get(&What::Notes), None);
        assert_eq!(held(&world, &keep).await, holds);
        // It has ended: the next round forgets, as if nothing had been.
        execute(&db.url, unended("done")).await;
        let gone = forget(&world, &keep).await;
        for (what, rows) in &holds {
            let rows = match what {
                // Those are entries too, and went first.
                What::DutyEntries => rows - holds[&What::OptionalEntries],
                // The others lose their words now, and go with them.
                What::NoteRows => rows + holds[&What::Notes],
                _ => *rows,
            };
            assert_eq!(gone[what], rows.unsigned_abs(), "{}", what.as_str());
        }
        assert_eq!(number(&db.url, &of_ming).await, 0);
    }
}

#[tokio::test]
async fn settings_go_over_the_table_and_a_school_is_counted_alone() {
    for (world, _db) in worlds().await {
        let mut keep = Keep::default();
        keep.set(What::Notes, 10);
        keep.set(What::Tasks, 10);
        world.advance(TimeDelta::days(11));
        let told = report(&world, &keep).await;
        let kinds: Vec<&str> = told.keys().map(|what| what.as_str()).collect();
        // A sheet nobody said yes to is over after a day.
        assert_eq!(kinds, ["week_sheets", "notes", "tasks"]);
        for (unit, tasks) in [(world.school.school, 1), (world.school.county, 0)] {
            let mut tx = world.store.read().await.unwrap();
            let lines = retention::report(&mut tx, &world.env, &keep, Some(unit)).await;
            let lines = lines.unwrap();
            let over = |what| lines.iter().find(|l| l.kind == what).and_then(|l| l.over);
            assert_eq!(over(What::Tasks), Some(tasks));
            assert_eq!(over(What::Notes), Some(tasks));
            assert_eq!(over(What::Concerns), None);
        }
    }
}

#[tokio::test]
async fn much_goes_in_pages() {
    for (world, _db) in worlds().await {
        let (unit, now) = (world.school.school, world.env.now().timestamp_millis());
        let rows = PAGE * 2 + 3;
        let values: Vec<String> = (0..rows)
            .map(|n| {
                format!(
                    "({}, {unit}, NULL, NULL, 'problem', 'm{n}', 'done', {now}, NULL, {now})",
                    1_000 + n
                )
            })
            .collect();
        execute(world.url(), format!("INSERT INTO tasks (id, unit_id, child_id, adult_id, kind, key, state, created_ms, done_by, done_ms) VALUES {}", values.join(","))).await;
        world.advance(TimeDelta::days(366));
        let mut round = Round::default();
        let mut pages = Vec::new();
        loop {
            let mut tx = world.store.write().await.unwrap();
            let page = retention::page(&mut tx, &world.env, &Keep::default(), &mut round).await;
            tx.commit().await.unwrap();
            let page = page.unwrap();
            if page.what == What::Tasks {
                pages.push(page.rows);
            }
            if !page.more {
                break;
            }
        }
        let page = PAGE.unsigned_abs();
        assert_eq!(pages, [page, page, 4]);
    }
}

#[tokio::test]
async fn an_operator_looks_first_and_forgets_then() {
    for (world, db) in worlds().await {
        // The program's clock is the machine's: everything of March 2026 is set back far enough.
        execute(
            &db.url,
            "UPDATE tasks SET done_ms = 1 WHERE state = 'done'".into(),
        )
        .await;
        let (code, said) = asked(&db, &["retention"]);
        assert_eq!(code, 0, "{said}");
        for words in [
            "optional_entries",
            "school year + 30",
            "Nothing was changed",
            "concerns",
        ] {
            assert!(said.contains(words), "{words}: {said}");
        }
        // Whose record it is to be said when it goes is one more.
        let tasks = "SELECT COUNT(*) FROM tasks WHERE kind = 'problem'";
        assert_eq!(number(&db.url, tasks).await, 2);
        let (code, said) = asked(
            &db,
            &[
                "retention",
                "--dry-run",
                "--json",
                "--school",
                "red-star-school",
            ],
        );
        assert_eq!(code, 0, "{said}");
        let value: serde_json::Value = serde_json::from_str(&said).unwrap();
        let lines = value["retention"].as_array().unwrap();
        assert_eq!(lines.len(), What::ALL.len());
        let line = lines.iter().find(|line| line["kind"] == "tasks").unwrap();
        assert_eq!(line["over"], 1);
        assert!(line["reason"].as_str().unwrap().len() > 9);
        let (code, said) = asked(&db, &["retention", "--run"]);
        assert_eq!(code, 0, "{said}");
        assert_eq!(number(&db.url, tasks).await, 1);
        let (code, _) = asked(&db, &["retention", "--school", "nowhere"]);
        assert_eq!(code, 1);
        drop(world);
    }
}

#[tokio::test]
async fn the_operators_run_passes_over_what_cannot_go() {
    for db in databases().await {
        let world = World::linked_on(&db.url).await;
        let (ming, lan) = (world.school.ming, world.school.lan);
        assert!(ming < lan, "the broken one is the first");
        for sql in [
            format!(
                "UPDATE children SET programme = 'adult', goes_ms = 1 WHERE id IN ({ming}, {lan})"
            ),
            format!("UPDATE links SET relation = 'nobody' WHERE child_id = {ming}"),
        ] {
            execute(&db.url, sql).await;
        }
        let (code, said) = asked(&db, &["retention", "--run"]);
        assert_eq!(code, 1, "{said}");
        assert!(
            said.contains("grown_up: 1 could not be forgotten"),
            "{said}"
        );
        let (code, said) = asked(&db, &["retention", "--run", "--json"]);
        assert_eq!(code, 1, "{said}");
        let json = said.find('{').map(|at| &said[at..]);
        let json = json.and_then(|json| json.rfind('}').map(|end| &json[..=end]));
        let json: serde_json::Value = serde_json::from_str(json.unwrap()).unwrap();
        assert_eq!(json["failed"], serde_json::json!({ "grown_up": 1 }));
        let mut tx = world.store.read().await.unwrap();
        for (child, gone) in [(ming, false), (lan, true)] {
            let destroyed = store::vault::destroyed(&mut tx, child).await.unwrap();
            assert_eq!(destroyed.is_some(), gone);
        }
    }
}

/// Answers on paper of people whom no link names: a guardian's go after the term, a parent's with the child.
#[tokio::test]
async fn answers_on_paper_go_though_no_link_names_who_gave_them() {
    for db in databases().await {
        let world = World::linked_on(&db.url).await;
        let (lan, mum, granny) = (world.school.lan, world.adult(MUM), world.adult(GRANNY));
        let now = world.env.now().timestamp_millis();
        let paper = |id: i64, adult: hongyan::base::AdultId| {
            format!("INSERT INTO consents (id, adult_id, child_id, purpose, version, locale, given_ms, how, recorded_by, paper_day)
                 VALUES ({id}, {adult}, {lan}, 'notes', 0, 'en', {now}, 'paper', {mum}, '2026-03-02')")
        };
        for sql in [
            paper(11, granny),
            paper(12, mum),
            format!("INSERT INTO relations (child_id, adult_id, relation, lives_with, contact_order) VALUES ({lan}, {mum}, 'mother', 0, 1)"),
            format!("INSERT INTO appointments (id, child_id, adult_id, proposed_by, proposed_ms, lives, stated, begins_in, overlap, state, decided_ms)
                 VALUES (1, {lan}, {granny}, {mum}, {now}, 'at_home', '{{}}', 0, 0, 'in_force', {now})"),
        ] {
            execute(&db.url, sql).await;
        }
        let keep = Keep::default();
        let left = async || {
            number(
                &db.url,
                "SELECT COUNT(*) FROM consents WHERE id IN (11, 12)",
            )
            .await
        };
        // However long the term is renewed, the answers stand with it.
        world.advance(TimeDelta::days(5 * 366));
        forget(&world, &keep).await;
        assert_eq!(left().await, 2);
        let ended = world.env.now().timestamp_millis();
        let end = format!("UPDATE appointments SET state = 'ended', ended_ms = {ended}");
        execute(&db.url, end).await;
        world.advance(TimeDelta::days(keep.days(What::Consents) - 1));
        forget(&world, &keep).await;
        assert_eq!(left().await, 2);
        world.advance(TimeDelta::days(2));
        assert_eq!(report(&world, &keep).await[&What::Consents], 1);
        forget(&world, &keep).await;
        assert_eq!(left().await, 1);
        // The mother's yes counts beside a guardian's until the child has left and nobody is linked.
        let gone = world.env.now().timestamp_millis();
        for sql in [
            format!("UPDATE children SET programme = 'left' WHERE id = {lan}"),
            format!("UPDATE links SET state = 'ended', to_ms = {gone} WHERE child_id = {lan}"),
        ] {
            execute(&db.url, sql).await;
        }
        forget(&world, &keep).await;
        assert_eq!(left().await, 1);
        world.advance(TimeDelta::days(keep.days(What::Consents) + 1));
        forget(&world, &keep).await;
        assert_eq!(left().await, 0);
    }
}
