//! The chat page: several phones in a browser, on a clock the visitor can move. Owns what the host
//! tells the page, its files and addresses; must not know the Bot API's methods.

mod act;
mod guard;
mod view;

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::extract::{DefaultBodyLimit, FromRef, Path, Query, State};
use axum::http::{StatusCode, header};
use axum::response::sse::{Event, Sse};
use axum::response::{IntoResponse, Json, Response};
use axum::routing::{get, post};
use axum::{Router, middleware};
use chrono::TimeDelta;
use futures_util::future::BoxFuture;
use futures_util::stream::{self, Stream};
use serde::Deserialize;
use serde_json::{Value, json};

use super::{Sandbox, weather};
use crate::base::{Instant, to_ms};

/// Largest upload from the page.
const UPLOAD_LIMIT: usize = 20 * 1024 * 1024;

/// Changes within this time reach the browser as one.
const COALESCE: Duration = Duration::from_millis(60);

/// The browser hears the time at least this often.
const HEARTBEAT: Duration = Duration::from_secs(5);

/// What will happen next, for the button that goes there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NextThing {
    pub at: Instant,
    pub label: String,
}

/// How the page moves time; the host knows what has to run in between.
pub trait ClockControl: Send + Sync {
    /// Moves time forward and lets everything happen that falls due.
    fn advance(&self, by: TimeDelta) -> BoxFuture<'_, ()>;
    /// The next scheduled thing.
    fn next(&self) -> BoxFuture<'_, Option<NextThing>>;
    /// Moves to it.
    fn to_next(&self) -> BoxFuture<'_, ()>;
}

/// What the host shows around the phones.
pub struct Page {
    pub title: String,
    /// A sentence under the title.
    pub intro: String,
    /// What to try first, in order: a name, a colon, what to do.
    pub steps: Vec<String>,
    pub clock: Box<dyn ClockControl>,
    /// Host names (without port) that are accepted besides loopback and the listen address.
    pub hosts: Vec<String>,
}

impl Page {
    /// Also accepts requests for the address the server listens on.
    pub(super) fn at(mut self, own: Option<SocketAddr>) -> Self {
        if let Some(own) = own.filter(|a| !a.ip().is_unspecified()) {
            self.hosts.push(own.ip().to_string());
        }
        self
    }
}

/// What every page request works on.
#[derive(Clone)]
struct Desk {
    sandbox: Sandbox,
    page: Arc<Page>,
}

impl FromRef<Desk> for Sandbox {
    fn from_ref(desk: &Desk) -> Self {
        desk.sandbox.clone()
    }
}

const FILES: [(&str, &str, &str); 11] = [
    ("icon.svg", "image/svg+xml", include_str!("icon.svg")),
    ("page.css", CSS, include_str!("page.css")),
    ("phone.css", CSS, include_str!("phone.css")),
    ("app.js", JS, include_str!("app.js")),
    ("authenticator.js", JS, include_str!("authenticator.js")),
    ("bubble.js", JS, include_str!("bubble.js")),
    ("clock.js", JS, include_str!("clock.js")),
    ("make.js", JS, include_str!("make.js")),
    ("phone.js", JS, include_str!("phone.js")),
    ("samples.js", JS, include_str!("samples.js")),
    ("weather.js", JS, include_str!("weather.js")),
];
const CSS: &str = "text/css; charset=utf-8";
const JS: &str = "text/javascript; charset=utf-8";

/// `/`, `/page/…` and `/sandbox/…`, behind the guard.
pub(super) fn routes(sandbox: Sandbox, page: Page) -> Router {
    let desk = Desk {
        sandbox,
        page: Arc::new(page),
    };
    Router::new()
        .route("/", get(index))
        .route("/page/state", get(state))
        .route("/page/events", get(events))
        .route("/page/clock", get(clock).post(move_clock))
        .route("/page/act", post(act::act))
        .route("/page/upload", post(act::upload))
        .route("/page/file/{id}", get(file))
        .route("/page/{name}", get(asset))
        .route("/sandbox/faults", get(weather::show).put(weather::set))
        .route("/sandbox/people/{person}/{what}", post(weather::person))
        .route("/sandbox/groups/{group}/upgrade", post(weather::upgrade))
        .route_layer(DefaultBodyLimit::max(UPLOAD_LIMIT))
        .route_layer(middleware::from_fn_with_state(desk.clone(), guard::guard))
        .with_state(desk)
}

