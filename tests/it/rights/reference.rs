//! The rights once more, deliberately slow and by another way: every fact is painted onto a calendar of
//! moments, and what is left white at the end is allowed. Shares no line with `model::rights`.

use chrono::{Datelike, TimeDelta};
use hongyan::base::{ChildId, Instant, UnitId};
use hongyan::model::consent::ConsentFact;
use hongyan::model::rights::{Action, Ledger, Place, PostFact};

/// Rows: actions. Columns: parent, guardian, contact, the young person (Y), teacher, school lead, care home staff,
/// township, county.
const TABLE: &str = "
    know            P G C Y T L H
    read_record     P G . T L H
    see_card        . . . T L H
    read_optional   P G . T L H
    get_pictures    P G . . . .
    own_consents    P G C . . .
    record_consent  . . . T L .
    weekly_update   P . . . . .
    family_note     P G . . . .
    school_note     . . . T L H
    answer_check_in . G C T L .
    answer_on_behalf . . C T L H
    hear_check_in   P . . T L .
    hear_absence    P G . . . .
    propose_guardian P . . . . .
    enter_week      . . . T L H
    invite          . . . T L .
    decide          . . . . L .
    confirm_move    P . . . . .
    vouch           P . . . . .
    take_over       . . . . L .
    see_looks       P . . Y . L .
    break_glass     . . . T L . O K
    keep_staff      . . . . L . O K
    report_concern  P G C T L H O K
    hear_concern    . . . . L . . K
    ask_data        P . . Y . . .
    stop_own        P . . Y . . .
    answer_data     . . . . L .
";

/// What staff may still do about a child of their own family.
const WITH_OWN: &[&str] = &[
    "know",
    "read_record",
    "read_optional",
    "school_note",
    "enter_week",
    "keep_staff",
    "report_concern",
];

/// What a family is asked about for an action, with what silence means.
const ASKED: &[(&str, &str, bool)] = &[
    ("weekly_update", "weekly", true),
    ("family_note", "notes", true),
    ("answer_check_in", "check_ins", true),
    ("answer_on_behalf", "check_ins", true),
    ("read_optional", "extras", false),
    ("get_pictures", "notes", true),
    ("get_pictures", "pictures", false),
];

fn letters(action: Action) -> &'static str {
    TABLE
        .lines()
        .map(str::trim)
        .find_map(|line| line.strip_prefix(action.as_str())?.strip_prefix(' '))
        .unwrap()
}

/// One strip of the calendar: at which of the moments a fact is there.
fn strip(moments: &[Instant], from: Option<Instant>, to: Option<Instant>) -> Vec<bool> {
    let mut strip = vec![true; moments.len()];
    for (index, moment) in moments.iter().enumerate() {
        if let Some(from) = from
            && moment.timestamp_millis() < from.timestamp_millis()
        {
            strip[index] = false;
        }
        if let Some(to) = to
            && moment.timestamp_millis() >= to.timestamp_millis()
        {
            strip[index] = false;
        }
    }
    strip
}

fn paint(onto: &mut [bool], strip: &[bool]) {
    for (spot, painted) in onto.iter_mut().zip(strip) {
        if *painted {
            *spot = true;
        }
    }
}

/// At which moments the child has had this birthday: days compared as words, so that one born on
/// 29 February has it on 1 March.
fn birthdays(place: &Place, years: i32, moments: &[Instant]) -> Vec<bool> {
    let Some(birth) = place.birth else {
        return vec![false; moments.len()];
    };
    let text = birth.to_string();
    let (year, rest) = text.split_at(4);
    let day = format!("{:04}{rest}", year.parse::<i32>().unwrap() + years);
    moments
        .iter()
        .map(|at| at.with_timezone(&place.zone).format("%Y-%m-%d").to_string() >= day)
        .collect()
}

