//! Checks whether other mail servers can verify mail from the sender's domain: SPF, DKIM, DMARC (S69). Warnings
//! only, because a domain's records aren't always in the hands of whoever runs this server.

use super::Finding;
use crate::config::Config;
use crate::dns::{self, DnsError, FoundRecords};
use std::net::SocketAddr;
use std::time::Duration;

/// Time limit for one answer; a silent DNS server delays the operator by three times as much.
const PATIENCE: Duration = Duration::from_secs(2);

/// The file that names this machine's DNS servers.
const SERVERS: &str = "/etc/resolv.conf";

/// Checks the records of `mail_from`'s domain, if mail leaves this machine. `ids` returns unpredictable numbers.
pub(super) async fn domain(
    config: &Config,
    ids: &mut (dyn FnMut() -> u16 + Send),
) -> Vec<(&'static str, Finding)> {
    if config.mail.smtp_url.is_none() {
        return Vec::new();
    }

    let servers = dns::servers(&std::fs::read_to_string(SERVERS).unwrap_or_default());
    let Some(server) = servers.first() else {
        return vec![(
            "SPF",
            Finding::Note(format!(
                "{SERVERS} names no DNS server: SPF, DKIM and DMARC aren't looked at"
            )),
        )];
    };

    look(config.mail.from.domain(), *server, PATIENCE, ids).await
}

async fn look(
    domain: &str,
    server: SocketAddr,
    patience: Duration,
    ids: &mut (dyn FnMut() -> u16 + Send),
) -> Vec<(&'static str, Finding)> {
    let looked = async {
        let spf = dns::texts(server, ids(), domain, patience).await;
        let dkim = dns::texts(server, ids(), &format!("_domainkey.{domain}"), patience).await;

        // A domain without a record of its own inherits that of its parent (RFC 7489 section 6.6.3).
        let mut dmarc = Err(DnsError::Name);
        for above in above(domain) {
            dmarc = dns::texts(server, ids(), &format!("_dmarc.{above}"), patience).await;
            if dmarc.is_err()
                || dmarc
                    .as_ref()
                    .is_ok_and(|found| !of_version(found, "v=DMARC1").is_empty())
            {
                break;
            }
        }

        vec![
            (
                "SPF",
                spf.map_or_else(|error| unknown(&error), |found| judge_spf(domain, &found)),
            ),
            (
                "DKIM",
                dkim.map_or_else(|error| unknown(&error), |found| judge_dkim(domain, &found)),
            ),
            (
                "DMARC",
                dmarc.map_or_else(|error| unknown(&error), |found| judge_dmarc(domain, &found)),
            ),
        ]
    };
    let silent = || vec![("SPF", unknown(&DnsError::Silent))];
    tokio::time::timeout(3 * patience, looked)
        .await
        .unwrap_or_else(|_| silent())
}

/// The domain and its parents, except the top-level label.
fn above(domain: &str) -> impl Iterator<Item = &str> {
    let starts = std::iter::once(0).chain(domain.match_indices('.').map(|(at, _)| at + 1));
    starts
        .map(|start| &domain[start..])
        .filter(|rest| rest.contains('.'))
}

fn unknown(error: &DnsError) -> Finding {
    Finding::Note(format!("can't be looked up from here: {error}"))
}

/// The records that begin with this text.
fn of_version<'a>(found: &'a FoundRecords, version: &str) -> Vec<&'a str> {
    let FoundRecords::Texts(texts) = found else {
        return Vec::new();
    };

    let begins = |text: &&str| {
        let rest = text
            .get(..version.len())
            .filter(|start| start.eq_ignore_ascii_case(version))
            .map(|_| &text[version.len()..]);
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with([' ', ';']))
    };
    texts.iter().map(String::as_str).filter(begins).collect()
}

fn judge_spf(domain: &str, found: &FoundRecords) -> Finding {
    match of_version(found, "v=spf1")[..] {
        [] => Finding::Note(format!(
            "{domain} doesn't say who may send for it, so that its mails are easily taken for spam: add the TXT record that \
             your mail server's provider names, or \"v=spf1 mx -all\" where the servers that receive also send"
        )),
        [one] if one.split(' ').any(|term| matches!(term, "all" | "+all")) => {
            Finding::Note(format!(
                "{domain} lets everybody send for it (+all): end its SPF record with -all or ~all"
            ))
        }
        [_] => Finding::Fine(format!("{domain} says who may send for it")),
        _ => Finding::Note(format!(
            "{domain} has more than one SPF record, which counts as a mistake and no record: make one of them"
        )),
    }
}

fn judge_dkim(domain: &str, found: &FoundRecords) -> Finding {
    Finding::Note(match found {
        FoundRecords::NoName => format!(
            "no key is published under _domainkey.{domain}: let your mail server sign what it sends, and publish its key there"
        ),
        FoundRecords::Texts(_) | FoundRecords::Longer => format!(
            "keys may be published under _domainkey.{domain}; by which the mail server signs isn't known here: send a mail to a \
             mailbox of yours, and look for dkim=pass in its header Authentication-Results"
        ),
    })
}

fn judge_dmarc(domain: &str, found: &FoundRecords) -> Finding {
    let policy = |record: &str| {
        let tags = record.split(';').filter_map(|tag| tag.split_once('='));
        let policy = tags
            .map(|(name, value)| (name.trim(), value.trim()))
            .find(|(name, _)| name.eq_ignore_ascii_case("p"));
        policy
            .map(|(_, value)| value.to_ascii_lowercase())
            .unwrap_or_default()
    };
    match of_version(found, "v=DMARC1")[..] {
        [one] if matches!(policy(one).as_str(), "quarantine" | "reject") => Finding::Fine(format!(
            "{domain} says what becomes of mails that only claim to be its own"
        )),
        [_] => Finding::Note(format!(
            "{domain} lets mails be delivered that only claim to be its own (p=none): once SPF and DKIM pass, write p=quarantine \
             or p=reject"
        )),
        _ => Finding::Note(format!(
            "{domain} doesn't say what becomes of mails that only claim to be its own: once SPF and DKIM pass, add to \
             _dmarc.{domain} the TXT record \"v=DMARC1; p=quarantine\""
        )),
    }
}

#[cfg(test)]
mod tests;
