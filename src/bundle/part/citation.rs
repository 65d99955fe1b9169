//! How a plan is cited: as BibTeX, and as a `CITATION.cff` of the Citation File Format 1.2.0.

use serde_json::{Map, Value, json};

use crate::bundle::context::Context;
use crate::bundle::links::{file_name, plan_page, relative};
use crate::bundle::web::feed::day_of;
use crate::bundle::wording::day;
use crate::model;

/// A BibTeX entry: what an author wrote is freed of what would end a field.
pub fn bibtex(context: &Context<'_>, plan: &model::Plan) -> String {
    let clean = |text: &str| -> String { text.chars().filter(|c| !matches!(c, '{' | '}' | '\\' | '\n')).collect() };
    let id = plan.id.value.as_str();
    let provenance = context.input.world.provenance();
    let authors: Vec<String> = plan.authors.iter().map(|author| format!("{{{}}}", clean(&author.name))).collect();
    let year = provenance.time_s.and_then(day).and_then(|day| day.rsplit(' ').next().map(str::to_owned));
    let fields = [
        ("title", Some(format!("{{{}}}", clean(plan.title.as_deref().unwrap_or(id))))),
        ("author", (!authors.is_empty()).then(|| authors.join(" and "))),
        ("version", plan.version.as_deref().map(clean)),
        ("year", year),
        ("url", context.repository_url.as_deref().map(clean)),
        ("note", provenance.commit.as_ref().map(|commit| format!("Open hardware plan, revision {commit}"))),
    ];
    let fields = fields.into_iter().filter_map(|(name, value)| Some(format!("  {name} = {{{}}},\n", value?)));
    format!("@misc{{{},\n{}}}", file_name(id), fields.collect::<String>())
}

/// A `CITATION.cff`. The format asks for an author, which is the repository where the plan names none; and it has no word for
/// hardware, so that the plan is told to be a data set.
pub fn citation_file(context: &Context<'_>, index: usize) -> String {
    let plan = &context.input.catalog.plans[index];
    let id = plan.id.value.as_str();
    let mut fields = Map::new();
    let mut set = |key: &str, value: Option<Value>| {
        fields.extend(value.map(|value| (key.to_owned(), value)));
    };
    let line = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let web = |url: &String| url.starts_with("http");
    set("cff-version", Some(json!("1.2.0")));
    set("message", Some(json!("Please cite this plan as below, whether you build it, change it or write about it.")));
    set("type", Some(json!("dataset")));
    set("title", Some(json!(line(plan.title.as_deref().unwrap_or(id)))));
    let author = |author: &model::Author| {
        let url = author.url.as_deref().and_then(crate::bundle::links::web).filter(web);
        match url {
            Some(url) => json!({"name": line(&author.name), "website": url}),
            None => json!({"name": line(&author.name)}),
        }
    };
    let mut authors: Vec<Value> = plan.authors.iter().map(author).collect();
    if authors.is_empty() {
        authors.push(json!({"name": line(&context.site_title())}));
    }
    set("authors", Some(json!(authors)));
    set("abstract", plan.summary.as_deref().map(|text| json!(line(text))));
    set("version", plan.version.as_ref().map(|version| json!(version)));
    set("date-released", day_of(context, index).map(|day| json!(day)));
    set("commit", context.input.world.provenance().commit.as_ref().map(|commit| json!(commit)));
    let mut keywords = plan.keywords.clone();
    keywords.sort();
    keywords.dedup();
    set("keywords", (!keywords.is_empty()).then(|| json!(keywords)));
    let license = plan.license.hardware.as_ref().or(plan.license.documentation.as_ref());
    let license = license.and_then(|license| spdx::license_id(&license.value));
    set("license", license.map(|license| json!(license.name)));
    set("repository", context.repository_url.as_ref().filter(|url| web(url)).map(|url| json!(url)));
    let page = context.input.base_url.as_ref().map(|base| format!("{base}{}", relative("", &plan_page(id))));
    set("url", page.map(|page| json!(page)));
    serde_yaml::to_string(&Value::Object(fields)).unwrap_or_default()
}
