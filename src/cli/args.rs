//! What can be said on the command line.

use clap::{Parser, Subcommand};

use super::{resolve, schema, site, uses, why};

/// A compiler for open hardware: checks plans, resolves them to the ground, proves what a workshop can make, and writes the
/// documentation.
#[derive(Debug, Parser)]
#[command(name = "groundup", version, about, disable_help_subcommand = true)]
#[command(after_help = "REPO is any path inside a plan repository; by default the nearest folder upwards with groundup.yaml.\n\
    Exit codes: 0 fine, 1 findings, 2 could not run.")]
pub struct Arguments {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Follow a plan down to raw materials and imports.
    Resolve(resolve::Args),
    /// The ways by which a plan needs an item, with quantities.
    Why(why::Args),
    /// Everything that uses an item.
    Uses(uses::Args),
    /// Write the documentation site.
    Site(site::Args),
    /// The JSON Schema of a kind of document.
    Schema(schema::Args),
}
