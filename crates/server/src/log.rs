//! The log: structured events on standard error.
//!
//! Never logged (S102): passwords, codes, link tokens, cookies, keys and seeds, full mail addresses, query
//! strings and fragments, request and response headers and bodies, mail texts, the mail server's URL. Types that hold
//! such things have no `Display` and a redacted `Debug`. What libraries would print of them at their lower levels is
//! suppressed here, whatever the filter says. Both formats escape control characters, so no event can look like two.

use tracing::Level;
use tracing_subscriber::EnvFilter;
use tracing_subscriber::fmt::MakeWriter;

use crate::config::{LogFormat, LogSection, Mode};

/// Libraries that print headers, frames, statements or mail conversations at their lower levels.
const QUIET: [(&str, Level); 6] = [
    ("h2", Level::WARN),
    ("hyper", Level::INFO),
    ("hyper_util", Level::INFO),
    ("lettre", Level::WARN),
    ("rustls", Level::INFO),
    ("sqlx", Level::WARN),
];

/// Starts the log of this process.
///
/// # Errors
/// If a log was already started.
pub fn start(
    section: &LogSection,
    mode: Mode,
) -> Result<(), tracing::subscriber::SetGlobalDefaultError> {
    tracing::subscriber::set_global_default(subscriber(section, std::io::stderr))?;
    report_panics(mode);
    Ok(())
}

fn subscriber<W>(section: &LogSection, writer: W) -> Box<dyn tracing::Subscriber + Send + Sync>
where
    W: for<'writer> MakeWriter<'writer> + Send + Sync + 'static,
{
    let builder = tracing_subscriber::fmt()
        .with_env_filter(filter(&section.filter))
        .with_writer(writer);
    match section.format {
        LogFormat::Text => Box::new(builder.with_ansi(false).finish()),
        LogFormat::Json => Box::new(builder.json().flatten_event(true).finish()),
    }
}

fn filter(text: &str) -> EnvFilter {
    // The operator's filters for modules of these libraries (`hyper::proto=trace`) are removed too.
    let kept: Vec<&str> = text
        .split(',')
        .filter(|part| !is_about_quiet(part))
        .collect();
    let quiet = QUIET
        .iter()
        .map(|(library, level)| format!("{library}={level}"));
    let parts: Vec<String> = kept.into_iter().map(str::to_owned).chain(quiet).collect();

    EnvFilter::new(parts.join(","))
}

fn is_about_quiet(part: &str) -> bool {
    let target = part.split(['=', '[']).next().unwrap_or_default().trim();
    let library = target.split("::").next().unwrap_or_default();
    QUIET.iter().any(|(quiet, _)| *quiet == library)
}

/// Logs panics as events; in production without their message, which may hold what a person typed.
fn report_panics(mode: Mode) {
    std::panic::set_hook(Box::new(move |panic| {
        let place = panic
            .location()
            .map(ToString::to_string)
            .unwrap_or_default();
        if mode.is_production() {
            tracing::error!(place, "panic");
        } else {
            tracing::error!(
                place,
                message = panic.payload_as_str().unwrap_or_default(),
                "panic"
            );
        }
    }));
}

#[cfg(test)]
pub(crate) mod tests {
    use std::io::Write;
    use std::sync::{Arc, Mutex};

    use super::*;

    /// Collects what is logged on this thread while the guard lives.
    #[derive(Clone, Default)]
    pub(crate) struct Captured(Arc<Mutex<Vec<u8>>>);

    impl Captured {
        pub(crate) fn start(
            filter: &str,
            format: LogFormat,
        ) -> (Self, tracing::subscriber::DefaultGuard) {
            // A global subscriber must always exist: otherwise an event first reached without one, just as another
            // test starts capturing, would stay disabled.
            let _ = tracing::subscriber::set_global_default(tracing_subscriber::registry());
            let captured = Self::default();
            let writer = captured.clone();
            let section = LogSection {
                filter: filter.to_owned(),
                format,
            };
            let guard =
                tracing::subscriber::set_default(subscriber(&section, move || writer.clone()));

            (captured, guard)
        }

        pub(crate) fn text(&self) -> String {
            String::from_utf8(self.0.lock().unwrap().clone()).unwrap()
        }
    }

    impl Write for Captured {
        fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
            self.0.lock().unwrap().write(bytes)
        }

        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn s102_json_is_one_object_a_line_whatever_is_logged() {
        let (captured, _guard) = Captured::start("info", LogFormat::Json);
        tracing::info!(name = "a\r\nfake: b", "said");
        let text = captured.text();
        assert_eq!(text.lines().count(), 1, "{text}");
        let line: serde_json::Value = serde_json::from_str(&text).unwrap();
        assert_eq!(line["name"], "a\r\nfake: b");
    }

    #[test]
    fn s102_text_escapes_line_ends() {
        let (captured, _guard) = Captured::start("info", LogFormat::Text);
        tracing::info!(name = "a\r\nfake: b", "said");
        assert_eq!(captured.text().lines().count(), 1, "{}", captured.text());
    }

    #[test]
    fn s102_chatty_libraries_stay_quiet_at_trace() {
        let (captured, _guard) =
            Captured::start("trace,hyper::proto=trace,h2=trace", LogFormat::Text);
        tracing::debug!(target: "h2::codec", "canary");
        tracing::debug!(target: "hyper::proto", "canary");
        tracing::debug!(target: "lettre::transport", "canary");
        tracing::trace!(target: "regain_server", "our own");
        let text = captured.text();
        assert!(
            text.contains("our own") && !text.contains("canary"),
            "{text}"
        );
    }
}
