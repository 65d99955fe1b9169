//! The thin binary: arguments in, exit code out.

use std::process::ExitCode;

use clap::Parser;
use groundup::cli::{self, Arguments, Console, Failure, Outcome};

/// A check is many small values, made and dropped by several threads, and pages are many small strings: a third of the time was
/// the system allocator's.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let mut console = Console::new();
    match cli::run(arguments, &mut console) {
        Ok(Outcome::Fine) | Err(Failure::ClosedPipe) => ExitCode::SUCCESS,
        Ok(Outcome::Findings) => ExitCode::from(1),
        Err(Failure::Message(message)) => {
            console.note(&format!("error: {message}"));
            ExitCode::from(2)
        }
    }
}
