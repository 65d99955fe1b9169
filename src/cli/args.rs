//! What can be said on the command line.

use clap::{Parser, Subcommand};

use super::{
    bootstrap, build, check, claims, completions, explain, export, import, init, local, packet, resolve, schema, serve,
    site, templates, uses, verify, why,
};

/// A compiler for open hardware: checks plans, resolves them to the ground, proves what a workshop can make, and writes the
/// documentation.
#[derive(Debug, Parser)]
#[command(name = "groundup", version, about, disable_help_subcommand = true)]
#[command(
    after_help = "REPO is any path inside a plan repository; by default the nearest folder upwards with groundup.yaml.\n\
    Exit codes: 0 fine, 1 findings, 2 could not run."
)]
pub struct Arguments {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Make a folder a plan repository.
    Init(init::InitArgs),
    /// Make a new plan, one that passes `check` as it stands.
    New(init::NewArgs),
    /// Say what is wrong with the plans, to the line and column.
    Check(check::Args),
    /// Say what a rule is about, why, and how to mend what it finds.
    Explain(explain::Args),
    /// Follow a plan down to raw materials and imports.
    Resolve(resolve::Args),
    /// The ways by which a plan needs an item, with quantities.
    Why(why::Args),
    /// Everything that uses an item.
    Uses(uses::Args),
    /// Whether a facility can make a plan, part by part, and why not.
    Local(local::Args),
    /// Which machines to build, and in which order, so that a facility can make the rest.
    Bootstrap(bootstrap::Args),
    /// What is claimed of plans and places: which claims hold, which figure decides, and what would have to be true.
    Claims(claims::Args),
    /// Everything that a facility needs to build a plan, as a zip.
    Packet(packet::Args),
    /// Hold a packet against its own manifest.
    Verify(verify::Args),
    /// Write the documentation as a folder of pages.
    Site(site::Args),
    /// All of it: check, resolve, local, then the site and a packet for each plan at each facility that can make it.
    Build(build::Args),
    /// Pages for other site generators, data for programs, or manifests of Open Know-How, as a folder.
    Export(export::Args),
    /// A plan from what exists: a manifest of Open Know-How, or a table of parts.
    Import(import::Args),
    /// The documentation in a browser, made anew on every save.
    Serve(serve::Args),
    /// The templates of the pages.
    Templates(templates::Args),
    /// The JSON Schema of a kind of document.
    Schema(schema::Args),
    /// Completion for a shell.
    Completions(completions::Args),
}
