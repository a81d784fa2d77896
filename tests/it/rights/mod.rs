//! `may` is exact: compared with a slow reference over random ledgers at every edge of every fact; and
//! the table as people read it.

mod doors;
mod reference;

use chrono::{Months, NaiveDate, TimeDelta};
use hongyan::base::{Chance, ChildId, Instant, UnitId};
use hongyan::model::consent::{Answer, ConsentFact, Purpose};
use hongyan::model::record::Programme;
use hongyan::model::rights::{
    ExclusionFact, GrantFact, Ledger, LinkFact, LinkRole, LinkState, OfferFact, Parental, Place,
    PostFact, Span, may, printed,
};
use hongyan::model::unit::Role;

/// Random ledgers in a plain run; a million when `HONGYAN_LEDGERS` says so (README, "Numbers").
fn how_many() -> u64 {
    let asked = std::env::var("HONGYAN_LEDGERS").ok();
    asked.and_then(|n| n.parse().ok()).unwrap_or(100_000)
}

/// Makes small worlds in which facts meet, touch and miss each other.
struct Dice {
    chance: Chance,
    base: Instant,
}

impl Dice {
    fn below(&self, n: u64) -> u64 {
        self.chance.below(n)
    }

    fn of<T: Copy>(&self, all: &[T]) -> T {
        all[self.below(all.len() as u64) as usize]
    }

    /// One of a few moments, so that edges fall together often.
    fn moment(&self) -> Instant {
        self.base + TimeDelta::hours(6 * self.below(10) as i64)
    }

    fn span(&self) -> Span {
        let to = (self.below(3) > 0).then(|| self.moment());
        Span {
            from: self.moment(),
            to,
        }
    }

    fn some<T>(&self, most: u64, mut make: impl FnMut() -> T) -> Vec<T> {
        (0..self.below(most + 1)).map(|_| make()).collect()
    }

    fn child(&self) -> ChildId {
        ChildId(1 + i64::from(self.below(5) == 0))
    }

    fn unit(&self) -> UnitId {
        UnitId(1 + self.below(5) as i64)
    }

    /// Answers to every purpose, some yes, some over another; half the people were asked nothing.
    fn answers(&self) -> Vec<ConsentFact> {
        let most = 8 * self.below(2);
        self.some(most, || ConsentFact {
            child: self.child(),
            purpose: self.of(Purpose::ALL),
            answer: match self.below(2) {
                0 => self.of(Answer::ALL),
                _ => Answer::Agreed,
            },
            from: self.moment(),
        })
    }

    fn ledger(&self) -> Ledger {
        let state = || match self.below(8) {
            0 => self.of(LinkState::ALL),
            _ => LinkState::Active,
        };
        let maybe = |n: u64| (self.below(n) > 0).then(|| self.moment());
        let posts = self.some(2, || {
            let Span { from, to } = self.span();
            PostFact {
                unit: self.unit(),
                role: self.of(Role::ALL),
                from,
                to,
                // Some were looked at so long ago that they rest for a part of the time.
                checked: match self.below(3) {
                    0 => self.moment() - TimeDelta::days(365),
                    _ => from,
                },
            }
        });
        let grants = self.some(1, || {
            let from = self.moment();
            // By one of the posts, or one that is not held.
            let (unit, role) = match posts.first() {
                Some(PostFact { unit, role, .. }) if self.below(4) > 0 => (*unit, *role),
                _ => (self.unit(), self.of(Role::ALL)),
            };
            GrantFact {
                child: self.child(),
                unit,
                role,
                from,
                to: from + TimeDelta::hours(1 + self.below(12) as i64),
            }
        });
        Ledger {
            links: self.some(2, || LinkFact {
                child: self.child(),
                // The young person's own, which allows little, is rarer than the family's.
                role: match self.below(6) {
                    0 => LinkRole::Oneself,
                    _ => self.of(&[LinkRole::Parent, LinkRole::Guardian, LinkRole::Contact]),
                },
                state: state(),
                from: maybe(2),
                // Some ended so long ago that these days see the last of it.
                to: maybe(2).map(|to| to - TimeDelta::days(365 * self.below(2) as i64)),
            }),
            posts,
            grants,
            exclusions: match self.below(3) {
                0 => self.some(2, || ExclusionFact {
                    child: self.child(),
                    span: self.span(),
                }),
                _ => Vec::new(),
            },
            rostered: match self.below(8) {
                0 => vec![self.child()],
                _ => Vec::new(),
            },
            consents: self.answers(),
            doubted: (self.below(8) == 0).then(|| self.moment()),
        }
    }

