//! The claims as a page: a table of all, then each with what decides it.

use std::fmt::Write;

use super::claim_words::{command, factor_text, figure_text, footing_text, move_text, times, value_text};
use super::local_lacks_human::acquisition_rows;
use super::phrase::{counted, percent};
use crate::catalog::Catalog;
use crate::claims::{Answer, Decided, DecidedMeasure, Influence};
use crate::graph::Graph;
use crate::local::Verdict;
use crate::model::{Grade, Side};

/// How many of the things that a place lacks are told.
const MOST_LACKS: usize = 8;

/// The page.
pub fn claims_markdown(catalog: &Catalog, graph: &Graph, decided: &[Decided<'_>]) -> String {
    let mut page = String::from("# The claims, computed\n\n");
    if decided.is_empty() {
        page += "Nothing is claimed here: `groundup.yaml` lists no `claims`. `groundup schema repository` says what one looks \
                 like.\n";
        return page;
    }
    let count = |answer| decided.iter().filter(|one| one.answer == answer).count();
    let told = [Answer::Holds, Answer::DoesNotHold, Answer::CannotBeTold].map(|answer| {
        let (count, word) = (count(answer), answer.as_str());
        let word =
            if count == 1 { word.to_owned() } else { word.replace("holds", "hold").replace("does not", "do not") };
        (count, format!("{count} {word}"))
    });
    let told: Vec<String> = told.into_iter().filter(|(count, _)| *count > 0).map(|(_, text)| text).collect();
    let _ = writeln!(
        page,
        "Of {}, {}. This page is the output of `groundup claims`, from the figures of this repository; nothing in it is \
         written by hand but the claims and the notes. Each number can be seen with the command beside it, run in this folder.\n",
        counted(decided.len(), "claim"),
        told.join(", ")
    );
    table(catalog, graph, decided, &mut page);
    page += "\nThe *deciding figure* is the one that moves the measure most if it is 10 % more, all else being equal. How many of \
             a thing are built into a machine is its design, and not among the figures; of what a process turns into its product, only \
             what is lost can be more or less. *Stated*, *derived* and *estimated* say how good the figure's source is; *at worst*, \
             that the figure names none, and this is the worst of its document's.\n";
    for one in decided {
        section(catalog, graph, one, &mut page);
    }
    page
}

/// The verdict, with a word on what it rests on.
pub(super) fn verdict(one: &Decided<'_>) -> String {
    let rests = one.deciding().and_then(deciding_grade);
    let word = one.answer.as_str();
    if one.answer != Answer::CannotBeTold && rests == Some(Grade::Estimated) {
        format!("{word}, on an estimate")
    } else {
        word.to_owned()
    }
}

fn deciding_grade(measure: &DecidedMeasure<'_>) -> Option<Grade> {
    measure.influences.first()?.footing.as_ref().map(|footing| footing.grade)
}

fn table(catalog: &Catalog, graph: &Graph, decided: &[Decided<'_>], page: &mut String) {
    *page += "| Claim | Computed | Claimed | Verdict | Deciding figure | Its grade |\n|---|---|---|---|---|---|\n";
    for one in decided {
        let measure = one.deciding();
        let computed = measure.and_then(|measure| Some(value_text(graph, measure.of, measure.value?)));
        let first = measure.and_then(|measure| measure.influences.first());
        let deciding = first.map(|first| factor_text(catalog, graph, first, first.value));
        let grade = measure.and_then(deciding_grade).map_or("–", Grade::as_str);
        let _ = writeln!(
            page,
            "| [{}](#{}) | {} | {} | **{}** | {} | {grade} |",
            cell(title(one)),
            anchor(title(one)),
            computed.unwrap_or_else(|| "–".to_owned()),
            measure.map_or_else(|| "–".to_owned(), |measure| bound_text(graph, measure)),
            verdict(one),
            deciding.map_or_else(|| "–".to_owned(), |text| cell(&text)),
        );
    }
}

pub(super) fn title<'c>(one: &Decided<'c>) -> &'c str {
    one.claim.title.as_deref().unwrap_or(one.claim.id.value.as_str())
}

