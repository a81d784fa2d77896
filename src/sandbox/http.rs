//! The Bot API over HTTP: address → bot and method, answer → status and body, faults in between.
//! Must not know what a method does.

use std::future::Future;
use std::time::Duration;

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::{DefaultBodyLimit, Request, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Json, Response};
use futures_util::stream;
use serde::Serialize;
use serde_json::Value;
use tokio::net::TcpListener;

use super::faults::{Fault, When};
use super::methods::{self, Answer, Call, KNOWN};
use super::page::{self, Page};
use super::params::{Params, decode};
use super::refusal::Refusal;
use super::{Sandbox, locked};

/// How long open connections may finish after the stop.
const GRACE: Duration = Duration::from_secs(2);

/// Serves the Bot API, and the page if there is one, until `stop` is ready. Long polls and event
/// streams are answered at once then.
///
/// # Errors
/// When the listener fails.
pub async fn serve(
    listener: TcpListener,
    sandbox: Sandbox,
    page: Option<Page>,
    stop: impl Future<Output = ()> + Send + 'static,
) -> std::io::Result<()> {
    sandbox.0.closing.send_replace(false);
    sandbox.send_couriers();
    let (stopped, mut waits) = tokio::sync::watch::channel(false);
    let closing = sandbox.clone();
    let stop = async move {
        stop.await;
        closing.0.closing.send_replace(true);
        stopped.send_replace(true);
    };
    let own = listener.local_addr().ok();
    let app = router(sandbox, page.map(|p| p.at(own)));
    let server = axum::serve(listener, app).with_graceful_shutdown(stop);
    let overdue = async move {
        // The sender lives in the server's stop future; an error means the server has ended.
        let _ = waits.wait_for(|stopped| *stopped).await;
        tokio::time::sleep(GRACE).await;
    };
    tokio::select! {
        done = server.into_future() => done,
        () = overdue => Ok(()),
    }
}

/// The routes: `/bot<token>/<method>`, `/file/bot<token>/<path>` and, with a page, `/` and
/// `/page/…` and `/sandbox/…`.
pub fn router(sandbox: Sandbox, page: Option<Page>) -> Router {
    let api = Router::new()
        .fallback(answer)
        .with_state(sandbox.clone())
        // Bodies are bounded where they are read (`params`), as the Bot API bounds them.
        .layer(DefaultBodyLimit::disable())
        .layer(axum::middleware::map_response(strict));
    match page {
        Some(page) => page::routes(sandbox, page).merge(api),
        None => api,
    }
}

/// Nothing of the Bot API is a page: never framed, sniffed, kept or told to others.
const STRICT: [(header::HeaderName, &str); 5] = [
    (header::CACHE_CONTROL, "no-store"),
    (
        header::CONTENT_SECURITY_POLICY,
        "default-src 'none'; frame-ancestors 'none'",
    ),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::X_FRAME_OPTIONS, "DENY"),
    (header::REFERRER_POLICY, "no-referrer"),
];

async fn strict(mut response: Response) -> Response {
    for (name, value) in STRICT {
        let value = HeaderValue::from_static(value);
        response.headers_mut().entry(name).or_insert(value);
    }
    response
}

async fn answer(State(sandbox): State<Sandbox>, request: Request) -> Response {
    let path = decode(&request.uri().path().replace('+', "%2B"));
    if let Some((token, file)) = address(&path, "/file/bot") {
        return sandbox.download(token, file);
    }
    let Some((token, method)) = address(&path, "/bot") else {
        return refuse(&Refusal::not_found());
    };
    let bot = match sandbox.bot_of(token) {
        Ok(bot) => bot,
        Err(refusal) => return refuse(&refusal),
    };
    let method = method.to_ascii_lowercase();
    if !KNOWN.contains(&method.as_str()) {
        sandbox.count_refusal(404);
        return refuse(&Refusal::not_found());
    }
    sandbox.count(&method);
    let (latency, fault) = sandbox.faults(|f| f.draw(&method));
    if latency > 0 {
        tokio::time::sleep(Duration::from_millis(latency)).await;
    }
    if let Some(fault) = fault {
        sandbox.count_fault(fault);
    }
    if fault == Some(Fault::Silence(When::Before)) {
        sandbox.keep_silent().await;
    }
    let params = Params::read(request).await;
    if let (Some(fault), Ok(params)) = (fault, &params) {
        sandbox.flood(bot, fault, params.int("chat_id"));
    }
    let early = fault.and_then(|fault| spoil(fault, When::Before));
    if let Some(answer) = early {
        sandbox.count_refusal(answer.status().as_u16());
        return answer;
    }
    let outcome = match params {
        Err(refusal) => Err(refusal),
        Ok(params) if method == "getupdates" => sandbox.get_updates(bot, &params).await,
        Ok(params) => {
            let outcome = sandbox.perform(bot, &method, &params);
            if method == "setwebhook" && outcome.is_ok() {
                sandbox.send_courier(bot);
            }
            outcome
        }
    };
    if let Err(refusal) = &outcome {
        sandbox.count_refusal(refusal.code);
    }
    if fault == Some(Fault::Silence(When::After)) {
        sandbox.keep_silent().await;
    }
    if let Some(answer) = fault.and_then(|fault| spoil(fault, When::After)) {
        return answer;
    }
    match outcome {
        Ok(result) => Json(Done { ok: true, result }).into_response(),
        Err(refusal) => refuse(&refusal),
    }
}

