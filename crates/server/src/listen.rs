//! The accept loop: bounded connections, patient with nobody who sends or takes nothing, and a calm end (S94, S100).

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
use connections::{Connections, Place, Room, Watched};
use first_bytes::FirstBytes;
use movement::{Movement, Pieces};
pub use signals::Signals;

use crate::client_ip::TrustedProxies;

/// How many requests an HTTP/2 connection may have at a time: a page and what it loads are five. Proxies that send more
/// people's requests through one connection open another.
const STREAMS: u32 = 8;
/// What may be on its way to one of them, unread: twice the largest form.
const STREAM_WINDOW: u32 = 32 * 1024;
/// How much of an answer HTTP/2 may take over before the client makes room for it.
const SEND_BUFFER: usize = 64 * 1024;

/// What a connection may ask of the server.
#[derive(Debug, Clone)]
pub struct Limits {
    /// How long the head of a request may take, and how long a connection may be idle, which clients are told.
    pub header_time: Duration,
    /// How long the client may take no byte of what is to be written.
    pub write_time: Duration,
    /// How long nothing may be asked, and no piece of an answer taken, until the connection is told to close; and once
    /// more, until it is cut off. Longer than a request may take, or its answer would find nobody.
    pub quiet_time: Duration,
    /// How long a connection lasts until it is told to close, and how long its last answers may take from then on: enough
    /// for everything a page loads at 2 KB/s.
    pub whole_time: Duration,
    /// The longest head of a request, in bytes.
    pub head_size: u32,
    /// How many connections there may be at a time, whoever's they are, if there are handles for so many.
    pub connections: usize,
    /// How many connections one address may have; trusted proxies are exempt.
    pub connections_per_ip: usize,
    /// How long bodies may still take to arrive after the order to stop.
    pub arrival_time: Duration,
    /// How long requests that are being answered may go on after the order to stop: with what comes after it less than the ten
    /// seconds that containers are given.
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
    // Dropping the tasks at the end cuts off whoever is left.
    tokio::select! {
        () = async { while tasks.join_next().await.is_some() {} } => Ended::Drained,
        () = tokio::time::sleep(limits.drain_time) => Ended::TimedOut,
        () = signals.next() => Ended::Forced,
    }
}

/// The next connection, once there is room for it; none if its address has as many as it may. Where everybody is being
/// answered it waits, and those behind it with the operating system, where they cost no handle.
async fn next(
    listener: &TcpListener,
    connections: &Connections,
) -> std::io::Result<Option<(TcpStream, SocketAddr, (Place, Room))>> {
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
        // What a slow reader has not taken is kept as a part of an answer, not as a whole one.
        .max_send_buf_size(SEND_BUFFER)
        .keep_alive_interval(Duration::from_secs(20))
        .keep_alive_timeout(Duration::from_secs(10));
    builder
}

/// What may be asked of a connection while it lasts.
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

/// Speaks HTTP on one stream, which need not come from the network, as [`serve`] does on each of its connections.
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

/// Serves a connection until it ends by itself. When its time is over or the server stops, it is told to close, and has as
/// much time again to finish what it began; then it is cut off. One that is to make room is cut off at once, if nothing was
/// asked there in the meantime.
async fn hold<S>(stream: S, peer: SocketAddr, app: Router, limits: &Limits, orders: Orders)
where
    S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
{
    // Whoever asks must also take the answer. Each byte taken begins the time anew: a slow reader isn't a stalled one.
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
    // People close tabs and lose networks: nothing an operator could act on.
    if let Err(error) = ended {
        tracing::debug!(error, "a connection ended early");
    }
}

/// The app, told the peer of each request, and watched as it answers.
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
    let (arrival_time, stopping, keeps_alive) = (
        limits.arrival_time,
        stopping.clone(),
        keep_alive(limits.header_time),
    );
    service_fn(move |request: hyper::Request<Incoming>| {
        let answering = movement.answering();
        let is_kept = is_kept(&request);
        let mut request = request.map(|body| Arriving::new(body, stopping.clone(), arrival_time));
        request.extensions_mut().insert(ConnectInfo(peer));
        let (answer, stopping) = (app.clone().oneshot(request), stopping.clone());
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

/// Told to those who keep connections open, as balancers do: whoever asks later than this finds it closed.
fn keep_alive(idle: Duration) -> HeaderValue {
    HeaderValue::from_str(&format!("timeout={}", idle.as_secs())).expect("a number is text")
}

/// Whether the client goes on with the connection after this request; HTTP/2 has other means to say for how long.
fn is_kept(request: &hyper::Request<Incoming>) -> bool {
    let says_close = |value: &HeaderValue| {
        value
            .to_str()
            .is_ok_and(|text| text.to_ascii_lowercase().contains("close"))
    };
    request.version() == Version::HTTP_11
        && !request.headers().get_all(CONNECTION).iter().any(says_close)
}

/// A client that went away again is nothing; everything else (no file handles left) needs a moment to get better.
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
