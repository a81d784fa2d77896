//! What happens on the day: files come in, families are linked, everybody writes, something is wrong,
//! somebody is excluded, the messenger is ill, the program stumbles, the operator looks at everything.

use chrono::TimeDelta;
use hongyan::app::telemetry::Metrics;
use hongyan::base::{Instant, RunId};
use hongyan::dialogue::{self, week_entry};
use hongyan::model::second_factor::Demand;
use hongyan::model::week::SchoolWeek;
use hongyan::sandbox::{Fault, FileKind, When};
use hongyan::service::{check_in, concern, note, request, staff, weekly};
use hongyan::store;
use reqwest::Method;
use serde_json::json;

use super::day::{BOT, Day, SECRET};
use super::list::{FAMILIES, PUPILS, STAFF, phase};

pub async fn live(day: &mut Day, metrics: &Metrics) {
    imports(day).await;
    posts(day).await;
    families(day).await;
    notes(day).await;
    the_week(day).await;
    guardian(day).await;
    to_the_class(day).await;
    data(day).await;
    something_is_wrong(day).await;
    excluded(day).await;
    by_exception(day).await;
    strangers(day).await;
    evening(day).await;
    from_outside(day).await;
    day.web(Method::GET, "/metrics", "", String::new()).await;
    day.book.served.lock().unwrap().push(metrics());
    operator(day).await;
}

fn file(day: &Day, name: &str, text: &str) {
    std::fs::write(day.folder.join(name), text).unwrap();
}

/// Everything a school's own systems know.
async fn imports(day: &mut Day) {
    let (mut students, mut contacts, mut relations, mut marks) = (
        "key,name,short_name,birth_date,phone,school_key,school_name,school_zone,class_key,class_name,lives_with,lives_with_note,mother,mother_place,father,father_place\n".to_owned(),
        "key,name,phone,school_key,place\n".to_owned(),
        "child_key,adult_key,relation,lives_with,contact_order\n".to_owned(),
        "child_key,day,subject,title,value\n".to_owned(),
    );
    let today = day.env.now().date_naive();
    for i in 0..PUPILS {
        let c = |kind: &str| day.list.plant(kind, i);
        let class = if i % 2 == 0 { "A" } else { "B" };
        students.push_str(&format!(
            "c{i},{},{},2016-05-04,+86{},s1,Red Star School,Asia/Shanghai,{class},Class {class},grandparents,{},away,{},abroad,{}\n",
            c("child_name"), c("child_short"), c("child_phone"), c("child_with"), c("mother_place"), c("father_place"),
        ));
        for (who, relation) in [("mum", "mother"), ("granny", "grandmother")] {
            let c = |kind: &str| c(&format!("{who}_{kind}"));
            contacts.push_str(&format!(
                "{who}{i},{},+86{},s1,{}\n",
                c("name"),
                c("phone"),
                c("place")
            ));
            let at_home = if who == "mum" { "no" } else { "yes" };
            relations.push_str(&format!("c{i},{who}{i},{relation},{at_home},1\n"));
        }
        marks.push_str(&format!(
            "c{i},{today},{},{},{}\n",
            c("mark_subject"),
            c("mark_title"),
            c("mark_value")
        ));
    }
    let mut posts = "key,name,phone,role,unit_key\n".to_owned();
    for (i, who) in STAFF.iter().enumerate() {
        let (role, unit) = match *who {
            "ta" => ("teacher", "s1/A"),
            "tb" => ("teacher", "s1/B"),
            _ => ("school_lead", "s1"),
        };
        let c = |kind: &str| day.list.plant(kind, i);
        let (name, phone) = (c("staff_name"), c("staff_phone"));
        posts.push_str(&format!("{who},{name},+86{phone},{role},{unit}\n"));
    }
    for (kind, text) in [
        ("students", students),
        ("contacts", contacts),
        ("relations", relations),
        ("marks", marks),
        ("staff", posts),
    ] {
        let name = format!("{kind}.csv");
        file(day, &name, &text);
        day.asks(&["import", kind, &name]);
    }
    // A row that is wrong is told of without what stands in it.
    let wrong = format!("key,name\nc99,{}\n", day.list.plant("garbage", 0));
    file(day, "wrong.csv", &wrong);
    assert!(!day.tries(&["import", "students", "wrong.csv"]).0);
    day.asks(&[
        "numbers",
        "add",
        "--everywhere",
        "--name",
        "Police",
        "--number",
        "110",
    ]);
}

