//! A quantity that is zero or less where only more makes sense.

use crate::catalog::Catalog;
use crate::diagnostic::{Diagnostic, Severity};
use crate::lint::Lint;
use crate::lint::rule::{Check, Rule};
use crate::model::{
    BomEntry, ByProduct, Envelope, EquipmentKind, Facility, Input, Loss, Material, Operation, Part, Plan, Process,
    Provision, Reference,
};
use crate::quantity::{self, Dimension, Quantity};
use crate::text::{Span, Spanned};

/// Looks at every quantity of every document. Emissions have any sign: what grows, or hardens in air, takes CO2 up.
pub static RULE: Rule = Rule {
    name: "non-positive-quantity",
    severity: Severity::Error,
    page: include_str!("non_positive_quantity.md"),
    check: Check::Here(find),
};

/// Of a yield below this, nothing ever comes out.
const LEAST_YIELD: f64 = 1e-9;

fn find(lint: &Lint<'_>) -> Vec<Diagnostic> {
    let catalog = lint.catalog;
    let mut signs = Signs { catalog, findings: Vec::new() };
    if let Some(repository) = &catalog.repository {
        signs.rates(&repository.exchange_rates);
    }
    catalog.materials.iter().for_each(|material| signs.material(material));
    catalog.plans.iter().for_each(|plan| signs.plan(plan));
    catalog.processes.iter().for_each(|process| signs.process(process));
    catalog.facilities.iter().for_each(|facility| signs.facility(facility));
    signs.findings
}

type Field = Option<Spanned<Quantity>>;

struct Signs<'c> {
    catalog: &'c Catalog,
    findings: Vec<Diagnostic>,
}

