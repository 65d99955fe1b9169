//! What templates may say: the pieces that several pages share, every value ready to read. Nothing but these is serialised
//! for a template.

use serde::Serialize;

/// What every page needs for its head, its way back and its foot.
#[derive(Clone, Debug, Serialize)]
pub struct Page {
    /// BCP 47 tag of the interface texts.
    pub language: String,
    /// What the page is called; `<title>` adds the site's name.
    pub title: String,
    /// One plain sentence for `<meta name="description">`.
    pub description: Option<String>,
    /// Class of `<body>`: `home`, `plan`, `material`, `process`, `capability`, `facility`, with `-list` of a list of them;
    /// `packet a4` or `packet letter`.
    pub kind: String,
    pub site_title: String,
    pub home_href: String,
    pub style_href: String,
    /// The script that adds search, ticks and zoom; none in a packet, which has none of them.
    pub script_href: Option<String>,
    /// The index that search reads; none in a packet.
    pub search_href: Option<String>,
    /// How this page leads to the folder of the site: empty or `../`.
    pub root_href: String,
    /// The main menu; empty in a packet that has one page.
    pub navigation: Vec<NavigationLink>,
    /// From the home page down to, not including, this page; empty at the top.
    pub breadcrumbs: Vec<Link>,
    /// Facts at the foot, in order: licence, revision, version of groundup.
    pub footer: Vec<FootNote>,
    /// What other sites and search engines are told; none where it is not known where the site is published.
    pub social: Option<Social>,
}

/// The head's lines for search engines and link previews (OpenGraph, Twitter cards).
#[derive(Clone, Debug, Serialize)]
pub struct Social {
    /// The address of the page that counts.
    pub canonical: String,
    /// `article` for a plan, `website` for all else.
    pub kind: String,
    /// The picture: its full address as `href`, and what stands for it.
    pub picture: Option<Image>,
    /// `summary`, or `summary_large_image` where there is a picture that previews can show.
    pub card: String,
    /// The full address of the feed.
    pub feed: String,
}

/// Where a document is written, and where that can be changed.
#[derive(Clone, Debug, Serialize)]
pub struct Written {
    /// `plans/ceb-press/plan.yaml, line 1`
    pub text: String,
    /// The page that shows the file.
    pub href: String,
    /// Where the repository's host edits the file, if that is known.
    pub edit_href: Option<String>,
}

/// A link in the main menu.
#[derive(Clone, Debug, Serialize)]
pub struct NavigationLink {
    pub text: String,
    pub href: String,
    /// True for the page itself, or for the list that the page belongs to.
    pub current: bool,
}

/// One note at the foot of the page.
#[derive(Clone, Debug, Serialize)]
pub struct FootNote {
    pub text: String,
    pub href: Option<String>,
}

/// A text that leads somewhere.
#[derive(Clone, Debug, Serialize)]
pub struct Link {
    pub text: String,
    pub href: String,
}

/// A text that leads somewhere, if there is a page for it.
#[derive(Clone, Debug, Serialize)]
pub struct Name {
    pub text: String,
    pub href: Option<String>,
}

/// A formatted amount: the number and the unit apart, so that columns of them align.
#[derive(Clone, Debug, Serialize)]
pub struct Quantity {
    /// `1 234.5`; thousands parted by a narrow no-break space.
    pub number: String,
    /// `kg`; empty for a bare number.
    pub unit: String,
}

/// A state: a shape and a word. The class chooses the shape and colour.
#[derive(Clone, Debug, Serialize)]
pub struct Mark {
    /// `raw` `made` `bought` `resource` `stock` `import` `bootstrap` `blocked` `unresolved`;
    /// of a verdict: `local` `local-with-imports` `local-after-bootstrap` `blocked`; `none` where there is nothing to say.
    pub kind: String,
    /// The word beside the shape.
    pub label: String,
}

/// A share, drawn as a bar and written out.
#[derive(Clone, Debug, Serialize)]
pub struct Share {
    /// `by mass`
    pub label: String,
    /// `91 %`
    pub percent: String,
    /// `91.0`: the length of the bar, of 100.
    pub width: String,
}

/// One cell of a title block.
#[derive(Clone, Debug, Serialize)]
pub struct Fact {
    pub label: String,
    /// The value, without its unit.
    pub value: String,
    /// Unit or short addition, set smaller; may be empty.
    pub unit: String,
    /// A second line in small type: how the figure is meant, or where it is from.
    pub note: Option<String>,
    /// Where the value leads.
    pub href: Option<String>,
}

/// A picture with the text that stands for it.
#[derive(Clone, Debug, Serialize)]
pub struct Image {
    pub href: String,
    /// Alternative text; empty if the caption says it all.
    pub alt: String,
    pub caption: Option<String>,
}

/// A hazard and what to do about it.
#[derive(Clone, Debug, Serialize)]
pub struct Hazard {
    pub hazard: String,
    pub note_html: Option<String>,
}

/// Where a figure is from.
#[derive(Clone, Debug, Serialize)]
pub struct Source {
    /// By which the figures' marks call it.
    pub number: String,
    /// Anchor on this page, if figures refer to it.
    pub anchor: Option<String>,
    pub title: String,
    pub href: Option<String>,
    pub grade: Option<Grade>,
    pub note: Option<String>,
}

