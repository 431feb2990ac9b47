//! Content and format of the log.

use tracing_subscriber::EnvFilter;

use super::error::ConfigError;
use super::mode::Mode;
use super::sources::{PlacedValue, Values};

/// Filter and format of the log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LogSection {
    /// `log`: the events to log, such as `info` or `info,regain_service=debug`. Default `info`.
    pub filter: String,
    /// `log_format`: `text` or `json`. Default `text` in development, `json` in production.
    pub format: LogFormat,
}

/// The format of a log line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LogFormat {
    /// For people.
    Text,
    /// One JSON object per line.
    Json,
}

impl LogSection {
    pub(super) const KEYS: [&'static str; 2] = [LOG, LOG_FORMAT];

    pub(super) fn read(values: &Values, mode: Mode) -> Result<Self, ConfigError> {
        let filter = match values.get(LOG) {
            Some(given) => filter(&given)?,
            None => "info".to_owned(),
        };

        let format = match values.get(LOG_FORMAT) {
            Some(given) => format(&given)?,
            None if mode.is_production() => LogFormat::Json,
            None => LogFormat::Text,
        };

        Ok(Self { filter, format })
    }
}

const LOG: &str = "log";
const LOG_ALLOWED: &str =
    "off, error, warn, info, debug, trace, each also for one module: info,regain_service=debug";
const LOG_FORMAT: &str = "log_format";
const LOG_FORMAT_ALLOWED: &str = "text, json";

fn filter(given: &PlacedValue) -> Result<String, ConfigError> {
    let text = given.text(LOG_ALLOWED)?;

    // A single word that isn't a level would be read as a module name, and silence everything else.
    let is_known = |part: &str| {
        part.contains('=')
            || part
                .trim()
                .parse::<tracing_subscriber::filter::LevelFilter>()
                .is_ok()
    };
    match EnvFilter::try_new(text) {
        Ok(_) if text.split(',').all(is_known) => Ok(text.to_owned()),
        _ => Err(given.refuse(text, LOG_ALLOWED)),
    }
}

fn format(given: &PlacedValue) -> Result<LogFormat, ConfigError> {
    match given.text(LOG_FORMAT_ALLOWED)? {
        "text" => Ok(LogFormat::Text),
        "json" => Ok(LogFormat::Json),
        other => Err(given.refuse(other, LOG_FORMAT_ALLOWED)),
    }
}
