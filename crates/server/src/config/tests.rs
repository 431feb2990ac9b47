//! Every key with what it takes and what it refuses.

mod production;

use super::*;

const PRODUCTION: [(&str, &str); 6] = [
    ("REGAIN_MODE", "production"),
    ("REGAIN_PUBLIC_URL", "https://id.example.org"),
    ("REGAIN_SMTP_URL", "smtps://regain:hunter2@mail.example.org"),
    ("REGAIN_MAIL_FROM", "Example <no-reply@example.org>"),
    ("REGAIN_TRUSTED_PROXIES", ""),
    ("REGAIN_HEADS_FILE", "/var/lib/regain-heads/regain.heads"),
];

fn read(file: &str, env: &[(&str, &str)]) -> Result<Config, ConfigError> {
    let file = ConfigFile {
        path: "conf/regain.toml".into(),
        text: file.to_owned(),
    };
    Config::from_sources(
        Some(&file),
        env.iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned())),
    )
}

fn line(file: &str, env: &[(&str, &str)]) -> String {
    let line = read(file, env)
        .expect_err(&format!("{file} {env:?} is wrong"))
        .to_string();
    assert!(!line.contains('\n'), "one line: {line}");
    assert!(!line.contains("hunter2"), "no secret: {line}");
    line
}

#[test]
fn nothing_set_is_a_development_server_on_this_machine() {
    let config = Config::from_sources(None, []).unwrap();
    assert_eq!(config.mode, Mode::Development);
    assert_eq!(config.http.listen.to_string(), "127.0.0.1:3000");
    assert_eq!(config.http.public_url.origin(), "http://127.0.0.1:3000");
    assert_eq!(config.http.trusted_proxies, Default::default());
    assert_eq!(config.storage.database_url, "sqlite://data/regain.sqlite3");
    assert_eq!(config.storage.key_file.to_str(), Some("data/regain.keys"));
    assert!(config.mail.smtp_url.is_none());
    assert_eq!(
        config.mail.from.to_string(),
        "Regain <no-reply@regain.invalid>"
    );
    assert_eq!(config.organisation.name, "Regain");
    assert_eq!(
        config.organisation.first_admin.as_str(),
        "admin@example.org"
    );
    assert_eq!(
        config.log,
        LogSection {
            filter: "info".to_owned(),
            format: LogFormat::Text
        }
    );
}

#[test]
fn the_environment_wins_over_the_file() {
    let file = "listen = \"127.0.0.1:4000\"\norganisation = \"From the file\"\ntrusted_proxies = [\"10.0.0.0/8\", \"::1\"]\n";
    let config = read(file, &[("REGAIN_LISTEN", "[::1]:5000"), ("PATH", "/bin")]).unwrap();
    assert_eq!(config.http.listen.to_string(), "[::1]:5000");
    assert_eq!(
        config.http.public_url.origin(),
        "http://[::1]:5000",
        "an address that a browser can open"
    );
    assert_eq!(config.organisation.name, "From the file");
    assert!(
        config
            .http
            .trusted_proxies
            .contains("10.1.2.3".parse().unwrap())
    );
}

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
fn every_key_can_be_set_by_its_variable() {
    let mut env = PRODUCTION.to_vec();
    env[4].1 = "10.0.0.1, 192.168.0.0/16";
    env.extend([
        ("REGAIN_LISTEN", "0.0.0.0:8080"),
        ("REGAIN_DATABASE_URL", "sqlite:///var/lib/regain/db"),
        ("REGAIN_KEY_FILE", "/etc/regain/keys"),
        ("REGAIN_ORGANISATION", "42"),
        ("REGAIN_FIRST_ADMIN", "boss@example.org"),
        ("REGAIN_BANNED_TERMS", "Contoso, contoso,blank"),
        ("REGAIN_BREACH_URL", "https://ranges.example.org/range/"),
        ("REGAIN_LOG", "warn,regain_service=debug"),
        ("REGAIN_LOG_FORMAT", "text"),
        ("REGAIN_CONFIG", "ignored.toml"),
    ]);
    let config = read("", &env).unwrap();
    assert!(config.mode.is_production());
    assert!(
        config
            .http
            .trusted_proxies
            .contains("192.168.7.7".parse().unwrap())
    );
    assert_eq!(config.storage.database_url, "sqlite:///var/lib/regain/db");
    assert_eq!(config.storage.key_file.to_str(), Some("/etc/regain/keys"));
    assert_eq!(config.organisation.name, "42", "text stays text");
    assert_eq!(config.organisation.first_admin.as_str(), "boss@example.org");
    assert_eq!(config.passwords.banned_terms, ["contoso", "blank"]);
    let breach_url = config.passwords.breach_url.as_ref().unwrap();
    assert_eq!(breach_url.as_str(), "https://ranges.example.org/range/");
    assert_eq!(
        config.log,
        LogSection {
            filter: "warn,regain_service=debug".to_owned(),
            format: LogFormat::Text
        }
    );
    assert_eq!(
        config.mail.smtp_url.as_ref().unwrap().expose(),
        "smtps://regain:hunter2@mail.example.org"
    );
    assert!(!format!("{config:?}").contains("hunter2"));
}

