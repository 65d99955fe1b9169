//! The cover: what, how many, for whom, of which revision, on what terms; hazards first.

use serde::Serialize;

use super::honesty::{WARNING_FILE, estimated_percent, is_mass_estimated, marked_fact, shortened};
use super::job::Job;
use super::licenses::license_lines;
use super::pages::{DATA, PAGES, PacketEntry, PacketHead, head, page, revision};
use crate::bundle::links::relative;
use crate::bundle::view::{Fact, Hazard, Image, LicenseLine, Link, Mark, Page};
use crate::bundle::wording::{amount, count, day, fact, hours, verdict_mark, word_fact};
use crate::local::{Status, Verdict};
use crate::model::Id;
use crate::purchase::Purchase;
use crate::quantity::{format_amount_grouped, weekly_rate};
use crate::text::RepoPath;

/// The most reasons against a release that a cover tells: it is one page.
const MOST_REASONS: usize = 3;
/// The most letters of each where there are more: a line of the page.
const REASON_LETTERS: usize = 95;

/// The context of `packet/index`.
#[derive(Debug, Serialize)]
pub struct PacketIndex {
    page: Page,
    head: PacketHead,
    image: Option<Image>,
    facts: Vec<Fact>,
    safety: Vec<Hazard>,
    verdict: Mark,
    verdict_notes: Vec<String>,
    contents: Vec<PacketEntry>,
    data: Vec<PacketEntry>,
    licenses: Vec<LicenseLine>,
    verify: Option<String>,
}

/// The cover of a job.
pub fn cover(job: &Job<'_>, purchases: &[Purchase], plain_html: &dyn Fn(&str) -> String) -> PacketIndex {
    let title = job.title(job.report().resolution.root);
    let safety = job.plans.iter().flat_map(|plan| &job.catalog().plans[*plan].safety).cloned().collect::<Vec<_>>();
    let mut contents: Vec<PacketEntry> = PAGES[1..].iter().map(PacketEntry::of).collect();
    contents.extend(files_entry(job));
    PacketIndex {
        page: page(job, "index.html", title),
        head: head(job),
        image: image(job),
        facts: facts(job, purchases),
        safety: crate::bundle::wording::hazards(&safety, plain_html),
        verdict: verdict_mark(job.report().verdict),
        verdict_notes: verdict_notes(job, purchases),
        contents,
        data: DATA.iter().map(PacketEntry::of).collect(),
        licenses: license_lines(job),
        verify: Some(format!(
            "groundup verify {}",
            super::file_name_of(job.plan().id.value.as_str(), job.facility().id.value.as_str())
        )),
    }
}

fn files_entry(job: &Job<'_>) -> Option<PacketEntry> {
    let files = job.files.len();
    let note = match files {
        0 => return None,
        _ => format!(
            "{} of the plan: drawings, CAD and instructions, listed under limits and sources",
            count(files, "file", "files")
        ),
    };
    Some(PacketEntry { name: Link { text: "Files of the plan".to_owned(), href: "notes.html#files".to_owned() }, note })
}

fn image(job: &Job<'_>) -> Option<Image> {
    let plan = job.plan();
    let path = RepoPath::join(job.folder(job.plan), &plan.image.as_ref()?.value)?;
    let to = job.files.get(&path)?;
    Some(Image { href: relative("index.html", to), alt: plan.image_alt.clone().unwrap_or_default(), caption: None })
}

fn facts(job: &Job<'_>, purchases: &[Purchase]) -> Vec<Fact> {
    let (report, graph, plan) = (job.report(), job.graph(), job.plan());
    let resolution = &report.resolution;
    let quantity_text = job.quantity_text();
    let (number, unit) = quantity_text.split_once(' ').unwrap_or((&quantity_text, ""));
    let mut facts =
        vec![fact("Build", crate::bundle::view::Quantity { number: number.to_owned(), unit: unit.to_owned() })];
    facts.push(word_fact("For", job.facility_title()));
    facts.extend(plan.version.as_ref().map(|version| word_fact("Version", version.clone())));
    facts.extend(plan.readiness.map(|readiness| word_fact("Readiness", readiness.as_str())));
    facts.push(match revision(job) {
        Some(revision) => word_fact("Revision", revision),
        None => word_fact("Revision", "none").with_note("not under version control"),
    });
    facts.extend(job.request.world.provenance().time_s.and_then(day).map(|day| word_fact("State of", day)));
    let is_mass_estimate = is_mass_estimated(job, resolution.root);
    let mass = graph.item(resolution.root).mass_kg.map(|mass_kg| fact("Mass of each", amount(mass_kg, "kg")));
    facts.extend(mass.map(|mass| marked_fact(mass, is_mass_estimate)));
    let time = |label: &str, time_h: f64, estimated: f64, note: &str| {
        let share = if estimated > 0.0 { format!("; {} % estimated", estimated.ceil()) } else { String::new() };
        marked_fact(fact(label, hours(time_h)), estimated > 0.0).with_note(format!("{note}{share}"))
    };
    facts.push(time(
        "Work",
        job.whole.totals.labour_h,
        estimated_percent(job, |need| need.labour_h),
        "of one person, for all",
    ));
    facts.push(time(
        "Machine time",
        job.whole.totals.machine_h,
        estimated_percent(job, |need| need.machine_h),
        "for all",
    ));
    let is_guess =
        |purchase: &Purchase| purchase.aisle.is_bought() && purchase.is_estimated && purchase.price.is_some();
    let bought: f64 = purchases.iter().filter(|purchase| purchase.aisle.is_bought()).filter_map(Purchase::cost).sum();
    facts.push(
        marked_fact(fact("To buy", amount(bought.round(), graph.currency.code())), purchases.iter().any(is_guess))
            .with_note("for all, rounded up to what is sold"),
    );
    facts
}

