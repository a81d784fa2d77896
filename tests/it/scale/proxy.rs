//! A wire between the program and PostgreSQL that can be cut.

use std::time::Duration;

use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;

pub struct Proxy {
    /// The database by way of the wire.
    pub url: String,
    whole: watch::Sender<bool>,
}

impl Proxy {
    pub async fn before(url: &str) -> Self {
        let (head, rest) = url.split_once('@').unwrap();
        let (server, name) = rest.split_once('/').unwrap();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("{head}@{}/{name}", listener.local_addr().unwrap());
        let (whole, seen) = watch::channel(true);
        let server = server.to_owned();
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                if *seen.borrow() {
                    tokio::spawn(wire(stream, server.clone(), seen.clone()));
                }
            }
        });
        Self { url, whole }
    }

    /// Every connection ends, and none is made any more.
    pub fn cut(&self) {
        self.whole.send_replace(false);
    }

    pub fn mend(&self) {
        self.whole.send_replace(true);
    }
}

async fn wire(mut near: TcpStream, server: String, mut whole: watch::Receiver<bool>) {
    let far = tokio::time::timeout(Duration::from_secs(5), TcpStream::connect(server)).await;
    let Ok(Ok(mut far)) = far else {
        return;
    };
    tokio::select! {
        _ = tokio::io::copy_bidirectional(&mut near, &mut far) => {}
        _ = whole.wait_for(|whole| !whole) => {}
    }
}
