//! stub
use crate::catalog::{Catalog, Loaded};
use crate::diagnostic::Diagnostic;
use crate::graph::Graph;
use crate::text::Sources;
use crate::world::World;
pub struct Checked { pub sources: Sources, pub catalog: Catalog, pub graph: Graph, pub diagnostics: Vec<Diagnostic> }
pub fn check(_world: &dyn World, loaded: Loaded) -> Checked {
    let Loaded { sources, mut catalog, mut diagnostics } = loaded;
    diagnostics.extend(crate::catalog::link(&mut catalog));
    let graph = crate::graph::build(&catalog);
    crate::diagnostic::sort(&mut diagnostics, &sources);
    for d in &diagnostics { let p = sources.get(d.span.file).position(d.span.start); eprintln!("{}:{}:{} {} {} {:?}", sources.get(d.span.file).path, p.line, p.column, d.rule, d.message, d.help); }
    Checked { sources, catalog, graph, diagnostics }
}
