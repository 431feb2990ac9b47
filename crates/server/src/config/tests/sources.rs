//! The places that values come from: defaults, file and environment.

use super::*;
use std::path::Path;

#[test]
fn nothing_set_is_a_development_server_on_this_machine() {
    let config = Config::from_sources(None, []).unwrap();
    assert_eq!(config.mode, Mode::Development);
    assert_eq!(config.http.listen.to_string(), "127.0.0.1:3000");
    assert_eq!(config.http.public_url.origin(), "http://127.0.0.1:3000");
    assert_eq!(config.http.trusted_proxies, Default::default());
    assert_eq!(
        config.storage.database.file(),
        Some(Path::new("data/regain.sqlite3"))
    );
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
    assert_eq!(
        config.storage.database.file(),
        Some(Path::new("/var/lib/regain/db"))
    );
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
const OPTIONAL: [(&str, &str); 20] = [
    ("listen", "127.0.0.1:4000"),
    ("public_url", "http://localhost:4000"),
    ("database_url", "sqlite://x/y"),
    (
        "database_url_admin",
        "postgres://regain_admin@localhost/regain",
    ),
    ("database_url_admin_file", "/nowhere"),
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