/// The staff come with codes of the operator.
async fn posts(day: &mut Day) {
    let mut tx = day.store.write().await.unwrap();
    let school = store::units::by_key(&mut tx, "s1").await.unwrap().unwrap();
    // Digits of a second factor change by the clock; they have tests of their own.
    staff::set_demand(&mut tx, &day.env, school.id, Demand::Off)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    for who in STAFF {
        let (role, unit) = match who {
            "ta" => ("teacher", "s1/A"),
            "tb" => ("teacher", "s1/B"),
            _ => ("school_lead", "s1"),
        };
        let said = day.asks(&["invite", "--post", role, "--unit", unit, "--adult", who]);
        let link = said.lines().find_map(|line| line.strip_prefix("Link: "));
        let link = link.unwrap().to_owned();
        let (_, token) = link.split_once("start=").unwrap();
        super::code(day, &token[1..]);
        day.phone(who).opens_link(&link).unwrap();
        day.settles().await;
        day.shares(who).await;
        day.taps(who, "Yes, that is me").await;
    }
}

/// The lead invites, a parent or guardian comes, the lead approves.
async fn families(day: &mut Day) {
    for i in 0..FAMILIES {
        let child = day.child(i).await;
        for (who, button) in [("mum", "Invite mother"), ("granny", "Invite grandmother")] {
            let who = format!("{who}{i}");
            day.opens_card("l1", child).await;
            day.taps("l1", button).await;
            let (_, text) = day.message("l1", "t.me/");
            let start = text.split_once("?start=").unwrap().1;
            let token = start.split_whitespace().next().unwrap().to_owned();
            super::code(day, &token[1..]);
            day.says(&who, &format!("/start {token}")).await;
            day.shares(&who).await;
            day.taps(&who, "Yes, that is right").await;
            day.taps("l1", "Approve").await;
        }
    }
}

async fn notes(day: &mut Day) {
    for i in 0..FAMILIES {
        let (child, mum) = (day.child(i).await, format!("mum{i}"));
        let teacher = if i % 2 == 0 { "ta" } else { "tb" };
        let words = |day: &Day, kind: &str| day.list.plant(kind, i).to_owned();
        day.opens_card(teacher, child).await;
        day.taps(teacher, "Write to the family").await;
        let note = words(day, "note_teacher");
        day.says(teacher, &note).await;
        let (message, _) = day.message(&mum, &note);
        let reply = words(day, "reply");
        day.phone(&mum).replies(message, &reply).unwrap();
        day.settles().await;
        day.says(&mum, "/menu").await;
        day.taps(&mum, "Write to the school").await;
        let note = words(day, "note_mum");
        let said = day.phone(&mum).types(&note).unwrap();
        day.settles().await;
        let edit = words(day, "edit");
        day.phone(&mum).edits(said, &edit).unwrap();
        day.settles().await;
        let (name, caption) = (words(day, "document"), words(day, "caption"));
        let phone = day.phone(&mum);
        phone
            .sends(
                FileKind::Document,
                Some(&format!("{name}.pdf")),
                None,
                b"%PDF-1.7",
                &caption,
            )
            .unwrap();
        day.settles().await;
        day.taps(&mum, "Done").await;
        // What nobody asked for.
        let (lost, granny) = (words(day, "lost_words"), words(day, "granny_lost"));
        day.says(&mum, &lost).await;
        day.says(&format!("granny{i}"), &granny).await;
    }
}

