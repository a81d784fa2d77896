//! How the house stops: the first signal asks to finish what is under way, the second ends at once.
//! Knows nobody who listens.

use tokio::sync::watch;

/// How far the wish to stop has gone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Phase {
    Running,
    Finishing,
    AtOnce,
}

/// Held by everyone who must know. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Stop(watch::Receiver<Phase>);

/// Asks for the stop: the signals do, and tests.
#[derive(Clone, Debug)]
pub struct Stopper(watch::Sender<Phase>);

impl Stopper {
    pub fn new() -> (Self, Stop) {
        let (sender, receiver) = watch::channel(Phase::Running);
        (Self(sender), Stop(receiver))
    }

    /// The first call asks everyone to finish, the second to end at once.
    pub fn ask(&self) {
        self.0.send_modify(|phase| {
            *phase = match phase {
                Phase::Running => Phase::Finishing,
                Phase::Finishing | Phase::AtOnce => Phase::AtOnce,
            };
        });
    }
}

impl Stop {
    /// Listens to SIGTERM and SIGINT from now on. Needs a running tokio.
    pub fn on_signals() -> std::io::Result<Self> {
        use tokio::signal::unix::{SignalKind, signal};
        let mut terminate = signal(SignalKind::terminate())?;
        let mut interrupt = signal(SignalKind::interrupt())?;
        let (stopper, stop) = Stopper::new();
        tokio::spawn(async move {
            loop {
                let name = tokio::select! {
                    _ = terminate.recv() => "SIGTERM",
                    _ = interrupt.recv() => "SIGINT",
                };
                tracing::info!(signal = name, "asked to stop");
                stopper.ask();
            }
        });
        Ok(stop)
    }

    /// Whether nothing new should be begun.
    pub fn is_asked(&self) -> bool {
        *self.0.borrow() >= Phase::Finishing
    }

    /// Returns once nothing new should be begun.
    pub async fn asked(&self) {
        self.reached(Phase::Finishing).await;
    }

    /// Returns once everything should be dropped.
    pub async fn at_once(&self) {
        self.reached(Phase::AtOnce).await;
    }

    async fn reached(&self, wanted: Phase) {
        let mut phase = self.0.clone();
        if phase.wait_for(|phase| *phase >= wanted).await.is_err() {
            // Nobody is left who could ask.
            std::future::pending::<()>().await;
        }
    }
}

/// How a command ends, as the exit code of the process.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ending {
    /// 0: done, or stopped with everything finished.
    Done = 0,
    /// 1: a problem was found or the house could not start.
    Problem = 1,
    /// 2: the command line or the configuration is wrong.
    Configuration = 2,
    /// 3: stopped before everything under way was finished. Nothing is lost, leases run out.
    Unfinished = 3,
}

impl From<Ending> for std::process::ExitCode {
    fn from(ending: Ending) -> Self {
        Self::from(ending as u8)
    }
}
