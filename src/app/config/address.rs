//! Addresses that may carry a password: kept whole for use, shown without it.

use std::fmt;

use reqwest::Url;

use crate::base::Secret;

/// A web address. `Display` hides what stands before an `@`.
#[derive(Clone, PartialEq, Eq)]
pub struct Address(Secret);

impl Address {
    /// Understands `scheme://host…` with one of `schemes`; a slash at the end is dropped.
    pub fn parse(text: &str, schemes: &[&str]) -> Result<Self, String> {
        let url = Url::parse(text).map_err(|_| "this is not an address".to_owned())?;
        if !schemes.contains(&url.scheme()) || url.host_str().is_none_or(str::is_empty) {
            let wanted: Vec<String> = schemes.iter().map(|s| format!("{s}://")).collect();
            return Err(format!(
                "the address must begin with {}",
                wanted.join(" or ")
            ));
        }
        Ok(Self(Secret::new(text.trim_end_matches('/'))))
    }

    /// The whole address, for using it.
    pub fn expose(&self) -> &str {
        self.0.expose()
    }

    /// The parsed form; `None` cannot happen for what [`Address::parse`] let in.
    pub fn url(&self) -> Option<Url> {
        Url::parse(self.expose()).ok()
    }

    /// The same address with `path` behind it.
    pub fn join(&self, path: &str) -> Self {
        Self(Secret::new(format!("{}{path}", self.expose())))
    }

    /// Whether it never leaves this machine.
    pub fn is_loopback(&self) -> bool {
        self.url().is_some_and(|url| {
            let host = url.host_str().unwrap_or_default().trim_matches(['[', ']']);
            host == "localhost"
                || host
                    .parse::<std::net::IpAddr>()
                    .is_ok_and(|ip| ip.is_loopback())
        })
    }
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&hide(self.expose()))
    }
}

impl fmt::Debug for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Address({self})")
    }
}

/// Where the data is. `Display` hides the password.
#[derive(Clone, PartialEq, Eq)]
pub struct DatabaseUrl(Secret);

impl DatabaseUrl {
    /// `sqlite://…` or `postgres://…`.
    pub fn parse(text: &str) -> Result<Self, String> {
        let file = ["sqlite://", "sqlite:"]
            .iter()
            .find_map(|scheme| text.strip_prefix(scheme));
        let server = text.starts_with("postgres://") || text.starts_with("postgresql://");
        match file {
            Some("") => Err("the address names no file".into()),
            Some(_) => Ok(Self(Secret::new(text))),
            None if !server => Err("the address must begin with sqlite:// or postgres://".into()),
            None if Url::parse(text).is_err() => Err(
                "this is not an address: are special characters in the password written as %XX?"
                    .into(),
            ),
            None => Ok(Self(Secret::new(text))),
        }
    }

    pub fn expose(&self) -> &str {
        self.0.expose()
    }

    /// The file of an SQLite address; `None` for a server or a database in memory.
    pub fn file(&self) -> Option<&std::path::Path> {
        let rest = self.expose().strip_prefix("sqlite:")?;
        let path = rest.strip_prefix("//").unwrap_or(rest);
        let path = path.split('?').next().unwrap_or_default();
        (!path.contains(":memory:")).then(|| std::path::Path::new(path))
    }
}

impl fmt::Display for DatabaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&hide(self.expose()))
    }
}

impl fmt::Debug for DatabaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "DatabaseUrl({self})")
    }
}

/// The address without its password: `user:…@`, and `password=…` among the parameters.
fn hide(text: &str) -> String {
    let (before, query) = match text.split_once('?') {
        Some((before, query)) => (before, Some(query)),
        None => (text, None),
    };
    let mut shown = match (before.find("://"), before.rfind('@')) {
        (Some(scheme), Some(at)) if scheme + 3 <= at => {
            let user = before[scheme + 3..at].split(':').next().unwrap_or_default();
            let mark = if before[scheme + 3..at].contains(':') {
                ":…"
            } else {
                ""
            };
            format!("{}{user}{mark}{}", &before[..scheme + 3], &before[at..])
        }
        _ => before.to_owned(),
    };
    if let Some(query) = query {
        let parts: Vec<&str> = query
            .split('&')
            .map(|part| {
                if part.to_ascii_lowercase().starts_with("password=") {
                    "password=…"
                } else {
                    part
                }
            })
            .collect();
        shown.push('?');
        shown.push_str(&parts.join("&"));
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn passwords_are_hidden_wherever_they_stand() {
        for (whole, shown) in [
            (
                "postgres://u:p@ss:w@h:5/db?x=1&password=p",
                "postgres://u:…@h:5/db?x=1&password=…",
            ),
            ("postgres://h/db", "postgres://h/db"),
            (
                "sqlite://hongyan.sqlite?mode=rwc",
                "sqlite://hongyan.sqlite?mode=rwc",
            ),
            ("http://user@proxy:1", "http://user@proxy:1"),
        ] {
            assert_eq!(hide(whole), shown);
        }
    }
}
