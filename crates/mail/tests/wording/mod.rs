//! The words of mails in every language.

use crate::common::{created, mail, messages};
use crate::every_mail;
use regain_domain::Language;
use regain_mail::Message;
use std::collections::HashSet;

#[test]
fn every_language_has_its_own_subject_and_every_message_too() {
    let subjects: HashSet<String> = every_mail().map(|(_, _, email)| email.subject).collect();
    assert_eq!(subjects.len(), messages().len() * Language::ALL.len());
}

#[test]
fn numbers_read_naturally() {
    let text = |message: &Message, language| mail(message, language).text;
    let english = Language::English;
    assert!(text(&created(0), english).contains("You weren't signed in anywhere"));
    assert!(text(&created(1), english).contains("in the one place where"));
    assert!(text(&created(12), english).contains("in all 12 places"));
    for (language, nowhere) in [
        (Language::TraditionalChinese, "沒有在任何地方登入"),
        (Language::SimplifiedChinese, "没有在任何地方登录"),
    ] {
        assert!(text(&created(0), language).contains(nowhere));
        assert!(!text(&created(0), language).contains(" 0 "));
    }
}

#[test]
fn the_two_chinese_scripts_never_mix() {
    /// A traditional character and its simplified form, in turn; both belong to one script alone.
    const PAIRS: &str = "們们這这個个為为來来時时間间裝装帳帐號号碼码驗验證证還还錄录請请過过進进無无從从處处將将會会與与對对\
        開开關关現现發发給给郵邮點点選选擇择頁页設设變变動动態态應应該该當当場场電电話话訊讯資资聯联絡络員员組组認认識识讓让\
        說说種种經经產产雙双單单獨独舊旧戶户閱阅讀读啟启務务網网續续鈕钮覽览瀏浏徑径達达別别傳传輸输儲储據据";
    let pairs: Vec<char> = PAIRS.chars().collect();
    for (message, language, email) in every_mail() {
        let foreign: Vec<char> = match language {
            Language::English => continue,
            Language::TraditionalChinese => pairs
                .chunks(2)
                .map(|pair| pair[1])
                .chain(['你', '“', '”'])
                .collect(),
            Language::SimplifiedChinese => pairs
                .chunks(2)
                .map(|pair| pair[0])
                .chain(['您', '「', '」'])
                .collect(),
        };
        let whole = format!("{}{}{}", email.subject, email.text, email.html);
        assert_eq!(
            whole.chars().find(|c| foreign.contains(c)),
            None,
            "{message:?} {}",
            language.tag()
        );
    }
}

#[test]
fn chinese_mails_keep_full_width_punctuation_and_no_english_words() {
    for (message, language, email) in every_mail() {
        if language == Language::English {
            continue;
        }
        for line in email.text.lines().filter(|line| !line.is_ascii()) {
            // What an administrator typed is theirs.
            let line = line.replace("<b> 42</b>", "");
            let half = line.char_indices().find(|(at, c)| {
                matches!(c, ',' | ';' | '!' | '?')
                    || (*c == '.' && line[at + 1..].starts_with(|c: char| !c.is_ascii()))
            });
            assert_eq!(half, None, "{message:?}: {line}");
            for word in line
                .split(|c: char| !c.is_ascii_alphabetic())
                .filter(|word| !word.is_empty())
            {
                assert!(
                    ["UTC", "Windows", "Chrome"].contains(&word),
                    "{message:?}: {word}"
                );
            }
        }
    }
}

#[test]
fn no_mail_shouts() {
    for (message, _, email) in every_mail() {
        assert!(!email.text.contains(['!', '！']), "{message:?}");
    }
}
