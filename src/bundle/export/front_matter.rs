//! What stands before a Markdown page: its title, summary, date and tags, in the words of the generator.

use serde_json::{Map, Value, json};

use crate::bundle::form::Generator;

/// What is known of a page.
#[derive(Clone, Debug, Default)]
pub struct FrontMatter {
    /// What it is called.
    pub title: String,
    /// One sentence.
    pub summary: Option<String>,
    /// When it last changed: `2025-09-01`.
    pub date: Option<String>,
    /// Words to find it by.
    pub tags: Vec<String>,
    /// `plan`, `material`, …
    pub kind: &'static str,
    /// What else there is to say, by name.
    pub more: Vec<(&'static str, Value)>,
    /// Whether it is the list of a folder, or the home page.
    pub is_index: bool,
    /// Whether it is the home page.
    pub is_home: bool,
}

/// The front matter with its fences, or nothing for a generator that has none.
pub fn front_matter(page: &FrontMatter, generator: Generator) -> String {
    let mut fields = Map::new();
    fields.insert("title".to_owned(), json!(page.title));
    if let Some(summary) = &page.summary {
        fields.insert("description".to_owned(), json!(summary));
        if matches!(generator, Generator::Plain | Generator::Hugo) {
            fields.insert("summary".to_owned(), json!(summary));
        }
    }
    let mut more: Map<String, Value> = Map::new();
    more.insert("kind".to_owned(), json!(page.kind));
    more.extend(page.more.iter().map(|(name, value)| ((*name).to_owned(), value.clone())));
    match generator {
        Generator::MdBook => return String::new(),
        Generator::Zola => return zola(page, fields, more),
        Generator::Hugo => {
            fields.extend(page.date.iter().map(|date| ("date".to_owned(), json!(date))));
            fields.insert("params".to_owned(), Value::Object(more));
        }
        Generator::Jekyll => {
            fields.insert("layout".to_owned(), json!("default"));
            fields.extend(page.date.iter().map(|date| ("date".to_owned(), json!(date))));
            fields.extend(more);
        }
        Generator::Docusaurus => {
            if page.is_home {
                fields.insert("slug".to_owned(), json!("/"));
            }
            // Otherwise braces in a page would be taken for expressions.
            fields.insert("mdx".to_owned(), json!({"format": "md"}));
            fields.extend(page.date.iter().map(|date| ("last_update".to_owned(), json!({"date": date}))));
        }
        Generator::Plain | Generator::MkDocs => {
            fields.extend(page.date.iter().map(|date| ("date".to_owned(), json!(date))));
            fields.extend(more);
        }
    }
    if !page.tags.is_empty() {
        fields.insert("tags".to_owned(), json!(page.tags));
    }
    let text = serde_yaml::to_string(&Value::Object(fields)).unwrap_or_default();
    format!("---\n{text}---\n\n")
}

/// Zola reads TOML, and knows no fields but its own outside of `extra`.
fn zola(page: &FrontMatter, mut fields: Map<String, Value>, more: Map<String, Value>) -> String {
    if page.is_index {
        fields.insert("sort_by".to_owned(), json!("title"));
    } else if !page.tags.is_empty() {
        fields.insert("taxonomies".to_owned(), json!({"tags": page.tags}));
    }
    fields.insert("extra".to_owned(), Value::Object(more));
    let text = toml::to_string(&Value::Object(fields)).unwrap_or_default();
    // A date is a value of its own in TOML, and no text.
    let date = page.date.as_ref().filter(|_| !page.is_index).map(|date| format!("date = {date}\n")).unwrap_or_default();
    format!("+++\n{date}{text}+++\n\n")
}
