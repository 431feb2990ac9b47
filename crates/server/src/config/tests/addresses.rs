//! Network addresses, host names, senders and paths (S105).

use super::*;
use std::path::Path;

#[test]
fn s105_development_listens_here_and_production_anywhere_and_own_networks_are_trusted() {
    for here in ["127.0.0.1:3000", "127.8.9.1:3000", "[::1]:3000"] {
        assert_eq!(
            read("", &[("REGAIN_LISTEN", here)])
                .unwrap()
                .http
                .listen
                .to_string(),
            here
        );
    }
    for networks in ["10.0.0.0/8", "fc00::/7", "fd00::/8"] {
        assert!(
            read("", &[("REGAIN_TRUSTED_PROXIES", networks)]).is_ok(),
            "{networks}"
        );
    }
}

#[test]
fn the_mail_server_is_greeted_by_a_full_name() {
    let greeted = |env: &[(&str, &str)]| read("", env).unwrap().mail.hello_name.to_string();
    let url = ("REGAIN_PUBLIC_URL", "https://id.example.org");
    let from = ("REGAIN_MAIL_FROM", "x@mail.example.net");
    assert_eq!(greeted(&[url, from]), "id.example.org");
    for without_a_name in [
        "http://localhost:3000",
        "http://192.0.2.1",
        "http://[2001:db8::1]:3000",
    ] {
        assert_eq!(
            greeted(&[("REGAIN_PUBLIC_URL", without_a_name), from]),
            "mail.example.net",
            "{without_a_name}"
        );
    }
    assert_eq!(greeted(&[]), "regain.invalid");
    assert_eq!(
        greeted(&[url, ("REGAIN_SMTP_HELLO_NAME", "Relay.example.org.")]),
        "relay.example.org"
    );
    assert_eq!(
        greeted(&[url, ("REGAIN_SMTP_HELLO_NAME", "192.0.2.1")]),
        "[192.0.2.1]"
    );
    let line = line("", &[("REGAIN_SMTP_HELLO_NAME", "7f3a9c")]);
    assert!(
        line.starts_with("smtp_hello_name (REGAIN_SMTP_HELLO_NAME): \"7f3a9c\" can't be used"),
        "{line}"
    );
}

#[test]
fn a_path_with_marks_works_or_is_refused_by_name() {
    for path in [
        "/srv/my data/regain.sqlite3",
        "/srv/100%/a%20b.sqlite3",
        "data/資料.sqlite3",
        "/srv/a&b=c;d.sqlite3",
    ] {
        let url = format!("sqlite://{path}");
        let config = read("", &[("REGAIN_DATABASE_URL", &url)]).unwrap();
        assert_eq!(config.storage.database.file(), Some(Path::new(path)));
    }
    for path in [
        "/srv/a#b/regain.sqlite3",
        "/srv/a?b.sqlite3",
        "a.sqlite3?mode=rwc",
        "file:a",
        "/srv/a\tb",
        "/srv/regain/",
    ] {
        let url = format!("sqlite://{path}");
        let line = line("", &[("REGAIN_DATABASE_URL", &url)]);
        assert!(
            line.starts_with("database_url (REGAIN_DATABASE_URL): it"),
            "{line}"
        );
        assert!(
            self::line(&format!("database_url = {url:?}"), &[])
                .starts_with("database_url (conf/regain.toml): it")
        );
    }
}

#[test]
fn the_default_sender_is_of_the_public_host() {
    let config = read("", &[("REGAIN_PUBLIC_URL", "https://id.example.org")]).unwrap();
    assert_eq!(
        config.mail.from.to_string(),
        "Regain <no-reply@id.example.org>"
    );
    let config = read("", &[("REGAIN_PUBLIC_URL", "http://localhost:3000")]).unwrap();
    assert_eq!(
        config.mail.from.to_string(),
        "Regain <no-reply@regain.invalid>"
    );
}
