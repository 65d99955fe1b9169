//! Answers about how a plan is made.

use super::criterion::Answer;
use super::held::Held;
use crate::model::{BomEntry, BomLine, Origin, Role};
use crate::quantity::Dimension;

/// Extensions of files that are made from a design, and cannot be edited as one.
const EXPORTS: &[&str] =
    &["amf", "bin", "gcode", "gif", "glb", "hex", "jpeg", "jpg", "nc", "ngc", "obj", "pdf", "png", "stl", "webp"];

/// So many steps may share a picture.
const STEPS_A_PICTURE: usize = 3;

pub(super) fn source_files(held: &Held<'_>) -> Answer {
    if held.parts().next().is_none() && held.plan.files.is_empty() {
        return Answer::NotAsked;
    }
    let extension = |path: &str| path.rsplit_once('.').map(|(_, extension)| extension.to_ascii_lowercase());
    let is_editable = |path: &str| extension(path).is_none_or(|extension| !EXPORTS.contains(&extension.as_str()));
    let mut sources = held.plan.files.iter().filter(|file| file.role == Role::Source);
    let has_source = sources.any(|file| is_editable(&file.path.value) && held.has_file(&file.path.value));
    let advice = "Share the design in the form in which you edit it: `files: [{path: cad/frame.FCStd, role: source}]`.";
    Answer::whole(has_source, advice)
}

pub(super) fn drawings(held: &Held<'_>) -> Answer {
    let is_drawn = |drawing: &str| held.has_file(drawing);
    let lacking: Vec<String> = held
        .parts()
        .filter(|part| !part.drawing.as_ref().is_some_and(|drawing| is_drawn(&drawing.value)))
        .map(|part| part.name.value.to_string())
        .collect();
    Answer::part(held.parts().count(), &lacking, |names| {
        format!(
            "Give a dimensioned drawing to make {names} by: `drawing: cad/leg.dxf` on the part. A sketch is better than none."
        )
    })
}

pub(super) fn part_materials(held: &Held<'_>) -> Answer {
    let lacking = held.parts().filter(|part| part.from.is_empty()).map(|part| part.name.value.to_string());
    let lacking: Vec<String> = lacking.collect();
    Answer::part(held.parts().count(), &lacking, |names| {
        format!("Say what {names} is cut from, and how much of it: `from: [{{item: …, quantity: …}}]`.")
    })
}

pub(super) fn operations(held: &Held<'_>) -> Answer {
    if held.plan.bom.is_empty() {
        return Answer::NotAsked;
    }
    let parts = held.parts().filter(|part| part.operations.is_empty()).map(|part| part.name.value.to_string());
    let mut lacking: Vec<String> = parts.collect();
    if held.plan.operations.is_empty() {
        lacking.push("operations".to_owned());
    }
    let is_assembly = lacking.len() == 1 && held.plan.operations.is_empty();
    Answer::part(held.parts().count() + 1, &lacking, |names| match is_assembly {
        true => {
            "Say how it is put together, step by step: `operations: [{capability: welding/mig, time: 4 h}]`.".to_owned()
        }
        false => {
            format!("Say by which operations these are made: {names} (`operations: [{{capability: …, time: …}}]`).")
        }
    })
}

pub(super) fn work_times(held: &Held<'_>) -> Answer {
    let is_timed = |time: bool, labour: bool| time || labour;
    let untimed = held.operations().filter(|operation| {
        let labour = operation.labour.as_ref().is_some_and(|labour| labour.time.is_some());
        !is_timed(operation.time.is_some(), labour)
    });
    let names = untimed.map(|operation| operation.id.as_ref().unwrap_or(&operation.capability).value.to_string());
    let lacking: Vec<String> = names.collect();
    Answer::part(held.operations().count(), &lacking, |names| {
        format!("Say how long these steps take, by the clock or by judgement: {names} (`time: 20 min`).")
    })
}

pub(super) fn bill(held: &Held<'_>) -> Answer {
    let bom = &held.plan.bom;
    if bom.is_empty() {
        return Answer::whole(false, "List all that goes into it, with quantities: `bom:`.");
    }
    let lacking: Vec<String> =
        bom.iter().filter(|line| line.quantity.is_none()).map(|line| name_of(line).to_owned()).collect();
    Answer::part(bom.len(), &lacking, |names| format!("Say how much it takes of {names}: `quantity:`."))
}

