//! `MANIFEST.json`: what a packet is, where it comes from, and the SHA-256 of every other file in it.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::bundle::Bundle;
use crate::model::Plan;
use crate::world::Provenance;

/// Where it lies in the packet.
pub const MANIFEST_FILE: &str = "MANIFEST.json";

/// The shape's name.
pub const SCHEMA: &str = "groundup/packet/1";

/// The stable JSON shape of a manifest.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Manifest {
    /// Always [`SCHEMA`].
    pub schema: String,
    /// The plan's id.
    pub plan: String,
    /// The plan's version, if it states one.
    pub version: Option<String>,
    /// The facility's id.
    pub facility: String,
    /// How much of the plan's item it is for, in its unit.
    pub quantity: f64,
    /// The plan's unit.
    pub unit: String,
    /// The state of the repository that it was made from.
    pub source: SourceState,
    /// The version of groundup that made it.
    pub groundup: String,
    /// The verdict of the local check.
    pub verdict: String,
    /// The plans that are built, with their versions: the plan itself first.
    #[serde(default)]
    pub plans: Vec<PlanVersion>,
    /// What the linter found in the documents that it rests on.
    #[serde(default)]
    pub lint: LintSummary,
    /// Why nothing should be built from it: a packet that was refused, and made by force. Empty for a sound one.
    #[serde(default)]
    pub forced: Vec<String>,
    /// SHA-256 of all that the repository gives to packets, as 64 hexadecimal digits: two packets of the same plan, place,
    /// quantity and inputs are the same.
    #[serde(default)]
    pub inputs: Option<String>,
    /// Every other file, sorted by path.
    pub files: Vec<FileEntry>,
}

/// A plan and its version.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PlanVersion {
    /// Its id.
    pub id: String,
    /// Its version, if it states one.
    pub version: Option<String>,
}

impl PlanVersion {
    /// Of a plan.
    pub fn of(plan: &Plan) -> Self {
        Self { id: plan.id.value.to_string(), version: plan.version.clone() }
    }
}

/// What the linter found.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LintSummary {
    /// How many errors.
    pub errors: usize,
    /// How many warnings.
    pub warnings: usize,
    /// How many findings, by rule.
    pub rules: BTreeMap<String, usize>,
}

/// The state of the repository.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SourceState {
    /// The commit, as 40 hexadecimal digits.
    pub commit: Option<String>,
    /// Whether files differed from it.
    pub dirty: bool,
    /// When it was made, in RFC 3339 and UTC.
    pub time: Option<String>,
}

/// One file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FileEntry {
    /// Where it lies.
    pub path: String,
    /// Bytes.
    pub size: u64,
    /// SHA-256 of its bytes, as 64 hexadecimal digits.
    pub sha256: String,
}

impl SourceState {
    /// The state that a world knows of itself.
    pub fn of(provenance: &Provenance) -> Self {
        let time = provenance.time_s.and_then(|seconds| Timestamp::from_second(seconds).ok());
        Self { commit: provenance.commit.clone(), dirty: provenance.dirty, time: time.map(|time| time.to_string()) }
    }

    /// Seconds since 1970 UTC.
    pub fn time_s(&self) -> Option<i64> {
        let time: Timestamp = self.time.as_ref()?.parse().ok()?;
        Some(time.as_second())
    }
}

/// Lists the files of a packet, the manifest itself left out.
pub fn entries_of(bundle: &Bundle) -> Vec<FileEntry> {
    let listed = bundle.iter().filter(|(path, _)| *path != MANIFEST_FILE);
    listed
        .map(|(path, content)| FileEntry {
            path: path.to_owned(),
            size: content.len() as u64,
            sha256: sha256_hex(content),
        })
        .collect()
}

/// SHA-256 as 64 hexadecimal digits.
pub fn sha256_hex(content: &[u8]) -> String {
    Sha256::digest(content).iter().map(|byte| format!("{byte:02x}")).collect()
}
