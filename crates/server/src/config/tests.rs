//! Every key with what it takes and what it refuses.

use super::*;

const PRODUCTION: [(&str, &str); 5] = [
    ("REGAIN_MODE", "production"),
    ("REGAIN_PUBLIC_URL", "https://id.example.org"),
    ("REGAIN_SMTP_URL", "smtps://regain:hunter2@mail.example.org"),
    ("REGAIN_MAIL_FROM", "Example <no-reply@example.org>"),
    ("REGAIN_TRUSTED_PROXIES", ""),
];

fn read(file: &str, env: &[(&str, &str)]) -> Result<Config, ConfigError> {
    let file = ConfigFile { path: "conf/regain.toml".into(), text: file.to_owned() };
    Config::from_sources(Some(&file), env.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())))
}

fn line(file: &str, env: &[(&str, &str)]) -> String {
    let line = read(file, env).expect_err(&format!("{file} {env:?} is wrong")).to_string();
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
    assert_eq!(config.mail.from.to_string(), "Regain <no-reply@regain.invalid>");
    assert_eq!(config.organisation.name, "Regain");
    assert_eq!(config.organisation.first_admin.as_str(), "admin@example.org");
    assert_eq!(config.log, LogSection { filter: "info".to_owned(), format: LogFormat::Text });
}

#[test]
fn the_environment_wins_over_the_file() {
    let file =
        "listen = \"127.0.0.1:4000\"\norganisation = \"From the file\"\ntrusted_proxies = [\"10.0.0.0/8\", \"::1\"]\n";
    let config = read(file, &[("REGAIN_LISTEN", "[::]:5000"), ("PATH", "/bin")]).unwrap();
    assert_eq!(config.http.listen.to_string(), "[::]:5000");
    assert_eq!(config.http.public_url.origin(), "http://[::1]:5000", "an address that a browser can open");
    assert_eq!(config.organisation.name, "From the file");
    assert!(config.http.trusted_proxies.contains("10.1.2.3".parse().unwrap()));
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
    assert!(config.http.trusted_proxies.contains("192.168.7.7".parse().unwrap()));
    assert_eq!(config.storage.database_url, "sqlite:///var/lib/regain/db");
    assert_eq!(config.storage.key_file.to_str(), Some("/etc/regain/keys"));
    assert_eq!(config.organisation.name, "42", "text stays text");
    assert_eq!(config.organisation.first_admin.as_str(), "boss@example.org");
    assert_eq!(config.passwords.banned_terms, ["contoso", "blank"]);
    let breach_url = config.passwords.breach_url.as_ref().unwrap();
    assert_eq!(breach_url.as_str(), "https://ranges.example.org/range/");
    assert_eq!(config.log, LogSection { filter: "warn,regain_service=debug".to_owned(), format: LogFormat::Text });
    assert_eq!(config.mail.smtp_url.as_ref().unwrap().expose(), "smtps://regain:hunter2@mail.example.org");
    assert!(!format!("{config:?}").contains("hunter2"));
}

