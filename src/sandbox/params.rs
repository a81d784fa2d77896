//! Parameters of a request, however they came: query, JSON, form or multipart. Must not know what
//! a method does with them.

use std::collections::HashMap;
use std::sync::Arc;

use axum::body::to_bytes;
use axum::extract::{FromRequest, Multipart, Request};
use axum::http::header::CONTENT_TYPE;
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::refusal::Refusal;

/// The largest request: a 50 MB upload and some room (Bot API, "Sending files").
const BODY_LIMIT: usize = 52 * 1024 * 1024;

/// A part of a multipart body that is a file.
#[derive(Clone)]
pub(super) struct Upload {
    pub name: Option<String>,
    pub mime: Option<String>,
    pub bytes: Arc<[u8]>,
}

/// Named values and uploads.
#[derive(Clone, Default)]
pub(super) struct Params {
    values: HashMap<String, Value>,
    pub files: HashMap<String, Upload>,
}

impl Params {
    /// Values from one JSON object.
    pub fn from_json(value: Value) -> Self {
        let values = match value {
            Value::Object(map) => map.into_iter().collect(),
            _ => HashMap::new(),
        };
        Self {
            values,
            files: HashMap::new(),
        }
    }

    /// Reads query and body. Later sources win, as on the real server.
    pub async fn read(request: Request) -> Result<Self, Refusal> {
        let mut params = Self::default();
        params.add_form(request.uri().query().unwrap_or_default());
        let kind = request
            .headers()
            .get(CONTENT_TYPE)
            .and_then(|v| v.to_str().ok())
            .unwrap_or_default()
            .to_ascii_lowercase();
        if kind.starts_with("multipart/form-data") {
            params.add_multipart(request).await?;
            return Ok(params);
        }
        let body = to_bytes(request.into_body(), BODY_LIMIT)
            .await
            .map_err(|_| Refusal::too_large())?;
        if body.is_empty() {
            return Ok(params);
        }
        if kind.starts_with("application/json") {
            let value: Value = serde_json::from_slice(&body)
                .map_err(|_| Refusal::bad("can't parse JSON object"))?;
            params.values.extend(Self::from_json(value).values);
        } else if kind.starts_with("application/x-www-form-urlencoded") {
            params.add_form(&String::from_utf8_lossy(&body));
        }
        Ok(params)
    }

    async fn add_multipart(&mut self, request: Request) -> Result<(), Refusal> {
        let broken = |_| Refusal::bad("can't parse multipart body");
        let mut parts = Multipart::from_request(request, &())
            .await
            .map_err(|_| Refusal::bad("can't parse multipart body"))?;
        let mut total = 0;
        while let Some(part) = parts.next_field().await.map_err(broken)? {
            let name = part.name().unwrap_or_default().to_owned();
            let file = part.file_name().map(str::to_owned);
            let mime = part.content_type().map(str::to_owned);
            let bytes = part.bytes().await.map_err(|_| Refusal::too_large())?;
            total += bytes.len();
            if total > BODY_LIMIT {
                return Err(Refusal::too_large());
            }
            if file.is_some() {
                let upload = Upload {
                    name: file,
                    mime,
                    bytes: Arc::from(&bytes[..]),
                };
                self.files.insert(name, upload);
            } else {
                let text = String::from_utf8(bytes.to_vec())
                    .map_err(|_| Refusal::bad("strings must be encoded in UTF-8"))?;
                self.values.insert(name, Value::String(text));
            }
        }
        Ok(())
    }

    fn add_form(&mut self, form: &str) {
        for pair in form.split('&').filter(|p| !p.is_empty()) {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            self.values
                .insert(decode(name), Value::String(decode(value)));
        }
    }

    /// The value as it came.
    pub fn raw(&self, name: &str) -> Option<&Value> {
        self.values.get(name).filter(|v| !v.is_null())
    }

    /// Text; numbers and flags become their JSON text.
    pub fn text(&self, name: &str) -> Option<String> {
        self.raw(name).map(|v| match v {
            Value::String(text) => text.clone(),
            other => other.to_string(),
        })
    }

    /// A whole number, also from a string of digits.
    pub fn int(&self, name: &str) -> Option<i64> {
        match self.raw(name)? {
            Value::String(text) => text.trim().parse().ok(),
            other => other.as_i64(),
        }
    }

    /// A number.
    pub fn float(&self, name: &str) -> Option<f64> {
        match self.raw(name)? {
            Value::String(text) => text.trim().parse().ok(),
            other => other.as_f64(),
        }
    }

    /// `true`, `True`, `1`, `yes`: what the real server takes as true.
    pub fn flag(&self, name: &str) -> bool {
        match self.raw(name) {
            Some(Value::Bool(b)) => *b,
            Some(Value::String(text)) => {
                matches!(
                    text.trim().to_ascii_lowercase().as_str(),
                    "true" | "1" | "yes"
                )
            }
            Some(other) => other.as_i64() == Some(1),
            None => false,
        }
    }

    /// A JSON-serialised value: text that is parsed, or the value itself in a JSON body.
    pub fn json(&self, name: &str) -> Result<Option<Value>, ()> {
        match self.raw(name) {
            None => Ok(None),
            Some(Value::String(text)) if text.trim().is_empty() => Ok(None),
            Some(Value::String(text)) => serde_json::from_str(text).map(Some).map_err(|_| ()),
            Some(other) => Ok(Some(other.clone())),
        }
    }

    /// A JSON-serialised value of a known shape; refused with `what` when it is not.
    pub fn parse<T: DeserializeOwned>(&self, name: &str, what: &str) -> Result<Option<T>, Refusal> {
        let wrong = || Refusal::bad(what);
        match self.json(name).map_err(|()| wrong())? {
            Some(value) => serde_json::from_value(value).map(Some).map_err(|_| wrong()),
            None => Ok(None),
        }
    }
}

/// Undoes `application/x-www-form-urlencoded`; broken escapes stay as written.
pub(super) fn decode(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut i = 0;
    while i < bytes.len() {
        let hex = |n: usize| bytes.get(n).and_then(|b| char::from(*b).to_digit(16));
        match (bytes[i], hex(i + 1), hex(i + 2)) {
            (b'%', Some(high), Some(low)) => {
                out.push((high * 16 + low) as u8);
                i += 3;
                continue;
            }
            (b'+', ..) => out.push(b' '),
            (other, ..) => out.push(other),
        }
        i += 1;
    }
    String::from_utf8_lossy(&out).into_owned()
}
