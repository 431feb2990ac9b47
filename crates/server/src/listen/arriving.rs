//! A body that doesn't arrive can't delay a stop (S100).

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use axum::body::{Bytes, HttpBody};
use hyper::body::{Frame, Incoming, SizeHint};
use tokio::sync::watch;
use tokio::time::sleep;

/// The body of a request, which fails if it hasn't arrived within a time limit after the order to stop.
pub(super) struct Arriving {
    body: Incoming,
    stopping: watch::Receiver<bool>,
    time: Duration,
    /// Created only when there is something to wait for; most forms arrive with their head.
    cut: Option<Pin<Box<dyn Future<Output = ()> + Send>>>,
}

impl Arriving {
    pub(super) fn new(body: Incoming, stopping: watch::Receiver<bool>, time: Duration) -> Self {
        Self {
            body,
            stopping,
            time,
            cut: None,
        }
    }
}

/// Returns when the time limit after the order to stop has passed; never, if nobody can give that order any more.
async fn after_the_order(mut stopping: watch::Receiver<bool>, time: Duration) {
    if stopping.wait_for(|stopping| *stopping).await.is_err() {
        std::future::pending::<()>().await;
    }

    sleep(time).await;
}

impl HttpBody for Arriving {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        if let Poll::Ready(frame) = Pin::new(&mut self.body).poll_frame(context) {
            return Poll::Ready(frame.map(|frame| frame.map_err(axum::Error::new)));
        }

        let stopping = self.stopping.clone();
        let time = self.time;
        let cut = self
            .cut
            .get_or_insert_with(|| Box::pin(after_the_order(stopping, time)));

        cut.as_mut().poll(context).map(|()| {
            Some(Err(axum::Error::new(io::Error::from(
                io::ErrorKind::TimedOut,
            ))))
        })
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}
