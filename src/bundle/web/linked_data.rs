//! A plan for search engines and catalogues, as JSON-LD: instructions and a machine in the words of schema.org, and a module of
//! open hardware in those of the Open Know-How ontology (<https://w3id.org/oseg/ont/okh>). Terms are told by a context of
//! its own, so that nothing needs to be fetched to read it.

use serde_json::{Map, Value, json};

use crate::bundle::answers::Answers;
use crate::bundle::context::Context;
use crate::bundle::links::{self, web};
use crate::bundle::names::Names;
use crate::bundle::page::plan::Plan;
use crate::model::{self, BomEntry, Readiness};

/// Grams in a kilogram: the ontology counts masses in grams. Digits beyond the milligram nobody has weighed.
const GRAMS_PER_KG: f64 = 1000.0;

/// Fields that are there.
struct Node(Map<String, Value>);

impl Node {
    fn new(id: Option<String>, kind: Value) -> Self {
        let mut fields = Map::new();
        if let Some(id) = id {
            fields.insert("@id".to_owned(), json!(id));
        }
        fields.insert("@type".to_owned(), kind);
        Self(fields)
    }

    fn set(&mut self, key: &str, value: impl Into<Value>) {
        let value = value.into();
        let is_empty = match &value {
            Value::Null => true,
            Value::String(text) => text.is_empty(),
            Value::Array(items) => items.is_empty(),
            _ => false,
        };
        if !is_empty {
            self.0.insert(key.to_owned(), value);
        }
    }

    fn value(self) -> Value {
        Value::Object(self.0)
    }
}

/// The data of a plan's page, ready to stand in a `<script type="application/ld+json">`, which a browser does not run. Addresses
/// are full where the site's is known, else those from the page.
pub fn linked_data(context: &Context<'_>, index: usize, answers: &Answers, page: &Plan, names: Names<'_>) -> String {
    let plan = &context.input.catalog.plans[index];
    let absolute = |to: &str| match &context.input.base_url {
        Some(base) => format!("{base}{}", links::relative("", to)),
        None => names.href(to),
    };
    let here = context.input.base_url.as_ref().map(|_| absolute(names.from)).unwrap_or_default();
    let data = json!({
        "@context": {
            "@vocab": "https://schema.org/",
            "okh": "https://w3id.org/oseg/ont/okh#",
            "otrl": "https://w3id.org/oseg/ont/otrl#",
            "image": {"@type": "@id"},
            "license": {"@type": "@id"},
            "url": {"@type": "@id"},
            "okh:url": {"@type": "@id"},
            "okh:repo": {"@type": "@id"},
        },
        "@graph": [how_to(context, index, answers, page, names, &here, &absolute), module(context, index, page, &here, machine_of(&here), plan)],
    });
    // No text can end the element that it stands in.
    data.to_string().replace('<', "\\u003c").replace('>', "\\u003e").replace('&', "\\u0026")
}

/// The name of the machine that a page describes.
fn machine_of(here: &str) -> String {
    format!("{here}#machine")
}

