//! Fetches ranges of breached passwords over HTTP (S36).

use http::{HeaderValue, Request, StatusCode, Uri, header};
use http_body_util::{BodyExt as _, Empty, Limited};
use hyper::body::Bytes;
use hyper_rustls::{HttpsConnector, HttpsConnectorBuilder};
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::TokioExecutor;
use regain_service::{BreachSource, Breaches, BreachesError, PATIENCE};
use std::sync::Arc;
use url::Url;

/// Longest response. A padded range has about 1,000 lines of 40 bytes.
const MOST_BYTES: usize = 1 << 20;

/// A range service reached over HTTP.
pub struct HttpBreaches {
    url: Url,
    client: Client<HttpsConnector<HttpConnector>, Empty<Bytes>>,
}

impl HttpBreaches {
    /// Uses this URL; the five-digit prefix is appended to it.
    ///
    /// # Errors
    /// If this machine has no certificates for verifying servers.
    pub fn new(url: Url) -> Result<Self, BreachesError> {
        let connector = HttpsConnectorBuilder::new()
            .with_native_roots()
            .map_err(|error| BreachesError(error.to_string()))?
            .https_or_http()
            .enable_http1()
            .build();
        Ok(Self {
            url,
            client: Client::builder(TokioExecutor::new()).build(connector),
        })
    }

    /// Returns it as a source with the usual time limit.
    ///
    /// # Errors
    /// If this machine has no certificates for verifying servers.
    pub fn source(url: &Url) -> Result<BreachSource, BreachesError> {
        Ok(BreachSource {
            breaches: Arc::new(Self::new(url.clone())?),
            patience: PATIENCE,
        })
    }
}

#[async_trait::async_trait]
impl Breaches for HttpBreaches {
    async fn range(&self, prefix: &str) -> Result<String, BreachesError> {
        let says = |words: String| BreachesError(words);
        let address: Uri = format!("{}{prefix}", self.url)
            .parse()
            .map_err(|_| says("no address".to_owned()))?;
        let request = Request::get(address)
            .header("Add-Padding", HeaderValue::from_static("true"))
            .header(header::USER_AGENT, HeaderValue::from_static("regain"))
            .body(Empty::new())
            .map_err(|_| says("no request".to_owned()))?;

        // Such an error describes the connection; it doesn't contain the request.
        let response = self
            .client
            .request(request)
            .await
            .map_err(|error| says(error.to_string()))?;
        if response.status() != StatusCode::OK {
            return Err(says(format!(
                "answered with status {}",
                response.status().as_u16()
            )));
        }

        let body = Limited::new(response.into_body(), MOST_BYTES)
            .collect()
            .await;
        let body = body
            .map_err(|_| says("the answer breaks off, or is too long".to_owned()))?
            .to_bytes();

        String::from_utf8(body.into()).map_err(|_| says("the answer is no text".to_owned()))
    }
}