/// What the Bot API answers with when it has done what was asked.
#[derive(Serialize)]
struct Done {
    ok: bool,
    result: Value,
}

/// `<prefix><token>/<rest>`.
fn address<'a>(path: &'a str, prefix: &str) -> Option<(&'a str, &'a str)> {
    path.strip_prefix(prefix)?.split_once('/')
}

fn refuse(refusal: &Refusal) -> Response {
    let status = StatusCode::from_u16(refusal.code).unwrap_or(StatusCode::BAD_REQUEST);
    let mut answer = (status, Json(refusal.body())).into_response();
    if let Some(seconds) = refusal.retry_after {
        let headers = answer.headers_mut();
        headers.insert(header::RETRY_AFTER, HeaderValue::from(seconds));
    }
    answer
}

/// The answer a fault gives at this point, if it strikes here.
fn spoil(fault: Fault, now: When) -> Option<Response> {
    match fault {
        Fault::Status(code, when) if when == now => Some(if code >= 502 {
            let status = StatusCode::from_u16(code).unwrap_or(StatusCode::BAD_GATEWAY);
            let page = format!("<html><head><title>{status}</title></head></html>\r\n");
            (status, [(header::CONTENT_TYPE, "text/html")], page).into_response()
        } else {
            refuse(&Refusal::server(code))
        }),
        Fault::Cut(when) | Fault::Silence(when) if when == now => {
            // A promised length and a body that fails: the connection is closed half-way.
            let broken = stream::once(async {
                Err::<Bytes, _>(std::io::Error::from(std::io::ErrorKind::ConnectionReset))
            });
            let headers = [(header::CONTENT_LENGTH, "4096")];
            Some((headers, Body::from_stream(broken)).into_response())
        }
        Fault::TooMany(seconds) | Fault::FloodChat(seconds) | Fault::FloodBot(seconds)
            if now == When::Before =>
        {
            Some(refuse(&Refusal::too_many(seconds)))
        }
        Fault::Conflict if now == When::Before => Some(refuse(&Refusal::conflict(
            "terminated by other getUpdates request; make sure that only one bot instance is \
             running",
        ))),
        _ => None,
    }
}

impl Sandbox {
    fn bot_of(&self, token: &str) -> Result<i64, Refusal> {
        let well_formed = token
            .split_once(':')
            .is_some_and(|(id, key)| id.parse::<i64>().is_ok() && !key.is_empty());
        if !well_formed {
            return Err(Refusal::not_found());
        }
        self.with(|state| state.bot_by_token(token))
            .ok_or_else(Refusal::unauthorized)
    }

    /// Performs any method but `getUpdates`; the name in lower case.
    pub(super) fn perform(&self, bot: i64, method: &str, params: &Params) -> Answer {
        let now = self.0.env.now();
        let chat = params.int("chat_id");
        let lost = chat.and_then(|chat| self.faults(|faults| faults.lost(chat)));
        self.with(|state| {
            let mut call = Call {
                state,
                bot,
                params,
                now,
                lost,
            };
            methods::answer(&mut call, method)
        })
    }

    /// Performs a method as the bot would over HTTP, without HTTP: parameters as one JSON object.
    ///
    /// # Errors
    /// What the Bot API would refuse.
    pub fn call(&self, bot: i64, method: &str, params: Value) -> Result<Value, Refusal> {
        self.perform(
            bot,
            &method.to_ascii_lowercase(),
            &Params::from_json(params),
        )
    }

    /// The connection stays open and nothing comes, unless the server stops.
    async fn keep_silent(&self) {
        let long = self.faults(|faults| Duration::from_millis(faults.odds.silence_ms));
        let mut closing = self.0.closing.subscribe();
        tokio::select! {
            () = tokio::time::sleep(long) => {}
            _ = closing.wait_for(|closing| *closing) => {}
        }
    }

    /// A flood closes the chat, or the bot, for as long as its answer says.
    fn flood(&self, bot: i64, fault: Fault, chat: Option<i64>) {
        let long = |seconds| i64::try_from(seconds).unwrap_or(i64::MAX);
        match (fault, chat) {
            (Fault::FloodChat(seconds), Some(chat)) => self.hold(bot, Some(chat), long(seconds)),
            (Fault::FloodBot(seconds), _) => self.hold(bot, None, long(seconds)),
            _ => {}
        }
    }

    fn count(&self, method: &str) {
        let mut counts = locked(&self.0.counts);
        match counts.requests.get_mut(method) {
            Some(n) => *n += 1,
            None => {
                counts.requests.insert(method.to_owned(), 1);
            }
        }
    }

    fn count_refusal(&self, code: u16) {
        if code >= 400 {
            *locked(&self.0.counts).refused.entry(code).or_default() += 1;
        }
    }

    fn download(&self, token: &str, path: &str) -> Response {
        if let Err(refusal) = self.bot_of(token) {
            return refuse(&refusal);
        }
        let outage = Fault::Status(502, When::Before);
        if let Some(answer) = spoil(outage, When::Before).filter(|_| self.faults(|f| f.outage)) {
            return answer;
        }
        let found = self.with(|state| {
            let file = state.files.by_path(path)?;
            Some((file.mime.clone(), file.bytes.clone()))
        });
        match found {
            Some((_, bytes)) => {
                let kind = [(header::CONTENT_TYPE, "application/octet-stream")];
                (kind, Bytes::from_owner(bytes)).into_response()
            }
            None => refuse(&Refusal::not_found()),
        }
    }
}
