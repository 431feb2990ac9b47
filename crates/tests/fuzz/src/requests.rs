//! A request's claims in its headers and address.

use crate::{lines, text};
use http::{HeaderMap, HeaderName, HeaderValue};
use regain_domain::{Device, Language, ReturnTo, Source};
use regain_server::client_ip::{ClientIp, IpRange, TrustedProxies};
use regain_server::middleware::reports::{self, Told};
use regain_server::public_url::PublicUrl;
use std::net::IpAddr;

static X_FORWARDED_FOR: HeaderName = HeaderName::from_static("x-forwarded-for");

/// A line of trusted proxies, the connection's peer, and `X-Forwarded-For` headers: the server
/// believes only a proxy, and only about what the proxy saw itself (S61).
pub fn client_address(data: &[u8]) {
    let input = text(data);
    let ([proxies, peer], forwarded) = lines::<2>(&input);
    let ranges: Vec<IpRange> = proxies.split(' ').filter_map(IpRange::parse).collect();
    for text in proxies
        .split(' ')
        .filter(|text| IpRange::parse(text).is_some())
    {
        let range = IpRange::parse(text).expect("it was one a moment ago");
        let network: IpAddr = text
            .split('/')
            .next()
            .unwrap_or(text)
            .parse()
            .expect("a range begins with an address");
        // An IPv4 address written as IPv6 compares as IPv4, so it lies in no range of IPv6.
        assert_eq!(
            range.contains(network),
            network == network.to_canonical(),
            "{text}"
        );
    }
    let trusted = TrustedProxies::new(ranges);
    let peer: IpAddr = peer.parse().unwrap_or_else(|_| IpAddr::from([10, 0, 0, 1]));
    let values: Vec<HeaderValue> = forwarded
        .lines()
        .filter_map(|line| HeaderValue::from_str(line).ok())
        .collect();
    let headers = |first: Option<&str>| {
        let mut headers = HeaderMap::new();
        for value in first
            .and_then(|first| HeaderValue::from_str(first).ok())
            .iter()
            .chain(&values)
        {
            headers.append(&X_FORWARDED_FOR, value.clone());
        }
        headers
    };
    let client = trusted.client_ip(peer, &headers(None));
    if !trusted.contains(peer) {
        assert_eq!(
            client.0,
            peer.to_canonical(),
            "who is no proxy isn't believed"
        );
    }
    if client != ClientIp::UNKNOWN && !trusted.contains(client.0) {
        for claim in ["6.6.6.6", "::1", "unknown", "10.0.0.1, 10.0.0.2"] {
            assert_eq!(
                trusted.client_ip(peer, &headers(Some(claim))),
                client,
                "what a client adds changes nothing"
            );
        }
    }
    let source = client.source();
    assert_eq!(
        Source::of(source.address()),
        source,
        "a source is its own source"
    );
    assert_eq!(client.0, client.0.to_canonical());
}

/// Lines of `Accept-Language`, `User-Agent`, a language tag and `return_to`: every result is from
/// our own closed lists.
pub fn headers(data: &[u8]) {
    let input = text(data);
    let ([accepted, agent, tag], wanted) = lines::<3>(&input);
    let language = Language::from_accept_language(accepted);
    if accepted.split(',').count() < 32 {
        let more = [accepted, ",de-AT;q=0.9"].concat();
        assert_eq!(
            Language::from_accept_language(&more),
            language,
            "a language that we don't speak"
        );
    }
    if let Some(language) = Language::from_tag(tag) {
        assert_eq!(Language::from_tag(language.tag()), Some(language));
        assert_eq!(Language::from_accept_language(language.tag()), language);
    }
    if let Some(device) = Device::from_user_agent(agent) {
        for language in Language::ALL {
            let words = device.describe(language);
            let plain = |c: char| c.is_ascii_alphanumeric() || " 上的".contains(c);
            assert!(
                words.chars().all(plain) && words.len() < 60,
                "S70: {words:?}"
            );
        }
    }
    for wanted in [wanted, accepted, agent, tag] {
        let path = ReturnTo::parse(Some(wanted)).path();
        assert!(
            path == wanted || path == "/account",
            "S90: {path} for {wanted:?}"
        );
        assert!(
            path.starts_with('/') && !path.starts_with("//") && !path.contains(['\\', '\r', '\n'])
        );
    }
}

/// A body that browsers send to `/csp-reports`: the log gets a page's path, a blocked resource's
/// origin, and nothing that could make another line (S85).
pub fn violations(data: &[u8]) {
    let own = PublicUrl::parse("https://id.example.org").expect("an address");
    for told in reports::violations(data, &own).unwrap_or_default() {
        let Told {
            page,
            directive,
            blocked,
        } = &told;
        let plain = |text: &str| text.bytes().all(|byte| byte.is_ascii_graphic());
        assert!(
            plain(page) && plain(directive) && plain(blocked),
            "{told:?}"
        );
        assert!(
            page == "elsewhere" || page.starts_with('/') && !page.contains(['?', '#']),
            "{page}"
        );
        assert!(
            directive.len() <= 32
                && directive
                    .bytes()
                    .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
        );
        let after = blocked.split_once("://").map_or("", |(_, after)| after);
        assert!(
            !after.contains(['/', '?', '#', '@']),
            "an origin alone: {blocked}"
        );
    }
}

/// Addresses: the configured one, `Host`, `Origin`, `Referer`: only those with our origin count as
/// ours (S24, S89).
pub fn own_addresses(data: &[u8]) {
    let input = text(data);
    for public in [
        "https://id.example.org",
        "http://127.0.0.1:3000",
        "https://[2001:db8::1]:8443",
    ] {
        let public = PublicUrl::parse(public).expect("an address");
        if let Some(url) = public.own_url(&input) {
            let normal = String::from(url);
            let ours = |origin: &str| {
                normal
                    .strip_prefix(origin)
                    .is_some_and(|rest| rest.starts_with('/'))
            };
            assert!(
                ours(public.origin()) || ours("http://localhost:3000"),
                "{normal} of {input:?}"
            );
            let again = public.own_url(&normal).map(String::from);
            assert_eq!(again.as_deref(), Some(&*normal), "a normal form is its own");
            assert!(HeaderValue::try_from(&normal).is_ok(), "{normal}");
        }
        if public.answers_to(&input) {
            let host = input.to_ascii_lowercase();
            let port = if public.is_https() {
                "id.example.org:443"
            } else {
                "localhost:3000"
            };
            assert!(
                host == public.authority() || host == port,
                "one port at most: {input:?}"
            );
        }
        assert!(
            !public.is_origin(&input)
                || input == public.origin()
                || input == "http://localhost:3000",
            "{input:?}"
        );
    }
    if let Ok(public) = PublicUrl::parse(&input) {
        assert_eq!(
            PublicUrl::parse(public.origin()).as_ref(),
            Ok(&public),
            "of {input:?}"
        );
        assert!(
            public.is_origin(public.origin()) && public.answers_to(public.authority()),
            "of {input:?}"
        );
        assert!(
            public
                .own_url(&[public.origin(), "/recover?lang=en"].concat())
                .is_some(),
            "of {input:?}"
        );
        assert!(
            HeaderValue::try_from(public.origin()).is_ok()
                && !public.authority().contains(['/', '@', '?', '#'])
        );
    }
}