    fn place(&self) -> Place {
        let zones = [
            chrono_tz::Asia::Shanghai,
            chrono_tz::Europe::Rome,
            chrono_tz::America::New_York,
        ];
        let programme = match self.below(4) {
            0 => self.of(Programme::ALL),
            _ => Programme::Active,
        };
        Place {
            child: ChildId(1),
            units: self.some(3, || self.unit()),
            programme,
            birth: self.birth(),
            zone: self.of(&zones),
            pictures: self.below(3) > 0,
            freezes: match self.below(4) {
                0 => self.some(2, || self.span()),
                _ => Vec::new(),
            },
            own: self.answers(),
            parents: self.some(2, || Parental {
                adult: None,
                papers: match self.below(3) {
                    0 => self.some(2, || self.span()),
                    _ => Vec::new(),
                },
                answers: self.answers(),
            }),
            stays: self.some(1, || self.span()),
            offers: self.some(1, || OfferFact {
                unit: self.unit(),
                from: self.moment(),
            }),
        }
    }

    /// A child, or somebody whose 14th or 18th birthday falls into these days; some on a leap day.
    fn birth(&self) -> Option<NaiveDate> {
        let years = match self.below(6) {
            0 => return None,
            1 => return "2017-09-01".parse().ok(),
            2 | 3 => 14,
            _ => 18,
        };
        let day = self.moment().date_naive();
        day.checked_sub_months(Months::new(12 * years))
    }
}

/// Every edge of every fact, and the last moment before it.
fn edges(ledger: &Ledger, place: &Place, base: Instant) -> Vec<Instant> {
    let mut out = vec![base];
    let mut edge = |at: Option<Instant>| out.extend(at);
    for link in &ledger.links {
        edge(link.from);
        edge(link.to);
        edge(link.to.map(|to| to + TimeDelta::days(365)));
    }
    for post in &ledger.posts {
        edge(Some(post.from));
        edge(post.to);
    }
    for grant in &ledger.grants {
        edge(Some(grant.from));
        edge(Some(grant.to));
    }
    let spans = ledger.exclusions.iter().map(|fact| fact.span);
    let spans = spans.chain(place.freezes.iter().copied());
    let papers = place.parents.iter().flat_map(|parent| &parent.papers);
    let spans = spans.chain(papers.copied());
    for span in spans.chain(place.stays.iter().copied()) {
        edge(Some(span.from));
        edge(span.to);
    }
    let answers = ledger.consents.iter().chain(&place.own);
    let said = place.parents.iter().flat_map(|parent| &parent.answers);
    answers
        .chain(said)
        .for_each(|answer| edge(Some(answer.from)));
    edge(ledger.doubted);
    place.offers.iter().for_each(|offer| edge(Some(offer.from)));
    // Midnights of the school, where birthdays begin.
    if place.birth.is_some() {
        for day in 0..3 {
            let local = (base + TimeDelta::days(day)).with_timezone(&place.zone);
            let midnight = local.date_naive().and_time(chrono::NaiveTime::MIN);
            let midnight = midnight.and_local_timezone(place.zone).earliest();
            edge(midnight.map(|at| at.with_timezone(&chrono::Utc)));
        }
    }
    out.sort();
    out.dedup();
    let before = TimeDelta::milliseconds(1);
    out.iter().flat_map(|at| [*at - before, *at]).collect()
}

#[test]
fn the_right_is_exact_over_random_ledgers() {
    let (mut asked, mut yes) = (0_u64, 0_u64);
    for number in 0..how_many() {
        // 29 February, 1 March, a change of clocks in Rome and New York, an ordinary day.
        let bases = [
            "2024-02-28",
            "2026-02-27",
            "2026-03-28",
            "2026-03-07",
            "2026-06-10",
        ];
        let base = bases[(number % 5) as usize];
        let dice = Dice {
            chance: Chance::seeded(number),
            base: format!("{base}T12:00:00Z").parse().unwrap(),
        };
        let (ledger, place) = (dice.ledger(), dice.place());
        let moments = edges(&ledger, &place, dice.base);
        for (action, row) in reference::allowed(&ledger, &place, &moments) {
            for (at, expected) in moments.iter().zip(row) {
                let said = may(&ledger, action, &place, *at);
                asked += 1;
                yes += u64::from(said);
                assert_eq!(
                    said, expected,
                    "ledger {number}, {action:?} at {at}\n{ledger:#?}\n{place:#?}"
                );
            }
        }
    }
    // The dice must not load one side: a checker that is never asked a yes proves nothing.
    assert!(yes * 20 > asked, "{yes} of {asked}");
}

#[test]
fn the_table_as_people_read_it() {
    insta::assert_snapshot!("table", printed());
}
