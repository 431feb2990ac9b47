//! The headers and cookies for browsers, on every route and with every kind of status (S85, S86,
//! S88, S91). The app and the router list their routes themselves, so no test can miss a new one.

mod every_answer;
mod every_route;
mod routes;