/// At which moments a guardian's yes stands for this purpose: a parent's lies beside it, nobody is there to
/// say one, or the child is 14.
fn beside_a_guardian(
    place: &Place,
    purpose: &str,
    fourteen: &[bool],
    moments: &[Instant],
) -> Vec<bool> {
    let (mut anybody, mut yes) = (vec![false; moments.len()], vec![false; moments.len()]);
    for parent in &place.parents {
        let said = answered(&parent.answers, place.child, purpose, false, moments);
        let mut kept = vec![false; moments.len()];
        for paper in &parent.papers {
            paint(&mut kept, &strip(moments, Some(paper.from), paper.to));
        }
        for at in 0..moments.len() {
            anybody[at] |= !kept[at];
            yes[at] |= !kept[at] && said[at];
        }
    }
    (0..moments.len())
        .map(|at| fourteen[at] || !anybody[at] || yes[at])
        .collect()
}

struct Painted {
    /// Nothing at all.
    black: Vec<bool>,
    /// A freeze: only deciding is left.
    frozen: Vec<bool>,
    fourteen: Vec<bool>,
    optional_rests: Vec<bool>,
    /// The young person's own link is asked.
    eighteen: Vec<bool>,
    links_over: Vec<bool>,
}

/// One answer after the other is laid over the strip from its moment on; what lies on top is read.
fn answered(
    facts: &[ConsentFact],
    child: ChildId,
    purpose: &str,
    silence: bool,
    moments: &[Instant],
) -> Vec<bool> {
    let mut out = vec![silence; moments.len()];
    let mut laid: Vec<&ConsentFact> = facts.iter().collect();
    laid.sort_by_key(|fact| fact.from);
    for fact in laid {
        if fact.child == child && fact.purpose.as_str() == purpose {
            for (spot, on) in out.iter_mut().zip(strip(moments, Some(fact.from), None)) {
                if on {
                    *spot = fact.answer.as_str() == "agreed";
                }
            }
        }
    }
    out
}

/// At which moments nobody's answer stands against the action by a link.
fn agreed(
    ledger: &Ledger,
    place: &Place,
    word: &str,
    fourteen: &[bool],
    moments: &[Instant],
) -> Vec<bool> {
    let mut out = vec![true; moments.len()];
    for (_, purpose, silence) in ASKED.iter().filter(|row| row.0 == word) {
        let adult = answered(&ledger.consents, place.child, purpose, *silence, moments);
        let own = answered(&place.own, place.child, purpose, false, moments);
        for at in 0..moments.len() {
            let young = *silence || !fourteen[at] || own[at];
            out[at] &= adult[at] && young;
        }
    }
    out
}

fn painted(ledger: &Ledger, place: &Place, moments: &[Instant]) -> Painted {
    let none = || vec![false; moments.len()];
    let mut black = none();
    if let Some(since) = ledger.doubted {
        paint(&mut black, &strip(moments, Some(since), None));
    }
    for paper in &ledger.exclusions {
        if paper.child == place.child {
            paint(
                &mut black,
                &strip(moments, Some(paper.span.from), paper.span.to),
            );
        }
    }
    for link in &ledger.links {
        if link.child == place.child && link.state.as_str() == "excluded" {
            black = vec![true; moments.len()];
        }
    }
    let mut frozen = none();
    for freeze in &place.freezes {
        paint(&mut frozen, &strip(moments, Some(freeze.from), freeze.to));
    }
    if place.programme.as_str() == "frozen" {
        frozen = vec![true; moments.len()];
    }
    let own_optional = answered(&place.own, place.child, "extras", false, moments);
    let mut own_links = none();
    for yes in &place.stays {
        paint(&mut own_links, &strip(moments, Some(yes.from), yes.to));
    }
    let (fourteen, mut eighteen) = (birthdays(place, 14, moments), birthdays(place, 18, moments));
    if place.programme.as_str() == "adult" {
        eighteen = vec![true; moments.len()];
    }
    let without = |age: Vec<bool>, yes: Vec<bool>| -> Vec<bool> {
        age.into_iter()
            .zip(yes)
            .map(|(age, yes)| age && !yes)
            .collect()
    };
    Painted {
        black,
        frozen,
        optional_rests: without(fourteen.clone(), own_optional),
        links_over: without(eighteen.clone(), own_links),
        eighteen,
        fourteen,
    }
}

