//! The generated repositories that benchmarks measure on: sound, so that a check tells only what was planted in them.

#[path = "../../benches/synthetic/mod.rs"]
mod synthetic;

use groundup::world::MemoryWorld;
use groundup::{catalog, lint};

#[test]
fn a_generated_repository_has_no_findings() {
    let size = synthetic::Size { plans: 40, facilities: 2 };
    let files = synthetic::repository(size, 7);
    assert_eq!(files, synthetic::repository(size, 7), "equal seeds give equal files");
    for (path, content) in &files {
        let lines = content.lines().count();
        let expected = match path.rsplit('/').next() {
            Some("plan.yaml") => 60..=120,
            Some("build.md") => 80..=150,
            _ => continue,
        };
        assert!(expected.contains(&lines), "{path} has {lines} lines");
    }
    let world = MemoryWorld::new(files);
    let checked = lint::check(&world, catalog::load(&world, Vec::new()));
    let told: Vec<&str> = checked.diagnostics.iter().map(|found| found.message.as_str()).collect();
    assert_eq!(told, [""; 0]);
    assert_eq!(checked.catalog.plans.len(), size.plans);
}
