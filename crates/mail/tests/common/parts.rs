//! Parts of messages.

use super::{HOSTILE, NOW};
use regain_domain::policy::PolicyNews;
use regain_domain::readiness::Lack;
use regain_domain::{AddressesChange, ContactNews, MethodsChange, Timestamp};
use regain_mail::{Closing, Message};
use std::time::Duration;

pub(super) fn closing(what: Closing) -> Message {
    Message::Closing {
        at: NOW,
        what,
        link: "https://id.example.org/account/close".to_owned(),
    }
}

pub(super) fn contact_news(news: ContactNews) -> Message {
    let contact = HOSTILE.to_owned();
    let recover_link = "https://id.example.org/recover".to_owned();
    Message::ContactNews {
        at: NOW,
        news,
        contact,
        counts_after_days: 3,
        recover_link,
    }
}

pub(super) fn told(news: PolicyNews, from: Option<Timestamp>) -> Message {
    Message::PolicyTold {
        at: NOW,
        news,
        from,
        link: "https://id.example.org/admin/policy".to_owned(),
    }
}

pub(super) fn concerns(lacks: Lack) -> Message {
    let from = NOW.plus(Duration::from_secs(7 * 24 * 3600));
    Message::PolicyConcerns {
        at: NOW,
        lacks,
        from,
        link: "https://id.example.org/account/methods".to_owned(),
    }
}

pub(super) fn changed(change: MethodsChange) -> Message {
    let recover_link = "https://id.example.org/recover".to_owned();
    Message::MethodsChanged {
        at: NOW,
        change,
        counts_after_days: 3,
        recover_link,
    }
}

pub(super) fn addresses(change: AddressesChange) -> Message {
    Message::AddressesChanged {
        at: NOW,
        change,
        counts_after_days: 3,
        recover_link: "https://id.example.org/recover".to_owned(),
    }
}
