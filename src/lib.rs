//! groundup: a compiler for open hardware.
//!
//! It reads a repository of machine plans and answers four questions: is the plan sound (`check`), what is it really made of
//! (`resolve`), can it be made here (`local`), how is it built (`site`, `packet`). Data flows one way, from values to values:
//!
//! ```text
//! World → Source → Document → Catalog → Graph → Resolution → LocalReport → Bundle → disk
//! ```
//!
//! # The map
//!
//! One line a module; each uses only those above it, which a test enforces.
//!
//! - `text`: files and places in them: spans, lines, columns.
//! - `diagnostic`: what is wrong and what would mend it, as data.
//! - `world`: the trait through which a repository is read; one in memory for tests.
//! - `quantity`: numbers with units: parsing, dimensions, display.
//! - `syntax`: bytes to spanned YAML.
//! - `schema`: the embedded schemas; trees held against them.
//! - `model`: the six kinds of document as types.
//! - `catalog`: every document by id, references followed.
//! - `instructions`: build instructions: headings, pictures, links, and what each link takes.
//! - `graph`: the hypergraph of items and recipes, in numbers.
//! - `resolve`: one plan down to the ground: choice, amounts, the adjoint, paths.
//! - `local`: one plan at one facility: coverage, reachability, reasons, capacity, cost.
//! - `purchase`: what to buy for a resolution: bars, sheets and packs; cut lists and how they nest.
//! - `claims`: what is claimed of plans and places, decided, with what decides it.
//! - `theme`: the built-in templates, stylesheet and script, by name.
//! - `lint`: the rules, each a file and a page.
//! - `import`: plans from what exists: manifests of Open Know-How, tables of parts.
//! - `bundle`: pages and packets, as path → bytes.
//! - `emit`: how findings and reports look: terminal, JSON, graphs.
//! - `host`: the disk, git, the environment.
//! - `cli`: the commands, one file each.
//!
//! # Invariants
//!
//! Absences, most of them tested: stages never print, exit, or touch the disk. `graph` and what follows it know no file and
//! no place. `bundle` never touches the disk. Nothing but `host` reads a clock or the environment, so equal input gives equal
//! bytes. Parsing never fails: it returns a value and findings, and what is broken becomes a named hole that is reported once.
//! Only boundary types are `Serialize`.

pub mod bundle;
pub mod catalog;
pub mod claims;
pub mod cli;
pub mod diagnostic;
pub mod emit;
pub mod graph;
pub mod host;
pub mod import;
pub mod instructions;
pub mod lint;
pub mod local;
pub mod model;
pub mod purchase;
pub mod quantity;
pub mod resolve;
pub mod schema;
pub mod syntax;
pub mod text;
pub mod theme;
pub mod world;