fn link_strip(
    ledger: &Ledger,
    place: &Place,
    (word, letters): (&str, &str),
    fourteen: &[bool],
    moments: &[Instant],
) -> Vec<bool> {
    let mut out = vec![false; moments.len()];
    let child = place.child;
    // Silence that means no is what a parent has to break too.
    let mut guarded = vec![true; moments.len()];
    for (_, purpose, _) in ASKED.iter().filter(|row| row.0 == word && !row.2) {
        let beside = beside_a_guardian(place, purpose, fourteen, moments);
        guarded = guarded.iter().zip(&beside).map(|(a, b)| *a && *b).collect();
    }
    for link in &ledger.links {
        let letter = match link.role.as_str() {
            "parent" => 'P',
            "guardian" => 'G',
            "contact" => 'C',
            // Another strip: it is there when the family's is not.
            _ => continue,
        };
        if link.child == child && link.state.as_str() == "active" && letters.contains(letter) {
            let mut days = strip(moments, link.from, link.to);
            if letter == 'G' {
                days = days.iter().zip(&guarded).map(|(a, b)| *a && *b).collect();
            }
            paint(&mut out, &days);
        }
    }
    out
}

/// At which moments a link of the young person's own stands.
fn own_strip(
    ledger: &Ledger,
    child: ChildId,
    letters: &str,
    eighteen: &[bool],
    moments: &[Instant],
) -> Vec<bool> {
    let mut out = vec![false; moments.len()];
    for link in &ledger.links {
        let own = link.child == child && link.role.as_str() == "oneself";
        if own && link.state.as_str() == "active" && letters.contains('Y') {
            paint(&mut out, &strip(moments, link.from, link.to));
        }
    }
    out.iter().zip(eighteen).map(|(a, b)| *a && *b).collect()
}

/// At which moments the adult is family: always by roster or by a link that did not end; a year more after
/// one that did.
fn kin_strip(ledger: &Ledger, child: ChildId, moments: &[Instant]) -> Vec<bool> {
    let mut out = vec![ledger.rostered.contains(&child); moments.len()];
    for link in &ledger.links {
        if link.child != child {
            continue;
        }
        let over = link.to.filter(|_| link.state.as_str() == "ended");
        let until = over.map(|to| to + TimeDelta::hours(24 * 365));
        paint(&mut out, &strip(moments, None, until));
    }
    out
}

/// A post from its first to its last day, and not a year after somebody last looked at its holder.
fn in_force(post: &PostFact, moments: &[Instant]) -> Vec<bool> {
    let checked = post.checked;
    let later = checked.with_year(checked.year() + 1);
    let later = later.unwrap_or_else(|| {
        (checked - TimeDelta::days(1))
            .with_year(checked.year() + 1)
            .unwrap()
    });
    let days = strip(moments, Some(post.from), post.to);
    let looked = strip(moments, None, Some(later));
    days.iter().zip(&looked).map(|(a, b)| *a && *b).collect()
}

fn post_strip(
    ledger: &Ledger,
    units: &[(UnitId, Option<Instant>)],
    letters: &str,
    moments: &[Instant],
) -> Vec<bool> {
    let mut out = vec![false; moments.len()];
    for (unit, since) in units {
        for post in ledger.posts.iter().filter(|post| post.unit == *unit) {
            let letter = match post.role.as_str() {
                "teacher" => 'T',
                "school_lead" => 'L',
                "home_staff" => 'H',
                "county_officer" => 'K',
                _ => 'O',
            };
            if letters.contains(letter) {
                let here = in_force(post, moments);
                let there = strip(moments, *since, None);
                let both: Vec<bool> = here.iter().zip(&there).map(|(a, b)| *a && *b).collect();
                paint(&mut out, &both);
            }
        }
    }
    out
}

