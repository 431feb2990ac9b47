//! Templates in files beside the test program that made them.

use super::{Template, TemplateDatabase};
use crate::{App, Person};
use data_encoding::HEXLOWER;
use serde_json::{Value, json};
use std::path::PathBuf;
use std::time::UNIX_EPOCH;

/// The template that this same build made.
pub(super) fn read(name: &str) -> Option<Template> {
    parse(&std::fs::read(place(name)?).ok()?, &build()?)
}

/// Keeps a template. If that fails, the next process makes its own.
pub(super) fn write(name: &str, template: &Template) {
    let (Some(place), Some(build)) = (place(name), build()) else {
        return;
    };
    // Other processes see all of it or nothing.
    let fresh = place.with_extension(std::process::id().to_string());
    let folder = place.parent().map(std::fs::create_dir_all);
    if folder.is_some_and(|made| made.is_ok())
        && std::fs::write(&fresh, format(template, &build)).is_ok()
    {
        let _ = std::fs::rename(&fresh, &place);
    }
}

fn place(name: &str) -> Option<PathBuf> {
    let program = std::env::current_exe().ok()?;
    let own = program.file_stem()?.to_string_lossy().into_owned();
    Some(
        program
            .parent()?
            .join("templates")
            .join(format!("{own}.{name}")),
    )
}

/// The time at which this build was linked, and its length, which distinguish it from every other.
fn build() -> Option<String> {
    let program = std::fs::metadata(std::env::current_exe().ok()?).ok()?;
    let linked = program.modified().ok()?.duration_since(UNIX_EPOCH).ok()?;
    Some(format!("{}-{}", linked.as_nanos(), program.len()))
}

/// A line with the build and the people, then the database.
fn format(template: &Template, build: &str) -> Vec<u8> {
    let people: Vec<Value> = template.people.iter().map(to_json).collect();
    let (file, server) = match &template.database {
        TemplateDatabase::File(file) => (file.as_slice(), None),
        TemplateDatabase::Server(name) => (&[][..], Some(name)),
    };
    let mut bytes =
        json!({ "build": build, "people": people, "length": file.len(), "server": server })
            .to_string()
            .into_bytes();
    bytes.push(b'\n');
    bytes.extend(file);
    bytes
}

fn parse(bytes: &[u8], build: &str) -> Option<Template> {
    let end = bytes.iter().position(|byte| *byte == b'\n')?;
    let head: Value = serde_json::from_slice(&bytes[..end]).ok()?;
    let file = bytes[end + 1..].to_vec();
    if head["build"] != build || head["length"] != file.len() {
        return None;
    }
    let people = head["people"]
        .as_array()?
        .iter()
        .map(from_json)
        .collect::<Option<_>>()?;
    let database = match head["server"].as_str() {
        Some(name) => TemplateDatabase::Server(name.to_owned()),
        None => TemplateDatabase::File(file),
    };
    Some(Template { database, people })
}

fn to_json(person: &Person) -> Value {
    json!({
        "name": person.name,
        "user_name": person.user_name,
        "email": person.email,
        "password": person.password,
        "codes": person.codes,
        "seed": person.app.as_ref().map(|app| HEXLOWER.encode(app.seed())),
    })
}

fn from_json(value: &Value) -> Option<Person> {
    let text = |key: &str| value[key].as_str().map(str::to_owned);
    let app = match &value["seed"] {
        Value::Null => None,
        seed => Some(App::with_seed(
            HEXLOWER.decode(seed.as_str()?.as_bytes()).ok()?,
        )),
    };
    let codes = value["codes"]
        .as_array()?
        .iter()
        .map(|code| code.as_str().map(str::to_owned))
        .collect::<Option<_>>()?;
    Some(Person {
        name: text("name")?,
        user_name: text("user_name")?,
        email: text("email")?,
        password: text("password")?,
        codes,
        app,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_kept_comes_back_whole_and_for_its_own_build_alone() {
        let mut anna = Person::at("anna@example.org");
        anna.codes = vec!["ABCD-EFGH".to_owned()];
        anna.app = Some(App::with_seed(vec![1, 2, 255]));
        let template = Template {
            database: TemplateDatabase::File(b"SQLite\nformat".to_vec()),
            people: vec![anna, Person::at("bert@example.org")],
        };
        let bytes = format(&template, "this");
        let back = parse(&bytes, "this").expect("the same");
        assert_eq!(
            (back.database, back.people),
            (template.database, template.people)
        );
        assert!(parse(&bytes, "another").is_none());
        assert!(
            parse(&bytes[..bytes.len() - 1], "this").is_none(),
            "cut short"
        );
    }
}
