//! # hongyan (鸿雁)
//!
//! The wild goose that carries letters home: a chat bot that keeps together the three sides of a
//! childhood whose parents work far away. It links each parent to their child's record, sends the
//! school's news every week at the parent's own hour, relays notes, and asks the guardian at home
//! whether all is well.
//!
//! **A pure core decides, one transaction remembers, one dispatcher speaks.**
//!
//! # Words
//!
//! | word | meaning | where |
//! | --- | --- | --- |
//! | child | a pupil with a record; never "left-behind" in anything a family reads | [`model::record::Child`] |
//! | adult | any other human: parent, guardian, teacher, officer | [`model::record::Adult`] |
//! | unit | a node of county → township → school → class; a care home too | [`model::unit::Unit`] |
//! | post | a dated staff role at a unit | [`model::unit::Role`], [`store::posts`] |
//! | second factor | six digits of an app before lists and records, for leads and officers | [`service::second_factor`] |
//! | tally | how often something was tried in its window, per account, school and overall | [`store::tallies`] |
//! | link | the dated permission between one adult and one child | [`model::rights`], [`store::links`] |
//! | oneself | the young person's own link, from the 18th birthday on: asks what is kept, and is sent nothing | [`service::growing`] |
//! | exclusion | a paper that keeps one adult from one child, whatever link or post there is | [`service::exclusion`] |
//! | freeze | everything about one child stops (death, order) | [`service::freeze`] |
//! | transfer | a child on the way to another school; links last 30 days there | [`service::transfer`] |
//! | calendar | what a school's days bring by themselves: birthdays, ends, silence | [`service::calendar`] |
//! | consent | one person's answer about one child and purpose, with the text that was seen; a guardian's stands beside a parent's | [`model::consent`], [`store::consents`] |
//! | appointment | an acting guardian for a term: proposed by a parent, checked by the school | [`model::guardian`], [`store::appointments`] |
//! | invitation | a one-time code for one link or one post, stored hashed | [`service::invitation`] |
//! | same day | an absence nobody has explained, told within minutes and corrected when the entry is | [`model::same_day`], [`service::same_day`] |
//! | entry | one fact about one child on one day | [`model::entry`] |
//! | weekly update | what one adult gets about their children for one school week | [`model::weekly`] |
//! | question in the week | "did you two talk?", between two updates; a yes ends it, silence brings one kind word | [`model::weekly::talked`] |
//! | note, thread | a relayed message, and the conversation it belongs to | [`service::note`] |
//! | mailing, receipt | what the school said to families at once; that a family knows of it, by its own word or on its behalf | [`model::receipt`], [`service::receipt`] |
//! | urgent notice, chase | a mailing that rings at night and is asked about, step by step, until somebody says that they know whose word is enough for its reason | [`model::urgent`], `service::receipt::chase` |
//! | halt | one reader takes no notes of the other side in one thread; what is written waits, a lead decides | `service::note::halt`, [`store::note_halts`] |
//! | later note | a note that waits for its hour and can be called back | [`store::later_notes`] |
//! | letter | what a child made for a parent, or a parent for the child: passed on by whoever is there, unread, kept nowhere | `service::note::letter` |
//! | template | a writer's own words for further notes, with nobody's name in them | [`model::template`], [`store::templates`] |
//! | audience | for whom of a child's people a note is: all, the school only, not who is at home | [`model::visibility`] |
//! | check-in, ladder | the question to the guardian, and the steps that follow silence | [`model::check_in`] |
//! | number, voice | what somebody at home who reads little, or whom nobody knows yet, may send in place of a tap | `service::easy`, [`store::offers`] |
//! | lately | the last screen of a concern somebody saw: in this process only, for minutes, so that a number is a button there too | [`base::Lately`] |
//! | on behalf | an answer in place of a guardian without the chat, through the school or a helper; every figure says so | [`model::on_behalf`], [`service::on_behalf`] |
//! | today | what waits for a teacher or a lead, what waits longest first | [`model::today`], [`service::today`] |
//! | slip | the week on paper, to cut off, for a family nobody reaches in the chat | [`paper::Paper::slip`], [`service::week_entry`] |
//! | visit | what weeks of alike evenings ask for: somebody says hello, nobody is accused | [`model::patterns`] |
//! | concern | a worry about a child's safety; only those on its own list know that it exists | [`model::concern`], [`service::concern`] |
//! | listed word | what stops a typed note until a lead has looked | [`model::concern::words`] |
//! | account | one adult on one channel: (bot, chat) | [`store::accounts`] |
//! | list of commands | what a chat shows to be typed: its person's own by part and language, else the bot's | [`model::commands`], [`service::commands`], [`app::offering`] |
//! | channel | a way to reach people; nothing outside its adapter may know it | [`outbox::Channel`] |
//! | inbox, outbox | updates stored before they are handled; messages stored before they are sent | [`inbox`], [`outbox`] |
//! | lane | urgent, reply, normal, bulk | [`model::message::Lane`] |
//! | schedule, run | a cron rule in a unit's time zone; one occurrence of it | [`schedule`] |
//! | quiet hours | when nothing rings that can wait; asked at [`service::mail`] and at hand-over | [`model::quiet`], [`service::quiet`] |
//! | working hours | when a teacher or a lead reads what families write; outside them it waits | [`model::work_hours`] |
//! | cover, code | what a message says in place of its words on a phone others use; the four digits that show them | [`model::cover`], [`service::cover`], [`outbox::cover`] |
//! | budget | how much of what nobody asked for a person gets in a week | [`model::budget`] |
//! | lease | a claim with a deadline | [`store::outbox::claim`] |
//! | trace | who did, saw or was refused what, and why; sealed into a chain | [`store::audit`], [`service::audit`] |
//! | break-glass | one record opened by exception: a reason, an hour, under everybody's eyes | [`model::break_glass`] |
//! | desk | what an operator sees of inbox and outbox, and may do | [`service::outbox`], [`service::inbox`] |
//! | backup | the whole database as one file, for either engine; keys in one of their own | [`store::backup`] |
//! | key, keyring | what a child's record is sealed with; the operator's keys, which wrap those | [`store::vault`], [`base::Keyring`] |
//! | erase | end a record for good by destroying its key; by itself half a year after the school year of the 18th birthday | [`service::erasure`], [`service::growing`] |
//! | paper | something to print and sign, as PDF | [`paper::Paper`] |
//! | request | what a family asks about its data: copy, correct, erase, stop | [`service::request`] |
//! | sheet | a table somebody sends us, and the mapping that reads it | [`sheet`] |
//! | form | a sheet we hand out to be filled in and sent back; what it proposes waits for one yes | [`sheet::Form`], `service::week_entry::sheet` |
//! | sandbox | our own local Bot API server with a chat page | [`sandbox`] |
//!
//! # Rooms: imports go down only
//!
//! | layer | room | owns | only here |
//! | --- | --- | --- | --- |
//! | 8 | [`app`], [`cli`] | assembly, configuration, telemetry, shutdown, demo; one file per subcommand | loops and sleeps; `clap` |
//! | 7 | [`inbox`] | claim a stored update → interpret → service → settle | |
//! | 7 | [`web`] | webhook intake, health, metrics | `axum` |
//! | 7 | [`sandbox`] | local Bot API server, chat page | |
//! | 6 | [`telegram`] | Update → event; message → Bot API; refusals; polling | `teloxide` |
//! | 5 | [`outbox`] | dispatcher, retry policy, pacing, [`outbox::Channel`] | |
//! | 5 | [`schedule`] | cron in a time zone; what is due → service | `cron` |
//! | 4 | [`service`] | use cases: one function = one act inside one transaction | |
//! | 3 | [`store`] | all persistence, SQLite and PostgreSQL with one SQL text | SQL, `sqlx` |
//! | 2 | [`dialogue`] | conversations as pure states; typed callback data | |
//! | 2 | [`text`] | every sentence, in every language | Fluent |
//! | 2 | [`paper`] | sheets to print, as PDF, with our own fonts | `pdf_writer`, `subsetter`, `ttf_parser` |
//! | 2 | [`sheet`] | CSV and XLSX in, templates and sheets to fill in out, mappings | `csv`, `calamine`, `rust_xlsxwriter` |
//! | 2 | [`archive`] | files as one locked ZIP | `zip` |
//! | 1 | [`model`] | nouns and rules, pure | |
//! | 0 | [`base`] | clock, randomness, ids, escaped HTML, keys, secrets | `Utc::now`, RNG, `ring` |
//!
//! A feature has the same file name in every room: `check_in.rs` in `model`, `dialogue`, `service`,
//! `check_in.ftl` in every language, `check_ins.rs` in `store`. `tests/it/architecture.rs` fails with
//! file and line when an import runs upward or a word is used outside the room that owns it.
//!
//! Two rooms more than the first sketch had: [`sheet`] and [`paper`]. Other systems' files are a world of
//! their own (encodings, delimiters, spreadsheets), and the rows they become must not know them; a sheet
//! to sign is made of fonts and points, and who writes its sentences must not know those.
//!
//! # Invariants
//!
//! 1. A fact and the messages it causes commit together ([`service`]: everything takes one `Tx`).
//! 2. No transaction is open across network I/O: claim → commit → send → settle ([`outbox`]).
//! 3. An update is stored before it is acknowledged, and its effects happen once ([`inbox`]). Both what is
//!    acknowledged and what leaves the house is on the disk before; what lies between need not wait for it
//!    ([`store::Store::write_relaxed`]). Where all is as usual one commit does it all ([`app::asking`]).
//! 4. Nothing reaches a person except through the outbox; one recipient is one row, of an album too.
//!    A chat's list of commands is a setting and no message ([`app::offering`]).
//! 5. The right is asked when the row is written ([`service::mail`]) and again at hand-over
//!    ([`outbox`]), of an answer in a chat too. Ending, excluding, freezing or moving withdraws what
//!    is queued in the same transaction; a date that passes denies by itself.
//! 6. Every claim has a deadline; no state is without an exit.
//! 7. Order per chat holds, also across retries; urgent may overtake bulk.
//! 8. A message whose connection broke is in doubt: counted, shown, sent again silently.
//! 9. `retry_after` is obeyed; blocked and moved chats become facts about the account.
//! 10. One bot has one dispatcher at a time; who takes a bot over gives back, in doubt, what the last
//!     one had in its hands.
//! 11. Time and randomness are arguments ([`base::Env`]); every worker is a `tick()`.
//! 12. No name, text, number or token is logged: the types that hold them have no `Display`.
//! 13. Unknown, used, expired, excluded: one same answer ([`service::join`]).
//! 14. Dialogue state is versioned and decoding is total ([`dialogue::State::decode`]).
//! 15. Whoever is shown anything of a record leaves a row of the trace, and so does whoever is refused
//!     ([`service::audit`]); what a message told is a row when it has arrived ([`store::outbox::settle`]).
//! 16. What is said of a child is sealed with the child's key before it is a row ([`store::vault`]);
//!     with the key destroyed no copy can be read, and readers find calmly nothing.
//! 17. All sentences are in `locales/`; tests prove them complete and within limits.
//!
//! # Three walkthroughs
//!
//! **A parent links.** Staff taps "Invite mother" ([`service::roster`]) or runs `hongyan invite`;
//! [`service::invitation`] stores hashes and hands over a link, a QR code and twelve digits. The mother
//! opens the link: the update is stored ([`inbox`]), read ([`telegram`]) and understood
//! ([`service::converse`]); [`service::join`] asks for her own contact, then for her yes. The code is
//! used up (one `UPDATE`, one winner), the link waits, the leads of the school get a message with both
//! number checks. One tap of a lead makes the link active; the mother hears it in her language.
//!
//! **The week's update.** The next run is a row before it is due ([`schedule`]). When it is due, pages
//! of recipients ([`service::weekly`]) are composed ([`model::weekly`]), rendered ([`text::weekly`]) and
//! put into the outbox, held until each reader's own hour; `weekly_updates` has one row per adult and
//! week, so neither a restart nor a second run doubles one. The dispatcher asks the right once more and
//! speaks.
//!
//! **An answer.** A question to the messenger brings a few updates ([`telegram::Poller`]). They are stored, handled
//! ([`inbox::Rest`]) and what they are answered with is claimed ([`outbox::Dispatcher::join`]) in one transaction; with
//! its commit the answers leave ([`app::asking::Short`]). What is not as usual goes the long way of three workers, each
//! called by the one before it: many at once, the first page after a start, an update that fails, a webhook's. Both
//! ways keep the same promises; the short one waits for the disk once instead of twice.
//!
//! # How large
//!
//! One process and a SQLite file serve a county. On PostgreSQL any number of processes share the bots
//! evenly by leases (`app::sharing` decides, `app::holding` acts): a process that comes gets one bot at
//! a time from one that has more than its share, each only when nothing of it is under way. [`capacity`] has the arithmetic
//! for a country.
//!
//! # Reading order
//!
//! [`model::rights`], [`service::join`], [`service::mail`], [`model::weekly`], [`outbox`], then
//! `tests/it/join.rs`: the tests are conversations.

pub mod app;
pub mod archive;
pub mod base;
pub mod capacity;
pub mod cli;
pub mod dialogue;
pub mod inbox;
pub mod model;
pub mod outbox;
pub mod paper;
pub mod sandbox;
pub mod schedule;
pub mod service;
pub mod sheet;
pub mod store;
pub mod telegram;
pub mod text;
pub mod web;