fn verdict_notes(job: &Job<'_>, purchases: &[Purchase]) -> Vec<String> {
    let report = job.report();
    let lines: Vec<Option<Status>> = job.plan().bom.iter().map(|line| super::bom::status_of(job, line)).collect();
    let made = lines.iter().filter(|status| matches!(status, Some(Status::Made | Status::Bootstrap))).count();
    let had = lines.iter().filter(|status| matches!(status, Some(Status::Stock | Status::Resource))).count();
    let imported = lines.iter().filter(|status| **status == Some(Status::Import)).count();
    let mut notes = refusal_notes(&job.reasons);
    notes.push(format!(
        "Of {} in the bill of materials, {} made here, {} in stock or from the place, and {} imported.",
        count(lines.len(), "line", "lines"),
        is_or_are(made),
        is_or_are(had),
        is_or_are(imported)
    ));
    if report.verdict == Verdict::LocalAfterBootstrap {
        let title = |plan: &Id| match job.graph().item_index(plan.as_str()) {
            Some(item) => job.title(item).to_owned(),
            None => plan.to_string(),
        };
        let machines: Vec<String> = report.bootstrap.iter().map(|stage| title(&stage.plan)).collect();
        notes.push(format!("First build the machines that are missing: {}.", machines.join("; ")));
    }
    if let Some(rate) = report.capacity.units_per_week.filter(|rate| *rate > 0.0) {
        let weeks = report.resolution.quantity / rate;
        let limit = report
            .capacity
            .bottleneck
            .as_ref()
            .map_or_else(String::new, |limit| format!("; {} sets the pace", bottleneck(job, limit)));
        let tenths = |value: f64| format_amount_grouped((value * 10.0).ceil() / 10.0);
        // One job after another goes faster than one alone, in which machines wait for each other.
        let duration = match &report.schedule {
            Some(schedule) if schedule.weeks() > 1.05 => {
                format!("This job alone takes {} weeks by the order of work.", tenths(schedule.weeks()))
            }
            Some(schedule) => {
                format!("This job alone takes {} working hours by the order of work.", tenths(schedule.length_h))
            }
            None => match weeks * 5.0 {
                days if days <= 1.0 => "This job takes a working day at least.".to_owned(),
                days if days <= 15.0 => format!("This job takes {} working days at least.", days.ceil()),
                // More than three weeks, so always several.
                _ => format!("This job takes {} weeks at least.", tenths(weeks)),
            },
        };
        notes.push(format!("Rate, one after another: {}{limit}. {duration}", weekly_rate(rate)));
    }
    let unpriced = purchases.iter().filter(|purchase| purchase.aisle.is_bought() && purchase.price.is_none()).count();
    if unpriced > 0 {
        notes.push(format!(
            "{} no price, and the sums are without them.",
            if unpriced == 1 { "One thing to buy has".to_owned() } else { format!("{unpriced} things to buy have") }
        ));
    }
    let evidence = &report.resolution.evidence;
    if evidence.estimated > 0.0 {
        let share = crate::bundle::wording::share("", evidence.estimated).percent;
        notes.push(format!("{share} of the recipes rest on estimates; prices marked ≈ are estimates too."));
    }
    notes
}

/// Why the packet is not released: all of it, or the first reasons in a line each and where all of them stand.
fn refusal_notes(reasons: &[String]) -> Vec<String> {
    let Some(more) = reasons.len().checked_sub(MOST_REASONS).filter(|more| *more > 0) else {
        return reasons.iter().map(|reason| format!("Not released: {reason}")).collect();
    };
    let mut notes: Vec<String> = reasons[..MOST_REASONS]
        .iter()
        .map(|reason| format!("Not released: {}", shortened(reason, REASON_LETTERS)))
        .collect();
    let reasons = if more == 1 { "reason" } else { "reasons" };
    notes.push(format!("And {more} more {reasons}; all stand in {WARNING_FILE}."));
    notes
}

/// `3 are`
fn is_or_are(number: usize) -> String {
    format!("{number} {}", if number == 1 { "is" } else { "are" })
}

/// What limits the rate: a machine by its title, people by their skill.
fn bottleneck(job: &Job<'_>, limit: &str) -> String {
    match limit.split_once(':') {
        Some(("labour", skill)) => format!("the work of the {skill}"),
        Some(("resource", item)) => {
            job.graph().item_index(item).map_or_else(|| item.to_owned(), |item| job.title(item).to_owned())
        }
        _ => {
            let machines = &job.request.shop.place.machines;
            let machine = machines.iter().position(|machine| machine.id.as_str() == limit);
            machine.map_or_else(|| limit.to_owned(), |machine| job.machine_name(machine))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{MOST_REASONS, refusal_notes};

    #[test]
    fn a_cover_tells_the_first_reasons_in_a_line_each() {
        let reasons = |count: usize| vec!["it needs a thing, and ".repeat(9); count];
        let all = refusal_notes(&reasons(MOST_REASONS));
        assert!(all.len() == MOST_REASONS && all.iter().all(|note| note.ends_with("a thing, and ")), "{all:?}");
        let some = refusal_notes(&reasons(MOST_REASONS + 1));
        assert_eq!(some[MOST_REASONS], "And 1 more reason; all stand in NOT-RELEASED.txt.");
        assert!(some[..MOST_REASONS].iter().all(|note| note.chars().count() < 112 && note.ends_with('…')), "{some:?}");
        assert_eq!(refusal_notes(&reasons(36)).last().unwrap(), "And 33 more reasons; all stand in NOT-RELEASED.txt.");
        assert!(refusal_notes(&[]).is_empty());
    }
}
