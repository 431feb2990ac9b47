//! What browsers are told, on every route and with every kind of status (S85 to S93). Which routes there are is asked of the app
//! and of the router, so that a new one can't be left out.

mod crawl;
mod every_answer;
mod every_route;
mod expected;
mod from_elsewhere;
mod markup;
mod routes;
mod stored_text;
