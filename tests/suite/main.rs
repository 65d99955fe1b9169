//! What can only be tested from outside: the architecture, and the command line from end to end.

#![expect(
    clippy::disallowed_methods,
    clippy::expect_used,
    clippy::panic,
    reason = "tests look at the disk, and fail by panicking"
)]

mod choosing;
mod claims;
mod commands;
mod documentation;
mod export;
mod hazards;
mod holes;
mod import;
mod integrity;
mod mending;
mod packet;
mod published;
mod release;
mod resolution;
mod scale;
mod serve;
mod shed;
mod since;
mod templates_page;
mod tidy;
mod tutorial;
mod views;
mod watch;