/// At which moments the record is open by exception: an hour of its own, while the post is held
/// by which it was opened.
fn grant_strip(ledger: &Ledger, child: ChildId, moments: &[Instant]) -> Vec<bool> {
    let mut out = vec![false; moments.len()];
    for grant in ledger.grants.iter().filter(|grant| grant.child == child) {
        let opened = strip(moments, Some(grant.from), Some(grant.to));
        for post in &ledger.posts {
            if (post.unit, post.role.as_str()) == (grant.unit, grant.role.as_str()) {
                let serves = in_force(post, moments);
                let both: Vec<bool> = opened.iter().zip(&serves).map(|(a, b)| *a && *b).collect();
                paint(&mut out, &both);
            }
        }
    }
    out
}

/// For every action, at which of the moments it is allowed.
pub fn allowed(ledger: &Ledger, place: &Place, moments: &[Instant]) -> Vec<(Action, Vec<bool>)> {
    let painted = painted(ledger, place, moments);
    let gone = ["moved", "left", "adult"].contains(&place.programme.as_str());
    let shut = ["frozen", "closed"].contains(&place.programme.as_str());
    let here: Vec<_> = place.units.iter().map(|unit| (*unit, None)).collect();
    let offered: Vec<_> = place
        .offers
        .iter()
        .map(|offer| (offer.unit, Some(offer.from)))
        .collect();
    Action::ALL
        .iter()
        .map(|action| {
            let (word, letters) = (action.as_str(), letters(*action));
            let units = if word == "take_over" { &offered } else { &here };
            let mut posts = post_strip(ledger, units, letters, moments);
            let asks = (word, letters);
            let mut links = link_strip(ledger, place, asks, &painted.fourteen, moments);
            let own = own_strip(ledger, place.child, letters, &painted.eighteen, moments);
            for at in 0..moments.len() {
                // Grown up, they ask for themselves.
                let theirs = word == "ask_data" && painted.eighteen[at];
                links[at] = own[at] || links[at] && !painted.links_over[at] && !theirs;
            }
            let kin = kin_strip(ledger, place.child, moments);
            for at in 0..moments.len() {
                posts[at] &= !kin[at] || WITH_OWN.contains(&word);
            }
            let stays = ["know", "decide", "hear_concern", "answer_data"];
            let goes_on = ["decide", "hear_concern"].contains(&word);
            let closed = place.programme.as_str() == "closed";
            if gone && !stays.contains(&word) || shut && !goes_on || closed && word == "decide" {
                posts.fill(false);
            }
            let known = [
                "know",
                "read_record",
                "see_looks",
                "own_consents",
                "ask_data",
                "stop_own",
                "report_concern",
            ];
            if gone && !known.contains(&word) || shut {
                links.fill(false);
            }
            let mut exception = grant_strip(ledger, place.child, moments);
            for at in 0..moments.len() {
                exception[at] &= !kin[at];
            }
            if !["read_record", "see_card"].contains(&word) || shut {
                exception.fill(false);
            }
            let yes = agreed(ledger, place, word, &painted.fourteen, moments);
            let row = (0..moments.len())
                .map(|at| {
                    let unsent = word == "get_pictures" && !place.pictures;
                    let link = links[at] && yes[at] && !painted.frozen[at] && !unsent;
                    let post = posts[at] && (!painted.frozen[at] || goes_on);
                    let rests = word == "read_optional" && painted.optional_rests[at];
                    let opened = exception[at] && !painted.frozen[at];
                    (link || post || opened) && !painted.black[at] && !rests
                })
                .collect();
            (*action, row)
        })
        .collect()
}
