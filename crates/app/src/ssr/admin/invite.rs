//! `/admin/invite`: one address, or a table that is checked line by line before anything is sent.

use super::super::parts::{
    button, choice, does, field, form, hidden, panel, quiet, text, with_problems,
};
use super::{ScreenContents, ScreenRequest};
use crate::actions::admin as act;
use crate::blocks::{Block, FieldBlock, FieldKind, FormAct, Item, Panel};
use regain_admin::{Act, ImportLine, ImportProblem, read_import, role_permits};
use regain_domain::{Language, Refusal};

impl ScreenRequest<'_> {
    pub(super) fn invite(&self, table: &str, language: Language) -> ScreenContents {
        if !role_permits(self.role, Act::Invite, None) {
            return Err(Refusal::NotAllowed.into());
        }

        let words = &self.words.admin;
        let languages = Language::ALL
            .into_iter()
            .map(|language| (language.tag(), language.own_name()));
        let typed = crate::request::draft("address").unwrap_or_default();
        let address = FieldBlock {
            value: typed,
            ..field("address", FieldKind::Line, words.address)
        };
        let one = form(
            does::<act::InvitePerson>(),
            vec![
                with_problems(address, "", &[Refusal::IdentifierAddress]),
                choice("language", words.language, None, languages, language.tag()),
            ],
            vec![button(words.send)],
        );
        let area = FieldBlock {
            value: table.to_owned(),
            ..field("table", FieldKind::Area, words.table)
        };
        let many = form(
            FormAct::Check,
            vec![with_problems(area, words.table_hint, &[])],
            vec![quiet(words.preview)],
        );
        let mut panels = vec![panel(words.one, vec![one]), panel(words.many, vec![many])];

        if !table.trim().is_empty() {
            panels.push(self.preview(table, language));
        }

        Ok((words.invite.to_owned(), panels))
    }

    fn preview(&self, table: &str, language: Language) -> Panel {
        let words = &self.words.admin;
        let lines = read_import(table, language);
        if lines.is_empty() {
            return panel(
                words.preview,
                vec![Block::Empty(words.preview_empty.to_owned())],
            );
        }

        let good = lines.iter().filter(|line| line.read.is_ok()).count() as u64;
        let mut blocks = vec![text(&(words.good)(good))];
        if lines.iter().any(|line| line.read.is_err()) {
            blocks.push(text(words.bad_left));
        }

        if good > 0 {
            let fields = vec![hidden("table", table), hidden("language", language.tag())];
            blocks.push(form(
                does::<act::InviteMany>(),
                fields,
                vec![button(words.send_many)],
            ));
        }

        // Lines with problems come first.
        let (bad, fine): (Vec<_>, Vec<_>) = lines.iter().partition(|line| line.read.is_err());
        blocks.push(Block::Items(
            bad.into_iter()
                .chain(fine)
                .map(|line| self.line(line))
                .collect(),
        ));

        panel(words.preview, blocks)
    }

    fn line(&self, line: &ImportLine) -> Item {
        let words = &self.words.admin;
        let number = (words.line)(line.number);
        let wrong = line.read.as_ref().err().map(|problem| match problem {
            ImportProblem::Address => words.bad_address,
            ImportProblem::Language => words.bad_language,
            ImportProblem::Repeated => words.bad_repeated,
            ImportProblem::Form => words.bad_form,
            ImportProblem::TooMany => words.bad_many,
        });

        Item {
            title: if line.shown.is_empty() {
                number.clone()
            } else {
                line.shown.clone()
            },
            href: None,
            lines: match &line.read {
                Ok((_, language)) => vec![[&number, " · ", language.own_name()].concat()],
                Err(_) => vec![number],
            },
            wrong: wrong.map(str::to_owned),
            ..Item::default()
        }
    }
}
