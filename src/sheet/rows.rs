//! What one record of each kind says, typed. Whether its keys exist is not known here.

use chrono::NaiveDate;
use chrono_tz::Tz;
use serde::Serialize;

use super::plan::Bound;
use super::reader::{Reader, Stated};
use super::{Kind, Line, Plan, RowProblem};
use crate::base::{Name, Phone, Words};
use crate::model::Locale;
use crate::model::entry::Fact;
use crate::model::record::{LivesWith, Parent, Relation, Whereabouts};
use crate::model::unit::{Role, UnitKind};

/// A unit a row points at, and what is needed to make it when it is not yet known.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct UnitRow {
    pub key: String,
    pub name: Option<String>,
    pub zone: Option<Tz>,
}

/// What a row says of one parent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ParentRow {
    pub parent: Parent,
    pub whereabouts: Whereabouts,
    pub place: Option<String>,
    pub zone: Option<Tz>,
    pub since: Option<NaiveDate>,
}

/// A pupil. Everything but `line` goes into the fingerprint.
#[derive(Clone, Debug, Serialize)]
pub struct ChildRow {
    #[serde(skip)]
    pub line: u64,
    pub key: String,
    pub name: Name,
    pub short_name: Stated<Name>,
    pub birth: Stated<NaiveDate>,
    pub phone: Stated<Phone>,
    pub school: UnitRow,
    pub class: UnitRow,
    pub home: Stated<UnitRow>,
    /// `None`: not stated.
    pub lives_with: Option<LivesWith>,
    pub note: Stated<String>,
    pub parents: Vec<ParentRow>,
}

/// An adult of the roster.
#[derive(Clone, Debug, Serialize)]
pub struct ContactRow {
    #[serde(skip)]
    pub line: u64,
    pub key: String,
    pub name: Name,
    pub phone: Stated<Phone>,
    pub school: Option<UnitRow>,
    pub place: Stated<String>,
    pub zone: Stated<Tz>,
    pub locale: Stated<Locale>,
}

/// Who is what to which child.
#[derive(Clone, Debug, Serialize)]
pub struct RelationRow {
    #[serde(skip)]
    pub line: u64,
    pub child_key: String,
    pub adult_key: String,
    pub relation: Relation,
    pub lives_with: bool,
    /// 1 = ring first; 99 when not stated.
    pub order: u32,
    pub parent: Option<ParentRow>,
}

/// One fact about one child on one day.
#[derive(Clone, Debug)]
pub struct EntryRow {
    pub line: u64,
    pub child_key: String,
    pub day: NaiveDate,
    pub fact: Fact,
}

/// A person with a post.
#[derive(Clone, Debug, Serialize)]
pub struct StaffRow {
    #[serde(skip)]
    pub line: u64,
    pub key: String,
    pub name: Name,
    pub phone: Stated<Phone>,
    pub zone: Stated<Tz>,
    pub locale: Stated<Locale>,
    /// The post is kept apart from the person: one person may stand in several rows.
    #[serde(skip)]
    pub role: Role,
    #[serde(skip)]
    pub unit: UnitRow,
    #[serde(skip)]
    pub unit_kind: Option<UnitKind>,
    #[serde(skip)]
    pub unit_parent: Option<String>,
}

/// A record of any kind.
#[derive(Clone, Debug)]
pub enum Row {
    Child(Box<ChildRow>),
    Contact(ContactRow),
    Relation(RelationRow),
    Entry(EntryRow),
    Staff(Box<StaffRow>),
}

/// Names and places.
const LONG: usize = 200;

pub(super) fn row(plan: &Plan, group: &Bound, line: &Line) -> Result<Row, Vec<RowProblem>> {
    let mut read = Reader::new(plan, group, line);
    let row = match plan.kind {
        Kind::Students => child(&mut read).map(|row| Row::Child(Box::new(row))),
        Kind::Contacts => contact(&mut read).map(Row::Contact),
        Kind::Relations => relation(&mut read).map(Row::Relation),
        Kind::Attendance => attendance(&mut read).map(Row::Entry),
        Kind::Marks => mark(&mut read).map(Row::Entry),
        Kind::Staff => staff(&mut read).map(|row| Row::Staff(Box::new(row))),
    };
    read.finish(row)
}

fn name(read: &mut Reader<'_>, column: &str) -> Stated<Name> {
    match read.text(column, LONG) {
        Stated::Is(text) => Stated::Is(Name::new(text)),
        Stated::Empty => Stated::Empty,
        Stated::Absent => Stated::Absent,
    }
}

fn child(read: &mut Reader<'_>) -> Option<ChildRow> {
    let (key, full) = (read.key("key"), name(read, "name"));
    let short_name = name(read, "short_name");
    let (birth, phone) = (read.birth("birth_date"), read.phone("phone"));
    let school = school(read);
    let (class, class_name) = (class_key(read), read.text("class_name", LONG).known());
    let home_name = read.text("home_name", LONG).known();
    let home = match read.key("home_key") {
        Stated::Is(key) => Stated::Is(UnitRow {
            key,
            name: home_name,
            zone: None,
        }),
        Stated::Empty => Stated::Empty,
        Stated::Absent => Stated::Absent,
    };
    let lives_with = read.word("lives_with").known();
    let note = read.text("lives_with_note", LONG);
    let parents = [
        parent(
            read,
            Parent::Mother,
            ["mother", "mother_place", "mother_zone", "mother_since"],
        ),
        parent(
            read,
            Parent::Father,
            ["father", "father_place", "father_zone", "father_since"],
        ),
    ];
    let line = read.line();
    let (school, class) = (school?, class?);
    Some(ChildRow {
        line,
        key: key.known()?,
        name: full.known()?,
        short_name,
        birth,
        phone,
        class: UnitRow {
            // Classes are called alike in every school: their key carries the school's.
            key: format!("{}/{class}", school.key),
            name: Some(class_name.unwrap_or(class)),
            zone: None,
        },
        school,
        home,
        lives_with,
        note,
        parents: parents.into_iter().flatten().collect(),
    })
}

