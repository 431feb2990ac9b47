//! A test thread's log.

use serde_json::Value;
use std::io::Write;
use std::sync::{Arc, Mutex};

/// The logged bytes.
#[derive(Clone, Default)]
pub(crate) struct Log(Arc<Mutex<Vec<u8>>>);

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().expect("nobody panicked").write(bytes)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

impl Log {
    /// Logs from this level on, until the returned guard is dropped.
    pub(crate) fn begin(level: tracing::Level) -> (Self, tracing::subscriber::DefaultGuard) {
        // A global subscriber keeps every callsite enabled: one that is first reached without a
        // subscriber, just as another test begins its log, would stay silent there.
        let _ = tracing::subscriber::set_global_default(tracing_subscriber::registry());
        let log = Self::default();
        let writer = log.clone();
        let subscriber = tracing_subscriber::fmt().json().with_max_level(level);
        let subscriber = subscriber.with_writer(move || writer.clone()).finish();
        (log, tracing::subscriber::set_default(subscriber))
    }

    pub(crate) fn text(&self) -> String {
        String::from_utf8(self.0.lock().expect("nobody panicked").clone()).expect("text")
    }

    /// The fields of the lines that name an event, with their request's.
    pub(crate) fn events(&self) -> Vec<Value> {
        let text = self.text();
        let lines = text
            .lines()
            .map(|line| serde_json::from_str::<Value>(line).expect("JSON"));
        let events = lines.map(|line| {
            let mut fields = line["fields"].clone();
            fields["request"] = line["span"]["id"].clone();
            fields
        });
        events
            .filter(|fields| fields["event"].is_string())
            .collect()
    }
}