async fn index() -> impl IntoResponse {
    let kind = [(header::CONTENT_TYPE, "text/html; charset=utf-8")];
    (kind, include_str!("index.html"))
}

async fn asset(Path(name): Path<String>) -> Response {
    match FILES.iter().find(|(file, ..)| *file == name) {
        Some((_, kind, content)) => ([(header::CONTENT_TYPE, *kind)], *content).into_response(),
        None => StatusCode::NOT_FOUND.into_response(),
    }
}

#[derive(Deserialize)]
struct Since {
    #[serde(default)]
    since: u64,
}

async fn state(State(desk): State<Desk>, Query(Since { since }): Query<Since>) -> Json<Value> {
    let mut shown = view::phones(&desk.sandbox, since);
    shown["title"] = json!(desk.page.title);
    shown["intro"] = json!(desk.page.intro);
    shown["steps"] = json!(desk.page.steps);
    Json(shown)
}

/// The version and the time: after every change, and now and then.
async fn events(
    State(desk): State<Desk>,
) -> Sse<impl Stream<Item = Result<Event, std::convert::Infallible>>> {
    let sandbox = desk.sandbox;
    let changes = sandbox.0.changes.subscribe();
    let closing = sandbox.0.closing.subscribe();
    let start = (sandbox, changes, closing, true);
    Sse::new(stream::unfold(
        start,
        async |(sandbox, mut changes, mut closing, first)| {
            if !first {
                tokio::select! {
                    _ = changes.changed() => tokio::time::sleep(COALESCE).await,
                    _ = closing.changed() => {}
                    () = tokio::time::sleep(HEARTBEAT) => {}
                }
            }
            if *closing.borrow() {
                return None;
            }
            changes.mark_unchanged();
            let version = sandbox.with(|state| state.version);
            let now = to_ms(sandbox.0.env.now());
            let event =
                Event::default().data(json!({"version": version, "now_ms": now}).to_string());
            Some((Ok(event), (sandbox, changes, closing, false)))
        },
    ))
}

async fn clock(State(desk): State<Desk>) -> Json<Value> {
    Json(clock_now(&desk).await)
}

async fn clock_now(desk: &Desk) -> Value {
    let next = desk.page.clock.next().await;
    json!({
        "now_ms": to_ms(desk.sandbox.0.env.now()),
        "next": next.map(|n| json!({"at_ms": to_ms(n.at), "label": n.label})),
    })
}

/// Forward by minutes (one year at most), or to the next thing.
#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
enum Move {
    Minutes(u32),
    Next,
}

async fn move_clock(State(desk): State<Desk>, Json(step): Json<Move>) -> Response {
    match step {
        Move::Minutes(n) if n <= 366 * 24 * 60 => {
            desk.page.clock.advance(TimeDelta::minutes(n.into())).await;
        }
        Move::Minutes(_) => return StatusCode::BAD_REQUEST.into_response(),
        Move::Next => desk.page.clock.to_next().await,
    }
    Json(clock_now(&desk).await).into_response()
}

/// A file of some chat. Only pictures, sound and film are shown; anything else is a download.
async fn file(State(desk): State<Desk>, Path(id): Path<String>) -> Response {
    let found = desk.sandbox.with(|state| {
        let file = state.files.get(&id)?;
        Some((file.mime.clone(), file.bytes.clone()))
    });
    let Some((mime, bytes)) = found else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let shown = ["image/", "audio/", "video/"]
        .iter()
        .any(|k| mime.starts_with(k));
    let bytes = axum::body::Bytes::from_owner(bytes);
    if shown && !mime.contains("svg") {
        return ([(header::CONTENT_TYPE, mime)], bytes).into_response();
    }
    let headers = [
        (header::CONTENT_TYPE, "application/octet-stream"),
        (header::CONTENT_DISPOSITION, "attachment"),
    ];
    (headers, bytes).into_response()
}
