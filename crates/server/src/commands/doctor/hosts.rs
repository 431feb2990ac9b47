//! Checks that people reach Regain under its public address, through any proxy in front of it.

use super::Finding;
use crate::config::Config;
use crate::middleware::HOW_TO_SERVE;
use http::{Request, StatusCode, header};
use http_body_util::Empty;
use hyper::body::Bytes;
use hyper_rustls::HttpsConnectorBuilder;
use hyper_util::client::legacy::Client;
use hyper_util::rt::TokioExecutor;
use std::time::Duration;

/// Time limit for a proxy's response.
const PATIENCE: Duration = Duration::from_secs(3);

/// A path that is answered only for the right host, and costs nothing.
const ASKED: &str = "/.well-known/passkey-endpoints";

/// Reports the hosts that are served, and the response of the public address from here.
pub(super) async fn served(config: &Config) -> Finding {
    let url = &config.http.public_url;
    let served = format!("answers requests for the host {} alone", url.authority());
    match tokio::time::timeout(PATIENCE, ask(&format!("{}{ASKED}", url.origin()))).await {
        Ok(Ok(StatusCode::OK)) => {
            Finding::Fine(format!("{served}, and is reached there from here"))
        }
        Ok(Ok(StatusCode::MISDIRECTED_REQUEST)) => Finding::Wrong(
            format!("{served}, and asked at {} answers 421", url.origin()),
            HOW_TO_SERVE.to_owned(),
        ),
        Ok(Ok(status)) => Finding::Note(format!(
            "{served}; asked there from here, something answers {}",
            status.as_u16()
        )),
        Ok(Err(_)) | Err(_) => {
            Finding::Note(format!("{served}; it can't be reached there from here now"))
        }
    }
}

async fn ask(address: &str) -> Result<StatusCode, String> {
    let says = |error: &dyn std::error::Error| error.to_string();
    let connector = HttpsConnectorBuilder::new()
        .with_native_roots()
        .map_err(|error| says(&error))?;
    let client = Client::builder(TokioExecutor::new())
        .build(connector.https_or_http().enable_http1().build());
    let request = Request::get(address)
        .header(header::USER_AGENT, "regain")
        .body(Empty::<Bytes>::new());
    let response = client
        .request(request.map_err(|error| says(&error))?)
        .await
        .map_err(|error| says(&error))?;

    Ok(response.status())
}
