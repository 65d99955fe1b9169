//! Equipment whose throughput and power contradict each other.

use super::energy_bounds::bounds_of;
use super::implausible_energy::JOULES_PER_KWH;
use crate::diagnostic::{Diagnostic, Severity};
use crate::lint::Lint;
use crate::lint::rule::{Check, Rule};
use crate::model::{EquipmentKind, Provision};
use crate::quantity::{Dimension, Quantity, display_si, format_amount};
use crate::text::Spanned;

/// Divides the power of every machine by what it turns out.
pub static RULE: Rule = Rule {
    name: "implausible-throughput",
    severity: Severity::Warning,
    page: include_str!("implausible_throughput.md"),
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
    let bounds = bounds_of(provision.capability.value.as_str())?;
    let throughput = provision.throughput.as_ref()?;
    let power = provision.power.as_ref().or(of_all)?;
    let rate = throughput.value.dimension();
    let (rate_kg_per_s, power_w) = (throughput.value.si(), power.value.si());
    if Some(rate) != Dimension::MASS.checked_div(Dimension::TIME) || rate_kg_per_s <= 0.0 || power_w <= 0.0 {
        return None;
    }
    let per_kg = power_w / rate_kg_per_s / JOULES_PER_KWH;
    let has = format!("`{id}` would have {} kWh for each kg at this rate", format_amount(per_kg));
    // Where a fuel may help, a small power is no measure; that of the whole machine may be for other work.
    let least_kwh = bounds.least_kwh.filter(|least| !bounds.fuel_helps && per_kg < least * (1.0 - ROUNDING));
    let most_kwh = bounds.most_kwh.filter(|most| provision.power.is_some() && per_kg > *most);
    let (message, help) = match (least_kwh, most_kwh) {
        (Some(least_kwh), _) => {
            let fastest = format_amount((power_w * 3600.0 / JOULES_PER_KWH / least_kwh).floor());
            let power = display_si(power_w, Dimension::POWER);
            let help = format!(
                "correct one of them: {power} cannot do more than {fastest} kg/h even without losses; the least is that of {}",
                bounds.source
            );
            (format!("{has}; {} takes at least {} kWh", bounds.work, format_amount(least_kwh)), help)
        }
        (None, Some(most_kwh)) => (
            format!("{has}; of {}, no more than {} kWh are known", bounds.work, format_amount(most_kwh)),
            "correct one of them: is the power that of the whole works, or the rate per shift?".to_owned(),
        ),
        (None, None) => return None,
    };
    let finding = Diagnostic::warning(RULE.name, throughput.span, message).with_help(help);
    Some(finding.with_label(power.span, "the power"))
}