/// Which source a figure is from: a small number that leads to it.
#[derive(Clone, Debug, Serialize)]
pub struct SourceMark {
    /// Its number among the sources of its document.
    pub number: String,
    /// `Mill handbook (stated)`
    pub title: String,
    pub href: String,
}

/// How well a figure is known.
#[derive(Clone, Debug, Serialize)]
pub struct Grade {
    /// `stated`, `derived` or `estimated`.
    pub kind: String,
    /// The word for it.
    pub label: String,
}

/// Who wrote a plan or holds a licence.
#[derive(Clone, Debug, Serialize)]
pub struct Person {
    pub name: String,
    pub href: Option<String>,
}

/// One side of a recipe, or one line of a box of parts.
#[derive(Clone, Debug, Serialize)]
pub struct Flow {
    pub item: Name,
    pub quantity: Quantity,
    /// How it is obtained here, or `by-product`.
    pub mark: Option<Mark>,
    pub note: Option<String>,
    pub source: Option<SourceMark>,
}

/// What leaves a recipe for good.
#[derive(Clone, Debug, Serialize)]
pub struct LossLine {
    /// Air, water, land or heat.
    pub to: String,
    pub quantity: Quantity,
    pub note: Option<String>,
    pub source: Option<SourceMark>,
}

/// A group of links in an index of many columns.
#[derive(Clone, Debug, Serialize)]
pub struct IndexGroup {
    pub title: String,
    /// Stands in the title's place where the group is a state: raw, made, bought.
    pub mark: Option<Mark>,
    pub entries: Vec<IndexEntry>,
}

/// One line of an index.
#[derive(Clone, Debug, Serialize)]
pub struct IndexEntry {
    pub text: String,
    pub href: String,
    pub mark: Option<Mark>,
    /// A short amount or note at the end of the line.
    pub note: Option<String>,
}

/// What a facility can do about one plan, in a line.
#[derive(Clone, Debug, Serialize)]
pub struct Place {
    pub facility: Link,
    pub verdict: Mark,
    pub closure: Share,
}

/// An operation and where it can be done.
#[derive(Clone, Debug, Serialize)]
pub struct OperationLine {
    /// 1, 2, …
    pub number: String,
    pub title: Option<String>,
    pub capability: Link,
    /// `steel, thickness 12.7 mm`
    pub envelope: Option<String>,
    pub time: Option<Quantity>,
    /// `0.006 h of furnace operator`
    pub labour: Option<String>,
    /// The author's note.
    pub note: Option<String>,
    pub source: Option<SourceMark>,
}

/// A part that a step takes.
#[derive(Clone, Debug, Serialize)]
pub struct StepPart {
    /// Number of the BOM line; none for what the BOM has not.
    pub number: Option<String>,
    /// `#line-12`
    pub line_href: Option<String>,
    pub item: Name,
    pub quantity: Quantity,
}

/// A capability that a step needs.
#[derive(Clone, Debug, Serialize)]
pub struct StepTool {
    pub capability: Name,
    pub envelope: Option<String>,
}

/// A licence and what it covers.
#[derive(Clone, Debug, Serialize)]
pub struct LicenseLine {
    /// Hardware, documentation or software.
    pub scope: String,
    pub license: Name,
    /// Its full name.
    pub note: Option<String>,
    /// `You may build it, change it and sell it.`
    pub may: Option<String>,
    /// What it asks for in return.
    pub asks: Option<String>,
}

/// A capability that a facility lacks.
#[derive(Clone, Debug, Serialize)]
pub struct MissingCapability {
    pub capability: Name,
    pub envelope: Option<String>,
    /// `4 items`
    pub unlocks: String,
    pub needed_by: Vec<Name>,
    /// The equipment that comes nearest, and by how much it fails.
    pub nearest: Option<String>,
}

/// A stage in the order in which machines are built.
#[derive(Clone, Debug, Serialize)]
pub struct BootstrapStage {
    pub number: String,
    pub plan: Name,
    pub adds: Vec<Name>,
}

/// A raw or bought item where a chain ends.
#[derive(Clone, Debug, Serialize)]
pub struct LeafLine {
    pub item: Name,
    pub gross: Quantity,
    /// What must come from outside; none where it equals gross.
    pub net: Option<Quantity>,
    pub mass: Option<Quantity>,
    /// Share of the mass of all lines of this table.
    pub share: Option<Share>,
}

/// How much of an item a plan needs in all.
#[derive(Clone, Debug, Serialize)]
pub struct PlanNeed {
    pub plan: Link,
    pub quantity: Quantity,
}

/// What a facility does about an item.
#[derive(Clone, Debug, Serialize)]
pub struct ItemPlace {
    pub facility: Link,
    pub status: Mark,
    /// Why, in pieces, some of which lead somewhere.
    pub reason: Vec<Name>,
}

/// A recipe drawn as a small flow.
#[derive(Clone, Debug, Serialize)]
pub struct RecipeFlow {
    pub recipe: Name,
    /// True for the recipe that the resolver chooses by preference.
    pub chosen: bool,
    /// `chosen by preference` or `alternative, rank 10`
    pub rank: String,
    /// The second line inside the box: capabilities, temperature, time.
    pub notes: Vec<String>,
    pub inputs: Vec<Flow>,
    pub outputs: Vec<Flow>,
}
