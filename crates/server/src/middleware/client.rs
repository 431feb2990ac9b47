//! The client's address for what comes after, and nothing else of what proxies and clients claim (S24, S61).

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::sync::Arc;

use axum::extract::{ConnectInfo, Request, State};
use axum::middleware::Next;
use axum::response::Response;

use super::stack::HttpSettings;

/// Headers about the way of a request; once the address is resolved nobody may read them.
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

/// Puts a [`ClientIp`](crate::client_ip::ClientIp) on the request.
pub async fn layer(State(settings): State<Arc<HttpSettings>>, mut request: Request, next: Next) -> Response {
    // A request without a peer didn't come over the network: all of those share one address.
    let peer = request
        .extensions()
        .get::<ConnectInfo<SocketAddr>>()
        .map_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED), |ConnectInfo(peer)| peer.ip());
    let client = settings.trusted_proxies.client_ip(peer, request.headers());
    request.extensions_mut().insert(regain_app::ssr::ClientAddress(client.0));
    request.extensions_mut().insert(client);
    for name in FORWARDING {
        request.headers_mut().remove(name);
    }
    next.run(request).await
}

#[cfg(test)]
mod tests {
    use super::super::testing::{body_of, get, send_with, settings};
    use super::*;
    use crate::client_ip::{IpRange, TrustedProxies};

    async fn seen(proxies: &[&str], peer: &str, forwarded: &str) -> String {
        let mut settings = settings();
        settings.trusted_proxies =
            TrustedProxies::new(proxies.iter().filter_map(|text| IpRange::parse(text)).collect());
        let mut request = get("/client");
        request.extensions_mut().insert(ConnectInfo(SocketAddr::new(peer.parse().unwrap(), 9)));
        for name in FORWARDING {
            request.headers_mut().insert(name, forwarded.parse().unwrap());
        }
        body_of(send_with(&settings, request).await).await
    }

    #[tokio::test]
    async fn s61_the_peer_counts_unless_it_is_a_proxy() {
        assert_eq!(seen(&[], "203.0.113.9", "1.2.3.4").await, "203.0.113.9 and 0 forwarding headers");
        assert_eq!(seen(&["203.0.113.0/24"], "203.0.113.9", "1.2.3.4").await, "1.2.3.4 and 0 forwarding headers");
    }
}
