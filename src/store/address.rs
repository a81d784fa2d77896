//! Addresses of databases: what is added to one, and whether it leads off this machine.

/// The address with one more parameter.
pub(super) fn with(url: &str, parameter: &str) -> String {
    let mark = if url.contains('?') { '&' } else { '?' };
    format!("{url}{mark}{parameter}")
}

/// Whether the server at this address is reached over the loopback interface.
pub(super) fn is_here(url: &str) -> bool {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    let place = rest.split(['/', '?']).next().unwrap_or_default();
    let host = place.rsplit_once('@').map_or(place, |(_, host)| host);
    let host = host.rsplit_once(':').map_or(host, |(host, _)| host);
    matches!(host, "localhost" | "127.0.0.1" | "[::1]")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_loopback_interface_is_here() {
        for url in [
            "postgres://127.0.0.1/x",
            "postgres://me:p@localhost:5432/x?a=b",
            "postgres://[::1]:5432/x",
        ] {
            assert!(is_here(url), "{url}");
        }
        for url in [
            "postgres://10.0.0.1/127.0.0.1",
            "postgres://localhost.example/x",
            "postgres://localhost@db.example:5432/x",
            "postgres:///x",
        ] {
            assert!(!is_here(url), "{url}");
        }
    }
}
