//! Every key with what it takes and what it refuses.

mod addresses;
mod production;
mod secrets;
mod sources;
mod values;

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
