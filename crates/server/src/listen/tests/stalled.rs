//! Who asks and doesn't take the answer, and who is only slow.

use axum::body::{Body, Bytes};
use tokio::io::{DuplexStream, duplex};

use super::h2::{Client, DATA, SETTINGS};
use super::*;

/// As long as the WebAssembly.
const BIG: usize = 275_000;

/// Bytes whose owner is told by [`Arc::strong_count`].
struct Held(Vec<u8>, #[expect(dead_code, reason = "counted")] Arc<()>);

impl AsRef<[u8]> for Held {
    fn as_ref(&self) -> &[u8] {
        &self.0
    }
}

/// A connection that is served with the limits of production, and how many answers are held at any time.
fn served() -> (DuplexStream, JoinHandle<Duration>, Arc<()>) {
    let answers = Arc::new(());
    let held = Arc::clone(&answers);
    let big = async move || Body::from(Bytes::from_owner(Held(vec![b'x'; BIG], Arc::clone(&held))));
    let app = Router::new()
        .route("/big", get(big))
        .route("/small", get(async || "small"));
    let (client, server) = duplex(4096);
    let peer = SocketAddr::from(([203, 0, 113, 9], 4711));
    let served = tokio::spawn(async move {
        let start = Instant::now();
        converse(server, peer, app, &Limits::default()).await;
        start.elapsed()
    });
    (client, served, answers)
}

/// What is answered over HTTP/1 to one who takes so much at a time, and pauses in between.
async fn taken(client: &mut DuplexStream, at_a_time: usize, pause: Duration) -> usize {
    let mut taken = 0;
    let mut buffer = vec![0; at_a_time];
    loop {
        match client.read(&mut buffer).await.unwrap_or(0) {
            0 => return taken,
            read => taken += read,
        }
        tokio::time::sleep(pause).await;
    }
}

#[tokio::test(start_paused = true)]
async fn s94_who_sends_slowly_or_nothing_is_cut_off() {
    for begun in [
        &b""[..],
        b"P",
        b"PRI * HTTP/2.0\r\n",
        b"GET /small HTTP/1.1\r\nHost: x\r\nX-Slow: ",
        b"GET / HT",
    ] {
        let (mut client, served, _) = served();
        client.write_all(begun).await.unwrap();
        let mut answer = Vec::new();
        client.read_to_end(&mut answer).await.unwrap();
        let answer = String::from_utf8_lossy(&answer).into_owned();
        assert!(!answer.contains("200 OK"), "{answer}");
        let lasted = served.await.unwrap();
        assert!(
            lasted <= 2 * Limits::default().header_time,
            "{begun:?} after {lasted:?}"
        );
    }
}

#[tokio::test(start_paused = true)]
async fn who_keeps_a_connection_is_told_how_long_it_lasts() {
    for (more, told) in [
        ("", true),
        ("Connection: keep-alive\r\n", true),
        ("Connection: close\r\n", false),
    ] {
        let (mut client, served, _) = served();
        let head = format!("GET /small HTTP/1.1\r\nHost: x\r\n{more}\r\n");
        client.write_all(head.as_bytes()).await.unwrap();
        let mut answer = String::new();
        client.read_to_string(&mut answer).await.unwrap();
        assert_eq!(
            answer.contains("\r\nkeep-alive: timeout=5\r\n"),
            told,
            "{answer}"
        );
        let lasted = served.await.unwrap().as_secs();
        assert_eq!(lasted, if told { 5 } else { 0 }, "{more}");
    }
}

#[tokio::test(start_paused = true)]
async fn s94_who_takes_nothing_is_cut_off() {
    let (mut client, served, answers) = served();
    client.write_all(&request("/big")).await.unwrap();
    assert_eq!(
        served.await.unwrap().as_secs(),
        Limits::default().write_time.as_secs()
    );
    assert_eq!(Arc::strong_count(&answers), 1, "the answer is held no more");
}

#[tokio::test(start_paused = true)]
async fn s94_who_makes_no_room_for_answers_is_cut_off_though_it_answers_pings() {
    let (client, served, answers) = served();
    let mut client = Client::begin(client, 0);
    for stream in 0..STREAMS {
        client.get(1 + 2 * stream, "/big");
    }
    let mut most = 0;
    let all = 2 + STREAMS as usize;
    while let Some(frame) = client.next().await {
        assert!(frame.kind != DATA, "{frame:?}");
        most = most.max(Arc::strong_count(&answers));
    }
    assert_eq!(
        most, all,
        "the app's own, ours, and every answer, which waits"
    );
    assert_eq!(served.await.unwrap().as_secs(), 60);
    assert_eq!(Arc::strong_count(&answers), 1, "none is held any more");
}

#[tokio::test(start_paused = true)]
async fn s94_a_byte_now_and_then_is_no_movement() {
    let (client, served, _) = served();
    let mut client = Client::begin(client, 1);
    client.get(1, "/big");
    let mut second = tokio::time::interval(Duration::from_secs(1));
    loop {
        tokio::select! {
            frame = client.next() => if frame.is_none() { break },
            _ = second.tick() => client.widen(1, 1),
        }
    }
    assert_eq!(served.await.unwrap().as_secs(), 60);
}

#[tokio::test(start_paused = true)]
async fn s94_a_connection_without_requests_ends() {
    let (client, served, _) = served();
    let mut client = Client::begin(client, 65_535);
    client.get(1, "/small");
    while client.next().await.is_some() {}
    assert_eq!(served.await.unwrap().as_secs(), 30);
}

#[tokio::test(start_paused = true)]
async fn s94_no_connection_lasts_for_ever() {
    let (client, served, answers) = served();
    let mut client = Client::begin(client, 0);
    client.get(1, "/big");
    let mut stream = 1;
    let mut asked = tokio::time::interval(Duration::from_secs(10));
    while stream < 300 {
        tokio::select! {
            frame = client.next() => if frame.is_none() { break },
            _ = asked.tick() => {
                stream += 2;
                client.get(stream, "/small");
                client.widen(stream, 5);
            }
        }
    }
    let lasted = served.await.unwrap().as_secs();
    // Told to close after five minutes, it is asked nothing more that counts.
    assert!((300..=600).contains(&lasted), "{lasted} s");
    assert_eq!(Arc::strong_count(&answers), 1);
}

#[tokio::test(start_paused = true)]
async fn s94_a_phone_in_a_valley_gets_everything_over_http_1() {
    for (at_a_time, pause) in [(10_000, 1), (1_000, 1), (4_000, 4)] {
        let (mut client, served, _) = served();
        client.write_all(&request("/big")).await.unwrap();
        let taken = taken(&mut client, at_a_time, Duration::from_secs(pause)).await;
        assert!(taken > BIG, "{at_a_time} bytes each {pause} s: {taken}");
        served.await.unwrap();
    }
}

#[tokio::test(start_paused = true)]
async fn s94_a_phone_in_a_valley_gets_everything_over_http_2() {
    let (client, served, _) = served();
    let mut client = Client::begin(client, 1_000);
    for stream in [1, 3, 5] {
        client.get(stream, "/big");
    }
    let mut whole = 0;
    let mut taken = 0;
    let mut second = tokio::time::interval(Duration::from_secs(1));
    while whole < 3 {
        tokio::select! {
            frame = client.next() => {
                let frame = frame.expect("it goes on to the end");
                if frame.kind == DATA {
                    taken += frame.payload.len();
                    whole += usize::from(frame.ends_the_stream());
                }
            }
            // 1 KB/s for each of three.
            _ = second.tick() => {
                client.widen(0, 3_000);
                for stream in [1, 3, 5] {
                    client.widen(stream, 1_000);
                }
            }
        }
    }
    assert_eq!(taken, 3 * BIG);
    drop(client);
    served.await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn s94_so_many_requests_at_a_time() {
    let (client, _served, _) = served();
    let mut client = Client::begin(client, 0);
    let frame = client.next().await.unwrap();
    assert_eq!(frame.kind, SETTINGS);
    let streams = frame
        .payload
        .chunks(6)
        .find(|setting| setting[..2] == [0, 3])
        .expect("a limit of streams");
    assert_eq!(streams[2..], STREAMS.to_be_bytes());
}
