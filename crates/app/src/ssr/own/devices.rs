//! `/account/devices`: the person's sessions and known devices.

use super::ScreenRequest;
use crate::actions::methods::{EndOtherSessions, EndSession, ForgetDevice};
use crate::blocks::{Block, FormBlock, Item, Screen};
use crate::request::Cookies;
use crate::ssr::parts::{dangerous, does, form, hidden, panel, quiet, text};
use regain_domain::Device;
use regain_service::{DeviceView, Failure, SessionView};

impl ScreenRequest<'_> {
    pub(super) async fn devices(&self) -> Result<Screen, Failure> {
        let words = &self.words.methods;
        let sessions = self.regain.sessions.list(self.signed_in).await?;
        let known = self
            .regain
            .devices
            .list(self.signed_in, Cookies::present().device().as_ref())
            .await?;
        let others = sessions.iter().any(|session| !session.is_this);
        let mut first = vec![Block::Items(
            sessions
                .iter()
                .map(|session| self.session(session))
                .collect(),
        )];

        first.push(if others {
            form(
                does::<EndOtherSessions>(),
                Vec::new(),
                vec![dangerous(quiet(words.end_others))],
            )
        } else {
            text(words.only_this)
        });
        let mut second = vec![text(words.known_lead)];
        second.push(if known.is_empty() {
            Block::Empty(words.no_devices.to_owned())
        } else {
            Block::Items(known.iter().map(|device| self.device(device)).collect())
        });

        Ok(Screen {
            title: words.devices_heading.to_owned(),
            wide: true,
            notice: self.notice(),
            panels: vec![panel(words.sessions, first), panel(words.known, second)],
            foot: self.back(),
            ..Screen::default()
        })
    }

    fn session(&self, session: &SessionView) -> Item {
        let words = &self.words.methods;
        let mut lines = Vec::new();
        if session.is_this {
            lines.push(words.this_one.to_owned());
        }

        lines.extend(
            session
                .place
                .as_ref()
                .map(|place| place.describe(self.words.language)),
        );
        lines.push((words.since)(&self.moment(session.since)));
        lines.push((words.used)(&self.moment(session.last_used)));
        let end = FormBlock {
            act: does::<EndSession>(),
            fields: vec![hidden("session", &session.id.to_hex())],
            buttons: vec![dangerous(quiet(words.end))],
        };
        let forms = if session.is_this {
            Vec::new()
        } else {
            vec![end]
        };

        Item {
            title: self.called(session.device),
            lines,
            forms,
            ..Item::default()
        }
    }

    fn device(&self, device: &DeviceView) -> Item {
        let words = &self.words.methods;
        let mut lines = Vec::new();
        if device.is_this {
            lines.push(words.this_one.to_owned());
        }

        lines.push((words.since)(&self.moment(device.since)));
        lines.push((words.used)(&self.moment(device.last_used)));
        lines.extend(
            device
                .remembered_until
                .map(|until| (words.remembered)(&self.moment(until))),
        );
        let forget = FormBlock {
            act: does::<ForgetDevice>(),
            fields: vec![hidden("device", &device.id.to_hex())],
            buttons: vec![dangerous(quiet(words.forget))],
        };

        Item {
            title: self.called(device.device),
            lines,
            forms: vec![forget],
            ..Item::default()
        }
    }

    fn called(&self, device: Option<Device>) -> String {
        device.map_or_else(
            || self.words.methods.unknown_device.to_owned(),
            |device| device.describe(self.words.language),
        )
    }
}
