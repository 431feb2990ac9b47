//! Other values in place of the address in a request's first line, on a connection to the whole app
//! (S24, S94).

use regain_server::listen::{Limits, converse};
use regain_testkit::World;
use std::net::SocketAddr;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};

/// The server's answer to a request that asks it to close the connection afterwards.
async fn answer(world: &World, request: &str) -> String {
    let (mut client, server) = tokio::io::duplex(1 << 20);
    let peer = SocketAddr::from(([203, 0, 113, 9], 4711));
    let limits = Limits::default();
    let spoken = async {
        client
            .write_all(request.as_bytes())
            .await
            .expect("the server listens");
        let mut answer = Vec::new();
        client.read_to_end(&mut answer).await.expect("an answer");
        String::from_utf8_lossy(&answer).into_owned()
    };
    tokio::join!(converse(server, peer, world.router(), &limits), spoken).1
}

fn assert_refused(answer: &str, sent: &str) {
    assert!(answer.starts_with("HTTP/1.1 400 "), "{sent}: {answer}");
    for header in [
        "content-security-policy: ",
        "x-content-type-options: nosniff",
        "cache-control: no-store",
        "x-request-id: ",
    ] {
        assert!(answer.contains(header), "{sent}: {header} in {answer}");
    }
}

#[tokio::test]
async fn s94_a_host_in_the_place_of_an_address_is_a_bad_request() {
    let world = World::new().await;
    for method in ["GET", "HEAD", "POST"] {
        for host in [
            "id.example.org",
            "id.example.org:443",
            "127.0.0.1:3000",
            "evil.example",
        ] {
            let sent = format!(
                "{method} {host} HTTP/1.1\r\nHost: {host}\r\nOrigin: https://id.example.org\r\nSec-Fetch-Site: \
                 same-origin\r\nConnection: close\r\n\r\n"
            );
            assert_refused(&answer(&world, &sent).await, &sent);
        }
    }
}

#[tokio::test]
async fn s24_other_first_lines_are_answered_and_never_a_fault_of_the_server() {
    let world = World::new().await;
    for (target, expected) in [
        ("/sign-in", 200),
        ("https://id.example.org/sign-in", 200),
        ("https://id.example.org/sign-in?lang=zh-TW", 200),
        ("https://id.example.org?lang=en", 302),
        ("https://evil.example/sign-in", 400),
        ("*", 400),
    ] {
        let headers = "Host: id.example.org\r\nAccept: text/html\r\nConnection: close";
        let sent = format!("GET {target} HTTP/1.1\r\n{headers}\r\n\r\n");
        let answer = answer(&world, &sent).await;
        assert!(
            answer.starts_with(&format!("HTTP/1.1 {expected} ")),
            "{sent}: {answer}"
        );
        assert!(
            answer.contains("content-security-policy: "),
            "{sent}: {answer}"
        );
    }
}
