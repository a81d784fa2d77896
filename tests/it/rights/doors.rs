//! Every door to a child's record has somebody at it: a service that reads one asks the right itself, or is
//! called only by functions that have asked. Read from the sources, function by function.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// Statements of `store` that give a child's record, or what was written about a child.
const RECORD: &[&str] = &[
    "children::get(",
    "children::by_key(",
    "children::in_class(",
    "children::in_home(",
    "children::parents(",
    "entries::of_children(",
    "weekly::pupils(",
    "weekly::check_ins(",
    "adults::rostered(",
    "notes::get(",
    "exclusions::standing(",
    "transfers::offered_to(",
];

/// How the right is asked.
const ASKS: &[&str] = &[
    ".may(",
    ".opens(",
    ".sees(",
    ".sees_at(",
    ".why(",
    ".only(",
    "rights::allowed(",
    "rights::allowed_in_person(",
    "rights::only(",
    "rights::why(",
    "may(ledger",
    "may(&ledger",
    "allowed(&",
];

/// Functions that ask and give nothing, or only what may be read, when the answer is no. To call one is to
/// ask; each must ask itself.
const GATES: &[(&str, &str)] = &[
    ("check_in/answer.rs", "answerable"),
    ("check_in/ring.rs", "cared_for"),
    ("consent/family.rs", "own"),
    ("consent/signers.rs", "recorded"),
    ("guardian/case.rs", "decidable"),
    ("guardian/parent.rs", "endable"),
    ("guardian/parent.rs", "own"),
    ("guardian/paper.rs", "recorded_for"),
    ("guardian/propose.rs", "proposed_for"),
    ("note/halt.rs", "decidable"),
    ("note/people.rs", "families"),
    ("receipt/page.rs", "sheet"),
    ("receipt/page.rs", "writable"),
    ("request/copy.rs", "has_right"),
    ("request/desk.rs", "held"),
    ("transfer/screens.rs", "offered"),
    ("week_entry.rs", "children"),
    ("week_entry.rs", "seat"),
    ("weekly/page.rs", "readable"),
    ("weekly/screens.rs", "pupil"),
];

/// What only a gate makes: who takes one as an argument was let through.
const PROOFS: &[&str] = &["seat: &Seat"];

/// Letters ask it themselves: when they are written and at hand-over.
const LETTERS: &[&str] = &["mail::post(", "Letter::about("];

