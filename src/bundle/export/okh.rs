//! Open Know-How: a folder for each plan with its manifest in both versions that are in use (v1 as YAML, LOSH 2.4 as TOML), a
//! bill of materials as a table, and the files that they name.

use serde_json::{Map, Value, json};

use crate::bundle::context::Context;
use crate::bundle::edit::repository_url;
use crate::bundle::form::Form;
use crate::bundle::links;
use crate::bundle::wording::iso_day;
use crate::bundle::{Problem, Sink, SiteInput};
use crate::model::{BomEntry, License, Plan, Readiness, Role};
use crate::resolve::Obtain;
use crate::text::RepoPath;

/// A file that a plan brings along, in the folder of its manifest.
#[derive(Clone, Debug)]
pub struct OkhFile {
    /// Where it lies, from the manifest.
    pub path: String,
    /// What it is called.
    pub title: String,
    /// What for.
    pub role: Option<Role>,
}

/// Writes the manifests of every plan into `sink`, each with its files. Says what Open Know-How asks for and a plan does not say.
pub fn export_okh(input: &SiteInput<'_>, sink: &dyn Sink) -> Vec<Problem> {
    let context = Context::new(input, Form::Html);
    let mut problems = context.left_out();
    for index in 0..input.catalog.plans.len() {
        problems.extend(plan_folder(&context, index, sink));
    }
    problems.sort();
    problems
}

/// What manifests are written without as long as a repository is not published anywhere, which is no fault of its plans.
pub fn unpublished(input: &SiteInput<'_>) -> Option<Problem> {
    let reason = "Open Know-How asks for `repo`, where the plans are published; add `url: https://…` once they are";
    let note = || Problem { path: crate::catalog::MANIFEST.to_owned(), reason: reason.to_owned() };
    repository_url(input.catalog, input.world.provenance()).is_none().then(note)
}

/// What the manifests of a plan are written from.
struct Manifest<'a> {
    plan: &'a Plan,
    /// The plan's, or the repository's where it says nothing.
    license: &'a License,
    /// Where the repository is published.
    url: Option<String>,
    /// The files in the folder.
    files: Vec<OkhFile>,
    /// The build instructions in the folder.
    instructions: Option<String>,
    /// The picture in the folder.
    image: Option<String>,
    /// When the plan last changed.
    date: Option<String>,
    /// g
    mass_g: Option<f64>,
}

fn plan_folder(context: &Context<'_>, index: usize, sink: &dyn Sink) -> Vec<Problem> {
    let input = context.input;
    let plan = &input.catalog.plans[index];
    let id = plan.id.value.as_str();
    let folder = links::file_name(id);
    let files = context.files(index);
    let prefix = format!("{}/", links::plan_files(id));
    let own = |path: &str| path.strip_prefix(&prefix).unwrap_or(path).to_owned();
    for (path, content) in files.contents(input.world) {
        sink.put(&format!("{folder}/{}", own(path)), &content);
    }
    let instructions = plan.instructions.as_ref().and_then(|path| RepoPath::join(&files.folder, &path.value));
    let instructions = instructions.and_then(|path| Some((path.file_name().to_owned(), input.world.read(&path).ok()?)));
    if let Some((name, content)) = &instructions {
        sink.put(&format!("{folder}/{name}"), content);
    }
    let image = plan.image.as_ref().and_then(|image| RepoPath::join(&files.folder, &image.value));
    let repository = input.catalog.repository.as_ref();
    let license = match repository {
        Some(repository) if plan.license.expressions().is_empty() => &repository.license,
        _ => &plan.license,
    };
    let manifest = Manifest {
        plan,
        license,
        url: context.repository_url.clone(),
        files: files
            .listed
            .iter()
            .map(|file| OkhFile { path: own(&file.path), title: file.name.clone(), role: file.role })
            .collect(),
        instructions: instructions.map(|(name, _)| name),
        image: image.and_then(|image| files.paths.get(&image).map(|path| own(path))),
        date: context.history(index).first().and_then(|change| iso_day(change.time_s)),
        mass_g: context.item_of_plan(index).and_then(|item| input.graph.item(item).mass_kg).map(|kg| kg * 1000.0),
    };
    let yaml = serde_yaml::to_string(&Value::Object(v1(&manifest))).unwrap_or_default();
    sink.put(&format!("{folder}/okh.yml"), yaml.as_bytes());
    let toml = toml::to_string(&Value::Object(losh(context, &manifest))).unwrap_or_default();
    sink.put(&format!("{folder}/okh.toml"), toml.as_bytes());
    sink.put(&format!("{folder}/sBoM.csv"), bill(context, plan).as_bytes());
    lacking(&manifest).map(|reason| Problem { path: format!("{folder}/okh.toml"), reason }).collect()
}

