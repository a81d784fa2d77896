//! The columns of our own template, by kind: names, shapes, examples and what they mean. The
//! template, its description, the mapping check and the reader all follow these tables.

use super::Kind;
use crate::model::Locale;
use crate::model::entry::Presence;
use crate::model::record::{LivesWith, Relation, Whereabouts};
use crate::model::unit::{Role, UnitKind};

/// What a cell of a column may hold.
#[derive(Clone, Copy, Debug)]
pub enum Shape {
    /// The other system's key, at most 120 characters.
    Key,
    /// A person's or a place's name, at most 200 characters.
    Text,
    /// A day: `2026-09-01`, or as the mapping's `dates` say.
    Day,
    /// An IANA time zone such as `Asia/Shanghai`.
    Zone,
    /// A telephone number, written in any way.
    Phone,
    /// `yes` or `no`.
    Flag,
    /// A small whole number, at most this one.
    Number(u32),
    /// One of these words.
    Words(fn() -> Vec<&'static str>),
}

/// One column of our template.
#[derive(Clone, Copy, Debug)]
pub struct Column {
    pub name: &'static str,
    pub needed: bool,
    pub shape: Shape,
    pub example: &'static str,
    pub about: &'static str,
}

macro_rules! shape {
    (Number($max:literal)) => {
        Shape::Number($max)
    };
    (Words(Relation)) => {
        Shape::Words(|| Relation::rostered().map(Relation::as_str).collect())
    };
    (Words($of:ident)) => {
        Shape::Words(|| $of::ALL.iter().map(|word| word.as_str()).collect())
    };
    ($plain:ident) => {
        Shape::$plain
    };
}

macro_rules! columns {
    ($table:ident: $($need:ident $name:literal $shape:ident $(($arg:tt))? $example:literal $about:literal;)*) => {
        const $table: &[Column] = &[$(Column {
            name: $name,
            needed: matches!(stringify!($need).as_bytes(), b"must"),
            shape: shape!($shape $(($arg))?),
            example: $example,
            about: $about,
        }),*];
    };
}

columns! { STUDENTS:
    must "key" Key "S-0001" "the pupil's key in your system; never an identity number";
    must "name" Text "李小雁" "full name";
    may "short_name" Text "小雁" "what the family calls the child";
    may "birth_date" Day "2015-03-08" "date of birth";
    may "phone" Phone "" "the child's own number; kept only to notice that it stands in an adult's place";
    must "school_key" Key "qinglong-1" "the school's key; a school not yet known is made";
    may "school_name" Text "青龙小学" "needed once, when the school is not yet known";
    may "school_zone" Zone "Asia/Shanghai" "the school's time zone, needed once; a mapping's `zone` stands in";
    must "class_key" Key "3A" "the class within the school; made when not yet known";
    may "class_name" Text "三年级一班" "the class's name; otherwise its key";
    may "home_key" Key "" "the care home, where the child lives in one; made when not yet known";
    may "home_name" Text "" "the care home's name; otherwise its key";
    may "lives_with" Words(LivesWith) "grandparents" "with whom the child lives";
    may "lives_with_note" Text "外婆" "the same in the school's own words";
    may "mother" Words(Whereabouts) "away" "where the mother is; empty: not stated, what is recorded stays";
    may "mother_place" Text "东莞" "where she works";
    may "mother_zone" Zone "Asia/Shanghai" "her time zone";
    may "mother_since" Day "2023-02-10" "since when";
    may "father" Words(Whereabouts) "abroad" "where the father is";
    may "father_place" Text "Tashkent" "where he works";
    may "father_zone" Zone "Asia/Tashkent" "his time zone";
    may "father_since" Day "2022-09-01" "since when";
}

columns! { CONTACTS:
    must "key" Key "A-0001" "the adult's key in your system; never an identity number";
    must "name" Text "王秀英" "full name";
    may "phone" Phone "138 0000 0001" "compared with the number a parent shares in the chat";
    may "school_key" Key "qinglong-1" "the school whose roster names this person";
    may "school_name" Text "青龙小学" "needed once, when the school is not yet known";
    may "school_zone" Zone "Asia/Shanghai" "needed once, when the school is not yet known";
    may "place" Text "东莞" "where the person lives";
    may "zone" Zone "Asia/Shanghai" "the person's time zone";
    may "locale" Words(Locale) "zh-CN" "the language the person reads";
}

columns! { RELATIONS:
    must "child_key" Key "S-0001" "a pupil already imported";
    must "adult_key" Key "A-0001" "a contact already imported";
    must "relation" Words(Relation) "mother" "what the adult is to the child; gives no right";
    may "lives_with" Flag "no" "whether they live together; empty: no";
    may "contact_order" Number(99) "1" "1 is rung first; empty: after the numbered ones";
    may "whereabouts" Words(Whereabouts) "away" "for mother and father: where this parent is";
    may "place" Text "东莞" "for mother and father: where the parent works";
    may "zone" Zone "Asia/Shanghai" "for mother and father: the parent's time zone";
    may "since" Day "2023-02-10" "for mother and father: since when";
}

columns! { ATTENDANCE:
    must "child_key" Key "S-0001" "a pupil already imported";
    must "day" Day "2026-09-07" "the day at school";
    must "presence" Words(Presence) "excused" "what was seen";
    may "lesson" Number(20) "" "the lesson, counted from 1; empty: the whole day";
}

columns! { MARKS:
    must "child_key" Key "S-0001" "a pupil already imported";
    must "day" Day "2026-09-09" "the day of the mark";
    must "subject" Text "数学" "the school's own word";
    may "title" Text "单元测验一" "what was marked";
    must "value" Text "87" "on the school's own scale, kept as written, at most 40 characters";
}

columns! { STAFF:
    must "key" Key "T-0001" "the person's key in your system; a contact's key joins the two";
    must "name" Text "陈老师" "full name";
    may "phone" Phone "138 0000 0009" "compared with the number shared in the chat";
    must "role" Words(Role) "teacher" "the post; it becomes active only by an invitation";
    must "unit_key" Key "qinglong-1/3A" "the unit's key; for a class: school key, slash, class key";
    may "unit_kind" Words(UnitKind) "class" "needed once, when the unit is not yet known";
    may "unit_name" Text "三年级一班" "needed once, when the unit is not yet known";
    may "unit_parent" Key "qinglong-1" "the key of the unit above, when the unit is not yet known";
    may "unit_zone" Zone "Asia/Shanghai" "a new school's time zone";
    may "zone" Zone "Asia/Shanghai" "the person's time zone";
    may "locale" Words(Locale) "zh-CN" "the language the person reads";
}

impl Kind {
    /// The columns of this kind's template, in the template's order.
    pub const fn columns(self) -> &'static [Column] {
        match self {
            Self::Students => STUDENTS,
            Self::Contacts => CONTACTS,
            Self::Relations => RELATIONS,
            Self::Attendance => ATTENDANCE,
            Self::Marks => MARKS,
            Self::Staff => STAFF,
        }
    }
}
