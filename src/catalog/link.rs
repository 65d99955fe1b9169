//! Every reference followed, every quantity held against the unit of its item: what leads nowhere, and what does not fit.

use std::collections::HashMap;

use super::capability_use::{Misuse, misuses};
use super::convert::{ItemMeasure, Mismatch, mass_per_unit};
use super::suggestions::{Suggestion, Suggestions};
use super::{Catalog, ItemOwner, RunMeasure};
use crate::diagnostic::rule_names::{DANGLING_REFERENCE, DUPLICATE_ID, UNIT_MISMATCH};
use crate::diagnostic::{Diagnostic, Edit, Fix, Label};
use crate::model::{
    BomEntry, ByProduct, Envelope, EquipmentKind, Facility, Id, Input, Loss, Material, Operation, Plan, Process,
    Provision, Reference, SourceNote,
};
use crate::quantity::{Dimension, Quantity, Unit, display_si};
use crate::schema::is_id;
use crate::text::{FileId, Span, Spanned};

/// Checks all links of a catalog, and notes in its [`super::Damage`] what the broken ones were probably meant for.
pub fn link(catalog: &mut Catalog) -> Vec<Diagnostic> {
    let mut linker = Linker {
        catalog,
        diagnostics: Vec::new(),
        meant: Vec::new(),
        missing: HashMap::new(),
        suggestions: Suggestions::new(&catalog.index),
    };
    linker.all();
    let Linker { mut diagnostics, meant, missing, .. } = linker;
    for Missing { finding, count } in missing.into_values().filter(|missing| missing.count > 1) {
        diagnostics[finding].message += &format!(", which {count} places here name");
    }
    diagnostics.extend(super::claim_links::claims(catalog));
    for id in meant {
        catalog.damage.meant(&id);
    }
    diagnostics
}

struct Linker<'c> {
    catalog: &'c Catalog,
    diagnostics: Vec<Diagnostic>,
    /// Ids that dangling references were probably meant for.
    meant: Vec<String>,
    /// What was found missing in a file: one finding shows all places there that name it.
    missing: HashMap<(FileId, String), Missing>,
    suggestions: Suggestions<'c>,
}

/// The ids of a document's sources, if they are known.
type KnownSources<'s> = Option<Vec<&'s str>>;

/// Something that does not exist.
struct Missing {
    /// Index of its finding.
    finding: usize,
    /// How many places name it.
    count: usize,
}

/// Whether the mass of a material is that of one unit of it; that it is not is told there, and not again where it would convert.
fn has_sound_mass(material: &Material) -> bool {
    let (Some(mass), Some(unit)) = (&material.mass, &material.unit) else { return true };
    mass_per_unit(&mass.value, &unit.value).is_ok()
}

/// What one unit of a material weighs by its dimension: a unit of mass itself, and one of volume by the density. In kg.
fn mass_by_dimension(unit: &Unit, material: &Material) -> Option<f64> {
    match unit.dimension() {
        Dimension::MASS => Some(unit.factor()),
        Dimension::VOLUME => material.density.as_ref().map(|density| density.value.si() * unit.factor()),
        _ => None,
    }
}

/// The share by which two figures of one mass may differ: rounding.
const SAME_MASS: f64 = 0.01;

/// How many places a finding shows beside its own.
const SHOWN_PLACES: usize = 8;

impl<'c> Linker<'c> {
    fn all(&mut self) {
        let catalog = self.catalog;
        catalog.materials.iter().for_each(|material| self.material(material));
        catalog.plans.iter().enumerate().for_each(|(index, plan)| self.plan(index, plan));
        catalog.processes.iter().for_each(|process| self.process(process));
        catalog.facilities.iter().for_each(|facility| self.facility(facility));
    }

