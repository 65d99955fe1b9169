//! The commands: arguments in, text and an exit code out. One file a command.
#![expect(clippy::disallowed_methods, reason = "the command line prints, and measures how long it took")]

mod args;
mod at_place;
mod bootstrap;
mod build;
mod check;
mod check_fix;
mod check_since;
mod check_watch;
mod choosing;
mod claims;
mod completions;
mod console;
mod evidence;
mod explain;
mod export;
mod import;
mod init;
mod local;
mod packet;
mod packet_all;
mod packing;
mod pipeline;
mod resolve;
mod resolve_diff;
mod resolve_purchase;
mod schema;
mod serve;
mod session;
mod site;
mod templates;
mod uses;
mod verify;
mod why;

pub use args::Arguments;
pub use console::Console;

use args::Command;

/// How a command ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Fine: exit code 0.
    Fine,
    /// Findings (errors, unresolved items, a verdict of `blocked`): exit code 1.
    Findings,
}

/// The formats of most commands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum TextOrJson {
    /// For reading
    Human,
    /// One JSON document
    Json,
}

/// Why a command could not run: exit code 2.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    /// Told to the user.
    #[error("{0}")]
    Message(String),
    /// The reader of our output went away, which is no error.
    #[error("closed pipe")]
    ClosedPipe,
}

impl From<String> for Failure {
    fn from(message: String) -> Self {
        Self::Message(message)
    }
}

/// Runs the command.
///
/// # Errors
/// Why it could not run.
pub fn run(arguments: Arguments, console: &mut Console) -> Result<Outcome, Failure> {
    match arguments.command {
        Command::Init(args) => init::run_init(args, console),
        Command::New(args) => init::run_new(args, console),
        Command::Check(args) => check::run(args, console),
        Command::Explain(args) => explain::run(args, console),
        Command::Resolve(args) => resolve::run(args, console),
        Command::Why(args) => why::run(args, console),
        Command::Uses(args) => uses::run(args, console),
        Command::Local(args) => local::run(args, console),
        Command::Bootstrap(args) => bootstrap::run(args, console),
        Command::Claims(args) => claims::run(args, console),
        Command::Packet(args) => packet::run(args, console),
        Command::Verify(args) => verify::run(args, console),
        Command::Build(args) => build::run(args, console),
        Command::Site(args) => site::run(args, console),
        Command::Export(args) => export::run(args, console),
        Command::Import(args) => import::run(args, console),
        Command::Serve(args) => serve::run(args, console),
        Command::Templates(args) => templates::run(args, console),
        Command::Schema(args) => schema::run(args, console),
        Command::Completions(args) => completions::run(args, console),
    }
}