/// Functions that read without asking, each with its reason. A row nobody needs any more fails too.
const EXCEPT: &[(&str, &str)] = &[
    (
        "note/halt.rs::of",
        "whom it is between: for letters that ask and for screens behind `decidable`",
    ),
    (
        "note/halt.rs::release",
        "what waited for a reader: the head asks the writer's right, each letter the reader's",
    ),
    (
        "check_in/people.rs::family",
        "whom to ring: for letters that ask and for screens behind `answerable`",
    ),
    (
        "check_in/people.rs::on_roster",
        "whom to ring, for today's list, which asks about the child",
    ),
    (
        "growing.rs::set",
        "writes a young person's answer, shows nothing; the tap has asked",
    ),
    (
        "calendar/birthdays.rs",
        "no speaker: what it says goes as a letter that asks",
    ),
    (
        "same_day.rs",
        "no speaker: whoever entered the fact has asked, and what it makes goes as letters that ask",
    ),
    (
        "receipt/chase.rs::climb",
        "no speaker: what it makes goes as letters that ask",
    ),
    (
        "receipt/chase.rs::anew",
        "no speaker: what it makes goes as letters that ask",
    ),
    (
        "receipt/seen.rs::at_home",
        "where the speaker lives, whom the caller has asked for; shows nothing",
    ),
    (
        "note/undelivered.rs::tell",
        "no speaker: whose letter was withdrawn; what it makes goes as letters that ask",
    ),
    (
        "note/heir.rs::pass_on",
        "no speaker: whose words were withdrawn; what it makes goes as letters that ask",
    ),
    (
        "check_in/case.rs",
        "no speaker: the question goes as a letter that asks",
    ),
    (
        "week_entry/paper.rs::slips",
        "of the children of `children`, which asks about each: the language a family reads",
    ),
    (
        "weekly/paper.rs::on_paper",
        "for the children of `children`, which asks about each",
    ),
    (
        "week_entry/remind.rs::without_line",
        "no speaker: numbers of children only; of each it is asked before it is counted",
    ),
    (
        "guardian/term.rs",
        "no speaker: ends and warns by the clock or for who has asked; letters tell it, and ask",
    ),
    (
        "audit/desk.rs::find",
        "the operator's trace: a key of a child into its number",
    ),
    (
        "erasure.rs::gone",
        "the operator's command, a lead's yes, or the clock: ends a record, shows nothing",
    ),
    (
        "erasure.rs::finish",
        "the clock's: ends what was erased and held back, shows nothing",
    ),
    (
        "roster.rs::tasks",
        "names children of `own_tasks`, which asks about each",
    ),
    (
        "note/stop.rs::further",
        "the writer's own words on their way in: only the child's school is read, nothing is shown",
    ),
    (
        "note/stop.rs::changed",
        "reads only of which school the words are; shows nothing",
    ),
    ("import/", "the operator's own files"),
    (
        "concern/report.rs::begin",
        "names children of `people::children`, which asks about each",
    ),
    (
        "concern/report.rs::what",
        "behind `unit_for`, which asks about the child",
    ),
    (
        "concern/screens.rs",
        "for those who hear the concern and for its teller: whoever calls has asked",
    ),
    (
        "concern/who.rs",
        "the teller's own concern; names children of `people::children`",
    ),
    (
        "guardian/paper.rs::signer",
        "which parent of the roster lives; whoever calls has asked, or is behind `proposed_for`",
    ),
    (
        "join/approval.rs::decide",
        "behind `may_decide`; reads only which school's approvals are counted",
    ),
    (
        "request/letter.rs::about",
        "letters ask, screens are behind `still_open`",
    ),
    (
        "join/mod.rs::contact",
        "an open invitation of the school stands for the right; names the child only",
    ),
    (
        "join/mod.rs::confirm",
        "a used invitation of the school stands for the right; only compares a number",
    ),
    (
        "join/adoption.rs::wait_elsewhere",
        "the deciding school has asked; reads only to which school a link belongs",
    ),
    (
        "join/approval.rs::load",
        "what an applicant's letter to the leads says; the letter asks",
    ),
    (
        "freeze.rs::freeze",
        "also from the command line: writes a stop, shows nothing",
    ),
    (
        "freeze.rs::whom_to_ask",
        "asks by itself with the freeze taken away; gives a lead's name only",
    ),
    (
        "invitation.rs::for_child",
        "also from the command line; a person's right is asked",
    ),
    (
        "returning.rs::prove",
        "reads only to which school a task belongs",
    ),
    (
        "transfer/screens.rs::lead_rows",
        "whether anything is offered; the screen asks for each",
    ),
];

#[derive(Debug)]
struct Function {
    file: String,
    name: String,
    body: String,
    public: bool,
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src/service")
}

fn files(folder: &Path, out: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files(&path, out);
        } else {
            out.push(path);
        }
    }
    out.sort();
}

/// The functions of a file by their indentation: rustfmt closes each with its own `}`.
fn functions(file: &str, text: &str) -> Vec<Function> {
    let mut out: Vec<Function> = Vec::new();
    let mut open: Option<(usize, Function)> = None;
    for line in text.lines() {
        let bare = line.split("//").next().unwrap_or_default();
        let indent = line.len() - line.trim_start().len();
        if let Some((depth, function)) = &mut open {
            function.body.push_str(bare);
            function.body.push('\n');
            if bare.trim_end() == format!("{}}}", " ".repeat(*depth)) {
                out.extend(open.take().map(|(_, function)| function));
            }
            continue;
        }
        let Some((before, after)) = bare.split_once("fn ") else {
            continue;
        };
        let words = [
            "pub",
            "async",
            "const",
            "(super)",
            "(in",
            "super::super)",
            "pub(super)",
            "",
        ];
        if !before
            .split_whitespace()
            .all(|word| words.contains(&word) || word.starts_with("pub("))
        {
            continue;
        }
        let name: String = after
            .chars()
            .take_while(|c| c.is_alphanumeric() || *c == '_')
            .collect();
        open = Some((
            indent,
            Function {
                file: file.to_owned(),
                name,
                body: format!("{after}\n"),
                public: before.trim_start().starts_with("pub ") || before.trim() == "pub async",
            },
        ));
    }
    out
}

/// What a module is called from outside: its file, or its folder for `mod.rs`.
fn stem(file: &str) -> &str {
    let bare = file.trim_end_matches(".rs").trim_end_matches("/mod");
    bare.rsplit('/').next().unwrap_or(bare)
}