/// What the format requires, and nothing says.
fn lacking(manifest: &Manifest<'_>) -> impl Iterator<Item = String> {
    let lacks = [
        (
            manifest.license.expressions().is_empty(),
            "`license`; add `license` to the plan, or to groundup.yaml for all",
        ),
        (manifest.plan.authors.is_empty(), "`licensor`; add `authors` to the plan"),
        (manifest.plan.version.is_none(), "`version`; add `version` to the plan"),
        (
            manifest.plan.summary.is_none() && manifest.plan.description.is_none(),
            "`function`; add `summary` to the plan",
        ),
    ];
    lacks.into_iter().filter(|(lacks, _)| *lacks).map(|(_, what)| format!("Open Know-How asks for {what}"))
}

/// Fields that are there.
struct Fields(Map<String, Value>);

impl Fields {
    fn set(&mut self, key: &str, value: impl Into<Value>) {
        let value = value.into();
        let is_empty = match &value {
            Value::Null => true,
            Value::String(text) => text.is_empty(),
            Value::Array(items) => items.is_empty(),
            Value::Object(fields) => fields.is_empty(),
            _ => false,
        };
        if !is_empty {
            self.0.insert(key.to_owned(), value);
        }
    }
}

/// What the plan is, at length.
fn described(plan: &Plan) -> Option<String> {
    plan.description.as_ref().map(|text| text.value.clone())
}

/// Version 1, as YAML.
fn v1(manifest: &Manifest<'_>) -> Map<String, Value> {
    let plan = manifest.plan;
    let mut fields = Fields(Map::new());
    fields.set("okh-manifest-version", "1.0.0");
    fields.set("title", title(plan));
    fields.set("description", described(plan).or_else(|| plan.summary.clone()).unwrap_or_else(|| title(plan)));
    fields.set("intended-use", plan.summary.clone());
    let mut keywords: Vec<&String> = plan.keywords.iter().collect();
    keywords.sort();
    keywords.dedup();
    fields.set("keywords", json!(keywords));
    fields.set("project-link", manifest.url.clone());
    fields.set(
        "documentation-home",
        manifest.instructions.clone().or_else(|| manifest.url.clone()).unwrap_or_else(|| "okh.yml".to_owned()),
    );
    fields.set("version", plan.version.clone());
    fields.set("development-stage", plan.readiness.map(|readiness| stage(readiness).to_owned()));
    let is_made = plan.readiness.is_some_and(|readiness| readiness >= Readiness::Prototype);
    fields.set("made", is_made);
    fields.set("made-independently", plan.readiness.is_some_and(|readiness| readiness >= Readiness::Replicated));
    fields.set("date-updated", manifest.date.clone());
    let mut license = Fields(Map::new());
    for (scope, expression) in [
        ("hardware", &manifest.license.hardware),
        ("documentation", &manifest.license.documentation),
        ("software", &manifest.license.software),
    ] {
        license.set(scope, expression.as_ref().map(|expression| expression.value.clone()));
    }
    fields.set("license", Value::Object(license.0));
    fields.set("licensor", plan.authors.first().map_or(Value::Null, |author| json!({"name": author.name})));
    let others = plan.authors.iter().map(|author| json!({"name": author.name}));
    fields.set("contributors", others.collect::<Vec<_>>());
    fields.set("image", manifest.image.clone());
    fields.set("bom", "sBoM.csv");
    let list = |roles: &[Role]| -> Vec<Value> {
        let of_role = manifest.files.iter().filter(|file| file.role.is_some_and(|role| roles.contains(&role)));
        of_role.map(|file| json!({"path": file.path, "title": file.title})).collect()
    };
    fields.set("design-files", list(&[Role::Source, Role::Drawing]));
    fields.set("manufacturing-files", list(&[Role::Export]));
    fields.set("software", list(&[Role::Firmware]));
    let steps = manifest.instructions.as_ref().map(|path| json!([{"path": path, "title": "Build instructions"}]));
    fields.set("making-instructions", steps.unwrap_or(Value::Null));
    let hazards = plan.safety.iter().map(|safety| match &safety.note {
        Some(note) => format!("{}: {}", safety.hazard, note.trim()),
        None => safety.hazard.clone(),
    });
    fields.set("health-safety-notice", hazards.collect::<Vec<_>>().join("\n"));
    fields.0
}

