//! Answers about what a plan is, whose, and under which terms.

use super::criterion::Answer;
use super::held::Held;
use crate::model::Role;

/// What `new plan` writes for the author to replace.
const PLACEHOLDER: &str = "What it does, in a sentence.";

/// The least length of an account that says more than a summary does, in characters.
const ACCOUNT_CHARACTERS: usize = 120;

fn is_said(text: Option<&String>) -> bool {
    text.is_some_and(|text| !text.trim().is_empty() && text.trim() != PLACEHOLDER)
}

pub(super) fn title(held: &Held<'_>) -> Answer {
    Answer::whole(is_said(held.plan.title.as_ref()), "Name the machine: `title: Compressed earth block press`.")
}

pub(super) fn summary(held: &Held<'_>) -> Answer {
    Answer::whole(is_said(held.plan.summary.as_ref()), "Say in one sentence what it does: `summary:`.")
}

pub(super) fn description(held: &Held<'_>) -> Answer {
    let is_told =
        held.plan.description.as_ref().is_some_and(|text| text.value.trim().chars().count() >= ACCOUNT_CHARACTERS);
    let advice = "Tell in a paragraph how it works, who it is for and what it leaves out: `description:`.";
    Answer::whole(is_told, advice)
}

pub(super) fn keywords(held: &Held<'_>) -> Answer {
    let advice = "Give the words under which people would look for it: `keywords: [earth building, brick]`.";
    Answer::whole(!held.plan.keywords.is_empty(), advice)
}

pub(super) fn authors(held: &Held<'_>) -> Answer {
    let is_told = held.plan.authors.iter().any(|author| !author.name.trim().is_empty());
    Answer::whole(is_told, "Say who made it, and how to reach them: `authors: [{name: …, url: …}]`.")
}

pub(super) fn home(held: &Held<'_>) -> Answer {
    let is_told = held.repository().is_some_and(|repository| repository.url.is_some())
        || held.plan.authors.iter().any(|author| author.url.is_some());
    Answer::whole(is_told, "Say where the design is developed, so that others can join: `url:` in `groundup.yaml`.")
}

pub(super) fn version(held: &Held<'_>) -> Answer {
    let advice = "Number this state of the design, so that others can say which one they built: `version: 0.1.0`.";
    Answer::whole(is_said(held.plan.version.as_ref()), advice)
}

pub(super) fn readiness(held: &Held<'_>) -> Answer {
    let advice = "Say how far it is proven: `readiness:` with idea, draft, prototype, replicated or production.";
    Answer::whole(held.plan.readiness.is_some(), advice)
}

pub(super) fn image(held: &Held<'_>) -> Answer {
    let is_shown = held.plan.image.as_ref().is_some_and(|image| held.has_file(&image.value));
    if is_shown && !is_said(held.plan.image_alt.as_ref()) {
        let advice = "Say what the picture shows, for those who cannot see it: `image-alt:`.".to_owned();
        return Answer::Lacking { share: 0.5, advice };
    }
    let advice =
        "Show the machine: `image: images/press.jpg`, and what is to be seen in `image-alt:`. A drawing will do.";
    Answer::whole(is_shown, advice)
}

pub(super) fn hardware_license(held: &Held<'_>) -> Answer {
    let advice = "Say under which terms others may make, change and sell it: `license: {hardware: CERN-OHL-S-2.0}`.";
    Answer::whole(held.license().hardware.is_some(), advice)
}

pub(super) fn documentation_license(held: &Held<'_>) -> Answer {
    let advice =
        "Say under which terms others may copy and adapt text and pictures: `license: {documentation: CC-BY-SA-4.0}`.";
    Answer::whole(held.license().documentation.is_some(), advice)
}

pub(super) fn software_license(held: &Held<'_>) -> Answer {
    if !held.plan.files.iter().any(|file| file.role == Role::Firmware) {
        return Answer::NotAsked;
    }
    let advice =
        "Say under which terms others may use and change the firmware: `license: {software: GPL-3.0-or-later}`.";
    Answer::whole(held.license().software.is_some(), advice)
}
