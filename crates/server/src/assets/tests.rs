//! Caching, compression and names, over a site of the test's own.

use super::*;
use axum::body::{Body, to_bytes};
use http::HeaderMap;
use tower::ServiceExt as _;

const HASHED: &str = "regain.abcdefghijklmnopqrst-_.wasm";

fn site() -> tempfile::TempDir {
    let site = tempfile::tempdir().unwrap();
    let pkg = site.path().join("pkg");
    std::fs::create_dir_all(pkg.join("snippets")).unwrap();

    for (name, content) in [
        (HASHED, "plain wasm"),
        ("regain.abcdefghijklmnopqrst-_.wasm.br", "brotli"),
        ("regain.abcdefghijklmnopqrst-_.wasm.gz", "gzip"),
        ("regain.js", "script"),
        ("regain.css", "style"),
        (".secret", "hidden"),
        ("../favicon.svg", "<svg/>"),
        ("../apple-touch-icon.png", "an image"),
        ("../robots.txt", "User-agent: *"),
        ("../hash.txt", "hidden"),
    ] {
        std::fs::write(pkg.join(name), content).unwrap();
    }

    site
}

async fn get(hashed_names: bool, path: &str, headers: &[(&str, &str)]) -> (u16, HeaderMap, String) {
    let site = site();
    let mut request = Request::builder().uri(path);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }

    let settings = AssetSettings {
        site_root: site.path().to_owned(),
        hashed_names,
    };
    let response = routes(&settings)
        .oneshot(request.body(Body::empty()).unwrap())
        .await
        .unwrap();
    let (parts, body) = response.into_parts();
    let body = to_bytes(body, usize::MAX).await.unwrap();

    (
        parts.status.as_u16(),
        parts.headers,
        String::from_utf8(body.to_vec()).unwrap(),
    )
}

#[tokio::test]
async fn hashed_assets_are_kept_for_a_year_and_come_precompressed() {
    let path = format!("/pkg/{HASHED}");
    for (accepted, encoding, body) in [
        ("gzip, deflate, br", Some("br"), "brotli"),
        ("gzip", Some("gzip"), "gzip"),
        ("identity", None, "plain wasm"),
    ] {
        let (status, headers, content) = get(true, &path, &[("accept-encoding", accepted)]).await;
        assert_eq!((status, content.as_str()), (200, body), "{accepted}");
        assert_eq!(
            headers
                .get("content-encoding")
                .map(|value| value.to_str().unwrap()),
            encoding
        );
        assert_eq!(headers["content-type"], "application/wasm");
        assert_eq!(headers["cache-control"], IMMUTABLE);
        assert_eq!(headers["vary"], "accept-encoding");
    }
}

#[tokio::test]
async fn s94_an_answer_that_nobody_reads_holds_no_file() {
    let site = site();
    let settings = AssetSettings {
        site_root: site.path().to_owned(),
        hashed_names: true,
    };
    let app = routes(&settings);
    let mut unread = Vec::new();

    for path in [
        &format!("/pkg/{HASHED}"),
        "/pkg/regain.js",
        "/favicon.svg",
        "/apple-touch-icon.png",
    ] {
        for range in ["bytes=0-", "bytes=2-4", "bytes=0-0,2-3", "lines=1"] {
            let request = Request::builder()
                .uri(path)
                .header("accept-encoding", "br")
                .header("range", range);
            let response = app
                .clone()
                .oneshot(request.body(Body::empty()).unwrap())
                .await
                .unwrap();
            assert_eq!(response.status(), 200, "{path} {range}: the whole");
            unread.push(response);
        }
    }

    let open =
        |entry: std::io::Result<std::fs::DirEntry>| std::fs::read_link(entry.unwrap().path()).ok();
    let open: Vec<_> = std::fs::read_dir("/proc/self/fd")
        .unwrap()
        .filter_map(open)
        .collect();
    assert!(
        open.len() > 2 && !open.iter().any(|file| file.starts_with(site.path())),
        "{open:?}"
    );
    drop(unread);
}

#[tokio::test]
async fn a_file_that_was_built_anew_is_read_anew() {
    let site = site();
    let settings = AssetSettings {
        site_root: site.path().to_owned(),
        hashed_names: false,
    };
    let app = routes(&settings);

    for content in ["script", "another script", "a third"] {
        std::fs::write(site.path().join("pkg/regain.js"), content).unwrap();
        for _ in 0..2 {
            let request = Request::builder()
                .uri("/pkg/regain.js")
                .body(Body::empty())
                .unwrap();
            let response = app.clone().oneshot(request).await.unwrap();
            assert_eq!(
                response.headers()["content-length"],
                content.len().to_string()
            );
            assert_eq!(
                to_bytes(response.into_body(), usize::MAX).await.unwrap(),
                content
            );
        }
    }
}

