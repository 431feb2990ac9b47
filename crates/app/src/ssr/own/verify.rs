//! `/sign-in/verify`: the second factor.

use crate::actions::second::{VerifyAuthenticator, VerifySavedCode};
use crate::answering::continue_at;
use crate::blocks::{Block, FieldBlock, FieldKind, Panel, Screen};
use crate::figures::figured;
use crate::paths;
use crate::request::Query;
use crate::request::{Cookies, forget_verification, keeps_no_cookies, regain};
use crate::ssr::parts::{button, code_field, does, field, form, hidden, link, text};
use crate::texts::Texts;
use regain_domain::{Language, Refusal, ReturnTo};
use regain_service::Failure;

/// The screen; `None` if no second factor is requested here, and the answer leads to the sign-in page.
pub async fn verify(address: &str, language: Language) -> Result<Option<Screen>, Failure> {
    let query = Query::of_address(address);
    let view = match Cookies::present().verification() {
        Some(token) => regain().sign_in.verification_view(&token).await,
        None => Err(Refusal::VerifyNone.into()),
    };

    let view = match view {
        Ok(view) => view,
        Err(Failure::Refused(refusal)) => {
            forget_verification();
            let refused = refusal == Refusal::VerifyNone && keeps_no_cookies(&[paths::SIGN_IN]);
            let refusal = if refused {
                Refusal::CookiesRefused
            } else {
                refusal
            };

            let _ = continue_at(&format!("{}?problem={}", paths::SIGN_IN, refusal.code()));
            return Ok(None);
        }
        Err(failure) => return Err(failure),
    };

    let texts = Texts::of(language);
    let words = &texts.second;
    let saved = !view.authenticator || query.get("way") == "saved";
    let return_to = ReturnTo::parse(Some(query.get("return_to"))).path();
    let remember = view.remember_days.map(|days| {
        let label = figured(words.remember);
        let label = if days == 1 {
            label.replace(" days", " day")
        } else {
            label.to_owned()
        };

        FieldBlock {
            value: String::new(),
            ..field("remember", FieldKind::Check, &label)
        }
    });
    let by_passkey = view
        .passkey
        .then(|| super::passkeys::verifying(texts, &return_to, remember.clone()));
    let fields = |code| {
        [Some(hidden("return_to", &return_to)), Some(code), remember]
            .into_iter()
            .flatten()
            .collect()
    };
    let mut blocks = if saved {
        vec![
            text(words.lead_saved),
            form(
                does::<VerifySavedCode>(),
                fields(code_field(words.saved, words.saved_hint, true)),
                vec![button(words.submit)],
            ),
        ]
    } else {
        vec![
            text(words.lead_app),
            form(
                does::<VerifyAuthenticator>(),
                fields(code_field(words.code, words.code_hint, false)),
                vec![button(words.submit)],
            ),
        ]
    };

    let other = match (saved, view.authenticator, view.saved_codes) {
        (false, _, true) => Some(link(
            words.use_saved,
            query.address(paths::VERIFY, "way", "saved"),
        )),
        (true, true, _) => Some(link(words.use_app, query.address(paths::VERIFY, "way", ""))),
        _ => None,
    };

    blocks.extend(other.map(|other| Block::Links(vec![other])));
    Ok(Some(Screen {
        title: words.heading.to_owned(),
        panels: match by_passkey {
            Some(passkey) => vec![
                Panel {
                    heading: None,
                    blocks: passkey,
                },
                Panel {
                    heading: Some(words.or_code.to_owned()),
                    blocks,
                },
            ],
            None => vec![Panel {
                heading: None,
                blocks,
            }],
        },
        foot: vec![
            link(words.no_access, paths::RECOVER),
            link(words.again, paths::SIGN_IN),
        ],
        ..Screen::default()
    }))
}
