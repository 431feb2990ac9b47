//! What the compiler can't see: that words are said, differ, and keep each language's own writing.

mod chosen;
mod figures;
mod in_force;

use super::{Notice, Texts};
use crate::figures::{Figures, fill};
use leptos::prelude::{Owner, provide_context};
use regain_domain::{HistoryEvent, Language, Policy, Refusal};
use std::collections::HashSet;

/// Text as it would be shown, of fields that aren't plain strings.
pub(super) trait Examples {
    /// The text, with examples put in.
    fn examples(&self) -> Vec<String>;
}

impl Examples for Notice {
    fn examples(&self) -> Vec<String> {
        vec![
            self.title.to_owned(),
            self.text.to_owned(),
            self.action.to_owned(),
        ]
    }
}

impl Examples for fn(u32) -> String {
    fn examples(&self) -> Vec<String> {
        [0, 1, 2, 25].map(self).to_vec()
    }
}

impl Examples for fn(u64) -> String {
    fn examples(&self) -> Vec<String> {
        [0, 1, 2, 25].map(self).to_vec()
    }
}

impl Examples for fn(u32, u32) -> String {
    fn examples(&self) -> Vec<String> {
        vec![self(2, 4)]
    }
}

impl Examples for fn(&str) -> String {
    fn examples(&self) -> Vec<String> {
        vec![self("a•••@example.org")]
    }
}

impl Examples for fn(&str, &str) -> String {
    fn examples(&self) -> Vec<String> {
        vec![self("anna", "Example")]
    }
}

/// The examples of a field, with its name.
pub(super) fn examples(name: &'static str, field: &impl Examples) -> Vec<(&'static str, String)> {
    field
        .examples()
        .into_iter()
        .map(|text| (name, text))
        .collect()
}

/// Every text of a language, with its name.
fn all(language: Language) -> Vec<(&'static str, String)> {
    let texts = Texts::of(language);
    let mut all = [
        texts.common.all(),
        texts.sign_in.all(),
        texts.recover.all(),
        texts.verify.all(),
        texts.link.all(),
        texts.password.all(),
        texts.done.all(),
        texts.invite.all(),
        texts.account.all(),
        texts.history.all(),
        texts.freeze.all(),
        texts.lost.all(),
        #[cfg(feature = "ssr")]
        texts.admin.all(),
        texts.methods.all(),
        texts.policy.all(),
        texts.addresses.all(),
        texts.second.all(),
        texts.ready.all(),
        texts.check_up.all(),
        texts.closing.all(),
        texts.report.all(),
        texts.contacts.all(),
        texts.other_tab.all(),
        texts.duty.all(),
        texts.actions.all(),
    ]
    .concat();
    all.extend(chosen::chosen(texts));
    all.extend(
        Refusal::ALL
            .iter()
            .map(|refusal| (refusal.code(), texts.refusal(*refusal).to_owned())),
    );
    all.into_iter()
        .map(|(name, text)| (name, fill(&text, Figures::present())))
        .collect()
}

/// What is made of the texts for a page under a policy.
fn texts_under<T>(policy: &Policy, make: impl FnOnce() -> T) -> T {
    Owner::new().with(|| {
        provide_context(crate::request::Requested {
            language: Language::English,
            device: None,
            place: None,
            zone: None,
            source: None,
            problem: None,
        });
        provide_context(Figures::of(policy));
        make()
    })
}

fn is_chinese(c: char) -> bool {
    ('\u{4e00}'..='\u{9fff}').contains(&c)
}

#[test]
fn every_language_is_its_own() {
    for language in Language::ALL {
        assert_eq!(Texts::of(language).language, language);
    }
}

#[test]
fn nothing_is_empty_or_shouts() {
    for language in Language::ALL {
        for (name, text) in all(language) {
            assert!(!text.trim().is_empty(), "{name} in {language:?}");
            assert!(
                !text.contains(['!', '！']),
                "{name} in {language:?}: {text}"
            );
            assert!(!text.contains("  "), "{name} in {language:?}: {text}");
        }
    }
}

#[test]
fn each_refusal_says_something_of_its_own() {
    for language in Language::ALL {
        let texts = Texts::of(language);
        let said: HashSet<_> = Refusal::ALL
            .iter()
            .map(|refusal| texts.refusal(*refusal))
            .collect();
        assert_eq!(said.len(), Refusal::ALL.len(), "{language:?}");
        for sentence in said {
            assert!(sentence.ends_with(['.', '。']), "{sentence}");
        }
    }
}

#[test]
fn english_is_ascii_but_for_typographic_marks() {
    for (name, text) in all(Language::English) {
        assert!(
            text.chars().all(|c| c.is_ascii() || "…·•".contains(c)),
            "{name}: {text}"
        );
    }
}