fn calls(body: &str, name: &str) -> bool {
    body.match_indices(&format!("{name}(")).any(|(at, _)| {
        let before = body[..at].chars().next_back();
        !before.is_some_and(|c| c.is_alphanumeric() || c == '_' || c == ':' || c == '.')
    })
}

/// Whether `caller` calls `callee`: by its own name in the same file or imported, or through its module.
fn is_call(caller: &Function, callee: &Function, uses: &BTreeMap<String, String>) -> bool {
    let module = format!("{}::{}(", stem(&callee.file), callee.name);
    if caller.body.contains(&module) {
        return true;
    }
    let imported = uses[&caller.file].contains(stem(&callee.file))
        && uses[&caller.file]
            .split(|c: char| !(c.is_alphanumeric() || c == '_'))
            .any(|word| word == callee.name);
    (caller.file == callee.file || imported) && calls(&caller.body, &callee.name)
}

fn excepted(function: &Function) -> Option<&'static str> {
    let place = format!("{}::{}", function.file, function.name);
    let found = EXCEPT.iter().find(|(prefix, _)| place.starts_with(prefix));
    found.map(|(prefix, _)| *prefix)
}

#[test]
fn whoever_reads_a_childs_record_has_asked_the_right() {
    let mut paths = Vec::new();
    files(&root(), &mut paths);
    let (mut all, mut uses) = (Vec::new(), BTreeMap::new());
    for path in &paths {
        let file = path.strip_prefix(root()).unwrap().display().to_string();
        let text = std::fs::read_to_string(path).unwrap();
        let mut named = String::new();
        for part in text.split("use ").skip(1) {
            named.push_str(part.split(';').next().unwrap_or_default());
            named.push('\n');
        }
        uses.insert(file.clone(), named);
        all.extend(functions(&file, &text));
    }
    assert!(all.len() > 250, "the functions are found: {}", all.len());
    let contains =
        |function: &Function, words: &[&str]| words.iter().any(|word| function.body.contains(word));
    let readers: Vec<usize> = (0..all.len())
        .filter(|index| contains(&all[*index], RECORD))
        .collect();
    assert!(
        readers.len() > 30,
        "the readers are found: {}",
        readers.len()
    );
    // Asked for: directly, by a letter, or by everybody who calls.
    let mut safe: Vec<bool> = all
        .iter()
        .map(|f| {
            contains(f, ASKS)
                || contains(f, LETTERS)
                || contains(f, PROOFS)
                || excepted(f).is_some()
        })
        .collect();
    for (file, name) in GATES {
        let gate = all.iter().find(|f| f.file == *file && f.name == *name);
        let gate = gate.unwrap_or_else(|| panic!("{file}: no gate {name}"));
        assert!(contains(gate, ASKS), "{file}: {name} does not ask");
        for (index, function) in all.iter().enumerate() {
            safe[index] |= is_call(function, gate, &uses);
        }
    }
    loop {
        let mut changed = false;
        for index in 0..all.len() {
            if safe[index] || all[index].public && excepted(&all[index]).is_none() {
                continue;
            }
            let mut callers = (0..all.len())
                .filter(|other| *other != index && is_call(&all[*other], &all[index], &uses))
                .peekable();
            if callers.peek().is_some() && callers.all(|other| safe[other]) {
                safe[index] = true;
                changed = true;
            }
        }
        if !changed {
            break;
        }
    }
    let wrong: Vec<String> = readers
        .iter()
        .filter(|index| !safe[**index])
        .map(|index| {
            format!(
                "src/service/{}: `{}` reads a record and nobody has asked",
                all[*index].file, all[*index].name
            )
        })
        .collect();
    assert!(wrong.is_empty(), "\n{}\n", wrong.join("\n"));
    for (prefix, reason) in EXCEPT {
        let needed = readers
            .iter()
            .any(|index| excepted(&all[*index]) == Some(*prefix));
        let needed = needed || *prefix == "import/" || *prefix == "check_in/ladder.rs";
        assert!(needed, "{prefix} is no exception any more: {reason}");
    }
}

#[test]
fn the_reader_of_functions_is_not_fooled() {
    let text = "/// doc fn no(\npub(super) async fn read(tx: &mut Tx) -> X {\n    if a {\n    }\n    children::get(tx)\n}\nfn next() {\n}\n";
    let found = functions("a.rs", text);
    let names: Vec<_> = found.iter().map(|f| (f.name.as_str(), f.public)).collect();
    assert_eq!(names, [("read", false), ("next", false)]);
    assert!(found[0].body.contains("children::get("));
    assert!(calls("x = read(1)", "read") && !calls("other_read(1)", "read"));
}
