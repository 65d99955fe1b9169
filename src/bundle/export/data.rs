//! The catalog as data: every document as it was written, the hypergraph in numbers, an index of all files, and the schema of
//! each kind of file.

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::{Map, Value, json};

use crate::bundle::SiteInput;
use crate::bundle::links::file_name;
use crate::catalog::ItemOwner;
use crate::graph::{Flow, Graph};
use crate::model::Origin;
use crate::schema::{Kind, bundled, kind_of};
use crate::syntax::{self, Node};

/// The kinds of file that are no documents: name of the schema, the word before its version in `schema`, and its text.
const SCHEMAS: [(&str, &str); 4] = [
    ("export", include_str!("schemas/export.yaml")),
    ("graph", include_str!("schemas/graph.yaml")),
    ("local", include_str!("schemas/local.yaml")),
    ("resolution", include_str!("schemas/resolution.yaml")),
];

/// Keys whose values are text, though they may look like a number or a truth value: the version `1.10` is not 1.1.
const TEXTS: [&str; 12] =
    ["id", "name", "title", "summary", "description", "version", "note", "item", "part", "plan", "capability", "skill"];

/// A file of the export, for the index.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Document {
    /// Where it lies, from the index.
    pub path: String,
    /// `repository`, `plan`, `material`, `process`, `capability`, `facility`, `graph`, `resolution` or `local`.
    pub kind: String,
    /// The schema that it holds to, from the index.
    pub schema: String,
    /// The id of the document; none where the file is about several.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// What it is called.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// The plan that it is about.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub plan: Option<String>,
    /// The facility that it is about.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub facility: Option<String>,
}

impl Document {
    /// A file of a kind that is about a plan, and perhaps a facility.
    pub fn of_plan(path: String, kind: &str, plan: &str, facility: Option<&str>) -> Self {
        let (schema, facility) = (schema_path(kind), facility.map(str::to_owned));
        Self { path, kind: kind.to_owned(), schema, id: None, title: None, plan: Some(plan.to_owned()), facility }
    }
}

/// `index.json`: where everything is, and what it holds to.
#[derive(Clone, Debug, Serialize)]
pub struct ExportIndex {
    schema: &'static str,
    generator: String,
    repository: Option<RepositoryJson>,
    revision: RevisionJson,
    schemas: BTreeMap<String, String>,
    documents: Vec<Document>,
}

#[derive(Clone, Debug, Serialize)]
struct RepositoryJson {
    name: String,
    title: Option<String>,
    url: Option<String>,
    currency: String,
}

#[derive(Clone, Debug, Serialize)]
struct RevisionJson {
    commit: Option<String>,
    dirty: bool,
}

/// The index of an export that has these files.
pub fn export_index(input: &SiteInput<'_>, mut documents: Vec<Document>) -> ExportIndex {
    documents.sort_by(|a, b| a.path.cmp(&b.path));
    let provenance = input.world.provenance();
    let repository = input.catalog.repository.as_ref().map(|repository| RepositoryJson {
        name: repository.name.to_string(),
        title: repository.title.clone(),
        url: repository.url.clone(),
        currency: repository.currency.value.clone(),
    });
    ExportIndex {
        schema: "groundup/export/1",
        generator: format!("groundup {}", env!("CARGO_PKG_VERSION")),
        repository,
        revision: RevisionJson { commit: provenance.commit.clone(), dirty: provenance.dirty },
        schemas: schema_names().into_iter().map(|name| (name.clone(), schema_path(&name))).collect(),
        documents,
    }
}

fn schema_path(kind: &str) -> String {
    format!("schemas/{kind}.schema.json")
}

fn schema_names() -> Vec<String> {
    let own = SCHEMAS.iter().map(|(name, _)| (*name).to_owned());
    own.chain(Kind::ALL.iter().map(|kind| kind.as_str().to_owned())).collect()
}

/// The schemas, by path.
pub fn schema_files() -> Vec<(String, Value)> {
    let own = SCHEMAS.iter().map(|(name, text)| (schema_path(name), serde_yaml::from_str(text).unwrap_or(Value::Null)));
    own.chain(Kind::ALL.iter().map(|kind| (schema_path(kind.as_str()), bundled(*kind)))).collect()
}

