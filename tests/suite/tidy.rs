//! The architecture, held: the map names every module, a module uses only those above it, every file opens with its purpose,
//! the seam to the outside is where it should be.

use std::fs;
use std::path::{Path, PathBuf};

const SOURCE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/src");

/// The modules in the order of the map at the top of `lib.rs`: its lines "- `name`: …".
fn modules() -> Vec<String> {
    let map = fs::read_to_string(format!("{SOURCE}/lib.rs")).expect("lib.rs");
    map.lines().filter_map(|line| Some(line.strip_prefix("//! - `")?.split_once("`:")?.0.to_owned())).collect()
}

fn rust_files(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    let mut entries: Vec<PathBuf> =
        fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path()).collect();
    entries.sort();
    for path in entries {
        if path.is_dir() {
            files.extend(rust_files(&path));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
    files
}

fn module_of(path: &Path) -> String {
    let relative = path.strip_prefix(SOURCE).expect("a source file");
    let first = relative.components().next().expect("a name").as_os_str().to_string_lossy().into_owned();
    first.trim_end_matches(".rs").to_owned()
}

/// The modules that a file names as `crate::…`, tests apart: they may look at anything.
fn used_modules(text: &str) -> Vec<(usize, String)> {
    let code = text.split("#[cfg(test)]\nmod tests {").next().unwrap_or(text);
    let mut used = Vec::new();
    for (number, line) in code.lines().enumerate().filter(|(_, line)| !line.trim_start().starts_with("//")) {
        for rest in line.split("crate::").skip(1) {
            let name: String = rest.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
            used.push((number + 1, name));
        }
    }
    used
}

#[test]
fn a_module_uses_only_those_above_it() {
    let order = modules();
    let rank = |name: &str| order.iter().position(|module| module == name);
    let mut faults = Vec::new();
    for path in rust_files(Path::new(SOURCE)) {
        let is_test =
            path.components().any(|part| part.as_os_str() == "tests") || path.to_string_lossy().ends_with("tests.rs");
        let Some(own) = rank(&module_of(&path)).filter(|_| !is_test) else { continue };
        for (line, name) in used_modules(&fs::read_to_string(&path).expect("a file")) {
            if rank(&name).is_some_and(|other| other > own) {
                faults.push(format!("{}:{line}: `{}` uses `{name}`, which is below it", path.display(), order[own]));
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn the_map_names_every_module() {
    let mut found: Vec<String> = fs::read_dir(SOURCE)
        .expect("src")
        .map(|entry| entry.expect("an entry").file_name().to_string_lossy().trim_end_matches(".rs").to_owned())
        .filter(|name| name != "lib" && name != "main")
        .collect();
    let mut named = modules();
    found.sort();
    named.sort();
    assert_eq!(named, found, "the map in lib.rs");
}

#[test]
fn every_file_opens_with_its_purpose() {
    for path in rust_files(Path::new(SOURCE)) {
        let text = fs::read_to_string(&path).expect("a file");
        let first = text.lines().next().unwrap_or_default();
        assert!(first.starts_with("//! ") && first.len() > 12, "{} opens with `{first}`", path.display());
    }
}

#[test]
fn graphs_know_no_files_and_bundles_no_disk() {
    for (module, banned) in [
        ("graph", "FileId"),
        ("graph", "Span"),
        ("resolve", "Span"),
        ("purchase", "Span"),
        ("purchase", "std::fs"),
        ("bundle", "std::fs"),
        ("bundle", "std::path"),
        ("emit", "std::fs"),
    ] {
        for path in rust_files(&Path::new(SOURCE).join(module)) {
            let is_test = path.components().any(|part| part.as_os_str() == "tests")
                || path.to_string_lossy().ends_with("tests.rs");
            let text = fs::read_to_string(&path).expect("a file");
            let code = text.split("#[cfg(test)]").next().unwrap_or_default();
            let found = code.lines().any(|line| {
                line.split(|c: char| !(c.is_alphanumeric() || c == '_' || c == ':'))
                    .any(|word| word.contains(banned) && (banned.contains("::") || word == banned))
            });
            assert!(is_test || !found, "{} speaks of `{banned}`", path.display());
        }
    }
}

#[test]
fn only_the_outer_modules_lift_the_seam() {
    for path in rust_files(Path::new(SOURCE)) {
        let module = module_of(&path);
        if ["host", "cli", "main"].contains(&module.as_str()) || path.to_string_lossy().ends_with("tests.rs") {
            continue;
        }
        let text = fs::read_to_string(&path).expect("a file");
        let lifted = text.contains("clippy::disallowed_methods") || text.contains("clippy::disallowed_macros");
        assert!(
            !lifted || text.contains("#[cfg(test)]") || path.components().any(|part| part.as_os_str() == "tests"),
            "{} lifts the seam",
            path.display()
        );
    }
}

#[test]
fn every_scenario_of_the_resolver_is_run() {
    let folder = Path::new(SOURCE).join("resolve");
    let tests = fs::read_to_string(folder.join("tests.rs")).expect("the tests");
    for entry in fs::read_dir(folder.join("scenarios")).expect("the scenarios") {
        let path = entry.expect("an entry").path();
        let name = path.file_stem().expect("a name").to_string_lossy().into_owned();
        assert!(tests.contains(&format!("    {name},\n")), "{name} is not in the list of `scenarios!`");
    }
}
