//! Every plan at every facility: verdicts at a glance, or with closure, rate and cost.

use rayon::prelude::*;

use super::check::{Figures, check_in, figures_in};
use super::facility::Place;
use super::glance::Glance;
use super::report::Verdict;
use super::shop::Shop;
use super::uses::Uses;
use crate::catalog::Catalog;
use crate::graph::{Graph, ItemIndex};

/// Plans by facilities.
#[derive(Clone, Debug)]
pub struct Matrix {
    /// Rows: what is made, in the order that was asked.
    pub roots: Vec<ItemIndex>,
    /// Columns: indices into the catalog's facilities.
    pub facilities: Vec<usize>,
    /// By facility, then root; `None` where the amounts of a loop have no end.
    pub verdicts: Vec<Vec<Option<Verdict>>>,
    /// The same, if they were asked for.
    pub figures: Option<Vec<Vec<Option<Figures>>>>,
}

impl Matrix {
    /// How many cells have a verdict.
    pub fn count(&self, verdict: Verdict) -> usize {
        self.verdicts.iter().flatten().filter(|cell| **cell == Some(verdict)).count()
    }
}

/// The verdicts on one of each root at each facility. Linear in the graph for each facility, and in the lines of its recipes
/// for each root. What the store holds is counted twice, as if it sufficed and as if it were empty; only where that makes a
/// difference are amounts worked out. Amounts of loops are not looked at otherwise.
pub fn verdict_matrix(catalog: &Catalog, graph: &Graph, roots: Vec<ItemIndex>, facilities: Vec<usize>) -> Matrix {
    let uses = Uses::of(graph);
    let column = |facility: &usize| -> Vec<Option<Verdict>> {
        let place = Place::of(catalog, graph, *facility);
        let mut bare = place.clone();
        let has_stock = !std::mem::take(&mut bare.stock).is_empty();
        let full = Glance::new(catalog, graph, &uses, place);
        if !has_stock {
            return roots.iter().map(|root| Some(full.verdict(*root))).collect();
        }
        let bare = Glance::new(catalog, graph, &uses, bare);
        let shop = std::sync::OnceLock::new();
        let exact = |root: ItemIndex| {
            let shop = shop.get_or_init(|| Shop::new(catalog, graph, &uses, *facility));
            check_in(shop, root, 1.0).ok().map(|report| report.verdict)
        };
        let cell = |root: &ItemIndex| {
            let (most, least) = (full.verdict(*root), bare.verdict(*root));
            if most == least { Some(most) } else { exact(*root) }
        };
        roots.iter().map(cell).collect()
    };
    let verdicts = facilities.par_iter().map(column).collect();
    Matrix { roots, facilities, verdicts, figures: None }
}

/// The same with closure, rate and cost of each: amounts are worked out for every cell.
pub fn figure_matrix(catalog: &Catalog, graph: &Graph, roots: Vec<ItemIndex>, facilities: Vec<usize>) -> Matrix {
    let uses = Uses::of(graph);
    let column = |facility: &usize| -> Vec<Option<Figures>> {
        let shop = Shop::new(catalog, graph, &uses, *facility);
        roots.par_iter().map(|root| figures_in(&shop, *root, 1.0).ok()).collect()
    };
    let figures: Vec<Vec<Option<Figures>>> = facilities.par_iter().map(column).collect();
    let verdict = |cell: &Option<Figures>| cell.as_ref().map(|figures| figures.verdict);
    let verdicts = figures.iter().map(|column| column.iter().map(verdict).collect()).collect();
    Matrix { roots, facilities, verdicts, figures: Some(figures) }
}
