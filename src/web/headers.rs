//! Headers every answer carries: nothing here is a page, nothing may be kept, framed or sniffed.

use axum::http::{HeaderName, HeaderValue, header};
use axum::response::Response;

const STRICT: [(HeaderName, &str); 5] = [
    (header::CACHE_CONTROL, "no-store"),
    (
        header::CONTENT_SECURITY_POLICY,
        "default-src 'none'; frame-ancestors 'none'",
    ),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::X_FRAME_OPTIONS, "DENY"),
    (header::REFERRER_POLICY, "no-referrer"),
];

pub(super) async fn strict(mut response: Response) -> Response {
    for (name, value) in STRICT {
        response
            .headers_mut()
            .insert(name, HeaderValue::from_static(value));
    }
    response
}
