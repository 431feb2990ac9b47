//! Every mail in every language, whole.

mod common;
mod wording;

use common::{NOW, created, envelope, freezes, gone, mail, messages};
use regain_domain::{AddressesChange, Language, ZoneName};
use regain_mail::{Context, Email, Message, Zone, render};

fn every_mail() -> impl Iterator<Item = (Message, Language, Email)> {
    messages().into_iter().flat_map(|message| {
        Language::ALL.map(|language| (message.clone(), language, mail(&message, language)))
    })
}

#[test]
fn every_mail_in_every_language_reads_as_it_was_approved() {
    let mut settings = insta::Settings::clone_current();
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| {
        for (message, language, email) in every_mail() {
            let whole = format!(
                "Subject: {}\n\n{}\n\n{}",
                email.subject, email.text, email.html
            );
            insta::assert_snapshot!(format!("{}.{}", message.kind(), language.tag()), whole);
        }
    });
}

#[test]
fn the_code_stands_alone_on_its_line_and_the_link_too() {
    for (message, language, email) in every_mail() {
        let name = format!("{message:?} {}", language.tag());
        let freeze = email.freeze.as_ref().map(|(link, _)| link.as_str());
        let links: Vec<&str> = [email.link.as_str()]
            .into_iter()
            .filter(|link| !link.is_empty())
            .chain(freeze)
            .collect();
        assert_eq!(email.html.matches("href=").count(), links.len(), "{name}");
        for link in links {
            assert_eq!(
                email.text.lines().filter(|line| *line == link).count(),
                1,
                "{name}"
            );
            assert!(email.html.contains(&format!("href=\"{link}\"")), "{name}");
        }
        assert_eq!(email.freeze.is_some(), freezes(&message), "{name}");
        if let Some((_, code)) = &email.freeze {
            assert_eq!(
                email.text.lines().filter(|line| line == code).count(),
                1,
                "{name}"
            );
        }
        if let Some(code) = &email.code {
            assert_eq!(
                email.text.lines().filter(|line| line == code).count(),
                1,
                "{name}"
            );
            assert_eq!(email.text.matches(code.as_str()).count(), 1, "{name}");
            assert!(email.html.contains(&format!(">{code}</p>")), "{name}");
            assert!(
                !email.subject.contains(code.as_str()),
                "{name}: codes don't belong on a locked screen"
            );
        }
        let coded = matches!(
            message,
            Message::Invitation { .. }
                | Message::RecoveryCode { .. }
                | Message::ContactInvitation { .. }
                | Message::ContactAsked { .. }
                | Message::AddressCode { .. }
                | Message::AddressGone {
                    objection: Some(_),
                    ..
                }
        );
        assert_eq!(email.code.is_some(), coded, "{name}");
    }
}

#[test]
fn s30_this_was_not_me_is_the_only_button_and_the_rest_is_links_below_it() {
    for (message, language, email) in every_mail() {
        let name = format!("{message:?} {}", language.tag());
        let buttons: Vec<&str> = email
            .html
            .split("<a class=\"button\" href=\"")
            .skip(1)
            .collect();
        let Some((freeze, code)) = &email.freeze else {
            assert!(
                !email.html.contains("<a class=\"link\""),
                "{name}: a button that nothing more urgent stands beside"
            );
            continue;
        };
        assert_eq!(buttons.len(), 1, "{name}");
        assert!(buttons[0].starts_with(freeze.as_str()), "{name}");
        let at = |part: &str| {
            email
                .text
                .find(part)
                .unwrap_or_else(|| panic!("{name}: no {part}"))
        };
        assert!(at(freeze) < at(code), "{name}");
        let when = at("2026");
        let other = at(&email.link);
        assert!(
            when < at(freeze),
            "{name}: what happened, and when, comes first"
        );
        // "Sign in" is what a finished enrolment leads to; it isn't about being robbed.
        assert!(
            at(freeze) < other || matches!(message, Message::Enrolled { .. }),
            "{name}"
        );
    }
}

#[test]
fn moments_are_told_by_the_clock_of_the_browser_and_the_zone_is_named() {
    for (zone, english, chinese) in [
        (
            None,
            "3 November 2026, 14:05 UTC",
            "2026 年 11 月 3 日 14:05（UTC）",
        ),
        (
            Some("Asia/Taipei"),
            "3 November 2026, 22:05 UTC+8",
            "2026 年 11 月 3 日 22:05（UTC+8）",
        ),
        (
            Some("America/St_Johns"),
            "3 November 2026, 10:35 UTC-3:30",
            "2026 年 11 月 3 日 10:35（UTC-3:30）",
        ),
    ] {
        let zone = Zone::of(zone.and_then(ZoneName::parse).as_ref());
        for language in Language::ALL {
            let zone = zone.clone();
            let context = Context {
                organisation: "Example",
                language,
                device: None,
                place: None,
                zone,
                freeze: None,
            };
            let text = render(envelope(1), &created(1), &context).text;
            assert!(
                text.contains(if language == Language::English {
                    english
                } else {
                    chinese
                }),
                "{text}"
            );
        }
    }
}

