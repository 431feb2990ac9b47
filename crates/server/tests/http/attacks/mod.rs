//! Attacks on the whole: SQL in the database, requests at the same moment, foreign sites, hostile
//! text, mail as a weapon, and a thief who was inside.

mod cross_site;
mod every_role;
mod mail_budgets;
mod names_in_mails;
mod passkeys;
mod races;
mod stored_text;
mod tamper;
mod thief_inside;
