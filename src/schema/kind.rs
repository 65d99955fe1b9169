//! The six kinds of document.

use std::fmt;

/// What a document describes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// The manifest, `groundup.yaml`.
    Repository,
    /// A machine or assembly.
    Plan,
    /// An item of a catalog.
    Material,
    /// A recipe.
    Process,
    /// A manufacturing ability.
    Capability,
    /// A place that makes things.
    Facility,
}

impl Kind {
    /// All kinds.
    pub const ALL: [Kind; 6] =
        [Kind::Repository, Kind::Plan, Kind::Material, Kind::Process, Kind::Capability, Kind::Facility];

    /// The word in `kind:`.
    pub fn as_str(self) -> &'static str {
        match self {
            Kind::Repository => "repository",
            Kind::Plan => "plan",
            Kind::Material => "material",
            Kind::Process => "process",
            Kind::Capability => "capability",
            Kind::Facility => "facility",
        }
    }

    /// The kind that people may mean by another word of the trade.
    pub fn of_trade(word: &str) -> Option<Kind> {
        match word.to_lowercase().trim_end_matches('s') {
            "part" | "component" | "item" | "stock" | "supply" | "consumable" | "vitamin" | "resource" | "fastener" => {
                Some(Kind::Material)
            }
            "machine" | "project" | "design" | "assembly" | "product" | "device" | "tool" | "hardware" => {
                Some(Kind::Plan)
            }
            "step" | "recipe" | "operation" | "manufacture" | "conversion" => Some(Kind::Process),
            "skill" | "ability" | "technique" => Some(Kind::Capability),
            "workshop" | "shop" | "factory" | "place" | "lab" | "fablab" | "makerspace" | "site" => {
                Some(Kind::Facility)
            }
            "manifest" | "repo" | "catalog" | "catalogue" => Some(Kind::Repository),
            _ => None,
        }
    }

    /// The kind of a word.
    pub fn from_word(word: &str) -> Option<Kind> {
        Kind::ALL.into_iter().find(|kind| kind.as_str() == word)
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