async fn the_week(day: &mut Day) {
    let week = SchoolWeek::of(day.env.now().date_naive());
    for i in 0..FAMILIES {
        let child = day.child(i).await;
        let teacher = if i % 2 == 0 { "ta" } else { "tb" };
        day.says(teacher, "/menu").await;
        let tap = dialogue::Tap::WeekEntry(week_entry::Tap::Card(child, week));
        day.presses(teacher, &tap.encode()).await;
        day.taps(teacher, "One sentence").await;
        let words = day.list.plant("sentence", i).to_owned();
        day.says(teacher, &words).await;
    }
    for (teacher, class, kind) in [("ta", "s1/A", "coming_a"), ("tb", "s1/B", "coming_b")] {
        let mut tx = day.store.read().await.unwrap();
        let unit = store::units::by_key(&mut tx, class).await.unwrap().unwrap();
        drop(tx);
        day.says(teacher, "/menu").await;
        let when = day.env.now().date_naive() + TimeDelta::days(8);
        let tap = week_entry::Tap::ComingDay(unit.id, when);
        let tap = dialogue::Tap::WeekEntry(tap);
        day.presses(teacher, &tap.encode()).await;
        let words = day.list.plant(kind, 0).to_owned();
        day.says(teacher, &words).await;
    }
}

/// Mother 3 proposes somebody the roster does not know; the lead enters that person, hears the child, and
/// appoints nobody.
async fn guardian(day: &mut Day) {
    let word = |day: &Day, kind: &str| day.list.plant(kind, 0).to_owned();
    day.says("mum3", "/menu").await;
    for button in [
        "Acting guardian",
        "Propose",
        "At our own home",
        "1 month",
        "Somebody else",
    ] {
        day.taps("mum3", button).await;
    }
    let proposed = word(day, "proposed");
    day.says("mum3", &proposed).await;
    day.taps("l1", "Open the form").await;
    day.taps("l1", "Enter the person").await;
    let (name, phone) = (word(day, "entered_name"), word(day, "entered_phone"));
    day.says("l1", &format!("{name}, +86{phone}, 1969-05-01"))
        .await;
    day.taps("l1", "agrees").await;
    let view = word(day, "own_view");
    day.says("l1", &view).await;
    day.taps("l1", "Do not appoint").await;
    day.says("mum3", "/menu").await;
    day.taps("mum3", "Acting guardian").await;
}

/// What a class's families are written at once, what waits for the evening, what cannot wait.
async fn to_the_class(day: &mut Day) {
    let word = |day: &Day, kind: &str| day.list.plant(kind, 0).to_owned();
    for (kind, buttons) in [
        ("template", ["Keep as a template", "Send"]),
        ("later", ["Send later", "This evening"]),
    ] {
        day.says("ta", "/menu").await;
        day.taps("ta", "write to all families").await;
        let words = word(day, kind);
        day.says("ta", &words).await;
        for button in buttons {
            day.taps("ta", button).await;
        }
    }
    let child = day.child(0).await;
    day.opens_card("ta", child).await;
    day.taps("ta", "Urgent: write to the family").await;
    let words = word(day, "urgent");
    day.says("ta", &words).await;
    day.taps("ta", "It is urgent").await;
    day.taps("ta", "Somebody is hurt or ill").await;
}

/// A correction that is refused in writing, a copy that comes.
async fn data(day: &mut Day) {
    let open = async |day: &mut Day| {
        day.says("l1", "/menu").await;
        day.taps("l1", "Requests about data").await;
        day.taps("l1", "Open 1").await;
    };
    day.says("mum0", "/menu").await;
    day.taps("mum0", "What we keep").await;
    day.taps("mum0", "Correct").await;
    day.taps("mum0", "The name").await;
    let words = day.list.plant("correction", 0).to_owned();
    day.says("mum0", &words).await;
    open(day).await;
    day.taps("l1", "Refuse").await;
    let words = format!(
        "The household book says so: {}",
        day.list.plant("refusal", 0)
    );
    day.says("l1", &words).await;
    day.says("mum0", "/menu").await;
    day.taps("mum0", "What we keep").await;
    day.taps("mum0", "A copy").await;
    day.taps("mum0", "Send it here, locked").await;
    day.shares("mum0").await;
    open(day).await;
    day.taps("l1", "Approve the copy").await;
    let (_, text) = day.message("mum0", "The password");
    let phrase = text.lines().find(|line| line.matches('-').count() == 4);
    super::phrase(day, phrase.unwrap());
}