fn how_to(
    context: &Context<'_>,
    index: usize,
    answers: &Answers,
    page: &Plan,
    names: Names<'_>,
    here: &str,
    absolute: &dyn Fn(&str) -> String,
) -> Value {
    let plan = &context.input.catalog.plans[index];
    let mut node = Node::new(Some(here.to_owned()), json!("HowTo"));
    node.set("url", here);
    node.set("name", page.page.title.as_str());
    node.set("description", plan.summary.clone());
    node.set("inLanguage", page.page.language.as_str());
    node.set("version", plan.version.clone());
    node.set("keywords", plan.keywords.join(", "));
    node.set("license", license_pages(page));
    node.set("author", authors(plan));
    let image = page.image.iter().chain(&page.drawings).next();
    node.set("image", image.map(|image| absolute(&links::joined_path(names.from, &image.href))));
    node.set("dateModified", super::feed::day_of(context, index));
    node.set("about", json!({"@id": machine_of(here)}));
    if let Some(resolution) = answers.resolved().filter(|resolution| resolution.totals.cost > 0.0) {
        let currency = context.input.graph.currency.code();
        let value = crate::bundle::part::places::cents(resolution.totals.cost);
        node.set("estimatedCost", json!({"@type": "MonetaryAmount", "currency": currency, "value": value}));
    }
    let supplies = plan.bom.iter().filter_map(|line| {
        let name = match &line.entry {
            BomEntry::Part(part) => part.title.clone().unwrap_or_else(|| part.name.value.to_string()),
            BomEntry::Item { item, .. } => names.item_of(item.value.as_str()).text,
        };
        let quantity = &line.quantity.as_ref()?.value;
        let mut needed = Node::new(None, json!("QuantitativeValue"));
        needed.set("value", quantity.amount());
        needed.set("unitText", quantity.unit_symbol());
        let mut supply = Node::new(None, json!("HowToSupply"));
        supply.set("name", name);
        supply.set("requiredQuantity", needed.value());
        Some(supply.value())
    });
    node.set("supply", supplies.collect::<Vec<_>>());
    let mut tools: Vec<String> =
        page.steps.iter().flat_map(|step| &step.tools).map(|tool| tool.capability.text.clone()).collect();
    tools.extend(page.operations.iter().map(|operation| operation.capability.text.clone()));
    tools.sort();
    tools.dedup();
    node.set("tool", tools.iter().map(|tool| json!({"@type": "HowToTool", "name": tool})).collect::<Vec<_>>());
    let steps = page.steps.iter().filter(|step| step.number.is_some()).enumerate().map(|(position, step)| {
        let address = format!("{here}#{}", step.anchor);
        json!({"@type": "HowToStep", "position": position + 1, "name": step.title, "url": address})
    });
    node.set("step", steps.collect::<Vec<_>>());
    node.value()
}

fn module(context: &Context<'_>, index: usize, page: &Plan, here: &str, machine: String, plan: &model::Plan) -> Value {
    let mut node = Node::new(Some(machine), json!(["Product", "okh:Module"]));
    node.set("name", page.page.title.as_str());
    node.set("description", plan.summary.clone());
    let mass_kg = context.item_of_plan(index).and_then(|item| context.input.graph.item(item).mass_kg);
    if let Some(mass_kg) = mass_kg {
        node.set("weight", json!({"@type": "QuantitativeValue", "value": mass_kg, "unitCode": "KGM"}));
        node.set("okh:hasMass", (mass_kg * GRAMS_PER_KG * 1000.0).round() / 1000.0);
    }
    node.set("okh:version", plan.version.clone());
    node.set("okh:function", plan.summary.clone());
    node.set("okh:documentationLanguage", page.page.language.as_str());
    node.set("okh:repo", context.repository_url.clone());
    node.set("okh:licensor", authors(plan));
    // The ontology has one licence for the whole; that of the hardware counts there.
    let hardware = page.licenses.iter().find(|line| line.scope == "Hardware").or(page.licenses.first());
    node.set("okh:spdxLicense", hardware.map(|line| line.license.text.clone()));
    node.set(
        "okh:technologyReadinessLevel",
        plan.readiness.map(|readiness| json!({"@id": technology_level(readiness)})),
    );
    node.set("okh:hasBoM", json!({"@type": "okh:BoM", "okh:url": format!("{here}#bill")}));
    if !page.steps.is_empty() {
        let instructions = json!({"@type": "okh:ManufacturingInstructions", "okh:url": format!("{here}#steps")});
        node.set("okh:hasManufacturingInstructions", instructions);
    }
    node.value()
}

fn authors(plan: &model::Plan) -> Vec<Value> {
    let author = |author: &model::Author| {
        // Nothing says whether it is a person or an organisation.
        let url = author.url.as_deref().and_then(web);
        url.map_or_else(|| json!({"name": author.name}), |url| json!({"name": author.name, "url": url}))
    };
    plan.authors.iter().map(author).collect()
}

/// The pages of the licences that are single ones of the SPDX list; what is more than a name is in `okh:spdxLicense` alone.
fn license_pages(page: &Plan) -> Vec<String> {
    let mut pages: Vec<String> = page.licenses.iter().filter_map(|line| line.license.href.clone()).collect();
    pages.sort();
    pages.dedup();
    pages
}

/// The level in the ontology of readiness levels, as the manifests of Open Know-How have it.
fn technology_level(readiness: Readiness) -> String {
    format!("otrl:{}", crate::bundle::export::technology_level(readiness))
}