#[test]
fn s105_a_bad_value_is_named_with_its_place_and_what_is_allowed() {
    for (variable, value, expected) in [
        (
            "REGAIN_MODE",
            "prod",
            "mode (REGAIN_MODE): \"prod\" can't be used; allowed: development, production",
        ),
        (
            "REGAIN_MODE",
            "",
            "mode (REGAIN_MODE): empty; allowed: development, production",
        ),
        (
            "REGAIN_LISTEN",
            "3000",
            "listen (REGAIN_LISTEN): \"3000\" can't be used; allowed: an IP address and port",
        ),
        (
            "REGAIN_PUBLIC_URL",
            "id.example.org",
            "public_url (REGAIN_PUBLIC_URL): it is not an http or https address",
        ),
        (
            "REGAIN_PUBLIC_URL",
            "https://a:hunter2@x.org",
            "public_url (REGAIN_PUBLIC_URL): it has more than scheme, host",
        ),
        (
            "REGAIN_DATABASE_URL",
            "postgres://u:hunter2@h/d",
            "this build has no PostgreSQL engine yet",
        ),
        (
            "REGAIN_DATABASE_URL",
            "mysql://u:hunter2@h/d",
            "database_url (REGAIN_DATABASE_URL): it is of no known database",
        ),
        ("REGAIN_DATABASE_URL", "sqlite://", "it names no file"),
        (
            "REGAIN_SMTP_URL",
            "http://u:hunter2@h",
            "smtp_url (REGAIN_SMTP_URL): it is not a mail server's URL",
        ),
        (
            "REGAIN_SMTP_URL",
            "u:hunter2@h",
            "smtp_url (REGAIN_SMTP_URL): it is not",
        ),
        (
            "REGAIN_MAIL_FROM",
            "Regain",
            "mail_from (REGAIN_MAIL_FROM): \"Regain\" can't be used",
        ),
        (
            "REGAIN_MAIL_FROM",
            "A\r\nBcc: x <a@b.org>",
            "mail_from (REGAIN_MAIL_FROM): \"A\\r\\nBcc",
        ),
        (
            "REGAIN_ORGANISATION",
            "a\nb",
            "organisation (REGAIN_ORGANISATION): \"a\\nb\" can't be used",
        ),
        (
            "REGAIN_FIRST_ADMIN",
            "admin",
            "first_admin (REGAIN_FIRST_ADMIN): \"admin\" can't be used",
        ),
        (
            "REGAIN_TRUSTED_PROXIES",
            "10.0.0.1,proxy",
            "trusted_proxies (REGAIN_TRUSTED_PROXIES): \"proxy\" can't be used",
        ),
        (
            "REGAIN_TRUSTED_PROXIES",
            "10.0.0.1,0.0.0.0/0",
            "\"0.0.0.0/0\" trusts strangers to say who they are",
        ),
        (
            "REGAIN_TRUSTED_PROXIES",
            "::/0",
            "\"::/0\" trusts strangers",
        ),
        (
            "REGAIN_TRUSTED_PROXIES",
            "0.0.0.0/1,128.0.0.0/1",
            "\"0.0.0.0/1\" trusts strangers",
        ),
        (
            "REGAIN_TRUSTED_PROXIES",
            "2000::/3",
            "\"2000::/3\" trusts strangers",
        ),
        (
            "REGAIN_LISTEN",
            "0.0.0.0:3000",
            "listen (REGAIN_LISTEN): development is for this machine alone",
        ),
        (
            "REGAIN_LISTEN",
            "[::]:3000",
            "as it shows every mail at /dev/mailbox; set mode to production, or listen here",
        ),
        (
            "REGAIN_LISTEN",
            "192.168.1.7:3000",
            "allowed: in development a loopback address and port such as 127.0.0.1:",
        ),
        (
            "REGAIN_BANNED_TERMS",
            "abc",
            "banned_terms (REGAIN_BANNED_TERMS): \"abc\" doesn't have 4 to 16 characters",
        ),
        (
            "REGAIN_BANNED_TERMS",
            "two words",
            "\"two words\" has something else than letters and digits",
        ),
        (
            "REGAIN_BREACH_URL",
            "ranges",
            "breach_url (REGAIN_BREACH_URL): it is not a URL",
        ),
        (
            "REGAIN_BREACH_URL",
            "ftp://a/",
            "breach_url (REGAIN_BREACH_URL): it is not the URL of a web server",
        ),
        (
            "REGAIN_BREACH_URL",
            "https://u:hunter2@a/",
            "breach_url (REGAIN_BREACH_URL): it is not the URL of a web",
        ),
        (
            "REGAIN_BREACH_URL",
            "https://a.org/range",
            "it doesn't end with a slash",
        ),
        (
            "REGAIN_LOG",
            "loud",
            "log (REGAIN_LOG): \"loud\" can't be used",
        ),
        (
            "REGAIN_LOG",
            "regain=loud",
            "log (REGAIN_LOG): \"regain=loud\" can't be used",
        ),
        (
            "REGAIN_LOG_FORMAT",
            "xml",
            "log_format (REGAIN_LOG_FORMAT): \"xml\" can't be used; allowed: text, json",
        ),
    ] {
        let line = line("", &[(variable, value)]);
        assert!(line.contains(expected), "{variable}={value}: {line}");
        assert!(line.contains("; allowed: "), "{line}");
    }
}

