//! A manifest of Open Know-How to a draft: version 1 (`okh.yml`) and LOSH (`okh.toml`), whose fields have different names. What a
//! plan has no field for is kept.

use serde_json::{Map, Value};

use super::draft::{Author, Draft, DraftFile, Line};
use super::{Fault, manifest};
use crate::quantity::Unit;

/// Reads a manifest; `name` is that of its file, and tells TOML from YAML.
///
/// # Errors
/// It is neither, or holds no fields.
pub fn read_okh(name: &str, bytes: &[u8]) -> Result<Draft, Fault> {
    let mut fields = Fields(manifest::fields(name, bytes)?);
    let mut draft = Draft { origin: name.to_owned(), ..Draft::default() };
    draft.title = fields.text(&["title", "name"]);
    draft.version = fields.text(&["version"]);
    describe(&mut fields, &mut draft);
    draft.keywords = fields.texts("keywords");
    license(&mut fields, &mut draft);
    authors(&mut fields, &mut draft);
    readiness(&mut fields, &mut draft);
    // g, as LOSH has it.
    draft.mass_kg = fields.number("mass").filter(|mass_g| *mass_g > 0.0).map(|mass_g| mass_g / 1000.0);
    files(&mut fields, &mut draft);
    draft.bill = fields.text(&["bom"]);
    parts(&mut fields, &mut draft);
    hazards(&mut fields, &mut draft);
    links(&mut fields, &mut draft);
    // What our own export writes, and only says which format it is.
    for key in ["okh-manifest-version", "okhv"] {
        if let Some(version) = fields.text(&[key]) {
            draft.kept.push((key.to_owned(), Value::String(version)));
        }
    }
    draft.kept.extend(fields.0.into_iter().filter(|(_, value)| !is_empty(value)));
    Ok(draft)
}

/// Fields that were not used yet.
struct Fields(Map<String, Value>);

impl Fields {
    /// The first of these that holds a word or a number; it is used by that.
    fn text(&mut self, keys: &[&str]) -> Option<String> {
        let key = keys.iter().find(|key| self.0.get(**key).and_then(word).is_some())?;
        self.0.shift_remove(*key).as_ref().and_then(word)
    }

    fn number(&mut self, key: &str) -> Option<f64> {
        let number = self.0.get(key)?;
        let number = number.as_f64().or_else(|| number.as_str()?.parse().ok()).filter(|number| number.is_finite())?;
        self.0.shift_remove(key);
        Some(number)
    }

    fn flag(&mut self, key: &str) -> Option<bool> {
        let flag = self.0.get(key)?.as_bool()?;
        self.0.shift_remove(key);
        Some(flag)
    }

    /// A list, or one thing as a list of one.
    fn list(&mut self, key: &str) -> Vec<Value> {
        match self.0.shift_remove(key) {
            Some(Value::Array(items)) => items,
            Some(one) if !is_empty(&one) => vec![one],
            _ => Vec::new(),
        }
    }

    fn texts(&mut self, key: &str) -> Vec<String> {
        self.list(key).iter().filter_map(word).collect()
    }
}

