//! What the screens are built of that aren't on the way in: administrators', and those for one's own ways back.
//!
//! Their words and their make-up stay on the server, which sends a screen as blocks. Everybody's bundle holds only the few
//! ways to show a block (`pages/blocks.rs`), and none of the words.

use regain_domain::{Language, Refusal};
use serde::{Deserialize, Serialize};

/// What is asked for a screen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Question {
    /// The page's path and query.
    pub(crate) address: String,
    /// The language to answer in.
    pub(crate) language: Language,
    /// The table of people to invite, to be judged.
    pub(crate) table: String,
}

/// A screen.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Screen {
    /// The heading.
    pub title: String,
    /// Which step it is, of how many.
    pub step: Option<(u32, u32)>,
    /// Wider, for more than one panel.
    pub wide: bool,
    /// Links to the screens beside this one, and what they are called together.
    pub area: Option<(String, Vec<Link>)>,
    /// What has just happened.
    pub notice: Option<Note>,
    /// Its parts.
    pub panels: Vec<Panel>,
    /// Where else to go.
    pub foot: Vec<Link>,
    /// What the problem in its address says, where the bundle doesn't know that.
    pub said: Option<(Refusal, String)>,
}

/// A link.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Link {
    /// Its words.
    pub text: String,
    /// Where it leads.
    pub href: String,
    /// Whether it leads to where the reader is.
    pub current: bool,
}

/// Something to know.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Note {
    /// Its words.
    pub text: String,
    /// Whether something is wrong.
    pub wrong: bool,
}

/// A part of a screen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Panel {
    /// Its heading.
    pub heading: Option<String>,
    /// What stands in it.
    pub blocks: Vec<Block>,
}

/// Something in a part.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Block {
    /// A paragraph.
    Text(String),
    /// A place where nothing is yet.
    Empty(String),
    /// A notice.
    Note(Note),
    /// Links beside each other.
    Links(Vec<Link>),
    /// Ways on, as buttons: the first is the one that most will take.
    Ways(Vec<Link>),
    /// Names and values.
    Facts(Vec<(String, String)>),
    /// A list.
    Items(Vec<Item>),
    /// A form.
    Form(FormBlock),
    /// A picture of squares: the path of its dark ones, how many stand in a row, and what it is.
    Squares {
        /// In an SVG path's words.
        path: String,
        /// Squares of a row.
        size: u32,
        /// What it is, in words.
        label: String,
    },
    /// A table that is looked at as a picture: marks, or bars.
    Table(TableBlock),
    /// Something to be copied: what it is called, and what it is.
    Value(String, String),
    /// A code to be read aloud.
    Spoken {
        /// What it is called.
        label: String,
        /// The code, in its groups.
        code: String,
        /// How its letters are spelt, group by group.
        spelt: Vec<String>,
        /// How to say it.
        hint: String,
    },
    /// Saved codes, to be kept: what the file says above and below them.
    Codes {
        /// As shown.
        codes: Vec<String>,
        /// Whose they are.
        user_name: String,
        /// Of which organisation.
        organisation: String,
    },
}

/// A table that is looked at as a picture, and read as a table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TableBlock {
    /// What it shows, for those who don't see it.
    pub caption: String,
    /// What stands in its columns; the first is the rows' names'.
    pub columns: Vec<String>,
    /// Its rows: a name, where more of it is, and a cell for each other column.
    pub rows: Vec<(String, Option<String>, Vec<Cell>)>,
}

/// A cell of a table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Cell {
    /// A sign to look at, what it means, and whether it stands out.
    Mark(String, String, bool),
    /// A bar of so many hundredths, and what it means, beside it.
    Bar(u32, String),
}

/// An entry of a list.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Item {
    /// What it is.
    pub title: String,
    /// Where more of it is.
    pub href: Option<String>,
    /// When it was: for machines, and in UTC for people whose browser doesn't tell their own time.
    pub at: Option<(String, String)>,
    /// What else there is to say.
    pub lines: Vec<String>,
    /// Whether it is as it should be; none where that isn't asked.
    pub good: Option<bool>,
    /// What is wrong with it.
    pub wrong: Option<String>,
    /// What can be done with it.
    pub forms: Vec<FormBlock>,
}

/// A form.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FormBlock {
    /// What it does.
    pub act: FormAct,
    /// Its fields.
    pub fields: Vec<FieldBlock>,
    /// Its buttons.
    pub buttons: Vec<ButtonBlock>,
}

/// What a form does.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum FormAct {
    /// Asks for the page of this path, with its fields as the query.
    Ask(String),
    /// The same for a form of many fields, which isn't a search.
    Fill(String),
    /// Has a table judged.
    Check,
    /// Asks for a file at this path.
    Export(String),
    /// Changes something: the address of a server function.
    Change(String),
    /// The same, with a passkey that the browser is asked for first: what for, as the server knows it.
    Passkey(String, String),
}

/// A field.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldBlock {
    /// Its name.
    pub name: String,
    /// Its id, where it is seen and its name isn't the only one of the page; may be empty.
    pub id: String,
    /// What stands in it.
    pub value: String,
    /// How it is filled in.
    pub kind: FieldKind,
    /// What it is for; empty where it isn't seen.
    pub label: String,
    /// How to fill it in; may be empty.
    pub hint: String,
    /// What is wrong with what stands in it, in the server's words.
    pub wrong: Option<String>,
    /// The problems that are its own.
    pub problems: Vec<Refusal>,
}

/// How a field is filled in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum FieldKind {
    /// By nobody.
    Hidden,
    /// In one line.
    Line,
    /// With a mail address of one's own.
    Address,
    /// With a code: six digits, or the long ones of saved codes.
    Code {
        /// A saved code.
        long: bool,
    },
    /// With the code of a mail, which script takes from the address.
    Fragment,
    /// With the password that there is.
    Password,
    /// With the user name, unseen, for password managers.
    UserName,
    /// By a tick.
    Check,
    /// In many lines.
    Area,
    /// By choosing a value; each with its words.
    Choice(Vec<(String, String)>),
}

/// A button.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ButtonBlock {
    /// Its words.
    pub text: String,
    /// The name and value that it adds.
    pub adds: Option<(String, String)>,
    /// Whether it is what the form is for.
    pub primary: bool,
    /// Whether it takes something from somebody: it looks like it.
    pub danger: bool,
    /// Seconds until it is of use, where it asks for something again.
    pub wait: Option<u32>,
}
