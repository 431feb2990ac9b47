//! The blocks that build screens outside the sign-in path: administrators' screens, and those for a person's own
//! methods.
//!
//! Their texts and layout stay on the server, which sends a screen as blocks. The bundle that everybody loads
//! contains only the few ways to show a block (`pages/blocks.rs`), and no texts.

use regain_domain::{Language, Refusal};
use serde::{Deserialize, Serialize};

/// The request for a screen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Question {
    /// The page's path and query.
    pub(crate) address: String,
    /// The language to answer in.
    pub(crate) language: Language,
    /// The table of people to invite that is to be checked.
    pub(crate) table: String,
}

/// A screen.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Screen {
    /// The heading.
    pub title: String,
    /// The step's number, and the number of steps.
    pub step: Option<(u32, u32)>,
    /// Wider, for more than one panel.
    pub wide: bool,
    /// Links to neighbouring screens, and the name of that group.
    pub area: Option<(String, Vec<Link>)>,
    /// A notice about what just happened.
    pub notice: Option<Note>,
    /// Its parts.
    pub panels: Vec<Panel>,
    /// Links to other pages.
    pub foot: Vec<Link>,
    /// The text for the problem in the page's URL, if the bundle doesn't contain it.
    pub said: Option<(Refusal, String)>,
}

/// A link.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Link {
    /// The link's text.
    pub text: String,
    /// The link's target.
    pub href: String,
    /// Whether it leads to the current page.
    pub current: bool,
}

/// A notice.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Note {
    /// The notice's text.
    pub text: String,
    /// Whether it is about a problem.
    pub wrong: bool,
}

/// A panel of a screen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Panel {
    /// The heading.
    pub heading: Option<String>,
    /// The panel's contents.
    pub blocks: Vec<Block>,
}

/// A block of a panel.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Block {
    /// A paragraph.
    Text(String),
    /// Text for a list that is still empty.
    Empty(String),
    /// A notice.
    Note(Note),
    /// Links side by side.
    Links(Vec<Link>),
    /// Next steps, as buttons; the first is the one most people take.
    Ways(Vec<Link>),
    /// Names and values.
    Facts(Vec<(String, String)>),
    /// A list.
    Items(Vec<Item>),
    /// A form.
    Form(FormBlock),
    /// A picture made of squares: the path of the dark ones, their number per row, and a label.
    Squares {
        /// The path, as in SVG.
        path: String,
        /// Squares per row.
        size: u32,
        /// The label.
        label: String,
    },
    /// A table shown as a picture: marks, or bars.
    Table(TableBlock),
    /// A value to be copied: its name, and the value.
    Value(String, String),
    /// A code to be read aloud.
    Spoken {
        /// Its name.
        label: String,
        /// The code, in its groups.
        code: String,
        /// The spelling of its letters, group by group.
        spelt: Vec<String>,
        /// Instructions for reading it aloud.
        hint: String,
    },
    /// Saved codes, with the details for the file to keep them in.
    Codes {
        /// As shown.
        codes: Vec<String>,
        /// The account's user name.
        user_name: String,
        /// The organisation.
        organisation: String,
    },
}

/// A table shown as a picture, and read by screen readers as a table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TableBlock {
    /// Description for people who don't see it.
    pub caption: String,
    /// The columns' headings; the first column holds the rows' names.
    pub columns: Vec<String>,
    /// The rows: a name, a link to details, and a cell for each other column.
    pub rows: Vec<(String, Option<String>, Vec<Cell>)>,
}

/// A cell of a table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Cell {
    /// A symbol, its meaning, and whether it stands out.
    Mark(String, String, bool),
    /// A bar of this many per cent, and its meaning, beside it.
    Bar(u32, String),
}

/// An entry of a list.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Item {
    /// The title.
    pub title: String,
    /// Link to details.
    pub href: Option<String>,
    /// Its time: for machines, and in UTC for people whose browser doesn't give its time zone.
    pub at: Option<(String, String)>,
    /// Further lines of text.
    pub lines: Vec<String>,
    /// Whether it is in order; `None` if that doesn't apply.
    pub good: Option<bool>,
    /// The problem with it.
    pub wrong: Option<String>,
    /// The actions available for it.
    pub forms: Vec<FormBlock>,
}

/// A form.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FormBlock {
    /// The form's action.
    pub act: FormAct,
    /// Its fields.
    pub fields: Vec<FieldBlock>,
    /// Its buttons.
    pub buttons: Vec<ButtonBlock>,
}

/// The action of a form.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum FormAct {
    /// Requests the page at this path, with the fields as the query.
    Ask(String),
    /// The same for a form of many fields that isn't a search.
    Fill(String),
    /// Has a table checked.
    Check,
    /// Downloads a file from this path.
    Export(String),
    /// Changes something: the path of a server function.
    Change(String),
    /// The same, after asking the browser for a passkey; with the purpose as the server knows it.
    Passkey(String, String),
}

/// A field.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldBlock {
    /// Its name.
    pub name: String,
    /// The id of a visible field whose name isn't unique on the page; may be empty.
    pub id: String,
    /// The value.
    pub value: String,
    /// The kind of field.
    pub kind: FieldKind,
    /// The label; empty if the field isn't visible.
    pub label: String,
    /// Instructions for filling it in; may be empty.
    pub hint: String,
    /// The problem with the value, in the server's words.
    pub wrong: Option<String>,
    /// The refusals that are shown at this field.
    pub problems: Vec<Refusal>,
}

/// The kind of a field.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum FieldKind {
    /// Not filled in by the person.
    Hidden,
    /// One line of text.
    Line,
    /// A mail address of the person's own.
    Address,
    /// A code: six digits, or the longer form of saved codes.
    Code {
        /// A saved code.
        long: bool,
    },
    /// A mailed code, which script takes from the URL.
    Fragment,
    /// The current password.
    Password,
    /// The user name, hidden, for password managers.
    UserName,
    /// A tick box.
    Check,
    /// Several lines of text.
    Area,
    /// A choice of values, each with its text.
    Choice(Vec<(String, String)>),
}

/// A button.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ButtonBlock {
    /// The button's text.
    pub text: String,
    /// The name and value that it adds to the form.
    pub adds: Option<(String, String)>,
    /// Whether it is the form's main action.
    pub primary: bool,
    /// Whether it removes something, and so looks dangerous.
    pub danger: bool,
    /// Seconds before a repeated request is possible.
    pub wait: Option<u32>,
}