#[test]
fn s105_a_bad_value_is_named_with_its_place_and_what_is_allowed() {
    for (variable, value, expected) in [
        ("REGAIN_MODE", "prod", "mode (REGAIN_MODE): \"prod\" can't be used; allowed: development, production"),
        ("REGAIN_MODE", "", "mode (REGAIN_MODE): empty; allowed: development, production"),
        ("REGAIN_LISTEN", "3000", "listen (REGAIN_LISTEN): \"3000\" can't be used; allowed: an IP address and port"),
        ("REGAIN_PUBLIC_URL", "id.example.org", "public_url (REGAIN_PUBLIC_URL): it is not an http or https address"),
        (
            "REGAIN_PUBLIC_URL",
            "https://a:hunter2@x.org",
            "public_url (REGAIN_PUBLIC_URL): it has more than scheme, host",
        ),
        ("REGAIN_DATABASE_URL", "postgres://u:hunter2@h/d", "this build has no PostgreSQL engine yet"),
        (
            "REGAIN_DATABASE_URL",
            "mysql://u:hunter2@h/d",
            "database_url (REGAIN_DATABASE_URL): it is of no known database",
        ),
        ("REGAIN_DATABASE_URL", "sqlite://", "it names no file"),
        ("REGAIN_SMTP_URL", "http://u:hunter2@h", "smtp_url (REGAIN_SMTP_URL): it is not a mail server's URL"),
        ("REGAIN_SMTP_URL", "u:hunter2@h", "smtp_url (REGAIN_SMTP_URL): it is not"),
        ("REGAIN_MAIL_FROM", "Regain", "mail_from (REGAIN_MAIL_FROM): \"Regain\" can't be used"),
        ("REGAIN_MAIL_FROM", "A\r\nBcc: x <a@b.org>", "mail_from (REGAIN_MAIL_FROM): \"A\\r\\nBcc"),
        ("REGAIN_ORGANISATION", "a\nb", "organisation (REGAIN_ORGANISATION): \"a\\nb\" can't be used"),
        ("REGAIN_FIRST_ADMIN", "admin", "first_admin (REGAIN_FIRST_ADMIN): \"admin\" can't be used"),
        (
            "REGAIN_TRUSTED_PROXIES",
            "10.0.0.1,proxy",
            "trusted_proxies (REGAIN_TRUSTED_PROXIES): \"proxy\" can't be used",
        ),
        ("REGAIN_BANNED_TERMS", "abc", "banned_terms (REGAIN_BANNED_TERMS): \"abc\" doesn't have 4 to 16 characters"),
        ("REGAIN_BANNED_TERMS", "two words", "\"two words\" has something else than letters and digits"),
        ("REGAIN_BREACH_URL", "ranges", "breach_url (REGAIN_BREACH_URL): it is not a URL"),
        ("REGAIN_BREACH_URL", "ftp://a/", "breach_url (REGAIN_BREACH_URL): it is not the URL of a web server"),
        ("REGAIN_BREACH_URL", "https://u:hunter2@a/", "breach_url (REGAIN_BREACH_URL): it is not the URL of a web"),
        ("REGAIN_BREACH_URL", "https://a.org/range", "it doesn't end with a slash"),
        ("REGAIN_LOG", "loud", "log (REGAIN_LOG): \"loud\" can't be used"),
        ("REGAIN_LOG", "regain=loud", "log (REGAIN_LOG): \"regain=loud\" can't be used"),
        ("REGAIN_LOG_FORMAT", "xml", "log_format (REGAIN_LOG_FORMAT): \"xml\" can't be used; allowed: text, json"),
    ] {
        let line = line("", &[(variable, value)]);
        assert!(line.contains(expected), "{variable}={value}: {line}");
        assert!(line.contains("; allowed: "), "{line}");
    }
}

#[test]
fn s36_breached_passwords_are_asked_for_over_https_and_terms_are_counted() {
    assert!(Config::from_sources(None, []).unwrap().passwords.breach_url.is_none(), "off by itself");
    let http = ("REGAIN_BREACH_URL", "http://ranges.example.org/range/");
    assert!(read("", &[http]).unwrap().passwords.breach_url.is_some(), "in development");
    assert!(line("", &[&PRODUCTION[..], &[http]].concat()).contains("production asks over https only"));
    let terms = |count: usize| (0..count).map(|number| format!("term{number}")).collect::<Vec<_>>().join(",");
    assert_eq!(read("", &[("REGAIN_BANNED_TERMS", &terms(1000))]).unwrap().passwords.banned_terms.len(), 1000);
    assert!(line("", &[("REGAIN_BANNED_TERMS", &terms(1001))]).contains("1001 words are too many"));
    assert_eq!(read("banned_terms = [\"Äpfel\"]", &[]).unwrap().passwords.banned_terms, ["äpfel"]);
}

