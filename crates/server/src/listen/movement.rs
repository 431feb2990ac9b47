//! Closes idle connections, and every connection after five minutes.
//!
//! Time limits for reads and writes don't suffice: an HTTP/2 client that gives responses no window leaves nothing
//! to be written, and keeps the connection alive by answering PINGs. Activity is what the connection is for:
//! requests, and pieces of responses that the client took.

use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, ready};

use axum::body::{Body, Bytes, HttpBody};
use hyper::body::{Frame, SizeHint};
use tokio::time::{Instant, sleep_until};

use super::Limits;

/// How much of a response is passed on at a time, which shows how far a slow reader has come: the usual frame
/// size of HTTP/2.
const PIECE: usize = 16 * 1024;

/// A connection's latest activity, and the number of requests being answered on it.
#[derive(Clone)]
pub(super) struct Movement(Arc<Mutex<Moved>>);

struct Moved {
    last: Instant,
    answering: usize,
}

/// Marks a request as being answered, until this is dropped.
pub(super) struct Answering(Movement);

impl Movement {
    pub(super) fn new() -> Self {
        Self(Arc::new(Mutex::new(Moved {
            last: Instant::now(),
            answering: 0,
        })))
    }

    /// Records activity.
    pub(super) fn seen(&self) {
        self.moved().last = Instant::now();
    }

    /// Records that a request has come.
    pub(super) fn answering(&self) -> Answering {
        self.seen();
        self.moved().answering += 1;
        Answering(self.clone())
    }

    /// The time since which the connection is idle; `None` while a request is being answered.
    pub(super) fn idle_since(&self) -> Option<Instant> {
        let moved = self.moved();
        (moved.answering == 0).then_some(moved.last)
    }

    /// Returns when nothing has moved for the quiet time, or after the whole time, both counted from now.
    pub(super) async fn ends(&self, limits: &Limits) {
        self.seen();
        let latest = Instant::now() + limits.whole_time;
        loop {
            let until = latest.min(self.moved().last + limits.quiet_time);
            if until <= Instant::now() {
                return;
            }

            sleep_until(until).await;
        }
    }

    /// Both fields are written whole, so a panic elsewhere leaves nothing half done here.
    fn moved(&self) -> MutexGuard<'_, Moved> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Answering {
    /// Records activity.
    pub(super) fn seen(&self) {
        self.0.seen();
    }
}

impl Drop for Answering {
    fn drop(&mut self) {
        let mut moved = self.0.moved();
        moved.answering -= 1;
        moved.last = Instant::now();
    }
}

/// A response sent in pieces, each of which counts as activity.
pub(super) struct Pieces {
    body: Body,
    rest: Bytes,
    answering: Answering,
}

impl Pieces {
    pub(super) fn new(body: Body, answering: Answering) -> Self {
        Self {
            body,
            rest: Bytes::new(),
            answering,
        }
    }
}

impl HttpBody for Pieces {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        if self.rest.is_empty() {
            let frame = match ready!(Pin::new(&mut self.body).poll_frame(context)) {
                Some(Ok(frame)) => frame,
                end => return Poll::Ready(end),
            };

            match frame.into_data() {
                Ok(data) => self.rest = data,
                Err(trailers) => return Poll::Ready(Some(Ok(trailers))),
            }
        }

        self.answering.seen();
        let length = self.rest.len().min(PIECE);

        Poll::Ready(Some(Ok(Frame::data(self.rest.split_to(length)))))
    }

    fn is_end_stream(&self) -> bool {
        self.rest.is_empty() && self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        let inner = self.body.size_hint();
        let rest = self.rest.len() as u64;
        let mut hint = SizeHint::new();
        hint.set_lower(inner.lower() + rest);
        if let Some(upper) = inner.upper() {
            hint.set_upper(upper + rest);
        }

        hint
    }
}
