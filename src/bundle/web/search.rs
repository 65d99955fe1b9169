//! The index of the search: every plan, part, material, process, capability, facility and build step with its title, id and a
//! few words, as a script that hands itself over, since a page that was opened from a folder may read no other file.

use rayon::prelude::*;
use serde_json::json;

use super::packed::{Packing, slug};
use crate::bundle::context::Context;
use crate::bundle::links;
use crate::bundle::prose::{guide, markdown};
use crate::model::{BomEntry, Id};
use crate::text::RepoPath;

/// Characters of a summary that are searched.
const SUMMARY: usize = 140;
/// Characters of the text of a build step: its different words.
const STEP_WORDS: usize = 160;
/// The shortest word of a step that is worth finding.
const SHORTEST_WORD: usize = 4;

/// The kinds, by what a result is called, in the order in which equals are told.
const KINDS: [&str; 7] = ["Plan", "Facility", "Material", "Process", "Capability", "Part", "Build step"];
/// The folders of the pages of the first kinds.
const FOLDERS: [&str; 5] = ["plans", "facilities", "materials", "processes", "capabilities"];
/// Kinds of what stands on the page of a plan.
const PART: usize = 5;
const STEP: usize = 6;

/// Plans whose steps are read at once: enough for all threads, few enough to be small in memory.
const AT_ONCE: usize = 512;

/// `groundupSearch({…})`: the kinds, and a packed record for each thing: kind, of a part or step also how many plans further on;
/// title; id; words; address. A title that is the id is left out, and so is an id or address that the title makes. Parts and steps
/// stand after all else, plan by plan; the address of a part is the number of its line.
pub fn search_index(context: &Context<'_>) -> Vec<u8> {
    let catalog = context.input.catalog;
    let mut packing = Packing::default();
    let mut add = |kind: usize, title: Option<&String>, id: &Id, page: &str, words: &str| {
        let id = id.as_str();
        let usual = format!("{}/{}.html", FOLDERS[kind], id.replace('/', "--"));
        let address = if page == usual { "" } else { page };
        let title = title.map_or("", String::as_str).trim();
        let is_made = title.is_ascii() && slug(title) == id;
        packing.number(kind);
        for field in [title, if is_made { "" } else { id }, cut(words, SUMMARY), address] {
            packing.end_field();
            packing.text(field);
        }
        packing.end_record();
    };
    for it in &catalog.plans {
        let words = [it.summary.as_deref().unwrap_or(""), &it.keywords.join(" ")].join(" ");
        add(0, it.title.as_ref(), &it.id.value, &links::plan_page(it.id.value.as_str()), &words);
    }
    for it in &catalog.facilities {
        let words = it.description.as_ref().map_or("", |text| &text.value);
        add(1, it.title.as_ref(), &it.id.value, &links::facility_page(it.id.value.as_str()), words);
    }
    for it in &catalog.materials {
        let words = it.description.as_ref().map_or("", |text| &text.value);
        add(2, it.title.as_ref(), &it.id.value, &links::material_page(it.id.value.as_str()), words);
    }
    for it in &catalog.processes {
        let words = it.description.as_ref().map_or("", |text| &text.value);
        add(3, it.title.as_ref(), &it.id.value, &links::process_page(it.id.value.as_str()), words);
    }
    for it in &catalog.capabilities {
        let words = it.description.as_ref().map_or("", |text| &text.value);
        add(4, it.title.as_ref(), &it.id.value, &links::capability_page(it.id.value.as_str()), words);
    }
    let plans: Vec<usize> = (0..catalog.plans.len()).collect();
    let mut before = 0;
    for plans in plans.chunks(AT_ONCE) {
        let steps: Vec<Vec<Step>> = plans.par_iter().map(|plan| steps(context, *plan)).collect();
        for (plan, steps) in plans.iter().zip(steps) {
            add_parts(&mut packing, context, *plan, &mut before);
            for step in steps {
                let address = if slug(&step.title) == step.anchor { "" } else { &step.anchor };
                begin(&mut packing, STEP, *plan, &mut before);
                for field in [&step.title, "", &step.words, address] {
                    packing.end_field();
                    packing.text(field);
                }
                packing.end_record();
            }
        }
    }
    let line = links::line_anchor(0);
    let anchors = [line.trim_end_matches('1'), guide::PREFIX];
    packing.script("groundupSearch", &json!({ "kinds": KINDS, "folders": FOLDERS, "anchors": anchors }))
}

/// Begins a record of what stands on the page of a plan, `before` being the plan of the one before.
fn begin(packing: &mut Packing, kind: usize, plan: usize, before: &mut usize) {
    packing.number(kind);
    if plan > *before {
        packing.number(plan - *before);
        *before = plan;
    }
}

fn add_parts(packing: &mut Packing, context: &Context<'_>, plan: usize, before: &mut usize) {
    for (number, line) in context.input.catalog.plans[plan].bom.iter().enumerate() {
        let BomEntry::Part(part) = &line.entry else { continue };
        begin(packing, PART, plan, before);
        let note = cut(line.note.as_deref().unwrap_or(""), SUMMARY);
        for field in [part.title.as_deref().unwrap_or(""), part.name.value.as_str(), note] {
            packing.end_field();
            packing.text(field);
        }
        packing.end_field();
        packing.number(number + 1);
        packing.end_record();
    }
}

/// A section of a plan's build instructions.
struct Step {
    title: String,
    /// As on the plan's page, without what stands before all of them.
    anchor: String,
    words: String,
}

fn steps(context: &Context<'_>, plan: usize) -> Vec<Step> {
    let files = context.files(plan);
    let read = || {
        let written = context.input.catalog.plans[plan].instructions.as_ref()?;
        let path = RepoPath::join(&files.folder, &written.value)?;
        context.input.world.read(&path).ok()
    };
    let bytes = read().unwrap_or_default();
    let found = markdown::outline(&String::from_utf8_lossy(&bytes), Words::below, Words::add).into_iter();
    found.map(|(title, anchor, words)| Step { title, anchor, words: words.kept }).collect()
}

/// The different words of a text that its title lacks, as many as have room.
struct Words {
    title: String,
    /// With a blank between two of them.
    kept: String,
    is_full: bool,
}

impl Words {
    fn below(title: &str) -> Self {
        Self { title: title.to_lowercase(), kept: String::new(), is_full: false }
    }

    fn add(&mut self, text: &str) {
        for word in text.split(|sign: char| !sign.is_alphanumeric()) {
            if self.is_full {
                return;
            }
            if word.chars().nth(SHORTEST_WORD - 1).is_none() {
                continue;
            }
            let word = word.to_lowercase();
            self.is_full = self.kept.len() + word.len() >= STEP_WORDS;
            // They are few: looking at all is quicker than sorting them.
            if !(self.is_full || self.title.contains(&word) || self.kept.split(' ').any(|kept| kept == word)) {
                self.kept.push_str(if self.kept.is_empty() { "" } else { " " });
                self.kept.push_str(&word);
            }
        }
    }
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
