//! What files say of their own licence, by the conventions of REUSE (https://reuse.software/spec/): a line
//! `SPDX-License-Identifier:` near their beginning, a text file `NAME.license` beside them, or an annotation in `REUSE.toml`.

use serde::Deserialize;

use crate::lint::Lint;
use crate::model::{Plan, Role};
use crate::text::{RepoPath, Spanned};
use crate::world::World;

/// How much of a file is looked at.
const START_BYTES: usize = 4096;

/// How far up a `REUSE.toml` is looked for.
const MOST_FOLDERS: usize = 16;

const MARK: &str = "SPDX-License-Identifier:";

/// Endings of the names of files that may have a comment.
const TEXT: &[&str] = &[
    "asm",
    "c",
    "cc",
    "cpp",
    "cxx",
    "dxf",
    "fcmacro",
    "gcode",
    "go",
    "h",
    "hpp",
    "html",
    "ino",
    "java",
    "js",
    "json",
    "kicad_pcb",
    "kicad_sch",
    "lua",
    "md",
    "nc",
    "pde",
    "py",
    "rs",
    "s",
    "scad",
    "sh",
    "svg",
    "toml",
    "ts",
    "txt",
    "xml",
    "yaml",
    "yml",
];

/// Endings of the names of files that are software whatever their role. A script that draws a part is a source of the hardware.
const CODE: &[&str] = &["c", "cpp", "elf", "go", "h", "hex", "ino", "java", "rs", "uf2"];

/// Endings of the names of scripts, which may draw a part or check a figure.
const SCRIPTS: &[&str] = &["fcmacro", "js", "lua", "py", "sh", "ts"];

/// A file that says under which licence it is.
pub(super) struct OwnLicense<'p> {
    /// Where the plan names the file.
    pub(super) file: &'p Spanned<String>,
    /// What the file is for.
    pub(super) role: Role,
    /// What it says: an expression, if it is one.
    pub(super) expression: String,
    /// Where it says so, in words: "in line 2".
    pub(super) place: String,
}

/// Whether a file of a plan is software.
pub(super) fn is_software(path: &str, role: Role) -> bool {
    role == Role::Firmware || has_ending(path, CODE)
}

/// Whether a file is a script.
pub(super) fn is_script(path: &str) -> bool {
    has_ending(path, SCRIPTS)
}

/// The files of a plan that say themselves under which licence they are.
pub(super) fn own_licenses<'p>(lint: &Lint<'_>, plan: &'p Plan) -> Vec<OwnLicense<'p>> {
    let folder = lint.sources.get(plan.span.file).path.folder();
    let files = plan.files.iter().filter_map(|file| {
        let path = RepoPath::join(folder, &file.path.value)?;
        let (expression, place) = own_license(lint.world, &path)?;
        Some(OwnLicense { file: &file.path, role: file.role, expression, place })
    });
    files.collect()
}

fn has_ending(path: &str, endings: &[&str]) -> bool {
    let ending = path.rsplit_once('.').map(|(_, ending)| ending.to_lowercase());
    ending.is_some_and(|ending| endings.binary_search(&ending.as_str()).is_ok())
}

/// What a file says, and where.
fn own_license(world: &dyn World, path: &RepoPath) -> Option<(String, String)> {
    let entry = world.entry(path).filter(|entry| !entry.leads_outside)?;
    let beside = RepoPath::new(format!("{path}.license"));
    if let Some((expression, _)) = identifier(world, &beside) {
        return Some((expression, format!("`{}`", beside.as_str().rsplit('/').next().unwrap_or_default())));
    }
    let own = if has_ending(path.as_str(), TEXT) { identifier(world, &entry.path) } else { None };
    if let Some((expression, line)) = own {
        return Some((expression, format!("its line {line}")));
    }
    annotated(world, path)
}

/// The expression behind the mark in the first bytes of a file, and its line, counted from 1.
fn identifier(world: &dyn World, path: &RepoPath) -> Option<(String, usize)> {
    world.entry(path).filter(|entry| !entry.leads_outside)?;
    let start = world.read_start(path, START_BYTES).ok()?;
    let text = String::from_utf8_lossy(&start);
    text.lines().zip(1..).find_map(|(line, number)| {
        let (_, behind) = line.split_once(MARK)?;
        let end = ["*/", "-->", "*)", "\\n", "</"].iter().filter_map(|end| behind.find(end)).min();
        let expression = behind[..end.unwrap_or(behind.len())].trim().trim_end_matches(['"', '\'', ';']).trim();
        (!expression.is_empty()).then(|| (expression.to_owned(), number))
    })
}

/// The part of a `REUSE.toml` that counts here.
#[derive(Deserialize)]
struct Reuse {
    #[serde(default)]
    annotations: Vec<Annotation>,
}

