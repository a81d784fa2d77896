//! What the numbers were measured on, and what a process uses.

use std::fs;
use std::hint::black_box;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

/// Prints what a reader of the numbers must know.
pub fn describe() {
    let model = fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let model = model
        .lines()
        .find_map(|line| line.strip_prefix("model name")?.split(':').nth(1))
        .unwrap_or("unknown processor")
        .trim()
        .to_owned();
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let load = fs::read_to_string("/proc/loadavg").unwrap_or_default();
    let load = load.split(' ').next().unwrap_or("?").to_owned();
    println!(
        "machine: {model}, {cores} cores, load {load} at the start, {:.0} ns a read at random in 8 MB",
        far_read()
    );
}

/// Nanoseconds of a read at a random place of 8 MB, which is more than a core's own cache. More than 100 were seen
/// on a shared machine, as if neighbours had used up the cache that all have.
fn far_read() -> f64 {
    /// Places of the size of a cache line.
    const PLACES: usize = 8 << 20 >> 6;
    const READS: u32 = 1_000_000;
    let mut next: Vec<[usize; 8]> = (0..PLACES).map(|place| [place; 8]).collect();
    // One round through all of them (Sattolo): none is near the last.
    let mut number = 1_u64;
    for place in (1..PLACES).rev() {
        number = number
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1);
        next.swap(place, (number >> 33) as usize % place);
    }
    let began = Instant::now();
    let mut place = 0;
    for _ in 0..READS {
        place = next[place][0];
    }
    black_box(place);
    began.elapsed().as_secs_f64() * 1e9 / f64::from(READS)
}

/// A figure of `/proc/<pid>/status` in megabytes: `VmRSS` is now, `VmHWM` the peak.
pub fn memory(pid: u32, which: &str) -> f64 {
    let status = fs::read_to_string(format!("/proc/{pid}/status")).unwrap_or_default();
    status
        .lines()
        .find_map(|line| line.strip_prefix(which)?.strip_prefix(':'))
        .and_then(|rest| rest.split_whitespace().next()?.parse::<f64>().ok())
        .map_or(f64::NAN, |kilobytes| kilobytes / 1_024.0)
}

/// How often the pulse is felt.
const BEAT: Duration = Duration::from_millis(2);

/// Pieces of work in one beat. The fastest of them counts: whoever is interrupted by others is slow in one only.
const PIECES: u32 = 4;

/// Below this part of its usual speed a machine counts as slowed down.
const SLOWED: f64 = 0.5;

/// Feels how fast the machine runs, by a small piece of arithmetic every two milliseconds (about 1 % of a core).
/// Shared machines were seen to fall to a tenth of their speed for some 40 ms every two seconds, on all cores at
/// once, whatever ran on them.
pub struct Pulse {
    ended: Arc<AtomicBool>,
    thread: JoinHandle<Vec<(Instant, Duration)>>,
}

impl Pulse {
    pub fn begin() -> Self {
        let ended = Arc::new(AtomicBool::new(false));
        let heard = ended.clone();
        let thread = std::thread::spawn(move || {
            let mut beats = Vec::new();
            while !heard.load(Ordering::Relaxed) {
                let pieces = (0..PIECES).map(|_| piece());
                let fastest = pieces.min().unwrap_or_default();
                beats.push((Instant::now(), fastest));
                std::thread::sleep(BEAT);
            }
            beats
        });
        Self { ended, thread }
    }

    pub fn end(self) -> Beats {
        self.ended.store(true, Ordering::Relaxed);
        let beats = self.thread.join().unwrap_or_default();
        let mut all: Vec<Duration> = beats.iter().map(|(_, took)| *took).collect();
        all.sort_unstable();
        let usual = all.get(all.len() / 2).copied().unwrap_or_default();
        let slow = |took: Duration| usual.as_secs_f64() < took.as_secs_f64() * SLOWED;
        Beats(
            beats
                .into_iter()
                .map(|(at, took)| (at, slow(took)))
                .collect(),
        )
    }
}

fn piece() -> Duration {
    let began = Instant::now();
    let mut number = black_box(1_u64);
    for _ in 0..3_000 {
        number = number
            .rotate_left(9)
            .wrapping_mul(6_364_136_223_846_793_005);
    }
    black_box(number);
    began.elapsed()
}

/// When each beat came, and whether the machine was slowed down.
pub struct Beats(Vec<(Instant, bool)>);

impl Beats {
    /// Whether the machine ran at its usual speed from the last beat before to the first one after.
    pub fn even(&self, from: Instant, until: Instant) -> bool {
        let first = self.0.partition_point(|(at, _)| *at <= from);
        let last = self.0.partition_point(|(at, _)| *at < until);
        self.0
            .iter()
            .take(last + 1)
            .skip(first.saturating_sub(1))
            .all(|(_, slow)| !slow)
    }

    /// The part of all beats that were slow. It says whether one of two that are compared met more of them, or made them.
    pub fn slowed(&self) -> f64 {
        let slow = self.0.iter().filter(|(_, slow)| *slow).count();
        slow as f64 / self.0.len() as f64
    }
}
