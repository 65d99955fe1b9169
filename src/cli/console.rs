//! Standard output and standard error.

use std::io::{self, IsTerminal, Write};

use anstream::{AutoStream, ColorChoice};

use super::Failure;
use crate::emit::Style;

/// Where a command writes.
#[derive(Debug)]
pub struct Console {
    style: Style,
    error_style: Style,
}

impl Console {
    /// The process's own output: coloured on a terminal, unless `NO_COLOR` is set.
    pub fn new() -> Self {
        let style = |choice| if choice == ColorChoice::Never { Style::Plain } else { Style::Coloured };
        Self { style: style(AutoStream::choice(&io::stdout())), error_style: style(AutoStream::choice(&io::stderr())) }
    }

    /// How text on standard output looks.
    pub fn style(&self) -> Style {
        self.style
    }

    /// How text on standard error looks.
    pub fn error_style(&self) -> Style {
        self.error_style
    }

    /// Whether standard output is a terminal.
    pub fn is_terminal(&self) -> bool {
        io::stdout().is_terminal()
    }

    /// Whether somebody watches standard error.
    pub fn is_watched(&self) -> bool {
        io::stderr().is_terminal()
    }

    /// Writes to standard output.
    ///
    /// # Errors
    /// The pipe is closed, or the output cannot be written.
    pub fn print(&mut self, text: &str) -> Result<(), Failure> {
        let mut out = io::stdout().lock();
        out.write_all(text.as_bytes()).and_then(|()| out.flush()).map_err(|error| match error.kind() {
            io::ErrorKind::BrokenPipe => Failure::ClosedPipe,
            _ => Failure::Message(format!("cannot write the output: {error}")),
        })
    }

    /// Writes one JSON document to standard output.
    ///
    /// # Errors
    /// As [`Console::print`].
    pub fn print_json(&mut self, value: &impl serde::Serialize) -> Result<(), Failure> {
        let text = serde_json::to_string_pretty(value)
            .map_err(|error| Failure::Message(format!("cannot write JSON: {error}")))?;
        self.print(&(text + "\n"))
    }

    /// Tells the user something beside the output.
    pub fn note(&mut self, text: &str) {
        // A note that nobody can read is no reason to stop.
        let _ = writeln!(io::stderr().lock(), "{text}");
    }
}

impl Default for Console {
    fn default() -> Self {
        Self::new()
    }
}
