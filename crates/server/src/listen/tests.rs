//! Over real connections; what takes long, over streams in memory whose time passes at once.

mod h2;
mod stalled;

use std::sync::Arc;

use axum::extract::ConnectInfo;
use axum::routing::{get, post};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::sync::{Notify, mpsc};
use tokio::task::JoinHandle;
use tokio::time::Instant;

use super::*;

/// Longer than any test lasts on any machine: what isn't a test's subject has no end.
const NEVER: Duration = Duration::from_secs(60 * 60);

struct Server {
    address: SocketAddr,
    stop: mpsc::Sender<()>,
    ended: JoinHandle<EndOfServing>,
    /// A word for each request to `/slow` and `/hang` that has come.
    begun: mpsc::UnboundedReceiver<()>,
    /// Lets `/slow` answer.
    release: Arc<Notify>,
}

async fn start(limits: Limits) -> Server {
    let (say_begun, begun) = mpsc::unbounded_channel();
    let release = Arc::new(Notify::new());
    let slow = {
        let say_begun = say_begun.clone();
        let release = Arc::clone(&release);
        async move || {
            say_begun.send(()).unwrap();
            release.notified().await;
            "slow but whole"
        }
    };
    let hang_begun = say_begun.clone();
    let hang = async move || {
        hang_begun.send(()).unwrap();
        std::future::pending::<&'static str>().await
    };
    let whole = {
        let say_begun = say_begun.clone();
        async move |request: axum::extract::Request| {
            say_begun.send(()).unwrap();
            match axum::body::to_bytes(request.into_body(), 1024).await {
                Ok(body) => format!("whole: {} bytes", body.len()),
                Err(_) => "cut".to_owned(),
            }
        }
    };
    let app = Router::new()
        .route("/form", post(whole))
        .route(
            "/peer",
            get(async |ConnectInfo(peer): ConnectInfo<SocketAddr>| peer.to_string()),
        )
        .route("/slow", get(slow))
        .route("/hang", get(hang));
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let (stop, signals) = Signals::channel();
    let ended = tokio::spawn(async move {
        serve(listener, app, &limits, &TrustedProxies::default(), signals).await
    });
    Server {
        address,
        stop,
        ended,
        begun,
        release,
    }
}

fn patient() -> Limits {
    Limits {
        header_time: NEVER,
        arrival_time: NEVER,
        drain_time: NEVER,
        ..Limits::default()
    }
}

async fn connect(server: &Server, bytes: &[u8]) -> TcpStream {
    let mut stream = TcpStream::connect(server.address).await.unwrap();
    stream.write_all(bytes).await.unwrap();
    stream
}

async fn rest(stream: &mut TcpStream) -> String {
    let mut bytes = Vec::new();
    // A connection that is cut off while we still write ends in an error, with what came before it in the buffer.
    let _ = stream.read_to_end(&mut bytes).await;
    String::from_utf8_lossy(&bytes).into_owned()
}

fn request(path: &str) -> Vec<u8> {
    format!("GET {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n").into_bytes()
}

#[tokio::test]
async fn requests_know_their_peer() {
    let server = start(patient()).await;
    let mut stream = connect(&server, &request("/peer")).await;
    let answer = rest(&mut stream).await;
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
    assert!(
        answer.ends_with(&stream.local_addr().unwrap().to_string()),
        "{answer}"
    );
    assert!(!answer.to_lowercase().contains("server:"), "{answer}");
}

#[tokio::test]
async fn http_2_is_spoken_too() {
    let server = start(patient()).await;
    let mut stream = connect(
        &server,
        b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\x04\0\0\0\0\0",
    )
    .await;
    let mut frame = [0; 9];
    stream.read_exact(&mut frame).await.unwrap();
    assert_eq!(frame[3], 4, "a SETTINGS frame");
}

#[tokio::test]
async fn s94_a_long_head_is_refused() {
    let server = start(patient()).await;
    let head = format!(
        "GET /peer HTTP/1.1\r\nHost: x\r\nX-Long: {}\r\n\r\n",
        "a".repeat(17 * 1024)
    );
    let mut stream = TcpStream::connect(server.address).await.unwrap();
    // The server may close before all of it is written.
    let _ = stream.write_all(head.as_bytes()).await;
    let answer = rest(&mut stream).await;
    assert!(!answer.contains("200 OK"), "{answer}");
}

