//! F21: the table of the README is that of the struct.

use regain_domain::Setting;
use regain_domain::policy::{Looser, ValueUnit};

#[test]
fn f21_the_readme_tells_every_key_of_the_policy_as_it_is() {
    let readme = include_str!("../../../README.md");
    let lines: Vec<String> = Setting::all()
        .map(|setting| {
            let rule = setting.rule();
            let unit = match rule.unit {
                ValueUnit::YesNo => "1 for yes, 0 for no",
                ValueUnit::Characters => "characters",
                ValueUnit::Minutes => "minutes",
                ValueUnit::Hours => "hours",
                ValueUnit::Days => "days",
            };
            let looser = match rule.looser {
                Looser::Less => "a smaller number",
                Looser::More => "a greater number",
            };
            format!(
                "| `{}` | {unit} | {} | {} | {} | {looser} |",
                setting.code(),
                rule.default,
                rule.min,
                rule.max
            )
        })
        .collect();
    for line in &lines {
        assert!(
            readme.contains(line.as_str()),
            "the README's table of the policy lacks this line:\n{line}"
        );
    }
    let told = readme
        .lines()
        .filter(|line| line.ends_with("number |"))
        .count();
    assert_eq!(told, lines.len(), "the README tells a key that there isn't");
}
