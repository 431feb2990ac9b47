//! Screens that the server sends as blocks: `/admin`, a person's own methods, the second factor.

use super::block_form::form_block;
use super::block_state::Shared;
use super::invite_codes::CodesToKeep;
use super::screened::{Ask, screened};
use super::{Refresh, parameter};
use crate::blocks::{
    Block, Cell, FormBlock, Item, Link, Note, Panel, Question, Screen, TableBlock,
};
use crate::components::{CardOf, Icon, Loading, Notice, Shape, Tone, moment};
use crate::language::{texts, use_language};
use crate::paths;
use leptos::prelude::*;
use leptos_router::hooks::use_location;
use regain_domain::Refusal;

/// A screen of blocks.
#[component]
pub(crate) fn BlockPage() -> impl IntoView {
    let location = use_location();
    let language = use_language();
    let shared = Shared {
        table: RwSignal::new(posted_table()),
        ..Shared::on(Refresh::new())
    };

    // While another page is being opened, this one keeps its request.
    let address = Memo::new(move |earlier: Option<&String>| {
        let path = location.pathname.get();
        let address = [path.as_str(), "?", &location.search.get()].concat();
        earlier
            .filter(|_| !paths::is_of_blocks(&path))
            .cloned()
            .unwrap_or(address)
    });
    let ask = move || {
        Ask::Blocks(Question {
            address: address.get(),
            language: language.0.get(),
            table: shared.table.get(),
        })
    };

    screened(
        ask,
        shared.refresh,
        move |screen: Option<Screen>| match screen {
            Some(screen) => show(screen, shared),
            None => view! { <Loading/> }.into_any(),
        },
    )
}

/// The table sent by a plain form.
fn posted_table() -> String {
    #[cfg(feature = "ssr")]
    return use_context::<crate::ssr::PostedTable>()
        .map(|posted| posted.0)
        .unwrap_or_default();
    #[cfg(not(feature = "ssr"))]
    String::new()
}

/// Shows a screen.
pub(super) fn show(screen: Screen, shared: Shared) -> AnyView {
    let Screen {
        title,
        step,
        wide,
        area,
        notice,
        panels,
        foot,
        said,
    } = screen;
    if let Some((refusal, sentence)) = said {
        crate::said::keep(refusal, sentence);
    }

    let of_fields: Vec<Refusal> = panels
        .iter()
        .flat_map(|panel| &panel.blocks)
        .flat_map(problems_of)
        .collect();
    let code = parameter("problem");
    let problem = move || {
        let refusal = code.get().as_deref().and_then(Refusal::from_code)?;
        let elsewhere = of_fields.contains(&refusal);
        (!elsewhere && !shared.sent.get()).then(|| {
            note(Note {
                text: texts().refusal(refusal).to_owned(),
                wrong: true,
            })
        })
    };
    shared.sent.set(false);
    let panels = show_panels(panels, shared);
    let notice = move || notice.clone().filter(|_| !shared.sent.get()).map(note);

    view! {
        <CardOf title=Signal::stored(title) step wide above=None field=None>
            {area.map(|(area, tabs)| view! { <nav class="tabs" aria-label=area>{links(tabs)}</nav> })}
            {problem}
            {notice}
            {panels}
            {(!foot.is_empty()).then(|| view! { <div class="card__foot">{links(foot)}</div> })}
        </CardOf>
    }
    .into_any()
}

fn problems_of(block: &Block) -> Vec<Refusal> {
    let of_form = |form: &FormBlock| {
        form.fields
            .iter()
            .flat_map(|field| field.problems.clone())
            .collect::<Vec<_>>()
    };
    match block {
        Block::Form(form) => of_form(form),
        _ => Vec::new(),
    }
}

/// Shows the panels of a screen.
pub(super) fn show_panels(panels: Vec<Panel>, shared: Shared) -> AnyView {
    show_panels_from(0, panels, shared)
}

/// The same on a page with other panels; `first` is the number of the first one.
pub(super) fn show_panels_from(first: usize, panels: Vec<Panel>, shared: Shared) -> AnyView {
    let numbered = panels.into_iter().enumerate();
    numbered
        .map(|(at, panel)| show_panel(first + at, panel, shared))
        .collect_view()
        .into_any()
}

fn show_panel(at: usize, panel: Panel, shared: Shared) -> AnyView {
    let id = format!("panel-{at}");
    let labelled_by = id.clone();
    let blocks = panel
        .blocks
        .into_iter()
        .map(|block| show_block(block, shared))
        .collect_view();

    match panel.heading {
        Some(heading) => view! {
            <section class="panel" aria-labelledby=labelled_by>
                <h2 class="panel__title" id=id>{heading}</h2>
                {blocks}
            </section>
        }
        .into_any(),
        None => view! { <div class="panel">{blocks}</div> }.into_any(),
    }
}

