//! `/account/history`.

mod events;
mod names;

pub(super) use events::event;
pub(super) use names::role_name;

use super::{Texts, number};
use names::{factor_name, proof};
use regain_domain::Language;
use regain_service::HistoryLine;

screen! {
    /// The texts of `/account/history`.
    History {
        heading: "Your history", "您的歷程", "你的历史记录";
        lead:
            "What happened to your account, the newest first.",
            "您的帳戶發生過的事，最新的在最前面。",
            "你的帐户发生过的事，最新的在最前面。";
        verified:
            "Verified: these entries are as they were written, and none is missing.",
            "已驗證：這些紀錄和當初寫下時完全相同，一筆也不少。",
            "已验证：这些记录和当初写下时完全相同，一条也不少。";
        broken:
            "These entries aren't what was written, or some are missing: someone has changed the history. Tell your \
             organisation, and show them this page.",
            "這些紀錄和當初寫下的不同，或有缺漏：有人更改了歷程。請告知您的組織，並出示這一頁。",
            "这些记录和当初写下的不同，或有缺漏：有人改动了历史记录。请告知你的组织，并出示这一页。";
        changed: "This entry was changed.", "這筆紀錄遭到更改。", "这条记录被改动过。";
        older: "Older entries", "較早的紀錄", "更早的记录";
        newest: "Newest entries", "最新的紀錄", "最新的记录";
        back: "Back to your account", "回到您的帳戶", "回到你的帐户";
        by_you: "by you", "由您本人", "由你本人";
        by_administrator: "by an administrator", "由管理員", "由管理员";
    }
    with {
        /// Number of entries.
        total: fn(u64) -> String =
            |n| number("", n, if n == 1 { " entry in all" } else { " entries in all" }),
            |n| number("共 ", n, " 筆紀錄"),
            |n| number("共 ", n, " 条记录");
    }
}

impl Texts {
    /// The event, in words.
    pub(crate) fn history_line(&self, line: &HistoryLine) -> String {
        let what = self.pick(event(line.event));
        match (line.facts.role, &line.words) {
            (Some(role), _) => self.joined(what, self.pick(role_name(role))),
            (None, Some(words)) => self.joined(what, words),
            (None, None) => what.to_owned(),
        }
    }

    /// Further details in one line; `own`: whether the reader did it, if anybody with an account did.
    pub(crate) fn history_facts(&self, line: &HistoryLine, own: Option<bool>) -> String {
        let facts = &line.facts;
        let mut parts = Vec::new();
        let count = |n: u64, words: [(&str, &str); 3]| {
            let (before, after) = self.pick(words);
            number(before, n, after)
        };
        if let Some(class) = facts.proof {
            parts.push(self.pick(proof(class)).to_owned());
        }
        if let Some(factor) = facts.factor {
            parts.push(self.pick(factor_name(factor)).to_owned());
        }
        if let Some(n) = facts.sessions.filter(|n| *n > 0) {
            parts.push(count(
                n,
                [
                    ("sessions ended: ", ""),
                    ("結束了 ", " 個登入"),
                    ("结束了 ", " 个登录"),
                ],
            ));
        }
        if let Some(n) = facts.codes_left {
            parts.push(count(
                n.into(),
                [
                    ("codes left: ", ""),
                    ("還原碼剩 ", " 組"),
                    ("恢复代码剩 ", " 个"),
                ],
            ));
        }
        if let Some(n) = facts.failed.filter(|n| *n > 0) {
            parts.push(count(
                n.into(),
                [
                    ("failed tries before: ", ""),
                    ("之前失敗 ", " 次"),
                    ("之前失败 ", " 次"),
                ],
            ));
        }
        if let Some(n) = facts.needed {
            parts.push(count(
                n.into(),
                [("needed: ", ""), ("需要 ", " 位"), ("需要 ", " 位")],
            ));
        }
        if let Some(n) = facts.entries {
            parts.push(count(
                n,
                [("entries: ", ""), ("紀錄 ", " 筆"), ("记录 ", " 条")],
            ));
        }
        parts.extend(line.device.map(|device| device.describe(self.language)));
        parts.extend(
            line.place
                .as_ref()
                .map(|place| place.describe(self.language)),
        );
        let by = |own| {
            if own {
                self.history.by_you
            } else {
                self.history.by_administrator
            }
        };
        parts.extend(own.map(|own| by(own).to_owned()));
        parts.join(" · ")
    }

    pub(crate) fn joined(&self, what: &str, more: &str) -> String {
        let colon = if self.language == Language::English {
            ": "
        } else {
            "："
        };
        [what, colon, more].concat()
    }

    pub(super) const fn pick<T: Copy>(&self, words: [T; 3]) -> T {
        match self.language {
            Language::English => words[0],
            Language::TraditionalChinese => words[1],
            Language::SimplifiedChinese => words[2],
        }
    }
}