#[test]
fn s36_breached_passwords_are_asked_for_over_https_and_terms_are_counted() {
    assert!(
        Config::from_sources(None, [])
            .unwrap()
            .passwords
            .breach_url
            .is_none(),
        "off by itself"
    );
    let http = ("REGAIN_BREACH_URL", "http://ranges.example.org/range/");
    assert!(
        read("", &[http]).unwrap().passwords.breach_url.is_some(),
        "in development"
    );
    assert!(
        line("", &[&PRODUCTION[..], &[http]].concat()).contains("production asks over https only")
    );
    let terms = |count: usize| {
        (0..count)
            .map(|number| format!("term{number}"))
            .collect::<Vec<_>>()
            .join(",")
    };
    assert_eq!(
        read("", &[("REGAIN_BANNED_TERMS", &terms(1000))])
            .unwrap()
            .passwords
            .banned_terms
            .len(),
        1000
    );
    assert!(line("", &[("REGAIN_BANNED_TERMS", &terms(1001))]).contains("1001 words are too many"));
    assert_eq!(
        read("banned_terms = [\"Äpfel\"]", &[])
            .unwrap()
            .passwords
            .banned_terms,
        ["äpfel"]
    );
}

#[test]
fn a_bad_value_in_the_file_names_the_file() {
    for (file, expected) in [
        (
            "listen = 3000",
            "listen (conf/regain.toml): not a text in quotes",
        ),
        (
            "trusted_proxies = [10]",
            "trusted_proxies (conf/regain.toml): not a list of texts",
        ),
        (
            "trusted_proxies = true",
            "trusted_proxies (conf/regain.toml): not a list of texts",
        ),
        (
            "listne = \"x\"",
            "listne (conf/regain.toml): there is no such key; allowed: mode, listen",
        ),
        (
            "[mail]\nsmtp_url = \"smtp://u:hunter2@h\"",
            "mail (conf/regain.toml): there is no such key",
        ),
        (
            "organisation = \"x\"\nsmtp_url = \"smtp://u:hunter2@h",
            "conf/regain.toml: not valid TOML at line 2",
        ),
    ] {
        let line = line(file, &[]);
        assert!(line.contains(expected), "{file}: {line}");
    }
}

