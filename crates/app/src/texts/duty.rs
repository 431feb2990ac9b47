//! The passkey that a role needs. These texts stay on the server.

use super::around;

screen! {
    /// The texts about the passkey of administrators.
    Duty {
        heading: "Administrators need a passkey", "管理員需要通行密鑰", "管理员需要通行密钥";
        now: "Add one now: it takes a while to count.", "請現在就新增，還要過一段時間才算數。", "请现在就添加，还要过一段时间才算数。";
        enough: "Then nothing more is needed.", "之後就不必再做什麼。", "之后就不用再做什么。";
        closed:
            "Administration is closed to you until a passkey of yours counts. Your own account stays as it is.",
            "在您的通行密鑰算數之前，管理功能不對您開放。您自己的帳戶不受影響。",
            "在你的通行密钥算数之前，管理功能不对你开放。你自己的帐户不受影响。";
        confirm:
            "What you do in administration takes your passkey: no fake page can get it out of you.",
            "管理功能裡的操作要用通行密鑰確認，假網頁騙不走它。",
            "管理功能里的操作要用通行密钥确认，假网页骗不走它。";
        last:
            "Administration needs this passkey. If you remove it, administration is closed to you until another one counts, once your \
             first two weeks with a role are over.",
            "管理功能需要這個通行密鑰。移除後，只要取得角色已滿兩週，在另一個算數之前，管理功能就不對您開放。",
            "管理功能需要这个通行密钥。移除后，只要取得角色已满两周，在另一个算数之前，管理功能就不对你开放。";
    }
    with {
        /// Date by which to add one.
        by: fn(&str) -> String =
            |at| around("Add one by ", at, ", so that it counts in time."),
            |at| around("請在 ", at, " 之前新增，才來得及算數。"),
            |at| around("请在 ", at, " 之前添加，才来得及算数。");
        /// Date from which the role gives no access without one.
        after: fn(&str) -> String =
            |at| around("From ", at, " on administration is closed to you until one counts. Your own account stays as it is."),
            |at| around("從 ", at, " 起，在它算數之前，管理功能不對您開放。您自己的帳戶不受影響。"),
            |at| around("从 ", at, " 起，在它算数之前，管理功能不对你开放。你自己的帐户不受影响。");
        /// Date from which the one added counts.
        counts: fn(&str) -> String =
            |at| around("The one that you added counts from ", at, "."),
            |at| around("您新增的通行密鑰從 ", at, " 起算數。"),
            |at| around("你添加的通行密钥从 ", at, " 起算数。");
    }
}
