//! English: the policy, for administrators and the people affected.

use crate::Message;
use regain_domain::Timestamp;
use regain_domain::policy::PolicyNews;
use regain_domain::readiness::Lack;

pub(super) fn content(
    message: &Message,
    shown: impl Fn(Timestamp) -> String,
) -> (&'static str, Vec<String>, Option<(&'static str, &String)>) {
    match message {
        Message::PolicyTold { news: PolicyNews::Requested, link, .. } => (
            "A change to the policy is waiting for a second administrator",
            vec![
                "Another administrator wants to change the policy and make something in it less strict. It only takes effect if a second administrator confirms it. If you don't know why, ask the other administrator in person before you decide.".to_owned(),
            ],
            Some(("Look at the change", link)),
        ),
        Message::PolicyTold { news: PolicyNews::Changed, from, link, .. } => (
            "The policy was changed",
            vec![
                match from {
                    Some(from) => format!("Administrators changed the policy. The change holds from {} on; those who fall short of it have been told what to add by then.", shown(*from)),
                    None => "Administrators changed the policy. The change holds at once.".to_owned(),
                },
                "The history keeps the old and the new values. If you don't know about it, ask the other administrators in person.".to_owned(),
            ],
            Some(("Look at the policy", link)),
        ),
        Message::PolicyTold { news: PolicyNews::Refused, link, .. } => (
            "A change to the policy was turned down",
            vec!["A change to the policy was turned down, taken back or called off. The policy stays as it is.".to_owned()],
            Some(("Look at the policy", link)),
        ),
        Message::PolicyConcerns { lacks, from, link, .. } => {
            let (title, what) = match lacks {
                Lack::Gates => (
                    "Please add another way back into your account",
                    format!("From {} on, your organisation offers fewer ways back into an account, and the ones you have won't be enough: you couldn't get back in with them if you forgot your password.", shown(*from)),
                ),
                Lack::SecondFactor => (
                    "Please set up a second step for signing in",
                    format!("From {} on, signing in at your organisation takes a second step besides the password. You haven't set one up yet; until you have, you are asked for one of your saved recovery codes.", shown(*from)),
                ),
            };

            (
                title,
                vec![what, "Nothing has changed in your account, and nothing is closed. Sign in, open your ways back, and see there what to add or renew. It takes two minutes.".to_owned()],
                Some(("See my ways back", link)),
            )
        }
        _ => ("", Vec::new(), None),
    }
}
