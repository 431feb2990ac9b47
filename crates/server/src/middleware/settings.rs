//! What the middleware needs to know.

use std::sync::Arc;
use std::time::Duration;

use axum::response::Response;
use http::StatusCode;

use super::ids::RequestIds;
use crate::client_ip::TrustedProxies;
use crate::config::{Config, Mode};
use crate::page::plain_page;
use crate::public_url::PublicUrl;

/// How long a request may take (S94).
pub const REQUEST_TIME: Duration = Duration::from_secs(15);

/// What the middleware needs to know.
#[derive(Debug, Clone)]
pub struct HttpSettings {
    /// The only origin that requests may come from and go to.
    pub public_url: PublicUrl,
    /// Whether loopback names are answered with a redirect to the public address.
    pub mode: Mode,
    /// The port the server listens on.
    pub listen_port: u16,
    /// The proxies that are believed about client addresses.
    pub trusted_proxies: TrustedProxies,
    /// The stylesheet of the middleware's own pages: the path of the hashed CSS file.
    pub stylesheet: Option<Arc<str>>,
    /// Where request ids come from.
    pub request_ids: Arc<RequestIds>,
    /// How long a request may take (S94).
    pub request_time: Duration,
    /// How long the body of a request may take to arrive; part of the request's time.
    pub body_time: Duration,
}

impl HttpSettings {
    /// The settings of a configuration, with the time limits of S94.
    #[must_use]
    pub fn new(
        config: &Config,
        stylesheet: Option<Arc<str>>,
        request_ids: Arc<RequestIds>,
    ) -> Self {
        Self {
            public_url: config.http.public_url.clone(),
            mode: config.mode,
            listen_port: config.http.listen.port(),
            trusted_proxies: config.http.trusted_proxies.clone(),
            stylesheet,
            request_ids,
            request_time: REQUEST_TIME,
            body_time: Duration::from_secs(10),
        }
    }

    /// The page of a refusal.
    pub(super) fn refuse(&self, status: StatusCode) -> Response {
        plain_page(status, self.stylesheet.as_deref())
    }
}
