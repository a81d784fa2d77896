//! Headers every answer carries: nothing here is a page, nothing may be kept, framed or sniffed.

use axum::http::{HeaderName, HeaderValue, header};
use axum::response::Response;

const STRICT: [(HeaderName, &str); 7] = [
    (header::CACHE_CONTROL, "no-store"),
    (
        header::CONTENT_SECURITY_POLICY,
        "default-src 'none'; frame-ancestors 'none'",
    ),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::X_FRAME_OPTIONS, "DENY"),
    (header::REFERRER_POLICY, "no-referrer"),
    (
        HeaderName::from_static("cross-origin-resource-policy"),
        "same-origin",
    ),
    (
        HeaderName::from_static("permissions-policy"),
        "microphone=(), camera=(), geolocation=()",
    ),
];

pub(super) async fn strict(mut response: Response) -> Response {
    for (name, value) in STRICT {
        response
            .headers_mut()
            .insert(name, HeaderValue::from_static(value));
    }
    response
}
