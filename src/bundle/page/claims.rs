//! The page of what is claimed of plans and places: each claim with its verdict, the figure that decides it, and the source that
//! this figure rests on. The words are those of `groundup claims`; the page adds where they lead.

use serde::Serialize;

use crate::bundle::claim_text::{ClaimText, FigureText, MeasureText};
use crate::bundle::context::Context;
use crate::bundle::links::{self, CLAIMS, equipment_anchor, facility_page, source_anchor};
use crate::bundle::names::Names;
use crate::bundle::part::provenance::recipe_says;
use crate::bundle::view::{Mark, Name, Page};
use crate::catalog::ItemOwner;
use crate::claims::Answer;
use crate::graph::{ItemIndex, RecipeIndex};
use crate::local::{Factor, PlaceFigure};
use crate::model::SourceNote;
use crate::resolve::Subject;

/// `claims.hbs`
#[derive(Clone, Debug, Serialize)]
pub struct Claims {
    pub page: Page,
    /// `Of 19 claims 6 hold.`
    pub summary: String,
    pub claims: Vec<ClaimView>,
}

/// One claim.
#[derive(Clone, Debug, Serialize)]
pub struct ClaimView {
    pub anchor: String,
    pub title: String,
    pub claim: Option<String>,
    /// Who says so.
    pub sources: Vec<String>,
    pub verdict: Mark,
    pub reason: String,
    pub deciding: Option<FigureView>,
    pub measures: Vec<MeasureView>,
    pub note: Option<String>,
}

/// One measure.
#[derive(Clone, Debug, Serialize)]
pub struct MeasureView {
    pub what: String,
    pub computed: String,
    pub claimed: String,
    pub answer: String,
    pub command: String,
    pub note: Option<String>,
    pub figures: Vec<FigureView>,
}

/// One figure that a measure rests on.
#[derive(Clone, Debug, Serialize)]
pub struct FigureView {
    /// The figure, leading to the page that it is written on.
    pub figure: Name,
    /// How good it is, and what it is from, leading to the source.
    pub footing: Name,
    pub moves: String,
    pub met_at: String,
}

/// The page's context.
pub fn claims_page(context: &Context<'_>) -> Claims {
    let names = context.names(CLAIMS);
    let claims = context.input.claims;
    let holding = claims.iter().filter(|claim| claim.answer == Answer::Holds).count();
    let summary = format!(
        "Of {} {holding} {} by the figures of this repository.",
        crate::bundle::wording::count(claims.len(), "claim", "claims"),
        if holding == 1 { "holds" } else { "hold" }
    );
    Claims {
        page: context.page("claims", "What is claimed, computed", Some(&summary), CLAIMS),
        summary,
        claims: claims.iter().map(|claim| claim_view(context, claim, names)).collect(),
    }
}

fn claim_view(context: &Context<'_>, claim: &ClaimText, names: Names<'_>) -> ClaimView {
    let kind = match claim.answer {
        Answer::Holds => "yes",
        Answer::DoesNotHold => "no",
        Answer::CannotBeTold => "unresolved",
    };
    let measure = |measure: &MeasureText| MeasureView {
        what: measure.what.clone(),
        computed: measure.computed.clone(),
        claimed: measure.claimed.clone(),
        answer: measure.answer.clone(),
        command: measure.command.clone(),
        note: measure.note.clone(),
        figures: measure.figures.iter().map(|figure| figure_view(context, figure, names)).collect(),
    };
    ClaimView {
        anchor: links::claim_anchor(&claim.id),
        title: claim.title.clone(),
        claim: claim.claim.clone(),
        sources: claim.sources.clone(),
        verdict: Mark { kind: kind.to_owned(), label: claim.verdict.clone() },
        reason: claim.reason.clone(),
        deciding: claim.deciding.as_ref().map(|figure| figure_view(context, figure, names)),
        measures: claim.measures.iter().map(measure).collect(),
        note: claim.note.clone(),
    }
}

fn figure_view(context: &Context<'_>, figure: &FigureText, names: Names<'_>) -> FigureView {
    let place = place_of(context, figure);
    let source = place.as_ref().zip(figure.source.as_deref()).and_then(|(place, title)| {
        let note = place.sources.iter().find(|note| note.title == title)?;
        let anchor = note.id.as_ref().map_or("sources".to_owned(), |id| source_anchor(id.value.as_str()));
        Some(names.href(&format!("{}#{anchor}", place.page)))
    });
    let figure_href = place.map(|place| match place.anchor {
        Some(anchor) => names.href(&format!("{}#{anchor}", place.page)),
        None => names.href(&place.page),
    });
    // What industry sells has no source beside itself: the plan tells it.
    let is_baseline = matches!(figure.factor, Factor::BaselinePrice | Factor::Performance);
    let source = source.or_else(|| figure_href.clone().filter(|_| is_baseline));
    FigureView {
        figure: Name { text: figure.text.clone(), href: figure_href },
        footing: Name { text: figure.footing.clone(), href: source },
        moves: figure.moves.clone(),
        met_at: figure.met_at.clone(),
    }
}

/// Where a figure is written.
struct Place<'m> {
    page: String,
    anchor: Option<String>,
    /// The sources of its document, which the page lists.
    sources: &'m [SourceNote],
}

fn place_of<'m>(context: &'m Context<'_>, figure: &FigureText) -> Option<Place<'m>> {
    match figure.factor {
        Factor::Figure(Subject::Recipe { recipe, .. }) | Factor::MachineTime { recipe, .. } => {
            Some(of_recipe(context, recipe))
        }
        Factor::Figure(Subject::Item { item, .. }) => of_item(context, item),
        Factor::BaselinePrice | Factor::Performance => of_item(context, figure.root),
        Factor::Place(PlaceFigure::ResourcePrice(_)) => {
            of_facility(context, figure.facility, Some("resources".to_owned()))
        }
        Factor::Place(_) => {
            let facility = context.input.catalog.facilities.get(figure.facility)?;
            let own = figure
                .machine
                .as_ref()
                .filter(|id| facility.equipment.iter().any(|machine| machine.id().value == **id));
            of_facility(context, figure.facility, own.map(|id| equipment_anchor(id.as_str())))
        }
        Factor::Every(_) => None,
    }
}

fn of_recipe<'m>(context: &'m Context<'_>, recipe: RecipeIndex) -> Place<'m> {
    let says = recipe_says(context, context.input.graph.recipe(recipe).source);
    Place { page: says.page, anchor: None, sources: says.sources }
}

fn of_item<'m>(context: &'m Context<'_>, item: ItemIndex) -> Option<Place<'m>> {
    let (catalog, item) = (context.input.catalog, context.input.graph.item(item));
    Some(match item.owner {
        ItemOwner::Material(index) => Place {
            page: links::material_page(item.id.as_str()),
            anchor: None,
            sources: &catalog.materials.get(index)?.sources,
        },
        ItemOwner::Plan(plan) | ItemOwner::Part { plan, .. } => Place {
            page: links::plan_page(catalog.plans.get(plan)?.id.value.as_str()),
            anchor: None,
            sources: &catalog.plans.get(plan)?.sources,
        },
        ItemOwner::Hole(_) => return None,
    })
}

fn of_facility<'m>(context: &'m Context<'_>, facility: usize, anchor: Option<String>) -> Option<Place<'m>> {
    let facility = context.input.catalog.facilities.get(facility)?;
    Some(Place { page: facility_page(facility.id.value.as_str()), anchor, sources: &facility.sources })
}