impl Signs<'_> {
    fn positive(&mut self, field: &Field, what: &str, help: &str) {
        if let Some(quantity) = field.as_ref().filter(|quantity| quantity.value.amount() <= 0.0) {
            self.report(quantity.span, what, "more than zero", quantity.value.as_written(), help);
        }
    }

    fn not_negative(&mut self, field: &Field, what: &str) {
        if let Some(quantity) = field.as_ref().filter(|quantity| quantity.value.amount() < 0.0) {
            self.report(
                quantity.span,
                what,
                "zero or more",
                quantity.value.as_written(),
                "write it without the minus, or leave it out",
            );
        }
    }

    fn report(&mut self, span: Span, what: &str, bound: &str, found: &str, help: &str) {
        let message = format!("{what} must be {bound}; found `{found}`");
        self.findings.push(Diagnostic::error(RULE.name, span, message).with_help(help));
    }

    fn material(&mut self, material: &Material) {
        const HELP: &str = "write its true value, or leave it out if it is not known";
        self.positive(&material.mass, "the mass of a unit", HELP);
        self.positive(&material.density, "a density", HELP);
        self.positive(&material.pack, "what is sold together", HELP);
        self.lifetime(&material.lifetime);
        self.not_negative(&material.price, "a price");
        if let Some(stock) = &material.stock {
            for size in [&stock.length, &stock.width, &stock.thickness] {
                self.positive(size, "a size of stock", HELP);
            }
            for other in &stock.also {
                let length = Some(other.length.clone());
                self.positive(&length, "a size of stock", HELP);
                self.positive(&other.width, "a size of stock", HELP);
                self.not_negative(&other.price, "a price");
            }
        }
    }

    fn plan(&mut self, plan: &Plan) {
        const HELP: &str = "write its true value, or leave it out if it is not known";
        self.positive(&plan.makes.quantity, "what a plan makes", "write how much one run makes, such as `1 ea`");
        self.positive(&plan.makes.mass, "the mass of what a plan makes", HELP);
        self.batch(&plan.batch);
        for line in &plan.bom {
            self.positive(&line.quantity, "the quantity of a BOM line", "write how much is needed, or delete the line");
            self.lifetime(&line.lifetime);
            if let BomEntry::Part(part) = &line.entry {
                self.positive(&part.mass, "the mass of a part", HELP);
                self.batch(&part.batch);
                self.blanks(part);
                self.inputs(&part.from);
                self.come_off(&part.by_products);
                self.losses(&part.losses);
                self.operations(&part.operations);
            }
        }
        self.come_off(&plan.by_products);
        self.losses(&plan.losses);
        self.operations(&plan.operations);
        plan.provides.iter().for_each(|provision| self.provision(provision));
        self.not_negative(&plan.footprint.floor_area, "a floor area");
        self.not_negative(&plan.footprint.power, "a power");
        self.positive(&plan.footprint.lifetime, "a lifetime", HELP);
        self.not_negative(&plan.price, "a price");
        self.performance(&plan.performance);
        if let Some(baseline) = &plan.baseline {
            self.not_negative(&baseline.price, "a price");
            self.positive(&baseline.mass, "a mass", HELP);
            self.not_negative(&baseline.power, "a power");
            self.positive(&baseline.lifetime, "a lifetime", HELP);
            self.performance(&baseline.performance);
        }
    }

    fn process(&mut self, process: &Process) {
        for output in &process.outputs {
            self.positive(
                &output.quantity,
                "what comes out of a process",
                "write how much one run makes, or delete the line",
            );
        }
        self.batch(&process.batch);
        self.inputs(&process.inputs);
        self.losses(&process.losses);
        self.operations(&process.operations);
        if let Some(fraction) =
            process.yield_fraction.as_ref().filter(|fraction| (0.0..LEAST_YIELD).contains(&fraction.value))
        {
            self.report(
                fraction.span,
                "a yield",
                "more than a billionth",
                &fraction.value.to_string(),
                "write the share that is good, such as `0.95`",
            );
        }
    }

    fn facility(&mut self, facility: &Facility) {
        self.not_negative(&facility.floor_area, "a floor area");
        self.not_negative(&facility.power, "a power");
        for workforce in &facility.labour {
            self.positive(&workforce.hours, "working hours", "write the hours a week, or leave these people out");
            self.not_negative(&workforce.wage, "a wage");
        }
        for equipment in &facility.equipment {
            self.positive(
                &equipment.hours,
                "the hours of a machine",
                "write the hours a week that it can run, or leave it out",
            );
            if let EquipmentKind::Described { provides, price, lifetime, floor_area, power, .. } = &equipment.kind {
                provides.iter().for_each(|provision| self.provision(provision));
                self.not_negative(price, "a price");
                self.positive(lifetime, "a lifetime", "write the hours until it is worn out, or leave it out");
                self.not_negative(floor_area, "a floor area");
                self.not_negative(power, "a power");
            }
        }
        for resource in &facility.resources {
            self.not_negative(&resource.available, "what is available");
            self.not_negative(&resource.price, "a price");
        }
        for line in &facility.stock {
            self.not_negative(&line.quantity, "what is in stock");
        }
        self.rates(&facility.exchange_rates);
    }

    fn blanks(&mut self, part: &Part) {
        for blank in &part.blanks {
            let length = Some(blank.length.clone());
            for size in [&length, &blank.width] {
                self.positive(size, "a size of a blank", "write its true size, or leave the blank out");
            }
        }
        for dimension in &part.dimensions {
            self.not_negative(&dimension.tolerance, "a tolerance");
        }
    }

    fn inputs(&mut self, inputs: &[Input]) {
        for input in inputs {
            let help = "write how much goes in, or delete the line; what comes off is a by-product";
            self.positive(&input.quantity, "the quantity of an input", help);
            self.lifetime(&input.lifetime);
        }
    }

    fn lifetime(&mut self, lifetime: &Field) {
        self.positive(lifetime, "a lifetime", "write how much use it lasts, or leave it out if it is used up at once");
    }

    fn batch(&mut self, batch: &Field) {
        self.positive(batch, "a batch", "write how much is made in one go, or leave it out");
    }

    fn come_off(&mut self, by_products: &[ByProduct]) {
        for by_product in by_products {
            self.positive(
                &by_product.quantity,
                "the quantity of a by-product",
                "write how much comes off, or delete the line",
            );
        }
    }

    fn losses(&mut self, losses: &[Loss]) {
        for loss in losses {
            self.positive(&loss.quantity, "a loss", "write how much is lost, or delete the line");
        }
    }

    fn operations(&mut self, operations: &[Operation]) {
        for operation in operations {
            self.envelope(&operation.capability, &operation.envelope);
            self.not_negative(&operation.time, "a machine time");
            self.not_negative(&operation.set_up, "a set-up time");
            if let Some(labour) = &operation.labour {
                self.not_negative(&labour.time, "a working time");
                self.not_negative(&labour.set_up, "a set-up time");
            }
        }
    }

    fn provision(&mut self, provision: &Provision) {
        self.envelope(&provision.capability, &provision.envelope);
        self.positive(&provision.throughput, "a throughput", "write how much it turns out in a time, or leave it out");
        self.not_negative(&provision.power, "a power");
    }

    /// Only temperatures may be below zero.
    fn envelope(&mut self, capability: &Reference, envelope: &Envelope) {
        if envelope.is_empty() {
            return;
        }
        let parameters = self.catalog.parameters_of(capability.value.as_str());
        for (name, value) in envelope {
            let unit = parameters
                .iter()
                .find(|(known, _)| *known == &*name.value)
                .and_then(|(_, parameter)| parameter.unit.as_ref());
            let Some(unit) = unit.filter(|unit| unit.value.dimension() != Dimension::TEMPERATURE) else { continue };
            for text in value.values() {
                let quantity =
                    quantity::parse(&text.value).ok().filter(|quantity| quantity.dimension() == unit.value.dimension());
                let field = quantity.map(|quantity| Spanned::new(quantity, text.span));
                self.not_negative(&field, &format!("the `{}` of an envelope", name.value));
            }
        }
    }

    fn performance(&mut self, performance: &[(Spanned<String>, Spanned<Quantity>)]) {
        for (_, quantity) in performance.iter().filter(|(_, quantity)| quantity.value.amount() <= 0.0) {
            let help = "write what it achieves, as a figure of which more is better, or leave it out";
            self.report(quantity.span, "a performance", "more than zero", quantity.value.as_written(), help);
        }
    }

    fn rates(&mut self, rates: &[(Spanned<String>, Spanned<Quantity>)]) {
        for (_, quantity) in rates.iter().filter(|(_, quantity)| quantity.value.amount() <= 0.0) {
            let help = "write what one unit of that currency is worth";
            self.report(quantity.span, "an exchange rate", "more than zero", quantity.value.as_written(), help);
        }
    }
}
