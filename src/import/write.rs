//! A draft as the files of a plan: `plan.yaml`, the instructions, and a catalog of what the repository does not have yet.

use std::fmt::Write;

use serde_json::Value;

use super::matching::{Entry, NewMaterial, Settled, Settlement, settle};
use super::yaml::{comment, key, long, scalar};
use super::{Author, Draft, DraftFile, Line, prose};
use crate::catalog::Catalog;
use crate::lint::license_meant;
use crate::quantity::{Dimension, format_amount};
use crate::text::RepoPath;

/// The files of a plan, and what to know of them.
#[derive(Debug)]
pub struct Imported {
    /// Path in the repository, and content; the plan's own document first.
    pub files: Vec<(String, Vec<u8>)>,
    /// How many lines the bill of materials has.
    pub lines: usize,
    /// How many of them ask for what the repository has.
    pub matched: usize,
    /// How many are parts that are made for the plan.
    pub parts: usize,
    /// How many materials are new.
    pub materials: usize,
    /// What the reader should know.
    pub notes: Vec<String>,
}

/// The files of a plan with the id `id`, for the repository that `catalog` is of.
pub fn plan_files(draft: &Draft, id: &str, catalog: &Catalog) -> Imported {
    let settlement = settle(draft, id, catalog);
    let mut notes = draft.notes.clone();
    let title = draft.title.clone().unwrap_or_else(|| id.to_owned());
    let folder = format!("plans/{id}");
    let (steps, content) = match draft.instructions.as_ref().and_then(|path| Some((path, draft.brought.get(path)?))) {
        Some((path, bytes)) => {
            let folder = RepoPath::new(path.as_str());
            let is_there = |file: &str| {
                let file = file.split('#').next().unwrap_or(file);
                RepoPath::join(folder.folder(), file).is_some_and(|file| draft.brought.contains_key(file.as_str()))
            };
            let (text, loosened) = prose::loosened(&String::from_utf8_lossy(bytes), &settlement, catalog, is_there);
            if loosened > 0 {
                notes.push(format!(
                    "{loosened} links of the instructions name what this plan does not have: their words stand alone"
                ));
            }
            (path.clone(), text)
        }
        None => ("build.md".to_owned(), prose::skeleton(&title, &settlement)),
    };
    let mut plan = Document { text: String::new(), notes: Vec::new() };
    plan.head(draft, id, &title, &steps);
    plan.files(&draft.files);
    plan.bill(&settlement, draft);
    plan.tail(draft);
    notes.append(&mut plan.notes);
    let mut files = vec![(format!("{folder}/plan.yaml"), plan.text.into_bytes())];
    files.push((format!("{folder}/{steps}"), content.into_bytes()));
    let others = draft.brought.iter().filter(|(path, _)| **path != steps);
    files.extend(others.map(|(path, bytes)| (format!("{folder}/{path}"), bytes.clone())));
    if !settlement.materials.is_empty() {
        files.push((format!("materials/{id}.yaml"), materials(&settlement.materials, draft, &title).into_bytes()));
    }
    Imported {
        files,
        lines: settlement.lines.len(),
        matched: settlement.matched,
        parts: settlement.lines.iter().filter(|line| matches!(line.entry, Entry::Part { .. })).count(),
        materials: settlement.materials.len(),
        notes,
    }
}

struct Document {
    text: String,
    notes: Vec<String>,
}

impl Document {
    fn line(&mut self, line: &str) {
        self.text.push_str(line.trim_end());
        self.text.push('\n');
    }

    fn field(&mut self, name: &str, value: &str) {
        self.line(&format!("{name}: {value}"));
    }

    fn remark(&mut self, text: &str) {
        self.line(&format!("# {}", comment(text)));
    }

