//! The bytes of a connection, from the first one on.

use axum::Router;
use axum::extract::Request;
use http::StatusCode;
use rand::SeedableRng as _;
use rand::rngs::StdRng;
use regain_server::config::Config;
use regain_server::listen::{Limits, converse};
use regain_server::middleware::{HttpSettings, RequestIds, wrap};
use std::net::SocketAddr;
use std::sync::{Arc, OnceLock};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};

/// A marker in answers by which a test recognises requests that came through.
const ANSWERED: &str = "the app answered";

/// Whatever a client sends, the connection ends, no answer is the server's fault, and every request
/// that reaches the app was for our host (S24, S94).
pub fn connection(data: &[u8]) {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .start_paused(true)
        .build();
    let runtime = runtime.expect("a runtime");
    let answer = runtime.block_on(async {
        let (mut client, server) = tokio::io::duplex(1 << 20);
        let peer = SocketAddr::from(([203, 0, 113, 9], 4711));
        let limits = Limits::default();
        let served = converse(server, peer, app(), &limits);
        let spoken = async {
            let mut answer = Vec::new();
            // The server may hang up while the client still sends.
            let _ = client.write_all(data).await;
            let _ = client.shutdown().await;
            let _ = client.read_to_end(&mut answer).await;
            answer
        };
        // Time is paused and moves on by itself when everything waits, so an end that never comes
        // would show at once.
        let both = async { tokio::join!(served, spoken).1 };
        tokio::time::timeout(std::time::Duration::from_secs(120), both)
            .await
            .expect("a connection comes to its end")
    });
    let first = |line: &str| {
        line.strip_prefix("HTTP/1.")
            .and_then(|rest| rest.get(2..5)?.parse::<u16>().ok())
    };
    let shown = String::from_utf8_lossy(&answer);
    if let Some(status) = first(&shown) {
        assert!(status == 100 || (200..500).contains(&status), "{shown}");
        let status = StatusCode::from_u16(status).expect("a status");
        // Balancers' health checks don't need our host; HTTP/2 may have it compressed, but doesn't
        // come here.
        let of_health = ["/healthz", "/readyz"]
            .iter()
            .any(|path| shown.ends_with(path));
        if status.is_success() && shown.contains(ANSWERED) && !of_health {
            let asked = String::from_utf8_lossy(data).to_lowercase();
            assert!(
                asked.contains("id.example.org"),
                "S24: answered without our host: {shown}"
            );
        }
    }
}

fn app() -> Router {
    static SETTINGS: OnceLock<HttpSettings> = OnceLock::new();
    let settings = SETTINGS.get_or_init(|| {
        let env = [
            ("REGAIN_PUBLIC_URL", "https://id.example.org"),
            ("REGAIN_ORGANISATION", "Example"),
        ];
        let env = env.map(|(name, value)| (name.to_owned(), value.to_owned()));
        let config = Config::from_sources(None, env).expect("a configuration");
        HttpSettings::new(
            &config,
            None,
            Arc::new(RequestIds::new(&mut StdRng::seed_from_u64(1))),
        )
    });
    let echo = async |request: Request| {
        // The pages rely on it; a panic would be an answer that is the server's fault.
        assert!(
            request.uri().path_and_query().is_some(),
            "an address without a path"
        );
        format!("{ANSWERED}: {} {}", request.method(), request.uri().path())
    };
    wrap(Router::new().fallback(echo), settings)
}