    fn material(&mut self, material: &Material) {
        let measure = ItemMeasure::of_material(material);
        let Some(unit) = material.unit.as_ref().filter(|_| self.is_measured(material)) else { return };
        if let Some(mass) = &material.mass {
            let stated = mass_per_unit(&mass.value, &unit.value);
            if let (Ok(stated_kg), Some(known_kg)) = (&stated, mass_by_dimension(&unit.value, material)) {
                self.one_mass(mass, *stated_kg, known_kg, material.density.as_ref().map_or(unit.span, |d| d.span));
            }
            self.fits(mass, stated, unit.span, "the unit of account");
        }
        if let Some(price) = &material.price {
            self.fits(price, measure.price(&price.value).map(|_| 0.0), unit.span, "the unit of account");
        }
        if let Some(emissions) = &material.emissions {
            self.fits(emissions, measure.emissions_kg(&emissions.value), unit.span, "the unit of account");
        }
        if let Some(pack) = &material.pack {
            self.fits(pack, measure.amount(&pack.value), unit.span, "the unit of account");
        }
    }

    /// A unit has one mass: what is stated of it must be what follows from the unit itself, or from the density.
    fn one_mass(&mut self, mass: &Spanned<Quantity>, stated_kg: f64, known_kg: f64, because: Span) {
        if (stated_kg - known_kg).abs() > SAME_MASS * stated_kg.abs().max(known_kg) {
            let message = format!(
                "one unit has a mass of {} by this, and of {} by what stands beside it",
                display_si(stated_kg, Dimension::MASS),
                display_si(known_kg, Dimension::MASS)
            );
            let finding = Diagnostic::error(UNIT_MISMATCH, mass.span, message);
            let help = "correct one of the two, or leave the mass out";
            self.diagnostics.push(finding.with_help(help).with_label(because, "another mass follows from this"));
        }
    }

    fn plan(&mut self, index: usize, plan: &Plan) {
        let sources = self.source_ids(&plan.sources, plan.span);
        let run = RunMeasure::of_plan(plan);
        self.batch(plan.batch.as_ref(), &run, plan.id.span);
        for (number, line) in plan.bom.iter().enumerate() {
            self.source(line.source.as_ref(), &sources);
            self.lifetime(line.lifetime.as_ref(), line.per_batch, &run);
            match &line.entry {
                BomEntry::Item { item, alternatives } => {
                    self.consumed(item, line.quantity.as_ref());
                    alternatives.iter().for_each(|alternative| self.consumed(alternative, line.quantity.as_ref()));
                }
                BomEntry::Part(part) => {
                    let run = RunMeasure::of_part(self.catalog, index, number);
                    self.inputs(&part.from, run.as_ref(), &sources);
                    if let Some(run) = &run {
                        self.batch(part.batch.as_ref(), run, part.name.span);
                    }
                    self.come_off(&part.by_products, &sources);
                    self.losses(&part.losses, &sources);
                    self.operations(&part.operations, &sources);
                }
            }
        }
        self.come_off(&plan.by_products, &sources);
        self.losses(&plan.losses, &sources);
        self.operations(&plan.operations, &sources);
        plan.provides.iter().for_each(|provision| self.provision(provision));
    }

    fn process(&mut self, process: &Process) {
        let sources = self.source_ids(&process.sources, process.span);
        for output in &process.outputs {
            self.consumed(&output.item, output.quantity.as_ref());
            self.source(output.source.as_ref(), &sources);
        }
        let run = RunMeasure::of_process(self.catalog, process);
        let main = process.outputs.iter().find(|output| !output.by_product);
        self.batch(process.batch.as_ref(), &run, main.map_or(process.id.span, |main| main.item.span));
        self.inputs(&process.inputs, Some(&run), &sources);
        self.losses(&process.losses, &sources);
        self.operations(&process.operations, &sources);
    }

    fn facility(&mut self, facility: &Facility) {
        let sources = self.source_ids(&facility.sources, facility.span);
        let mut seen: HashMap<&Id, Span> = HashMap::new();
        for equipment in &facility.equipment {
            match &equipment.kind {
                EquipmentKind::Described { id, provides, source, .. } => {
                    self.unique(id, "machine", &mut seen);
                    provides.iter().for_each(|provision| self.provision(provision));
                    self.source(source.as_ref(), &sources);
                }
                EquipmentKind::FromPlan(plan) => {
                    if self.catalog.plan(plan.value.as_str()).is_none()
                        && !self.catalog.damage.defines(plan.value.as_str())
                    {
                        let ids = self.catalog.plans.iter().map(|plan| plan.id.value.as_str());
                        self.dangling(plan, "plan", Suggestion::among(plan.value.as_str(), ids));
                    }
                }
            }
        }
        for resource in &facility.resources {
            if let Some(measure) = self.item(&resource.item) {
                if let Some(available) = &resource.available {
                    self.fits_item(available, measure.amount_per_year(&available.value), &resource.item);
                }
                if let Some(price) = &resource.price {
                    self.fits_item(price, measure.price(&price.value).map(|_| 0.0), &resource.item);
                }
            }
            self.source(resource.source.as_ref(), &sources);
        }
        facility.stock.iter().for_each(|line| self.consumed(&line.item, line.quantity.as_ref()));
        for item in &facility.import_list {
            self.item(item);
        }
    }

