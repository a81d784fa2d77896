//! # What a country takes
//!
//! Arithmetic for 9 million children in 2,800 counties with a bot each, with its assumptions, and
//! what was measured. `benches/country.rs` measures the same services: put your own figures in.
//!
//! ## Assumptions
//!
//! | | | value | why |
//! | --- | --- | --- | --- |
//! | `C` | children | 9,000,000 | the survey of 2016 found 9.02 million |
//! | `B` | bots | 2,800 | one for each county |
//! | `p` | parents in the chat per child | 1.0 | two parents, not all of them there, siblings read one update |
//! | `g` | guardians in the chat | 0.4 | grandparents; the others are rung |
//! | `q` | check-ins per child and week | 7 | every evening (`model::check_in::DEFAULT_CRON`); a school may ask less often |
//! | `a` | messages a check-in causes | 2 | the question, and the change of it when it is answered |
//! | `n` | relayed notes per child and week | 0.5 | |
//! | `e` | entries per child and week | 7 | a word or two a day; who was present is one roll of the class |
//! | `t` | taps and words of a person per child and week | 5 | answers, menus; each is an update and about one reply |
//!
//! ## Messages and updates
//!
//! ```text
//! weekly updates   C · p             =  9.0 M a week
//! "did you talk?"  C · p             =  9.0 M a week, three days later; fewer, for a yes takes it back
//! check-ins        C · g · q · a     = 50.4 M a week; 3.6 M questions every evening
//! notes            C · n             =  4.5 M a week
//! replies          C · t             = 45.0 M a week
//! messages   M     sum of these      =  118 M a week =   195 a second on average
//! updates    U     C · (t + g · q)   =   70 M a week =   116 a second on average
//! a bot            M / B             = 42,000 a week; its Sunday: 3,200 updates of the week
//! ```
//!
//! ## Hours: the messenger decides, not we
//!
//! A bot may send 30 messages a second (Bot API), and uses all of it while nobody asks anything
//! ([`crate::outbox::Pace`]). The bots work side by side, so the country needs as long as its largest
//! county:
//!
//! ```text
//! Sunday 19:00     C · p / B / 30      = 107 s for an average county, 17 minutes for one of 30,000
//! evening question C · g / B / 30      =  43 s for an average county
//! all bots at once 30 · B              = 84,000 messages a second, if nothing else were slower
//! ```
//!
//! No database needs to follow that: the peak lasts two minutes only if it may. With `D` messages a
//! second from one PostgreSQL, Sunday takes `C · p / D`: one hour at 2,500 a second. "Sunday, 19:00"
//! is then "between seven and eight"; readers in other zones and with hours of their own spread it
//! further. Lanes keep what is urgent ahead of it.
//!
//! ## Transactions
//!
//! A dispatcher settles and claims in one transaction: for three messages at a time where a process
//! has many bots ([`crate::outbox::Allowance`], `together`), for more when the database is slower than
//! the pace. A page of the weekly run is one for 200 adults; an update is one to store (100 of them
//! when polled), one to claim and one to handle (up to 64 of different chats each):
//!
//! ```text
//! sending 2,500/s      2,500 / 3               =  830 transactions a second
//! composing            C · p / 200             = 45,000 transactions between Sunday 03:00 and 19:00
//! hearing, evening     C · g / 3,600 s · 1.1   = 1,100 transactions a second in the hour of the question
//! standing by          1 + 1/2 a second and process, however many bots (`app::holding`)
//! ```
//!
//! Each of them commits to disk: below 2,000 a second is one ordinary server with a disk that
//! keeps a promise within a millisecond, and group commit shares it.
//!
//! ## Rows and disk
//!
//! What is kept how long is in [`crate::model::retention`]: words 30 days, messages 180, updates 30, and so on by kind.
//! A message with its words is about 830 bytes with indexes (10.1 M rows: 8.3 GB), without them about
//! 350; an update without words 170 (10.0 M rows: 1.7 GB); an entry 220 (10.0 M rows: 2.2 GB). Tables
//! that change hold as much again in room between two vacuums, a tenth of it at one percent:
//!
//! ```text
//! messages    M · (4.3 · 830 + 21.4 · 350)   = 1.3 TB
//! updates     U · 4.3 · 170                  =  51 GB
//! entries     C · e · 40 weeks · 220  = 554 GB a school year
//! ```
//!
//! The write-ahead log: a message is written when it is put (1.7 kB) and when it is settled (1.6 kB), and blanked
//! once; its claim is a row that all under way of a bot share (0.1 kB). About 4 kB: 0.7 MB a second on average.
//!
//! ## Machines
//!
//! Measured with 1,000,000 families on 100 bots (`simulate --families 1000000 --bots 100`): two shared
//! cores (AMD EPYC), PostgreSQL 15 on the same two with its files in memory and 128 MB of buffers, other work
//! beside a part of it. Each family's update and its question of the week were composed together,
//! 2,000,000 messages in 282 s; then the updates were sent, 1,000,000 in 153 s:
//!
//! | per 1,000 messages | hongyan | PostgreSQL | together |
//! | --- | --- | --- | --- |
//! | opening and composing | 0.05 s | 0.18 s | 7,100 a second |
//! | draining | 0.04 s | 0.18 s | 6,500 a second |
//!
//! ```text
//! composing        18 M · 0.18 s / 1,000          = 0.9 hours of one core for a week
//! the same         between 03:00 and 19:00        = 6 % of one core
//! draining         9 M · 0.72 s / 1,000           = 1.8 hours of one core for a Sunday
//! draining in 1 h  9 M · 0.72 s / 1,000 / 3,600   = 1.8 cores
//! ```
//!
//! Draining was measured with the pace lifted, in turns of up to 512. At the messenger's pace a turn
//! has three messages and about ten statements; four times the cost of a message is reckoned for it.
//!
//! That was when a claim was written into the message's own row as well, which took 2.4 kB of log and a third of
//! PostgreSQL's time for draining. Before its first vacuum a message that was sent took 2.3 kB then: it stood there as
//! put, as claimed and as settled. An entry took 280 bytes, a child 230, an account 220, a link 190.
//!
//! So: one PostgreSQL server of 8 cores with 4 TB, a replica of it, and three processes of two cores,
//! any two of which carry the load.
//!
//! ## What grows, and what does not
//!
//! The cost of a message does not know how many were sent before (`flat --families 20000 --bots 4 --levels
//! 0,1000000,10000000`: two shared cores, AMD EPYC, PostgreSQL on a disk with 128 MB of buffers):
//!
//! | processor time for 1,000 families | 0 settled messages | 1,000,000 | 10,000,000 |
//! | --- | --- | --- | --- |
//! | composing an update and a question each, PostgreSQL | 0.44 s | 0.42 s | 0.42 s |
//! | the same, hongyan | 0.18 s | 0.20 s | 0.19 s |
//! | draining the updates, PostgreSQL | 0.23 s | 0.26 s | 0.26 s |
//! | the same, hongyan | 0.06 s | 0.07 s | 0.06 s |
//!
//! By the clock the 20,000 took 7.7, 7.9 and 9.7 s to compose and 3.2, 3.7 and 4.9 s to drain: of 8 GB, 128 MB are in
//! the server's memory.
//!
//! Claims, settlements, gauges, health and the lists of people who look read partial indexes of what
//! is open; what is settled is found only by its key. Measured with 10 million settled messages and
//! 100,000 that wait (`EXPLAIN ANALYZE`, 128 MB of buffers):
//!
//! | statement | walking the table | now |
//! | --- | --- | --- |
//! | rows by state and lane (every 15 s) | 11,509 ms | 25 ms, at most 10,000 rows of a lane |
//! | oldest waiting per lane | 50 ms | 0.13 ms |
//! | in doubt | 45 ms | 0.02 ms |
//! | next moment of a bot | 3.1 ms | 0.2 ms |
//! | updates by state | 2,065 ms | 8 ms |
//! | parked updates | 481 ms | 0.01 ms |
//! | refused messages | 1,322 ms | 0.02 ms |
//! | a claim of 30 | | 1.8 ms |
//! | blanking 500 messages | | 19 ms |
//! | removing 500 messages | | 1.9 ms |
//!
//! **Not partitioned.** A key that keeps a message from being written twice must be unique over the
//! whole table, which partitions by time cannot promise, and SQLite has none. Removing costs
//! 4 µs a row; vacuum at one percent keeps up with it.
//!
//! **The planner is kept blind** for how much waits (`store::care`): with statistics of a quiet
//! Saturday it walked all that waited for every row it claimed, 1,001 ms for a claim among 4,000 that
//! wait; without them it takes 1.1 ms. It then thinks too little of a young database, in which all messages wait:
//! around a claim it may not sort (`store::tx`), or it sorted all 60,000 each time, 364 ms instead of 20.
//!
//! **One country is not one database.** Nothing crosses a county: bots, families, schools and their
//! messages belong to one. Thirty provinces may have thirty databases with this same program, and the
//! figures above divide by thirty.