fn word(value: &Value) -> Option<String> {
    match value {
        Value::String(text) if !text.trim().is_empty() => Some(text.trim().to_owned()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

fn is_empty(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::String(text) => text.trim().is_empty(),
        Value::Array(items) => items.iter().all(is_empty),
        Value::Object(fields) => fields.values().all(is_empty),
        _ => false,
    }
}

/// One sentence as the summary; the rest, if there is more.
fn describe(fields: &mut Fields, draft: &mut Draft) {
    let summary = fields.text(&["intended-use", "function"]);
    let description = fields.text(&["description"]);
    let whole = summary.clone().or_else(|| description.clone());
    draft.summary = whole.as_deref().map(first_sentence);
    let told = draft.summary.clone();
    let longer = [description, summary].into_iter().flatten().find(|text| Some(text) != told.as_ref());
    draft.description = longer.filter(|text| Some(text) != draft.title.as_ref());
}

fn first_sentence(text: &str) -> String {
    let paragraph = text.split("\n\n").next().unwrap_or(text).split_whitespace().collect::<Vec<_>>().join(" ");
    match paragraph.split_once(". ") {
        Some((first, _)) if paragraph.len() > 160 => format!("{first}."),
        _ => paragraph,
    }
}

fn license(fields: &mut Fields, draft: &mut Draft) {
    match fields.0.shift_remove("license") {
        Some(Value::Object(scopes)) => {
            for (key, value) in scopes {
                let scope = match key.as_str() {
                    "hardware" => "hardware",
                    "documentation" => "documentation",
                    "software" => "software",
                    _ => "",
                };
                match word(&value).filter(|_| !scope.is_empty()) {
                    Some(text) => draft.licenses.push((scope, text)),
                    None if !is_empty(&value) => draft.kept.push((format!("license-{key}"), value)),
                    None => {}
                }
            }
        }
        Some(one) => match word(&one) {
            Some(text) => draft.licenses.push(("", text)),
            None if !is_empty(&one) => draft.kept.push(("license".to_owned(), one)),
            None => {}
        },
        None => {}
    }
}

fn authors(fields: &mut Fields, draft: &mut Draft) {
    for key in ["licensor", "contributors"] {
        for one in fields.list(key) {
            let Some(author) = author(&one) else {
                draft.kept.push((key.to_owned(), one));
                continue;
            };
            // What else is known of them.
            if let Value::Object(known) = &one
                && known.keys().any(|key| !matches!(key.as_str(), "name" | "email" | "url"))
            {
                draft.kept.push((key.to_owned(), one.clone()));
            }
            if !draft.authors.iter().any(|known| known.name == author.name) {
                draft.authors.push(author);
            }
        }
    }
}

/// A name, or fields with one; `None` for `.` and the like.
fn author(value: &Value) -> Option<Author> {
    let is_name = |name: &String| name.chars().any(char::is_alphanumeric);
    if let Some(name) = word(value).filter(is_name) {
        let url = name.contains("://").then(|| name.clone());
        return Some(Author { name, url });
    }
    let name = value.get("name").and_then(word).filter(is_name)?;
    let url = value.get("url").and_then(word).filter(|url| url.contains("://"));
    let email = || value.get("email").and_then(word).filter(|email| email.contains('@') && !email.contains(' '));
    Some(Author { name, url: url.or_else(|| email().map(|email| format!("mailto:{email}"))) })
}

fn readiness(fields: &mut Fields, draft: &mut Draft) {
    let level = fields.text(&["technology-readiness-level"]);
    let stage = fields.text(&["development-stage"]);
    let is_made = fields.flag("made").unwrap_or(false);
    let is_replicated = fields.flag("made-independently").unwrap_or(false);
    let of_level = level.as_deref().and_then(|level| {
        Some(match level.chars().last()? {
            '1' => "idea",
            '2' | '3' => "draft",
            '4' => "prototype",
            '5' => "replicated",
            '6' => "production",
            _ => return None,
        })
    });
    let of_stage = stage.as_deref().and_then(|stage| {
        let stage = stage.to_lowercase();
        let has = |words: &[&str]| words.iter().any(|word| stage.contains(word));
        if has(&["product", "market", "release", "mature", "stable"]) {
            Some("production")
        } else if has(&["replicat", "tested", "beta"]) {
            Some("replicated")
        } else if has(&["prototype", "alpha", "built", "working"]) {
            Some("prototype")
        } else if has(&["design", "draft", "develop"]) {
            Some("draft")
        } else if has(&["idea", "concept", "plan"]) {
            Some("idea")
        } else {
            None
        }
    });
    let order = ["idea", "draft", "prototype", "replicated", "production"];
    let rank = |word: &str| order.iter().position(|known| *known == word).unwrap_or(0);
    let made = if is_replicated { Some("replicated") } else { is_made.then_some("prototype") };
    let (word, why) = match (of_level, of_stage, made) {
        (Some(word), ..) => (word, format!("from the level `{}`", level.clone().unwrap_or_default())),
        (None, Some(word), made) if made.is_none_or(|made| rank(made) <= rank(word)) => {
            (word, format!("from the stage `{}`", stage.clone().unwrap_or_default()))
        }
        (None, _, Some(word)) => {
            (word, if is_replicated { "made independently" } else { "it has been made" }.to_owned())
        }
        _ => ("", String::new()),
    };
    if !word.is_empty() {
        draft.readiness = Some((word, why));
    }
    // A word that is not understood, or says something else.
    for (key, text, used) in [("technology-readiness-level", level, of_level), ("development-stage", stage, of_stage)] {
        if let Some(text) = text
            && (used.is_none() || used != Some(word))
        {
            draft.kept.push((key.to_owned(), Value::String(text)));
        }
    }
}

/// Fields that list files, and the role of those.
const FILES: &[(&str, Option<&str>)] = &[
    ("design-files", Some("source")),
    ("source", Some("source")),
    ("schematics", Some("drawing")),
    ("manufacturing-files", Some("export")),
    ("export", Some("export")),
    ("auxiliary", None),
    ("making-instructions", None),
    ("manufacturing-instructions", None),
    ("operating-instructions", None),
    ("user-manual", None),
    ("maintenance-instructions", None),
    ("disposal-instructions", None),
    ("quality-instructions", None),
    ("risk-assessment", None),
    ("tool-settings", None),
];

fn files(fields: &mut Fields, draft: &mut Draft) {
    let mut images = fields.texts("image").into_iter();
    draft.image = images.next();
    draft.files.extend(images.map(|path| DraftFile { path, role: Some("image"), title: None, field: None }));
    for (field, role) in FILES {
        for one in fields.list(field) {
            let path = word(&one).or_else(|| one.get("path").and_then(word));
            let Some(path) = path else {
                draft.kept.push(((*field).to_owned(), one));
                continue;
            };
            let is_steps = field.starts_with("making") || field.starts_with("manufacturing-instr");
            if is_steps && draft.instructions.is_none() && path.to_lowercase().ends_with(".md") && !path.contains("://")
            {
                draft.instructions = Some(path);
                continue;
            }
            let title = one.get("title").and_then(word).filter(|title| *title != path);
            let field = role.is_none().then(|| (*field).to_owned());
            draft.files.push(DraftFile { path, role: *role, title, field });
        }
    }
    // LOSH describes releases under the same name: those are kept as they are.
    for one in fields.list("software") {
        match one.get("path").and_then(word).or_else(|| word(&one)) {
            Some(path) => {
                let title = one.get("title").and_then(word).filter(|title| *title != path);
                draft.files.push(DraftFile { path, role: Some("firmware"), title, field: None });
            }
            None => draft.kept.push(("software".to_owned(), one)),
        }
    }
}

/// Parts with fields of their own (LOSH), and the sub-parts of version 1; neither has a quantity.
fn parts(fields: &mut Fields, draft: &mut Draft) {
    for key in ["part", "sub-parts", "sub"] {
        for one in fields.list(key) {
            let name =
                word(&one).or_else(|| one.get("name").and_then(word)).or_else(|| one.get("title").and_then(word));
            let Some(mut line) = name.and_then(|name| Line::one(name, &Unit::each())) else {
                draft.kept.push((key.to_owned(), one));
                continue;
            };
            line.is_made = Some(true);
            line.guesses.push("the manifest gives no number: taken as one".to_owned());
            for (key, value) in one.as_object().into_iter().flatten() {
                let first =
                    |value: &Value| value.as_array().and_then(|items| word(items.first()?)).or_else(|| word(value));
                match key.as_str() {
                    "name" | "title" => {}
                    "mass" => {
                        line.mass_kg = value.as_f64().filter(|mass_g| *mass_g > 0.0).map(|mass_g| mass_g / 1000.0)
                    }
                    "source" | "export" | "auxiliary" | "image" => {
                        let role = match key.as_str() {
                            "source" => Some("source"),
                            "export" => Some("export"),
                            "image" => Some("image"),
                            _ => None,
                        };
                        if key == "export" {
                            line.drawing = first(value);
                        }
                        let paths = value.as_array().map_or_else(|| vec![value], |items| items.iter().collect());
                        let field = role.is_none().then(|| key.clone());
                        let files = paths.into_iter().filter_map(word);
                        draft.files.extend(files.map(|path| DraftFile {
                            path,
                            role,
                            title: None,
                            field: field.clone(),
                        }));
                    }
                    _ if is_empty(value) => {}
                    _ => line.details.push((key.clone(), word(value).unwrap_or_else(|| value.to_string()))),
                }
            }
            draft.lines.push(line);
        }
    }
}

/// Each line of the notice: a hazard, and what to do about it.
fn hazards(fields: &mut Fields, draft: &mut Draft) {
    let Some(notice) = fields.text(&["health-safety-notice"]) else { return };
    for line in notice.lines().map(str::trim).filter(|line| !line.is_empty()) {
        draft.safety.push(match line.split_once(": ") {
            Some((hazard, note)) if hazard.chars().count() <= 60 => (hazard.to_owned(), Some(note.to_owned())),
            _ if line.chars().count() <= 60 => (line.to_owned(), None),
            _ => ("see note".to_owned(), Some(line.to_owned())),
        });
    }
}

/// Addresses at which more is to be found.
fn links(fields: &mut Fields, draft: &mut Draft) {
    for (key, title) in [
        ("repo", "Repository"),
        ("project-link", "Project"),
        ("documentation-home", "Documentation"),
        ("archive-download", "Archive"),
        ("release", "Release"),
        ("readme", "Readme"),
        ("contribution-guide", "How to contribute"),
        ("publication", "Publication"),
    ] {
        let Some(text) = fields.text(&[key]) else { continue };
        // The manifest itself, or the instructions that come along anyway.
        let is_known = text == draft.origin || Some(&text) == draft.instructions.as_ref();
        if text.contains("://") && !text.contains(' ') {
            if !draft.links.iter().any(|(_, url)| *url == text) {
                draft.links.push((title.to_owned(), text));
            }
        } else if !is_known {
            draft.kept.push((key.to_owned(), Value::String(text)));
        }
    }
}
