//! Several processes on one PostgreSQL: they share the bots, replace each other, and wait for a
//! database that is away.

mod proxy;
mod rig;

use std::time::{Duration, Instant};

use hongyan::outbox::HOLD;
use rig::{BOTS, Town};

/// Bots in living hands.
const HELD: &str = "SELECT COUNT(*) FROM bots WHERE lease_owner IN (SELECT id FROM processes)";
/// Processes that have one.
const HOLDERS: &str = "SELECT COUNT(DISTINCT lease_owner) FROM bots";

/// All that is under way is claimed until a moment long ago.
const CLAIMS_END: &str =
    "UPDATE under_way SET claims = regexp_replace(claims, ':[0-9]+', ':1', 'g')";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_processes_share_three_bots_and_one_replaces_the_other() {
    let Some(town) = Town::new().await else {
        return;
    };
    let school = "INSERT INTO units (id, kind, key, name, time_zone)
        VALUES (1, 'school', 's', 'School', 'Asia/Shanghai')";
    town.execute(school).await;
    let first = town.start("first");
    let _second = town.start("second");
    town.round(1).await;
    town.until(HOLDERS, 2).await;
    town.round(2).await;
    // Both see the same schedules; each run is opened once and has one successor.
    let runs = town.count("SELECT COUNT(*) FROM runs").await;
    assert!(runs > 0);
    town.execute(
        "UPDATE runs SET due_ms = CAST(EXTRACT(EPOCH FROM now()) * 1000 AS BIGINT) - 60000 - id % 10",
    )
    .await;
    let ended = "SELECT COUNT(*) FROM runs WHERE state IN ('done', 'missed')";
    town.until(ended, runs).await;
    let waiting = "SELECT COUNT(*) FROM runs WHERE state = 'waiting'";
    town.until(waiting, runs).await;
    assert_eq!(town.conflicts(), 0, "two asked for one bot");

    // The dead one's bots are taken over when its lease is over, not before it could be.
    let killed = Instant::now();
    drop(first);
    town.until(HOLDERS, 1).await;
    let took = killed.elapsed();
    assert!(
        took <= HOLD.to_std().unwrap() + Duration::from_secs(4),
        "{took:?}"
    );
    town.round(3).await;
    town.nothing_lost_nothing_doubled(3 * town.phones.len())
        .await;
    assert_eq!(town.count(HELD).await, BOTS as i64);
    assert_eq!(town.conflicts(), 0, "two asked for one bot");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_holder_that_slept_writes_nothing_when_it_wakes() {
    let Some(town) = Town::new().await else {
        return;
    };
    let slow = town.start("slow");
    town.round(1).await;
    let _other = town.start("other");
    // Answers are under way when it falls asleep.
    town.sandbox
        .faults(|faults| faults.odds.latency_ms = (100, 300));
    for phone in &town.phones {
        phone.types("is anybody there?").unwrap();
    }
    let under_way = "SELECT COUNT(*) FROM under_way WHERE claims <> '{}'";
    let begun = Instant::now();
    while town.count(under_way).await == 0 {
        assert!(begun.elapsed() < rig::PATIENCE, "nothing is under way");
    }
    slow.signal("-STOP");
    town.sandbox.faults(|faults| faults.clear());
    // What the dead held runs out, as it would within three minutes.
    for sql in [
        "DELETE FROM processes",
        "UPDATE bots SET lease_until_ms = 1",
        "UPDATE inbox SET lease_until_ms = 1 WHERE state = 'claimed'",
        CLAIMS_END,
    ] {
        town.execute(sql).await;
    }
    town.answered(2).await;
    slow.signal("-CONT");
    // It is there again, and has written nothing that was not its own any more.
    town.until("SELECT COUNT(*) FROM processes", 2).await;
    town.round(3).await;
    town.nothing_lost_nothing_doubled(3 * town.phones.len())
        .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_rolling_restart_under_traffic_loses_and_doubles_nothing() {
    let Some(town) = Town::new().await else {
        return;
    };
    let mut written = 0;
    let first = town.start("first");
    let second = town.start("second");
    town.round(1).await;
    town.until(HOLDERS, 2).await;
    let traffic = async {
        loop {
            for phone in &town.phones {
                phone.types("is anybody there?").unwrap();
                written += 1;
                tokio::time::sleep(Duration::from_millis(15)).await;
            }
        }
    };
    let mut news = Vec::new();
    let restart = async {
        for (old, new) in [(first, "third"), (second, "fourth")] {
            news.push(town.start(new));
            town.until("SELECT COUNT(*) FROM processes", 3).await;
            let status = old.stop().await;
            assert!(status.success(), "{status}");
        }
    };
    tokio::select! {
        () = traffic => {}
        () = restart => {}
    }
    town.until(HELD, BOTS as i64).await;
    let wanted = written + town.phones.len();
    town.nothing_lost_nothing_doubled(wanted).await;
    assert_eq!(town.answers(), wanted);
    let doubted = "SELECT COUNT(*) FROM outbox WHERE in_doubt = 1";
    assert_eq!(town.count(doubted).await, 0);
    assert_eq!(town.conflicts(), 0, "two asked for one bot");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_database_that_goes_and_comes_back_is_waited_for() {
    let Some(town) = Town::new().await else {
        return;
    };
    let proxy = proxy::Proxy::before(&town.db.url).await;
    let program = town.start_on("one", &proxy.url);
    town.round(1).await;
    for phone in &town.phones {
        phone.types("is anybody there?").unwrap();
    }
    proxy.cut();
    for phone in &town.phones {
        phone.types("is anybody there?").unwrap();
    }
    let waits = |log: &str| log.matches("waiting for the database").count();
    let cut = Instant::now();
    while waits(&program.log()) < 2 {
        assert!(cut.elapsed() < 2 * rig::PATIENCE, "{}", program.log());
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    proxy.mend();
    town.answered(3).await;
    // The server itself ends every connection, as at its restart.
    town.execute(
        "SELECT CAST(COUNT(pg_terminate_backend(pid)) AS BIGINT) FROM pg_stat_activity
         WHERE datname = current_database() AND pid <> pg_backend_pid()",
    )
    .await;
    town.round(4).await;
    // What the cut tore apart is given back when its claim runs out, as within three minutes.
    town.execute("UPDATE inbox SET lease_until_ms = 1 WHERE state = 'claimed'")
        .await;
    town.execute(CLAIMS_END).await;
    town.nothing_lost_nothing_doubled(4 * town.phones.len())
        .await;
    let log = program.log();
    let (waited, works) = (waits(&log), log.matches("works again").count());
    // Each worker says it once per absence, and all of them work again.
    let workers = 3 * BOTS + 5;
    assert!(waited <= 2 * workers, "{waited}: {log}");
    assert_eq!(log.matches("a round failed").count(), 0, "{log}");
    assert!(works >= 2 && works <= waited, "{works} of {waited}: {log}");
}
