//! Colour, where it is wanted: meaning first, never colour alone.

use anstyle::{AnsiColor, Style as Ansi};

use crate::resolve::Obtain;

/// Whether text carries terminal colours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// Text alone.
    Plain,
    /// With colours.
    Coloured,
}

impl Style {
    /// Bold text.
    pub fn bold(self, text: &str) -> String {
        self.paint(Ansi::new().bold(), text)
    }

    /// Text that steps back.
    pub fn dim(self, text: &str) -> String {
        self.paint(Ansi::new().dimmed(), text)
    }

    /// Text in the colour of a way to obtain an item.
    pub fn obtained(self, obtain: Obtain, text: &str) -> String {
        let colour = match obtain {
            Obtain::Make(_) => return text.to_owned(),
            Obtain::Raw => AnsiColor::Yellow,
            Obtain::Resource | Obtain::Stock => AnsiColor::Green,
            Obtain::Bought => AnsiColor::Magenta,
            Obtain::Unresolved => AnsiColor::Red,
        };
        self.paint(colour.on_default(), text)
    }

    fn paint(self, style: Ansi, text: &str) -> String {
        match self {
            Style::Plain => text.to_owned(),
            Style::Coloured => format!("{style}{text}{style:#}"),
        }
    }
}
