//! Organisations' and operators' decisions: the policy and the configuration.

use crate::text;
use regain_app::request::read_policy;
use regain_domain::policy::ChangedValue;
use regain_domain::{Policy, Setting};
use regain_server::config::{Config, ConfigFile};
use std::path::PathBuf;

/// The policy's text, as stored and as forms carry it: whatever it says, no value passes its floor
/// (S82).
pub fn policy(data: &[u8]) {
    let input = text(data);
    let stored = Policy::from_text(&input);
    let typed = Policy::parse(&read_policy(&input)).ok();
    for policy in stored.iter().chain(&typed) {
        for setting in Setting::all() {
            let rule = setting.rule_in(policy);
            assert!(
                (rule.min..=rule.max).contains(&policy.get(setting)),
                "{}: {input:?}",
                setting.code()
            );
        }
        let text = policy.to_text();
        assert_eq!(
            Policy::from_text(&text).as_ref(),
            Some(policy),
            "of {input:?}"
        );
        assert_eq!(
            Policy::parse(&read_policy(&text)).as_ref(),
            Ok(policy),
            "of {input:?}"
        );
        assert!(policy.changes(policy).is_empty() && !policy.loosens(policy));
        let changes = policy.changes(&Policy::default());
        assert_eq!(
            ChangedValue::from_text(&ChangedValue::to_text(&changes)),
            changes
        );
    }
    let changes = ChangedValue::from_text(&input);
    assert_eq!(
        ChangedValue::from_text(&ChangedValue::to_text(&changes)),
        changes,
        "of {input:?}"
    );
}

/// `regain.toml`, and after a line of dashes variables `NAME=value`: read whole, or refused with
/// words that repeat no secret (S102, S105).
pub fn configuration(data: &[u8]) {
    const SECRET: &str = "hunter2-hunter2";
    let input = text(data);
    let (file, env) = input.split_once("\n---\n").unwrap_or((&input, ""));
    let file = ConfigFile {
        path: PathBuf::from("regain.toml"),
        text: file.to_owned(),
    };
    let env = |with: Option<&str>| {
        let given = env.lines().filter_map(|line| line.split_once('='));
        let given = given.map(|(name, value)| (name.to_owned(), value.to_owned()));
        let smtp = with.map(|url| ("REGAIN_SMTP_URL".to_owned(), url.to_owned()));
        given.chain(smtp).collect::<Vec<_>>()
    };
    match Config::from_sources(Some(&file), env(None)) {
        Ok(config) => {
            assert!(
                !config.mode.is_production() || config.http.public_url.is_https(),
                "S105: {input:?}"
            );
            assert!(
                !config.mode.is_production() || config.mail.smtp_url.is_some(),
                "S105: {input:?}"
            );
            assert!(!config.mail.from.to_string().contains(['\r', '\n']), "S67");
        }
        Err(error) => assert!(!error.to_string().is_empty()),
    }
    for url in [
        format!("smtp://user:{SECRET}@mail.example.org"),
        format!("ftp://{SECRET}"),
        format!("{SECRET}//["),
    ] {
        let read = Config::from_sources(Some(&file), env(Some(&url)));
        if let Err(error) = &read {
            assert!(
                !error.to_string().contains(SECRET) && !format!("{error:?}").contains(SECRET),
                "S102: {error}"
            );
        }
        if let Ok(config) = &read {
            assert!(!format!("{config:?}").contains(SECRET), "S102");
        }
    }
}
