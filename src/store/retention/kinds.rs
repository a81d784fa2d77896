//! The one table of what each kind of thing that is kept is made of: which rows are over, how they are
//! counted, and what is done with a page of them. Rows that somebody works on at this moment are skipped on
//! PostgreSQL and found at the next round.

use crate::model::retention::What;
use crate::store::Sql;

// One row of all that is over: when, and whether a concern holds it. `$1` the end of what is over, `$2` 1
// where concerns hold rows of the kind.
macro_rules! held {
    ($child:literal) => {
        concat!(
            "(CAST($2 AS BIGINT) = 1 AND ",
            $child,
            " IN ",
            under_concern!(),
            ")"
        )
    };
}

// `$3` a school or NULL.
macro_rules! count {
    ($from:literal, $at:literal, $over:literal, $child:literal, $school:literal) => {
        concat!(
            "SELECT CAST(COALESCE(SUM(1 - o.is_held), 0) AS BIGINT) AS n,
                 CAST(COALESCE(SUM(o.is_held), 0) AS BIGINT) AS held,
                 MIN(o.of_when) AS oldest
             FROM (SELECT ",
            $at,
            " AS of_when, CASE WHEN ",
            held!($child),
            " THEN 1 ELSE 0 END AS is_held FROM ",
            $from,
            " WHERE ",
            $over,
            " AND (CAST($3 AS BIGINT) IS NULL OR ",
            $school,
            ")) AS o"
        )
    };
}

// One page, the oldest first; `$3` how many rows.
macro_rules! forget {
    ([$($change:literal)+], $key:literal, $from:literal, $inner:literal, $at:literal, $over:literal, $child:literal, $end:literal) => {
        concat!(
            $($change,)+
            " WHERE (", $key, ") IN (SELECT ", $inner, " FROM ", $from, " WHERE ", $over,
            " AND NOT ", held!($child),
            " ORDER BY ", $at, ", ", $inner, " LIMIT $3", $end, ")"
        )
    };
}

// A kind: its two statements, from which table (or join), by which time, which rows are over, whose child
// they are about (0: nobody's), of which school; then what becomes of them, by which key.
macro_rules! kinds {
    ($($count:ident: $from:literal, $at:literal, $over:literal, $child:literal, $school:literal
        $(=> $forget:ident [$($change:literal)+] by $key:literal $inner:literal, locked $end:literal)?;)*) => {
        statements! {
            $(
                $count = count!($from, $at, $over, $child, $school);
                $($forget =
                    forget!([$($change)+], $key, $from, $inner, $at, $over, $child, ""),
                    forget!([$($change)+], $key, $from, $inner, $at, $over, $child, $end);)?
            )*
        }
    };
}

kinds! {
    // A message or an update belongs to no school by itself: asked for one school, there are none. How they are
    // forgotten, in their own way, is in `traffic`.
    WORDS_OVER: "outbox", "settled_ms", "settled_ms <= $1 AND settled_ms IS NOT NULL AND body <> ''",
        "0", "1 = 0";
    MESSAGES_OVER: "outbox", "settled_ms", "settled_ms <= $1 AND settled_ms IS NOT NULL",
        "0", "1 = 0";
    UPDATES_OVER: "inbox", "settled_ms", "settled_ms <= $1 AND state = 'done'",
        "0", "1 = 0";
    PARKED_OVER: "inbox", "received_ms", "received_ms <= $1 AND state = 'parked'",
        "0", "1 = 0";
    OPTIONAL_OVER: "entries", "day", "day < $1 AND kind IN ('mood', 'conduct', 'life', 'sentence', 'by_phone')",
        "child_id", "child_id IN (SELECT id FROM children WHERE school_id = $3)"
        => OPTIONAL ["DELETE FROM entries"] by "id" "id", locked " FOR UPDATE SKIP LOCKED";
    DUTY_OVER: "entries", "day", "day < $1",
        "child_id", "child_id IN (SELECT id FROM children WHERE school_id = $3)"
        => DUTY ["DELETE FROM entries"] by "id" "id", locked " FOR UPDATE SKIP LOCKED";
    COMING_OVER: "coming", "day", "day < $1",
        "COALESCE(child_id, 0)", "class_id IN (SELECT id FROM units WHERE parent_id = $3)"
        => COMING ["DELETE FROM coming"] by "id" "id", locked " FOR UPDATE SKIP LOCKED";
    ROLLS_OVER: "rolls", "day", "day < $1",
        "0", "class_id IN (SELECT id FROM units WHERE parent_id = $3)"
        => ROLLS ["DELETE FROM rolls"] by "class_id, day" "class_id, day", locked " FOR UPDATE SKIP LOCKED";
    WEEK_SHEETS_OVER: "week_sheets", "sent_ms", "sent_ms <= $1",
        "0", "adult_id IN (SELECT id FROM adults WHERE unit_id = $3)"
        => WEEK_SHEETS ["DELETE FROM week_sheets"] by "id" "id", locked " FOR UPDATE SKIP LOCKED";
    WEEKS_OVER: "weekly_updates", "composed_ms", "composed_ms <= $1",
        "0", "adult_id IN (SELECT id FROM adults WHERE unit_id = $3)"
        => WEEKS ["DELETE FROM weekly_updates"] by "adult_id, week" "adult_id, week", locked " FOR UPDATE SKIP LOCKED";
    NOTES_OVER: "notes", "written_ms", "written_ms <= $1 AND content <> '{\"is\":\"text\",\"html\":\"\"}'",
        "(SELECT t.child_id FROM threads t WHERE t.id = notes.thread_id)", "thread_id IN (SELECT t.id FROM threads t JOIN children c ON c.id = t.child_id WHERE c.school_id = $3)"
        => NOTES ["UPDATE notes SET content = '{\"is\":\"text\",\"html\":\"\"}', album = NULL"] by "id" "id", locked " FOR UPDATE SKIP LOCKED";
    // Without a time of their own; their ids are times.
    THREADS_OVER: "threads t", "t.id", "t.id < $1 AND NOT EXISTS (SELECT 1 FROM notes n WHERE n.thread_id = t.id) AND NOT EXISTS (SELECT 1 FROM note_halts h WHERE h.thread_id = t.id)",
        "t.child_id", "t.child_id IN (SELECT id FROM children WHERE school_id = $3)"
        => THREADS ["DELETE FROM threads"] by "id" "t.id", locked " FOR UPDATE SKIP LOCKED";
    NOTE_ROWS_OVER: "notes", "written_ms", "written_ms <= $1 AND content = '{\"is\":\"text\",\"html\":\"\"}'",
        "(SELECT t.child_id FROM threads t WHERE t.id = notes.thread_id)", "thread_id IN (SELECT t.id FROM threads t JOIN children c ON c.id = t.child_id WHERE c.school_id = $3)"
        => NOTE_ROWS ["DELETE FROM notes"] by "id" "id", locked " FOR UPDATE SKIP LOCKED";
    RECEIPTS_OVER: "receipts", "seen_ms", "seen_ms <= $1",
        "child_id", "child_id IN (SELECT id FROM children WHERE school_id = $3)"
        => RECEIPTS ["DELETE FROM receipts"] by "mailing_id, child_id, by_adult" "mailing_id, child_id, by_adult", locked " FOR UPDATE SKIP LOCKED";
    // After the last of its notes and receipts.
    MAILINGS_OVER: "mailings m", "m.sent_ms",
        "m.sent_ms <= $1 AND NOT EXISTS (SELECT 1 FROM notes n WHERE n.mailing_id = m.id)
         AND NOT EXISTS (SELECT 1 FROM receipts r WHERE r.mailing_id = m.id)",
        "0", "m.class_id IN (SELECT id FROM units WHERE parent_id = $3)"
        => MAILINGS ["DELETE FROM mailings"] by "id" "m.id", locked "";
    CHECK_INS_OVER: "check_ins", "asked_ms", "asked_ms <= $1 AND state <> 'asked'",
        "child_id", "child_id IN (SELECT id FROM children WHERE school_id = $3)"
        => CHECK_INS ["DELETE FROM check_ins"] by "id" "id", locked " FOR UPDATE SKIP LOCKED";
    TASKS_OVER: "tasks", "done_ms", "done_ms <= $1 AND done_ms IS NOT NULL AND state = 'done'",
        "COALESCE(child_id, 0)", "unit_id = $3 OR unit_id IN (SELECT id FROM units WHERE parent_id = $3)"
        => TASKS ["DELETE FROM tasks"] by "id" "id", locked " FOR UPDATE SKIP LOCKED";
    TEMPLATES_OVER: "note_templates", "used_ms", "used_ms <= $1",
        "0", "adult_id IN (SELECT id FROM adults WHERE unit_id = $3)"
        => TEMPLATES ["DELETE FROM note_templates"] by "id" "id", locked " FOR UPDATE SKIP LOCKED";
    // What can still be used is not forgotten, however old.
    INVITATIONS_OVER: "invitations", "created_ms", "created_ms <= $1 AND expires_ms <= $1",
        "0", "unit_id = $3 OR unit_id IN (SELECT id FROM units WHERE parent_id = $3)"
        => INVITATIONS ["DELETE FROM invitations"] by "id" "id", locked " FOR UPDATE SKIP LOCKED";
    LINK_NUMBERS_OVER: "links", "to_ms", "to_ms <= $1 AND state IN ('ended', 'excluded') AND shared_phone IS NOT NULL",
        "child_id", "child_id IN (SELECT id FROM children WHERE school_id = $3)"
        => LINK_NUMBERS ["UPDATE links SET shared_phone = NULL"] by "id" "id", locked " FOR UPDATE SKIP LOCKED";
    // Answers that prove nothing any more: an adult's after the link is over, of whom no link names after the
    // term they were given for; a parent's on paper and a child's own, whoever of the staff noted it, when the
    // child is out of the programme and nobody is linked.
    CONSENTS_OVER: "consents c", "c.given_ms",
        "c.given_ms <= $1 AND (
             (c.whose = 'adult' AND EXISTS (SELECT 1 FROM links l WHERE l.adult_id = c.adult_id AND l.child_id = c.child_id
                 AND l.state IN ('ended', 'excluded') AND l.to_ms <= $1))
             OR (c.whose = 'adult'
                 AND NOT EXISTS (SELECT 1 FROM links l WHERE l.adult_id = c.adult_id AND l.child_id = c.child_id)
                 AND NOT EXISTS (SELECT 1 FROM relations r WHERE r.adult_id = c.adult_id AND r.child_id = c.child_id
                     AND r.relation IN ('mother', 'father'))
                 AND NOT EXISTS (SELECT 1 FROM appointments a WHERE a.adult_id = c.adult_id AND a.child_id = c.child_id
                     AND (a.state NOT IN ('ended', 'broken_off', 'refused') OR COALESCE(a.ended_ms, a.decided_ms) > $1)))
             OR ((c.whose = 'child'
                     OR NOT EXISTS (SELECT 1 FROM links l WHERE l.adult_id = c.adult_id AND l.child_id = c.child_id))
                 AND EXISTS (SELECT 1 FROM children ch WHERE ch.id = c.child_id AND ch.programme IN ('left', 'adult', 'closed'))
                 AND NOT EXISTS (SELECT 1 FROM links l WHERE l.child_id = c.child_id
                     AND (l.state NOT IN ('ended', 'excluded') OR l.to_ms IS NULL OR l.to_ms > $1))))",
        "c.child_id", "c.child_id IN (SELECT id FROM children WHERE school_id = $3)"
        => CONSENTS ["DELETE FROM consents"] by "id" "c.id", locked "";
    OWN_CONSENTS_OVER: "own_consents", "to_ms", "to_ms <= $1",
        "child_id", "child_id IN (SELECT id FROM children WHERE school_id = $3)"
        => OWN_CONSENTS ["DELETE FROM own_consents"] by "id" "id", locked " FOR UPDATE SKIP LOCKED";
    VIEW_WORDS_OVER: "appointments", "COALESCE(ended_ms, decided_ms)", "COALESCE(ended_ms, decided_ms) <= $1 AND state IN ('ended', 'broken_off', 'refused') AND view_words IS NOT NULL",
        "child_id", "child_id IN (SELECT id FROM children WHERE school_id = $3)"
        => VIEW_WORDS ["UPDATE appointments SET view_words = NULL"] by "id" "id", locked " FOR UPDATE SKIP LOCKED";
    APPOINTMENTS_OVER: "appointments", "COALESCE(ended_ms, decided_ms)", "COALESCE(ended_ms, decided_ms) <= $1 AND state IN ('ended', 'broken_off', 'refused')",
        "child_id", "child_id IN (SELECT id FROM children WHERE school_id = $3)"
        => APPOINTMENTS ["DELETE FROM appointments"] by "id" "id", locked " FOR UPDATE SKIP LOCKED";
    // What is not lifted and has no end is in force, however old.
    EXCLUSIONS_OVER: "exclusions", "COALESCE(lifted_ms, to_ms)", "COALESCE(lifted_ms, to_ms) <= $1",
        "child_id", "child_id IN (SELECT id FROM children WHERE school_id = $3)"
        => EXCLUSIONS ["DELETE FROM exclusions"] by "id" "id", locked " FOR UPDATE SKIP LOCKED";
    FREEZES_OVER: "freezes", "to_ms", "to_ms <= $1",
        "child_id", "child_id IN (SELECT id FROM children WHERE school_id = $3)"
        => FREEZES ["DELETE FROM freezes"] by "id" "id", locked " FOR UPDATE SKIP LOCKED";
    TRANSFERS_OVER: "transfers", "settled_ms", "settled_ms <= $1 AND state IN ('done', 'refused', 'withdrawn')",
        "child_id", "from_school = $3 OR to_school = $3"
        => TRANSFERS ["DELETE FROM transfers"] by "id" "id", locked " FOR UPDATE SKIP LOCKED";
    BREAK_GLASS_OVER: "break_glass", "to_ms", "to_ms <= $1",
        "child_id", "child_id IN (SELECT id FROM children WHERE school_id = $3)"
        => BREAK_GLASS ["DELETE FROM break_glass"] by "id" "id", locked " FOR UPDATE SKIP LOCKED";
    REQUESTS_OVER: "requests", "answered_ms", "answered_ms <= $1 AND answered_ms IS NOT NULL AND state <> 'open'",
        "child_id", "unit_id = $3"
        => REQUESTS ["DELETE FROM requests"] by "id" "id", locked " FOR UPDATE SKIP LOCKED";
    // A parent who only reads is silent too: whoever has a link or a post keeps the account.
    ACCOUNTS_OVER: "accounts a", "a.last_seen_ms",
        "a.last_seen_ms <= $1
         AND NOT EXISTS (SELECT 1 FROM links l WHERE l.adult_id = a.adult_id AND l.state IN ('active', 'paused', 'invited', 'awaiting_approval'))
         AND NOT EXISTS (SELECT 1 FROM posts p WHERE p.adult_id = a.adult_id AND p.state <> 'ended')
         AND NOT EXISTS (SELECT 1 FROM notes n WHERE n.account_id = a.id)",
        "0", "a.adult_id IN (SELECT id FROM adults WHERE unit_id = $3)"
        => ACCOUNTS ["DELETE FROM accounts"] by "id" "a.id", locked "";
    // Whole records, by the day that was set (`store::grown`); how they go is `service::growing`'s. One that is
    // closed and waits for the end of a concern is none of them any more, so that no report can tell.
    GROWN_UP_OVER: "children c", "c.goes_ms",
        "c.goes_ms <= $1 AND c.programme = 'adult'
             AND NOT EXISTS (SELECT 1 FROM requests r WHERE r.child_id = c.id AND r.state = 'open')",
        "c.id", "c.school_id = $3";
    AUDIT_OVER: "audit", "at_ms", "at_ms <= $1",
        "0", "child_id IN (SELECT id FROM children WHERE school_id = $3)";
}