/// A worry that names a lead; a note that a word stops.
async fn something_is_wrong(day: &mut Day) {
    day.says("granny1", "/menu").await;
    day.taps("granny1", "Something is wrong").await;
    day.taps("granny1", "Violence at home").await;
    let lead = day.list.plant("staff_name", 2).to_owned();
    day.taps("granny1", &lead).await;
    day.taps("granny1", "That is all").await;
    for kind in ["concern", "concern_more"] {
        let words = day.list.plant(kind, 0).to_owned();
        day.says("granny1", &words).await;
    }
    tick(day).await;
    day.taps("l2", "I take it").await;
    day.taps("l2", "Enter receipt number").await;
    let receipt = day.list.plant("receipt", 0).to_owned();
    day.says("l2", &receipt).await;
    let child = day.child(2).await;
    day.opens_card("ta", child).await;
    day.taps("ta", "Write to the family").await;
    let words = day.list.plant("held", 0);
    let words = format!("He says his uncle hits him with a belt. {words}");
    day.says("ta", &words).await;
    tick(day).await;
    day.taps("l1", "Keep it back").await;
}

async fn tick(day: &mut Day) {
    day.env.clock.advance(TimeDelta::seconds(60));
    concern::tick(&day.store, &day.env, 50).await.unwrap();
    note::tick(&day.store, &day.env, 50).await.unwrap();
    let mut tx = day.store.write().await.unwrap();
    check_in::tick(&mut tx, &day.env, 50).await.unwrap();
    request::tick(&mut tx, &day.env, 50).await.unwrap();
    tx.commit().await.unwrap();
    day.settles().await;
}

/// A court's paper about the mother of family 5; she goes on tapping.
async fn excluded(day: &mut Day) {
    day.says("mum5", "/menu").await;
    let child = day.child(5).await;
    day.opens_card("l1", child).await;
    let mum = format!("Exclude: {}", day.list.plant("mum_name", 5));
    day.taps("l1", &mum).await;
    day.taps("l1", "Protection order").await;
    day.taps("l1", "6 months").await;
    day.phase(phase::EXCLUDED);
    day.taps("l1", "Yes, I have seen the paper").await;
    let paper = day.list.plant("paper", 0).to_owned();
    day.says("l1", &paper).await;
    day.taps("mum5", "How is").await;
    day.says("mum5", "/menu").await;
}

/// The other class's teacher opens child 0 for an hour; its mother sees it.
async fn by_exception(day: &mut Day) {
    day.says("tb", "/menu").await;
    day.taps("tb", "Another child").await;
    day.says("tb", "c0").await;
    let reason = format!(
        "Her mother rang me at night: {}",
        day.list.plant("reason", 0)
    );
    day.says("tb", &reason).await;
    day.phase(phase::OPENED);
    day.taps("tb", "Yes, open it").await;
    let child = day.child(0).await;
    day.says("mum0", "/menu").await;
    day.taps("mum0", "How is").await;
    day.taps("mum0", "Who looked").await;
    day.env.clock.advance(TimeDelta::minutes(61));
    day.phase(phase::SHUT);
    day.opens_card("tb", child).await;
}

/// Who knows nobody here, in every way there is to speak.
async fn strangers(day: &mut Day) {
    let word = |day: &Day, kind: &str| day.list.plant(kind, 0).to_owned();
    let payload = word(day, "payload");
    day.says("stranger", &format!("/start {payload}")).await;
    let tap = word(day, "tap");
    day.presses("stranger", &tap).await;
    let poll = word(day, "poll");
    day.sandbox
        .raw_update(day.bot, json!({"poll": {"id": "1", "question": poll}}));
    let parked = word(day, "parked");
    let broken = json!({"message": {"message_id": parked, "chat": {"id": 5}, "text": parked}});
    day.sandbox.raw_update(day.bot, broken);
    day.settles().await;
    let person = day.phone("stranger").person();
    let group = day.sandbox.add_group(&word(day, "group"), &[person]);
    day.sandbox.add_to_group(day.bot, group, person);
    let words = word(day, "group_words");
    day.sandbox.types_in_group(day.bot, group, person, &words);
    day.settles().await;
    // Here the program stumbles, with the words on its lips, four times.
    let words = format!("PANIC {}", word(day, "panic"));
    day.says("stranger", &words).await;
}

