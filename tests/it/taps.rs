//! What each flow costs the person who goes through it, as one table: taps, typed letters, pictures and voices
//! sent, messages got. Each is walked by a scripted phone of the sandbox from the screen it begins on, and the
//! bot that answers is the real one; the menu is open unless a message of ours is answered.

use std::fmt::Write;

use hongyan::model::message::MediaKind;

use crate::world::{AUNT, Effort, GRANNY, LEAD, MUM, TEACHER, World};
use crate::{check_in, join, week_entry};

/// One step of a flow.
enum Do {
    Tap(&'static str),
    Say(&'static str),
    Voice,
    Photo,
}
use Do::{Photo, Say, Tap, Voice};

#[derive(Default)]
struct Table {
    text: String,
    over: Vec<String>,
}

impl Table {
    fn row(&mut self, who: &str, flow: &str, effort: Effort, most: Option<usize>) {
        let Effort {
            taps,
            letters,
            sent,
            got,
        } = effort;
        let limit = most.map_or_else(|| "-".into(), |most| most.to_string());
        writeln!(
            self.text,
            "{who:<9} {flow:<46} {taps:>4} {limit:>5} {letters:>8} {sent:>5} {got:>4}"
        )
        .unwrap();
        if most.is_some_and(|most| taps > most) {
            self.over.push(format!("{who}, {flow}: {taps} taps"));
        }
    }

    /// From the open menu.
    async fn via_menu(
        &mut self,
        world: &mut World,
        who: &str,
        flow: &str,
        most: usize,
        steps: &[Do],
    ) {
        world.says(who, "/menu").await;
        self.here(world, who, flow, most, steps).await;
    }

    /// From what is in the chat already.
    async fn here(&mut self, world: &mut World, who: &str, flow: &str, most: usize, steps: &[Do]) {
        let before = world.effort(who);
        for step in steps {
            match step {
                Tap(label) => world.taps(who, label).await,
                Say(text) => world.says(who, text).await,
                Voice => world.sends(who, MediaKind::Voice, "voice", "").await,
                Photo => world.sends(who, MediaKind::Photo, "photo", "").await,
            }
        }
        self.row(who, flow, world.effort(who) - before, Some(most));
    }
}

/// The family is linked, and everybody has a phone of the sandbox.
async fn linked() -> World {
    World::linked().await.in_the_sandbox().await
}

async fn linking(table: &mut Table) {
    let (mut world, link) = join::invited_in(World::new().await.in_the_sandbox().await).await;
    table.row(
        LEAD,
        "invites a mother, from /start",
        world.effort(LEAD),
        Some(4),
    );
    world.says(MUM, &format!("/start {link}")).await;
    world.shares_contact(MUM, "79030000001", true).await;
    world.taps(MUM, "Yes, that is right").await;
    table.row(MUM, "links to her child", world.effort(MUM), Some(3));
    table
        .here(&mut world, LEAD, "approves her", 1, &[Tap("Approve")])
        .await;
    assert_eq!(world.count(MUM, "linked"), 1);
}

async fn parent(table: &mut Table) {
    let world = &mut linked().await;
    table
        .via_menu(world, MUM, "how is my child", 1, &[Tap("How is Ming?")])
        .await;
    let to_school = [Tap("Write to the school"), Voice, Tap("Done")];
    table
        .via_menu(world, MUM, "a voice note to school and home", 3, &to_school)
        .await;
    let to_child = [
        Tap("Write to the school"),
        Tap("To Ming alone"),
        Tap("grandmother"),
        Say("Sleep well."),
    ];
    table
        .via_menu(world, MUM, "a letter to the child alone", 3, &to_child)
        .await;
    let wrong = [Tap("Something is wrong"), Tap("Bruises")];
    table
        .via_menu(world, MUM, "reports that something is wrong", 3, &wrong)
        .await;
    let language = [Tap("Language, city, hour"), Tap("Русский")];
    table
        .via_menu(world, MUM, "another language", 2, &language)
        .await;
    assert!(world.screen(MUM, 1).contains("Меню"));
}

async fn weekly_update(table: &mut Table) {
    let world = &mut linked().await;
    crate::weekly::was_sent(world).await;
    table
        .here(world, MUM, "more of the week", 1, &[Tap("More")])
        .await;
    table
        .here(world, MUM, "we talked", 1, &[Tap("We talked")])
        .await;
}

async fn notes(table: &mut Table) {
    let world = &mut linked().await;
    let class = [
        Tap("write to all families"),
        Say("Bring boots on Friday."),
        Tap("Send"),
    ];
    table
        .via_menu(world, TEACHER, "a note to the class", 5, &class)
        .await;
    table
        .here(
            world,
            TEACHER,
            "who has seen it",
            1,
            &[Tap("Who has seen it")],
        )
        .await;
    table
        .here(world, MUM, "I have seen it", 1, &[Tap("I have seen it")])
        .await;
    table
        .here(world, TEACHER, "reminds the others", 1, &[Tap("Remind")])
        .await;
    let one = [
        Tap("Class 3-2: pupils"),
        Tap("Wang Ming"),
        Tap("Write to the family"),
        Say("Ming read aloud today."),
    ];
    table
        .via_menu(world, TEACHER, "a note to one family", 3, &one)
        .await;
    table
        .here(
            world,
            MUM,
            "answers it by voice",
            1,
            &[Tap("Answer"), Voice],
        )
        .await;
    let letter = [
        Tap("Class 3-2: pupils"),
        Tap("Wang Ming"),
        Tap("Write to the family"),
        Tap("A letter from Ming"),
        Photo,
    ];
    table
        .via_menu(world, TEACHER, "a drawing of the child's", 4, &letter)
        .await;
    let list = [Tap("Today’s list")];
    table
        .via_menu(world, TEACHER, "today's list", 1, &list)
        .await;
}

async fn guardian(table: &mut Table) {
    for (flow, label) in [
        ("check-in: all well", "All well"),
        ("check-in: a problem", "A problem"),
        ("check-in: ring me", "Ring me"),
    ] {
        let (mut world, _) = check_in::asked_in(linked().await).await;
        table.here(&mut world, GRANNY, flow, 1, &[Tap(label)]).await;
    }
    let (mut world, _) = check_in::asked_in(linked().await).await;
    let before = world.effort(GRANNY);
    world.says(GRANNY, "1").await;
    table.row(
        GRANNY,
        "check-in: a digit",
        world.effort(GRANNY) - before,
        Some(0),
    );
    let away = [Tap("Ming: I cannot this week")];
    table
        .via_menu(&mut world, GRANNY, "cannot this week", 1, &away)
        .await;
    let ring = [Tap("please ring me")];
    table
        .via_menu(&mut world, GRANNY, "please ring me", 1, &ring)
        .await;
    assert_eq!(world.effort(AUNT).taps, 0);
}

#[tokio::test]
async fn what_each_flow_costs() {
    let mut table = Table::default();
    linking(&mut table).await;
    parent(&mut table).await;
    weekly_update(&mut table).await;
    guardian(&mut table).await;
    notes(&mut table).await;
    let world = week_entry::sixty_in(World::new().await.in_the_sandbox().await).await;
    let class = world.effort(TEACHER);
    table.row(
        TEACHER,
        "the week of a class of 60, 12 differ",
        class,
        Some(90),
    );
    let head = format!(
        "{:<9} {:<46} {:>4} {:>5} {:>8} {:>5} {:>4}\n",
        "who", "what", "taps", "most", "letters", "sent", "got"
    );
    let walked =
        "Walked with phones of the sandbox: its page over HTTP, the bot polling and sending.\n\n";
    let text = [walked, &head, &table.text].concat();
    println!("{text}");
    assert!(table.over.is_empty(), "too many: {:?}", table.over);
    insta::assert_snapshot!("taps", text);
}
