//! Equipment that works faster than its power allows.

use super::energy_bounds::bounds_of;
use super::implausible_energy::JOULES_PER_KWH;
use crate::diagnostic::{Diagnostic, Severity};
use crate::lint::Lint;
use crate::lint::rule::{Check, Rule};
use crate::model::{EquipmentKind, Provision};
use crate::quantity::{Dimension, Quantity, display_si, format_amount};
use crate::text::Spanned;

/// Divides the power of every machine that works by electricity alone by what it turns out.
pub static RULE: Rule = Rule {
    name: "throughput-beyond-power",
    severity: Severity::Warning,
    page: include_str!("throughput_beyond_power.md"),
    check: Check::Here(find),
};

/// What rounding of the figures may make.
const ROUNDING: f64 = 0.01;

fn find(lint: &Lint<'_>) -> Vec<Diagnostic> {
    let mut findings = Vec::new();
    for plan in &lint.catalog.plans {
        let of_all = plan.footprint.power.as_ref();
        findings.extend(plan.provides.iter().filter_map(|provision| fault(plan.id.value.as_str(), provision, of_all)));
    }
    for facility in &lint.catalog.facilities {
        for equipment in &facility.equipment {
            if let EquipmentKind::Described { id, provides, power, .. } = &equipment.kind {
                findings.extend(provides.iter().filter_map(|it| fault(id.value.as_str(), it, power.as_ref())));
            }
        }
    }
    findings
}

fn fault(id: &str, provision: &Provision, of_all: Option<&Spanned<Quantity>>) -> Option<Diagnostic> {
    // Where a fuel may help, the power is no measure.
    let bounds = bounds_of(provision.capability.value.as_str()).filter(|bounds| !bounds.fuel_helps)?;
    let throughput = provision.throughput.as_ref()?;
    let power = provision.power.as_ref().or(of_all)?;
    let rate = throughput.value.dimension();
    let (rate_kg_per_s, power_w) = (throughput.value.si(), power.value.si());
    if Some(rate) != Dimension::MASS.checked_div(Dimension::TIME) || rate_kg_per_s <= 0.0 || power_w <= 0.0 {
        return None;
    }
    let per_kg = power_w / rate_kg_per_s / JOULES_PER_KWH;
    let least_kwh = bounds.least_kwh.filter(|least| per_kg < least * (1.0 - ROUNDING))?;
    let message = format!(
        "`{id}` would have {} kWh for each kg at this rate; {} takes at least {} kWh",
        format_amount(per_kg),
        bounds.work,
        format_amount(least_kwh)
    );
    let fastest = format!("{} kg/h", format_amount((power_w * 3600.0 / JOULES_PER_KWH / least_kwh).floor()));
    let power_words = display_si(power_w, Dimension::POWER);
    let help = format!(
        "correct one of them: {power_words} cannot do more than {fastest} even without losses; the least is that of {}",
        bounds.source
    );
    Some(
        Diagnostic::warning(RULE.name, throughput.span, message)
            .with_help(help)
            .with_label(power.span, "the power"),
    )
}