#[test]
fn no_english_is_left_over_in_chinese() {
    let same_everywhere = ["organisation", "file_name", "page_title", "spelt"];
    for language in [Language::TraditionalChinese, Language::SimplifiedChinese] {
        for (name, text) in all(language) {
            assert!(
                same_everywhere.contains(&name) || text.chars().any(is_chinese),
                "{name} in {language:?}: {text}"
            );
        }
    }
}

#[test]
fn each_chinese_has_its_own_characters_and_its_own_you() {
    const TRADITIONAL: &str = "帳戶這個為說請輸錄碼還證電郵寄會試檢問題選擇關閉瀏覽器裝複製儲存當務無臺對開設變絕誰讓們來時間過頁號";
    const SIMPLIFIED: &str = "帐户这个为说请输录码还证电邮寄会试检问题选择关闭浏览器装复制储存当务无台对开设变绝谁让们来时间过页号";
    let own = |mine: &str, theirs: &str| {
        theirs
            .chars()
            .filter(|c| !mine.contains(*c))
            .collect::<String>()
    };
    let foreign_to_traditional = own(TRADITIONAL, SIMPLIFIED).replace('台', "") + "你";
    let foreign_to_simplified = own(SIMPLIFIED, TRADITIONAL) + "您妳";
    for (language, foreign) in [
        (Language::TraditionalChinese, foreign_to_traditional),
        (Language::SimplifiedChinese, foreign_to_simplified),
    ] {
        for (name, text) in all(language) {
            let found: String = text.chars().filter(|c| foreign.contains(*c)).collect();
            assert!(
                found.is_empty(),
                "{name} in {language:?} has {found}: {text}"
            );
        }
    }
}

#[test]
fn what_happened_to_somebody_is_not_told_to_administrators_as_if_it_were_theirs() {
    for language in Language::ALL {
        for event in HistoryEvent::ALL {
            let text = Texts::of(language).event(*event);
            let theirs = text
                .to_ascii_lowercase()
                .split(' ')
                .any(|word| ["you", "your", "you're"].contains(&word));
            assert!(
                !theirs && !text.contains(['您', '你']),
                "{event:?} in {language:?}: {text}"
            );
        }
    }
}

#[test]
fn chinese_has_full_width_punctuation_and_thin_spaces_around_latin() {
    for language in [Language::TraditionalChinese, Language::SimplifiedChinese] {
        for (name, text) in all(language) {
            let chars: Vec<char> = text.chars().collect();
            for pair in chars.windows(2) {
                let [left, right] = [pair[0], pair[1]];
                let touches =
                    |c: char| is_chinese(left) && right == c || is_chinese(right) && left == c;
                assert!(
                    !",.;:?()'\" ".chars().any(touches),
                    "{name} in {language:?}: {text}"
                );
                let latin = |c: char| c.is_ascii_alphanumeric() || c == '@';
                let bare = is_chinese(left) && latin(right) || latin(left) && is_chinese(right);
                assert!(!bare, "{name} in {language:?} lacks a thin space: {text}");
            }
        }
    }
}

#[test]
fn names_that_others_hang_on_stay() {
    let [english, traditional, simplified] = Language::ALL.map(Texts::of);
    assert_eq!(english.sign_in.heading, "Sign in");
    assert_eq!(english.sign_in.no_access, "Can't access your account?");
    assert_eq!(english.recover.heading, "Get back into your account");
    assert_eq!(
        english.recover.know_password,
        "I know my password, but still can't sign in"
    );
    assert_eq!(english.verify.heading_first, "Verification step 1 of 2");
    assert_eq!(english.verify.mail, "Email me a code");
    assert_eq!(english.verify.saved_code, "Use a saved recovery code");
    assert_eq!(english.password.new_heading, "Choose a new password");
    assert_eq!(english.password.keep_heading, "Keep my password");
    assert_eq!((english.common.steps)(2, 4), "Step 2 of 4");
    for (texts, words) in [
        (
            traditional,
            "登入|無法存取您的帳戶嗎？|重新進入您的帳戶|我忘記密碼|我知道密碼，但仍然無法登入|選擇新密碼|下一步|完成",
        ),
        (
            simplified,
            "登录|无法访问你的帐户？|重新进入你的帐户|我忘记了密码|我知道密码，但是仍然无法登录|选择新密码|下一步|完成",
        ),
    ] {
        let said = [
            texts.sign_in.heading,
            texts.sign_in.no_access,
            texts.recover.heading,
            texts.recover.forgot_password,
            texts.recover.know_password,
            texts.password.new_heading,
            texts.recover.submit,
            texts.password.submit,
        ];
        assert_eq!(said.join("|"), words);
    }
}
