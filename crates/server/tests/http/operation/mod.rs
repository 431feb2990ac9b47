//! Everything that operators rely on: health, log, outbox, keys, clock, crashes, overload, files
//! and the program itself.

mod busy_hasher;
mod clock;
mod crash;
mod failure_log;
mod heads;
mod health;
mod keys;
mod outbox;
mod overload;
mod private_files;
mod program;
mod retention;
