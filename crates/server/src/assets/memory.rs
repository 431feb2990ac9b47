//! Files are answered from memory: an answer that waits for a slow reader shares the file's bytes with all others, and
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

/// How many files are opened and read at a time; it takes a moment.
const READ_AT_ONCE: usize = 16;

/// The files that were asked for, as they were read. There are as many as the site has.
#[derive(Clone)]
pub(super) struct Files {
    read: Arc<Mutex<HashMap<Name, (Version, Bytes)>>>,
    reading: Arc<Semaphore>,
}

/// Its path, and the encoding it is stored in.
type Name = (String, Option<HeaderValue>);
/// When it was written, and its length: a file that was built anew is read anew.
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
        // A file that is being written just now is answered as it is, but not remembered.
        if version.1 == Some(HeaderValue::from(bytes.len())) {
            self.read().insert(name, (version, bytes.clone()));
        }
        Ok(bytes)
    }

    /// An entry is put in whole, whatever panics elsewhere.
    fn read(&self) -> MutexGuard<'_, HashMap<Name, (Version, Bytes)>> {
        self.read.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Leaves to the service below which file it is, and whether the browser has it already.
pub(super) async fn layer(
    State(files): State<Files>,
    mut request: Request,
    next: Next,
) -> Response {
    let is_get = request.method() == Method::GET;
    let path = request.uri().path().to_owned();
    // A part would have to be read for each who asks; the whole is always a right answer (RFC 9110, 14.2).
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
