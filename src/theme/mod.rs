//! What pages look like, built in: the templates by name, the stylesheet and the script. A repository overrides them by files of
//! the same names in its `templates/` folder.

use crate::schema::closest;

/// The folder of a repository that holds its overrides.
pub const FOLDER: &str = "templates/";

/// The stylesheet, which can be overridden too.
pub const STYLE: &str = "style.css";

/// What packets have before the stylesheet, which can be overridden too.
pub const PACKET_STYLE: &str = "packet.css";

/// The script, which can be overridden too.
pub const SCRIPT: &str = "site.js";

/// The ending of the file of a template.
const ENDING: &str = ".hbs";

macro_rules! built_in {
    ($($name:literal),* $(,)?) => {
        &[$(($name, include_str!(concat!("../../templates/", $name, ".hbs")))),*]
    };
}

/// Name and text of each built-in template. A test holds the list against the folder.
pub const BUILT_IN: &[(&str, &str)] = built_in![
    "capability",
    "claims",
    "data",
    "facility",
    "home",
    "list",
    "makeable",
    "markdown/bootstrap",
    "markdown/capability",
    "markdown/facility",
    "markdown/facts",
    "markdown/flows",
    "markdown/home",
    "markdown/leaves",
    "markdown/list",
    "markdown/material",
    "markdown/missing",
    "markdown/name",
    "markdown/needs",
    "markdown/places",
    "markdown/plan",
    "markdown/process",
    "markdown/quantity",
    "markdown/safety",
    "markdown/sources",
    "markdown/words",
    "material",
    "packet/cut-list",
    "packet/drawings",
    "packet/index",
    "packet/make-buy",
    "packet/notes",
    "packet/shopping",
    "packet/steps",
    "packet/tables",
    "packet/traveller",
    "partials/amounts",
    "partials/bootstrap",
    "partials/contents",
    "partials/facts",
    "partials/flow-list",
    "partials/foot",
    "partials/head",
    "partials/index",
    "partials/item-places",
    "partials/leaves",
    "partials/lists",
    "partials/losses",
    "partials/making",
    "partials/mark",
    "partials/missing",
    "partials/name",
    "partials/names",
    "partials/needs",
    "partials/operations",
    "partials/packet-head",
    "partials/quantity",
    "partials/recipe",
    "partials/safety",
    "partials/share",
    "partials/source",
    "partials/sources",
    "partials/step-part",
    "partials/tree-row",
    "partials/words",
    "plan",
    "process",
    "rules",
    "source",
];

/// The script that is built in.
pub fn built_in_script() -> &'static str {
    include_str!("../../templates/site.js")
}

/// The stylesheet that is built in.
pub fn built_in_style() -> &'static str {
    include_str!("../../templates/style.css")
}

/// What packets have before it, built in.
pub fn built_in_packet_style() -> &'static str {
    include_str!("../../templates/packet.css")
}

/// Every file of the folder that means something, from the folder.
pub fn files() -> impl Iterator<Item = String> {
    let templates = BUILT_IN.iter().map(|(name, _)| format!("{name}{ENDING}"));
    templates.chain([SCRIPT, STYLE, PACKET_STYLE].map(str::to_owned))
}

/// Whether a file of the folder, named from there, is nothing to the site, and may be there all the same: a note on the others.
pub fn is_passed_over(file: &str) -> bool {
    [".md", ".txt"].iter().any(|ending| file.ends_with(ending))
}

/// Whether a file of the folder overrides something.
pub fn is_known(file: &str) -> bool {
    [SCRIPT, STYLE, PACKET_STYLE].contains(&file)
        || file.strip_suffix(ENDING).is_some_and(|name| BUILT_IN.iter().any(|(own, _)| *own == name))
}

/// The file that one that overrides nothing was probably meant to be.
pub fn meant(file: &str) -> Option<String> {
    let all: Vec<String> = files().collect();
    let last = |path: &str| path.rsplit('/').next().unwrap_or(path).to_owned();
    // The right name in the wrong folder.
    let elsewhere = all.iter().find(|known| last(known) == last(file));
    elsewhere.map(String::as_str).or_else(|| closest(file, all.iter().map(String::as_str))).map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::{BUILT_IN, is_known, meant};

    #[test]
    fn the_list_is_that_of_the_folder() {
        let root = concat!(env!("CARGO_MANIFEST_DIR"), "/templates");
        let files = walkdir::WalkDir::new(root).into_iter().filter_map(Result::ok);
        let names = files.filter_map(|file| {
            let path = file.path().strip_prefix(root).ok()?.to_str()?.replace('\\', "/");
            path.strip_suffix(".hbs").map(str::to_owned)
        });
        let mut names: Vec<String> = names.collect();
        names.sort();
        assert_eq!(names, BUILT_IN.iter().map(|(name, _)| (*name).to_owned()).collect::<Vec<_>>());
    }

    #[test]
    fn what_was_meant_is_found() {
        assert!(is_known("plan.hbs") && is_known("style.css") && !is_known("plan.html"));
        assert_eq!(meant("paln.hbs").as_deref(), Some("plan.hbs"));
        assert_eq!(meant("head.hbs").as_deref(), Some("partials/head.hbs"));
        assert_eq!(meant("styles.css").as_deref(), Some("style.css"));
        assert_eq!(meant("something-else-entirely"), None);
    }
}
