//! `groundup completions`: what a shell needs to complete commands.

use clap::CommandFactory;
use clap_complete::Shell;

use super::{Arguments, Console, Failure, Outcome};

/// Arguments of `completions`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The shell
    shell: Shell,
}

/// Runs `completions`.
///
/// # Errors
/// The output cannot be written.
pub fn run(args: Args, console: &mut Console) -> Result<Outcome, Failure> {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut Arguments::command(), "groundup", &mut script);
    console.print(&String::from_utf8_lossy(&script))?;
    Ok(Outcome::Fine)
}
