//! Gives handlers the client's address, and removes everything else that proxies and clients claim (S24, S61).

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use axum::extract::{ConnectInfo, Request, State};
use axum::middleware::Next;
use axum::response::Response;

use super::settings::HttpSettings;
use crate::client_ip::ClientIp;

/// Headers about the request's route; removed once the client's address is known.
const FORWARDING: [&str; 11] = [
    "forwarded",
    "x-forwarded-for",
    "x-forwarded-host",
    "x-forwarded-port",
    "x-forwarded-proto",
    "x-forwarded-server",
    "x-host",
    "x-original-url",
    "x-rewrite-url",
    "x-real-ip",
    "x-http-method-override",
];

/// Whether the operator has been warned.
#[derive(Debug, Default)]
pub struct Told(AtomicBool);

impl Told {
    /// Warns once that a proxy doesn't name its clients.
    fn tell(&self, proxy: IpAddr) {
        if !self.0.swap(true, Ordering::Relaxed) {
            tracing::warn!(
                event = "client_unknown",
                %proxy,
                "a proxy of trusted_proxies doesn't say in X-Forwarded-For whom it speaks for, or not so that it can be read: \
                 those requests count as one source, and are slowed down together (S61)"
            );
        }
    }
}

/// Health checks that proxies send on their own behalf.
const ASKED_BY_PROXIES: [&str; 2] = ["/healthz", "/readyz"];

/// Adds a [`ClientIp`] to the request.
pub async fn layer(
    State((settings, told)): State<(Arc<HttpSettings>, Arc<Told>)>,
    mut request: Request,
    next: Next,
) -> Response {
    // A request without a peer didn't come over the network; all such requests share one address.
    let peer = request
        .extensions()
        .get::<ConnectInfo<SocketAddr>>()
        .map_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED), |ConnectInfo(peer)| {
            peer.ip()
        });
    let client = settings.trusted_proxies.client_ip(peer, request.headers());
    if client == ClientIp::UNKNOWN && !ASKED_BY_PROXIES.contains(&request.uri().path()) {
        told.tell(peer);
    }

    request
        .extensions_mut()
        .insert(regain_app::request::ClientAddress(client.0));
    request.extensions_mut().insert(client);
    for name in FORWARDING {
        request.headers_mut().remove(name);
    }

    next.run(request).await
}

#[cfg(test)]
mod tests {
    use super::super::testing::{body_of, get, router, send_with, settings};
    use super::*;
    use crate::client_ip::{IpRange, TrustedProxies};
    use crate::config::LogFormat;
    use crate::log::tests::Captured;
    use crate::middleware::wrap;
    use tower::ServiceExt as _;

    async fn seen(proxies: &[&str], peer: &str, forwarded: &str) -> String {
        let mut settings = settings();
        settings.trusted_proxies = TrustedProxies::new(
            proxies
                .iter()
                .filter_map(|text| IpRange::parse(text))
                .collect(),
        );
        let mut request = get("/client");
        request
            .extensions_mut()
            .insert(ConnectInfo(SocketAddr::new(peer.parse().unwrap(), 9)));

        for name in FORWARDING {
            request
                .headers_mut()
                .insert(name, forwarded.parse().unwrap());
        }

        body_of(send_with(&settings, request).await).await
    }

    #[tokio::test]
    async fn s61_the_peer_counts_unless_it_is_a_proxy() {
        assert_eq!(
            seen(&[], "203.0.113.9", "1.2.3.4").await,
            "203.0.113.9 and 0 forwarding headers"
        );
        assert_eq!(
            seen(&["203.0.113.0/24"], "203.0.113.9", "1.2.3.4").await,
            "1.2.3.4 and 0 forwarding headers"
        );
    }

    #[tokio::test]
    async fn s61_a_proxy_that_does_not_tell_is_told_of_once_but_not_where_it_looks_after_us() {
        let (captured, _guard) = Captured::start("warn", LogFormat::Text);
        let mut settings = settings();
        settings.trusted_proxies = TrustedProxies::new(vec![IpRange::parse("127.0.0.1").unwrap()]);
        let app = wrap(router(), &settings);
        let ask = async |path: &str, forwarded: Option<&str>| {
            let mut request = get(path);
            request
                .extensions_mut()
                .insert(ConnectInfo(SocketAddr::from(([127, 0, 0, 1], 9))));

            if let Some(forwarded) = forwarded {
                request
                    .headers_mut()
                    .insert("x-forwarded-for", forwarded.parse().unwrap());
            }

            body_of(app.clone().oneshot(request).await.unwrap()).await
        };
        ask("/healthz", None).await;
        ask("/client", Some("1.2.3.4")).await;
        assert_eq!(captured.text(), "", "nothing is wrong");
        for forwarded in [None, Some("unknown"), None] {
            assert_eq!(
                ask("/client", forwarded).await,
                "100:: and 0 forwarding headers"
            );
        }

        let told = captured.text();
        assert!(
            told.lines().count() == 1
                && told.contains("client_unknown")
                && told.contains("127.0.0.1"),
            "{told}"
        );
    }
}