    fn head(&mut self, draft: &Draft, id: &str, title: &str, steps: &str) {
        self.line("# yaml-language-server: $schema=../../.groundup/schemas/plan.json");
        self.remark(&format!(
            "Imported from {}. Comments say what was guessed; `groundup check` says what is left to fill in.",
            draft.origin
        ));
        self.field("kind", "plan");
        self.field("id", id);
        self.field("title", &scalar(title));
        match &draft.version {
            Some(version) => self.field("version", &scalar(version)),
            None => {
                self.remark("No version is given: this is the first here.");
                self.field("version", "0.1.0");
            }
        }
        if let Some(summary) = &draft.summary {
            self.field("summary", &scalar(summary));
        }
        if let Some(description) = &draft.description {
            self.field("description", &long(description, 0));
        }
        if !draft.keywords.is_empty() {
            let keywords: Vec<String> = draft.keywords.iter().map(|word| scalar(word)).collect();
            self.field("keywords", &format!("[{}]", keywords.join(", ")));
        }
        self.license(draft);
        if !draft.authors.is_empty() {
            self.line("authors:");
            for Author { name, url } in &draft.authors {
                let url = url.as_ref().map_or_else(String::new, |url| format!(", url: {}", scalar(url)));
                self.line(&format!("  - {{name: {}{url}}}", scalar(name)));
            }
        }
        match &draft.readiness {
            Some((word, why)) => self.field("readiness", &format!("{word}   # {}", comment(why))),
            None => {
                self.remark("Nothing says how far it is proven: idea, draft, prototype, replicated or production.");
                self.field("readiness", "idea");
            }
        }
        match draft.mass_kg {
            Some(mass_kg) => self.field("makes", &format!("{{quantity: 1 ea, mass: {} kg}}", format_amount(mass_kg))),
            None => self.field("makes", "{quantity: 1 ea}"),
        }
        if let Some(image) = &draft.image {
            self.field("image", &scalar(image));
        }
        self.field("instructions", &scalar(steps));
    }

    /// Licences as SPDX expressions. What is none and cannot be told for sure is left out, so that nothing is licensed by mistake.
    fn license(&mut self, draft: &Draft) {
        let mut expressions: Vec<(&str, String)> = Vec::new();
        for (scope, written) in &draft.licenses {
            match license_meant(written) {
                Some(meant) => {
                    if meant != *written {
                        self.remark(&format!("Written `{written}`, and read as {meant}: make sure of it."));
                    }
                    expressions.push((scope, meant));
                }
                None => {
                    self.remark(&format!(
                        "`{written}` is no SPDX licence expression: look it up, and write `license`."
                    ));
                    let name = if scope.is_empty() { "x-license".to_owned() } else { format!("x-license-{scope}") };
                    self.field(&name, &scalar(written));
                    self.notes.push(format!(
                        "the licence `{written}` is not known: it is kept as `{name}`, and until `license` is written the repository's would hold"
                    ));
                }
            }
        }
        match &expressions[..] {
            [] if draft.licenses.is_empty() => {
                self.remark("No licence is given: the repository's holds, until `license` says otherwise. Make sure that it may.");
            }
            [] => {}
            [("", one)] => self.field("license", &scalar(one)),
            several => {
                let scopes: Vec<String> =
                    several.iter().map(|(scope, text)| format!("{scope}: {}", scalar(text))).collect();
                self.field("license", &format!("{{{}}}", scopes.join(", ")));
            }
        }
    }

    fn files(&mut self, files: &[DraftFile]) {
        if files.is_empty() {
            return;
        }
        self.line("files:");
        for DraftFile { path, role, title, field } in files {
            let mut text = format!("  - {{path: {}", scalar(path));
            role.iter().for_each(|role| text += &format!(", role: {role}"));
            title.iter().for_each(|title| text += &format!(", x-title: {}", scalar(title)));
            field.iter().for_each(|field| text += &format!(", x-okh: {}", scalar(field)));
            self.line(&(text + "}"));
        }
    }

    fn bill(&mut self, settlement: &Settlement, draft: &Draft) {
        self.line("");
        if settlement.lines.is_empty() {
            self.remark("No bill of materials was found. A line is an `item` of a catalog, or a `part` that is made for this plan.");
            self.line("bom: []");
            return;
        }
        self.line("bom:");
        for Settled { line, entry } in &settlement.lines {
            for guess in &line.guesses {
                let row = if line.row > 0 { format!("line {}: ", line.row) } else { String::new() };
                self.line(&format!("  # {}", comment(&format!("{row}{guess}"))));
            }
            match entry {
                Entry::Item(id) => self.line(&format!("  - item: {id}")),
                Entry::Part { name, .. } => {
                    self.line(&format!("  - part: {name}"));
                    if *name != line.name {
                        self.line(&format!("    title: {}", scalar(&line.name)));
                    }
                }
            }
            self.line(&format!("    quantity: {}", scalar_quantity(line)));
            if let Entry::Part { from, .. } = entry {
                self.part(line, from.as_ref(), draft);
            }
            line.note.iter().for_each(|note| self.line(&format!("    note: {}", scalar(note))));
            self.details(line, "    ");
        }
    }