#[test]
fn text_and_html_say_the_same() {
    for (message, language, email) in every_mail() {
        let html = email.html.replace("&#39;", "'").replace("&#34;", "\"");
        let html = html.replace("&#60;", "<").replace("&#62;", ">");
        for line in email.text.lines().filter(|line| !line.is_empty()) {
            assert!(
                html.contains(line),
                "{message:?} {}: {line}",
                language.tag()
            );
        }
        assert!(
            !email.text.contains("\n\n\n"),
            "{message:?} {}: an empty part",
            language.tag()
        );
    }
}

#[test]
fn s70_mails_load_nothing_and_say_that_nobody_asks_for_the_code() {
    for (message, language, email) in every_mail() {
        for active in [
            "<img", "<script", "src=", "url(", "@import", "<link", "<form", "onclick",
        ] {
            assert!(!email.html.contains(active), "{message:?}: {active}");
        }
        assert!(
            email
                .html
                .contains(&format!("<html lang=\"{}\">", language.tag()))
        );
        if email.code.is_some() {
            let never = match language {
                Language::English => "We never ask for it",
                Language::TraditionalChinese => "我們絕不會透過",
                Language::SimplifiedChinese => "我们绝不会通过",
            };
            assert!(email.text.contains(never), "{message:?}");
        }
    }
}

#[test]
fn nothing_is_said_about_an_unknown_device() {
    for language in Language::ALL {
        let context = Context {
            organisation: "Example",
            language,
            device: None,
            place: None,
            zone: Zone::default(),
            freeze: None,
        };
        let text = render(envelope(1), &created(1), &context).text;
        for label in ["Device", "裝置", "设备", "Chrome"] {
            assert!(!text.contains(label), "{label}");
        }
    }
}

#[test]
fn s28_an_address_that_never_counted_is_told_that_there_is_nothing_to_put_back() {
    for (language, nothing) in [
        (
            Language::English,
            "It didn't count for getting back in yet, so there is nothing to put back.",
        ),
        (
            Language::TraditionalChinese,
            "它在重新進入時還不算數，所以無法恢復。",
        ),
        (
            Language::SimplifiedChinese,
            "它在重新进入时还不算数，所以无法恢复。",
        ),
    ] {
        for change in [AddressesChange::Changed, AddressesChange::Removed] {
            let email = mail(&gone(change, false), language);
            assert!(
                email.text.lines().any(|line| line == nothing),
                "{}",
                email.text
            );
            assert!(email.code.is_none() && email.link.is_empty() && !email.html.contains("href="));
            assert!(
                !mail(&gone(change, true), language).text.contains(nothing),
                "{change:?} that counted"
            );
        }
        let restored = mail(&gone(AddressesChange::Restored, false), language);
        assert!(!restored.text.contains(nothing), "{}", restored.text);
    }
}

#[test]
fn s67_s70_a_hostile_organisation_name_is_only_text_on_one_line() {
    let organisation = "<script>alert('x')</script>\r\nBcc: eve@example.net\u{202E}\u{0} & \"Co\"";
    let plain = "<script>alert('x')</script> Bcc: eve@example.net & \"Co\"";
    for message in messages() {
        for language in Language::ALL {
            let email = render(
                envelope(1),
                &message,
                &Context {
                    organisation,
                    language,
                    device: None,
                    place: None,
                    zone: Zone::default(),
                    freeze: None,
                },
            );
            assert!(!email.subject.contains(char::is_control));
            assert!(email.text.contains(plain), "{message:?}");
            for body in [&email.text, &email.html] {
                assert!(!body.contains(['\r', '\u{202E}', '\u{0}']), "{message:?}");
                assert!(
                    !body.lines().any(|line| line.starts_with("Bcc")),
                    "{message:?}"
                );
            }
            assert!(!email.html.contains("<script"), "{message:?}");
            assert!(email.html.contains("&#60;script&#62;"), "{message:?}");
        }
    }
}

#[test]
fn a_link_cannot_leave_its_attribute() {
    let link = "https://id.example.org/\"><b>x</b>".to_owned();
    let email = mail(
        &Message::GatePassed {
            at: NOW,
            start_link: link,
        },
        Language::English,
    );
    assert!(!email.html.contains("<b>"));
}

#[test]
fn s102_debug_output_has_no_code_link_or_address() {
    for (message, _, email) in every_mail() {
        let debug = format!("{message:?} {email:?}");
        assert!(
            (email.link.is_empty() || !debug.contains(&email.link))
                && !debug.contains("anna@")
                && !debug.contains("anna.smith")
        );
        assert!(email.code.is_none_or(|code| !debug.contains(&code)));
    }
}