/// The statement that counts a kind, and the one that forgets it; none for what stays, and for what goes in
/// another way.
pub(super) const fn statements(what: What) -> (Option<Sql>, Option<Sql>) {
    let (count, forget) = match what {
        What::Words => (WORDS_OVER, None),
        What::Messages => (MESSAGES_OVER, None),
        What::Updates => (UPDATES_OVER, None),
        What::Parked => (PARKED_OVER, None),
        What::OptionalEntries => (OPTIONAL_OVER, Some(OPTIONAL)),
        What::DutyEntries => (DUTY_OVER, Some(DUTY)),
        What::Coming => (COMING_OVER, Some(COMING)),
        What::Rolls => (ROLLS_OVER, Some(ROLLS)),
        What::WeekSheets => (WEEK_SHEETS_OVER, Some(WEEK_SHEETS)),
        What::Weeks => (WEEKS_OVER, Some(WEEKS)),
        What::Notes => (NOTES_OVER, Some(NOTES)),
        What::Threads => (THREADS_OVER, Some(THREADS)),
        What::NoteRows => (NOTE_ROWS_OVER, Some(NOTE_ROWS)),
        What::Receipts => (RECEIPTS_OVER, Some(RECEIPTS)),
        What::Mailings => (MAILINGS_OVER, Some(MAILINGS)),
        What::CheckIns => (CHECK_INS_OVER, Some(CHECK_INS)),
        What::Tasks => (TASKS_OVER, Some(TASKS)),
        What::Templates => (TEMPLATES_OVER, Some(TEMPLATES)),
        What::Invitations => (INVITATIONS_OVER, Some(INVITATIONS)),
        What::LinkNumbers => (LINK_NUMBERS_OVER, Some(LINK_NUMBERS)),
        What::Consents => (CONSENTS_OVER, Some(CONSENTS)),
        What::OwnConsents => (OWN_CONSENTS_OVER, Some(OWN_CONSENTS)),
        What::ViewWords => (VIEW_WORDS_OVER, Some(VIEW_WORDS)),
        What::Appointments => (APPOINTMENTS_OVER, Some(APPOINTMENTS)),
        What::Exclusions => (EXCLUSIONS_OVER, Some(EXCLUSIONS)),
        What::Freezes => (FREEZES_OVER, Some(FREEZES)),
        What::Transfers => (TRANSFERS_OVER, Some(TRANSFERS)),
        What::BreakGlass => (BREAK_GLASS_OVER, Some(BREAK_GLASS)),
        What::Requests => (REQUESTS_OVER, Some(REQUESTS)),
        What::Accounts => (ACCOUNTS_OVER, Some(ACCOUNTS)),
        What::GrownUp => (GROWN_UP_OVER, None),
        What::Audit => (AUDIT_OVER, None),
        What::Concerns => return (None, None),
    };
    (Some(count), forget)
}
