//! Scripts, WebAssembly, styles: served precompressed, and cached by browsers if their names contain a hash.
//!
//! The content under a hashed name (`regain.eJx3…Q.wasm`) never changes, so it is cached for a year. Nothing else
//! is cached: the middleware forbids it wherever a handler doesn't set caching (S86).

mod memory;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use axum::Router;
use axum::extract::{Request, State};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{IntoResponse as _, Response};
use http::header::{ACCEPT_ENCODING, CACHE_CONTROL, VARY};
use http::{HeaderValue, StatusCode};
use tower_http::services::{ServeDir, ServeFile};

const IMMUTABLE: HeaderValue = HeaderValue::from_static("public, max-age=31536000, immutable");

/// The length of the content hash that `crates/tools/bundle` and cargo-leptos write into names: 16 bytes in base64url without padding.
const HASH_LENGTH: usize = 22;

/// Settings of the built site.
#[derive(Debug, Clone)]
pub struct AssetSettings {
    /// The site root, filled by `crates/tools/bundle` or cargo-leptos.
    pub site_root: PathBuf,
    /// Whether names in `/pkg` carry content hashes (`LEPTOS_HASH_FILES`).
    pub hashed_names: bool,
}

/// Routes for `/pkg/…`, the icons and `/robots.txt`.
pub fn routes(settings: &AssetSettings) -> Router {
    let pkg = ServeDir::new(settings.site_root.join("pkg"))
        .append_index_html_on_directories(false)
        .precompressed_br()
        .precompressed_gzip();
    let packed = Router::new()
        .nest_service("/pkg", pkg)
        .route_layer(from_fn_with_state(Arc::new(settings.clone()), guard_pkg));
    let single = |name: &str| ServeFile::new(settings.site_root.join(name));

    Router::new()
        .route_service("/favicon.svg", single("favicon.svg"))
        .route_service("/apple-touch-icon.png", single("apple-touch-icon.png"))
        .route_service("/robots.txt", single("robots.txt"))
        .merge(packed)
        .route_layer(from_fn_with_state(memory::Files::new(), memory::layer))
}

async fn guard_pkg(
    State(settings): State<Arc<AssetSettings>>,
    request: Request,
    next: Next,
) -> Response {
    let path = request.uri().path().to_owned();
    if !is_plain(&path) {
        return StatusCode::NOT_FOUND.into_response();
    }

    let is_kept = settings.hashed_names && has_content_hash(&path);
    let mut response = next.run(request).await;
    if is_found(response.status()) {
        if is_kept {
            response.headers_mut().insert(CACHE_CONTROL, IMMUTABLE);
        }

        response
            .headers_mut()
            .append(VARY, HeaderValue::from(ACCEPT_ENCODING));
    }

    response
}

fn is_found(status: StatusCode) -> bool {
    status.is_success() || status == StatusCode::NOT_MODIFIED
}

/// Build tools write plain names: no dot files, no escapes. Compressed forms are reached only through
/// `Accept-Encoding`.
fn is_plain(path: &str) -> bool {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"/._-".contains(&byte);
    let segment = |segment: &str| !segment.is_empty() && !segment.starts_with('.');
    path.bytes().all(plain)
        && path.split('/').skip(1).all(segment)
        && !Path::new(path)
            .extension()
            .is_some_and(|extension| extension == "br" || extension == "gz")
}

/// `name.HASH.extension`
fn has_content_hash(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or_default();
    let mut parts = name.rsplit('.').skip(1);
    let hash = parts.next().unwrap_or_default();
    let is_hash_byte = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_';

    hash.len() == HASH_LENGTH && hash.bytes().all(is_hash_byte) && parts.next().is_some()
}

#[cfg(test)]
mod tests;
