//! Answers about the life of the finished machine, and about the figures of a plan.
//!
//! Whether instructions speak of a subject is told by their headings and by the names of the files that they lead to, in the
//! languages that open hardware is mostly written in: English, German, French, Spanish, Portuguese. A blank at the end of a stem
//! stands for the end of a word.

use super::criterion::Answer;
use super::held::Held;
use crate::model::Grade;

const OPERATION: &[&str] = &[
    "operating",
    "operation ",
    "operate ",
    "operaci",
    "operaç",
    "use ",
    "using ",
    "usage ",
    "user ",
    "bedien",
    "betrieb",
    "benutz",
    "nutzung",
    "utilis",
    "uso ",
    "usar ",
];
const MAINTENANCE: &[&str] = &[
    "mainten",
    "maintain",
    "care ",
    "keep it ",
    "service",
    "servicing",
    "repair",
    "lubricat",
    "spare",
    "wear part",
    "wearing part",
    "wartung",
    "pflege",
    "reparatur",
    "instandhalt",
    "entretien",
    "réparation",
    "manten",
    "manuten",
    "reparac",
    "reparaç",
];
const DISPOSAL: &[&str] = &[
    "dispos",
    "recycl",
    "dismantl",
    "disassembl",
    "reuse ",
    "end of life",
    "take it apart",
    "taking it apart",
    "when it is old",
    "entsorg",
    "verwert",
    "démont",
    "élimin",
    "recicl",
    "desmont",
    "desech",
    "descart",
];
const TESTING: &[&str] = &[
    "test",
    "check ",
    "checks ",
    "checking ",
    "checklist",
    "trial",
    "try ",
    "trying ",
    "prove ",
    "commission",
    "acceptance",
    "inspect",
    "quality",
    "calibr",
    "first run",
    "first start",
    "first cut",
    "first burn",
    "first firing",
    "prüf",
    "probelauf",
    "abnahme",
    "inbetriebnahme",
    "kalibr",
    "essai",
    "contrôl",
    "prueba",
    "ensaio",
];

pub(super) fn safety(held: &Held<'_>) -> Answer {
    let safety = &held.plan.safety;
    if safety.is_empty() {
        let advice =
            "Say what can hurt those who build or use it, and how to be safe: `safety: [{hazard: crushing, note: …}]`.";
        return Answer::whole(false, advice);
    }
    let lacking = safety.iter().filter(|note| note.note.is_none()).map(|note| note.hazard.clone());
    let lacking: Vec<String> = lacking.collect();
    Answer::part(safety.len(), &lacking, |names| format!("Say how to be safe from {names}: `note:`."))
}

pub(super) fn performance(held: &Held<'_>) -> Answer {
    let is_told = !held.plan.performance.is_empty()
        || held.plan.provides.iter().any(|entry| entry.throughput.is_some() || !entry.envelope.is_empty());
    Answer::whole(is_told, "Say what the finished machine achieves, as a figure: `performance: {blocks: 240 ea/h}`.")
}

pub(super) fn footprint(held: &Held<'_>) -> Answer {
    if held.plan.provides.is_empty() {
        return Answer::NotAsked;
    }
    let footprint = &held.plan.footprint;
    let entries =
        [("floor-area", &footprint.floor_area), ("power", &footprint.power), ("lifetime", &footprint.lifetime)];
    let lacking: Vec<String> =
        entries.iter().filter(|(_, quantity)| quantity.is_none()).map(|(name, _)| (*name).to_owned()).collect();
    Answer::part(entries.len(), &lacking, |names| {
        format!(
            "Say what it asks of the place where it stands: {names} in `footprint:` (`0 kW`, if it draws no power)."
        )
    })
}

pub(super) fn operation(held: &Held<'_>) -> Answer {
    let advice = "Explain how to use the finished machine: a heading `## Operation` in the instructions, or a file of its own that they link to.";
    Answer::whole(held.speaks_of(OPERATION), advice)
}

pub(super) fn maintenance(held: &Held<'_>) -> Answer {
    let advice = "Say what to look after, how and how often, and which parts wear: a heading `## Maintenance`.";
    Answer::whole(held.speaks_of(MAINTENANCE), advice)
}

pub(super) fn disposal(held: &Held<'_>) -> Answer {
    let advice = "Say how to take it apart at the end, and where its materials go: a heading `## Disposal`.";
    Answer::whole(held.speaks_of(DISPOSAL), advice)
}

pub(super) fn testing(held: &Held<'_>) -> Answer {
    let advice = "Say how a builder knows that it came out right, with figures to measure: a heading `## Test`.";
    Answer::whole(held.speaks_of(TESTING), advice)
}

pub(super) fn sources(held: &Held<'_>) -> Answer {
    let advice =
        "Say where the figures are from, and how good they are: `sources: [{title: …, url: …, grade: stated}]`.";
    Answer::whole(!held.plan.sources.is_empty(), advice)
}

pub(super) fn evidence(held: &Held<'_>) -> Answer {
    let sources = &held.plan.sources;
    let lacking = sources.iter().filter(|source| source.grade == Grade::Estimated);
    let lacking: Vec<String> = lacking.map(|source| source.title.clone()).collect();
    Answer::part(sources.len(), &lacking, |names| {
        format!("Replace estimates by what a source states, or what you measured: {names}.")
    })
}