/// Every document as it was written, and the hypergraph: what the index says of each, and its content. Documents that cannot
/// be read are left out; of two with one id, the first stays, as everywhere.
pub fn catalog_documents(input: &SiteInput<'_>) -> Vec<(Document, Value)> {
    let mut documents: BTreeMap<String, (Document, Value)> = BTreeMap::new();
    let is_yaml = |path: &str| path.ends_with(".yaml") || path.ends_with(".yml");
    for (file, source) in input.sources.iter().filter(|(_, source)| is_yaml(source.path.as_str())) {
        for document in syntax::parse(file, &source.text).documents {
            let Ok(kind) = kind_of(&document) else { continue };
            let content = value_of(&document.root);
            let key = if kind == Kind::Repository { "name" } else { "id" };
            let Some(id) = content.get(key).and_then(Value::as_str).map(str::to_owned) else { continue };
            let path = match kind {
                Kind::Repository => "repository.json".to_owned(),
                _ => format!("catalog/{kind}/{}.json", file_name(&id)),
            };
            let title = content.get("title").and_then(Value::as_str).map(str::to_owned);
            let schema = schema_path(kind.as_str());
            let entry = Document {
                path: path.clone(),
                kind: kind.as_str().to_owned(),
                schema,
                id: Some(id),
                title,
                plan: None,
                facility: None,
            };
            documents.entry(path).or_insert((entry, content));
        }
    }
    let mut documents: Vec<(Document, Value)> = documents.into_values().collect();
    let graph = Document {
        path: "graph.json".to_owned(),
        kind: "graph".to_owned(),
        schema: schema_path("graph"),
        id: None,
        title: Some("Items and recipes, in numbers".to_owned()),
        plan: None,
        facility: None,
    };
    documents.push((graph, graph_json(input.graph)));
    documents
}

/// A document as JSON: what the schemas speak of.
fn value_of(node: &Node<'_>) -> Value {
    match &node.value {
        syntax::Value::Scalar(scalar) if scalar.is_null() => Value::Null,
        syntax::Value::Scalar(scalar) => match (scalar.as_bool(), scalar.as_number()) {
            (Some(truth), _) => json!(truth),
            // Whole numbers stay whole: `2`, not `2.0`.
            (_, Some(number)) => scalar.text.parse::<i64>().map_or_else(|_| json!(number), |whole| json!(whole)),
            _ => json!(scalar.text),
        },
        syntax::Value::Sequence(items) => Value::Array(items.iter().map(value_of).collect()),
        syntax::Value::Mapping(entries) => {
            let field = |entry: &syntax::Entry<'_>| {
                let text = entry.value.as_scalar().filter(|scalar| !scalar.is_null() && TEXTS.contains(&&*entry.key));
                let value = text.map_or_else(|| value_of(&entry.value), |scalar| json!(scalar.text));
                (entry.key.to_string(), value)
            };
            let fields = entries.iter().map(field);
            Value::Object(fields.collect::<Map<String, Value>>())
        }
        syntax::Value::Hole => Value::Null,
    }
}

/// The hypergraph in numbers: items, and recipes from inputs to outputs, each amount in its item's unit.
fn graph_json(graph: &Graph) -> Value {
    let flow = |flow: &Flow| json!({"item": graph.item(flow.item).id.as_str(), "quantity": flow.quantity});
    let items = graph.items.iter().map(|item| {
        json!({
            "id": item.id.as_str(),
            "title": item.title,
            "unit": item.unit.symbol(),
            "mass-kg": item.mass_kg,
            "kind": match item.owner {
                ItemOwner::Material(_) => "material",
                ItemOwner::Plan(_) => "plan",
                ItemOwner::Part { .. } => "part",
                ItemOwner::Hole(_) => "unresolved",
            },
            "origin": item.origin.map(|origin| match origin {
                Origin::Raw => "raw",
                Origin::Made => "made",
                Origin::Bought => "bought",
            }),
            "recipes": item.recipes.iter().map(|recipe| graph.recipe(*recipe).id.as_str()).collect::<Vec<_>>(),
        })
    });
    let recipes = graph.recipes.iter().map(|recipe| {
        let operation = |operation: &crate::graph::OperationNeed| {
            json!({
                "capability": operation.capability_id.as_str(),
                "machine-h": operation.machine_h,
                "labour-h": operation.labour_h,
                "skill": operation.skill.as_ref().map(crate::model::Id::as_str),
            })
        };
        json!({
            "id": recipe.id.as_str(),
            "title": recipe.title,
            "outputs": recipe.outputs.iter().map(flow).collect::<Vec<_>>(),
            "by-products": recipe.by_products.iter().map(flow).collect::<Vec<_>>(),
            "inputs": recipe.inputs.iter().map(|line| line.options.iter().map(flow).collect::<Vec<_>>()).collect::<Vec<_>>(),
            "operations": recipe.operations.iter().map(operation).collect::<Vec<_>>(),
            "prefer": recipe.prefer,
            "direct-emissions-kg": recipe.direct_emissions_kg,
            "grade": recipe.grade.as_str(),
        })
    });
    json!({
        "schema": "groundup/graph/1",
        "currency": graph.currency.code(),
        "items": items.collect::<Vec<_>>(),
        "recipes": recipes.collect::<Vec<_>>(),
    })
}
