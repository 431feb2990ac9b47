//! Against a DNS server of the test's own, on loopback.

use super::*;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, UdpSocket};

/// The TXT records of names; a name with none is there, one that isn't named isn't.
type Zone = &'static [(&'static str, &'static [&'static str])];

/// The answer of a server for this zone. What needs more than `most` bytes is only said to be longer.
fn answer(zone: Zone, question: &[u8], most: usize) -> Vec<u8> {
    let mut name = Vec::new();
    let mut at = 12;
    while question[at] > 0 {
        let end = at + 1 + usize::from(question[at]);
        name.push(String::from_utf8_lossy(&question[at + 1..end]).into_owned());
        at = end;
    }
    let asked = &question[12..at + 5];
    let name = name.join(".");
    let records = zone
        .iter()
        .find(|(known, _)| *known == name)
        .map(|(_, records)| *records);
    let mut answers = Vec::new();
    for record in records.unwrap_or_default() {
        let pieces: Vec<u8> = record
            .as_bytes()
            .chunks(200)
            .flat_map(|piece| {
                std::iter::once(u8::try_from(piece.len()).unwrap()).chain(piece.iter().copied())
            })
            .collect();
        answers.extend([0xC0, 0x0C, 0, 16, 0, 1, 0, 0, 0, 60]);
        answers.extend(u16::try_from(pieces.len()).unwrap().to_be_bytes());
        answers.extend(pieces);
    }
    let is_longer = answers.len() > most;
    let count = if is_longer {
        0
    } else {
        records.map_or(0, <[_]>::len)
    };
    let flags = [
        if is_longer { 0x83 } else { 0x81 },
        if records.is_some() { 0x80 } else { 0x83 },
    ];
    let head = [
        &question[..2],
        &flags,
        &[0, 1, 0, u8::try_from(count).unwrap(), 0, 0, 0, 0],
    ]
    .concat();
    [&head[..], asked, if is_longer { &[] } else { &answers[..] }].concat()
}

/// Begins to serve a zone, over UDP and TCP.
async fn serve(zone: Zone) -> SocketAddr {
    let stream = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = stream.local_addr().unwrap();
    let datagrams = UdpSocket::bind(address).await.unwrap();
    tokio::spawn(async move {
        let mut question = [0; 1500];
        while let Ok((length, peer)) = datagrams.recv_from(&mut question).await {
            datagrams
                .send_to(&answer(zone, &question[..length], 400), peer)
                .await
                .unwrap();
        }
    });
    tokio::spawn(async move {
        while let Ok((mut peer, _)) = stream.accept().await {
            let mut question = vec![0; usize::from(peer.read_u16().await.unwrap())];
            peer.read_exact(&mut question).await.unwrap();
            let answer = answer(zone, &question, usize::MAX);
            peer.write_u16(u16::try_from(answer.len()).unwrap())
                .await
                .unwrap();
            peer.write_all(&answer).await.unwrap();
        }
    });
    address
}

/// Longer than any machine takes.
const LONG: Duration = Duration::from_secs(60 * 60);

/// What is told of a domain, a line each.
async fn told(domain: &str, server: SocketAddr) -> Vec<String> {
    told_within(LONG, domain, server).await
}

async fn told_within(patience: Duration, domain: &str, server: SocketAddr) -> Vec<String> {
    let mut last = 0;
    let mut ids = || {
        last += 1;
        last
    };
    let told = |(what, finding)| match finding {
        Finding::Fine(words) => format!("{what} fine {words}"),
        Finding::Note(words) => format!("{what} note {words}"),
        Finding::Wrong(words, _) => panic!("S69 only warns: {what} {words}"),
    };
    look(domain, server, patience, &mut ids)
        .await
        .into_iter()
        .map(told)
        .collect()
}

fn assert_begins(told: &[String], lines: [&str; 3]) {
    assert_eq!(told.len(), 3, "{told:?}");
    for (told, line) in told.iter().zip(lines) {
        assert!(told.starts_with(line), "{told} isn't {line}");
    }
}

#[tokio::test]
async fn s69_a_domain_that_says_everything_is_fine_and_so_is_one_below_it() {
    let zone: Zone = &[
        (
            "example.org",
            &["unrelated", "v=spf1 mx include:relay.example -all"],
        ),
        ("_domainkey.example.org", &[]),
        ("_dmarc.example.org", &["V=dmarc1 ; sp=none; P = Reject"]),
        ("id.example.org", &["v=spf1 -all"]),
        ("_domainkey.id.example.org", &[]),
    ];
    let server = serve(zone).await;
    for domain in ["example.org", "id.example.org"] {
        let lines = ["SPF fine", "DKIM note keys may be published", "DMARC fine"];
        assert_begins(&told(domain, server).await, lines);
    }
}

#[tokio::test]
async fn s69_what_is_missing_is_told_with_what_to_do() {
    let server = serve(&[]).await;
    let told = told("id.example.org", server).await;
    assert_begins(
        &told,
        [
            "SPF note id.example.org doesn't say",
            "DKIM note no key is published",
            "DMARC note",
        ],
    );
    assert!(
        told[0].contains("v=spf1") && told[1].contains("_domainkey.id.example.org"),
        "{told:?}"
    );
    assert!(
        told[2].contains("add to _dmarc.id.example.org the TXT record \"v=DMARC1; p=quarantine\""),
        "{told:?}"
    );
}

#[tokio::test]
async fn s69_what_is_there_and_helps_little_is_told() {
    let zone: Zone = &[
        ("all.example", &["v=spf1 +all"]),
        (
            "_dmarc.all.example",
            &["v=DMARC1; p=none; rua=mailto:dmarc@all.example"],
        ),
        ("two.example", &["v=spf1 mx -all", "v=spf1 a -all"]),
        (
            "_dmarc.two.example",
            &["v=DMARC1; p=reject", "v=DMARC1; p=none"],
        ),
        ("ten.example", &["v=spf10 mx -all"]),
    ];
    let server = serve(zone).await;
    assert_begins(
        &told("all.example", server).await,
        [
            "SPF note all.example lets everybody",
            "DKIM",
            "DMARC note all.example lets mails",
        ],
    );
    assert_begins(
        &told("two.example", server).await,
        [
            "SPF note two.example has more than one",
            "DKIM",
            "DMARC note two.example doesn't",
        ],
    );
    assert_begins(
        &told("ten.example", server).await,
        ["SPF note ten.example doesn't say", "DKIM", "DMARC note"],
    );
}

#[tokio::test]
async fn s69_a_long_answer_comes_over_tcp() {
    const OTHER: &str = concat!(
        "verification=0123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789",
        "0123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901"
    );
    let zone: Zone = &[
        ("example.org", &[OTHER, OTHER, "v=spf1 mx -all"]),
        ("_domainkey.example.org", &[]),
    ];
    let told = told("example.org", serve(zone).await).await;
    assert_begins(&told, ["SPF fine", "DKIM note keys", "DMARC note"]);
}

#[tokio::test(start_paused = true)]
async fn s69_a_server_that_says_nothing_keeps_nobody() {
    let silent = UdpSocket::bind("127.0.0.1:0").await.unwrap();
    let began = tokio::time::Instant::now();
    let told = told_within(PATIENCE, "example.org", silent.local_addr().unwrap()).await;
    assert!(began.elapsed() <= 3 * PATIENCE, "{:?}", began.elapsed());
    assert!(
        told[0].starts_with("SPF note can't be looked up from here: the DNS server doesn't answer"),
        "{told:?}"
    );
}
