//! The accept loop: bounded connections, patient with nobody who sends slowly, and a calm end (S94, S100).

mod connections;
mod first_bytes;
mod signals;

use std::convert::Infallible;
use std::net::SocketAddr;
use std::time::Duration;

use axum::Router;
use axum::extract::ConnectInfo;
use axum::response::Response;
use hyper::body::Incoming;
use hyper::service::{Service, service_fn};
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use hyper_util::server::conn::auto;
use hyper_util::server::graceful::{GracefulShutdown, Watcher};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinSet;
use tower::ServiceExt as _;

use connections::{Connections, Place};
use first_bytes::FirstBytes;
pub use signals::Signals;

use crate::client_ip::TrustedProxies;

/// What a connection may ask of the server.
#[derive(Debug, Clone)]
pub struct Limits {
    /// How long the head of a request may take, and how long a connection may be idle.
    pub header_time: Duration,
    /// The longest head of a request, in bytes.
    pub head_size: u32,
    /// How many connections one address may have; trusted proxies are exempt.
    pub connections_per_ip: usize,
    /// How long requests that are being answered may go on after the order to stop.
    pub drain_time: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            header_time: Duration::from_secs(5),
            head_size: 16 * 1024,
            connections_per_ip: 100,
            drain_time: Duration::from_secs(10),
        }
    }
}

/// How serving came to its end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ended {
    /// Every request was answered.
    Drained,
    /// Some took too long after the order to stop.
    TimedOut,
    /// A second signal came.
    Forced,
}

/// Serves until a signal comes, then answers what was begun. Requests know their peer as `ConnectInfo<SocketAddr>`.
pub async fn serve(
    listener: TcpListener,
    app: Router,
    limits: &Limits,
    proxies: &TrustedProxies,
    mut signals: Signals,
) -> Ended {
    let builder = builder(limits);
    let connections = Connections::new(limits.connections_per_ip, proxies.clone());
    let graceful = GracefulShutdown::new();
    let mut tasks = JoinSet::new();
    loop {
        tokio::select! {
            () = signals.next() => break,
            accepted = listener.accept() => match accepted {
                Ok((stream, peer)) => {
                    let Some(place) = connections.enter(peer.ip()) else { continue };
                    let stream = FirstBytes::new(stream, limits.header_time);
                    tasks.spawn(connection(builder.clone(), stream, peer, app.clone(), graceful.watcher(), place));
                }
                Err(error) => pause_after(&error).await,
            },
        }
        while tasks.try_join_next().is_some() {}
    }
    drop(listener);
    // Dropping the tasks at the end cuts off whoever is left.
    tokio::select! {
        () = graceful.shutdown() => Ended::Drained,
        () = tokio::time::sleep(limits.drain_time) => Ended::TimedOut,
        () = signals.next() => Ended::Forced,
    }
}

fn builder(limits: &Limits) -> auto::Builder<TokioExecutor> {
    let mut builder = auto::Builder::new(TokioExecutor::new());
    builder
        .http1()
        .timer(TokioTimer::new())
        .header_read_timeout(limits.header_time)
        .max_buf_size(limits.head_size as usize);
    builder
        .http2()
        .timer(TokioTimer::new())
        .max_header_list_size(limits.head_size)
        .max_concurrent_streams(64)
        .keep_alive_interval(Duration::from_secs(20))
        .keep_alive_timeout(Duration::from_secs(10));
    builder
}

async fn connection(
    builder: auto::Builder<TokioExecutor>,
    stream: FirstBytes<TcpStream>,
    peer: SocketAddr,
    app: Router,
    watcher: Watcher,
    place: Place,
) {
    if let Err(error) = stream.get_ref().set_nodelay(true) {
        tracing::debug!(%error, "TCP_NODELAY was refused");
    }
    let served = builder.serve_connection(TokioIo::new(stream), service(peer, app)).into_owned();
    // People close tabs and lose networks: nothing an operator could act on.
    if let Err(error) = watcher.watch(served).await {
        tracing::debug!(error, "a connection ended early");
    }
    drop(place);
}

/// Speaks HTTP on one stream, which need not come from the network, as [`serve`] does on each of its connections.
pub async fn converse<S>(stream: S, peer: SocketAddr, app: Router, limits: &Limits)
where
    S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
{
    let stream = FirstBytes::new(stream, limits.header_time);
    if let Err(error) = builder(limits).serve_connection(TokioIo::new(stream), service(peer, app)).await {
        tracing::debug!(error, "a connection ended early");
    }
}

/// The app, told the peer of each request.
fn service(
    peer: SocketAddr,
    app: Router,
) -> impl Service<hyper::Request<Incoming>, Response = Response, Error = Infallible, Future: Send + 'static> + Send {
    service_fn(move |mut request: hyper::Request<Incoming>| {
        request.extensions_mut().insert(ConnectInfo(peer));
        app.clone().oneshot(request)
    })
}

/// A client that went away again is nothing; everything else (no file handles left) needs a moment to get better.
async fn pause_after(error: &std::io::Error) {
    use std::io::ErrorKind::{ConnectionAborted, ConnectionRefused, ConnectionReset};
    if !matches!(error.kind(), ConnectionAborted | ConnectionRefused | ConnectionReset) {
        tracing::warn!(%error, "a connection couldn't be accepted");
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
}

#[cfg(test)]
mod tests;
