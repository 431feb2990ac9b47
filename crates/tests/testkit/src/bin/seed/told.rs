//! The facts about everybody, as JSON.

use crate::crowd::{Crowd, Enrolled, Invited, LANGUAGES, Role};
use data_encoding::BASE32_NOPAD;
use serde_json::{Map, Value, json};

/// The invited, and by language the administrators and the other people.
pub(crate) fn json(crowd: &Crowd) -> Value {
    let invited: Vec<Value> = crowd
        .invited
        .iter()
        .map(|Invited { email, code }| json!({ "email": email, "code": code }))
        .collect();
    json!({
        "invited": invited,
        "administrators": by_language(&crowd.enrolled, Role::Administrator),
        "people": by_language(&crowd.enrolled, Role::Member),
    })
}

fn by_language(enrolled: &[Enrolled], role: Role) -> Map<String, Value> {
    let of = |language| {
        enrolled
            .iter()
            .filter(move |one| one.role == role && one.language == language)
    };
    LANGUAGES
        .iter()
        .map(|language| ((*language).to_owned(), of(*language).map(person).collect()))
        .collect()
}

fn person(Enrolled { person, .. }: &Enrolled) -> Value {
    json!({
        "name": person.name,
        "userName": person.user_name,
        "email": person.email,
        "password": person.password,
        "savedCodes": person.codes,
        "key": person.app.as_ref().map(|app| BASE32_NOPAD.encode(app.seed())),
    })
}
