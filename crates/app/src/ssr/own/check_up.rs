//! `/account/check-up`: the person's methods, each with a tick box; opened from the account, from a mail, or after
//! sign-in.

use super::ScreenRequest;
use crate::actions::check_up::FinishCheckUp;
use crate::blocks::{Block, FieldBlock, FieldKind, Panel, Screen};
use crate::paths;
use crate::request::draft;
use crate::ssr::parts::{button, does, field, form, hidden, link, panel, text, with_problems};
use regain_domain::{Refusal, ReturnTo};
use regain_service::{CheckUpView, Failure};

impl ScreenRequest<'_> {
    pub(super) async fn check_up(&self) -> Result<Screen, Failure> {
        let words = &self.words.check_up;
        let view = self.regain.check_ups.view(self.signed_in).await?;

        // A person on the way to another page continues there, whatever they answer here.
        let given = self.query.get("return_to");
        let onwards = ReturnTo::parse(Some(given)).path();
        let on_the_way = onwards == given && onwards != paths::CHECK_UP;
        let mut blocks: Vec<Block> = view
            .reasons
            .iter()
            .map(|reason| text(self.words.check_up_reason(*reason)))
            .collect();

        blocks.push(text(words.lead));
        blocks.extend(
            view.checked_at
                .map(|at| text(&(words.last)(&self.moment(at)))),
        );
        if view.ways.saved_codes == 0 {
            blocks.push(text(words.no_codes));
        }

        let mut fields = self.ticks(&view);
        if on_the_way {
            fields.push(hidden("return_to", &onwards));
        }

        blocks.push(form(
            does::<FinishCheckUp>(),
            fields,
            vec![button(words.done)],
        ));
        let gone = vec![
            text(words.gone),
            Block::Links(vec![link(words.gone_link, paths::METHODS)]),
        ];

        Ok(Screen {
            title: words.heading.to_owned(),
            notice: self.notice(),
            panels: vec![
                Panel {
                    heading: None,
                    blocks,
                },
                panel(words.gone_heading, gone),
            ],
            foot: if on_the_way {
                vec![link(words.later, onwards)]
            } else {
                vec![link(words.back, paths::ACCOUNT)]
            },
            ..Screen::default()
        })
    }

    /// A tick box for each kind the person has.
    fn ticks(&self, view: &CheckUpView) -> Vec<FieldBlock> {
        let words = &self.words.check_up;
        let ways = view.ways;
        let between = self.words.between();
        let addresses: Vec<String> = self
            .signed_in
            .addresses
            .iter()
            .map(regain_domain::EmailAddress::shown)
            .collect();
        let all = [
            (
                "addresses",
                ways.mail_addresses.all(),
                (words.mail)(&addresses.join(between)),
            ),
            (
                "authenticators",
                ways.authenticators.all(),
                (words.app)(&view.authenticators.join(between)),
            ),
            (
                "passkeys",
                ways.passkeys.all(),
                (words.passkeys)(ways.passkeys.all()),
            ),
            (
                "contacts",
                ways.contacts.all(),
                (words.contacts)(ways.contacts.all()),
            ),
            (
                "saved_codes",
                ways.saved_codes,
                (words.saved_codes)(ways.saved_codes),
            ),
        ];
        let tick = |(name, there, label): (&'static str, u32, String)| {
            (there > 0).then(|| FieldBlock {
                value: draft(name).unwrap_or_default(),
                ..field(name, FieldKind::Check, &label)
            })
        };
        let mut fields: Vec<FieldBlock> = all.into_iter().filter_map(tick).collect();

        if ways.saved_codes > 0 {
            let group = field("first_group", FieldKind::Line, words.first_group);
            fields.push(with_problems(
                group,
                words.first_group_hint,
                &[Refusal::CheckUpGroup],
            ));
        }

        fields
    }
}