    fn part(&mut self, line: &Line, from: Option<&(String, String)>, draft: &Draft) {
        if let Some(mass_kg) = line.mass_kg {
            self.line(&format!("    mass: {} kg", format_amount(mass_kg)));
        }
        if let Some((item, quantity)) = from {
            self.line("    from:");
            self.line(&format!("      - {{item: {item}, quantity: {quantity}}}"));
        }
        match &line.drawing {
            Some(drawing) if draft.brought.contains_key(drawing) => {
                self.line(&format!("    drawing: {}", scalar(drawing)))
            }
            Some(drawing) => self.line(&format!("    x-drawing: {}", scalar(drawing))),
            None => {}
        }
    }

    /// Cells that have no field, a key once.
    fn details(&mut self, line: &Line, indent: &str) {
        let mut keys: Vec<String> = Vec::new();
        for (name, text) in &line.details {
            let base = key(name);
            let same = keys.iter().filter(|known| **known == base || known.starts_with(&format!("{base}-"))).count();
            let name = if same == 0 { base } else { format!("{base}-{}", same + 1) };
            self.line(&format!("{indent}x-{name}: {}", scalar(text)));
            keys.push(name);
        }
    }

    fn tail(&mut self, draft: &Draft) {
        if !draft.safety.is_empty() {
            self.line("\nsafety:");
            for (hazard, note) in &draft.safety {
                let note = note.as_ref().map_or_else(String::new, |note| format!(", note: {}", scalar(note)));
                self.line(&format!("  - {{hazard: {}{note}}}", scalar(hazard)));
            }
        }
        if !draft.links.is_empty() {
            self.line("\nsources:");
            for (title, url) in &draft.links {
                // What is no full address would be a fault.
                let is_full = url.starts_with(|c: char| c.is_ascii_alphabetic()) && !url.contains(' ');
                let url = if is_full { format!(", url: {}", scalar(url)) } else { format!(", note: {}", scalar(url)) };
                self.line(&format!("  - {{title: {}{url}}}", scalar(title)));
            }
        }
        if draft.kept.is_empty() {
            return;
        }
        self.line("");
        self.remark("What a plan has no field for, as it was.");
        let mut kept: Vec<(String, Vec<&Value>)> = Vec::new();
        for (name, value) in &draft.kept {
            let name = key(name);
            match kept.iter_mut().find(|(known, _)| *known == name) {
                Some((_, values)) => values.push(value),
                None => kept.push((name, vec![value])),
            }
        }
        for (name, values) in kept {
            let value = match values[..] {
                [Value::String(text)] => long(text, 0),
                [one] => one.to_string(),
                _ => Value::Array(values.into_iter().cloned().collect()).to_string(),
            };
            self.field(&format!("x-okh-{name}"), &value);
        }
    }
}

fn scalar_quantity(line: &Line) -> String {
    let written = line.quantity.as_written();
    if written.chars().all(|c| c.is_alphanumeric() || matches!(c, ' ' | '.' | '/' | '-' | '²' | '³' | '°')) {
        written.to_owned()
    } else {
        scalar(written)
    }
}

fn materials(materials: &[NewMaterial], draft: &Draft, title: &str) -> String {
    let mut document = Document { text: String::new(), notes: Vec::new() };
    for (number, NewMaterial { id, title: own, unit, line }) in materials.iter().enumerate() {
        if number > 0 {
            document.line("---");
        } else {
            document.line("# yaml-language-server: $schema=../.groundup/schemas/material.json");
            document.remark(&format!("What {title} takes and the repository did not have, from {}.", draft.origin));
            document.remark(
                "`bought` is a guess: what is `made` here wants a process, what is `raw` comes from the ground.",
            );
        }
        document.field("kind", "material");
        document.field("id", id);
        document.field("title", &scalar(own));
        document.field("unit", &scalar(unit.symbol()));
        let is_counted = unit.dimension() == Dimension::NONE;
        let line = line.as_ref();
        let mass_kg = line.and_then(|line| line.mass_kg).filter(|_| is_counted);
        if let Some(mass_kg) = mass_kg {
            document.field("mass", &format!("{} kg", format_amount(mass_kg)));
        }
        document.field("origin", "bought");
        let price = line.and_then(|line| line.price.as_ref());
        if let Some((amount, code)) = price {
            // A price is for one of what the line counts.
            let written = line.map_or("ea", |line| line.quantity.unit_symbol());
            let per = if is_counted { String::new() } else { format!("/{written}") };
            document.field("price", &format!("{} {code}{per}", format_amount(*amount)));
        }
        if let Some(line) = line {
            document.details(line, "");
        }
        if mass_kg.is_some() || price.is_some() {
            document.field(
                "sources",
                &format!("[{{title: {}, grade: stated}}]", scalar(&format!("Bill of materials of {title}"))),
            );
        }
    }
    let _ = writeln!(document.text);
    document.text.trim_end().to_owned() + "\n"
}
