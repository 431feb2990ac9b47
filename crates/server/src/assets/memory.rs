//! Serves files from memory: a response that waits for a slow reader shares the file's bytes with all others, and
//! holds no file handle (S94).

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use axum::body::{Body, Bytes, to_bytes};
use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};
use http::header::{ACCEPT_RANGES, CONTENT_ENCODING, CONTENT_LENGTH, LAST_MODIFIED, RANGE};
use http::{HeaderMap, HeaderValue, Method, StatusCode};
use tokio::sync::Semaphore;

/// Number of files opened and read at a time; each takes only a moment.
const READ_AT_ONCE: usize = 16;

/// The files requested so far, as they were read. At most as many as the site has.
#[derive(Clone)]
pub(super) struct Files {
    read: Arc<Mutex<HashMap<Name, (Version, Bytes)>>>,
    reading: Arc<Semaphore>,
}

/// Path and content encoding.
type Name = (String, Option<HeaderValue>);
/// Modification time and length: a rebuilt file is read again.
type Version = (Option<HeaderValue>, Option<HeaderValue>);

impl Files {
    pub(super) fn new() -> Self {
        Self {
            read: Arc::default(),
            reading: Arc::new(Semaphore::new(READ_AT_ONCE)),
        }
    }

    async fn whole(
        &self,
        name: Name,
        headers: &HeaderMap,
        body: Body,
    ) -> Result<Bytes, axum::Error> {
        let version = (
            headers.get(LAST_MODIFIED).cloned(),
            headers.get(CONTENT_LENGTH).cloned(),
        );
        if let Some((read, bytes)) = self.read().get(&name)
            && *read == version
        {
            return Ok(bytes.clone());
        }

        let bytes = to_bytes(body, usize::MAX).await?;

        // A file that is just being written is served as it is, but not cached.
        if version.1 == Some(HeaderValue::from(bytes.len())) {
            self.read().insert(name, (version, bytes.clone()));
        }

        Ok(bytes)
    }

    /// Each entry is inserted whole, so a panic elsewhere leaves nothing half done here.
    fn read(&self) -> MutexGuard<'_, HashMap<Name, (Version, Bytes)>> {
        self.read.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The service below decides which file is meant, and whether the browser already has it.
pub(super) async fn layer(
    State(files): State<Files>,
    mut request: Request,
    next: Next,
) -> Response {
    let is_get = request.method() == Method::GET;
    let path = request.uri().path().to_owned();

    // Ranges would have to be read for each request; the whole file is always a valid response (RFC 9110, 14.2).
    request.headers_mut().remove(RANGE);
    let _turn = files.reading.acquire().await;
    let mut response = next.run(request).await;
    response.headers_mut().remove(ACCEPT_RANGES);
    if !is_get || response.status() != StatusCode::OK {
        return response;
    }

    let (parts, body) = response.into_parts();
    let name = (path, parts.headers.get(CONTENT_ENCODING).cloned());

    match files.whole(name, &parts.headers, body).await {
        Ok(bytes) => Response::from_parts(parts, Body::from(bytes)),
        Err(error) => {
            tracing::error!(%error, "a file of the site can't be read");
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
    }
}