#[tokio::test]
async fn s86_only_names_with_a_hash_are_kept() {
    let later = [("if-modified-since", "Fri, 01 Jan 2100 00:00:00 GMT")];
    let hashed = format!("/pkg/{HASHED}");
    for (hashed_names, path, headers, status, kind) in [
        (true, "/pkg/regain.js", &[][..], 200, "text/javascript"),
        (true, "/pkg/regain.css", &later, 304, ""),
        (false, &hashed, &[], 200, "application/wasm"),
        (true, "/favicon.svg", &[], 200, "image/svg+xml"),
        (true, "/apple-touch-icon.png", &[], 200, "image/png"),
        (true, "/robots.txt", &[], 200, "text/plain"),
    ] {
        let (found, headers, _) = get(hashed_names, path, headers).await;
        assert_eq!(found, status, "{path}");
        assert!(
            !headers.contains_key("cache-control"),
            "{path}: what the middleware adds is no-store"
        );
        let given = headers
            .get("content-type")
            .map_or("", |value| value.to_str().unwrap());
        assert!(given.starts_with(kind), "{path}: {given}");
    }

    assert_eq!(
        get(true, &hashed, &later).await.1["cache-control"],
        IMMUTABLE
    );
}

#[tokio::test]
async fn s86_behind_the_middleware_hashed_assets_alone_are_kept_and_all_have_the_headers() {
    use crate::middleware::testing::{assert_headers_but_caching, settings};

    let site = site();
    let assets = AssetSettings {
        site_root: site.path().to_owned(),
        hashed_names: true,
    };
    let app = crate::middleware::wrap(routes(&assets), &settings());

    for (name, status, kept) in [
        (format!("/pkg/{HASHED}"), 200, true),
        ("/pkg/regain.js".to_owned(), 200, false),
        (
            "/pkg/nothing.abcdefghijklmnopqrst-_.js".to_owned(),
            404,
            false,
        ),
        (format!("/pkg/{HASHED}.br"), 404, false),
        ("/favicon.svg".to_owned(), 200, false),
        ("/nowhere".to_owned(), 404, false),
    ] {
        let response = app
            .clone()
            .oneshot(crate::middleware::testing::get(&name))
            .await
            .unwrap();
        assert_eq!(response.status(), status, "{name}");
        assert_headers_but_caching(&response);
        let caching = if kept {
            IMMUTABLE
        } else {
            HeaderValue::from_static("no-store")
        };

        assert_eq!(response.headers()["cache-control"], caching, "{name}");
    }
}

#[tokio::test]
async fn s91_nothing_else_is_served() {
    for path in [
        "/pkg/",
        "/pkg",
        "/pkg/snippets",
        "/pkg/snippets/",
        "/pkg/.secret",
        "/pkg/%2esecret",
        "/pkg/../hash.txt",
        "/pkg/%2e%2e/hash.txt",
        "/pkg/..%2fhash.txt",
        "/pkg//etc/passwd",
        "/pkg/regain.js/",
        "/pkg/nothing.js",
        "/pkg/regain.abcdefghijklmnopqrst-_.wasm.br",
        "/hash.txt",
    ] {
        let (status, headers, body) = get(true, path, &[]).await;
        assert_eq!(status, 404, "{path}: {body}");
        assert!(!headers.contains_key("cache-control"), "{path}");
        assert!(
            !body.contains("hidden") && !body.contains("regain.js"),
            "{path}: {body}"
        );
    }
}

#[test]
fn a_content_hash_is_told_from_a_name() {
    assert!(has_content_hash("/pkg/regain.abcdefghijklmnopqrst-_.css"));
    assert!(has_content_hash(
        "/pkg/__wasm_split.abcdefghijklmnopqrst-_.js"
    ));
    for path in [
        "/pkg/regain.css",
        "/pkg/abcdefghijklmnopqrst-_.js",
        "/pkg/a.abcdefghijklmnopqrst-.js",
        "/pkg/",
        "",
    ] {
        assert!(!has_content_hash(path), "{path}");
    }
}