#[test]
fn a_variable_that_does_not_exist_is_refused_but_not_those_of_kubernetes() {
    assert!(
        line("", &[("REGAIN_LISTNE", "x")])
            .starts_with("REGAIN_LISTNE (environment): there is no such key")
    );
    assert!(line("", &[("REGAIN_listen", "x")]).contains("REGAIN_LISTEN, "));
    let links = [
        ("REGAIN_PORT", "tcp://10.0.0.1:80"),
        ("REGAIN_PORT_80_TCP", "x"),
        ("REGAIN_SERVICE_HOST", "x"),
    ];
    assert!(read("", &links).is_ok());
    // The services `regain-web` and `regain-listen` stand beside.
    let neighbours = [
        ("REGAIN_WEB_SERVICE_HOST", "10.0.0.1"),
        ("REGAIN_WEB_SERVICE_PORT_HTTP", "80"),
        ("REGAIN_WEB_PORT", "tcp://10.0.0.1:80"),
        ("REGAIN_LISTEN_PORT_53_UDP_ADDR", "10.0.0.1"),
        ("REGAIN_LISTEN_PORT", "udp://10.0.0.1:53"),
    ];
    let config = read("", &neighbours).unwrap();
    assert_eq!(config.http.listen.to_string(), "127.0.0.1:3000");
    for misspelt in [
        "REGAIN_PORT",
        "REGAIN_LISTEN_PORT",
        "REGAIN_SERVICE",
        "REGAIN_SMTP_URL_FIL",
        "REGAIN_MODE_FILE",
    ] {
        let line = line("", &[(misspelt, "8080")]);
        assert!(
            line.starts_with(&format!("{misspelt} (environment): there is no such key")),
            "{line}"
        );
    }
}

/// Keys that needn't be set, and a value for each.
const OPTIONAL: [(&str, &str); 18] = [
    ("listen", "127.0.0.1:4000"),
    ("public_url", "http://localhost:4000"),
    ("database_url", "sqlite://x/y"),
    ("database_url_file", "/nonexistent"),
    ("key_file", "x"),
    ("heads_file", "x"),
    ("heads_syslog", "yes"),
    ("smtp_url", "smtp://mail.example.org"),
    ("smtp_url_file", "/nonexistent"),
    ("smtp_hello_name", "x.example.org"),
    ("mail_from", "x@example.org"),
    ("organisation", "X"),
    ("first_admin", "x@example.org"),
    ("banned_terms", "contoso"),
    ("breach_url", "https://ranges.example.org/"),
    ("breach_url_file", "/nonexistent"),
    ("log", "warn"),
    ("log_format", "json"),
];

#[test]
fn an_empty_value_counts_as_not_set() {
    let mut all: Vec<_> = OPTIONAL
        .iter()
        .map(|(key, _)| *key)
        .chain(["mode", "trusted_proxies"])
        .collect();
    all.sort_unstable();
    let mut known = known_keys();
    known.sort_unstable();
    assert_eq!(all, known, "every key is looked at");
    let unset = format!("{:?}", read("", &[]).unwrap());
    for (key, value) in OPTIONAL {
        let variable = format!("REGAIN_{}", key.to_uppercase());
        for empty in ["", " ", "\r\n", "\"\"", "''", " \" \" ", "\u{feff}"] {
            let config = read("", &[(&variable, empty)]).unwrap();
            assert_eq!(format!("{config:?}"), unset, "{variable}={empty:?}");
        }
        for empty in ["\"\"", "\"  \""] {
            let config = read(&format!("{key} = {empty}"), &[]).unwrap();
            assert_eq!(format!("{config:?}"), unset, "{key} = {empty}");
        }
        // What the file says stays.
        let file = format!("{key} = {value:?}");
        assert_eq!(
            format!("{:?}", read(&file, &[(&variable, "")])),
            format!("{:?}", read(&file, &[])),
            "{file}"
        );
    }
    let mut production = PRODUCTION;
    production[2].1 = "";
    assert!(line("", &production).contains("it must be set in production"));
    assert!(
        line("mode = \"\"", &[]).starts_with("mode (conf/regain.toml): empty"),
        "nobody gets into development so"
    );
}

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
        assert_eq!(
            read("", &[("REGAIN_DATABASE_URL", &url)])
                .unwrap()
                .storage
                .database_url,
            url
        );
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

#[test]
fn the_named_file_must_exist() {
    let env = [(
        CONFIG_VARIABLE.to_owned(),
        "/nonexistent/regain.toml".to_owned(),
    )];
    let error = file_of(&env)
        .expect_err("there is no such file")
        .to_string();
    assert!(
        error.starts_with("can't read the configuration file /nonexistent/regain.toml"),
        "{error}"
    );
}