    fn inputs(&mut self, inputs: &[Input], run: Option<&RunMeasure>, sources: &KnownSources<'_>) {
        for input in inputs {
            self.consumed(&input.item, input.quantity.as_ref());
            input.alternatives.iter().for_each(|alternative| self.consumed(alternative, input.quantity.as_ref()));
            self.source(input.source.as_ref(), sources);
            let Some(run) = run else { continue };
            if input.lifetime.is_some() {
                self.lifetime(input.lifetime.as_ref(), input.per_batch, run);
            } else {
                let options = std::iter::once(&input.item).chain(&input.alternatives);
                options.for_each(|option| self.own_lifetime(option, input.per_batch, run));
            }
        }
    }

    /// A lifetime that is written on a line.
    fn lifetime(&mut self, lifetime: Option<&Spanned<Quantity>>, per_batch: bool, run: &RunMeasure) {
        let Some(lifetime) = lifetime else { return };
        if let Err(Mismatch { expected, help }) = run.share(Some(&lifetime.value), per_batch) {
            let (found, written) = (lifetime.value.dimension().name(), lifetime.value.as_written());
            let message = format!("expected {expected}; found {found}, `{written}`");
            self.diagnostics.push(Diagnostic::error(UNIT_MISMATCH, lifetime.span, message).with_help_if(help));
        }
    }

    /// The lifetime that an input's own document states.
    fn own_lifetime(&mut self, item: &Reference, per_batch: bool, run: &RunMeasure) {
        let Some(lifetime) = self.catalog.lifetime_of(&item.value) else { return };
        if let Err(Mismatch { expected, .. }) = run.share(Some(&lifetime.value), per_batch) {
            let (found, written) = (lifetime.value.dimension().name(), lifetime.value.as_written());
            let message = format!("`{}` lasts `{written}`, {found}; expected {expected}", item.value);
            let finding = Diagnostic::error(UNIT_MISMATCH, item.span, message)
                .with_help("give this line a `lifetime` of its own, or its operations a `time`");
            self.diagnostics.push(finding.with_label(lifetime.span, "its lifetime"));
        }
    }

    fn batch(&mut self, batch: Option<&Spanned<Quantity>>, run: &RunMeasure, main: Span) {
        if let Some(batch) = batch {
            self.fits(batch, run.batch_amount(&batch.value), main, "what is made");
        }
    }

    /// An item and a quantity of it.
    fn consumed(&mut self, item: &Reference, quantity: Option<&Spanned<Quantity>>) {
        if let (Some(measure), Some(quantity)) = (self.item(item), quantity) {
            self.fits_item(quantity, measure.amount(&quantity.value), item);
        }
    }

    /// How a referenced item is counted; reports a reference that leads nowhere.
    fn item(&mut self, item: &Reference) -> Option<ItemMeasure> {
        let id = item.value.as_str();
        match self.catalog.index.item(id) {
            Some(owner) => {
                let measure = ItemMeasure::of(self.catalog, owner);
                let is_measured = match owner {
                    ItemOwner::Material(index) => {
                        let material = &self.catalog.materials[index];
                        self.is_measured(material) && has_sound_mass(material)
                    }
                    ItemOwner::Plan(index) => {
                        let plan = &self.catalog.plans[index];
                        plan.makes.quantity.is_some() || !self.catalog.damage.is_faulty(plan.span)
                    }
                    ItemOwner::Part { plan, line } => self.catalog.plans[plan].bom[line].quantity.is_some(),
                    ItemOwner::Hole(_) => false,
                };
                is_measured.then_some(measure)
            }
            None => {
                if !self.catalog.damage.defines(id) {
                    let suggestion = self.suggestions.item(&item.value);
                    let is_own = suggestion.close.is_some_and(|close| self.is_plan_of(close, item.span.file));
                    self.dangling(item, "item", Suggestion { is_sure: suggestion.is_sure && !is_own, ..suggestion });
                }
                None
            }
        }
    }