#[derive(Deserialize)]
struct Annotation {
    path: OneOrMore,
    #[serde(rename = "SPDX-License-Identifier")]
    license: Option<OneOrMore>,
}

/// Read by hand: either a text or a list of them.
struct OneOrMore(Vec<String>);

impl<'de> Deserialize<'de> for OneOrMore {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let value = toml::Value::deserialize(deserializer)?;
        let text = |value: &toml::Value| value.as_str().map(str::to_owned);
        Ok(Self(match &value {
            toml::Value::Array(items) => items.iter().filter_map(text).collect(),
            one => text(one).into_iter().collect(),
        }))
    }
}

/// What the nearest `REUSE.toml` above a file says of it; of several annotations, the last one counts.
fn annotated(world: &dyn World, path: &RepoPath) -> Option<(String, String)> {
    let mut folder = path.folder();
    for _ in 0..MOST_FOLDERS {
        let toml = RepoPath::join(folder, "REUSE.toml")?;
        if world.entry(&toml).is_some_and(|entry| !entry.leads_outside) {
            let bytes = world.read(&toml).ok()?;
            let reuse: Reuse = toml::from_str(std::str::from_utf8(&bytes).ok()?).ok()?;
            let inside = path.as_str().strip_prefix(folder)?.trim_start_matches('/');
            let is_meant = |annotation: &&Annotation| annotation.path.0.iter().any(|glob| matches(glob, inside));
            let found = reuse.annotations.iter().rev().find(is_meant).and_then(|it| it.license.as_ref());
            if let Some(license) = found {
                return Some((license.0.join(" AND "), format!("`{toml}`")));
            }
        }
        if folder.is_empty() {
            return None;
        }
        folder = folder.rsplit_once('/').map_or("", |(above, _)| above);
    }
    None
}

/// Whether a path fits a pattern of REUSE: `*` is anything but `/`, `**` anything.
fn matches(glob: &str, path: &str) -> bool {
    let Some(star) = glob.find('*') else { return glob == path };
    let Some(rest) = path.strip_prefix(&glob[..star]) else { return false };
    let is_deep = glob[star..].starts_with("**");
    let behind = glob[star..].trim_start_matches('*');
    let ends = rest.char_indices().map(|(at, _)| at).chain([rest.len()]);
    let reach = if is_deep { rest.len() } else { rest.find('/').unwrap_or(rest.len()) };
    ends.take_while(|at| *at <= reach).any(|at| matches(behind, &rest[at..]))
}

#[cfg(test)]
mod tests {
    use super::{CODE, SCRIPTS, TEXT, identifier, matches, own_license};
    use crate::text::RepoPath;
    use crate::world::MemoryWorld;

    #[test]
    fn the_ways_of_reuse_are_read() {
        let world = MemoryWorld::new([
            ("a/main.ino", "// x\n/* SPDX-License-Identifier: GPL-3.0-only */\n"),
            ("a/leg.svg", "<svg>\n<!-- SPDX-License-Identifier: CERN-OHL-S-2.0 -->"),
            ("a/leg.step", "ISO-10303-21;"),
            ("a/leg.step.license", "SPDX-FileCopyrightText: us\nSPDX-License-Identifier: MIT OR Apache-2.0\n"),
            ("a/b/c.stl", ""),
            ("a/plain.py", "print('SPDX')\n"),
            (
                "REUSE.toml",
                "version = 1\n[[annotations]]\npath = [\"a/b/**\", \"x\"]\nSPDX-License-Identifier = \"CC0-1.0\"\n",
            ),
        ]);
        let said = |path: &str| own_license(&world, &RepoPath::new(path));
        assert_eq!(said("a/main.ino"), Some(("GPL-3.0-only".to_owned(), "its line 2".to_owned())));
        assert_eq!(said("a/leg.svg").map(|it| it.0).as_deref(), Some("CERN-OHL-S-2.0"));
        assert_eq!(said("a/leg.step"), Some(("MIT OR Apache-2.0".to_owned(), "`leg.step.license`".to_owned())));
        assert_eq!(said("a/b/c.stl"), Some(("CC0-1.0".to_owned(), "`REUSE.toml`".to_owned())));
        assert_eq!((said("a/plain.py"), identifier(&world, &RepoPath::new("nowhere"))), (None, None));
    }

    #[test]
    fn patterns_of_paths_are_those_of_reuse() {
        for (glob, path) in [("a.c", "a.c"), ("*.c", "a.c"), ("**", "a/b.c"), ("**/*.c", "x/y/a.c"), ("src/*", "src/a")]
        {
            assert!(matches(glob, path), "{glob} {path}");
        }
        for (glob, path) in [("*.c", "x/a.c"), ("a.c", "b.c"), ("src/*", "src/a/b")] {
            assert!(!matches(glob, path), "{glob} {path}");
        }
        assert!(TEXT.is_sorted() && CODE.is_sorted() && SCRIPTS.is_sorted());
    }
}