/// "at most 0.93 USD".
pub(super) fn bound_text(graph: &Graph, measure: &DecidedMeasure<'_>) -> String {
    let side = if measure.side == Side::AtLeast { "at least" } else { "at most" };
    let bound = measure.bound.map_or_else(|| "?".to_owned(), |bound| value_text(graph, measure.of, bound));
    // What was written in another unit is shown as well.
    let written = measure.written.filter(|written| {
        let unit = written.unit_symbol();
        unit != "ea" && !bound.ends_with(unit) && !bound.ends_with(&unit.replace('2', "²"))
    });
    let written = written.map_or_else(String::new, |written| format!(" ({})", written.as_written()));
    format!("{side} {bound}{written}")
}

fn section(catalog: &Catalog, graph: &Graph, one: &Decided<'_>, page: &mut String) {
    let _ = writeln!(page, "\n## {}\n", title(one));
    if let Some(words) = &one.claim.claim {
        let from: Vec<&str> = one.claim.sources.iter().map(|source| source.title.as_str()).collect();
        let from = if from.is_empty() { String::new() } else { format!("\n>\n> {}", from.join("; ")) };
        let _ = writeln!(page, "> {}{from}\n", words.trim());
    }
    let _ = writeln!(page, "**{}.** {}\n", capitalised(&verdict(one)), reason(catalog, graph, one));
    *page += "| Measure | Computed | Claimed | | Shown by |\n|---|---|---|---|---|\n";
    for measure in &one.measures {
        let computed = measure.value.map_or_else(|| "–".to_owned(), |value| value_text(graph, measure.of, value));
        let bound_of = measure.bound_of.map_or_else(String::new, |of| {
            let text = figure_text(catalog, graph, of);
            let place =
                if of.facility == measure.of.facility { text.rsplit_once(", at ").map(|(what, _)| what) } else { None };
            format!(", the {}", place.unwrap_or(&text))
        });
        let why = measure.why.as_ref().map_or_else(String::new, |why| format!(": {why}"));
        let _ = writeln!(
            page,
            "| {} | {computed} | {}{} | {}{} | `{}` |",
            cell(&figure_text(catalog, graph, measure.of)),
            bound_text(graph, measure),
            cell(&bound_of),
            measure.answer.as_str(),
            cell(&why),
            command(catalog, graph, measure.of),
        );
    }
    for measure in &one.measures {
        if let Some(note) = measure.note {
            let _ = writeln!(page, "\n{}", note.trim());
        }
    }
    lacks(catalog, graph, one, page);
    let first = one.deciding();
    for measure in &one.measures {
        let is_told = measure.answer != Answer::Holds || first.is_some_and(|first| std::ptr::eq(first, measure));
        if is_told {
            details(catalog, graph, measure, one.measures.len() > 1, page);
        } else if let (Some(most), Some(spare)) = (measure.influences.first(), measure.spare()) {
            let what = capitalised(&figure_text(catalog, graph, measure.of));
            let _ = writeln!(page, "\n{what}, has {} to spare. {}", percent(spare), turns_on(catalog, graph, most));
        }
    }
    if let Some(note) = &one.claim.note {
        let _ = writeln!(page, "\n*Note.* {}", note.trim());
    }
}

/// What the verdict rests on, in a sentence.
fn reason(catalog: &Catalog, graph: &Graph, one: &Decided<'_>) -> String {
    let told = |measure: &&DecidedMeasure<'_>| measure.answer != Answer::CannotBeTold || measure.why.is_none();
    match one.deciding().filter(told).and_then(|measure| measure.influences.first()) {
        Some(first) => turns_on(catalog, graph, first),
        None => without_figure(one),
    }
}

/// What the verdict rests on, where no figure decides it.
pub(super) fn without_figure(one: &Decided<'_>) -> String {
    let Some(measure) = one.deciding() else { return "No measure of it could be read.".to_owned() };
    if let Some(why) = measure.why.as_ref().filter(|_| measure.answer == Answer::CannotBeTold) {
        return format!("{}.", capitalised(why));
    }
    if measure.report.verdict == Verdict::Blocked {
        return "It cannot be made there, whatever the figures.".to_owned();
    }
    "It follows from what the place has and what the plan asks for; no one figure that is 10 % more moves it."
        .to_owned()
}

