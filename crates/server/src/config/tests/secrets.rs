//! Secrets in files of their own, and the marks around values and in them (S102).

use super::*;

#[test]
fn what_a_value_is_wrapped_in_is_no_part_of_it() {
    for wrapped in [
        "production",
        "\"production\"",
        "'production'",
        " production\r",
        "\"production\"\r\n",
        "\u{feff}production",
    ] {
        let mut env = PRODUCTION;
        env[0].1 = wrapped;
        assert!(read("", &env).unwrap().mode.is_production(), "{wrapped:?}");
    }
    let quoted = PRODUCTION.map(|(name, value)| (name, format!("\"{value}\"")));
    let quoted: Vec<_> = quoted
        .iter()
        .map(|(name, value)| (*name, value.as_str()))
        .collect();
    assert_eq!(
        format!("{:?}", read("", &quoted).unwrap()),
        format!("{:?}", read("", &PRODUCTION).unwrap())
    );
    for (given, kept) in [
        ("\"A\" and \"B\"", "\"A\" and \"B\""),
        ("A's", "A's"),
        ("\"A's\"", "A's"),
        ("\"", "\""),
    ] {
        assert_eq!(
            read("", &[("REGAIN_ORGANISATION", given)])
                .unwrap()
                .organisation
                .name,
            kept
        );
    }
    let file = "\u{feff}organisation = \"A\"\r\nlisten = \"127.0.0.1:4000\"\r\n";
    assert_eq!(read(file, &[]).unwrap().organisation.name, "A");
}

#[test]
fn a_secret_may_stand_in_a_file_of_its_own() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("smtp");
    let shown = path.to_str().unwrap();
    let url = "smtps://regain:hunter2@mail.example.org";
    for content in [
        url.to_owned(),
        format!("{url}\r\n"),
        format!("\u{feff}{url}\n\n"),
        format!(" \"{url}\" "),
    ] {
        std::fs::write(&path, &content).unwrap();
        let mut env = PRODUCTION;
        env[2] = ("REGAIN_SMTP_URL_FILE", shown);
        let from_env = read("", &env).unwrap();
        assert_eq!(from_env.mail.smtp_url.unwrap().expose(), url, "{content:?}");
        let from_file = read(&format!("smtp_url_file = {shown:?}"), &[]).unwrap();
        assert_eq!(
            from_file.mail.smtp_url.unwrap().expose(),
            url,
            "{content:?}"
        );
    }
    let over = read(
        &format!("smtp_url_file = {shown:?}"),
        &[("REGAIN_SMTP_URL", "smtp://localhost")],
    )
    .unwrap();
    assert_eq!(
        over.mail.smtp_url.unwrap().expose(),
        "smtp://localhost",
        "the environment wins"
    );
    let both = line(
        "",
        &[
            ("REGAIN_SMTP_URL_FILE", shown),
            ("REGAIN_SMTP_URL", "smtp://localhost"),
        ],
    );
    assert!(
        both.starts_with("smtp_url_file (REGAIN_SMTP_URL_FILE): smtp_url is set, too"),
        "{both}"
    );
    for (content, expected) in [
        (
            "smtps://a:hunter2@b\nmore",
            "smtp_url_file (REGAIN_SMTP_URL_FILE): ".to_owned(),
        ),
        (
            "http://a:hunter2@b",
            format!("smtp_url ({shown}): it is not a mail server's URL"),
        ),
    ] {
        std::fs::write(&path, content).unwrap();
        let line = line("", &[("REGAIN_SMTP_URL_FILE", shown)]);
        assert!(line.starts_with(&expected), "{line}");
    }
    let gone = line("", &[("REGAIN_DATABASE_URL_FILE", "/nonexistent/secret")]);
    assert!(
        gone.starts_with(
            "database_url_file (REGAIN_DATABASE_URL_FILE): /nonexistent/secret can't be read"
        ),
        "{gone}"
    );
    std::fs::write(&path, "\n").unwrap();
    assert!(
        read("", &[("REGAIN_SMTP_URL_FILE", shown)])
            .unwrap()
            .mail
            .smtp_url
            .is_none(),
        "an empty one says nothing"
    );
}

#[test]
fn s102_a_mark_in_a_password_is_explained_and_nothing_of_it_told() {
    for password in [
        "hunter2/x",
        "1/hunter2",
        "hunter2#x",
        "1#hunter2",
        "hunter2?x",
        "1?hunter2",
    ] {
        let line = line(
            "",
            &[(
                "REGAIN_SMTP_URL",
                &format!("smtps://user:{password}@mail.example.org"),
            )],
        );
        assert!(
            line.starts_with("smtp_url (REGAIN_SMTP_URL): user or password has a mark"),
            "{line}"
        );
        for written in [
            "/ as %2F", "# as %23", "? as %3F", "@ as %40", ": as %3A", "% as %25",
        ] {
            assert!(line.contains(written), "{line}");
        }
    }
    for wrong in [
        "smtps://user:hunter2@mail.example.org:x",
        "smtp://hunter2@mail.example.org",
        "smtps://a:hunter2@b/path",
    ] {
        assert!(line("", &[("REGAIN_SMTP_URL", wrong)]).contains("/ as %2F"));
    }
}