    /// Whether an item is made by the plan of this file: a plan cannot be meant to contain itself.
    fn is_plan_of(&self, id: &str, file: FileId) -> bool {
        match self.catalog.index.item(id) {
            Some(ItemOwner::Plan(index)) => self.catalog.plans[index].span.file == file,
            _ => false,
        }
    }

    /// Whether what a material says of its unit, mass and density can be relied on; if not, that was told, or will be.
    fn is_measured(&self, material: &Material) -> bool {
        let is_positive =
            |field: &Option<Spanned<Quantity>>| field.as_ref().is_none_or(|quantity| quantity.value.si() > 0.0);
        let is_mass_known = material.mass.is_some() || !self.catalog.damage.is_faulty(material.span);
        material.unit.is_some() && is_mass_known && is_positive(&material.mass) && is_positive(&material.density)
    }

    fn dangling(&mut self, reference: &Reference, noun: &str, suggestion: Suggestion<'_>) {
        let Suggestion { close, is_sure } = suggestion;
        // What is no id at all was told by the schema.
        if !is_id(reference.value.as_str()) {
            self.meant.extend(close.map(str::to_owned));
            return;
        }
        let what = format!("there is no {noun} `{}`", reference.value);
        let help = match close {
            Some(close) => {
                self.meant.push(close.to_owned());
                format!("did you mean `{close}`?")
            }
            None => match noun {
                "item" => format!(
                    "describe it in a file of `materials/`, such as `{{kind: material, id: {}, unit: ea, origin: bought}}`; or make a \
                     plan of that id",
                    reference.value
                ),
                "capability" => {
                    format!(
                        "describe it in a file of `capabilities/`: `{{kind: capability, id: {}, title: …}}`",
                        reference.value
                    )
                }
                "source" => "add it to the `sources` of this document, with this `id`".to_owned(),
                _ => format!("there must be a document for each {noun}"),
            },
        };
        let sure = close.filter(|_| is_sure);
        let edit = sure.and_then(|sure| Edit::of_words(reference.span, reference.value.as_str(), sure));
        self.missing(reference.span, what, help, edit);
    }

    /// Reports what is missing once a file: each file can be checked by itself. It is mended at all places, or at none.
    fn missing(&mut self, span: Span, what: String, help: String, edit: Option<Edit>) {
        let key = (span.file, what);
        if let Some(Missing { finding, count }) = self.missing.get_mut(&key) {
            *count += 1;
            let known = &mut self.diagnostics[*finding];
            if *count <= SHOWN_PLACES + 1 {
                known.labels.push(Label { span, message: "named here too".to_owned() });
            }
            known.fix = known.fix.take().zip(edit).map(|(mut fix, edit)| {
                fix.edits.push(edit);
                fix
            });
            return;
        }
        let finding = Diagnostic::error(DANGLING_REFERENCE, span, key.1.clone()).with_help(help);
        self.diagnostics.push(finding.with_fix(Fix::of([edit], true)));
        self.missing.insert(key, Missing { finding: self.diagnostics.len() - 1, count: 1 });
    }

    fn fits(&mut self, quantity: &Spanned<Quantity>, result: Result<f64, Mismatch>, because: Span, label: &str) {
        if let Err(Mismatch { expected, help }) = result {
            let found = quantity.value.dimension().name();
            let message = format!("expected {expected}; found {found}, `{}`", quantity.value.as_written());
            let finding = Diagnostic::error(UNIT_MISMATCH, quantity.span, message).with_help_if(help);
            self.diagnostics.push(finding.with_label(because, label));
        }
    }

