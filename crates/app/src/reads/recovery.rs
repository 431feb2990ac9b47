//! A recovery.

use crate::screens::RecoveryScreen;
use leptos::prelude::*;

/// The state of this browser's recovery; leads to the page that shows it, unless that is `page`.
#[server(prefix = "/api", endpoint = "read_recovery")]
pub async fn read_recovery(
    #[server(default)] page: String,
) -> Result<RecoveryScreen, ServerFnError> {
    use crate::answering::{broken, continue_at};
    use crate::paths;
    use crate::request::{Cookies, regain};
    use crate::screens::seconds;
    use crate::screens::{CodeScreen, EndingScreen, Limit};
    use regain_domain::{RecoveryEnd, Refusal, policy};
    use regain_service::{Failure, Stage};

    let Some(token) = Cookies::present().recovery() else {
        // The cookie is set on the way from the first page.
        let refused = crate::request::keeps_no_cookies(&[paths::RECOVER]);
        return Ok(RecoveryScreen::Gone(if refused {
            Refusal::CookiesRefused
        } else {
            Refusal::FlowNone
        }));
    };

    let view = match regain().recovery.view(&token).await {
        Ok(view) => view,
        Err(Failure::Refused(refusal)) => return Ok(RecoveryScreen::Gone(refusal)),
        Err(failure) => return Err(broken(&failure)),
    };

    // The answer that carried it may have been lost.
    crate::actions::recovery::renew(&token)
        .await
        .map_err(|failure| broken(&failure))?;
    let limit = Limit {
        at: view.ends_at.as_millis(),
        seconds: seconds(view.ends_in),
    };
    let (screen, home) = match view.stage {
        Stage::Proof { passed, entry } => {
            let entry = entry.map(|entry| CodeScreen {
                method: entry.method,
                tries_left: (entry.tries_left < policy::CODE_TRIES).then_some(entry.tries_left),
                expired: entry.expired,
                resend_in: entry.resend_in.map(seconds),
                number: entry.number,
                one_more: entry.one_more,
            });
            let hints = view.address_hints.join(" · ");
            let day = view.waits_for_contacts;
            let address_hint = Some(hints).filter(|hints| !hints.is_empty());

            // Before a gate has passed, nothing reveals when it was begun (S2): all recoveries look alike.
            let limit = passed.is_some().then_some(limit);
            let screen = RecoveryScreen::Proof {
                methods: view.methods,
                passed,
                entry,
                day,
                limit,
                address_hint,
            };

            (screen, paths::RECOVER_VERIFY)
        }
        Stage::Password {
            keep_tries_left,
            user_name,
        } => {
            let keep = view.trouble.ends_with() == RecoveryEnd::KeptPassword;
            let user_name = user_name
                .map(|name| name.as_str().to_owned())
                .unwrap_or_default();
            (
                RecoveryScreen::Password {
                    keep,
                    keep_tries_left,
                    user_name,
                    limit,
                },
                paths::RECOVER_PASSWORD,
            )
        }
        Stage::Authenticator => (RecoveryScreen::Authenticator, paths::RECOVER_AUTHENTICATOR),
        Stage::Done => {
            let ending = view.ending.map(|ending| EndingScreen {
                proofs: ending.proofs,
                sessions_ended: ending
                    .sessions_ended
                    .map(|count| u32::try_from(count).unwrap_or(u32::MAX)),
                saved_codes_left: ending.saved_codes_left,
                set_aside: ending.set_aside,
                codes_set_aside: ending.codes_set_aside,
                told: ending.told,
            });
            (
                RecoveryScreen::Done {
                    trouble: view.trouble,
                    ending,
                },
                paths::RECOVER_DONE,
            )
        }
    };

    if page != home && page != paths::RECOVER_LINK && page != paths::RECOVER {
        let _ = continue_at(home);
    }

    Ok(screen)
}

/// The screen of a recovery that ends with another authenticator app; `None` if the recovery is at another page, to
/// which the answer leads.
#[cfg(feature = "ssr")]
pub(super) async fn replacement(
    language: regain_domain::Language,
) -> regain_service::Outcome<Option<crate::blocks::Screen>> {
    use crate::answering::continue_at;
    use crate::paths::RECOVER_VERIFY;
    use crate::request::{Cookies, regain};
    use crate::ssr::replace;
    use regain_domain::Refusal;
    use regain_service::Failure;

    let attempt = async {
        let token = Cookies::present().recovery().ok_or(Refusal::FlowNone)?;
        let view = regain().recovery.view(&token).await?;
        let ends_at = view.ends_at;
        let account = view.address_hints.into_iter().next().unwrap_or_default();

        Ok((
            account,
            regain().recovery.seed_to_replace(&token).await?,
            ends_at,
        ))
    };

    match attempt.await {
        Ok((account, seed, ends_at)) => Ok(Some(replace(&account, &seed, ends_at, language))),
        Err(Failure::Refused(_)) => {
            let _ = continue_at(RECOVER_VERIFY);
            Ok(None)
        }
        Err(failure) => Err(failure),
    }
}