#[test]
fn a_bad_value_in_the_file_names_the_file() {
    for (file, expected) in [
        ("listen = 3000", "listen (conf/regain.toml): not a text in quotes"),
        ("trusted_proxies = [10]", "trusted_proxies (conf/regain.toml): not a list of texts"),
        ("trusted_proxies = true", "trusted_proxies (conf/regain.toml): not a list of texts"),
        ("listne = \"x\"", "listne (conf/regain.toml): there is no such key; allowed: mode, listen"),
        ("[mail]\nsmtp_url = \"smtp://u:hunter2@h\"", "mail (conf/regain.toml): there is no such key"),
        ("organisation = \"x\"\nsmtp_url = \"smtp://u:hunter2@h", "conf/regain.toml: not valid TOML at line 2"),
    ] {
        let line = line(file, &[]);
        assert!(line.contains(expected), "{file}: {line}");
    }
}

#[test]
fn a_variable_that_does_not_exist_is_refused_but_not_those_of_kubernetes() {
    assert!(line("", &[("REGAIN_LISTNE", "x")]).starts_with("REGAIN_LISTNE (environment): there is no such key"));
    assert!(line("", &[("REGAIN_listen", "x")]).contains("REGAIN_LISTEN, "));
    let links = [("REGAIN_PORT", "tcp://10.0.0.1:80"), ("REGAIN_PORT_80_TCP", "x"), ("REGAIN_SERVICE_HOST", "x")];
    assert!(read("", &links).is_ok());
}

#[test]
fn s105_production_refuses_what_is_unsafe_or_missing() {
    assert!(read("", &PRODUCTION).is_ok());
    for missing in ["public_url", "smtp_url", "mail_from", "trusted_proxies"] {
        let variable = format!("REGAIN_{}", missing.to_uppercase());
        let env: Vec<_> = PRODUCTION.iter().filter(|(name, _)| *name != variable).copied().collect();
        let expected =
            format!("{missing} (neither in conf/regain.toml nor in {variable}): it must be set in production");
        assert!(line("", &env).starts_with(&expected), "{}", line("", &env));
    }
    for (index, value, expected) in [
        (1, "http://id.example.org", "public_url (REGAIN_PUBLIC_URL): production is served over https only"),
        (2, "smtp://u:hunter2@mail.example.org", "smtp_url (REGAIN_SMTP_URL): mails would travel unencrypted"),
        (2, "smtp://u:hunter2@mail.example.org?tls=opportunistic", "mails would travel unencrypted"),
    ] {
        let mut env = PRODUCTION;
        env[index].1 = value;
        assert!(line("", &env).contains(expected), "{}", line("", &env));
    }
    for value in
        ["smtp://mail.example.org:587?tls=required", "smtp://127.0.0.1:2525", "smtp://[::1]:25", "smtp://localhost"]
    {
        let mut env = PRODUCTION;
        env[2].1 = value;
        assert!(read("", &env).is_ok(), "{value}");
    }
    assert_eq!(read("", &PRODUCTION).unwrap().log.format, LogFormat::Json);
}

#[test]
fn the_default_sender_is_of_the_public_host() {
    let config = read("", &[("REGAIN_PUBLIC_URL", "https://id.example.org")]).unwrap();
    assert_eq!(config.mail.from.to_string(), "Regain <no-reply@id.example.org>");
    let config = read("", &[("REGAIN_PUBLIC_URL", "http://localhost:3000")]).unwrap();
    assert_eq!(config.mail.from.to_string(), "Regain <no-reply@regain.invalid>");
}

#[test]
fn the_named_file_must_exist() {
    let env = [(CONFIG_VARIABLE.to_owned(), "/nonexistent/regain.toml".to_owned())];
    let error = file_of(&env).expect_err("there is no such file").to_string();
    assert!(error.starts_with("can't read the configuration file /nonexistent/regain.toml"), "{error}");
}