fn show_block(block: Block, shared: Shared) -> AnyView {
    match block {
        Block::Text(text) => view! { <p>{text}</p> }.into_any(),
        Block::Empty(text) => view! { <p class="empty">{text}</p> }.into_any(),
        Block::Note(block) => note(block),
        Block::Links(block) => view! { <div class="links">{links(block)}</div> }.into_any(),
        Block::Ways(ways) => {
            let way = |(at, link): (usize, Link)| {
                let class = if at == 0 { "button button--primary" } else { "button button--quiet" };
                view! { <a class=class href=link.href>{link.text}</a> }
            };
            view! { <div class="form__buttons">{ways.into_iter().enumerate().map(way).collect_view()}</div> }.into_any()
        }
        Block::Facts(facts) => {
            let row = |(name, value): (String, String)| {
                view! { <div class="facts__row"><dt>{name}</dt><dd>{value}</dd></div> }
            };
            view! { <dl class="facts">{facts.into_iter().map(row).collect_view()}</dl> }.into_any()
        }
        Block::Items(items) => {
            let items = items.into_iter().map(|item| show_item(item, shared)).collect_view();
            view! { <ul class="history">{items}</ul> }.into_any()
        }
        Block::Form(form) => form_block(form, shared),
        Block::Squares { path, size, label } => {
            let view_box = format!("-4 -4 {0} {0}", size + 8);
            view! {
                <svg class="squares" viewBox=view_box role="img" aria-label=label shape-rendering="crispEdges">
                    <path d=path></path>
                </svg>
            }
            .into_any()
        }
        Block::Table(table) => show_table(table),
        Block::Value(label, value) => view! {
            <p class="value"><span class="value__label">{label}</span> <code class="value__text">{value}</code></p>
        }
        .into_any(),
        Block::Spoken { label, code, spelt, hint } => {
            let spelt = spelt.into_iter().map(|group| view! { <li>{group}</li> }).collect_view();
            view! {
                <div class="value">
                    <p class="value__label">{label}</p>
                    <p class="value__spoken" dir="ltr" translate="no"><code class="value__text">{code}</code></p>
                    <p class="field__hint">{hint}</p>
                    <ul class="value__spelt">{spelt}</ul>
                </div>
            }
            .into_any()
        }
        Block::Codes { codes, user_name, organisation } => {
            view! { <CodesToKeep codes user_name organisation/> }.into_any()
        }
    }
}

fn show_table(table: TableBlock) -> AnyView {
    let cell = |cell: Cell| match cell {
        Cell::Mark(sign, words, strong) => view! {
            <td class="grid__mark" class:grid__mark--strong=strong>
                <span aria-hidden="true">{sign}</span>
                <span class="visually-hidden">{words}</span>
            </td>
        }
        .into_any(),
        Cell::Bar(width, words) => view! {
            <td class="grid__bar">
                <svg viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">
                    <rect width=width height="8"></rect>
                </svg>
                <span>{words}</span>
            </td>
        }
        .into_any(),
    };
    let row = |(name, href, cells): (String, Option<String>, Vec<Cell>)| {
        let name = match href {
            Some(href) => view! { <a class="link" href=href>{name}</a> }.into_any(),
            None => name.into_any(),
        };

        view! { <tr><th scope="row">{name}</th>{cells.into_iter().map(cell).collect_view()}</tr> }
    };
    let column = |name: String| view! { <th scope="col">{name}</th> };

    view! {
        <table class="grid">
            <caption class="visually-hidden">{table.caption}</caption>
            <thead><tr>{table.columns.into_iter().map(column).collect_view()}</tr></thead>
            <tbody>{table.rows.into_iter().map(row).collect_view()}</tbody>
        </table>
    }
    .into_any()
}

fn show_item(item: Item, shared: Shared) -> AnyView {
    let Item {
        title,
        href,
        at,
        lines,
        good,
        wrong,
        forms,
    } = item;
    let title = match href {
        Some(href) => view! { <a class="link" href=href>{title}</a> }.into_any(),
        None => title.into_any(),
    };

    let lines = lines
        .into_iter()
        .map(|line| view! { <p class="history__more">{line}</p> })
        .collect_view();

    view! {
        <li class="history__line">
            <p class="history__what">
                {good.map(|good| {
                    let (shape, class) =
                        if good { (Shape::Done, "state state--good") } else { (Shape::Error, "state state--bad") };
                    view! { <span class=class><Icon shape/></span> }
                })}
                {title}
            </p>
            // On a line of its own: when script converts it to the reader's zone, nothing else moves.
            {at.map(|(machine, shown)| view! { <p class="history__more">{moment(machine, shown)}</p> })}
            {lines}
            {wrong.map(|wrong| view! { <p class="field__error">{wrong}</p> })}
            {forms.into_iter().map(|form| form_block(form, shared)).collect_view()}
        </li>
    }
    .into_any()
}

fn note(note: Note) -> AnyView {
    let tone = if note.wrong { Tone::Error } else { Tone::Done };
    view! { <Notice tone>{note.text}</Notice> }.into_any()
}

fn links(links: Vec<Link>) -> AnyView {
    let link = |link: Link| {
        view! { <a class="link" href=link.href aria-current=link.current.then_some("page")>{link.text}</a> }
    };
    links.into_iter().map(link).collect_view().into_any()
}
