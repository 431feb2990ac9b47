//! Bad values are named with their place.

use super::*;

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
            "its user must be regain_self",
        ),
        (
            "REGAIN_DATABASE_URL",
            "postgres://regain_self:hunter2@h:d",
            "database_url (REGAIN_DATABASE_URL): it isn't of the form postgres://",
        ),
        (
            "REGAIN_DATABASE_URL",
            "postgres://regain_self:hunter2@h",
            "it names no database",
        ),
        (
            "REGAIN_DATABASE_URL",
            "mysql://u:hunter2@h/d",
            "database_url (REGAIN_DATABASE_URL): it is of no known database",
        ),
        ("REGAIN_DATABASE_URL", "sqlite://", "it names no file"),
        (
            "REGAIN_DATABASE_URL_ADMIN",
            "postgres://regain_admin:hunter2@h/d",
            "database_url_admin (REGAIN_DATABASE_URL_ADMIN): database_url names a file",
        ),
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