fn turns_on(catalog: &Catalog, graph: &Graph, first: &Influence) -> String {
    let footing = first.footing.as_ref().map_or_else(String::new, |footing| format!(" ({})", footing_text(footing)));
    format!("It turns most on {}{footing}.", factor_text(catalog, graph, first, first.value))
}

/// The least that each place would have to get, where something cannot be made there.
fn lacks(catalog: &Catalog, graph: &Graph, one: &Decided<'_>, page: &mut String) {
    let mut told = Vec::new();
    for measure in one.measures.iter().filter(|measure| measure.report.verdict == Verdict::Blocked) {
        let rows = acquisition_rows(graph, &measure.report);
        if rows.is_empty() || told.contains(&(measure.of.root, measure.of.facility)) {
            continue;
        }
        told.push((measure.of.root, measure.of.facility));
        let place = &catalog.facilities[measure.of.facility].id.value;
        let count = if rows.len() == 1 { "one thing".to_owned() } else { format!("{} things", rows.len()) };
        let _ = writeln!(
            page,
            "\n`{}` cannot be made at `{place}` as things stand. The least that the place would have to get is {count}:\n",
            graph.item(measure.of.root).id
        );
        for (what, text) in rows.iter().take(MOST_LACKS) {
            let _ = writeln!(page, "- {what}: {text}");
        }
        if let Some(rest) = rows.len().checked_sub(MOST_LACKS).filter(|rest| *rest > 0) {
            let _ = writeln!(page, "- and {rest} more, which `{}` tells", command(catalog, graph, measure.of));
        }
    }
}

/// What a measure rests on, and what would have to be true.
fn details(catalog: &Catalog, graph: &Graph, measure: &DecidedMeasure<'_>, is_named: bool, page: &mut String) {
    if measure.influences.is_empty() {
        return;
    }
    let what = if is_named { format!(" ({})", figure_text(catalog, graph, measure.of)) } else { String::new() };
    let met = if measure.answer == Answer::Holds { "It would stop holding at" } else { "It would hold at" };
    let _ = writeln!(
        page,
        "\nWhat it rests on{what}: by weight {} stated, {} derived, {} estimated.\n",
        percent(measure.evidence.stated),
        percent(measure.evidence.derived),
        percent(measure.evidence.estimated)
    );
    let _ = writeln!(
        page,
        "| Figure | Grade and source | 10 % more moves it by | {met}, all else equal |\n|---|---|---|---|"
    );
    for one in measure.influences.iter().chain(&measure.groups) {
        let footing = one.footing.as_ref().map_or_else(String::new, footing_text);
        let _ = writeln!(
            page,
            "| {} | {} | {} | {} |",
            cell(&factor_text(catalog, graph, one, one.value)),
            cell(&footing),
            move_text(graph, measure.of, one.effect),
            cell(&threshold_text(catalog, graph, one)),
        );
    }
}

/// "6.2 h of work …", or that no value does.
pub(super) fn threshold_text(catalog: &Catalog, graph: &Graph, one: &Influence) -> String {
    match (one.met_at(), one.footing.is_some()) {
        (None, true) => "no value of this one figure alone".to_owned(),
        (None, false) => "no value of these alone".to_owned(),
        (Some((_, 0.0)), _) => "nothing of it at all".to_owned(),
        (Some((value, by)), true) => {
            format!("{} ({} times it)", factor_text(catalog, graph, one, value), times(by))
        }
        (Some((_, by)), false) => format!("{} times what they are", times(by)),
    }
}

pub(super) fn capitalised(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// Text that stands in a table.
fn cell(text: &str) -> String {
    text.replace('|', "\\|").replace('\n', " ")
}

/// The anchor that a heading has on the pages of code hosts: its letters and digits in small, blanks as hyphens.
fn anchor(title: &str) -> String {
    let kept = title.chars().filter(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_'));
    kept.flat_map(char::to_lowercase).map(|c| if c == ' ' { '-' } else { c }).collect()
}