#[tokio::test]
async fn s94_one_address_has_so_many_connections() {
    let server = start(Limits {
        connections_per_ip: 3,
        ..patient()
    })
    .await;
    let held = [
        connect(&server, b"G").await,
        connect(&server, b"G").await,
        connect(&server, b"G").await,
    ];
    let mut one_too_many = TcpStream::connect(server.address).await.unwrap();
    assert_eq!(rest(&mut one_too_many).await, "");
    drop(held);
    // Places that were given back can be taken again, if not at once.
    while !rest(&mut connect(&server, &request("/peer")).await)
        .await
        .starts_with("HTTP/1.1 200")
    {
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

#[tokio::test]
async fn s94_where_everybody_is_being_answered_the_next_waits_for_its_turn() {
    let mut server = start(Limits {
        connections: 3,
        ..patient()
    })
    .await;
    let mut held = Vec::new();
    for _ in 0..3 {
        held.push(connect(&server, &request("/hang")).await);
        server.begun.recv().await.unwrap();
    }
    let mut next = connect(&server, &request("/peer")).await;
    // A machine that is slower only looks less closely.
    let waiting = tokio::time::timeout(Duration::from_millis(300), next.read_u8()).await;
    assert!(waiting.is_err(), "neither answered nor closed: {waiting:?}");
    drop(held);
    let answer = rest(&mut next).await;
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
}

/// A connection from another address of this machine.
async fn connect_from(server: &Server, last: u8, bytes: &[u8]) -> TcpStream {
    let socket = tokio::net::TcpSocket::new_v4().unwrap();
    socket
        .bind(SocketAddr::from(([127, 0, 0, last], 0)))
        .unwrap();
    let mut stream = socket.connect(server.address).await.unwrap();
    stream.write_all(bytes).await.unwrap();
    stream
}

#[tokio::test]
async fn s94_where_no_room_is_left_whoever_holds_most_ends_what_was_idle_for_longest() {
    let server = start(Limits {
        connections: 4,
        ..patient()
    })
    .await;
    let kept_open = b"GET /peer HTTP/1.1\r\nHost: x\r\n\r\n";
    let mut held = Vec::new();
    let mut strangers = Vec::new();
    // Each is answered before the next comes, so that their order is known.
    for last in [2, 3, 3, 3] {
        let mut stream = connect_from(&server, last, kept_open).await;
        let mut status = [0; 12];
        stream.read_exact(&mut status).await.unwrap();
        assert_eq!(&status, b"HTTP/1.1 200");
        held.push(stream);
    }
    let [single, first, second, third] = &mut held[..] else {
        unreachable!()
    };
    for oldest in [first, second] {
        let mut stranger = connect_from(&server, 4, kept_open).await;
        let mut status = [0; 12];
        stranger.read_exact(&mut status).await.unwrap();
        assert_eq!(&status, b"HTTP/1.1 200");
        // It was answered before, and is at its end now.
        assert!(rest(oldest).await.contains("127.0.0.3"));
        strangers.push(stranger);
    }
    for open in [single, third] {
        open.write_all(&request("/peer")).await.unwrap();
        assert_eq!(
            rest(open).await.matches("HTTP/1.1 200").count(),
            1,
            "it is served as ever"
        );
    }
}

#[tokio::test]
async fn s100_the_order_to_stop_is_heard_where_there_is_no_room() {
    let mut server = start(Limits {
        connections: 1,
        ..patient()
    })
    .await;
    let _held = connect(&server, &request("/slow")).await;
    server.begun.recv().await.unwrap();
    let mut waiting = connect(&server, &request("/peer")).await;
    tokio::time::sleep(Duration::from_millis(50)).await;
    server.stop.send(()).await.unwrap();
    assert_eq!(rest(&mut waiting).await, "");
    server.release.notify_one();
    assert_eq!(server.ended.await.unwrap(), EndOfServing::Drained);
}

#[tokio::test]
async fn s100_what_was_begun_is_answered_before_the_end() {
    let mut server = start(patient()).await;
    let mut begun = connect(&server, &request("/slow")).await;
    let _idle = connect(&server, b"").await;
    server.begun.recv().await.unwrap();
    server.stop.send(()).await.unwrap();
    // It has stopped listening before what was begun is answered.
    while TcpStream::connect(server.address).await.is_ok() {
        tokio::task::yield_now().await;
    }
    server.release.notify_one();
    assert!(rest(&mut begun).await.ends_with("slow but whole"));
    assert_eq!(server.ended.await.unwrap(), EndOfServing::Drained);
}

#[tokio::test]
async fn s100_a_body_that_does_not_arrive_is_cut_and_one_that_does_is_answered() {
    let mut server = start(Limits {
        arrival_time: Duration::from_millis(200),
        ..patient()
    })
    .await;
    let head = b"POST /form HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\nhalf=";
    let mut half = connect(&server, head).await;
    let mut chunked = connect(
        &server,
        b"POST /form HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n3\r\na=",
    )
    .await;
    for _ in 0..2 {
        server.begun.recv().await.unwrap();
    }
    server.stop.send(()).await.unwrap();
    assert!(rest(&mut half).await.ends_with("cut"));
    assert!(rest(&mut chunked).await.ends_with("cut"));
    assert_eq!(server.ended.await.unwrap(), EndOfServing::Drained);

    let mut server = start(patient()).await;
    let mut late = connect(&server, head).await;
    server.begun.recv().await.unwrap();
    server.stop.send(()).await.unwrap();
    while TcpStream::connect(server.address).await.is_ok() {
        tokio::task::yield_now().await;
    }
    late.write_all(b"whole").await.unwrap();
    assert!(rest(&mut late).await.ends_with("whole: 10 bytes"));
    assert_eq!(server.ended.await.unwrap(), EndOfServing::Drained);
}

#[tokio::test]
async fn s100_what_never_ends_is_cut_off_after_the_drain_time() {
    let mut server = start(Limits {
        drain_time: Duration::from_millis(200),
        ..patient()
    })
    .await;
    let mut hanging = connect(&server, &request("/hang")).await;
    server.begun.recv().await.unwrap();
    server.stop.send(()).await.unwrap();
    assert_eq!(server.ended.await.unwrap(), EndOfServing::TimedOut);
    assert_eq!(rest(&mut hanging).await, "");
}

#[tokio::test]
async fn s100_a_second_signal_ends_at_once() {
    let mut server = start(patient()).await;
    let _hanging = connect(&server, &request("/hang")).await;
    server.begun.recv().await.unwrap();
    server.stop.send(()).await.unwrap();
    server.stop.send(()).await.unwrap();
    assert_eq!(server.ended.await.unwrap(), EndOfServing::Forced);
}
