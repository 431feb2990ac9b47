//! The accept loop: a bounded number of connections, time limits for stalled clients, and an orderly stop (S94,
//! S100).

mod arriving;
mod connections;
mod first_bytes;
mod handles;
mod movement;
mod signals;

use std::convert::Infallible;
use std::net::SocketAddr;
use std::pin::pin;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::response::Response;
use http::header::CONNECTION;
use http::{HeaderValue, Version};
use hyper::body::Incoming;
use hyper::service::{Service, service_fn};
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use hyper_util::server::conn::auto;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio::task::JoinSet;
use tokio_io_timeout::TimeoutWriter;
use tower::ServiceExt as _;

use arriving::Arriving;
use connections::{ConnectionPlace, Connections, Room, Watched};
use first_bytes::FirstBytes;
use movement::{Movement, Pieces};
pub use signals::Signals;

use crate::client_ip::TrustedProxies;

/// Most concurrent requests on an HTTP/2 connection: a page and its resources are five. Proxies that send more
/// people's requests through one connection open another.
const STREAMS: u32 = 8;
/// Most unread data on its way to one stream: twice the largest form.
const STREAM_WINDOW: u32 = 32 * 1024;
/// How much of a response HTTP/2 may buffer before the client's window allows sending.
const SEND_BUFFER: usize = 64 * 1024;

/// Limits of a connection.
#[derive(Debug, Clone)]
pub struct Limits {
    /// Time limit for the head of a request, and for an idle connection, which is announced to clients.
    pub header_time: Duration,
    /// Time limit for a client that takes none of the bytes to be written.
    pub write_time: Duration,
    /// Time without a request or a piece of a response taken, until the connection is told to close, and again
    /// until it is cut off. Longer than a request may take, or its response would find no connection.
    pub quiet_time: Duration,
    /// Time until a connection is told to close, and again for its last responses: enough for everything a page
    /// loads at 2 KB/s.
    pub whole_time: Duration,
    /// Longest head of a request, in bytes.
    pub head_size: u32,
    /// Most concurrent connections in total, if there are handles for that many.
    pub connections: usize,
    /// Most concurrent connections per address; trusted proxies are exempt.
    pub connections_per_ip: usize,
    /// Time in which bodies may still arrive after the order to stop.
    pub arrival_time: Duration,
    /// Time for requests being answered after the order to stop. Together with what follows it, less than the ten
    /// seconds that containers get.
    pub drain_time: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            header_time: Duration::from_secs(5),
            write_time: Duration::from_secs(30),
            quiet_time: Duration::from_secs(30),
            whole_time: Duration::from_secs(5 * 60),
            head_size: 16 * 1024,
            connections: 2048,
            connections_per_ip: 100,
            arrival_time: Duration::from_secs(2),
            drain_time: Duration::from_secs(5),
        }
    }
}

/// How serving ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EndOfServing {
    /// Every request was answered.
    Drained,
    /// Some took too long after the order to stop.
    TimedOut,
    /// A second signal came.
    Forced,
}

/// Serves until a signal comes, then answers the requests in progress. Requests carry their peer as
/// `ConnectInfo<SocketAddr>`.
pub async fn serve(
    listener: TcpListener,
    app: Router,
    limits: &Limits,
    proxies: &TrustedProxies,
    mut signals: Signals,
) -> EndOfServing {
    let most = handles::for_connections(limits.connections);
    let connections = Connections::new(most, limits.connections_per_ip, proxies.clone());
    let (stop, stopping) = watch::channel(false);
    let mut tasks = JoinSet::new();

    loop {
        tokio::select! {
            () = signals.next() => break,
            accepted = next(&listener, &connections) => match accepted {
                Ok(None) => continue,
                Ok(Some((stream, peer, (place, room)))) => {
                    let orders = Orders { stopping: stopping.clone(), watched: place.watched() };
                    let held = connection(stream, peer, app.clone(), limits.clone(), orders);
                    tasks.spawn(async move {
                        held.await;
                        drop((place, room));
                    });
                }
                Err(error) => pause_after(&error).await,
            },
        }
        while tasks.try_join_next().is_some() {}
    }

    drop(listener);
    stop.send_replace(true);

    // Dropping the tasks at the end cuts off the remaining connections.
    tokio::select! {
        () = async { while tasks.join_next().await.is_some() {} } => EndOfServing::Drained,
        () = tokio::time::sleep(limits.drain_time) => EndOfServing::TimedOut,
        () = signals.next() => EndOfServing::Forced,
    }
}

/// Returns the next connection once there is room for it; `None` if its address has as many as it may. If all
/// connections are being answered, it waits, and those behind it wait in the operating system's queue, where they
/// cost no handle.
async fn next(
    listener: &TcpListener,
    connections: &Connections,
) -> std::io::Result<Option<(TcpStream, SocketAddr, (ConnectionPlace, Room))>> {
    let (stream, peer) = listener.accept().await?;
    let Some(place) = connections.enter(peer.ip()) else {
        return Ok(None);
    };

    let room = connections.room().await;
    place.opens();
    Ok(Some((stream, peer, (place, room))))
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
        .max_concurrent_streams(STREAMS)
        .initial_stream_window_size(STREAM_WINDOW)
        .initial_connection_window_size(STREAMS * STREAM_WINDOW)
        // A slow reader keeps only part of a response in memory, not all of it.
        .max_send_buf_size(SEND_BUFFER)
        .keep_alive_interval(Duration::from_secs(20))
        .keep_alive_timeout(Duration::from_secs(10));

    builder
}

