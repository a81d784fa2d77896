//! The bell that calls workers before their time. Knows no worker.

use tokio::sync::watch;

/// Rung after a commit that leaves work for others and when the clock is moved. Clones are one
/// bell; ringing never waits, and a ring between two looks of a listener is not lost.
#[derive(Clone, Debug)]
pub struct Bell(watch::Sender<u64>);

impl Default for Bell {
    fn default() -> Self {
        Self(watch::Sender::new(0))
    }
}

impl Bell {
    pub fn ring(&self) {
        self.0.send_modify(|rings| *rings = rings.wrapping_add(1));
    }

    /// Hears every ring from now on.
    pub fn listen(&self) -> Listener {
        Listener {
            heard: self.0.subscribe(),
            // Kept so that `rung` can never end for want of a bell.
            _bell: self.clone(),
        }
    }
}

/// One who listens to a [`Bell`].
#[derive(Clone, Debug)]
pub struct Listener {
    heard: watch::Receiver<u64>,
    _bell: Bell,
}

impl Listener {
    /// Returns at once when the bell rang since the last call, else waits for it.
    pub async fn rung(&mut self) {
        // An error would mean the bell is gone, and `_bell` holds one.
        let _ = self.heard.changed().await;
    }
}

#[cfg(test)]
mod tests {
    use futures_util::FutureExt;

    use super::*;

    #[tokio::test]
    async fn a_ring_before_listening_again_is_heard() {
        let bell = Bell::default();
        let mut listener = bell.listen();
        bell.clone().ring();
        listener.rung().await;
        assert!(listener.rung().now_or_never().is_none());
    }
}
