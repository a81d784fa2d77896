//! Logs and metrics of this process. Keeps personal data out: other crates speak only to warn, what
//! dumps updates is off, and a panic shows its place but not its words.

use std::io::IsTerminal;
use std::sync::Arc;

use metrics_exporter_prometheus::{Matcher, PrometheusBuilder};
use tracing_subscriber::EnvFilter;
use tracing_subscriber::fmt;

use super::config::{Log, LogFormat};

/// Off whatever is asked for: teloxide logs whole updates it cannot parse, sqlx whole statements,
/// and HTTP clients addresses with the token in them.
const NEVER: &str = "teloxide=off,teloxide_core=off,sqlx::query=off,reqwest=warn,hyper=warn,\
    hyper_util=warn,h2=warn,rustls=warn";

/// The directives for what was asked: a bare level is meant for us, everybody else only warns.
pub fn directives(asked: &str) -> String {
    let ours: Vec<String> = asked
        .split(',')
        .map(str::trim)
        .filter(|part| !part.is_empty())
        .map(|part| {
            let is_level = part.parse::<tracing::level_filters::LevelFilter>().is_ok();
            if is_level {
                format!("hongyan={part}")
            } else {
                part.to_owned()
            }
        })
        .collect();
    format!("warn,{},{NEVER}", ours.join(","))
}

/// Starts logging to standard error and takes over the panic message.
pub fn install(log: &Log) -> anyhow::Result<()> {
    let terminal = std::io::stderr().is_terminal();
    let json = match log.format {
        LogFormat::Auto => !terminal,
        LogFormat::Pretty => false,
        LogFormat::Json => true,
    };
    let builder = fmt()
        .with_env_filter(EnvFilter::try_new(directives(&log.filter))?)
        .with_writer(std::io::stderr)
        .with_ansi(terminal);
    let started = if json {
        builder.json().flatten_event(true).try_init()
    } else {
        builder.try_init()
    };
    started.map_err(|_| anyhow::anyhow!("logging was started twice"))?;
    hush_panics();
    Ok(())
}

/// A panic leaves one line of the log with its place, and nothing on standard error.
pub fn hush_panics() {
    std::panic::set_hook(Box::new(|panic| {
        // The payload may quote a row or a message.
        let place = panic.location().map(ToString::to_string);
        let place = place.unwrap_or_default();
        tracing::error!(place, "a panic: please report this place");
    }));
}

/// Renders the metrics as text.
pub type Metrics = Arc<dyn Fn() -> String + Send + Sync>;

/// Starts counting. Rendering also folds what histograms have gathered.
pub fn metrics() -> anyhow::Result<Metrics> {
    // Seconds, from a fast handler to a message that waited for the night to end.
    let buckets = [
        0.005, 0.02, 0.1, 0.5, 2.0, 10.0, 60.0, 600.0, 3_600.0, 43_200.0,
    ];
    let recorder = PrometheusBuilder::new()
        .set_buckets_for_metric(Matcher::Suffix("_seconds".to_owned()), &buckets)?
        .build_recorder();
    let handle = recorder.handle();
    metrics::set_global_recorder(recorder)
        .map_err(|_| anyhow::anyhow!("metrics were started twice"))?;
    super::meters::register();
    Ok(Arc::new(move || handle.render()))
}