/// LOSH 2.4, as TOML.
fn losh(context: &Context<'_>, manifest: &Manifest<'_>) -> Map<String, Value> {
    let plan = manifest.plan;
    let mut fields = Fields(Map::new());
    fields.set("okhv", "2.4");
    fields.set("name", title(plan));
    fields.set("repo", manifest.url.clone());
    fields.set("version", plan.version.clone());
    // The format has one licence; that of the hardware is the one that counts there.
    let license = manifest.license.hardware.as_ref().or(manifest.license.documentation.as_ref());
    fields.set("license", license.map(|license| license.value.clone()));
    let names: Vec<&str> = plan.authors.iter().map(|author| author.name.as_str()).collect();
    fields.set("licensor", if let [one] = names[..] { json!(one) } else { json!(names) });
    fields.set("function", plan.summary.clone().or_else(|| described(plan)));
    fields.set("technology-readiness-level", plan.readiness.map(|readiness| technology_level(readiness).to_owned()));
    let has_sources = manifest.files.iter().any(|file| file.role == Some(Role::Source));
    fields.set("documentation-readiness-level", if has_sources { "ODRL-2" } else { "ODRL-1" });
    fields.set("bom", "sBoM.csv");
    fields.set("manufacturing-instructions", manifest.instructions.clone());
    fields.set("mass", manifest.mass_g.map_or(Value::Null, |mass_g| json!(to_milligrams(mass_g))));
    fields.set("image", manifest.image.clone());
    let list = |roles: &[Role]| -> Vec<Value> {
        let of_role = manifest.files.iter().filter(|file| file.role.is_some_and(|role| roles.contains(&role)));
        of_role.map(|file| json!(file.path)).collect()
    };
    fields.set("source", list(&[Role::Source]));
    fields.set("export", list(&[Role::Export, Role::Drawing]));
    // A part of that format is one with a file of its own.
    let mut parts = Vec::new();
    for line in &plan.bom {
        let BomEntry::Part(part) = &line.entry else { continue };
        let drawing =
            part.drawing.as_ref().and_then(|drawing| manifest.files.iter().find(|file| file.title == drawing.value));
        let Some(drawing) = drawing else { continue };
        let mut fields = Fields(Map::new());
        fields.set("name", part.title.clone().unwrap_or_else(|| part.name.value.to_string()));
        fields.set("export", json!([drawing.path]));
        let mass_kg =
            context.input.graph.item_index(part.id.as_str()).and_then(|item| context.input.graph.item(item).mass_kg);
        fields.set("mass", mass_kg.map_or(Value::Null, |mass_kg| json!(to_milligrams(mass_kg * 1000.0))));
        parts.push(Value::Object(fields.0));
    }
    fields.set("part", parts);
    fields.0
}

/// The bill of materials as LOSH has it: a table with tabs, `UNITS` being the quantity.
fn bill(context: &Context<'_>, plan: &Plan) -> String {
    let graph = context.input.graph;
    let mut text = "POS\tNAME\tUNITS\tTYPE\tREFERENCE\n".to_owned();
    for (number, line) in plan.bom.iter().enumerate() {
        let (name, kind, reference) = match &line.entry {
            BomEntry::Part(part) => {
                let drawing = part.drawing.as_ref().map_or("okh.toml", |drawing| drawing.value.as_str());
                (part.title.clone().unwrap_or_else(|| part.name.value.to_string()), "POSH", drawing.to_owned())
            }
            BomEntry::Item { item, .. } => {
                let id = item.value.as_str();
                let found = graph.item_index(id);
                let title = found.map_or_else(|| id.to_owned(), |item| graph.item(item).title.clone());
                let is_bought = found.is_none_or(|item| context.choice.of(item) == Obtain::Bought);
                match context.input.catalog.plan(id) {
                    Some(_) => (title, "POSH", format!("../{}/okh.toml", links::file_name(id))),
                    None => (title, if is_bought { "BUY" } else { "STD" }, id.to_owned()),
                }
            }
        };
        let quantity = line.quantity.as_ref().map(|quantity| quantity.value.to_string()).unwrap_or_default();
        let quantity = quantity.strip_suffix(" ea").map(str::to_owned).unwrap_or(quantity);
        let clean = |text: &str| text.replace(['\t', '\n', '\r'], " ");
        text.push_str(&format!("{}\t{}\t{quantity}\t{kind}\t{}\n", number + 1, clean(&name), clean(&reference)));
    }
    text
}

/// Sums leave digits behind that nobody has weighed.
fn to_milligrams(mass_g: f64) -> f64 {
    (mass_g * 1000.0).round() / 1000.0
}

fn title(plan: &Plan) -> String {
    plan.title.clone().unwrap_or_else(|| plan.id.value.to_string())
}

fn stage(readiness: Readiness) -> &'static str {
    match readiness {
        Readiness::Idea | Readiness::Draft => "idea",
        Readiness::Prototype | Readiness::Replicated => "prototype",
        Readiness::Production => "product",
    }
}

/// The Open Technology Readiness Level: 1 an idea, 2 a concept, 4 shown at work, 5 tried by others, 6 made as a matter of course.
pub fn technology_level(readiness: Readiness) -> &'static str {
    match readiness {
        Readiness::Idea => "OTRL-1",
        Readiness::Draft => "OTRL-2",
        Readiness::Prototype => "OTRL-4",
        Readiness::Replicated => "OTRL-5",
        Readiness::Production => "OTRL-6",
    }
}