/// The orders a connection may receive while it lasts.
struct Orders {
    stopping: watch::Receiver<bool>,
    watched: Watched,
}

async fn connection(
    stream: TcpStream,
    peer: SocketAddr,
    app: Router,
    limits: Limits,
    orders: Orders,
) {
    if let Err(error) = stream.set_nodelay(true) {
        tracing::debug!(%error, "TCP_NODELAY was refused");
    }

    hold(stream, peer, app, &limits, orders).await;
}

/// Speaks HTTP on one stream, not necessarily from the network, as [`serve`] does on each of its connections.
pub async fn converse<S>(stream: S, peer: SocketAddr, app: Router, limits: &Limits)
where
    S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
{
    let (_never, stopping) = watch::channel(false);
    hold(
        stream,
        peer,
        app,
        limits,
        Orders {
            stopping,
            watched: Watched::new(),
        },
    )
    .await;
}

/// Serves a connection until it ends by itself. When its time is over or the server stops, it is told to close,
/// gets as much time again to finish, and is then cut off. If it is to make room, it is cut off at once, unless a
/// request arrived in the meantime.
async fn hold<S>(stream: S, peer: SocketAddr, app: Router, limits: &Limits, orders: Orders)
where
    S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
{
    // Clients must also take the response. Each byte taken restarts the time limit: a slow reader isn't a stalled
    // one.
    let mut stream = TimeoutWriter::new(FirstBytes::new(stream, limits.header_time));
    stream.set_timeout(Some(limits.write_time));
    let stream = Box::pin(stream);
    let Orders {
        mut stopping,
        watched: Watched {
            movement,
            makes_room,
        },
    } = orders;
    let builder = builder(limits);
    let service = service(peer, app, movement.clone(), limits, &stopping);
    let mut served = pin!(builder.serve_connection(TokioIo::new(stream), service));
    let ended = tokio::select! {
        ended = served.as_mut() => ended,
        cut = async { tokio::select! {
            () = movement.ends(limits) => false,
            _ = stopping.wait_for(|stopping| *stopping) => false,
            () = makes_room.notified() => movement.idle_since().is_some(),
        } } => if cut { Err("it made room for another one".into()) } else {
            served.as_mut().graceful_shutdown();
            tokio::select! {
                ended = served.as_mut() => ended,
                () = movement.ends(limits) => Err("its time is over".into()),
            }
        },
    };

    // People close tabs and lose networks; an operator can't do anything about it.
    if let Err(error) = ended {
        tracing::debug!(error, "a connection ended early");
    }
}

/// The app, which receives the peer of each request and is watched as it answers.
fn service(
    peer: SocketAddr,
    app: Router,
    movement: Movement,
    limits: &Limits,
    stopping: &watch::Receiver<bool>,
) -> impl Service<
    hyper::Request<Incoming>,
    Response = Response,
    Error = Infallible,
    Future: Send + 'static,
> + Send
+ use<> {
    let arrival_time = limits.arrival_time;
    let stopping = stopping.clone();
    let keeps_alive = keep_alive(limits.header_time);

    service_fn(move |request: hyper::Request<Incoming>| {
        let answering = movement.answering();
        let is_kept = is_kept(&request);
        let mut request = request.map(|body| Arriving::new(body, stopping.clone(), arrival_time));
        request.extensions_mut().insert(ConnectInfo(peer));
        let answer = app.clone().oneshot(request);
        let stopping = stopping.clone();
        let keeps_alive = keeps_alive.clone();

        async move {
            let mut response = answer.await?;
            answering.seen();
            if is_kept && !*stopping.borrow() {
                response.headers_mut().insert("keep-alive", keeps_alive);
            }

            Ok(response.map(|body| Body::new(Pieces::new(body, answering))))
        }
    })
}

/// Told to clients that keep connections open, such as load balancers: after this time the connection is closed.
fn keep_alive(idle: Duration) -> HeaderValue {
    HeaderValue::from_str(&format!("timeout={}", idle.as_secs())).expect("a number is text")
}

/// Whether the client keeps the connection open after this request; HTTP/2 has other means of saying how long.
fn is_kept(request: &hyper::Request<Incoming>) -> bool {
    let says_close = |value: &HeaderValue| {
        value
            .to_str()
            .is_ok_and(|text| text.to_ascii_lowercase().contains("close"))
    };
    request.version() == Version::HTTP_11
        && !request.headers().get_all(CONNECTION).iter().any(says_close)
}

/// A client that left again needs no pause; every other error (no file handles left) needs a moment to clear.
async fn pause_after(error: &std::io::Error) {
    use std::io::ErrorKind::{ConnectionAborted, ConnectionRefused, ConnectionReset};

    if !matches!(
        error.kind(),
        ConnectionAborted | ConnectionRefused | ConnectionReset
    ) {
        tracing::warn!(%error, "a connection couldn't be accepted");
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
}

#[cfg(test)]
mod tests;
