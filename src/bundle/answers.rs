//! What is found out about one plan: asked for when its page is made and dropped after that, so that a large repository is never
//! whole in memory.

use super::links;
use crate::graph::ItemIndex;
use crate::local::Outline;
use crate::resolve::{Resolution, Runaway};

/// What is found out about one plan.
#[derive(Debug)]
pub struct Answers {
    /// One of it down to the ground, or why that is impossible.
    pub resolution: Result<Resolution, Runaway>,
    /// What facilities can do about it, in the order of the catalog; none for those that were not asked.
    pub places: Vec<Outline>,
    /// Data files about it that lie beside the pages, named by [`data_path`].
    pub data: Vec<DataFile>,
    /// Packets of it that lie beside the pages.
    pub packets: Vec<PacketFile>,
}

/// Whether the reason why an item fares as it does at a facility (by index) is asked for.
pub type IsTold<'a> = &'a dyn Fn(usize, ItemIndex) -> bool;

/// Finds out about a plan (by index). Asked from several threads, for each plan once.
pub type Ask<'a> = &'a (dyn Fn(usize, IsTold<'_>) -> Answers + Sync);

impl Answers {
    /// The resolution, if there is one.
    pub fn resolved(&self) -> Option<&Resolution> {
        self.resolution.as_ref().ok()
    }

    /// Where the packet for a facility lies, if there is one.
    pub fn packet(&self, facility: usize) -> Option<&str> {
        self.packets.iter().find(|packet| packet.facility == facility).map(|packet| packet.path.as_str())
    }
}

/// A data file for other programs, that somebody else writes into the same folder.
#[derive(Clone, Debug)]
pub struct DataFile {
    /// Where it goes in the bundle.
    pub path: String,
    /// What it holds.
    pub title: String,
    /// Bytes, where they are known beforehand.
    pub size: Option<usize>,
}

/// A packet that somebody else writes into the same folder.
#[derive(Clone, Debug)]
pub struct PacketFile {
    /// Index of the facility.
    pub facility: usize,
    /// Where it lies in the bundle.
    pub path: String,
}

/// Where the data files about a plan go: `data/ceb-press.resolution.json`, `data/ceb-press--tractor-works.local.json`.
pub fn data_path(plan: &str, facility: Option<&str>, what: &str) -> String {
    let at = facility.map(|facility| format!("--{}", links::file_name(facility))).unwrap_or_default();
    format!("data/{}{at}.{what}.json", links::file_name(plan))
}
