//! Scenario worlds, properties of random worlds, and the example plans.

mod economy;
mod economy_properties;
mod evidence;
mod examples;
mod holes;
mod properties;
mod scenarios;
mod worlds;

use crate::catalog::{Catalog, load};
use crate::graph::{Graph, build};
use crate::world::MemoryWorld;

/// A repository in memory, from documents of any kind.
fn repository(documents: &[String]) -> (Catalog, Graph) {
    let mut files = vec![("groundup.yaml".to_owned(), "kind: repository\nformat: 1\nname: world\n".to_owned())];
    for (number, document) in documents.iter().enumerate() {
        let value =
            |key: &str| document.lines().find_map(|line| line.strip_prefix(key)).map(|value| value.trim().to_owned());
        let kind = value("kind:").expect("a document says its kind");
        let path = match kind.as_str() {
            "plan" => format!("plans/{}/plan.yaml", value("id:").expect("a plan has an id")),
            "process" => format!("processes/{number}.yaml"),
            "capability" => format!("capabilities/{number}.yaml"),
            "facility" => format!("facilities/{number}.yaml"),
            _ => format!("materials/{number}.yaml"),
        };
        files.push((path, document.clone()));
    }
    let loaded = load(&MemoryWorld::new(files), Vec::new());
    assert!(loaded.diagnostics.is_empty(), "the world does not load: {:?}", loaded.diagnostics);
    let graph = build(&loaded.catalog);
    (loaded.catalog, graph)
}