/// Questions and updates of the evening, while the messenger is ill and somebody has gone.
async fn evening(day: &mut Day) {
    day.phone("granny4").blocks();
    day.sandbox.faults(|faults| {
        faults.next("sendmessage", 3, Fault::Status(502, When::After));
        faults.next("sendmessage", 2, Fault::Cut(When::Before));
        faults.next("sendmessage", 2, Fault::TooMany(2));
        faults.next("getupdates", 1, Fault::Conflict);
        faults.odds.repeated = 300;
    });
    let tomorrow = (day.env.now() + TimeDelta::days(1)).date_naive();
    let at = |hour| tomorrow.and_hms_opt(hour, 0, 0).unwrap().and_utc();
    day.env.clock.set(at(12));
    let mut tx = day.store.write().await.unwrap();
    let school = store::units::by_key(&mut tx, "s1").await.unwrap().unwrap();
    let now: Instant = day.env.now();
    check_in::page(&mut tx, &day.env, school.id, now, 0, 50)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    day.settles().await;
    day.taps("granny0", "All well").await;
    day.taps("granny2", "A problem").await;
    for _ in 0..4 {
        day.env.clock.advance(TimeDelta::minutes(30));
        tick(day).await;
    }
    // The week is over.
    let week = SchoolWeek::of(day.env.now().date_naive());
    let saturday = week.monday() + TimeDelta::days(5);
    day.env
        .clock
        .set(saturday.and_hms_opt(11, 0, 0).unwrap().and_utc());
    let run = weekly::Run {
        id: RunId(1),
        unit: school.id,
        due: day.env.now(),
        zone: chrono_tz::Asia::Shanghai,
    };
    let mut tx = day.store.write().await.unwrap();
    weekly::page(&mut tx, &day.env, &run, 0, 50).await.unwrap();
    tx.commit().await.unwrap();
    day.env.clock.advance(TimeDelta::hours(30));
    day.settles().await;
}

/// The web server: what comes with the secret, what comes without, what is asked for by its path.
async fn from_outside(day: &mut Day) {
    let chat = day.phone("mum0").person();
    let hook = "/telegram/county";
    let word = |kind: &str| day.list.plant(kind, 0).to_owned();
    let update = |number: i64, words: String| {
        let place = json!({"id": chat, "type": "private"});
        json!({"update_id": number, "message": {"message_id": 9_000, "date": 0, "chat": place,
            "from": {"id": chat, "is_bot": false, "first_name": "x"}, "text": words}})
        .to_string()
    };
    let first = 4_000_000_000;
    for (secret, body) in [
        (SECRET, update(first, word("hooked"))),
        ("wrong", update(first + 1, word("forged"))),
        (SECRET, format!("{{{}", word("garbage"))),
        (
            SECRET,
            format!("{{\"x\":\"{}{}\"}}", word("large"), "x".repeat(1 << 20)),
        ),
    ] {
        day.web(Method::POST, hook, secret, body).await;
    }
    let (path, query) = (word("path"), word("query"));
    for path in [
        format!("/{path}"),
        format!("{hook}?{query}=1"),
        format!("/readyz?{query}"),
        format!("/telegram/{path}"),
        "/livez".to_owned(),
    ] {
        day.web(Method::GET, &path, "", String::new()).await;
        day.web(Method::POST, &path, "wrong", String::new()).await;
    }
    day.settles().await;
}

/// Everything an operator can ask without asking for words.
async fn operator(day: &mut Day) {
    let since = ["--since", "2026-01-01"];
    for words in [
        &["staff", "list"][..],
        &["outbox", "list"],
        &["outbox", "list", "--json"],
        &["inbox", "list"],
        &["request", "list"],
        &["numbers", "list", "--everywhere"],
        &["keys", "show"],
        &["retention"],
        &["audit", "list", "--refused"],
        &["audit", "head"],
        &["audit", "verify"],
        &["template", "students"],
        &["backup", "day.backup"],
        &["retention", "--run"],
    ] {
        day.asks(words);
    }
    let child = ["--child", "c0"];
    day.asks(&[&["audit", "list"], &child[..], &since].concat());
    day.asks(
        &[
            &["audit", "leak"],
            &child[..],
            &since,
            &["--csv", "leak.csv"],
        ]
        .concat(),
    );
    assert_eq!(BOT, "77");
}
