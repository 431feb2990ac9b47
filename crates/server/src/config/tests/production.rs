//! What production refuses, and development doesn't.

use super::*;

#[test]
fn s80_in_production_somebody_decides_where_the_heads_are_kept() {
    let without: Vec<_> = PRODUCTION
        .into_iter()
        .filter(|(name, _)| *name != "REGAIN_HEADS_FILE")
        .collect();
    let with = |more: (&'static str, &'static str)| [&without[..], &[more]].concat();
    for refused in [
        without.clone(),
        with(("REGAIN_HEADS_FILE", "")),
        with(("REGAIN_HEADS_SYSLOG", "no")),
    ] {
        let line = line("", &refused);
        assert!(
            line.starts_with("heads_file (neither in conf/regain.toml nor in REGAIN_HEADS_FILE)"),
            "{line}"
        );
        assert!(
            line.contains("it must be set in production")
                && line.contains("or heads_syslog \"yes\""),
            "{line}"
        );
    }
    for taken in [
        PRODUCTION.to_vec(),
        with(("REGAIN_HEADS_SYSLOG", "yes")),
        with(("REGAIN_HEADS_FILE", "data/regain.heads")),
    ] {
        assert!(read("", &taken).is_ok(), "{taken:?}");
    }
    assert!(read("", &[]).is_ok(), "development does without");
}

#[test]
fn s105_production_refuses_what_is_unsafe_or_missing() {
    assert!(read("", &PRODUCTION).is_ok());
    for missing in ["public_url", "smtp_url", "mail_from", "trusted_proxies"] {
        let variable = format!("REGAIN_{}", missing.to_uppercase());
        let env: Vec<_> = PRODUCTION
            .iter()
            .filter(|(name, _)| *name != variable)
            .copied()
            .collect();
        let expected = format!(
            "{missing} (neither in conf/regain.toml nor in {variable}): it must be set in production"
        );
        assert!(line("", &env).starts_with(&expected), "{}", line("", &env));
    }
    for (index, value, expected) in [
        (
            1,
            "http://id.example.org",
            "public_url (REGAIN_PUBLIC_URL): production is served over https only",
        ),
        (
            2,
            "smtp://u:hunter2@mail.example.org",
            "smtp_url (REGAIN_SMTP_URL): mails would travel unencrypted",
        ),
        (
            2,
            "smtp://u:hunter2@mail.example.org?tls=opportunistic",
            "mails would travel unencrypted",
        ),
    ] {
        let mut env = PRODUCTION;
        env[index].1 = value;
        assert!(line("", &env).contains(expected), "{}", line("", &env));
    }
    for value in [
        "smtp://mail.example.org:587?tls=required",
        "smtp://127.0.0.1:2525",
        "smtp://[::1]:25",
        "smtp://localhost",
    ] {
        let mut env = PRODUCTION;
        env[2].1 = value;
        assert!(read("", &env).is_ok(), "{value}");
    }
    assert_eq!(read("", &PRODUCTION).unwrap().log.format, LogFormat::Json);
}
