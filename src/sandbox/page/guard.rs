//! Who may use the page: a browser on this machine that opened it itself. Foreign hosts (DNS
//! rebinding) and foreign origins (another site's script) are refused; answers carry strict headers.

use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use super::Desk;

/// A header no foreign form can send without asking first.
const OWN: &str = "x-hongyan";

const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' \
                      blob:; media-src 'self' blob:; connect-src 'self'; form-action 'none'; \
                      base-uri 'none'; frame-ancestors 'none'";

pub(super) async fn guard(State(desk): State<Desk>, request: Request, next: Next) -> Response {
    let headers = request.headers();
    let reads = matches!(*request.method(), Method::GET | Method::HEAD);
    let fine = from_here(headers, &desk.page.hosts) && (reads || headers.contains_key(OWN));
    let mut answer = if fine {
        next.run(request).await
    } else {
        (
            StatusCode::FORBIDDEN,
            "This page answers only to its own address.\n",
        )
            .into_response()
    };
    let strict = [
        (header::CONTENT_SECURITY_POLICY, POLICY),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "no-referrer"),
        (header::X_FRAME_OPTIONS, "DENY"),
        (header::CACHE_CONTROL, "no-store"),
        (
            HeaderName::from_static("cross-origin-resource-policy"),
            "same-origin",
        ),
        (
            HeaderName::from_static("cross-origin-opener-policy"),
            "same-origin",
        ),
        (
            HeaderName::from_static("permissions-policy"),
            "microphone=(self), camera=(), geolocation=()",
        ),
    ];
    for (name, value) in strict {
        answer
            .headers_mut()
            .insert(name, HeaderValue::from_static(value));
    }
    answer
}

fn from_here(headers: &HeaderMap, hosts: &[String]) -> bool {
    let text = |name: HeaderName| headers.get(name).map(|v| v.to_str().unwrap_or("?"));
    let host = text(header::HOST).is_some_and(|h| is_own(h, hosts));
    let origin = match text(header::ORIGIN) {
        None => true,
        Some(origin) => origin
            .split_once("://")
            .is_some_and(|(_, h)| is_own(h, hosts) && text(header::HOST) == Some(h)),
    };
    let site = headers
        .get("sec-fetch-site")
        .is_none_or(|v| v != "cross-site" && v != "same-site");
    host && origin && site
}

/// Loopback or one of the host's own names, with any port.
fn is_own(host: &str, hosts: &[String]) -> bool {
    let name = match host.strip_prefix('[').and_then(|h| h.split_once(']')) {
        Some((v6, _)) => v6,
        None => host.rsplit_once(':').map_or(host, |(name, _)| name),
    };
    let loopback = name
        .parse::<std::net::IpAddr>()
        .is_ok_and(|ip| ip.is_loopback());
    loopback || name == "localhost" || hosts.iter().any(|h| h == name)
}