pub(super) fn bought_named(held: &Held<'_>) -> Answer {
    let bought: Vec<&str> = bought(held);
    let is_named = |id: &str| {
        held.material(id).is_none_or(|material| {
            material.title.is_some()
                && (material.description.is_some() || !material.see.is_empty() || !material.sources.is_empty())
        })
    };
    let lacking: Vec<String> = bought.iter().filter(|id| !is_named(id)).map(|id| (*id).to_owned()).collect();
    Answer::part(bought.len(), &lacking, |names| {
        format!(
            "Say exactly what to buy for {names}: a `title` with the standard or type, and a `description`, `see` or source."
        )
    })
}

pub(super) fn bought_prices(held: &Held<'_>) -> Answer {
    let bought = bought(held);
    let lacking = bought.iter().filter(|id| held.item(id).is_none_or(|(_, item)| item.price.is_none()));
    let lacking: Vec<String> = lacking.map(|id| (*id).to_owned()).collect();
    Answer::part(bought.len(), &lacking, |names| {
        format!("Say what {names} costs to buy: `price: 12 USD` in the catalog.")
    })
}

pub(super) fn masses(held: &Held<'_>) -> Answer {
    let bom = &held.plan.bom;
    if bom.is_empty() {
        return Answer::NotAsked;
    }
    let is_weighed = |line: &&BomLine| {
        let id = match &line.entry {
            BomEntry::Item { item, .. } => item.value.as_str(),
            BomEntry::Part(part) => part.id.as_str(),
        };
        held.item(id).is_none_or(|(_, item)| item.mass_kg.is_some() || item.unit.dimension() == Dimension::ENERGY)
    };
    let mut lacking: Vec<String> =
        bom.iter().filter(|line| !is_weighed(line)).map(|line| name_of(line).to_owned()).collect();
    if held.plan.makes.mass.is_none() {
        lacking.push(held.plan.id.value.to_string());
    }
    Answer::part(bom.len() + 1, &lacking, |names| {
        format!("Say what {names} weighs: `mass:` of the item or part, `makes: {{mass: …}}` of the machine.")
    })
}

pub(super) fn instructions(held: &Held<'_>) -> Answer {
    let steps = held.text.map_or(0, |text| text.headings.len());
    let advice = "Write how it is built, with a heading for each step: `instructions: build.md`.";
    match steps {
        0 => Answer::whole(false, advice),
        // A title alone, or with one step of a template.
        1 | 2 => Answer::Lacking {
            share: 0.25,
            advice: "Go on with the build instructions: a heading for each step.".to_owned(),
        },
        _ => Answer::Met,
    }
}

pub(super) fn steps_bound(held: &Held<'_>) -> Answer {
    let named = held.named();
    let is_used = |line: &&BomLine| match &line.entry {
        BomEntry::Item { item, alternatives } => {
            std::iter::once(item).chain(alternatives).any(|item| named.contains(item.value.as_str()))
        }
        BomEntry::Part(part) => named.contains(part.id.as_str()),
    };
    let lacking = held.plan.bom.iter().filter(|line| !is_used(line)).map(|line| name_of(line).to_owned());
    let lacking: Vec<String> = lacking.collect();
    Answer::part(held.plan.bom.len(), &lacking, |names| {
        format!(
            "Name {names} in the step that takes it: `[4 legs](part:leg?quantity=4)`, `[bolts](item:bolt-m12?quantity=16)`."
        )
    })
}

pub(super) fn step_pictures(held: &Held<'_>) -> Answer {
    if held.text.is_none() {
        return Answer::NotAsked;
    }
    let wanted = held.step_count().div_ceil(STEPS_A_PICTURE).max(1);
    let shown = held.picture_count();
    if shown >= wanted {
        return Answer::Met;
    }
    let more = wanted - shown;
    let (pictures, them) = if more == 1 { ("picture", "it") } else { ("pictures", "them") };
    let advice = format!(
        "Show the steps that words tell badly: {more} more {pictures} in the build instructions, each with words for those who cannot see {them}."
    );
    Answer::Lacking { share: shown as f64 / wanted as f64, advice }
}

pub(super) fn tools(held: &Held<'_>) -> Answer {
    let advice = "Name the tools: `operations: [{capability: drilling}]`, or `[drill](capability:drilling)` in the instructions.";
    Answer::whole(held.operations().next().is_some() || held.names_capability(), advice)
}

/// Items that the bill and its parts take, and nobody here makes.
fn bought<'a>(held: &Held<'a>) -> Vec<&'a str> {
    let is_bought = |id: &&str| held.item(id).is_some_and(|(_, item)| item.origin == Some(Origin::Bought));
    held.taken().into_iter().filter(is_bought).collect()
}

fn name_of(line: &BomLine) -> &str {
    match &line.entry {
        BomEntry::Item { item, .. } => item.value.as_str(),
        BomEntry::Part(part) => part.name.value.as_str(),
    }
}
