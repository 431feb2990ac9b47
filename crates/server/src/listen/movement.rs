//! A connection on which nothing moves has an end, and so has every other.
//!
//! Time limits for reads and writes don't see it: a client of HTTP/2 that gives its answers no room leaves nothing to be
//! written, and keeps the connection alive by answering PINGs. What counts is what the connection is for: requests, and
//! pieces of answers that were taken.

use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, ready};

use axum::body::{Body, Bytes, HttpBody};
use hyper::body::{Frame, SizeHint};
use tokio::time::{Instant, sleep_until};

use super::Limits;

/// How much of an answer is handed on at a time, so that it shows how far a slow reader has come: the usual frame of
/// HTTP/2.
const PIECE: usize = 16 * 1024;

/// When something last moved on a connection, and how many requests are being answered there.
#[derive(Clone)]
pub(super) struct Movement(Arc<Mutex<Moved>>);

struct Moved {
    last: Instant,
    answering: usize,
}

/// A request is being answered, until this is dropped.
pub(super) struct Answering(Movement);

impl Movement {
    pub(super) fn new() -> Self {
        Self(Arc::new(Mutex::new(Moved {
            last: Instant::now(),
            answering: 0,
        })))
    }

    /// Something moves.
    pub(super) fn seen(&self) {
        self.moved().last = Instant::now();
    }

    /// A request has come.
    pub(super) fn answering(&self) -> Answering {
        self.seen();
        self.moved().answering += 1;
        Answering(self.clone())
    }

    /// Since when nothing moves; none while something is being answered.
    pub(super) fn idle_since(&self) -> Option<Instant> {
        let moved = self.moved();
        (moved.answering == 0).then_some(moved.last)
    }

    /// Returns once nothing has moved for the quiet time, or after the whole time, both counted from now.
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

    /// Each of both is written whole, whatever panics elsewhere.
    fn moved(&self) -> MutexGuard<'_, Moved> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Answering {
    /// Something moves.
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

/// An answer that goes out in pieces, each of which is seen.
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
        let (inner, rest) = (self.body.size_hint(), self.rest.len() as u64);
        let mut hint = SizeHint::new();
        hint.set_lower(inner.lower() + rest);
        if let Some(upper) = inner.upper() {
            hint.set_upper(upper + rest);
        }
        hint
    }
}
