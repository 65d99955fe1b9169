//! The embedded schemas, and trees checked against them: a document's shape, said to the very word.
//!
//! `schemas/*.yaml` (JSON Schema 2020-12 in YAML) are the one truth about shape. They are compiled once into [`Shape`]s,
//! and validated directly on the spanned tree, so a scalar has the type that is asked of it (`version: 1.10` is text) and
//! each finding has its place. Keywords of our own: `x-quantity` (the dimension that is due, shown by a unit), `x-unit`
//! (text that is a unit) and `x-expected` (what to write, in words).

mod advice;
mod bundle;
mod compile;
mod editor;
mod kind;
mod mend;
mod pattern;
mod slip;
mod suggest;
mod synonyms;
mod validate;
mod wording;

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::sync::LazyLock;

use crate::quantity::ExpectedUnit;

use pattern::Pattern;

pub use bundle::{bundled, source_files};
pub use editor::{editor_schema, editor_schemas};
pub use kind::Kind;
pub use mend::with_kind;
pub use slip::{is_slip, sure_name};
pub use suggest::{closest, is_id, slug, surely};
pub use validate::{kind_of, validate};

/// Index of a [`Shape`] in [`Schemas`].
type ShapeIndex = usize;

/// All schemas, compiled.
struct Schemas {
    shapes: Vec<Shape>,
    roots: BTreeMap<Kind, ShapeIndex>,
}

/// One compiled schema or subschema.
#[derive(Clone, Debug, Default)]
struct Shape {
    title: Option<String>,
    /// Which of text, number, truth value, list and map may stand here; none stated means any.
    types: Vec<Type>,
    properties: BTreeMap<String, ShapeIndex>,
    required: Vec<String>,
    /// What keys that are not in `properties` may hold; `None` if there may be none.
    additional: Option<ShapeIndex>,
    /// Whether any key may stand here.
    open: bool,
    /// Whether keys that begin with `x-` are free.
    extensible: bool,
    items: Option<ShapeIndex>,
    min_items: usize,
    words: Vec<String>,
    pattern: Option<Pattern>,
    minimum: Option<f64>,
    maximum: Option<f64>,
    one_of: Vec<ShapeIndex>,
    quantity: Option<QuantityShape>,
    /// Whether the text must be a unit.
    is_unit: bool,
    expected: Option<String>,
    /// The first of its examples, as one line of YAML.
    example: Option<String>,
}

/// What `x-quantity` asks for.
#[derive(Clone, Debug)]
struct QuantityShape {
    expected: ExpectedUnit,
    /// Whether the unit must be a ratio although its dimension cancels (`h/week`): a bare number would mislead.
    needs_ratio: bool,
}

/// The types of JSON Schema that the format uses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Type {
    Text,
    Number,
    Integer,
    Truth,
    List,
    Map,
}

static SCHEMAS: LazyLock<Schemas> = LazyLock::new(|| {
    #[expect(clippy::expect_used, reason = "the schemas are embedded, and a test compiles them")]
    compile::compile_all().expect("the embedded schemas compile")
});