fn class_key(read: &mut Reader<'_>) -> Option<String> {
    read.key("class_key").known()
}

fn school(read: &mut Reader<'_>) -> Option<UnitRow> {
    let (key, name) = (read.key("school_key"), read.text("school_name", LONG));
    let zone = read.zone("school_zone").known().or(read.own_zone());
    Some(UnitRow {
        key: key.known()?,
        name: name.known(),
        zone,
    })
}

/// What the row says of one parent; `None` when it does not say where the parent is.
fn parent(read: &mut Reader<'_>, parent: Parent, names: [&str; 4]) -> Option<ParentRow> {
    let [whereabouts, place, zone, since] = names;
    let stated = read.word::<Whereabouts>(whereabouts);
    let told = (read.text(place, LONG), read.zone(zone), read.day(since));
    let Some(stated) = stated.known() else {
        let lost = matches!(told.0, Stated::Is(_)) && read.is_read(place)
            || matches!(told.1, Stated::Is(_)) && read.is_read(zone)
            || matches!(told.2, Stated::Is(_)) && read.is_read(since);
        if lost {
            read.wrong(
                whereabouts,
                "this must say home, away, abroad, prison, out_of_contact, dead or unknown, because a \
                 place, a time zone or a day is given beside it",
            );
        }
        return None;
    };
    Some(ParentRow {
        parent,
        whereabouts: stated,
        place: told.0.known(),
        zone: told.1.known(),
        since: told.2.known(),
    })
}

fn contact(read: &mut Reader<'_>) -> Option<ContactRow> {
    let (key, full) = (read.key("key"), name(read, "name"));
    let row = ContactRow {
        line: read.line(),
        key: String::new(),
        name: Name::default(),
        phone: read.phone("phone"),
        school: school(read),
        place: read.text("place", LONG),
        zone: read.zone("zone"),
        locale: read.word("locale"),
    };
    Some(ContactRow {
        key: key.known()?,
        name: full.known()?,
        ..row
    })
}

fn relation(read: &mut Reader<'_>) -> Option<RelationRow> {
    let (child_key, adult_key) = (read.key("child_key"), read.key("adult_key"));
    let relation = read.word::<Relation>("relation");
    if relation == Stated::Is(Relation::Oneself) {
        read.wrong("relation", "nobody stands on a child's roster as the child");
        return None;
    }
    let lives_with = read.flag("lives_with").known().unwrap_or(false);
    let order = read.number("contact_order").known().unwrap_or(99);
    let relation = relation.known();
    let parent = relation
        .and_then(Relation::parent)
        .and_then(|is| parent(read, is, ["whereabouts", "place", "zone", "since"]));
    Some(RelationRow {
        line: read.line(),
        child_key: child_key.known()?,
        adult_key: adult_key.known()?,
        relation: relation?,
        lives_with,
        order,
        parent,
    })
}

fn attendance(read: &mut Reader<'_>) -> Option<EntryRow> {
    let (child_key, day) = (read.key("child_key"), read.day("day"));
    let presence = read.word("presence");
    let lesson = read.number("lesson").known();
    Some(EntryRow {
        line: read.line(),
        child_key: child_key.known()?,
        day: day.known()?,
        fact: Fact::Attendance {
            presence: presence.known()?,
            lesson: lesson.and_then(|lesson| u8::try_from(lesson).ok()),
        },
    })
}

fn mark(read: &mut Reader<'_>) -> Option<EntryRow> {
    let (child_key, day) = (read.key("child_key"), read.day("day"));
    let (subject, title) = (read.text("subject", LONG), read.text("title", LONG));
    let value = read.text("value", 40);
    Some(EntryRow {
        line: read.line(),
        child_key: child_key.known()?,
        day: day.known()?,
        fact: Fact::Mark {
            subject: Words::new(subject.known()?),
            title: Words::new(title.known().unwrap_or_default()),
            value: value.known()?,
        },
    })
}

fn staff(read: &mut Reader<'_>) -> Option<StaffRow> {
    let (key, full) = (read.key("key"), name(read, "name"));
    let (phone, zone, locale) = (read.phone("phone"), read.zone("zone"), read.word("locale"));
    let (role, unit) = (read.word("role"), read.key("unit_key"));
    let unit_kind = read.word("unit_kind").known();
    let unit_name = read.text("unit_name", LONG).known();
    let unit_parent = read.key("unit_parent").known();
    let unit_zone = read.zone("unit_zone").known().or(read.own_zone());
    Some(StaffRow {
        line: read.line(),
        key: key.known()?,
        name: full.known()?,
        phone,
        zone,
        locale,
        role: role.known()?,
        unit: UnitRow {
            key: unit.known()?,
            name: unit_name,
            zone: unit_zone,
        },
        unit_kind,
        unit_parent,
    })
}