    /// The same of an item: a misfit points at where its unit is said, if it is a material that says one.
    fn fits_item(&mut self, quantity: &Spanned<Quantity>, result: Result<f64, Mismatch>, item: &Reference) {
        let unit = match self.catalog.index.item(item.value.as_str()) {
            Some(ItemOwner::Material(index)) => self.catalog.materials[index].unit.as_ref(),
            _ => None,
        };
        match unit {
            Some(unit) => {
                let symbol = unit.value.symbol();
                let is_bare = quantity.value.as_written().ends_with(|c: char| c.is_ascii_digit());
                let result = result.map_err(|mut mismatch| {
                    let write = || {
                        format!(
                            "say the unit with the number: `{} {symbol}`, if that is meant",
                            quantity.value.as_written()
                        )
                    };
                    mismatch.help = mismatch.help.or_else(|| is_bare.then(write));
                    mismatch
                });
                let label = format!("`{}` is counted in `{}`", item.value, unit.value.symbol());
                self.fits(quantity, result, unit.span, &label);
            }
            None => self.fits(quantity, result, item.span, "of this item"),
        }
    }

    fn come_off(&mut self, by_products: &[ByProduct], sources: &KnownSources<'_>) {
        for by_product in by_products {
            self.consumed(&by_product.item, by_product.quantity.as_ref());
            self.source(by_product.source.as_ref(), sources);
        }
    }

    fn losses(&mut self, losses: &[Loss], sources: &KnownSources<'_>) {
        losses.iter().for_each(|loss| self.source(loss.source.as_ref(), sources));
        for quantity in losses.iter().filter_map(|loss| loss.quantity.as_ref()) {
            if !matches!(quantity.value.dimension(), Dimension::MASS | Dimension::ENERGY) {
                let found = quantity.value.dimension().name();
                let message = format!(
                    "expected a mass or an energy, such as `12 kg`; found {found}, `{}`",
                    quantity.value.as_written()
                );
                self.diagnostics.push(Diagnostic::error(UNIT_MISMATCH, quantity.span, message));
            }
        }
    }

    fn operations(&mut self, operations: &[Operation], sources: &KnownSources<'_>) {
        let mut seen: HashMap<&Id, Span> = HashMap::new();
        for operation in operations {
            self.capability(&operation.capability, &operation.envelope);
            self.source(operation.source.as_ref(), sources);
            if let Some(id) = &operation.id {
                self.unique(id, "operation", &mut seen);
            }
        }
    }

    fn provision(&mut self, provision: &Provision) {
        self.capability(&provision.capability, &provision.envelope);
    }

    fn capability(&mut self, capability: &Reference, envelope: &Envelope) {
        for misuse in misuses(self.catalog, capability, envelope) {
            match misuse {
                Misuse::Unknown(suggestion) => self.dangling(capability, "capability", suggestion),
                Misuse::NoParameter { span, message, help, edit } => self.missing(span, message, help, edit),
                Misuse::Value(finding) => self.diagnostics.push(finding),
            }
        }
    }

    fn unique<'i>(&mut self, id: &'i Reference, noun: &str, seen: &mut HashMap<&'i Id, Span>) {
        if let Some(first) = seen.get(&id.value) {
            let message = format!("there are two of the {noun} `{}` here", id.value);
            self.diagnostics
                .push(Diagnostic::error(DUPLICATE_ID, id.span, message).with_label(*first, "first defined here"));
        } else {
            seen.insert(&id.value, id.span);
        }
    }

    /// The sources of a document by their ids; `None` if the document has faults, so that some may not be readable.
    fn source_ids<'s>(&mut self, sources: &'s [SourceNote], document: Span) -> KnownSources<'s> {
        let mut seen: HashMap<&Id, Span> = HashMap::new();
        let ids: Vec<&Reference> = sources.iter().filter_map(|source| source.id.as_ref()).collect();
        ids.iter().for_each(|id| self.unique(id, "source", &mut seen));
        (!self.catalog.damage.is_faulty(document)).then(|| ids.into_iter().map(|id| id.value.as_str()).collect())
    }

    fn source(&mut self, source: Option<&Reference>, known: &KnownSources<'_>) {
        if let (Some(source), Some(known)) = (source, known)
            && !known.contains(&source.value.as_str())
        {
            self.dangling(source, "source", Suggestion::among(source.value.as_str(), known.iter().copied()));
        }
    }
}
