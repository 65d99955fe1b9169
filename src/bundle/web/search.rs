//! The index of the search: every plan, part, material, process, capability, facility and build step with its title, id and a
//! few words, as a script that hands itself over, since a page that was opened from a folder may read no other file.

use rayon::prelude::*;
use serde::Serialize;

use crate::bundle::context::Context;
use crate::bundle::links::{self, HOME, Names};
use crate::model::BomEntry;
use crate::text::RepoPath;

/// Characters of a summary that are searched.
const SUMMARY: usize = 140;
/// Characters of the text of a build step: its different words.
const STEP_WORDS: usize = 160;
/// The shortest word of a step that is worth finding.
const SHORTEST_WORD: usize = 4;

/// The kinds, by what a result is called, in the order in which equals are told.
const KINDS: [&str; 7] = ["Plan", "Facility", "Material", "Process", "Capability", "Part", "Build step"];

/// Plans whose parts and steps are gathered at once: enough for all threads, few enough to be small in memory.
const AT_ONCE: usize = 512;

/// Entries as they stand in the script, one after the other: a tree of them would take many times the room.
#[derive(Default)]
struct Entries {
    text: Vec<u8>,
}

impl Entries {
    /// `[kind, title, id, address, words]`
    fn add(&mut self, kind: usize, title: &str, id: &str, address: impl Serialize, words: &str) {
        let start = self.text.len();
        if start > 0 {
            self.text.push(b',');
        }
        // Texts and numbers can be written; what could not be would be left out.
        if serde_json::to_writer(Escaping(&mut self.text), &(kind, title, id, address, words)).is_err() {
            self.text.truncate(start);
        }
    }

    fn append(&mut self, others: &Self) {
        if !(self.text.is_empty() || others.text.is_empty()) {
            self.text.push(b',');
        }
        self.text.extend_from_slice(&others.text);
    }
}

/// Writes JSON so that no text can end the script that it stands in, wherever that is.
struct Escaping<'t>(&'t mut Vec<u8>);

impl std::io::Write for Escaping<'_> {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        for (number, piece) in bytes.split(|byte| *byte == b'<').enumerate() {
            self.0.extend_from_slice(if number > 0 { b"\\u003c" } else { b"" });
            self.0.extend_from_slice(piece);
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// `groundupSearch({…})`: the kinds, and an array `[kind, title, id, address, words]` for each thing. The address of a part or
/// step is `[index of its plan, anchor]`; an empty one is made of the id.
pub fn search_index(context: &Context<'_>) -> Vec<u8> {
    let catalog = context.input.catalog;
    let names = context.names(HOME);
    let folders: Vec<&str> = (0..5).map(folder).collect();
    let head = serde_json::json!({ "kinds": KINDS, "folders": folders }).to_string();
    let mut entries = Entries::default();
    let mut add = |kind: usize, title: Option<&str>, id: &str, page: &str, words: Option<&str>| {
        let usual = format!("{}/{}.html", folder(kind), id.replace('/', "--"));
        let address = if page == usual { "" } else { page };
        entries.add(kind, title.unwrap_or(id), id, address, words.map_or("", |text| cut(text, SUMMARY)));
    };
    for plan in &catalog.plans {
        let id = plan.id.value.as_str();
        let words = [plan.summary.as_deref().unwrap_or(""), &plan.keywords.join(" ")].join(" ");
        add(0, plan.title.as_deref(), id, &links::plan_page(id), Some(words.trim()));
    }
    for it in &catalog.facilities {
        let id = it.id.value.as_str();
        add(1, it.title.as_deref(), id, &links::facility_page(id), it.description.as_ref().map(|text| &*text.value));
    }
    for it in &catalog.materials {
        let id = it.id.value.as_str();
        add(2, it.title.as_deref(), id, &links::material_page(id), it.description.as_ref().map(|text| &*text.value));
    }
    for it in &catalog.processes {
        let id = it.id.value.as_str();
        add(3, it.title.as_deref(), id, &links::process_page(id), it.description.as_ref().map(|text| &*text.value));
    }
    for it in &catalog.capabilities {
        let id = it.id.value.as_str();
        add(4, it.title.as_deref(), id, &links::capability_page(id), it.description.as_ref().map(|text| &*text.value));
    }
    let plans: Vec<usize> = (0..catalog.plans.len()).collect();
    for plans in plans.chunks(AT_ONCE) {
        let of_plans: Vec<Entries> = plans.par_iter().map(|plan| parts_and_steps(context, *plan, names)).collect();
        of_plans.iter().for_each(|of_plan| entries.append(of_plan));
    }
    // The whole is large: it is put together where the entries are.
    let head = format!("groundupSearch({},\"entries\":[", head.trim_end_matches('}'));
    let mut script = entries.text;
    script.splice(0..0, head.into_bytes());
    script.extend_from_slice(b"]});\n");
    script
}

fn parts_and_steps(context: &Context<'_>, index: usize, names: Names<'_>) -> Entries {
    let mut entries = Entries::default();
    for (number, line) in context.input.catalog.plans[index].bom.iter().enumerate() {
        let BomEntry::Part(part) = &line.entry else { continue };
        let name = part.name.value.as_str();
        let note = cut(line.note.as_deref().unwrap_or(""), SUMMARY);
        entries.add(5, part.title.as_deref().unwrap_or(name), name, (index, links::line_anchor(number)), note);
    }
    add_steps(&mut entries, context, index, names);
    entries
}

fn folder(kind: usize) -> &'static str {
    ["plans", "facilities", "materials", "processes", "capabilities"].get(kind).copied().unwrap_or_default()
}

/// The sections of a plan's build instructions: the anchors are those of its page.
fn add_steps(entries: &mut Entries, context: &Context<'_>, plan: usize, names: Names<'_>) {
    let files = context.files(plan);
    let Some(written) = &names.catalog.plans[plan].instructions else { return };
    let Some(path) = RepoPath::join(&files.folder, &written.value) else { return };
    let Ok(bytes) = context.input.world.read(&path) else { return };
    let text = String::from_utf8_lossy(&bytes);
    for (title, anchor, body) in crate::bundle::prose::markdown::outline(&text) {
        let anchor = format!("{}{anchor}", crate::bundle::prose::guide::PREFIX);
        entries.add(6, &title, "", (plan, anchor), &words(&title, &body));
    }
}

/// The different words of a text that its title lacks, as many as have room.
fn words(title: &str, text: &str) -> String {
    let title = title.to_lowercase();
    let mut seen: std::collections::BTreeSet<String> = std::collections::BTreeSet::new();
    let mut kept = String::new();
    for word in text.split(|c: char| !c.is_alphanumeric()).filter(|word| word.chars().count() >= SHORTEST_WORD) {
        let word = word.to_lowercase();
        if kept.len() + word.len() > STEP_WORDS {
            break;
        }
        if !title.contains(&word) && seen.insert(word.clone()) {
            kept.push_str(&word);
            kept.push(' ');
        }
    }
    kept.truncate(kept.trim_end().len());
    kept
}

/// The start of a text, to the end of a word.
fn cut(text: &str, longest: usize) -> &str {
    let text = text.trim();
    if text.len() <= longest {
        return text;
    }
    let end = text.char_indices().map(|(at, _)| at).take_while(|at| *at <= longest).last().unwrap_or(0);
    text[..end].rsplit_once(char::is_whitespace).map_or(&text[..end], |(head, _)| head)
}
