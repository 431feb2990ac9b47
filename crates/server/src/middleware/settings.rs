//! Settings of the middleware.

use std::sync::Arc;
use std::time::Duration;

use axum::response::Response;
use http::StatusCode;

use super::ids::RequestIds;
use crate::client_ip::TrustedProxies;
use crate::config::{Config, Mode};
use crate::page::plain_page;
use crate::public_url::PublicUrl;

/// Time limit for a request (S94).
pub const REQUEST_TIME: Duration = Duration::from_secs(15);

/// Settings of the middleware.
#[derive(Debug, Clone)]
pub struct HttpSettings {
    /// The only origin that requests may be addressed to and come from.
    pub public_url: PublicUrl,
    /// In development, loopback names are redirected to the public address.
    pub mode: Mode,
    /// The port the server listens on.
    pub listen_port: u16,
    /// The proxies whose statements about client addresses are believed.
    pub trusted_proxies: TrustedProxies,
    /// The stylesheet of the middleware's own pages: the path of the hashed CSS file.
    pub stylesheet: Option<Arc<str>>,
    /// Generator of request ids.
    pub request_ids: Arc<RequestIds>,
    /// Time limit for a request (S94).
    pub request_time: Duration,
    /// Time limit for the arrival of the request's body; part of the request's time.
    pub body_time: Duration,
}

impl HttpSettings {
    /// Settings from a configuration, with the time limits of S94.
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

    /// Builds the error page for a refused request.
    pub(super) fn refuse(&self, status: StatusCode) -> Response {
        plain_page(status, self.stylesheet.as_deref())
    }
}
